"""When two pages are the same article: a pure rule on URLs, titles and texts.

A canonical link is the page's own claim. It counts only within the site, since a stranger's page
could otherwise pass for an article that is not fetched yet; and only where it does not lead every
page of a site to the front page, a common mistake.
"""

import hashlib
import re
from dataclasses import dataclass

from worker import urls
from worker.errors import Refused
from worker.frontier.canonical import article_form, canonicalise, key_of
from worker.frontier.site import site_of

#: Share of five-word runs in common from which two texts under one canonical link are one article.
SAME_TEXT_SHARE = 0.5
_RUN_WORDS = 5
_RUN_CHARACTERS = 10  # about five words of Chinese or Japanese
_COMPARED_CHARACTERS = 20_000
#: Shorter titles ("Press release") stand over many articles.
_TELLING_TITLE_WORDS = 4
#: Thai to Burmese, Khmer, kana and Han: written without spaces between words.
_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
#: Of the letters, from which a text counts as one without spaces.
_UNSPACED_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By what an article is known."""

    key: str
    canonical_url: str
    site: str


def identify(final_url: str, claimed_url: str | None) -> Identity:
    """By what the article of a page is known.

    Args:
        final_url: where the page was found, after redirects.
        claimed_url: its canonical link; None if it has none.
    """
    found = urls.parse(final_url)
    chosen = _acceptable(claimed_url, found) or found
    return Identity(
        key=key_of(article_form(chosen)), canonical_url=form_shown(chosen), site=site_of(found)
    )


def own_identity(final_url: str) -> Identity:
    """By what it is known where its looser form, or its canonical link, is another article's."""
    found = urls.parse(final_url)
    return Identity(
        key=key_of(canonicalise(found)), canonical_url=form_shown(found), site=site_of(found)
    )


def form_shown(url: urls.WebUrl) -> str:
    """The canonical URL as people can follow it: with its own scheme, host and last slash."""
    return canonicalise(url)


def _acceptable(claimed_url: str | None, found: urls.WebUrl) -> urls.WebUrl | None:
    if claimed_url is None:
        return None
    try:
        claimed = urls.parse(claimed_url)
    except Refused:
        return None
    leads_to_front_page = _is_front_page(claimed) and not _is_front_page(found)
    if leads_to_front_page or site_of(claimed) != site_of(found):
        return None
    return claimed


def _is_front_page(url: urls.WebUrl) -> bool:
    return canonicalise(url) == f"{url.origin}/"


def text_sha256(text: str) -> str:
    """The hash by which equal texts are found: white space and case don't count."""
    folded = " ".join(text.casefold().split())
    return hashlib.sha256(folded.encode(errors="surrogatepass")).hexdigest()


def same_article(title: str | None, text: str, other_title: str | None, other_text: str) -> bool:
    """Whether two pages under one canonical link hold the same article.

    Either their titles are equal and long enough to be nobody else's, or half of the shorter text
    stands in the other one.
    """
    if title and other_title and _folded(title) == _folded(other_title) and _is_telling(title):
        return True
    ours, theirs = _runs(text), _runs(other_text)
    smaller = min(len(ours), len(theirs))
    return smaller > 0 and len(ours & theirs) / smaller >= SAME_TEXT_SHARE


def _folded(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _is_telling(title: str) -> bool:
    words = _folded(title).split()
    return len(words) >= _TELLING_TITLE_WORDS or len(_UNSPACED.findall(title)) >= _RUN_CHARACTERS


def _runs(text: str) -> set[str]:
    """All runs of five words; of ten characters where words are not told apart by spaces."""
    words = re.findall(r"\w+", text[:_COMPARED_CHARACTERS].casefold())
    joined = "".join(words)
    if not joined:
        return set()
    is_unspaced = len(_UNSPACED.findall(joined)) >= _UNSPACED_SHARE * len(joined)
    if is_unspaced or len(words) < _RUN_WORDS:
        last = max(1, len(joined) - _RUN_CHARACTERS + 1)
        return {joined[start : start + _RUN_CHARACTERS] for start in range(last)}
    return {" ".join(words[i : i + _RUN_WORDS]) for i in range(len(words) - _RUN_WORDS + 1)}
