"""The address policy, as a table."""

from ipaddress import ip_network

import pytest

from worker.addresses import refuse, refuse_name
from worker.vocabulary import Outcome

PUBLIC = ["1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0"]
PUBLIC += ["192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255"]
PUBLIC += ["2606:4700::1111", "2a00:1450:4001::1", "2001:4860:4860::8888", "2003::1"]
PUBLIC += ["::ffff:1.1.1.1"]

FORBIDDEN = [
    # this network, private, shared
    *("0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255"),
    *("172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"),
    # loopback, link-local, metadata
    *("127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255"),
    *("100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254"),
    # documentation, benchmarks, relays, sinks
    *("192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "198.19.255.255"),
    *("192.88.99.1", "192.31.196.1", "192.52.193.1", "192.175.48.1"),
    # multicast, reserved, broadcast
    *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
    # IPv6: unspecified, loopback, unique local, link-local, site-local, multicast, discard
    *("::", "::1", "fc00::1", "fdff:ffff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1"),
    *("100::1", "ff0e::1"),
    # IPv6: documentation, protocols, benchmarks, ORCHID, 6bone, segment routing, unassigned
    *("2001:db8::1", "3fff::1", "2001:1::1", "2001:2::1", "2001:10::1", "2001:20::1"),
    *("3ffe::1", "5f00::1", "4000::1", "2620:4f:8000::1"),
    # IPv4 inside of IPv6: mapped, compatible, NAT64, 6to4, Teredo
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "::127.0.0.1", "::1.1.1.1"),
    *("64:ff9b::7f00:1", "64:ff9b::1.1.1.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:101:101::"),
    *("2001::1", "2001:0:53aa:64c:0:7eff:80ff:fffe"),
    # zone ids, and no address at all
    *("fe80::1%eth0", "2606:4700::1%1", "localhost", "", "127.1", "2130706433"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_fine(address: str) -> None:
    assert refuse(address, 443, allow_networks=(), allowed_ports=(443,)) is None


@pytest.mark.parametrize("address", FORBIDDEN)
def test_any_other_address_is_blocked(address: str) -> None:
    refused = refuse(address, 443, allow_networks=(), allowed_ports=(443,))
    assert refused is not None
    assert refused.outcome is Outcome.BLOCKED_ADDRESS


@pytest.mark.parametrize("port", [22, 25, 6379, 5432, 80])
def test_a_port_outside_of_the_list_is_a_bad_url(port: int) -> None:
    refused = refuse("1.1.1.1", port, allow_networks=(), allowed_ports=(443,))
    assert refused is not None
    assert refused.outcome is Outcome.BAD_URL


@pytest.mark.parametrize(
    ("address", "is_let_through"),
    [
        ("10.1.0.1", True),
        ("::ffff:10.1.0.1", True),
        ("10.2.0.1", False),
        ("fd00:1::1", True),
        ("fd00:2::1", False),
        ("127.0.0.1", False),
    ],
)
def test_a_network_that_is_let_through_needs_no_allowed_port(
    address: str, is_let_through: bool
) -> None:
    networks = (ip_network("10.1.0.0/16"), ip_network("fd00:1::/32"))
    refused = refuse(address, 6379, allow_networks=networks, allowed_ports=(443,))
    assert (refused is None) is is_let_through


@pytest.mark.parametrize(
    ("host", "networks", "is_refused"),
    [
        ("localhost", (), True),
        ("a.localhost", (), True),
        ("ip6-localhost", (), True),
        ("localhost.localdomain", (), True),
        ("localhost.example", (), False),
        ("notlocalhost", (), False),
        ("localhost", ("127.0.0.0/8",), False),
        ("localhost", ("::1/128",), False),
        ("localhost", ("10.0.0.0/8",), True),
    ],
)
def test_names_of_this_machine_are_refused_unless_it_is_let_through(
    host: str, networks: tuple[str, ...], is_refused: bool
) -> None:
    refusal = refuse_name(host, allow_networks=[ip_network(one) for one in networks])
    assert (refusal is not None) is is_refused
