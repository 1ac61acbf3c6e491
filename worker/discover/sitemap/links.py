"""The URLs of a sitemap's entries: made absolute, and of the sitemap's own site."""

import re
from urllib.parse import urljoin

from courlan import extract_domain

from worker import urls
from worker.discover.sitemap.omissions import Omission
from worker.errors import Refused

_AUTHORITY = re.compile(r"https?://[^/?#]+", re.IGNORECASE)
#: What needs no mending: nearly all.
_SOUND = re.compile(
    r"https?://[^\s&#\x00-\x20\x7f\u200b-\u200f\u2060\ufeff]+(?:&(?!amp;)[^\s&#]+)*"
)
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LINE_BREAKS = re.compile(r"[\t\r\n]+")
_UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_SITES_MAX = 10_000


class Links:
    """Reads the links of one sitemap.

    Args:
        base_url: where the sitemap was found.

    Raises:
        Refused: bad_url: `base_url` is no web address.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._scheme = base_url.partition(":")[0]
        self._home = _site(urls.parse(base_url))
        self._sites: dict[str, str | None] = {}  #: by scheme and authority: few have all entries

    def read(self, loc: str) -> str | Omission:
        """The link as browsers read it: absolute, without a fragment; or why it can't be taken.

        Another site is another registrable domain: publishers have names of their own for
        pictures, sections and languages, and sitemaps.org lets a sitemap speak for its site only.
        """
        link: str | None = loc if _SOUND.fullmatch(loc) else self._mended(loc)
        authority = _AUTHORITY.match(link) if link else None
        if not link or authority is None or len(link) > urls.MAX_LENGTH or _UNFIT.search(link):
            return Omission.NO_ADDRESS
        site = self._site_at(authority[0])
        if site is None:
            return Omission.NO_ADDRESS
        return link if site == self._home else Omission.FOREIGN

    def _mended(self, loc: str) -> str | None:
        link = _LINE_BREAKS.sub("", loc.strip().strip(_INVISIBLE).strip())
        # Written into XML twice, once as text: no URL has "&amp;" within.
        link = link.replace(" ", "%20").replace("&amp;", "&").partition("#")[0]
        if link.lower().startswith("www."):
            return f"{self._scheme}://{link}"
        if not link or _AUTHORITY.match(link):
            return link
        try:
            return urljoin(self._base_url, link)
        except ValueError:
            return None

    def _site_at(self, authority: str) -> str | None:
        """None where the host can't be read."""
        if authority not in self._sites:
            if len(self._sites) >= _SITES_MAX:
                self._sites.clear()
            try:
                self._sites[authority] = _site(urls.parse(authority))
            except Refused:
                self._sites[authority] = None
        return self._sites[authority]


def _site(url: urls.WebUrl) -> str:
    """The registrable domain; where there is none, host and port without `www.`."""
    registered: str | None = extract_domain(url.origin)
    return registered or url.host_key.removeprefix("www.")
