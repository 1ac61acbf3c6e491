"""Which of a page's JSON-LD nodes is about the article on this page."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from worker.extract.structured import JsonLd, Node, as_list
from worker.strings import TITLE_MAX_CHARACTERS, one_line

_URL_KEYS = ("url", "mainEntityOfPage", "@id", "sameAs")
_SIMILAR_SHARE = 0.5  # of the shorter title's words; publishers rephrase headlines, not wholly
_UNMATCHED_MAX = 2  # more article nodes than this, and none is ours: it is a list


def own_articles(linked: JsonLd, *, urls: Iterable[str], titles: Iterable[str]) -> tuple[Node, ...]:
    """The article nodes that speak of this page, best first.

    Args:
        urls: all addresses of the page: as fetched, canonical, og:url.
        titles: all that the page shows as its title: og:title, <h1>, <title>.

    Returns:
        Nodes whose address or headline is the page's; where none is, the first one, unless there
        are many (a list) or its address and headline both belong to something else.
    """
    articles = linked.articles()
    if not articles:
        return ()
    addresses = {address for url in urls if (address := _address(url))}
    word_sets = [words for title in titles if (words := _words(title))]
    scored = [(_score(node, addresses, word_sets), node) for node in articles]
    matching = [(score, node) for score, node in scored if score > 0]
    if matching:
        matching.sort(key=lambda pair: -pair[0])  # stable: the first of equals stays first
        return tuple(node for _, node in matching)
    score, first = scored[0]
    return (first,) if len(articles) <= _UNMATCHED_MAX and score == 0 else ()


def _score(node: Node, addresses: set[str], word_sets: list[set[str]]) -> int:
    """2 for the address, 1 for the headline; -1 where both are given and both are others'."""
    own = {address for url in _urls(node) if (address := _address(url))}
    headline = _words(_headline(node))
    same_address = bool(own & addresses)
    same_headline = bool(headline) and any(_similar(headline, words) for words in word_sets)
    if not same_address and not same_headline and own and headline and word_sets:
        return -1
    return 2 * same_address + same_headline


def _urls(node: Node) -> list[str]:
    found: list[str] = []
    for key in _URL_KEYS:
        for value in as_list(node.get(key)):
            candidate: Any = (
                (value.get("@id") or value.get("url")) if isinstance(value, dict) else value
            )
            if isinstance(candidate, str):
                found.append(candidate)
    return found


def _address(url: str) -> str | None:
    """The path without what varies between a page's addresses (scheme, host, slash, AMP).

    None where the path is the root: a site's address says nothing of a page.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    path = unquote(parts.path).rstrip("/").lower()
    path = path.removesuffix("/amp").removesuffix(".amp").removeprefix("/amp")
    if not path and not parts.query:
        return None
    return path if path.count("/") > 1 or len(path) > 20 else f"{path}?{parts.query}"


def _headline(node: Node) -> str | None:
    return one_line(node.get("headline") or node.get("name"), max_characters=TITLE_MAX_CHARACTERS)


def _words(text: str | None) -> set[str]:
    """Words, or pairs of characters where the script has no spaces."""
    folded = (text or "").casefold()
    words = {
        word for word in "".join(c if c.isalnum() else " " for c in folded).split() if len(word) > 1
    }
    if len(words) >= 3:
        return words
    joined = "".join(words)
    return {joined[i : i + 2] for i in range(len(joined) - 1)} if len(joined) > 5 else words


def _similar(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _SIMILAR_SHARE * min(len(one), len(other))
