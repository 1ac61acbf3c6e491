"""Reading host names: one spelling for each host, as it will be asked for.

Knows syntax only: IDNA 2008 with UTS 46, and IP addresses as browsers read them (WHATWG URL,
section 3.5), so that `2130706433`, `0x7f.1` and `127.0.0.1` are one host with one pace.
"""

import re
from ipaddress import IPv4Address, IPv6Address

import idna

#: Underscores are no host names' (RFC 952), but the DNS has them, and so have publishers.
_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})*")
_NAME_MAX_LENGTH = 253  # RFC 1035, section 2.3.4, without the root's dot
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_SHOWN_CHARACTERS = 60


def read(host: str) -> str:
    """The host in lower-case ASCII; IPv4 as four decimal numbers, IPv6 without brackets.

    Args:
        host: as it stands in a URL; IPv6 literals in their brackets.

    Raises:
        ValueError: with what is wrong with it, for people.
    """
    if not host:
        raise ValueError("it names no host")
    if host.startswith("[") and host.endswith("]"):
        return _ipv6(host[1:-1])
    name = _ascii(host).removesuffix(".")
    if len(name) > _NAME_MAX_LENGTH or not _NAME.fullmatch(name):
        raise ValueError(f"{_shown(host)} is no host name")
    labels = name.split(".")
    return _ipv4(labels) if _NUMBER.fullmatch(labels[-1]) else name


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    if len(host) > _NAME_MAX_LENGTH:
        raise ValueError(f"{_shown(host)} is no host name")
    try:
        labels = idna.uts46_remap(host, std3_rules=False).split(".")
        return ".".join(_label(label) for label in labels)
    except idna.IDNAError as error:
        raise ValueError(f"host {_shown(host)}: {error}") from None


def _label(label: str) -> str:
    return label if label.isascii() else idna.alabel(label).decode("ascii")


def _ipv6(literal: str) -> str:
    try:
        address = IPv6Address(literal)
    except ValueError:
        raise ValueError(f"{_shown(literal)} is no IPv6 address") from None
    if address.scope_id is not None:  # it names an interface of ours (RFC 4007, section 11)
        raise ValueError(f"{_shown(literal)} has a zone id")
    return str(address)


def _ipv4(labels: list[str]) -> str:
    """A name that ends in a number is an IPv4 address, or nothing that anybody can mean."""
    try:
        *firsts, last = [_number(label) for label in labels]
        if len(firsts) > 3 or any(number > 255 for number in firsts):
            raise ValueError  # noqa: TRY301 - one refusal for all faults
        value = sum(number << 8 * (3 - place) for place, number in enumerate(firsts))
        if last >= 256 ** (4 - len(firsts)):
            raise ValueError  # noqa: TRY301
        return str(IPv4Address(value + last))
    except ValueError:
        raise ValueError(f"{_shown('.'.join(labels))} is no IPv4 address") from None


def _number(label: str) -> int:
    """Hexadecimal, octal or decimal, by its beginning."""
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label.startswith("0") else 10)


def _shown(host: str) -> str:
    return repr(host if len(host) <= _SHOWN_CHARACTERS else f"{host[: _SHOWN_CHARACTERS - 1]}…")
