"""What publishers' tags, roles, classes and ids say of the part of a page that they name."""

import re

from worker.discover.page.link_signs import Sign
from worker.discover.page.link_words import listed

_NAMES_MAX_CHARACTERS = 500
_SPLIT = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])")
#: Classes that tell of something else than what they name: "has-menu", "no-sidebar".
_OF_OTHERS = listed("has with without no not js hide layout theme")

_MENU = listed(
    "nav navbar navi navigation navigations menu menus submenu megamenu topmenu mainmenu sidenav"
    " topnav subnav hamburger burger offcanvas drawer dropdown topbar menubar navlist navlinks"
    " breadcrumb breadcrumbs crumbs crumb hauptnavigation languages"
)
_FOOTER = listed("footer colophon foot siteinfo")
_HEADER = listed("masthead siteheader pageheader topheader mastheader")
_HEADER_NAMES = re.compile(r"(?:site|page|main|top|global)?[-_]?header", re.IGNORECASE)
_TOOLS = listed(
    "share sharing shares social socials sns followus pagination pager paging pagenavi toolbar skip"
    " cookie cookies consent"
)
_ASIDE = listed("sidebar aside rail rightrail widget widgets")
#: What sponsors wrote. Boxes named "ad" hold links to elsewhere, or the site's own.
_ADVERT = listed("advertorial advertorials sponsored sponsor sponsors promoted anzeige")
#: These count at the end of a class only: "post-tags", but not "tag-army" or "author-list-page".
_LABELS = listed(
    "tag tags tagcloud taglist keywords category categories cat cats kicker author authors byline"
    " topics topic rubric rubrik label labels badge avatar"
)
_BY_NAME = (
    (Sign.IN_TOOLS, _TOOLS),
    (Sign.IN_MENU, _MENU),
    (Sign.IN_FOOTER, _FOOTER),
    (Sign.IN_HEADER, _HEADER),
    (Sign.IN_ASIDE, _ASIDE),
)
_ROLES = {
    "navigation": Sign.IN_MENU,
    "menu": Sign.IN_MENU,
    "menubar": Sign.IN_MENU,
    "menuitem": Sign.IN_MENU,
    "banner": Sign.IN_HEADER,
    "contentinfo": Sign.IN_FOOTER,
    "search": Sign.IN_TOOLS,
    "dialog": Sign.IN_TOOLS,
    "complementary": Sign.IN_ASIDE,
    "main": Sign.IN_MAIN,
    "feed": Sign.IN_MAIN,
}
_TAGS = {
    "nav": Sign.IN_MENU,
    "menu": Sign.IN_MENU,
    "footer": Sign.IN_FOOTER,
    "header": Sign.IN_HEADER,
    "aside": Sign.IN_ASIDE,
    "main": Sign.IN_MAIN,
}
_FROM_BAD_TO_GOOD = (
    Sign.IN_TOOLS,
    Sign.IN_LABELS,
    Sign.IN_MENU,
    Sign.IN_FOOTER,
    Sign.IN_HEADER,
    Sign.IN_ASIDE,
)


def said_by(
    tag: str, role: str | None, classes: str | None, identity: str | None
) -> tuple[Sign | None, bool]:
    """What an element's names say of its place, and whether a sponsor wrote what is within."""
    stated = {_ROLES.get((role or "").strip().lower()), _TAGS.get(tag)}
    if Sign.IN_MAIN in stated:
        return Sign.IN_MAIN, False
    names = f"{classes or ''} {identity or ''}"[:_NAMES_MAX_CHARACTERS].split()
    # Themes list all labels of a post in its <article>'s classes.
    read = [_said_by_name(name) for name in names if tag != "article"]
    signs = stated | {sign for sign, _ in read}
    return worst_of(signs), any(is_advert for _, is_advert in read)


def worst_of(signs: set[Sign | None]) -> Sign | None:
    """The place among several from which a link is the least likely."""
    return next((sign for sign in _FROM_BAD_TO_GOOD if sign in signs), None)


def _said_by_name(name: str) -> tuple[Sign | None, bool]:
    parts = [part.lower() for part in _SPLIT.split(name) if part]
    if not parts or not _OF_OTHERS.isdisjoint(parts[:-1]):
        return None, False
    if parts[0] in _ADVERT or parts[-1] in _ADVERT:
        return None, True
    if parts[-1] in _LABELS:
        return Sign.IN_LABELS, False
    if _HEADER_NAMES.fullmatch(name):
        return Sign.IN_HEADER, False
    return next((sign for sign, known in _BY_NAME if not known.isdisjoint(parts)), None), False
