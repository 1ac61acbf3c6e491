"""What feedparser must not be given: it would cost its process, and no feed needs it."""

import re

from worker.errors import Refused
from worker.vocabulary import Outcome

#: feedparser takes 20 to 80 microseconds for each; 500 articles in XHTML have as many.
_ELEMENTS_MAX = 120_000
#: It takes 4 microseconds and 100 bytes for each reference, and for each lone ampersand.
_REFERENCES_MAX = 500_000
_SECTIONS_MAX = 100_000  # of CDATA: an item has half a dozen
#: Of a text no more than the beginning is kept (`feed.text`): an item may be a book.
_TEXT_MAX_CHARACTERS = 50_000
_LONG_TEXT = re.compile(rf"(>[^<>]{{{_TEXT_MAX_CHARACTERS}}})[^<]+")
_CUT_REFERENCE = re.compile(r"&[^;&]{0,40}\Z")
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
        Refused: `wrong_type`, where it has more elements, references or namespaces than any feed.
    """
    if text.count("<![CDATA[") > _SECTIONS_MAX:
        raise _beyond(f"{_SECTIONS_MAX:,} sections")
    if len(text) > _TEXT_MAX_CHARACTERS:
        text = _LONG_TEXT.sub(_beginning, _with_short_sections(text))
    if text.count("&") > _REFERENCES_MAX:
        raise _beyond(f"{_REFERENCES_MAX:,} references")
    if _elements_count(text) > 2 * _ELEMENTS_MAX:  # half of them may be keywords
        raise _beyond(f"{_ELEMENTS_MAX:,} elements")
    text = _UNUSED.sub("", _CROWDED.sub("", text))
    if _elements_count(text) > _ELEMENTS_MAX:
        raise _beyond(f"{_ELEMENTS_MAX:,} elements")
    if len(set(_PREFIX.findall(text))) > _PREFIXES_MAX:
        raise _beyond(f"{_PREFIXES_MAX} namespaces")
    return text


def _elements_count(text: str) -> int:
    """Tags, in pairs or not; those within CDATA are text."""
    count = text.count("<")
    return count if count <= _ELEMENTS_MAX else _CDATA.sub("", text).count("<")


def _with_short_sections(text: str) -> str:
    pieces, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces.append(text[at : min(end, start + _TEXT_MAX_CHARACTERS)])
        at = end
    return "".join([*pieces, text[at:]])


def _beginning(found: re.Match[str]) -> str:
    return _CUT_REFERENCE.sub("", found[1])


def _beyond(limit: str) -> Refused:
    return Refused(Outcome.WRONG_TYPE, f"it has more than {limit}: no feed has so many")
