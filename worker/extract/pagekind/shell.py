"""Pages without a text of their own: shells that JavaScript would fill, and redirects by markup."""

import re

from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.shell import JAVASCRIPT
from worker.extract.xpath import Is, Texts

_REGION_WEIGHT_MAX = 150
_REDIRECT_WEIGHT_MAX = 200
_VISIBLE_MAX = 400
_VISIBLE_MAX_SAID = 1500  # menus may stand around a hint

_NOSCRIPT = Texts("//noscript[not(descendant::img)]//text()")
_MOUNT = Is(
    "//*[@id='root' or @id='app' or @id='__next' or @id='__nuxt' or @id='___gatsby' or @id='svelte'"
    " or @id='react-root' or @id='app-root' or @id='main-app' or @id='ember-app' or @id='q-app'"
    " or @ng-app or @data-reactroot or @data-react-class or @data-sveltekit-preload-data"
    " or @data-server-rendered or self::app-root or @ng-version]"
)
_MODULE = re.compile(
    rb"__sveltekit|/_app/immutable/|/_next/static/|/_nuxt/|webpackJsonp|chunk-vendors"
    rb"|/static/js/main\.|type=[\"']module[\"']|/build/app\.|bundle\.(?:min\.)?js"
)

_NEEDS_JAVASCRIPT = Phrases(JAVASCRIPT)
_REFRESH = re.compile(r"^\s*\d*\s*[;,]?\s*url\s*=\s*['\"]?(\S+)", re.IGNORECASE)


def redirect(sight: Sight) -> str | None:
    """Where a page leads that is nothing but a redirect by markup; None where it is more."""
    if sight.page.articles or sight.page.weight >= _REDIRECT_WEIGHT_MAX:
        return None
    match = _REFRESH.match(sight.page.metas.first(("refresh",)) or "")
    return (
        f"a redirect by meta refresh to {match.group(1).strip(chr(39) + chr(34))[:200]}"
        if match
        else None
    )


def shell(sight: Sight) -> str | None:
    """What says that scripts would fill the page; None where it has a text, or nothing says so."""
    page = sight.page
    if not sight.is_short or _has_text(sight):
        return None
    visible = len(page.visible)
    if visible < _VISIBLE_MAX_SAID:
        said = folded(f"{page.visible[:2000]} {' '.join(_NOSCRIPT.of(page.tree))[:2000]}")
        if found := _NEEDS_JAVASCRIPT.found_in(said):
            return f'needs JavaScript: says "{found[0]}"'
    if visible < _VISIBLE_MAX and b"<script" in page.html:
        if _MOUNT.of(page.tree):
            return "needs JavaScript: an empty application shell"
        if _MODULE.search(page.html):
            return "needs JavaScript: nothing but the scripts of an application"
    return None


def _has_text(sight: Sight) -> bool:
    """Whether there is something to read beside a hint, or pictures and links to look at."""
    region = sight.region
    own = sum(
        len(block) for block in region.blocks if not _NEEDS_JAVASCRIPT.found_in(folded(block))
    )
    return (
        own > _REGION_WEIGHT_MAX
        or region.link_weight > _REGION_WEIGHT_MAX
        or region.image_count > 2
        or region.player_count > 0
        or sight.other_prose(_NEEDS_JAVASCRIPT) > _REGION_WEIGHT_MAX
    )
