"""Is it an article that may be kept, and if not, why: the order of the questions."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.extract.integrity import Integrity
from worker.extract.page import Page
from worker.extract.pagekind.challenge import challenge
from worker.extract.pagekind.consent import consent
from worker.extract.pagekind.listing import listing
from worker.extract.pagekind.shell import shell
from worker.extract.pagekind.soft404 import soft_404
from worker.extract.pagekind.teaser import teaser
from worker.vocabulary import Outcome

#: The first that gives a reason decides: a challenge looks like a shell, a consent wall like a
#: teaser.
KINDS: tuple[tuple[Callable[[Page], str | None], Outcome], ...] = (
    (challenge, Outcome.BOT_CHALLENGE),
    (soft_404, Outcome.NOT_ARTICLE),
    (shell, Outcome.NOT_ARTICLE),
    (consent, Outcome.PARTIAL),
    (teaser, Outcome.PARTIAL),
    (listing, Outcome.NOT_ARTICLE),
)


_SAMPLE_CHARACTERS = 500
_WRITTEN = re.compile("[\\w\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0eff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An outcome with its reason; "" where the page is an article."""

    outcome: Outcome
    reason: str = ""


def judge(page: Page, integrity: Integrity, *, text_min_characters: int) -> Verdict:
    """Decide what a page is.

    Args:
        text_min_characters: shorter texts are thin; Han, kana, Hangul and Thai count three times.
    """
    if integrity.is_lost:
        lost = 1 - integrity.parsed_bytes / integrity.source_bytes
        return Verdict(outcome=Outcome.TRUNCATED, reason=f"the parser lost {lost:.0%} of the text")
    for kind, outcome in KINDS:
        if reason := kind(page):
            return Verdict(outcome=outcome, reason=reason)
    if not page.text:
        return Verdict(outcome=Outcome.NOT_ARTICLE, reason="no text found")
    if not _has_words(page.text):
        return Verdict(outcome=Outcome.NOT_ARTICLE, reason="the text has no words")
    if page.weight < text_min_characters:
        return Verdict(outcome=Outcome.THIN, reason=f"{len(page.text)} characters of text")
    return Verdict(outcome=Outcome.STORED)


def _has_words(text: str) -> bool:
    """Whether letters, digits and vowel signs are most of what is not blank."""
    sample = "".join(text[:_SAMPLE_CHARACTERS].split())
    return 2 * len(_WRITTEN.findall(sample)) >= len(sample)
