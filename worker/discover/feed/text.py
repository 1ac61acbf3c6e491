"""Text out of markup: what a feed says in a title or a summary, as one line of plain text.

Knows HTML as feeds carry it: escaped once or twice, cut anywhere, with a blog's footer below.
"""

import re
from html import unescape

from worker.strings import clean_line

TITLE_MAX_CHARACTERS = 500
SUMMARY_MAX_CHARACTERS = 1000
#: A summary may be a whole article with its pictures; what is cut off would not be kept anyway.
_SOURCE_MAX_CHARACTERS = 20_000
_ROUNDS_MAX = 3  # escaped once is the rule, twice is common, thrice was seen

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|iframe)\b.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
#: Quotes within a tag may hold a ">"; where one is not closed (title=l'avion), it is no quote.
_ATTRIBUTES = r"""(?:(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+|[^<>]*+)>"""
_WITHIN_WORDS = re.compile(
    rf"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|nobr|q|ruby|s|"
    rf"small|span|strike|strong|sub|sup|tt|u|var|wbr)(?=[\s/>]){_ATTRIBUTES}",
    re.IGNORECASE,
)
_TAG = re.compile(rf"<[/!?]?[a-z]{_ATTRIBUTES}", re.IGNORECASE)
#: After the first round a "<" was escaped; it is markup only where HTML knows the name.
_KNOWN_TAG = re.compile(
    rf"</?(?:article|aside|blockquote|br|caption|center|dd|div|dl|dt|embed|figcaption|figure|footer"
    rf"|form|h[1-6]|header|hr|iframe|img|input|li|link|main|meta|nav|object|ol|option|p|param|"
    rf"picture|pre|section|select|source|svg|table|tbody|td|tfoot|th|thead|tr|ul|video)"
    rf"(?=[\s/>]){_ATTRIBUTES}",
    re.IGNORECASE,
)
#: What publishers leave of a tag when they cut their own summaries by length.
_CUT_TAG = re.compile(r"<(?:[/!]?[a-z][a-z0-9]*(?:\s[^<>]*)?|/)?\Z", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_FOOTER_MAX_CHARACTERS = 3000  # two addresses and two titles
_LINK_TEXT = re.compile(r"<a\s[^<>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)


def plain(source: str, *, max_characters: int) -> str:
    """The text without its markup, on one line; "" where nothing is left.

    What is longer than `max_characters` is cut at a word, and ends in an ellipsis.
    """
    text = source[:_SOURCE_MAX_CHARACTERS]
    for a_round in range(_ROUNDS_MAX):
        before, text = text, _decoded(text, _KNOWN_TAG if a_round else _TAG)
        if text == before:
            break
    return clean_line(text, max_characters)


def without_footer(source: str, title: str) -> str:
    """A summary without WordPress' last line, "The post <title> appeared first on <site>".

    It is there in forty languages, and alike in all: a paragraph with two links, one of which is
    the title. The names of such sites ("Army Technology") would speak for each of their items.

    Args:
        source: with its markup.
        title: of the item, as plain text.
    """
    start = max(source.rfind("<p>"), source.rfind("<P>"))
    if start < 0 or len(source) - start > _FOOTER_MAX_CHARACTERS:
        return source
    links = [
        plain(text, max_characters=TITLE_MAX_CHARACTERS)
        for text in _LINK_TEXT.findall(source[start:])
    ]
    return source[:start] if len(links) == 2 and title in links else source


def _decoded(text: str, tag: re.Pattern[str]) -> str:
    """Markup out, references resolved: once."""
    if "<" in text:
        text = _HIDDEN.sub(" ", text)
        text = tag.sub(" ", _WITHIN_WORDS.sub("", text))
        text = _CUT_TAG.sub("", text) if tag is _TAG else text
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    return unescape(reference[0])
