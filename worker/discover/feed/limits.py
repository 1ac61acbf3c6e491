"""What feedparser must not be given: it would cost its process, and no feed needs it."""

import re

from worker.errors import Refused
from worker.vocabulary import Outcome

#: feedparser takes 25 to 80 microseconds for each, so this many take 16 s at the most; 500 articles
#: in XHTML have half of them.
_ELEMENTS_MAX = 200_000
#: Its time grows with the square of an element's attributes: 4,000 take 0.6 s, 150,000 an hour.
_CROWDED = re.compile(r"<[a-z][^<>=]*(?:=[^<>=]*){200,}>?", re.IGNORECASE)
#: For each element of a foreign namespace it goes through all prefixes; feeds use a dozen.
_PREFIXES_MAX = 200
_PREFIX = re.compile(r"\sxmlns:([\w.-]+)")
#: It compares each keyword of an item with all others, and guesses at addresses in authors. Nothing
#: of them is kept, so their tags are left out; what stood between belongs to no element then.
_UNUSED = re.compile(
    r"</?(?:[\w-]+:)?(?:category|keywords|subject|tags|author|creator|contributor|managingEditor"
    r"|webMaster|publisher)(?=[\s/>])[^<>]*>",
    re.IGNORECASE,
)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)


def within_limits(text: str) -> str:
    """The text without keywords, authors, and elements that have hundreds of attributes.

    Raises:
        Refused: `wrong_type`, where it has more elements or namespaces than any feed.
    """
    text = _UNUSED.sub("", _CROWDED.sub("", text))
    if text.count("<") > _ELEMENTS_MAX and _CDATA.sub("", text).count("<") > _ELEMENTS_MAX:
        raise _beyond(f"{_ELEMENTS_MAX:,} elements")
    if len(set(_PREFIX.findall(text))) > _PREFIXES_MAX:
        raise _beyond(f"{_PREFIXES_MAX} namespaces")
    return text


def _beyond(limit: str) -> Refused:
    return Refused(Outcome.WRONG_TYPE, f"it has more than {limit}: no feed has so many")
