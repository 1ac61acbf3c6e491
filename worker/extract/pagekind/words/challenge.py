"""What sites say when they ask for proof that a person reads."""

CHALLENGES: dict[str, tuple[str, ...]] = {
    "en": (
        "you are a human", "you are human", "not a robot", "not a bot", "unusual traffic",
        "checking your browser", "verify your browser", "security check", "automated requests",
        "complete the captcha", "solve the captcha", "suspicious activity", "are you a robot",
        "too many requests", "press & hold", "verify that you're not", "prove you are human",
        "checking if the site connection is secure", "ddos protection", "bot protection",
        "security service to protect itself", "permission to access",
    ),
    "de": (
        "kein roboter", "sie ein mensch sind", "du ein mensch bist", "browser wird überprüft",
        "ihren browser überprüft", "sicherheitsüberprüfung", "sicherheitsprüfung",
        "ungewöhnlichen datenverkehr", "zu viele anfragen", "ungewöhnliche aktivitäten",
        "bestätigen sie, dass sie",
    ),
    "fr": (
        "pas un robot", "que vous êtes humain", "êtes un humain", "vérification de sécurité",
        "vérification de votre navigateur", "trafic inhabituel", "trop de requêtes",
        "activité inhabituelle", "activité suspecte",
    ),
    "es": (
        "no eres un robot", "no es un robot", "no soy un robot", "eres humano",
        "es usted humano", "comprobación de seguridad", "verificación de seguridad",
        "comprobando su navegador", "tráfico inusual", "demasiadas solicitudes",
        "verificar que eres",
    ),
    "it": (
        "non sei un robot", "non sono un robot", "sei umano", "controllo di sicurezza",
        "verifica di sicurezza", "verifica del browser", "traffico insolito",
        "troppe richieste",
    ),
    "pt": (
        "não é um robô", "não sou um robô", "você é humano", "verificação de segurança",
        "verificando seu navegador", "tráfego incomum", "muitas solicitações",
    ),
    "nl": (
        "geen robot bent", "geen robot", "u een mens bent", "je een mens bent",
        "beveiligingscontrole", "veiligheidscontrole", "ongebruikelijk verkeer",
        "te veel verzoeken",
    ),
    "sv": (
        "inte är en robot", "inte en robot", "säkerhetskontroll", "är en människa",
        "ovanlig trafik",
    ),
    "no": ("ikke er en robot", "ikke en robot", "sikkerhetskontroll", "er et menneske"),
    "da": ("ikke er en robot", "ikke en robot", "sikkerhedskontrol", "er et menneske"),
    "fi": ("et ole robotti", "olet ihminen", "turvatarkistus", "epätavallista liikennettä"),
    "pl": (
        "nie jesteś robotem", "nie jestem robotem", "jesteś człowiekiem",
        "weryfikacja bezpieczeństwa", "sprawdzanie przeglądarki", "zbyt wiele zapytań",
        "nietypowy ruch", "przepisz znaki",
    ),
    "cs": (
        "nejste robot", "nejsem robot", "jste člověk", "bezpečnostní kontrola",
        "kontrola prohlížeče", "příliš mnoho požadavků", "neobvyklý provoz",
    ),
    "sk": ("nie ste robot", "ste človek", "bezpečnostná kontrola"),
    "hu": ("nem robot", "hogy ön ember", "biztonsági ellenőrzés", "böngésző ellenőrzése"),
    "ro": (
        "nu ești robot", "nu sunteți robot", "nu sunt robot", "verificare de securitate",
        "sunteți om", "trafic neobișnuit",
    ),
    "bg": ("не сте робот", "проверка за сигурност", "проверка на браузъра"),
    "sr": ("niste robot", "нисте робот", "bezbednosna provera"),
    "el": ("δεν είστε ρομπότ", "δεν είμαι ρομπότ", "έλεγχος ασφαλείας", "είστε άνθρωπος"),
    "ru": (
        "вы не робот", "я не робот", "что вы человек", "проверка браузера",
        "проверяем ваш браузер", "проверка безопасности", "подозрительная активность",
        "слишком много запросов", "введите символы с картинки", "подтвердите, что вы",
    ),
    "uk": (
        "ви не робот", "я не робот", "що ви людина", "перевірка браузера", "перевірка безпеки",
        "забагато запитів", "підозріла активність",
    ),
    "tr": (
        "robot olmadığınızı", "ben robot değilim", "insan olduğunuzu", "güvenlik doğrulaması",
        "güvenlik kontrolü", "tarayıcınız kontrol ediliyor", "olağan dışı trafik",
        "çok fazla istek",
    ),
    "az": ("robot olmadığınızı", "təhlükəsizlik yoxlaması"),
    "ar": (
        "لست روبوت", "أنك إنسان", "أنك لست", "التحقق من المتصفح", "التحقق الأمني", "فحص الأمان",
        "حركة مرور غير عادية", "أنا لست برنامج",
    ),
    "fa": ("ربات نیستید", "من ربات نیستم", "بررسی امنیتی", "بررسی مرورگر", "انسان هستید"),
    "he": ("אינך רובוט", "אני לא רובוט", "שאתה אנושי", "בדיקת אבטחה", "אינכם רובוט"),
    "hi": ("रोबोट नहीं हैं", "मैं रोबोट नहीं", "सुरक्षा जांच", "इंसान हैं"),
    "zh": (
        "安全验证", "人机验证", "访问过于频繁", "完成验证", "完成下方验证", "请输入验证码",
        "拖动滑块", "不是机器人", "安全驗證", "人機驗證", "不是機器人", "異常流量", "异常流量",
        "正在检查您的浏览器", "访问验证", "安全检查",
    ),
    "ja": (
        "ロボットではない", "人間であること", "セキュリティチェック", "ブラウザを確認",
        "通常と異なるトラフィック", "画像認証", "アクセスが制限",
    ),
    "ko": (
        "로봇이 아닙니다", "로봇이 아님", "사람인지 확인", "보안 확인", "브라우저를 확인",
        "비정상적인 트래픽", "자동입력 방지",
    ),
    "vi": (
        "không phải là robot", "không phải người máy", "kiểm tra bảo mật", "bạn là con người",
    ),
    "id": ("bukan robot", "anda manusia", "pemeriksaan keamanan", "lalu lintas tidak biasa"),
    "th": ("ไม่ใช่หุ่นยนต์", "ไม่ใช่โปรแกรมอัตโนมัติ"),
}  # fmt: skip
