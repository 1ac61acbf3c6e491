"""The address that a page claims as its own."""

from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement

from worker.extract.metatags import MetaTags

_URL_MAX_CHARACTERS = 2048


def canonical_url(tree: HtmlElement, metas: MetaTags, url: str) -> str | None:
    """`<link rel=canonical>`, else og:url, absolute and without a fragment (RFC 6596).

    A claim that leads from an article to the root of a site is a template's fault, and would make
    one
    article of all: it is passed over.

    Args:
        url: where the page was fetched, for relative links.

    Returns:
        An http or https URL; None where the page claims none that may be used.
    """
    base = _base(tree, url)
    for claim in (*_canonical_links(tree), *metas.all(("og:url",))):
        absolute = _absolute(claim, base)
        if absolute is not None and not (_is_root(absolute) and not _is_root(url)):
            return absolute
    return None


def page_urls(canonical: str | None, metas: MetaTags, url: str) -> tuple[str, ...]:
    """All addresses under which the page may speak of itself."""
    claims = (url, canonical, *metas.all(("og:url", "al:web:url", "twitter:url")))
    return tuple(claim for claim in claims if claim)


def _canonical_links(tree: HtmlElement) -> list[str]:
    """The relation in any case, alone or among others."""
    return [
        href
        for link in tree.iterfind(".//link[@rel]")
        if "canonical" in link.get("rel", "").lower().split()
        and (href := (link.get("href") or "").strip())
    ]


def _base(tree: HtmlElement, url: str) -> str:
    element = tree.find(".//base[@href]")
    return (_absolute(element.get("href"), url) or url) if element is not None else url


def _absolute(claim: str, base: str) -> str | None:
    claim = "".join(claim.split())
    try:
        absolute = urldefrag(urljoin(base, claim)).url
        parts = urlsplit(absolute)
        usable = (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        )
        _ = parts.port
    except ValueError:
        return None
    return (
        absolute
        if usable and absolute.isprintable() and len(absolute) <= _URL_MAX_CHARACTERS
        else None
    )


def _is_root(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path in ("", "/") and not parts.query
