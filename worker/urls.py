"""Reading URLs: one parser for checks, identity and requests, so that they can't disagree.

Knows syntax only (RFC 3986); which URLs may be asked is decided elsewhere. What it gives back is
what `requests` will ask for, character by character: robots.txt is asked about what is sent.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from worker import hosts, redaction
from worker.errors import Refused
from worker.vocabulary import Outcome

DEFAULT_PORTS = {"http": 80, "https": 443}
#: RFC 9110, section 4.1, asks for at least 8,000; what is longer is a trap.
MAX_LENGTH = 8192
#: Characters that parsers disagree about; browsers strip or turn them, we refuse.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\\u2028\u2029]")
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]*)(?::(?P<port>[0-9]{0,9}))?")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
#: RFC 3986, appendix A: pchar and "/"; urllib3 escapes everything else.
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?"

redact = redaction.redact


@dataclass(frozen=True, slots=True, kw_only=True)
class WebUrl:
    """An http(s) URL in parts, as it is asked for.

    Escapes are normalised (RFC 3986, section 6.2.2) and dot segments resolved, since the HTTP
    client would do it too.
    """

    scheme: str
    host: str  #: lower-case ASCII (IDNA); IPv6 literals without brackets
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
    """Read an absolute http(s) URL; white space around it doesn't count.

    Reading what was read changes nothing: `parse(str(parse(url))) == parse(url)`.

    Raises:
        Refused: `bad_url`, with what is wrong with it; user names and passwords are not repeated.
    """
    text = url.strip()
    if len(text) > MAX_LENGTH:
        raise _too_long()
    if _FORBIDDEN.search(text):
        raise _bad("it has a space, a backslash or a control character")
    scheme = text.partition(":")[0].lower()
    if scheme not in DEFAULT_PORTS:
        raise _bad(
            f"scheme {scheme[:20]!r} is not http or https"
            if ":" in text
            else "it has no scheme: http:// or https:// is missing"
        )
    try:
        parts = urlsplit(text)
        path, query = _escaped(parts.path, _PATH_SAFE), _escaped(parts.query, _QUERY_SAFE)
    except UnicodeEncodeError:
        raise _bad("it has a character that UTF-8 can't encode") from None
    except ValueError:  # brackets, or a host that hides "/" or "@"; its text may hold a password
        raise _bad("its host can't be read") from None
    host, port = _host_and_port(parts.netloc, scheme)
    read = WebUrl(
        scheme=scheme, host=host, port=port, path=_without_dot_segments(path), query=query
    )
    if len(str(read)) > MAX_LENGTH:
        raise _too_long()
    return read


def _host_and_port(authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority:
        raise _bad("it carries a user name or password")
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise _bad("its host or port can't be read")
    port = int(found["port"] or DEFAULT_PORTS[scheme])
    if not 1 <= port <= 65535:
        raise _bad(f"port {port} is not between 1 and 65535")
    try:
        return hosts.read(found["host"]), port
    except ValueError as error:
        raise _bad(str(error)) from None


def _escaped(text: str, safe: str) -> str:
    """Whatever needs it is escaped, nothing else is; a lone "%" is a character like any other."""
    escaped = quote(_LONE_PERCENT.sub("%25", text), safe=safe)
    return _ESCAPE.sub(_normal_escape, escaped)


def _normal_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4; at least "/"."""
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


def _too_long() -> Refused:
    return _bad(f"it has more than {MAX_LENGTH:,} characters")


def _bad(reason: str) -> Refused:
    return Refused(Outcome.BAD_URL, reason)
