"""When two pages are the same article: a pure rule on URLs, titles and texts.

A canonical link is the page's own claim. It counts only within the site, since a stranger's page could
otherwise pass for an article that is not fetched yet; and only where it does not lead every page of
a site to the front page, a common mistake.
"""

import hashlib
import re
from dataclasses import dataclass

from courlan import extract_domain

from worker import urls
from worker.errors import Refused
from worker.frontier.canonical import article_form, key_of

#: Share of five-word runs in common from which two texts under one canonical link are one article.
SAME_TEXT_SHARE = 0.5
_RUN_WORDS = 5
_COMPARED_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """By what an article is known."""

    key: str
    canonical_url: str
    site: str


def site_of(url: urls.WebUrl) -> str:
    """The registrable domain (Public Suffix List), or the host with its port where there is none."""
    return extract_domain(str(url)) or url.host_key


def identify(final_url: str, claimed_url: str | None) -> Identity:
    """By what the article of a page is known.

    Args:
        final_url: where the page was found, after redirects.
        claimed_url: its canonical link; None if it has none.
    """
    found = urls.parse(final_url)
    chosen = _acceptable(claimed_url, found) or found
    form = article_form(chosen)
    return Identity(key=key_of(form), canonical_url=form_shown(chosen), site=site_of(found))


def own_identity(final_url: str) -> Identity:
    """By what it is known where its canonical link turned out to be wrong."""
    return identify(final_url, None)


def form_shown(url: urls.WebUrl) -> str:
    """The canonical URL as people should see it: with its own scheme and host."""
    rest = article_form(url).split("/", 3)[3]
    return f"{url.origin}/{rest}"


def _acceptable(claimed_url: str | None, found: urls.WebUrl) -> urls.WebUrl | None:
    if claimed_url is None:
        return None
    try:
        claimed = urls.parse(claimed_url)
    except Refused:
        return None
    leads_to_front_page = claimed.path == "/" and not claimed.query and found.path != "/"
    if leads_to_front_page or site_of(claimed) != site_of(found):
        return None
    return claimed


def text_sha256(text: str) -> str:
    """The hash by which equal texts are found: white space and case don't count."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()


def same_article(title: str | None, text: str, other_title: str | None, other_text: str) -> bool:
    """Whether two pages under one canonical link hold the same article."""
    if title and other_title and _folded(title) == _folded(other_title):
        return True
    ours, theirs = _runs(text), _runs(other_text)
    smaller = min(len(ours), len(theirs))
    return smaller > 0 and len(ours & theirs) / smaller >= SAME_TEXT_SHARE


def _folded(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text[:_COMPARED_CHARACTERS].casefold())
    if len(words) < _RUN_WORDS:  # scripts without spaces: runs of characters instead
        joined = "".join(words)
        return {joined[i : i + 10] for i in range(0, max(1, len(joined) - 9))}
    return {" ".join(words[i : i + _RUN_WORDS]) for i in range(len(words) - _RUN_WORDS + 1)}
