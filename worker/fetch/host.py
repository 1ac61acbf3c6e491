"""Whose house a URL leads to: the host that is paced, and the origin that has a robots.txt."""

from worker.fetch.target import read_target


def host_key(url: str) -> str:
    """The host in lower case and IDNA form, with ":port" where it is not the scheme's default.

    Raises:
        Refused: bad_url.
    """
    return read_target(url).host_key


def origin(url: str) -> str:
    """`scheme://host[:port]`, as in `host_key`.

    Raises:
        Refused: bad_url.
    """
    return read_target(url).origin
