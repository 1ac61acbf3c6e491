"""A page with all that was read from it: what the verdict is about."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from worker.extract.metatags import MetaTags
from worker.extract.structured import JsonLd, Node, types_of
from worker.extract.weight import weight
from worker.extract.xpath import Elements, Texts
from worker.vocabulary import Access

_HIDDEN = Elements("//body//script | //body//noscript | //body//template")
_SHOWN = Texts(".//text()[not(ancestor::script or ancestor::noscript or ancestor::template)]")
_VISIBLE_MAX_CHARACTERS = 200_000


@dataclass(frozen=True, kw_only=True)
class Page:
    """What a page says and shows. Costly measures are taken when first asked for."""

    url: str  #: where it was fetched
    html: bytes  #: UTF-8
    tree: HtmlElement  #: without styles and scripts
    metas: MetaTags
    linked: JsonLd
    articles: tuple[Node, ...]  #: JSON-LD nodes of the page's own article
    titles: tuple[str, ...]  #: og:title, <h1>, <title>
    text: str  #: what trafilatura took for the article
    access: Access  #: as the page declares it

    @cached_property
    def weight(self) -> int:
        """The text's length in letters of an alphabet."""
        return weight(self.text)

    @cached_property
    def visible(self) -> str:
        """All text of the page's body on one line: menus, links and footers too."""
        hidden = {id(element) for element in _HIDDEN.of(self.tree)}
        body = self.tree.find("body")
        if body is None:
            return ""
        pieces = body.itertext() if not hidden else _shown(body)
        return " ".join(" ".join(pieces).split())[:_VISIBLE_MAX_CHARACTERS]

    @cached_property
    def path(self) -> str:
        """The path of the page's address; "/" for a site's root."""
        try:
            return urlsplit(self.url).path or "/"
        except ValueError:
            return "/"

    @cached_property
    def host(self) -> str:
        """The host of the page's address."""
        try:
            return (urlsplit(self.url).hostname or "").lower()
        except ValueError:
            return ""

    @cached_property
    def is_root(self) -> bool:
        """Whether the address is that of a site, not of a page in it."""
        try:
            return self.path == "/" and not urlsplit(self.url).query
        except ValueError:
            return False

    @property
    def claims_article(self) -> bool:
        """Whether the page calls itself an article, in JSON-LD or OpenGraph."""
        og_type = (self.metas.first(("og:type",)) or "").lower()
        return bool(self.articles) or og_type in ("article", "news", "newsarticle", "blog")

    def types(self) -> set[str]:
        """The types of all nodes by which the page speaks of itself, in lower case."""
        return {kind for node in self.linked.nodes for kind in types_of(node)}


def _shown(element: HtmlElement) -> list[str]:
    """The text of a subtree without what no reader sees."""
    return _SHOWN.of(element)
