"""A page as the kinds look at it: its own part, its headings, and the weight of its sentences."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from worker.extract.page import Page
from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.pagekind.region import Region, is_prose, region_of
from worker.extract.weight import weight

#: With so much text a page is no mere message, whatever it says. (In letters of an alphabet.)
MESSAGE_WEIGHT_MAX = 4000
#: In paragraphs, which no message is made of: no kind below allows as much beside it.
PARAGRAPHS_MAX = 400
#: Sentences in what trafilatura found, whatever they say.
TEXT_PROSE_MAX = 1000
#: Sentences that a message doesn't explain: with more of them the page tells something else.
OWN_PROSE = 180
#: A page that names its own article in JSON-LD is believed sooner.
OWN_PROSE_OF_ARTICLE = 60
#: A line that long is a paragraph, even where it quotes the message.
_QUOTING_LINE = 300
#: A message is said in a short line, and little stands beside it.
_MESSAGE_LINE = 200
_PROSE_BESIDE_MESSAGE = 100
_TEXT_LINE = 120  # in the text taken by trafilatura, which may hold teasers of other articles
_HEADING_MAX_CHARACTERS = 120
_OPENING_BLOCKS = 8
_SEPARATORS = re.compile(r"\s+[|–—‹›«»·•:-]+\s+|[|｜_]|\s*[-–—]\s*(?=[^\s]{1,12}$)")
#: Of a heading's part, the share that a phrase must cover to be what the heading says.
_SAID_SHARE = 0.5


class Sight:
    """A page, with measures that are taken when first asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @cached_property
    def region(self) -> Region:
        """The page's own part."""
        return region_of(self.page.tree)

    @cached_property
    def is_short(self) -> bool:
        """Whether the page may be a mere message: asked first, for it needs the text only."""
        return self.is_light and self._text_prose < TEXT_PROSE_MAX

    @cached_property
    def is_light(self) -> bool:
        """Whether there are few long paragraphs; a request for consent can be as long."""
        if self.page.weight > MESSAGE_WEIGHT_MAX:
            return False
        weights = map(weight, self.page.text.split("\n"))
        return sum(heavy for heavy in weights if heavy > _QUOTING_LINE) < PARAGRAPHS_MAX

    @cached_property
    def _text_prose(self) -> int:
        return sum(map(weight, self._text_lines))

    @cached_property
    def _text_lines(self) -> tuple[str, ...]:
        """The longer lines of what trafilatura found that read as sentences."""
        return tuple(
            line
            for line in self.page.text.split("\n")
            if weight(line) >= _TEXT_LINE and is_prose(line)
        )

    @cached_property
    def headings(self) -> Mapping[str, str]:
        """Titles and first headings, whole and in parts: folded, to what is shown to people."""
        found: dict[str, str] = {}
        for title in self.page.titles:
            for part in (title, *_SEPARATORS.split(title)):
                key = folded(part or "")
                if key and len(key) <= _HEADING_MAX_CHARACTERS:
                    found.setdefault(key, part.strip())
        return found

    @cached_property
    def opening(self) -> str:
        """The first blocks of the page's own part, folded."""
        return folded("\n".join(block[:600] for block in self.region.blocks[:_OPENING_BLOCKS]))

    def heading_of(self, phrases: Phrases) -> str | None:
        """The first heading that says nothing but one of the phrases."""
        return next((shown for one, shown in self.headings.items() if _is_said(one, phrases)), None)

    def message_of(self, phrases: Phrases) -> str | None:
        """The first short block of the opening with a phrase, where the page says little else.

        Never on a page that calls itself an article: its headings say what it is.
        """
        if self.page.claims_article or self.other_prose(phrases) >= _PROSE_BESIDE_MESSAGE:
            return None
        for block in self.region.blocks[:_OPENING_BLOCKS]:
            if weight(block) <= _MESSAGE_LINE and phrases.found_in(folded(block)):
                return block
        return None

    def other_prose(self, phrases: Phrases, *, longest: int = _QUOTING_LINE) -> int:
        """The weight of all sentences in which none of the phrases occurs.

        The higher of two counts, for either way to find the text may miss it: the blocks of the
        page's own part, and the longer lines of what trafilatura found.

        Args:
            longest: a heavier line counts even if a phrase occurs in it.
        """
        blocks = sum(_unexplained(self.region.prose, phrases, longest))
        return max(blocks, sum(_unexplained(self._text_lines, phrases, longest)))

    def is_message(self, phrases: Phrases, *, own_prose: int = OWN_PROSE) -> bool:
        """Whether beside the phrases there is too little for an article."""
        most = min(own_prose, OWN_PROSE_OF_ARTICLE) if self.page.articles else own_prose
        return self.is_light and self.other_prose(phrases) < most


def _is_said(heading: str, phrases: Phrases) -> bool:
    found = phrases.found_in(heading)
    return bool(found) and max(map(len, found)) >= _SAID_SHARE * len(heading)


def _unexplained(lines: tuple[str, ...], phrases: Phrases, longest: int) -> Iterator[int]:
    for line in lines:
        heavy = weight(line)
        if heavy > longest or not phrases.found_in(folded(line)):
            yield heavy
