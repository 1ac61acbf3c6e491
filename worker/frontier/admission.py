"""Which URLs are let into the frontier: a pure rule that gives the row, or says why not."""

import ipaddress

from worker import addresses, urls
from worker.errors import Refused
from worker.frontier.canonical import canonicalise, key_of
from worker.settings import Settings
from worker.values import Admitted, Candidate
from worker.vocabulary import Outcome

#: Names that never lead to a publisher (RFC 6761, 6762, 7686, 8375, and common practice).
_LOCAL_SUFFIXES = (
    ".localhost",
    ".local",
    ".internal",
    ".lan",
    ".home.arpa",
    ".invalid",
    ".test",
    ".onion",
)


def admit(candidate: Candidate, settings: Settings) -> Admitted:
    """Let a URL in.

    Raises:
        Refused: `bad_url` or `blocked_address`, with the reason.
    """
    text = candidate.url.strip()
    _require_length(text, settings)
    url = urls.parse(text)
    _require_length(str(url), settings)
    require_admissible_host(url, settings)
    canonical = canonicalise(url)
    return Admitted(
        key=key_of(canonical),
        canonical_url=canonical,
        url=str(url),
        host=url.host_key,
        kind=candidate.kind,
        origin=candidate.origin,
        priority=candidate.priority,
        pattern=candidate.pattern,
    )


def _require_length(text: str, settings: Settings) -> None:
    """Asked twice: a URL in another script is three to nine times as long when it is escaped."""
    most = settings.frontier.url_max_length
    if len(text) > most:
        raise Refused(
            Outcome.BAD_URL, f"it has {len(text):,} characters; frontier.url_max_length is {most:,}"
        )


def require_admissible_host(url: urls.WebUrl, settings: Settings) -> None:
    """Refuse hosts that must not be asked, as far as their name alone tells.

    What a name resolves to is vetted at the socket. Where the operator lets networks through, names
    and ports are left to that guard: only an address tells which network it is in.

    Raises:
        Refused: `bad_url` or `blocked_address`, with the reason.
    """
    for blocked in settings.frontier.blocked_hosts:
        if url.host == blocked or url.host.endswith(f".{blocked}"):
            raise Refused(Outcome.BAD_URL, f"host {url.host} is in frontier.blocked_hosts")
    if _is_address(url.host):
        refused = addresses.refuse(
            url.host,
            url.port,
            allow_networks=settings.fetch.allow_networks,
            allowed_ports=settings.frontier.allowed_ports,
        )
    elif settings.fetch.allow_networks:
        refused = None
    else:
        refused = _refuse_name(url, settings)
    if refused is not None:
        raise refused


def _refuse_name(url: urls.WebUrl, settings: Settings) -> Refused | None:
    if f".{url.host}".endswith(_LOCAL_SUFFIXES):
        return Refused(Outcome.BLOCKED_ADDRESS, f"host {url.host} is a local name")
    if url.port not in settings.frontier.allowed_ports:
        return Refused(Outcome.BAD_URL, f"port {url.port} is not in frontier.allowed_ports")
    return None


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
