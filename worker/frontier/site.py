"""To which site a URL belongs: the part of its host that somebody registered."""

from courlan import extract_domain

from worker import urls


def site_of(url: urls.WebUrl) -> str:
    """The registrable domain (Public Suffix List, as packaged: never fetched).

    Where there is none, as for addresses and intranet names: host and port, without `www.`.
    """
    return _registered(url) or url.host_key.removeprefix("www.")


def is_registered(url: urls.WebUrl) -> bool:
    """Whether the host is itself what somebody registered, and no name under it."""
    return _registered(url) == url.host


def _registered(url: urls.WebUrl) -> str | None:
    found: str | None = extract_domain(str(url))
    return found
