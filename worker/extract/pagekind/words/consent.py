"""How sites ask for consent, and what stands on the button to accept."""

CONSENT: dict[str, tuple[str, ...]] = {
    "en": (
        "we use cookies", "use of cookies", "our partners", "your consent", "accept all",
        "reject all", "manage preferences", "privacy policy", "cookie policy", "personal data",
        "privacy settings", "legitimate interest", "cookie settings", "withdraw your consent",
        "personalised ads", "personalized ads", "we and our", "cookies to",
    ),
    "de": (
        "cookies", "einwilligung", "zustimmung", "datenschutzerklärung", "unsere partner",
        "alle akzeptieren", "personenbezogene daten", "personalisierte werbung", "zustimmen",
        "datenschutzeinstellungen", "werbung und tracking", "pur-abo",
        "mit werbung weiterlesen", "berechtigtes interesse",
    ),
    "fr": (
        "cookies", "nos partenaires", "votre consentement", "tout accepter", "tout refuser",
        "données personnelles", "publicité personnalisée", "publicités personnalisées",
        "traceurs", "paramétrer", "continuer sans accepter", "politique de confidentialité",
    ),
    "es": (
        "cookies", "nuestros socios", "su consentimiento", "tu consentimiento", "aceptar todo",
        "rechazar todo", "datos personales", "publicidad personalizada",
        "política de privacidad", "política de cookies", "aceptar y continuar",
    ),
    "it": (
        "cookie", "i nostri partner", "nostri partner", "consenso", "accetta tutti",
        "rifiuta tutti", "dati personali", "pubblicità personalizzata",
        "informativa sulla privacy", "accetta e continua",
    ),
    "pt": (
        "cookies", "nossos parceiros", "consentimento", "aceitar todos", "rejeitar todos",
        "dados pessoais", "publicidade personalizada", "política de privacidade",
    ),
    "nl": (
        "cookies", "onze partners", "toestemming", "alles accepteren", "accepteer alles",
        "akkoord", "persoonsgegevens", "gepersonaliseerde advertenties", "privacybeleid",
        "cookiebeleid",
    ),
    "sv": (
        "cookies", "kakor", "samtycke", "godkänn alla", "våra partner", "personuppgifter",
        "integritetspolicy",
    ),
    "no": (
        "informasjonskapsler", "cookies", "samtykke", "godta alle", "våre partnere",
        "personopplysninger", "personvern",
    ),
    "da": (
        "cookies", "samtykke", "accepter alle", "vores partnere", "personoplysninger",
        "privatlivspolitik",
    ),
    "fi": (
        "evästeitä", "evästeet", "suostumus", "hyväksy kaikki", "kumppanimme", "henkilötietoja",
    ),
    "pl": (
        "plików cookie", "pliki cookie", "cookies", "zaufani partnerzy", "zgody", "zgodę",
        "zgoda", "danych osobowych", "dane osobowe", "polityka prywatności",
        "polityce prywatności", "akceptuję", "przejdź do serwisu",
    ),
    "cs": (
        "cookies", "souhlas", "našimi partnery", "osobních údajů", "přijmout vše", "souhlasím",
        "ochrana soukromí",
    ),
    "hu": ("sütiket", "cookie", "hozzájárul", "partnereink", "személyes adatok", "elfogadom"),
    "ro": (
        "cookie-uri", "module cookie", "consimțământ", "partenerii noștri", "date personale",
        "accept toate",
    ),
    "bg": ("бисквитки", "съгласие", "нашите партньори", "лични данни", "приемам"),
    "el": ("cookies", "συγκατάθεση", "συνεργάτες μας", "προσωπικά δεδομένα", "αποδοχή όλων"),
    "ru": (
        "файлы cookie", "cookies", "согласие", "персональных данных", "наши партнеры",
        "принять все", "политика конфиденциальности", "файлов cookie",
    ),
    "uk": (
        "файли cookie", "cookies", "згоду", "персональних даних", "наші партнери",
        "прийняти всі",
    ),
    "tr": (
        "çerez", "çerezler", "çerezleri", "rıza", "kişisel veri", "kişisel verileriniz",
        "tümünü kabul et", "gizlilik politikası",
    ),
    "ar": (
        "ملفات تعريف الارتباط", "الكوكيز", "موافقتك", "شركاؤنا", "البيانات الشخصية",
        "سياسة الخصوصية", "قبول الكل",
    ),
    "he": ("עוגיות", "קובצי cookie", "הסכמה", "מדיניות הפרטיות", "אישור הכל"),
    "zh": ("cookie", "隐私政策", "隱私權政策", "个人数据", "全部接受", "接受所有", "合作伙伴"),
    "ja": (
        "cookie", "クッキー", "プライバシーポリシー", "同意する", "すべて同意", "個人データ",
    ),
    "ko": ("쿠키", "개인정보", "동의", "모두 수락"),
}  # fmt: skip

ACCEPT: dict[str, tuple[str, ...]] = {
    "en": (
        "accept all", "accept", "i accept", "agree", "i agree", "accept cookies",
        "accept and continue", "agree and continue", "continue with ads", "allow all",
        "accept & continue", "got it",
    ),
    "de": (
        "alle akzeptieren", "akzeptieren", "zustimmen", "einverstanden",
        "akzeptieren und weiter", "zustimmen und weiter", "alle zulassen",
        "mit werbung weiterlesen", "ich stimme zu",
    ),
    "fr": (
        "tout accepter", "accepter", "accepter et continuer", "j'accepte", "accepter et fermer",
        "tout autoriser",
    ),
    "es": (
        "aceptar todo", "aceptar", "aceptar y continuar", "acepto", "aceptar todas",
        "aceptar cookies",
    ),
    "it": ("accetta tutti", "accetta", "accetta e continua", "accetto", "accetta tutto"),
    "pt": (
        "aceitar todos", "aceitar", "aceito", "aceitar e continuar", "concordo", "aceitar tudo",
    ),
    "nl": (
        "alles accepteren", "accepteer alles", "akkoord", "accepteren", "ik ga akkoord",
        "ja, ik accepteer",
    ),
    "sv": (
        "godkänn alla", "godkänn", "acceptera alla", "acceptera", "jag godkänner",
        "tillåt alla",
    ),
    "no": ("godta alle", "godta", "aksepter alle", "jeg godtar", "tillat alle", "aksepter"),
    "da": ("accepter alle", "accepter", "tillad alle", "jeg accepterer"),
    "fi": ("hyväksy kaikki", "hyväksy", "hyväksyn", "salli kaikki"),
    "pl": (
        "akceptuję", "przejdź do serwisu", "zgadzam się", "akceptuję i przechodzę do serwisu",
        "zaakceptuj", "zaakceptuj wszystkie", "zgoda",
    ),
    "cs": ("přijmout vše", "souhlasím", "přijmout", "souhlasím a pokračovat", "povolit vše"),
    "sk": ("prijať všetko", "súhlasím", "prijať"),
    "hu": ("elfogadom", "összes elfogadása", "rendben", "mindet elfogadom"),
    "ro": ("accept toate", "accept", "sunt de acord", "acceptă toate", "accept tot"),
    "bg": ("приемам", "приемам всички", "съгласен съм"),
    "sr": ("prihvatam", "prihvati sve", "прихватам"),
    "el": ("αποδοχή όλων", "αποδοχή", "συμφωνώ", "αποδέχομαι"),
    "ru": ("принять все", "принять", "принимаю", "согласен", "согласиться", "принять всё"),
    "uk": ("прийняти всі", "прийняти", "погоджуюсь", "погоджуюся", "приймаю"),
    "tr": ("tümünü kabul et", "kabul et", "kabul ediyorum", "onaylıyorum"),
    "ar": ("قبول الكل", "قبول", "موافق", "أوافق"),
    "fa": ("می‌پذیرم", "قبول", "موافقم", "پذیرش همه"),
    "he": ("אישור הכל", "אישור", "מסכים", "אני מסכים", "קבל הכל"),
    "hi": ("स्वीकार करें", "सभी स्वीकार करें", "सहमत"),
    "zh": ("全部接受", "接受", "接受所有", "同意", "同意并继续", "接受全部", "全部同意"),
    "ja": ("同意する", "すべて同意", "すべて同意する", "許可する", "同意して続ける"),
    "ko": ("모두 수락", "동의", "모두 동의", "동의합니다", "수락"),
    "vi": ("đồng ý", "chấp nhận", "chấp nhận tất cả"),
    "id": ("setuju", "terima semua", "terima"),
}  # fmt: skip
