"""Consent walls: the page asks for cookies before it shows anything, or its text is only that."""

from worker.extract.page import Page
from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.weight import weight

_WEIGHT_MAX = 4000  # longer texts about cookies are articles or policies
_LINE_SHARE = 0.6  # of the text, in lines that speak of consent
_PHRASES_MIN = 3  # different ones: a single mention is a subject
_WEIGHT_PER_PHRASE = 250  # an article about a privacy law has longer stretches between its mentions

_HOSTS = (
    "consent.",
    "guce.",
    "myprivacy.",
    "privacygate.",
    "cmp.",
    "cookie-consent.",
    "cookiewall.",
)

CONSENT: dict[str, tuple[str, ...]] = {
    "en": (
        "we use cookies", "use of cookies", "our partners", "your consent", "accept all",
        "reject all",
        "manage preferences", "privacy policy", "cookie policy", "personal data",
        "privacy settings",
        "legitimate interest", "cookie settings", "withdraw your consent", "personalised ads",
        "personalized ads", "we and our", "cookies to",
    ),
    "de": (
        "cookies", "einwilligung", "zustimmung", "datenschutzerklärung", "unsere partner",
        "alle akzeptieren",
        "personenbezogene daten", "personalisierte werbung", "zustimmen",
        "datenschutzeinstellungen",
        "werbung und tracking", "pur-abo", "mit werbung weiterlesen", "berechtigtes interesse",
    ),
    "fr": (
        "cookies", "nos partenaires", "votre consentement", "tout accepter", "tout refuser",
        "données personnelles", "publicité personnalisée", "publicités personnalisées", "traceurs",
        "paramétrer", "continuer sans accepter", "politique de confidentialité",
    ),
    "es": (
        "cookies", "nuestros socios", "su consentimiento", "tu consentimiento", "aceptar todo",
        "rechazar todo", "datos personales", "publicidad personalizada", "política de privacidad",
        "política de cookies", "aceptar y continuar",
    ),
    "it": (
        "cookie", "i nostri partner", "nostri partner", "consenso", "accetta tutti",
        "rifiuta tutti",
        "dati personali", "pubblicità personalizzata", "informativa sulla privacy",
        "accetta e continua",
    ),
    "pt": (
        "cookies", "nossos parceiros", "consentimento", "aceitar todos", "rejeitar todos",
        "dados pessoais", "publicidade personalizada", "política de privacidade",
    ),
    "nl": (
        "cookies", "onze partners", "toestemming", "alles accepteren", "accepteer alles", "akkoord",
        "persoonsgegevens", "gepersonaliseerde advertenties", "privacybeleid", "cookiebeleid",
    ),
    "sv": ("cookies", "kakor", "samtycke", "godkänn alla", "våra partner", "personuppgifter",
           "integritetspolicy"),
    "no": ("informasjonskapsler", "cookies", "samtykke", "godta alle", "våre partnere",
           "personopplysninger", "personvern"),
    "da": ("cookies", "samtykke", "accepter alle", "vores partnere", "personoplysninger",
           "privatlivspolitik"),
    "fi": ("evästeitä", "evästeet", "suostumus", "hyväksy kaikki", "kumppanimme", "henkilötietoja"),
    "pl": (
        "plików cookie", "pliki cookie", "cookies", "zaufani partnerzy", "zgody", "zgodę", "zgoda",
        "danych osobowych", "dane osobowe", "polityka prywatności", "polityce prywatności",
        "akceptuję", "przejdź do serwisu",
    ),
    "cs": ("cookies", "souhlas", "našimi partnery", "osobních údajů", "přijmout vše", "souhlasím",
           "ochrana soukromí"),
    "hu": ("sütiket", "cookie", "hozzájárul", "partnereink", "személyes adatok", "elfogadom"),
    "ro": ("cookie-uri", "module cookie", "consimțământ", "partenerii noștri", "date personale",
           "accept toate"),
    "bg": ("бисквитки", "съгласие", "нашите партньори", "лични данни", "приемам"),
    "el": ("cookies", "συγκατάθεση", "συνεργάτες μας", "προσωπικά δεδομένα", "αποδοχή όλων"),
    "ru": ("файлы cookie", "cookies", "согласие", "персональных данных", "наши партнеры",
           "принять все", "политика конфиденциальности", "файлов cookie"),
    "uk": (
        "файли cookie", "cookies", "згоду", "персональних даних", "наші партнери", "прийняти всі",
    ),
    "tr": ("çerez", "çerezler", "çerezleri", "rıza", "kişisel veri", "kişisel verileriniz",
           "tümünü kabul et", "gizlilik politikası"),
    "ar": ("ملفات تعريف الارتباط", "الكوكيز", "موافقتك", "شركاؤنا", "البيانات الشخصية",
           "سياسة الخصوصية", "قبول الكل"),
    "he": ("עוגיות", "קובצי cookie", "הסכמה", "מדיניות הפרטיות", "אישור הכל"),
    "zh": ("cookie", "隐私政策", "隱私權政策", "个人数据", "全部接受", "接受所有", "合作伙伴"),
    "ja": ("cookie", "クッキー", "プライバシーポリシー", "同意する", "すべて同意", "個人データ"),
    "ko": ("쿠키", "개인정보", "동의", "모두 수락"),
}  # fmt: skip
_CONSENT_PHRASES = Phrases(CONSENT)

_TITLES = Phrases(
    {
        "en": (
            "before you continue",
            "your privacy choices",
            "we value your privacy",
            "cookie consent",
        ),
        "de": (
            "bevor sie fortfahren",
            "bevor du weitergehst",
            "ihre privatsphäre",
            "zustimmung erforderlich",
        ),
        "fr": ("avant d'accéder", "avant de continuer", "votre vie privée"),
        "es": ("antes de continuar", "tu privacidad", "su privacidad"),
        "it": ("prima di continuare", "la tua privacy"),
        "nl": ("voordat je verdergaat", "jouw privacy", "cookiewall", "privacy gate"),
        "pl": ("zanim przejdziesz", "szanujemy twoją prywatność"),
    }
)


def consent(page: Page) -> str | None:
    """ "consent wall" where the page's text is a request for consent; None where it is not."""
    if page.weight > _WEIGHT_MAX:
        return None
    if page.host.startswith(_HOSTS) and not page.articles:
        return "consent wall"
    text = page.text or (page.visible if len(page.visible) < _WEIGHT_MAX else "")
    found = _CONSENT_PHRASES.found_in(folded(text))
    kinds = len(set(found))
    if kinds >= _PHRASES_MIN and len(found) * _WEIGHT_PER_PHRASE >= weight(text):
        spoken = sum(
            weight(line) for line in text.split("\n") if _CONSENT_PHRASES.found_in(folded(line))
        )
        if spoken >= _LINE_SHARE * weight(text):
            return "consent wall"
    if kinds >= 2 and not page.articles and any(_TITLES.found_in(folded(t)) for t in page.titles):
        return "consent wall"
    return None
