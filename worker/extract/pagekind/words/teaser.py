"""How sites ask for a subscription, before the rest of an article."""

PROMPTS: dict[str, tuple[str, ...]] = {
    "en": (
        "subscribe to continue", "subscribe to read", "subscribe to keep reading",
        "to continue reading", "to keep reading", "to read the rest", "already a subscriber",
        "already have a subscription", "for subscribers only", "subscribers only",
        "subscriber-only", "exclusive to subscribers", "this article is for subscribers",
        "this content is for subscribers", "available to subscribers",
        "reserved for subscribers", "become a subscriber", "unlock this article",
        "sign in to continue", "log in to continue", "register to continue",
        "register for free to continue", "create a free account to", "start your free trial",
        "rest of this article is", "paid subscribers", "for members only",
        "you have reached your limit", "free articles left", "this is a premium article",
        "paying subscribers only", "for paying subscribers", "subscribe now to read",
        "rest of this article", "continue reading with", "members-only",
        "subscribe for full access", "to read the full article", "to read the full story",
        "log in to read",
    ),
    "de": (
        "artikel weiterlesen", "kostenlos testen", "jetzt testen", "alle artikel lesen",
        "monat kostenlos", "nur mit abo", "jetzt weiterlesen", "mit einem abo",
        "nur für abonnenten", "artikel freischalten", "bereits abonnent", "schon abonnent",
        "exklusiv für abonnenten", "weiterlesen mit", "um weiterzulesen",
        "diesen artikel weiterlesen", "bereits registriert", "sie haben bereits ein abo",
        "probemonat", "abo abschließen", "testen und weiterlesen", "lesen sie weiter mit",
    ),
    "fr": (
        "il vous reste", "cet article est réservé", "lire la suite de cet article",
        "pour lire l'intégralité", "réservé aux abonnés", "réservée aux abonnés",
        "réservés aux abonnés", "déjà abonné", "abonnez-vous pour", "pour lire la suite",
        "de cet article à lire", "article réservé", "la suite est réservée",
        "poursuivez votre lecture", "pour poursuivre votre lecture", "contenu réservé",
    ),
    "es": (
        "regístrate gratis", "contenido exclusivo", "sigue leyendo con",
        "para leer el artículo completo", "contenido para suscriptores", "suscríbete para",
        "suscríbase para", "para seguir leyendo", "exclusivo para suscriptores",
        "solo para suscriptores", "ya eres suscriptor", "ya soy suscriptor", "regístrate para",
        "inicia sesión para seguir",
    ),
    "it": (
        "riservato agli abbonati", "abbonati per", "sei già abbonato",
        "per continuare a leggere", "continua a leggere con", "già abbonato",
        "contenuto riservato", "per leggere l'articolo",
    ),
    "pt": (
        "conteúdo exclusivo", "continue lendo", "leia a íntegra", "exclusivo para assinantes",
        "assine para", "para continuar lendo", "para continuar a ler", "já é assinante",
        "já sou assinante",
    ),
    "nl": (
        "lees dit artikel", "exclusief voor abonnees", "verder lezen", "alleen voor abonnees",
        "al abonnee", "word abonnee", "lees verder met", "om verder te lezen",
        "met een abonnement", "neem een abonnement",
    ),
    "sv": (
        "bli prenumerant", "redan prenumerant", "är du redan prenumerant",
        "för att läsa vidare", "logga in för att läsa", "för att läsa hela",
    ),
    "no": (
        "kun for abonnenter", "allerede abonnent", "bli abonnent", "for å lese hele",
        "for å lese videre", "les videre med",
    ),
    "da": (
        "kun for abonnenter", "allerede abonnent", "bliv abonnent", "læs videre med",
        "for at læse videre", "læs hele artiklen",
    ),
    "fi": (
        "vain tilaajille", "jatka lukemista", "oletko jo tilaaja", "kirjaudu sisään lukeaksesi",
    ),
    "pl": (
        "dalsza część artykułu", "tylko dla abonentów", "tylko dla prenumeratorów",
        "aby przeczytać całość", "aby przeczytać cały", "czytaj dalej w", "aby czytać dalej",
        "wykup dostęp", "masz już prenumeratę", "tylko dla subskrybentów", "dostępny tylko dla",
        "dostęp do artykułu", "zaloguj się, aby",
    ),
    "cs": (
        "pouze pro předplatitele", "odemknout článek", "odemkněte", "předplaťte si",
        "pokračovat ve čtení", "již máte předplatné", "dočíst článek",
    ),
    "hu": ("csak előfizetők", "a folytatáshoz", "már előfizető"),
    "ro": ("doar pentru abonați", "abonează-te pentru", "ești deja abonat"),
    "bg": ("само за абонати", "за да продължите да четете"),
    "el": ("μόνο για συνδρομητές", "γίνετε συνδρομητής", "για να συνεχίσετε"),
    "ru": (
        "полный текст доступен", "доступно по подписке", "читать полностью по подписке",
        "только для подписчиков", "доступно только подписчикам", "доступен по подписке",
        "оформите подписку", "чтобы продолжить чтение", "чтобы читать дальше",
        "чтобы прочитать полностью", "доступна по подписке", "подпишитесь, чтобы",
        "уже есть подписка",
    ),
    "uk": (
        "повний текст доступний", "лише для передплатників", "тільки для передплатників",
        "доступно за передплатою", "оформіть передплату", "оформіть підписку",
        "щоб продовжити читання", "щоб читати далі", "тільки для підписників",
    ),
    "tr": (
        "sadece abonelere", "abonelere özel", "devamını okumak için",
        "okumaya devam etmek için", "zaten abone misiniz",
    ),
    "ar": (
        "اشترك لقراءة", "هذا المحتوى للمشتركين", "للمشتركين فقط", "اشترك لمتابعة",
        "لمتابعة القراءة", "اشترك الآن للقراءة", "محتوى حصري للمشتركين",
    ),
    "fa": ("ویژه مشترکان", "ویژه مشترکین", "برای ادامه مطالعه", "مخصوص مشترکین"),
    "he": (
        "למנויים בלבד", "כדי להמשיך לקרוא", "להמשך קריאה", "רוצים להמשיך לקרוא", "כבר מנויים",
    ),
    "hi": ("पूरा पढ़ने के लिए", "आगे पढ़ने के लिए"),
    "zh": (
        "开通会员", "成为会员", "订阅后继续", "阅读全文请", "付费后", "订阅后", "付费阅读",
        "登录后阅读", "会员专享", "登入後", "訂閱後", "繼續閱讀", "付費訂閱",
    ),
    "ja": (
        "有料会員記事", "会員登録が必要", "ログインして全文", "続きを読むには", "有料記事",
        "この記事は会員", "ログインして続き",
    ),
    "ko": (
        "유료 회원 전용", "유료회원 전용", "구독 후", "전문을 보시려면", "구독자 전용",
        "계속 읽으려면", "로그인 후 이용", "구독하시면",
    ),
}  # fmt: skip

#: Said of other things too: they count in a box that is made for it, or where the page says that
#: it is locked.
LABELS: dict[str, tuple[str, ...]] = {
    "en": ("members only",),
    "de": ("für abonnenten", "plus-artikel"),
    "es": ("para suscriptores",),
    "it": ("per gli abbonati",),
    "pt": ("para assinantes",),
    "nl": ("voor abonnees",),
    "sv": ("för prenumeranter",),
    "no": ("for abonnenter",),
    "da": ("for abonnenter",),
    "pl": ("dla prenumeratorów",),
    "cs": ("pro předplatitele",),
    "hu": ("előfizetőink", "előfizetőknek"),
    "ro": ("pentru abonați",),
    "el": ("για συνδρομητές",),
    "ru": ("для подписчиков",),
    "uk": ("для передплатників",),
    "ja": ("有料会員",),
    "ko": ("유료 회원", "회원 전용"),
    "zh": ("付费内容",),
}  # fmt: skip
