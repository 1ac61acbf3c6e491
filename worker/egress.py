"""Reading the URL of an egress proxy: where it is, and what it wants to be told of us.

Knows syntax only. The proxy's own address is not vetted: it is the operator's explicit choice.
"""

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from worker import hosts

_DEFAULT_PORT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """An HTTP proxy."""

    host: str  #: lower-case ASCII; IPv6 literals without brackets
    port: int
    authorization: str | None = field(default=None, repr=False)  #: value of Proxy-Authorization

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


def read(url: str) -> Proxy:
    """Read `http://[user:password@]host[:port]`.

    Raises:
        ValueError: what is wrong with it, for people; user and password are not repeated.
    """
    text = url.strip()
    if not text.lower().startswith("http://"):
        raise ValueError("it should begin with http:// (a proxy is spoken to in plain HTTP)")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError("its host or port can't be read") from None
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("nothing may follow its host and port")
    user, at, authority = parts.netloc.rpartition("@")
    bare, closed, _ = authority.rpartition("]")
    host = f"{bare}]" if closed else authority.partition(":")[0]
    if port == 0:
        raise ValueError("its port is not between 1 and 65535")
    return Proxy(
        host=hosts.read(host),
        port=_DEFAULT_PORT if port is None else port,
        authorization=_basic(user) if at else None,
    )


def _basic(user: str) -> str:
    """RFC 7617; user and password may be percent-encoded in the URL."""
    name, _, password = user.partition(":")
    told = f"{unquote(name)}:{unquote(password)}".encode()
    return f"Basic {b64encode(told).decode('ascii')}"
