"""Consent walls: the page asks for cookies before it shows anything, or its text is only that.

A banner asks the same beside an article, and an article may be about cookies: what stands outside
of the box with the button decides.
"""

from lxml.html import HtmlElement

from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.pagekind.region import region_of
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.consent import ACCEPT, CONSENT
from worker.extract.weight import weight
from worker.extract.xpath import Elements

_WEIGHT_MAX = 4000  # longer texts about cookies are articles or policies
_LINE_SHARE = 0.6  # of the text, in lines that speak of consent
#: Without a button: so many different phrases, as close together as no reporter puts them.
_PHRASES_MIN = 4
_WEIGHT_PER_PHRASE = 100
_BOX_WEIGHT_MIN = 40  # a box holds the question, not the button alone
_PROSE_OUTSIDE_MAX = 150
#: What else the page may hold: a headline in a link, a logo, a price.
_LINKS_MAX = 120
_IMAGES_MAX = 2
_UNEXPLAINED_MAX = 120
_LINE_MAX = 1000  # lawyers write long paragraphs
_WIDEN_MAX = 3
_WIDE_WEIGHT_MAX = 2500
_WHOLES = frozenset({"html", "body", "main", "article"})
_BUTTONS_MAX = 200
_CLIMB_MAX = 12

_HOSTS = (
    "consent.",
    "guce.",
    "myprivacy.",
    "privacygate.",
    "cmp.",
    "cookie-consent.",
    "cookiewall.",
)

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

_BUTTONS = Elements("//button | //a | //input[@type='submit' or @type='button']")
_ACCEPT_WORDS = frozenset(folded(word) for words in ACCEPT.values() for word in words)


def consent(sight: Sight) -> str | None:
    """What asks for consent, where nothing else is to be read; None where something is."""
    page = sight.page
    if not _may_be_a_wall(sight):
        return None
    if page.host.startswith(_HOSTS) and not page.articles:
        return f"asks for consent only: the host is {page.host}"
    if said := _box(sight):
        return f'asks for consent only: the button "{said[:60]}"'
    dense = None if page.claims_article else _dense(sight)
    return f'asks for consent only: "{dense}"' if dense else None


def _may_be_a_wall(sight: Sight) -> bool:
    """A cheap first look: a long text must speak of consent."""
    if sight.is_short or sight.page.weight > _WEIGHT_MAX:
        return sight.is_short
    return len(set(_CONSENT_PHRASES.found_in(folded(sight.page.text)))) >= _PHRASES_MIN


def _box(sight: Sight) -> str | None:
    """The words of a button to accept, where little is said outside of its box."""
    tree = sight.page.tree
    for button in _BUTTONS.of(tree)[:_BUTTONS_MAX]:
        said = " ".join((button.get("value") or " ".join(button.itertext())).split())
        if folded(said) not in _ACCEPT_WORDS:
            continue
        box = _box_of(button, folded(said))
        other = sight.other_prose(_CONSENT_PHRASES, longest=_LINE_MAX)
        if box is None or other >= _PROSE_OUTSIDE_MAX:
            return None
        if not sight.page.claims_article:
            box = _widened(box)
        return said if _is_alone(sight, box) else None
    return None


def _box_of(button: HtmlElement, said: str) -> HtmlElement | None:
    """The smallest element around a button that holds the question too."""
    for box in list(button.iterancestors())[:_CLIMB_MAX]:
        text = " ".join(" ".join(box.itertext()).split())[: 2 * _WEIGHT_MAX]
        if weight(text) < _BOX_WEIGHT_MIN:
            continue
        if set(_CONSENT_PHRASES.found_in(folded(text))) - {said}:
            return box if weight(text) <= _WEIGHT_MAX else None
    return None


def _widened(box: HtmlElement) -> HtmlElement:
    """Some walls stand in columns: the question is above or below the box with the button."""
    for wider in list(box.iterancestors())[:_WIDEN_MAX]:
        if wider.tag in _WHOLES or weight(" ".join(wider.itertext())) > _WIDE_WEIGHT_MAX:
            break
        box = wider
    return box


def _is_alone(sight: Sight, box: HtmlElement) -> bool:
    """Whether nothing to be read, followed or looked at stands beside the box."""
    region = sight.region
    if region.link_weight > _LINKS_MAX or region.image_count > _IMAGES_MAX or region.player_count:
        return False
    unexplained = sum(
        weight(block)
        for block in region.blocks
        if folded(block) not in sight.headings and not _CONSENT_PHRASES.found_in(folded(block))
    )
    if unexplained >= _UNEXPLAINED_MAX:
        return False
    outside = region_of(sight.page.tree, without=box)
    inside = folded(" ".join(box.itertext()))
    lines = (line for line in sight.page.text.split("\n") if weight(line) >= _PROSE_OUTSIDE_MAX)
    beside = sum(weight(line) for line in lines if folded(line) not in inside)
    return max(beside, sum(map(weight, outside.prose))) < _PROSE_OUTSIDE_MAX


def _dense(sight: Sight) -> str | None:
    """Phrases so close together that the text can be nothing but a question for consent."""
    page = sight.page
    text = page.text or (page.visible if len(page.visible) < _WEIGHT_MAX else "")
    found = _CONSENT_PHRASES.found_in(folded(text))
    kinds = list(dict.fromkeys(found))
    if len(kinds) >= _PHRASES_MIN and len(found) * _WEIGHT_PER_PHRASE >= weight(text):
        spoken = sum(
            weight(line) for line in text.split("\n") if _CONSENT_PHRASES.found_in(folded(line))
        )
        if spoken >= _LINE_SHARE * weight(text):
            return ", ".join(kinds[:2])
    if len(kinds) >= 2 and sight.heading_of(_TITLES) and sight.is_message(_CONSENT_PHRASES):
        return ", ".join(kinds[:2])
    return None
