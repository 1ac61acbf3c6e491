"""What an outlet answers to each path: status, headers and body, prepared once.

Bodies stay bytes in the page's own charset; only the ASCII placeholder `{{base}}` is replaced.
"""

import gzip
import hashlib
from dataclasses import dataclass
from urllib.parse import unquote

from worker.demo import documents
from worker.demo.site import PAGES_FOLDER, Outlet, Page

PLACEHOLDER = b"{{base}}"  # ASCII, and so the same bytes in every charset of the pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One prepared answer.

    Its ETag is weak because it serves the plain and the gzip form alike (RFC 9110, 8.8.3).
    """

    status: int
    body: bytes
    body_gzip: bytes
    content_type: str
    location: str | None
    etag: str


NOT_FOUND_BODY = b"<!DOCTYPE html><title>404</title><h1>404 Not Found</h1>\n"


def prepare(outlet: Outlet, base: str) -> dict[str, Answer]:
    """Decoded path without query -> its answer, for an outlet that is served at `base`."""
    html = "text/html; charset=utf-8"
    xml = "application/xml; charset=utf-8"
    rss = "application/rss+xml; charset=utf-8"
    answers = {
        "/": answer(documents.home(outlet), html),
        documents.ROBOTS_PATH: answer(documents.robots(outlet, base), "text/plain; charset=utf-8"),
        documents.FEED_PATH: answer(documents.feed(outlet, base), rss),
        documents.SITEMAP_PATH: answer(documents.news_sitemap(outlet, base), xml),
    }
    for page in outlet.pages:
        if page.file is not None or page.redirect_to is not None:
            answers[key(page.path)] = _answer_page(page, base)
    return answers


def key(target: str) -> str:
    """The key of a request target: its path, decoded, without query (which no page heeds)."""
    return unquote(target.partition("?")[0])


def answer(
    body: bytes, content_type: str, *, status: int = 200, location: str | None = None
) -> Answer:
    """An answer with what follows from its body: the gzip form and the ETag."""
    return Answer(
        status=status,
        body=body,
        body_gzip=gzip.compress(body, mtime=0),
        content_type=content_type,
        location=location,
        etag=f'W/"{hashlib.sha256(body).hexdigest()[:20]}"',
    )


def _answer_page(page: Page, base: str) -> Answer:
    if page.redirect_to is not None:
        target = base + page.redirect_to
        moved = f'<!DOCTYPE html><title>Moved</title><a href="{target}">{target}</a>\n'
        return answer(moved.encode(), page.content_type, status=page.status, location=target)
    assert page.file is not None
    raw = (PAGES_FOLDER / page.file).read_bytes()
    body = raw.replace(PLACEHOLDER, base.encode("ascii"))
    return answer(body, page.content_type, status=page.status)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header admits gzip (RFC 9110, section 12.5.3)."""
    for coding in accept_encoding.lower().split(","):
        name, _, parameter = coding.partition(";")
        if name.strip() in {"gzip", "*"}:
            return parameter.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def matches(if_none_match: str, etag: str) -> bool:
    """Whether an If-None-Match header names the ETag, by weak comparison (RFC 9110, 13.1.2)."""
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return "*" in tags or etag.removeprefix("W/") in tags
