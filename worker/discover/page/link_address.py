"""From what a page writes as a link to an address on its site, or the reason why it is none.

Knows URLs only: nothing of elements. What counts as one site is decided here for pages.
"""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from courlan import extract_domain

from worker import urls
from worker.discover.page.link_kind import kind_of_host
from worker.discover.page.link_signs import LeftOut
from worker.errors import Refused

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
#: Parameters that only say which link was followed: for telling addresses apart on one page. What
#: is asked for is decided elsewhere.
_TRACKING = re.compile(
    r"(?i)(?:amp;)?(?:utm_\w+|at_\w+|itm_\w+|wt_\w+|cx_\w+|fbclid|gclid|yclid|mc_[ce]id|xtor|icid"
    r"|ncid|cmpid|ocid|itid|iref|ref|ref_?(?:src|url)|referrer|from|source|src|pos|position)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address on the page's site."""

    url: str  #: absolute, without fragment, as the page gives it
    parsed: urls.WebUrl
    key: str  #: equal for all links that lead to the same place


class Addresses:
    """The addresses that one page's links lead to; each spelling is read once.

    Args:
        page: where the page was found; it says what the site is.
        base_url: against what relative links are resolved.
    """

    def __init__(self, page: urls.WebUrl, base_url: str) -> None:
        self._base_url = base_url
        self._page = page
        self._own = Address(url=str(page), parsed=page, key=key_of(page))
        self._site = _site_of(page)
        self._sites: dict[str, str] = {page.host_key: self._site}
        self._known: dict[str, Address | LeftOut] = {}

    def read(self, href: str) -> Address | LeftOut:
        """The address, or why the link leads to none on the site."""
        if href not in self._known:
            self._known[href] = self._read(href)
        return self._known[href]

    def _read(self, href: str) -> Address | LeftOut:
        if not href or href.startswith("#"):  # whatever the base is
            return self._own
        scheme = _SCHEME.match(href)
        if scheme and scheme[1].lower() not in urls.DEFAULT_PORTS:
            return LeftOut.NOT_HTTP
        try:
            # As browsers do: blanks within are escaped, a fragment asks for nothing.
            url = urljoin(self._base_url, href.replace(" ", "%20")).partition("#")[0]
            parsed = urls.parse(url)
        except (ValueError, Refused):
            return LeftOut.BAD_URL
        if not self._is_own(parsed):
            return LeftOut.OTHER_SITE
        return Address(url=url, parsed=parsed, key=key_of(parsed))

    def _is_own(self, url: urls.WebUrl) -> bool:
        host = url.host_key
        if host not in self._sites:
            self._sites[host] = _site_of(url)
        return self._sites[host] == self._site

    def left_out(self, address: Address) -> LeftOut | None:
        """Why an address is no article for where it lies: at the page, above it, in a portal."""
        if address.key == self._own.key:
            return LeftOut.PAGE_ITSELF
        url = address.parsed
        path = url.path.rstrip("/")
        if not path and address.key.endswith("?"):
            return LeftOut.FRONT_PAGE
        if (
            url.host != self._page.host
        ):  # where the page itself is in such a portal, it says nothing
            return kind_of_host(url)
        is_above = self._page.path.startswith(f"{path}/") and not url.query
        return LeftOut.SECTION_ABOVE if is_above else None


def key_of(url: urls.WebUrl) -> str:
    """What tells addresses of one page apart: not scheme, www., last slash or tracking."""
    host = url.host_key.removeprefix("www.")
    pairs = sorted(
        pair
        for pair in url.query.split("&")
        if pair and not _TRACKING.fullmatch(pair.partition("=")[0])
    )
    return f"{host}{url.path.rstrip('/')}?{'&'.join(pairs)}"


def _site_of(url: urls.WebUrl) -> str:
    """The registrable domain; host and port where there is none, as for addresses."""
    return extract_domain(url.origin) or url.host_key.removeprefix("www.")
