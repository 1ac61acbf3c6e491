"""Reading URLs: one parser for checks, identity and requests, so that they can't disagree.

Knows syntax only (RFC 3986, IDNA 2008 with UTS 46); which URLs may be asked is decided elsewhere.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit, urlunsplit

import idna

from worker.errors import Refused
from worker.vocabulary import Outcome

DEFAULT_PORTS = {"http": 80, "https": 443}
#: Characters that parsers disagree about; browsers strip or turn them, we refuse.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_SECRET_NAME = re.compile(
    r"(?i)(token|secret|passw|pwd|api[-_]?key|apikey|auth|signature|^sig$|^key$|session|credential)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebUrl:
    """An http(s) URL in parts; host in lower-case ASCII (IDNA), path and query as given but ASCII."""

    scheme: str
    host: str  #: IPv6 literals without brackets
    port: int
    path: str  #: at least "/"
    query: str

    @property
    def is_default_port(self) -> bool:
        """Whether the port goes without saying."""
        return DEFAULT_PORTS[self.scheme] == self.port

    @property
    def host_key(self) -> str:
        """Whose pace counts: the host, with its port where that is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.is_default_port else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: whose robots.txt counts (RFC 9309, section 2.3)."""
        return f"{self.scheme}://{self.host_key}"

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return f"{self.origin}{self.path}{query}"


def parse(url: str) -> WebUrl:
    """Read an absolute http(s) URL.

    Raises:
        Refused: `bad_url`, with what is wrong with it.
    """
    text = url.strip(" \t\r\n")
    if _FORBIDDEN.search(text):
        raise _bad("it has a space, a backslash or a control character")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise _bad(str(error)) from None
    if parts.scheme.lower() not in DEFAULT_PORTS:
        raise _bad(f"scheme {parts.scheme.lower()[:20]!r} is not http or https")
    if "@" in parts.netloc:
        raise _bad("it carries a user name or password")
    scheme = parts.scheme.lower()
    try:
        path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
        query = quote(parts.query, safe="/?%:@!$&'()*+,;=~-._[]|")
    except UnicodeEncodeError:
        raise _bad("it has a character that UTF-8 can't encode") from None
    return WebUrl(
        scheme=scheme,
        host=_host(parts),
        port=DEFAULT_PORTS[scheme] if port is None else port,
        path=path,
        query=query,
    )


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise _bad("it names no host")
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise _bad(f"{host[:60]!r} is no IPv6 address") from None
    try:
        return idna.encode(host, uts46=True).decode("ascii") if not host.isascii() else _ascii(host)
    except idna.IDNAError as error:
        raise _bad(f"host {host[:60]!r}: {error}") from None


def _ascii(host: str) -> str:
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?", host) or ".." in host:
        raise _bad(f"{host[:60]!r} is no host name")
    return host


def _bad(reason: str) -> Refused:
    return Refused(Outcome.BAD_URL, reason)


def redact(url: str) -> str:
    """A URL fit for logs and task queues: user names, passwords and token-like values are hidden."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "<unreadable URL>"
    netloc = parts.netloc.rpartition("@")[2]
    if netloc != parts.netloc:
        netloc = f"***@{netloc}"
    query = parts.query
    if _SECRET_NAME.search(query):
        pairs = parse_qsl(query, keep_blank_values=True)
        shown = [(name, "***" if _SECRET_NAME.search(name) else value) for name, value in pairs]
        query = urlencode(shown, safe="*")
    clean = urlunsplit((parts.scheme, netloc, parts.path, query, parts.fragment))
    return "".join(c if c.isprintable() else "?" for c in clean)
