"""What sites say of their own errors, and of maintenance."""

ERRORS: dict[str, tuple[str, ...]] = {
    "en": (
        "internal server error", "500 error", "error 500", "service unavailable", "bad gateway",
        "gateway timeout", "gateway time-out", "service temporarily unavailable",
        "site is under maintenance", "site under maintenance", "down for maintenance",
        "undergoing maintenance", "scheduled maintenance", "under maintenance",
        "maintenance mode", "we'll be back soon", "we will be back soon", "be right back",
        "an error has occurred", "an error occurred", "an unexpected error", "unexpected error",
        "something went wrong", "application error", "runtime error", "server error",
        "error establishing a database connection", "database error",
        "critical error on this website", "there has been a critical error", "error code: 5",
        "temporarily unavailable", "technical difficulties", "web server is down",
        "origin is unreachable", "server is busy", "fatal error", "uncaught exception",
        "too many connections", "guru meditation", "backend fetch failed", "exception report",
        "stack trace", "request timed out", "try again in a few minutes", "try again later",
    ),
    "de": (
        "interner serverfehler", "es ist ein fehler aufgetreten", "ein fehler ist aufgetreten",
        "wartungsarbeiten", "wartungsmodus", "wegen wartung", "vorübergehend nicht verfügbar",
        "vorübergehend nicht erreichbar", "derzeit nicht erreichbar", "technischer fehler",
        "technische störung", "kritischen fehler auf deiner website", "versuchen sie es später",
        "wir sind gleich wieder da", "fehler 500",
        "fehler beim aufbau einer datenbankverbindung", "technische probleme",
    ),
    "fr": (
        "erreur interne du serveur", "une erreur est survenue", "une erreur s'est produite",
        "site en maintenance", "en cours de maintenance", "maintenance en cours",
        "momentanément indisponible", "temporairement indisponible", "erreur 500",
        "erreur technique", "problème technique", "réessayer dans quelques instants",
        "réessayer ultérieurement", "réessayez plus tard", "service indisponible",
        "erreur critique sur ce site", "erreur lors de la connexion à la base de données",
        "nous revenons bientôt",
    ),
    "es": (
        "error interno del servidor", "se ha producido un error", "ha ocurrido un error",
        "en mantenimiento", "tareas de mantenimiento", "temporalmente no disponible",
        "no disponible temporalmente", "volvemos enseguida", "error 500", "error del servidor",
        "inténtelo más tarde", "inténtalo más tarde", "vuelva a intentarlo",
        "error al establecer una conexión con la base de datos", "problemas técnicos",
        "error crítico en esta web", "servicio no disponible",
    ),
    "it": (
        "errore interno del server", "si è verificato un errore", "sito in manutenzione",
        "in manutenzione", "temporaneamente non disponibile", "errore 500", "riprova più tardi",
        "riprovare più tardi", "torneremo presto", "problemi tecnici", "errore del server",
        "errore critico sul tuo sito",
    ),
    "pt": (
        "erro interno do servidor", "ocorreu um erro", "em manutenção",
        "temporariamente indisponível", "erro 500", "tente novamente mais tarde",
        "voltamos em breve", "voltaremos em breve", "serviço indisponível",
    ),
    "nl": (
        "interne serverfout", "er is een fout opgetreden", "er is iets misgegaan",
        "er ging iets mis", "in onderhoud", "onderhoudswerkzaamheden",
        "tijdelijk niet beschikbaar", "tijdelijk niet bereikbaar", "probeer het later",
        "technische storing", "fout 500",
    ),
    "sv": (
        "internt serverfel", "ett fel har inträffat", "ett fel inträffade", "något gick fel",
        "underhållsarbete", "tillfälligt otillgänglig", "försök igen senare", "tekniskt fel",
        "tekniska problem", "serverfel",
    ),
    "no": (
        "intern serverfeil", "det har oppstått en feil", "det oppstod en feil", "noe gikk galt",
        "vedlikehold", "midlertidig utilgjengelig", "prøv igjen senere", "teknisk feil",
    ),
    "da": (
        "intern serverfejl", "der er opstået en fejl", "der opstod en fejl", "noget gik galt",
        "vedligeholdelse", "midlertidigt utilgængelig", "prøv igen senere", "teknisk fejl",
    ),
    "fi": (
        "sisäinen palvelinvirhe", "tapahtui virhe", "palvelinvirhe", "jokin meni pieleen",
        "huoltokatko", "väliaikaisesti poissa käytöstä", "yritä myöhemmin uudelleen",
        "tekninen vika",
    ),
    "pl": (
        "wewnętrzny błąd serwera", "wystąpił błąd", "przerwa techniczna", "prace serwisowe",
        "prace konserwacyjne", "prace techniczne", "chwilowo niedostępna",
        "chwilowo niedostępny", "tymczasowo niedostępna", "tymczasowo niedostępny",
        "spróbuj ponownie później", "błąd 500", "błąd serwera", "coś poszło nie tak",
        "błąd podczas łączenia się z bazą danych",
    ),
    "cs": (
        "interní chyba serveru", "došlo k chybě", "nastala chyba", "probíhá údržba",
        "dočasně nedostupný", "dočasně nedostupná", "dočasně nedostupné", "zkuste to později",
        "technické potíže", "chyba 500", "chyba serveru", "odstávka",
    ),
    "sk": (
        "interná chyba servera", "vyskytla sa chyba", "prebieha údržba", "dočasne nedostupná",
        "skúste to neskôr",
    ),
    "hu": (
        "belső szerverhiba", "hiba történt", "karbantartás alatt", "karbantartás miatt",
        "átmenetileg nem elérhető", "próbálja később", "500-as hiba",
    ),
    "ro": (
        "eroare internă de server", "a apărut o eroare", "în mentenanță", "în întreținere",
        "temporar indisponibil", "încercați mai târziu", "eroare 500", "lucrări de mentenanță",
    ),
    "bg": (
        "вътрешна грешка на сървъра", "възникна грешка", "профилактика", "временно недостъпен",
        "временно недостъпна", "опитайте по-късно", "грешка 500",
    ),
    "sr": (
        "greška na serveru", "došlo je do greške", "дошло је до грешке", "održavanje u toku",
        "pokušajte kasnije", "trenutno nedostupan",
    ),
    "el": (
        "εσωτερικό σφάλμα διακομιστή", "παρουσιάστηκε σφάλμα", "προέκυψε σφάλμα",
        "υπό συντήρηση", "εργασίες συντήρησης", "προσωρινά μη διαθέσιμη",
        "προσωρινά μη διαθέσιμο", "δοκιμάστε ξανά αργότερα", "προσπαθήστε αργότερα",
    ),
    "ru": (
        "внутренняя ошибка сервера", "ошибка сервера", "произошла ошибка", "технические работы",
        "техническим причинам", "временно недоступен", "временно недоступна",
        "временно недоступно", "попробуйте позже", "попробуйте зайти позже", "ошибка 500",
        "ведутся работы", "сервер перегружен", "профилактические работы",
        "ошибка установки соединения с базой данных", "что-то пошло не так",
    ),
    "uk": (
        "внутрішня помилка сервера", "помилка сервера", "сталася помилка", "виникла помилка",
        "технічні роботи", "тимчасово недоступний", "тимчасово недоступна",
        "тимчасово недоступно", "спробуйте пізніше", "помилка 500", "щось пішло не так",
    ),
    "tr": (
        "dahili sunucu hatası", "sunucu hatası", "bir hata oluştu", "beklenmeyen bir hata",
        "bakım çalışması", "bakımdayız", "bakım modunda", "geçici olarak hizmet dışı",
        "geçici olarak kullanılamıyor", "daha sonra tekrar deneyin", "500 hatası",
        "teknik bir sorun",
    ),
    "az": (
        "server xətası", "xəta baş verdi", "texniki işlər", "müvəqqəti olaraq",
        "sonra yenidən cəhd edin",
    ),
    "ar": (
        "خطأ داخلي في الخادم", "خطأ في الخادم", "حدث خطأ", "الموقع تحت الصيانة", "تحت الصيانة",
        "أعمال صيانة", "غير متاح مؤقتا", "غير متوفر مؤقتا", "حاول مرة أخرى لاحقا",
        "يرجى المحاولة لاحقا", "المحاولة في وقت لاحق",
    ),
    "fa": (
        "خطای سرور", "خطایی رخ داده", "خطایی رخ داد", "در حال به‌روزرسانی", "در دست تعمیر",
        "موقتا در دسترس نیست", "بعدا تلاش کنید", "دوباره تلاش کنید",
    ),
    "he": (
        "שגיאת שרת", "אירעה שגיאה", "ארעה שגיאה", "האתר בתחזוקה", "עבודות תחזוקה",
        "אינו זמין כעת", "נסו שוב מאוחר יותר", "נסה שוב מאוחר יותר",
    ),
    "hi": (
        "सर्वर त्रुटि", "त्रुटि हुई", "रखरखाव", "अस्थायी रूप से अनुपलब्ध",
        "बाद में पुनः प्रयास", "बाद में कोशिश करें", "कुछ गलत हो गया",
    ),
    "zh": (
        "系统繁忙", "服务器错误", "服务器内部错误", "服务器繁忙", "服务器开小差", "网站维护中",
        "系统维护", "正在维护", "暂时无法访问", "请稍后再试", "请稍后重试", "系統忙碌",
        "伺服器錯誤", "系統維護", "請稍後再試", "网络异常", "出错了",
    ),
    "ja": (
        "サーバーエラー", "内部サーバーエラー", "エラーが発生しました", "メンテナンス中",
        "ただいまメンテナンス", "アクセスが集中", "一時的にご利用", "しばらくしてから",
        "しばらく経ってから", "時間をおいて", "混み合って",
    ),
    "ko": (
        "서버 오류", "내부 서버 오류", "오류가 발생했습니다", "오류가 발생하였습니다",
        "점검 중입니다", "서비스 점검", "잠시 후 다시", "일시적으로 이용", "시스템 점검",
    ),
    "vi": (
        "lỗi máy chủ", "đã xảy ra lỗi", "đang bảo trì", "tạm thời không khả dụng",
        "vui lòng thử lại sau", "hệ thống bận",
    ),
    "id": (
        "kesalahan server", "terjadi kesalahan", "dalam pemeliharaan", "sedang dalam perbaikan",
        "coba lagi nanti", "sementara tidak tersedia",
    ),
    "th": ("เกิดข้อผิดพลาด", "ปิดปรับปรุง", "กรุณาลองใหม่"),
}  # fmt: skip
