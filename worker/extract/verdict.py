"""Is it an article that may be kept, and if not, why: the order of the questions."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from worker.extract.integrity import Kept
from worker.extract.page import Page
from worker.extract.pagekind.challenge import challenge
from worker.extract.pagekind.consent import consent
from worker.extract.pagekind.error_page import error_page
from worker.extract.pagekind.gallery import gallery
from worker.extract.pagekind.geo import geo_block
from worker.extract.pagekind.listing import listing
from worker.extract.pagekind.login import login
from worker.extract.pagekind.shell import redirect, shell
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.soft404 import soft_404
from worker.extract.pagekind.teaser import teaser
from worker.vocabulary import Outcome

#: The first that gives a reason decides: a challenge looks like a shell, a geo-block like an error,
#: an error within a site's frame like a log-in page.
KINDS: tuple[tuple[Callable[[Sight], str | None], Outcome], ...] = (
    (challenge, Outcome.BOT_CHALLENGE),
    (geo_block, Outcome.GEO_BLOCKED),
    (error_page, Outcome.ERROR_PAGE),
    (soft_404, Outcome.SOFT_404),
    (consent, Outcome.CONSENT_WALL),
    (login, Outcome.LOGIN),
    (teaser, Outcome.PARTIAL),
    (redirect, Outcome.NOT_ARTICLE),
    (shell, Outcome.NEEDS_JAVASCRIPT),
    (gallery, Outcome.GALLERY),
    (listing, Outcome.NOT_ARTICLE),
)


_SAMPLE_CHARACTERS = 500
_WRITTEN = re.compile("[\\w\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0900-\u0eff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An outcome with its reason; "" where the page is an article."""

    outcome: Outcome
    reason: str = ""


def judge(page: Page, kept: Kept, *, text_min_characters: int) -> Verdict:
    """Decide what a page is.

    Args:
        text_min_characters: shorter texts are thin; Han, kana, Hangul and Thai count three times.
    """
    if kept.is_lost:
        return Verdict(
            outcome=Outcome.TRUNCATED, reason=f"the parser lost {kept.lost_share:.0%} of the text"
        )
    sight = Sight(page)
    for kind, outcome in KINDS:
        if reason := kind(sight):
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
