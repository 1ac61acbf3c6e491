"""The canonical form of a URL: its identity in the frontier.

What is asked for is the form submitted. Scheme and `www.` stay, since two hosts may answer
differently; the same article under both is found when it is stored. Nothing here looks at a page.
"""

import hashlib
import re

from worker import urls
from worker.frontier.site import is_registered

#: Parameters that say where a reader came from, never what is shown. When in doubt a name stays out
#: of here: one kept costs a second fetch (the article is stored once), one dropped may lose one.
_TRACKING = re.compile(
    r"(?i)(amp;)?(utm_\w+|at_(medium|campaign|custom\w*|bbc_team|link_\w+|format|ptr_name)|mc_[ce]id|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_(source|campaignid)|srsltid|msclkid|yclid|ysclid|"
    r"_openstat|twclid|ttclid|igshid|igsh|mibextid|li_fat_id|fb_(ref|source|action_(ids|types))|"
    r"_ga|_gl|_hs(enc|mi)|hsa_\w+|mkt_tok|oly_(anon|enc)_id|vero_(id|conv)|wt_z?mc|wtrid|xtor|"
    r"pk_(campaign|kwd|keyword|source|medium|content)|(mtm|matomo|piwik)_\w+|icid|ncid|cmpid|ocid|"
    r"s_cid|smid|ns_(campaign|mchannel|source|linkname|fee)|ref_?(src|url)|referrer|from_social|"
    r"soc_(src|trk)|guccounter|guce_\w+|sr_share|echobox|__twitter_impression|maca|traffic_source|"
    r"amp_(js_v|gsa|ct)|__cf_chl_\w+|replytocom|jsessionid|phpsessid|oscsid|zenid|aspsessionid\w*)"
)
#: `cmp` and `campaign_id` name companies and campaigns elsewhere, `s` and `session` searches and
#: meetings; their values tell. `sid` stays in any case: it is a story's number as often.
_TRACKING_PAIR = re.compile(
    r"(?i)(amp;)?(cmp=(share|soc|twt|fb|ema?il|ilc|rss)[\w-]*|"
    r"(s|sess(id)?|session(_?id)?)=[0-9a-f]{32}([0-9a-f]{8,32})?)"
)
_TWIN_LABEL = re.compile(r"^(www|m|mobile|amp)\.(?=[^.]+\.)")
_INDEX = r"(index|default)\.(html?|php|aspx?|jsp)"
_INDEX_PAGE = re.compile(f"(?i)/{_INDEX}$")
_JAVA_SESSION = re.compile(r"(?i)(?<=[^/.])(;jsessionid=[^/;]*)+")
#: ASP.NET's segment: `/(S(3wsmu4idm2kzlvnk0xwbqcy5))/`.
_ASP_SESSION = re.compile(r"(?i)/\(([A-Z]\([^/()]*\))*S\([a-z0-9]{24}\)([A-Z]\([^/()]*\))*\)(?=/)")
#: Begins at the first of many slashes, and is never tried in two ways: paths come from strangers.
_LOOSE_END = re.compile(rf"(?i)(?<!/)((?<=[^/])/amp(\.html?)?|/({_INDEX})?|(?<=[^/.])\.amp)++$")
_AMP_NAME = re.compile(r"(?i)(\.amp)+(?=\.html?$)")
_AMP_PAIR = re.compile(r"(?i)amp(=(1|true|amp)?)?|outputtype=amp(-type)?")


def canonicalise(url: urls.WebUrl) -> str:
    """The canonical form, which tells pages apart and not the ways to them.

    Index pages, session ids and tracking parameters are dropped, parameters sorted by name, `%20`
    in them written `+`. Everything else stays as it was parsed: the order of parameters of one
    name, a missing value beside an empty one, bytes in whichever encoding. Canonicalising it again
    changes nothing.
    """
    path = _ASP_SESSION.sub("", _JAVA_SESSION.sub("", url.path))
    path = _INDEX_PAGE.sub("/", path)
    query = _canonical_query(url.query)
    return f"{url.origin}{path}{f'?{query}' if query else ''}"


def key_of(canonical: str) -> str:
    """The fixed-length key of a canonical URL: SHA-256, hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def article_form(url: urls.WebUrl) -> str:
    """The looser form by which an article is known.

    Scheme, the labels `www.`, `m.`, `mobile.` and `amp.`, the marks of an AMP page (`/amp`, `.amp`,
    `?amp=1`, `?outputType=amp`) and a slash at the end don't tell apart. It names the article to
    compare with, not the one that it is: pages that turn out to differ are known by their own URL.
    """
    path, _, query = canonicalise(url).removeprefix(url.origin).partition("?")
    path = _without_loose_end(path) or "/"
    kept = "&".join(pair for pair in query.split("&") if pair and not _AMP_PAIR.fullmatch(pair))
    return f"https://{_main_host(url)}{path}{f'?{kept}' if kept else ''}"


def _without_loose_end(path: str) -> str:
    """Until nothing is left to drop: one end may hide another, as in `/x.amp.html/index.html`."""
    while (shorter := _LOOSE_END.sub("", _AMP_NAME.sub("", path))) != path:
        path = shorter
    return path


def _main_host(url: urls.WebUrl) -> str:
    """The host without a twin's label, unless that label is the site's own name: `amp.com.au`."""
    host = url.host if is_registered(url) else _TWIN_LABEL.sub("", url.host)
    host = f"[{host}]" if ":" in host else host
    return host if url.port in urls.DEFAULT_PORTS.values() else f"{host}:{url.port}"


def _canonical_query(query: str) -> str:
    """Pairs are compared and kept as they are written: decoding would make one of many."""
    pairs = [pair for pair in query.replace("%20", "+").split("&") if pair]
    kept = [pair for pair in pairs if not _is_tracking(pair)]
    return "&".join(sorted(kept, key=_name))


def _is_tracking(pair: str) -> bool:
    return bool(_TRACKING.fullmatch(_name(pair)) or _TRACKING_PAIR.fullmatch(pair))


def _name(pair: str) -> str:
    return pair.partition("=")[0]
