"""The canonical form of a URL: its identity in the frontier. What is asked for is the form submitted.

Scheme and `www.` stay, since two hosts may answer differently; the same article under both is found
when it is stored. Nothing here looks at a page.
"""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode

from worker import urls

#: Parameters that say where a reader came from, never what is shown. When in doubt a name stays out of
#: here: one kept costs a second fetch (the article is still stored once), one dropped may lose an article.
_TRACKING = re.compile(
    r"(?i)^(utm_\w+|at_(medium|campaign|custom\w*|bbc_team|link_\w+|format|ptr_name)|mc_[ce]id|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|igsh|li_fat_id|"
    r"_ga|_gl|_hs(enc|mi)|mkt_tok|oly_(anon|enc)_id|vero_(id|conv)|wt_z?mc|wtrid|xtor|icid|ncid|"
    r"cmpid|ocid|s_cid|smid|ns_(campaign|mchannel|source|linkname|fee)|ref_?(src|url)|referrer|"
    r"from_social|soc_(src|trk)|guccounter|guce_\w+|cmp|campaign_?id|sr_share|echobox|"
    r"__twitter_impression|jsessionid|phpsessid)$"
)
_INDEX_PAGE = re.compile(r"/(index|default)\.(html?|php|aspx?|jsp)$", re.IGNORECASE)
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def canonicalise(url: urls.WebUrl) -> str:
    """The canonical form: dot segments resolved, escapes normalised (RFC 3986, section 6.2.2),
    index pages and tracking parameters dropped, parameters sorted, no fragment.
    """  # noqa: D205
    path = _without_dot_segments(_normal_escapes(url.path))
    path = _INDEX_PAGE.sub("/", path)
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(_normal_escapes(url.query), keep_blank_values=True)
        if not _TRACKING.match(name)
    )
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{url.origin}{path}{query}"


def key_of(canonical: str) -> str:
    """The fixed-length key of a canonical URL: SHA-256, hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def article_form(url: urls.WebUrl) -> str:
    """The looser form by which an article is known: scheme, `www.`, `m.` and `amp.` don't tell apart."""
    host = re.sub(r"^(www|m|mobile|amp)\.(?=[^.]+\.)", "", url.host_key)
    rest = canonicalise(url).removeprefix(url.origin)
    return f"https://{host}{rest if rest == '/' else rest.rstrip('/')}"


def _normal_escapes(text: str) -> str:
    def normal(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else f"%{match[1].upper()}"

    return _PERCENT.sub(normal, text)


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            if kept:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
