"""Teasers: the beginning of an article before a paywall or a registration."""

from typing import Any

from worker.extract.page import Page
from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.teaser import LABELS, PROMPTS
from worker.extract.structured import as_list
from worker.extract.weight import weight
from worker.extract.xpath import Elements
from worker.vocabulary import Access

#: A teaser is the first paragraphs; few are longer (in letters of an alphabet).
_TEASER_WEIGHT = 1200
_PROMPTED_WEIGHT = 2500  # with a prompt at its end, a longer one is a teaser too
_TAIL_CHARACTERS = 400
_BOXES_MAX = 12
_LAST_BLOCKS = 6
_PROMPT_LINE = 250  # in letters of an alphabet
_SHOWN_SHARE = 0.5  # of the words that JSON-LD counts

_BOXES = Elements(
    "//*[contains(@class, 'paywall') or contains(@id, 'paywall') or contains(@class, 'piano-')"
    " or contains(@class, 'subscribe-wall') or contains(@class, 'regwall')"
    " or contains(@id, 'regwall')"
    " or contains(@class, 'premium-') or contains(@class, 'subscriber')"
    " or contains(@class, 'offer')"
    " or contains(@class, 'upgrade-cta') or contains(@class, 'member-only')"
    " or contains(@class, 'members-only') or contains(@class, 'locked')"
    " or contains(@class, 'gate') or contains(@class, 'truncat') or contains(@class, 'Paywall')]"
)

_PROMPTS = Phrases(PROMPTS)
_LABELS = Phrases(LABELS)


def teaser(sight: Sight) -> str | None:
    """What says that only the beginning is shown; None where nothing does."""
    page = sight.page
    if page.access is Access.PARTIAL and page.weight <= _PROMPTED_WEIGHT:
        sign = _declared(sight)
    elif page.access is Access.UNKNOWN and page.weight <= _TEASER_WEIGHT:
        sign = f'asks "{prompt}"' if (prompt := _prompt_of(sight)) else None
    else:
        return None
    return f"teaser before a paywall: {sign}" if sign else None


def _declared(sight: Sight) -> str | None:
    """What shows that a page that says of itself to be locked is so; some show all their text."""
    page = sight.page
    tail = page.text[-_TAIL_CHARACTERS:].split("\n")
    if prompt := _prompt_of(sight) or _in_short_line(tail, _LABELS):
        return f'declared, and asks "{prompt}"'
    shown = _shown_share(page)
    if shown is not None:
        return f"{shown:.0%} of the declared words are shown" if shown <= _SHOWN_SHARE else None
    return "declared, and little text is shown" if page.weight < _TEASER_WEIGHT else None


def prompt_at_end(text: str) -> bool:
    """Whether the text ends by asking for a subscription or a log-in."""
    return _in_short_line(text[-_TAIL_CHARACTERS:].split("\n"), _PROMPTS) is not None


def _prompt_of(sight: Sight) -> str | None:
    """The words that ask for a subscription: at the end of the text, or in a box made for that."""
    tail = sight.page.text[-_TAIL_CHARACTERS:].split("\n")
    return (
        _in_short_line(tail, _PROMPTS)
        or _prompting_box(sight.page)
        or _in_short_line(list(sight.region.blocks[-_LAST_BLOCKS:]), _PROMPTS)
    )


def _in_short_line(lines: list[str], phrases: Phrases) -> str | None:
    """In short lines only: a paragraph may quote such words."""
    for line in lines:
        if weight(line) <= _PROMPT_LINE and (found := phrases.found_in(folded(line))):
            return found[0]
    return None


def _prompting_box(page: Page) -> str | None:
    """The prompt in an element that is named for a paywall."""
    for box in _BOXES.of(page.tree)[:_BOXES_MAX]:
        said = folded(box.text_content()[:1000])
        if found := _PROMPTS.found_in(said) or _LABELS.found_in(said):
            return found[0]
    return None


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
