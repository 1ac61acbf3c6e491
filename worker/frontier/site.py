"""To which site a URL belongs: the part of its host that somebody registered."""

from courlan import extract_domain

from worker import urls


def site_of(url: urls.WebUrl) -> str:
    """The registrable domain (Public Suffix List, as packaged: never fetched).

    Where there is none, as for addresses and intranet names: host and port, without `www.`.
    """
    found: str | None = extract_domain(str(url))
    return found or url.host_key.removeprefix("www.")
