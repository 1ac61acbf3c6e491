"""The labelled pages of `kinds/`: what each is, and its bytes.

A page is a body within the frame of a site (`kinds/styles/`), or bytes of its own. The pages of
`kinds/held_out/` were written with the others, and not looked at while the detectors were made.
"""

import base64
import json
import string
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "kinds"
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})
#: An article of one of these types is one to OpenGraph too.
_ARTICLES = frozenset({"NewsArticle", "Article", "BlogPosting", "LiveBlogPosting"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KindPage:
    """A page that is no article, or one that looks like such a page and is an article."""

    kind: str  #: the file's name: what the page is, or what it looks like
    name: str
    language: str
    url: str
    outcome: str  #: `worker.vocabulary.Outcome`
    is_held_out: bool
    body: bytes

    @property
    def is_article(self) -> bool:
        """Whether it must be kept."""
        return self.outcome == "stored"


def kind_pages() -> Iterator[KindPage]:
    """All pages, those held out last."""
    files = sorted(FOLDER.glob("*.toml"), key=lambda path: path.name)
    for path in [*files, *sorted((FOLDER / "held_out").glob("*.toml"))]:
        if path.name == "words.toml":
            continue
        for page in tomllib.loads(path.read_text(encoding="utf-8"))["page"]:
            yield KindPage(
                kind=path.stem,
                name=page["name"],
                language=page["language"],
                url=page["url"],
                outcome=page["outcome"],
                is_held_out=path.parent.name == "held_out",
                body=_bytes_of(page),
            )


def _bytes_of(page: Mapping[str, Any]) -> bytes:
    if "base64" in page:
        return base64.b64decode(page["base64"])
    if "html" in page:
        return str(page["html"]).strip().encode()
    words = _words()[page["language"]]
    host = page["url"].split("/")[2]
    values = {name: word for name, word in words.items() if isinstance(word, str)}
    values |= {f"h{number}": headline for number, headline in enumerate(words["headlines"], 1)}
    return _style(page["style"]).substitute(
        values,
        lang=page["language"],
        dir="rtl" if page["language"] in _RIGHT_TO_LEFT else "ltr",
        title=escape(page["title"]),
        heading=escape(page.get("heading", page["title"])),
        site=host.removeprefix("www.").split(".")[0].title(),
        host=host,
        url=escape(page["url"]),
        head=page.get("head", "") + _claims(page),
        body=_paragraphs(page["body"]),
    ).encode()  # fmt: skip


def _claims(page: Mapping[str, Any]) -> str:
    """JSON-LD, and og:type, where the page says what it is."""
    claims = page.get("claims")
    if claims is None:
        return ""
    node = {
        "@context": "https://schema.org",
        "@type": claims["type"],
        "headline": page["title"],
        "url": page["url"],
        "datePublished": "2026-11-18T09:30:00Z",
        **{name: value for name, value in claims.items() if name != "type"},
    }
    meta = '<meta property="og:type" content="article">' if claims["type"] in _ARTICLES else ""
    source = json.dumps(node, ensure_ascii=False)
    return f'{meta}<script type="application/ld+json">{source}</script>'


def _paragraphs(body: str) -> str:
    """A line that begins with a tag stands as it is; any other is a paragraph."""
    lines = [line for line in body.strip().split("\n") if line]
    return "\n".join(line if line.startswith("<") else f"<p>{line}</p>" for line in lines)


@cache
def _style(name: str) -> string.Template:
    return string.Template((FOLDER / "styles" / f"{name}.html").read_text(encoding="utf-8"))


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((FOLDER / "words.toml").read_text(encoding="utf-8"))
