"""Which addresses may be connected to: the public internet, and what the operator lets through.

Pure: it looks at addresses that a resolver answered, never at names, so no spelling of a private
address (decimal, octal, short, enclosed digits) can be missed. Python's own flags are not enough
(`is_global` and `is_private` differ by version and miss tunnels); they are asked as a second wall.
"""

from collections.abc import Collection, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from worker.errors import Refused
from worker.vocabulary import Outcome

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: IANA's special-purpose registries (RFC 6890 and its updates), and what else is no public host.
_SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), meaning)
    for network, meaning in (
        ("0.0.0.0/8", "this network, RFC 791"),
        ("10.0.0.0/8", "private, RFC 1918"),
        ("100.64.0.0/10", "carrier-grade NAT, RFC 6598"),
        ("127.0.0.0/8", "loopback, RFC 1122"),
        ("168.63.129.16/32", "Azure's host agent"),
        ("169.254.0.0/16", "link-local and cloud metadata, RFC 3927"),
        ("172.16.0.0/12", "private, RFC 1918"),
        ("192.0.0.0/24", "protocol assignments, RFC 6890"),
        ("192.0.2.0/24", "documentation, RFC 5737"),
        ("192.31.196.0/24", "AS112, RFC 7535"),
        ("192.52.193.0/24", "AMT, RFC 7450"),
        ("192.88.99.0/24", "6to4 relay, RFC 7526"),
        ("192.168.0.0/16", "private, RFC 1918"),
        ("192.175.48.0/24", "AS112, RFC 7534"),
        ("198.18.0.0/15", "benchmarking, RFC 2544"),
        ("198.51.100.0/24", "documentation, RFC 5737"),
        ("203.0.113.0/24", "documentation, RFC 5737"),
        ("224.0.0.0/4", "multicast, RFC 5771"),
        ("240.0.0.0/4", "reserved, RFC 1112"),
        ("::/128", "unspecified, RFC 4291"),
        ("::1/128", "loopback, RFC 4291"),
        ("::/64", "IPv4-compatible and IPv4-translated, RFC 4291 and RFC 7915"),
        ("64:ff9b::/96", "NAT64, RFC 6052"),
        ("64:ff9b:1::/48", "local NAT64, RFC 8215"),
        ("100::/64", "discard-only, RFC 6666"),
        ("2001::/32", "Teredo, RFC 4380"),
        ("2001::/23", "protocol assignments, RFC 2928"),
        ("2001:db8::/32", "documentation, RFC 3849"),
        ("2002::/16", "6to4, RFC 3056"),
        ("2620:4f:8000::/48", "AS112, RFC 7534"),
        ("3ffe::/16", "6bone, RFC 3701"),
        ("3fff::/20", "documentation, RFC 9637"),
        ("5f00::/16", "segment routing, RFC 9602"),
        ("fc00::/7", "unique local, RFC 4193"),
        ("fe80::/10", "link-local, RFC 4291"),
        ("fec0::/10", "site-local, RFC 3879"),
        ("ff00::/8", "multicast, RFC 4291"),
    )
)

#: What IANA gives out as global unicast (RFC 4291, 2.4), and the block of the registry's special
#: prefixes, whose neighbours are as good as any. All else is reserved, and overlays live in it.
_IPV6_UNICAST = (IPv6Network("2000::/3"), IPv6Network("::/8"))

#: What hosts files call the machine itself (RFC 6761, section 6.3; Debian and Fedora).
_LOOPBACK_NAMES = frozenset(
    {"localhost", "localhost.localdomain", "localhost4", "localhost6", "ip6-localhost",
     "ip6-loopback"}
)  # fmt: skip
_LOOPBACKS = (IPv4Address("127.0.0.1"), IPv6Address("::1"))


def refuse(
    address: str, port: int, *, allow_networks: Iterable[Network], allowed_ports: Collection[int]
) -> Refused | None:
    """Whether a connection to this address and port is refused, and why.

    Args:
        address: as a resolver answered it.
        port: 1 to 65535.
        allow_networks: networks that are let through, at any port.
        allowed_ports: ports that may be asked elsewhere.

    Returns:
        The refusal (blocked_address or bad_url), not raised; None where the connection is fine.
    """
    try:
        parsed = unmapped(ip_address(address))
    except ValueError:
        return Refused(Outcome.BLOCKED_ADDRESS, f"{address!r} is no address")
    if any(parsed in network for network in allow_networks):
        return None
    meaning = _special_meaning(parsed)
    if meaning is not None:
        return Refused(Outcome.BLOCKED_ADDRESS, f"{address} is not public: {meaning}")
    if port not in allowed_ports:
        return Refused(Outcome.BAD_URL, f"port {port} is not among the allowed ports")
    return None


def refuse_name(host: str, *, allow_networks: Iterable[Network]) -> Refused | None:
    """Whether a name is refused before it is resolved: one that means this machine by its name.

    A second wall: a resolver that doesn't know the name would ask the DNS of strangers for it.

    Args:
        host: lower-case ASCII, without a dot at its end.
        allow_networks: with a loopback address in one of them the name is let through.
    """
    if host not in _LOOPBACK_NAMES and not host.endswith(".localhost"):
        return None
    if any(address in network for network in allow_networks for address in _LOOPBACKS):
        return None
    return Refused(Outcome.BLOCKED_ADDRESS, f"{host!r} means this machine, RFC 6761")


def unmapped(address: Address) -> Address:
    """The IPv4 address inside of an IPv4-mapped one (RFC 4291, 2.5.5.2), or the address itself."""
    return getattr(address, "ipv4_mapped", None) or address


def _special_meaning(address: Address) -> str | None:
    if isinstance(address, IPv6Address) and address.scope_id is not None:
        return "it has a zone id, RFC 4007"
    for network, meaning in _SPECIAL:
        if address in network:
            return meaning
    if isinstance(address, IPv6Address):
        if not any(address in network for network in _IPV6_UNICAST):
            return "outside of global unicast, RFC 4291"
    elif address.is_reserved:
        return "reserved, by Python's registry"
    if not address.is_global or address.is_multicast:
        return "special, by Python's registry"
    return None
