"""Which URLs are let into the frontier: a pure rule that gives the row, or says why not."""

import ipaddress

from worker import addresses, urls
from worker.errors import Refused
from worker.frontier.canonical import canonicalise, key_of
from worker.settings import Settings
from worker.values import Admitted, Candidate
from worker.vocabulary import Outcome

#: Names that never lead to a publisher (RFC 6761, RFC 6762, RFC 8375, and common practice).
_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".invalid", ".test")


def admit(candidate: Candidate, settings: Settings) -> Admitted:
    """Let a URL in.

    Raises:
        Refused: `bad_url` or `blocked_address`, with the reason.
    """
    text = candidate.url.strip()
    if len(text) > settings.frontier.url_max_length:
        raise Refused(
            Outcome.BAD_URL,
            f"it has {len(text):,} characters; frontier.url_max_length is "
            f"{settings.frontier.url_max_length:,}",
        )
    url = urls.parse(text)
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
    )


def require_admissible_host(url: urls.WebUrl, settings: Settings) -> None:
    """Refuse hosts that must not be asked, as far as their name alone tells.

    What a name resolves to is vetted at the socket.

    Raises:
        Refused: `bad_url` or `blocked_address`, with the reason.
    """
    for blocked in settings.frontier.blocked_hosts:
        if url.host == blocked or url.host.endswith(f".{blocked}"):
            raise Refused(Outcome.BAD_URL, f"host {url.host} is in frontier.blocked_hosts")
    try:
        ipaddress.ip_address(url.host)
    except ValueError:
        if url.host == "localhost" or url.host.endswith(_LOCAL_SUFFIXES):
            raise Refused(Outcome.BLOCKED_ADDRESS, f"host {url.host} is a local name") from None
        if not url.is_default_port and url.port not in settings.frontier.allowed_ports:
            raise _odd_port(url.port) from None
        return
    refused = addresses.refuse(
        url.host,
        url.port,
        allow_networks=settings.fetch.allow_networks,
        allowed_ports=settings.frontier.allowed_ports,
    )
    if refused is not None:
        raise refused


def _odd_port(port: int) -> Refused:
    return Refused(Outcome.BAD_URL, f"port {port} is not in frontier.allowed_ports")
