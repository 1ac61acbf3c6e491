"""Networks that are no public hosts, with addresses just outside of them that are.

Written from IANA's special-purpose address registries and the RFCs named; not from the code.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_network


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """A network, and its public neighbours."""

    network: IPv4Network | IPv6Network
    meaning: str
    neighbours: tuple[str, ...] = ()

    @property
    def samples(self) -> list[str]:
        """Its first, second, middle and last address."""
        first, last = int(self.network.network_address), int(self.network.broadcast_address)
        kind = type(self.network.network_address)
        chosen = sorted({first, min(first + 1, last), (first + last) // 2, last})
        return [str(kind(number)) for number in chosen]


def _special(network: str, meaning: str, *neighbours: str) -> Special:
    return Special(network=ip_network(network), meaning=meaning, neighbours=neighbours)


SPECIALS = (
    _special("0.0.0.0/8", "this network, RFC 791", "1.0.0.0"),
    _special("10.0.0.0/8", "private use, RFC 1918", "9.255.255.255", "11.0.0.0"),
    _special("100.64.0.0/10", "shared, RFC 6598", "100.63.255.255", "100.128.0.0"),
    _special("127.0.0.0/8", "loopback, RFC 1122", "126.255.255.255", "128.0.0.0"),
    _special("169.254.0.0/16", "link-local, RFC 3927", "169.253.255.255", "169.255.0.0"),
    _special("172.16.0.0/12", "private use, RFC 1918", "172.15.255.255", "172.32.0.0"),
    _special("192.0.0.0/24", "protocols, RFC 6890", "191.255.255.255", "192.0.1.0"),
    _special("192.0.2.0/24", "documentation, RFC 5737", "192.0.1.255", "192.0.3.0"),
    _special("192.31.196.0/24", "AS112, RFC 7535", "192.31.195.255", "192.31.197.0"),
    _special("192.52.193.0/24", "AMT, RFC 7450", "192.52.192.255", "192.52.194.0"),
    _special("192.88.99.0/24", "6to4 relays, RFC 7526", "192.88.98.255", "192.88.100.0"),
    _special("192.168.0.0/16", "private use, RFC 1918", "192.167.255.255", "192.169.0.0"),
    _special("192.175.48.0/24", "AS112, RFC 7534", "192.175.47.255", "192.175.49.0"),
    _special("198.18.0.0/15", "benchmarks, RFC 2544", "198.17.255.255", "198.20.0.0"),
    _special("198.51.100.0/24", "documentation, RFC 5737", "198.51.99.255", "198.51.101.0"),
    _special("203.0.113.0/24", "documentation, RFC 5737", "203.0.112.255", "203.0.114.0"),
    _special("224.0.0.0/4", "multicast, RFC 5771", "223.255.255.255"),
    _special("240.0.0.0/4", "reserved, RFC 1112"),
    _special("255.255.255.255/32", "broadcast, RFC 919"),
    _special("::/128", "unspecified, RFC 4291"),
    _special("::1/128", "loopback, RFC 4291"),
    _special("::/96", "IPv4-compatible, RFC 4291"),
    _special("::ffff:0:0/96", "IPv4-mapped; all of ours are private", "64:ff9a:ffff::1"),
    _special("::ffff:0:0:0/96", "IPv4-translated, RFC 7915"),
    _special("64:ff9b::/96", "NAT64, RFC 6052", "64:ff9a:ffff:ffff::1", "64:ff9c::1"),
    _special("64:ff9b:1::/48", "local NAT64, RFC 8215", "64:ff9b:2::"),
    _special("100::/64", "discard-only, RFC 6666"),
    _special("2001::/32", "Teredo, RFC 4380"),
    _special("2001:2::/48", "benchmarks, RFC 5180"),
    _special("2001:20::/28", "ORCHIDv2, RFC 7343"),
    _special("2001::/23", "protocols, RFC 2928", "2001:200::"),
    _special("2001:db8::/32", "documentation, RFC 3849", "2001:db7:ffff::1", "2001:db9::"),
    _special("2002::/16", "6to4, RFC 3056", "2001:ffff:ffff::1", "2003::"),
    _special("2620:4f:8000::/48", "AS112, RFC 7534", "2620:4f:7fff::1", "2620:4f:8001::"),
    _special("3fff::/20", "documentation, RFC 9637", "3ffd:ffff::1"),
    _special("5f00::/16", "segment routing, RFC 9602"),
    _special("fc00::/7", "unique local, RFC 4193"),
    _special("fe80::/10", "link-local, RFC 4291"),
    _special("fec0::/10", "site-local, RFC 3879"),
    _special("ff00::/8", "multicast, RFC 4291"),
)

#: Hosts that an attacker wants: this machine, its neighbours, and the cloud's metadata.
TARGETS = ("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0")


def wrapped(address: str) -> dict[str, str]:
    """An IPv4 address inside of IPv6 addresses that lead to it, by the name of the way."""
    number = int(IPv4Address(address))
    high, low = number >> 16, number & 0xFFFF
    teredo = number ^ 0xFFFFFFFF
    return {
        "IPv4-mapped": f"::ffff:{high:x}:{low:x}",
        "IPv4-mapped, dotted": f"::ffff:{address}",
        "IPv4-compatible": f"::{high:x}:{low:x}",
        "IPv4-translated": f"::ffff:0:{high:x}:{low:x}",
        "NAT64": f"64:ff9b::{high:x}:{low:x}",
        "NAT64, dotted": f"64:ff9b::{address}",
        "local NAT64": f"64:ff9b:1::{high:x}:{low:x}",
        "6to4": f"2002:{high:x}:{low:x}::1",
        "Teredo": f"2001:0:4136:e378:8000:63bf:{teredo >> 16:x}:{teredo & 0xFFFF:x}",
        "ISATAP": f"fe80::5efe:{high:x}:{low:x}",
    }


def spelled(address: str) -> dict[str, str]:
    """An IPv4 address as no resolver should have to read it, by the name of the spelling."""
    parts = [int(part) for part in address.split(".")]
    number = int(IPv4Address(address))
    a, b, c, d = parts
    enclosed = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    bold = str.maketrans("0123456789", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
    return {
        "decimal": str(number),
        "hexadecimal": f"0x{number:x}",
        "hexadecimal, upper case": f"0X{number:08X}",
        "octal": f"0{number:o}",
        "octal parts": ".".join(f"0{part:o}" for part in parts),
        "octal parts with many zeros": ".".join(f"000000{part:o}" for part in parts),
        "hexadecimal parts": ".".join(f"0x{part:x}" for part in parts),
        "mixed parts": f"0x{a:x}.0{b:o}.{c}.0x{d:x}",
        "three parts": f"{a}.{b}.{(c << 8) + d}",
        "two parts": f"{a}.{number & 0xFFFFFF}",
        "two parts, hexadecimal": f"0x{a:x}.0x{number & 0xFFFFFF:x}",
        "a dot at its end": f"{address}.",
        "decimal with a dot at its end": f"{number}.",
        "enclosed digits": address.translate(enclosed),
        "wide digits": address.translate(wide),
        "bold digits": address.translate(bold),
        "ideographic dots": address.replace(".", "。"),
        "halfwidth dots": address.replace(".", "｡"),
        "escaped digits": "".join(f"%{ord(sign):02x}" for sign in address),
        "escaped dots": address.replace(".", "%2e"),
        "overflow": str(number + (1 << 32)),
        "parts above 255": ".".join(str(part + 256) for part in parts),
        "hexadecimal overflow": f"0x41414141{number:08x}",
        "five parts": f"{address}.0",
        "an empty part": address.replace(".", "..", 1),
        "a sign": f"+{number}",
        "soft hyphens": address.replace(".", "\u00ad."),
        "zero-width spaces": address.replace(".", "\u200b."),
    }
