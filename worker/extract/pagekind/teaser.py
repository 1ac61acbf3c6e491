"""Teasers: the beginning of an article before a paywall or a registration."""

from typing import Any

from worker.extract.page import Page
from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.structured import as_list
from worker.extract.xpath import Elements
from worker.vocabulary import Access

#: A teaser is the first paragraphs; few are longer (in letters of an alphabet).
_TEASER_WEIGHT = 1200
_PROMPTED_WEIGHT = 2500  # with a prompt at its end, a longer one is a teaser too
_TAIL_CHARACTERS = 400
_BOXES_MAX = 12
_SHOWN_SHARE = 0.5  # of the words that JSON-LD counts

_BOXES = Elements(
    "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'piano-')"
    " or contains(@class, 'subscribe-wall') or contains(@class, 'regwall')"
    " or contains(@id, 'regwall')"
    " or contains(@class, 'premium-') or contains(@class, 'subscriber')"
    " or contains(@class, 'offer')"
    " or contains(@class, 'gate') or contains(@class, 'truncat') or contains(@class, 'Paywall')]"
)

PROMPTS: dict[str, tuple[str, ...]] = {
    "en": (
        "subscribe to continue", "subscribe to read", "subscribe to keep reading",
        "to continue reading",
        "to keep reading", "to read the rest", "already a subscriber",
        "already have a subscription", "for subscribers only", "subscribers only",
        "subscriber-only",
        "exclusive to subscribers", "this article is for subscribers",
        "this content is for subscribers",
        "available to subscribers", "reserved for subscribers", "become a subscriber",
        "unlock this article",
        "sign in to continue", "log in to continue", "register to continue",
        "register for free to continue",
        "create a free account to", "start your free trial", "rest of this article is",
        "paid subscribers",
        "for members only", "members only", "you have reached your limit", "free articles left",
        "this is a premium article",     ),
    "de": (
        "jetzt weiterlesen", "mit einem abo", "nur für abonnenten", "für abonnenten",
        "artikel freischalten",
        "bereits abonnent", "schon abonnent", "exklusiv für abonnenten", "weiterlesen mit",
        "um weiterzulesen",
        "diesen artikel weiterlesen", "bereits registriert",
        "sie haben bereits ein abo", "probemonat", "abo abschließen", "testen und weiterlesen",
        "lesen sie weiter mit", "plus-artikel",
    ),
    "fr": (
        "réservé aux abonnés", "réservée aux abonnés", "réservés aux abonnés", "déjà abonné",
        "abonnez-vous pour", "pour lire la suite", "de cet article à lire", "article réservé",
        "la suite est réservée", "poursuivez votre lecture", "pour poursuivre votre lecture",
        "contenu réservé",
    ),
    "es": (
        "suscríbete para", "suscríbase para", "para seguir leyendo", "exclusivo para suscriptores",
        "solo para suscriptores", "ya eres suscriptor",
        "ya soy suscriptor", "para suscriptores", "regístrate para",
        "inicia sesión para seguir",
    ),
    "it": (
        "riservato agli abbonati", "per gli abbonati", "abbonati per", "sei già abbonato",
        "per continuare a leggere", "continua a leggere con", "già abbonato", "contenuto riservato",
        "per leggere l'articolo",
    ),
    "pt": (
        "exclusivo para assinantes", "para assinantes", "assine para", "para continuar lendo",
        "para continuar a ler", "já é assinante", "já sou assinante",     ),
    "nl": (
        "alleen voor abonnees", "voor abonnees", "al abonnee", "word abonnee", "lees verder met",
        "om verder te lezen", "met een abonnement", "neem een abonnement",
    ),
    "sv": ("för prenumeranter", "bli prenumerant", "redan prenumerant", "är du redan prenumerant",
           "för att läsa vidare", "logga in för att läsa", "för att läsa hela"),
    "no": ("for abonnenter", "kun for abonnenter", "allerede abonnent", "bli abonnent",
           "for å lese hele", "for å lese videre", "les videre med"),
    "da": ("kun for abonnenter", "for abonnenter", "allerede abonnent", "bliv abonnent",
           "læs videre med", "for at læse videre", "læs hele artiklen"),
    "fi": (
        "vain tilaajille", "jatka lukemista", "oletko jo tilaaja", "kirjaudu sisään lukeaksesi",
    ),
    "pl": (
        "tylko dla prenumeratorów", "dla prenumeratorów", "aby przeczytać całość",
        "aby przeczytać cały", "czytaj dalej w",
        "aby czytać dalej", "wykup dostęp", "masz już prenumeratę", "tylko dla subskrybentów",
        "dostępny tylko dla", "dostęp do artykułu", "zaloguj się, aby",
    ),
    "cs": ("pouze pro předplatitele", "pro předplatitele", "odemknout článek", "odemkněte",
           "předplaťte si", "pokračovat ve čtení", "již máte předplatné", "dočíst článek"),
    "hu": ("csak előfizetők", "előfizetőink", "előfizetőknek", "a folytatáshoz", "már előfizető"),
    "ro": ("doar pentru abonați", "pentru abonați", "abonează-te pentru", "ești deja abonat"),
    "bg": ("само за абонати", "за да продължите да четете"),
    "el": ("μόνο για συνδρομητές", "για συνδρομητές", "γίνετε συνδρομητής", "για να συνεχίσετε"),
    "ru": (
        "только для подписчиков", "доступно только подписчикам", "доступен по подписке",
        "оформите подписку", "чтобы продолжить чтение", "чтобы читать дальше",
        "чтобы прочитать полностью",
        "доступна по подписке", "подпишитесь, чтобы", "уже есть подписка",
    ),
    "uk": (
        "лише для передплатників", "тільки для передплатників", "доступно за передплатою",
        "оформіть передплату", "оформіть підписку", "щоб продовжити читання", "щоб читати далі",
        "тільки для підписників",
    ),
    "tr": ("sadece abonelere", "abonelere özel", "devamını okumak için",
           "okumaya devam etmek için", "zaten abone misiniz"),
    "ar": (
        "للمشتركين فقط", "اشترك لمتابعة", "لمتابعة القراءة", "اشترك الآن للقراءة",
        "محتوى حصري للمشتركين",
    ),
    "fa": ("ویژه مشترکان", "ویژه مشترکین", "برای ادامه مطالعه", "مخصوص مشترکین"),
    "he": ("למנויים בלבד", "כדי להמשיך לקרוא", "להמשך קריאה", "רוצים להמשיך לקרוא", "כבר מנויים"),
    "hi": ("पूरा पढ़ने के लिए", "आगे पढ़ने के लिए"),
    "zh": ("订阅后", "付费阅读", "付费内容", "登录后阅读", "会员专享", "登入後",
           "訂閱後", "繼續閱讀", "付費訂閱", ),
    "ja": ("会員限定", "有料会員", "続きを読むには", "有料記事", "この記事は会員",
           "ログインして続き", ),
    "ko": ("구독자 전용", "유료 회원", "회원 전용", "계속 읽으려면", "로그인 후 이용",
           "구독하시면"),
}  # fmt: skip
_PROMPTS = Phrases(PROMPTS)


def teaser(page: Page) -> str | None:
    """ "teaser before a paywall" where only the beginning is shown; None where nothing says so."""
    if page.access is Access.FREE or page.weight > _PROMPTED_WEIGHT:
        return None
    prompted = prompt_at_end(page.text)
    if page.access is Access.PARTIAL:
        shown = _shown_share(page)
        if shown is not None and shown > _SHOWN_SHARE and not prompted:
            return None
        is_teaser = page.weight < _TEASER_WEIGHT or prompted or (shown or 1.0) < _SHOWN_SHARE
        return "teaser before a paywall" if is_teaser else None
    if page.weight > _TEASER_WEIGHT:
        return None
    return "teaser before a paywall" if prompted or _has_prompting_box(page) else None


def prompt_at_end(text: str) -> bool:
    """Whether the text ends by asking for a subscription or a log-in."""
    return bool(_PROMPTS.found_in(folded(text[-_TAIL_CHARACTERS:])))


def _has_prompting_box(page: Page) -> bool:
    """An element that is named for a paywall and asks for a subscription."""
    return any(
        _PROMPTS.found_in(folded(box.text_content()[:1000]))
        for box in _BOXES.of(page.tree)[:_BOXES_MAX]
    )


def _shown_share(page: Page) -> float | None:
    """The share of the article's words that is here, where JSON-LD counts them."""
    counts = [
        count for node in page.articles for count in map(_count, as_list(node.get("wordCount")))
    ]
    known = next((count for count in counts if count is not None and count > 20), None)
    return len(page.text.split()) / known if known else None


def _count(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else None
