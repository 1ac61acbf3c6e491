"""Home and section pages made of page_samples.toml: nine ways in which publishers set them.

Each layout has what surrounds articles in earnest: menus, labels, tools, footers, repeats.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote, urljoin

_DATA = Path(__file__).with_name("page_samples.toml")

#: What every page has somewhere and nobody should follow.
_TOOLS = (
    '<a href="https://social.example/sharer?u=x">Share this story with your friends</a>'
    '<a href="mailto:desk@press.example">desk@press.example</a><a href="tel:+49401234">Call us</a>'
    '<a href="javascript:void(0)">Open the menu of this page</a><a href="#top">Back to top</a>'
    '<a href="/media/front-page-of-today.pdf">The front page of today as it was printed</a>'
    '<a href="https://partner.example/deal-of-the-day">Deal of the day for our readers</a>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article's link, as the layouts set it."""

    title: str
    path: str
    teaser: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page, and which of its links lead to articles."""

    name: str
    language: str
    url: str
    html: str
    articles: tuple[Article, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The articles' addresses, absolute and escaped, in their order."""
        return tuple(urljoin(self.url, quote(a.path, safe="/?=&%")) for a in self.articles)

    @property
    def expected(self) -> frozenset[str]:
        """The articles' addresses, as a set."""
        return frozenset(self.addresses)


class _Content:
    """The words of one page."""

    def __init__(self, page: dict) -> None:  # type: ignore[type-arg]
        self.language: str = page["language"]
        self.more: str = page["more"]
        self.articles = [Article(title=t, path=p, teaser=s) for t, p, s in page["articles"]]
        self.menu: list[list[str]] = page["menu"]
        self.labels: list[list[str]] = page["labels"]
        self.service: list[list[str]] = page["service"]
        self.pages: list[list[str]] = page.get("pages", [])
        self.decoys = [Article(title=t, path=p, teaser="") for t, p in page.get("decoys", [])]
        #: All that the layout sets as articles; every third place is a decoy's, while they last.
        self.shown = _mixed(self.articles, self.decoys)

    def label(self, number: int) -> str:
        """One of the labels, in turn."""
        return _links([self.labels[number % len(self.labels)]])


def load() -> list[Sample]:
    """All sample pages."""
    samples = []
    for page in tomllib.loads(_DATA.read_text(encoding="utf-8"))["page"]:
        content = _Content(page)
        samples.append(
            Sample(
                name=page["name"],
                language=page["language"],
                url=page["url"],
                html=_LAYOUTS[page["layout"]](content),
                articles=tuple(content.articles),
            )
        )
    return samples


def _mixed(articles: list[Article], decoys: list[Article]) -> list[Article]:
    shown = list(articles)
    for number, decoy in enumerate(decoys):
        shown.insert(2 + 3 * number, decoy)
    return shown


def _links(pairs: list[list[str]], separator: str = " ") -> str:
    return separator.join(f'<a href="{escape(path)}">{escape(text)}</a>' for text, path in pairs)


def _items(pairs: list[list[str]], item_class: str = "") -> str:
    mark = f' class="{item_class}"' if item_class else ""
    return "".join(f"<li{mark}>{_links([pair])}</li>" for pair in pairs)


def _page(content: _Content, body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{content.language}"><head><meta charset="utf-8">'
        f"<title>{escape(content.menu[0][0])}</title>{head}</head><body>{body}</body></html>"
    )


def _cards(content: _Content) -> str:
    """<article> with picture, label, headline, author, time and "read more"."""
    cards = []
    for number, article in enumerate(content.shown):
        href, title = escape(article.path), escape(article.title)
        teaser = f'<p class="card__text">{escape(article.teaser)}</p>' if article.teaser else ""
        cards.append(
            f'<article class="card"><a href="{href}" tabindex="-1" aria-hidden="true">'
            f'<img data-src="/img/{number}.webp" src="data:image/gif;base64,R0lGOD" alt=""></a>'
            f'<div class="card__label">{content.label(number)}</div>'
            f'<h3 class="card__title"><a href="{href}">{title}</a></h3>{teaser}'
            f'<div class="card__byline">{content.label(number + 1)}'
            f'<time datetime="2026-05-17T0{number % 10}:15:00+02:00">{number} h</time></div>'
            f'<a class="card__more" href="{href}">{escape(content.more)}</a></article>'
        )
    return _page(
        content,
        f'<header class="site-header"><nav><ul>{_items(content.menu)}</ul></nav></header>'
        f"<main><section><h2>{_links([content.menu[1]])}</h2>{''.join(cards)}</section></main>"
        f'<aside><div class="tags">{_links(content.labels)}</div></aside>'
        f"<footer><ul>{_items(content.service)}</ul>{_TOOLS}</footer>",
    )


def _portal(content: _Content) -> str:
    """Each card is one link around everything; "most read" repeats some beside it."""
    cards = []
    for number, article in enumerate(content.shown):
        teaser = f'<p class="teaser__text">{escape(article.teaser)}</p>' if article.teaser else ""
        cards.append(
            f'<div class="teaser"><a class="teaser__link" href="{escape(article.path)}">'
            f'<picture><source srcset="/i/{number}.avif 1x"><img src="/i/{number}.jpg" alt="dpa">'
            f'</picture><span class="teaser__kicker">{escape(content.labels[0][0])}</span>'
            f'<span class="teaser__headline">{escape(article.title)}</span>{teaser}</a></div>'
        )
    ranked = "".join(
        f'<li><a href="{escape(a.path)}?source=mostread">{escape(a.title)}</a></li>'
        for a in content.articles[:3]
    )
    return _page(
        content,
        f'<div id="wrapper" class="has-sticky-menu"><div class="topbar">{_links(content.service)}'
        f'</div><div class="mega-menu"><ul>{_items(content.menu, "menu-item")}</ul></div>'
        f'<div class="content">{"".join(cards)}</div><div class="sidebar"><h4>Top</h4>'
        f'<ol>{ranked}</ol><p class="topics">{_links(content.labels)}</p></div>'
        f'<div class="site-footer">{_links(content.menu)}{_links(content.service)}{_TOOLS}</div>'
        "</div>",
    )


def _section(content: _Content) -> str:
    """A list below a heading, breadcrumbs above, a pager and a cloud of tags below."""
    rows = "".join(
        f'<li class="item"><h2><a href="{escape(a.path)}" title="{escape(a.title)}">'
        f"{escape(a.title)}</a></h2>"
        + (f"<p>{escape(a.teaser)} " if a.teaser else "<p>")
        + f'<a href="{escape(a.path)}#comments">{number + 2}</a></p></li>'
        for number, a in enumerate(content.shown)
    )
    return _page(
        content,
        f'<nav aria-label="main"><ul>{_items(content.menu)}</ul></nav>'
        f'<ol class="breadcrumb">{_items(content.menu[:2])}</ol><main><h1>{content.menu[1][0]}</h1>'
        f'<ul class="list">{rows}</ul><div class="pager">{_links(content.pages)}</div>'
        f'<div class="cloud">{_links(content.labels)}</div></main>'
        f"<footer>{_links(content.service)}{_TOOLS}</footer>",
    )


def _wordpress(content: _Content) -> str:
    """A theme of old: entry titles, permalinks, categories and tags below, widgets beside."""
    posts = []
    for number, article in enumerate(content.articles):
        href = escape(article.path)
        teaser = f"<p>{escape(article.teaser)} " if article.teaser else "<p>"
        posts.append(
            f'<div id="post-{number}" class="post type-post tag-navy category-news hentry">'
            f'<h2 class="entry-title"><a href="{href}" rel="bookmark">{escape(article.title)}</a>'
            f'</h2><div class="entry-meta">{content.label(number + 3)}</div>'
            f'<div class="entry-summary">{teaser}'
            f'<a class="more-link" href="{href}#more">{escape(content.more)} →</a></p></div>'
            f'<div class="entry-utility"><span class="cat-links">{content.label(0)}</span>'
            f'<span class="tag-links">{content.label(1)} {content.label(2)}</span>'
            f'<a href="{href}#respond">{number}</a></div></div>'
        )
    recent = "".join(
        f'<li><a href="{escape(a.path)}">{escape(a.title)}</a></li>' for a in content.articles[:4]
    )
    return _page(
        content,
        f'<div id="access" role="navigation"><div class="menu">{_links(content.menu)}</div></div>'
        f'<div id="content" class="hfeed">{"".join(posts)}'
        f'<div class="navigation">{_links(content.pages)}</div></div>'
        f'<div id="primary" class="widget-area"><ul>{recent}</ul>'
        f"<ul>{_items(content.service)}</ul></div><div id='footer'>{_TOOLS}</div>",
    )


def _tables(content: _Content) -> str:
    """Tables and fonts, nothing closed that need not be."""
    rows = "".join(
        f'<tr><td><img src="/i/{number}.gif"><td>'
        f'<b><a href="{escape(a.path)}">{escape(a.title)}</a></b><br>'
        f'<font size=2>{escape(a.teaser)} <a href="{escape(a.path)}">'
        f"{escape(content.more)}</a> &raquo;</font>"
        for number, a in enumerate(content.articles)
    )
    return (
        f"<HTML><HEAD><TITLE>{escape(content.menu[0][0])}</TITLE></HEAD><BODY bgcolor=#ffffff>"
        f"<table width=760><tr><td valign=top width=140>{_links(content.menu, '<br>')}"
        f"<td><table>{rows}</table><td><font size=1>{content.label(0)}<br>{_TOOLS}</font></table>"
        f"<center>{_links(content.service, ' | ')}</center>"
    )


def _newsline(content: _Content) -> str:
    """A line of times and headlines, a column of menus."""
    lines = "".join(
        f'<div class="item"><span class="item-time">1{number}:30</span> '
        f'<a class="item-link" href="{escape(a.path)}">{escape(a.title)}</a>'
        + (f'<div class="item-anons">{escape(a.teaser)}</div>' if a.teaser else "")
        + "</div>"
        for number, a in enumerate(content.shown)
    )
    return _page(
        content,
        f'<div class="left"><ul id="main_menu">{_items(content.menu)}</ul>{content.label(0)}'
        f'{content.label(1)}</div><div class="center"><div class="feed">{lines}</div>'
        f'<a class="all" href="{content.menu[-1][1]}">{escape(content.more)}</a></div>'
        f'<div class="bottom">{_links(content.service, " | ")}{_TOOLS}</div>',
    )


def _headlines(content: _Content) -> str:
    """Bare lists of headlines with their dates, as on large Asian portals."""
    rows = "".join(
        f'<li><a href="{escape(a.path)}" target="_blank">{escape(a.title)}</a>'
        f"<span>2026-05-1{number}</span></li>"
        for number, a in enumerate(content.articles)
    )
    return _page(
        content,
        f'<div class="w1000 top_nav">{_links(content.menu, " | ")}</div>'
        f'<div class="box"><div class="hd">{_links([content.menu[2]])}'
        f'<a href="{content.menu[2][1]}" class="more">{content.more}</a></div>'
        f'<ul class="list14">{rows}</ul></div>'
        f'<div class="kw">{_links(content.labels)}</div>'
        f'<div class="copyright">{_links(content.service, " | ")}{_TOOLS}</div>',
    )


def _hashed(content: _Content) -> str:
    """What scripts render: classes that say nothing, spans without spaces, cards as overlays."""
    cards = []
    for number, article in enumerate(content.shown):
        href, title = escape(article.path), escape(article.title)
        teaser = f'<p class="x8d1">{escape(article.teaser)}</p>' if article.teaser else ""
        link = (
            f'<a class="b7fz" href="{href}" aria-label="{title}"></a><div class="q9k">{title}</div>'
            if number % 2
            else f'<a class="b7f" href="{href}"><span class="k1">{content.labels[0][0]}</span>'
            f'<span class="t0w">{title}</span></a>'
        )
        cards.append(
            f'<li class="css-1x{number}"><img src="/i/{number}.png" alt="">{link}{teaser}'
            f'<div class="m3">{content.label(1)}</div></li>'
        )
    return _page(
        content,
        f'<div id="__next"><div class="a0"><div class="h2z">{_links(content.menu, "")}</div>'
        f'<ul class="g5">{"".join(cards)}</ul><div class="f4">{_links(content.labels, "")}'
        f"{_links(content.service, '')}{_TOOLS}</div></div></div>"
        '<script>window.__DATA__={"html":"<a href=\'/news/hidden-in-a-script-12345.html\'>'
        'A headline that stands in a script only</a>"}</script>',
    )


def _one_page(content: _Content) -> str:
    """Anchors of the page itself, products, a few news, downloads."""
    news = "".join(
        f'<div class="news-box"><h4>{escape(a.title)}</h4><p>{escape(a.teaser)}</p>'
        f'<a class="btn" href="{escape(a.path)}">{escape(content.more)}</a></div>'
        for a in content.articles
    )
    return _page(
        content,
        f'<nav class="onepage">{_links(content.menu)}</nav><section id="ships">'
        f'{_links(content.labels)}</section><section id="news">{news}</section>'
        f'<section id="contact">{_links(content.service)}{_TOOLS}</section>',
    )


def _releases(content: _Content) -> str:
    """Addresses relative to a base, each release with its PDF and a download button."""
    rows = "".join(
        f'<dt>0{number + 1}.05.2026</dt><dd><a href="{escape(a.path.removeprefix("/it/"))}">'
        f'{escape(a.title)}</a> <a href="allegati/comunicato-{number}.pdf">{escape(a.title)} (PDF)'
        f"</a><p>{escape(a.teaser)}</p></dd>"
        for number, a in enumerate(content.articles)
    )
    return _page(
        content,
        f'<div role="banner">{_links(content.menu)}</div><div role="main"><dl>{rows}</dl>'
        f'<!-- <a href="comunicazione/comunicati/2026/ritirato-ieri-sera.html">Comunicato ritirato'
        f' ieri sera dal Ministero</a> --></div><div role="contentinfo">'
        f"{_links(content.service)}{_TOOLS}</div>",
        head='<base href="/it/">',
    )


_LAYOUTS: dict[str, Callable[[_Content], str]] = {
    "cards": _cards,
    "portal": _portal,
    "section": _section,
    "wordpress": _wordpress,
    "tables": _tables,
    "newsline": _newsline,
    "headlines": _headlines,
    "hashed": _hashed,
    "one-page": _one_page,
    "releases": _releases,
}
