"""No way in: whatever the spelling and the road, forbidden addresses get no connection.

The guard is on as it is by default. DNS is ours: it answers what the case says, names or literals;
a spy sees every connection of the process, and makes only those that lead to a server of ours.
"""

import html
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from integration.fetch.manners import MannersServer
from support.parts import World, long_text

from hostile.case import Case, Observation
from hostile.net import PUBLIC, PUBLIC_6, Net, fetcher, follow, outcome_of, timed
from hostile.special_networks import SPECIALS, TARGETS, Special, spelled, wrapped
from worker.fetch.client import Fetcher
from worker.fetch.robots import parse_robots
from worker.source_values import NewSource
from worker.vocabulary import UrlKind

REFUSED = ("blocked_address", "bad_url")
PAGE = b"<!doctype html><p>a page</p>"


def cases() -> Iterator[Case]:
    """All of them; each is a matter of milliseconds."""
    yield from _of_addresses()
    yield from _of_roads()


def _of_addresses() -> Iterator[Case]:
    for special in SPECIALS:
        yield _case(f"network {special.network}", partial(_network, special))
        for neighbour in special.neighbours:
            yield _case(f"neighbour {neighbour} of {special.network}", partial(_allowed, neighbour))
    for target in TARGETS:
        for way, address in wrapped(target).items():
            yield _case(f"{target} as {way}", partial(_address, address))
        for way, host in spelled(target).items():
            yield _case(f"{target} spelled: {way}", partial(_url, f"http://{host}/"))
    yield _case("public addresses are let through", partial(_allowed, PUBLIC, PUBLIC_6))
    for url in URLS:
        yield _case(f"URL {url!r}", partial(_url, url))
    for port in ODD_PORTS:
        yield _case(f"port {port}", partial(_url, f"http://public.example:{port}/"))
    yield _case("zone id", partial(_address, "fe80::1%eth0"))
    yield _case("zone id on a public address", partial(_address, f"{PUBLIC_6}%1"))
    for answers in MIXED:
        yield _case(f"mixed answers {answers}", partial(_mixed, answers))


def _of_roads() -> Iterator[Case]:
    yield _case("rebinding", _rebinding)
    yield _case("rebinding between a redirect and its target", _rebinding_redirect)
    for status in (301, 302, 303, 307, 308):
        for location in LOCATIONS:
            yield _case(f"{status} to {location}", partial(_redirect, status, location))
    for location in LOCATIONS:
        yield _case(f"meta refresh to {location}", partial(_meta_refresh, location))
        yield _case(f"robots.txt redirects to {location}", partial(_robots, location))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        yield _case(f"environment: {name}", partial(_environment_proxy, name))
    yield _case("environment: netrc", _netrc)
    for kind in (UrlKind.FEED, UrlKind.SITEMAP, UrlKind.PAGE):
        yield _case(f"links in a {kind}", partial(_links, kind))
    yield _case("canonical links and the pages' own redirects", _canonical)


#: What names our machine by other means than an address, and what parsers disagree about.
URLS = (
    *(f"http://{name}/" for name in ("localhost", "LOCALHOST", "localhost.", "a.localhost")),
    *("http://ip6-localhost/", "http://localhost.localdomain/", "https://localhost/"),
    "http://internal.example/", "http://six.example/",  # the DNS says 10.0.0.5, and ::1
    "http://user@10.0.0.5/", "http://user:secret@10.0.0.5/", "http://public.example@10.0.0.5/",
    "http://10.0.0.5:80@public.example/", "http://public.example:80@10.0.0.5:80/",
    "http://10.0.0.5\\@public.example/", "http://public.example\\@10.0.0.5/",
    "http://10.0.0.5\\\\@public.example/", "http://10.0.0.5:80\\@@public.example/",
    "http://10.0.0.5#\\@public.example/", "http://10.0.0.5?@public.example/",
    "http://10.0.0.5 @public.example/", "http://public.example\t@10.0.0.5/",
    "http://public.example\r\n@10.0.0.5/", "http://10.0.0.5%00.public.example/",
    "http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:10.0.0.5]/",
    "http://[::1%25lo]/", "http://[fe80::1%25eth0]/", "http://[::1]:80@public.example/",
    "http://[]/", "http://[public.example]/", "http://[10.0.0.5]/", "http://::1/",
    "http:10.0.0.5/", "http:/10.0.0.5/", "http:///10.0.0.5/", "http:////10.0.0.5/",
    "//10.0.0.5/", "10.0.0.5/", "http://\\10.0.0.5/", "http:\\\\10.0.0.5\\",
    "file:///etc/passwd", "file://10.0.0.5/x", "ftp://10.0.0.5/", "gopher://10.0.0.5:80/_GET",
    "dict://10.0.0.5:80/d", "ldap://10.0.0.5/", "tftp://10.0.0.5/x", "sftp://10.0.0.5/",
    "jar:http://10.0.0.5!/", "netdoc:///etc/passwd", "data:text/html,<p>x", "javascript:1",
    "view-source:http://10.0.0.5/", "feed://10.0.0.5/", "unix:///run/docker.sock",
    "blob:http://10.0.0.5/", "about:blank", "ws://10.0.0.5/", "http+unix://run/docker.sock",
)  # fmt: skip
ODD_PORTS = (1, 22, 23, 25, 53, 110, 2375, 5432, 6379, 9200, 11211, 27017, 65535, 0, 65536)
MIXED = (
    [PUBLIC, "10.0.0.5"],
    ["10.0.0.5", PUBLIC],
    [PUBLIC, "::1"],
    [PUBLIC_6, "::ffff:127.0.0.1"],
    [PUBLIC] * 5 + ["169.254.169.254"],
    [PUBLIC, "no address"],
)
LOCATIONS = (
    "http://10.0.0.5/", "http://0xa9fea9fe/latest/meta-data/", "http://2130706433/",
    "http://[::ffff:127.0.0.1]/", "//127.1/", "http://internal.example/", "https://localhost/",
    "http://public.example:6379/", "http://user@10.0.0.5/", "file:///etc/passwd",
    "gopher://10.0.0.5/", "http://①②⑦.⓪.⓪.①/",
)  # fmt: skip

NAMES = {
    "public.example": [[PUBLIC]],
    "internal.example": [["10.0.0.5"]],
    "six.example": [["::1"]],
}


def _case(name: str, run: Callable[[], Observation]) -> Case:
    return Case(area="addresses", name=name, run=run)


def _net() -> Net:
    return Net(names={name: list(answers) for name, answers in NAMES.items()})


@cache
def _shared() -> tuple[Net, Fetcher]:
    """One fetcher for all cases that need no server: to make one costs more than to ask it."""
    net = Net()
    return net, fetcher(net)


def _asked(net: Net, expected: str | tuple[str, ...], ask: Callable[[], str]) -> Observation:
    with net.watched():
        seen = timed(expected, ask)
    return Observation(
        expected=seen.expected,
        got=seen.got,
        seconds=seen.seconds,
        forbidden_connections=net.forbidden,
    )


def _url(url: str) -> Observation:
    net, client = _shared()
    net.names, net.dialled = dict(NAMES), []
    # With every other name at a private address a parser that is fooled makes a connection.
    net.names |= {host: [["10.0.0.5"]] for host in ("10.0.0.5", "user", "public")}
    seen = _asked(net, REFUSED, lambda: outcome_of(lambda: client.get(url)))
    return seen if not net.dialled else _with_dialled(seen, net)


def _with_dialled(seen: Observation, net: Net) -> Observation:
    """A refused URL must not be dialled at all, not even at a public address."""
    return Observation(
        expected=seen.expected, got=f"{seen.got}, dialled {net.dialled}", seconds=seen.seconds
    )


def _answer(answers: list[str]) -> str:
    net, client = _shared()
    net.names = {"a.example": [answers]}
    return outcome_of(lambda: client.get("http://a.example/"))


def _literal(address: str) -> str:
    _, client = _shared()
    host = f"[{address}]" if ":" in address else address
    return outcome_of(lambda: client.get(f"http://{host}/"))


def _network(special: Special) -> Observation:
    """By a name, by a literal, and with a public address before it."""
    net, _ = _shared()
    net.dialled = []

    def ask() -> str:
        got = {_answer([one]) for one in special.samples}
        got |= {_answer([PUBLIC, one]) for one in special.samples}
        got |= {_literal(one) for one in special.samples}
        return " and ".join(sorted(got))

    return _asked(net, "blocked_address", ask)


def _address(address: str) -> Observation:
    net, _ = _shared()
    net.dialled = []
    by_name = _asked(net, "blocked_address", partial(_answer, [address]))
    return by_name if by_name.faults else _asked(net, REFUSED, partial(_literal, address))


def _mixed(answers: list[str]) -> Observation:
    net, _ = _shared()
    net.dialled = []
    return _asked(net, "blocked_address", partial(_answer, answers))


def _allowed(*addresses: str) -> Observation:
    """Dialled, by a name and by a literal; nobody is there."""
    net, _ = _shared()
    net.dialled = []

    def ask() -> str:
        got = {_answer([one]) for one in addresses} | {_literal(one) for one in addresses}
        return f"{' and '.join(sorted(got))}, dialled {len(net.dialled)}"

    seen = _asked(net, f"unreachable, dialled {2 * len(addresses)}", ask)
    return Observation(expected=seen.expected, got=seen.got, seconds=seen.seconds)


def _rebinding() -> Observation:
    net = Net(names={"a.example": [[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]]})

    def ask() -> str:
        got = outcome_of(lambda: fetcher(net).get("http://a.example/"))
        return f"{got}, {len(net.look_ups)} look-up, dialled {net.dialled}"

    return _asked(net, f"unreachable, 1 look-up, dialled ['{PUBLIC}']", ask)


@contextmanager
def _public_server() -> Iterator[tuple[MannersServer, Net, Fetcher]]:
    """A server of ours that the world knows as public.example."""
    with MannersServer() as server:
        net = _net()
        net.leads = {PUBLIC: server.port}
        client = fetcher(net)
        yield server, net, client
        client.close()


def _rebinding_redirect() -> Observation:
    """The redirect goes to the same host, whose connection was closed and whose name now lies."""
    with _public_server() as (server, net, client):
        net.names["public.example"] = [[PUBLIC], ["127.0.0.1"]]
        server.says("/", status="302 Found", headers=["Location: /next", "Connection: close"])
        server.says("/next", PAGE)
        return _asked(net, "blocked_address", lambda: follow(client, "http://public.example/"))


def _redirect(status: int, location: str) -> Observation:
    with _public_server() as (server, net, client):
        server.redirects("/", _in_header(location), f"{status} There")
        return _asked(net, REFUSED, lambda: follow(client, "http://public.example/"))


def _in_header(text: str) -> str:
    """UTF-8, as servers write it into a header."""
    return text.encode().decode("latin-1")


def _meta_refresh(location: str) -> Observation:
    page = f'<!doctype html><meta http-equiv="refresh" content="0; url={location}">'
    with _public_server() as (server, net, client):
        server.says("/", page.encode())
        ask = partial(follow, client, "http://public.example/", may_refresh=True)
        return _asked(net, REFUSED, ask)


def _robots(location: str) -> Observation:
    """Refused; or as good as no file, where the target is no URL (RFC 9309, section 2.3.1.2)."""
    with _public_server() as (server, net, client):
        server.redirects("/robots.txt", _in_header(location))
        ask = partial(client.get_robots, "http://public.example", now=datetime.now(UTC))
        return _asked(net, (*REFUSED, "fetched"), lambda: outcome_of(ask))


def _environment_proxy(name: str) -> Observation:
    """Nothing is sent to a proxy that only the environment knows."""
    with _public_server() as (server, net, client), MannersServer() as proxy:
        server.says("/", PAGE)
        proxy.says("http://public.example/", PAGE)
        with patch.dict(os.environ, {name: f"http://127.0.0.1:{proxy.port}"}):
            seen = _asked(net, "fetched", lambda: follow(client, "http://public.example/"))
        assert not proxy.asked
        return seen


def _netrc() -> Observation:
    """No password of the user's own goes out."""
    with _public_server() as (server, net, client), TemporaryDirectory() as folder:
        server.says("/", PAGE)
        netrc = Path(folder, "netrc")
        netrc.write_text("machine public.example login a password b\ndefault login a password b\n")
        with patch.dict(os.environ, {"NETRC": str(netrc), "HOME": folder}):
            seen = _asked(net, "fetched", lambda: follow(client, "http://public.example/"))
        assert "authorization" not in server.asked[0].headers
        return seen


@contextmanager
def _world() -> Iterator[tuple[World, MannersServer, Net]]:
    """The whole path over a real fetcher, with a public site of ours."""
    with _public_server() as (server, net, client), TemporaryDirectory() as folder:
        world = World(f"sqlite:///{folder}/vedette.db")
        world.fetcher = client  # type: ignore[assignment]
        world.robots_rules = lambda file: parse_robots(file, "vedette")  # type: ignore[assignment,return-value]
        try:
            yield world, server, net
        finally:
            world.close()


def _source(kind: UrlKind, links: Sequence[str]) -> bytes:
    listed = [html.escape(link) for link in links]
    if kind is UrlKind.FEED:
        items = "".join(
            f"<item><title>{n}</title><link>{u}</link></item>" for n, u in enumerate(listed)
        )
        return f"<rss version='2.0'><channel><title>f</title>{items}</channel></rss>".encode()
    if kind is UrlKind.SITEMAP:
        entries = "".join(
            f"<url><loc>{u}</loc><lastmod>2026-11-24T07:00:00Z</lastmod></url>" for u in listed
        )
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>".encode()
    headlines = "".join(
        f"<article><h2><a href='{u}'>The fleet takes over frigate number {n} in the port</a></h2>"
        "</article>"
        for n, u in enumerate(listed)
    )
    return f"<!doctype html><main>{headlines}</main>".encode()


def _links(kind: UrlKind) -> Observation:
    """What a source lists is declined, or refused when it is asked for; its own page is stored."""
    path = "2026/11/24/frigate-handed-over-to-the-fleet"
    private = [f"{link.rstrip('/')}/{path}" for link in LOCATIONS]
    with _world() as (world, server, net):
        server.says("/list", _source(kind, [*private, f"http://public.example/{path}"]))
        server.says(f"/{path}", json.dumps({"title": "t", "text": long_text("t")}).encode())
        new = NewSource(kind=kind, name="list", url="http://public.example/list")
        with world.database.transaction() as tx:
            world.pipeline.sources.add(tx, [new])

        def ask() -> str:
            world.work(20)
            counts = world.counts().outcomes
            bad = {str(o) for o in counts if o not in {*REFUSED, "stored", "polled"}}
            return f"stored {counts.get('stored', 0)}, others {sorted(bad)}"

        return _asked(net, "stored 1, others []", ask)


def _canonical() -> Observation:
    """A canonical link names an article; it is not asked for."""
    page = {"title": "t", "text": long_text("t"), "canonical": "http://10.0.0.5/a"}
    with _world() as (world, server, net):
        server.says("/a", json.dumps(page).encode())
        for n, location in enumerate(LOCATIONS):
            server.redirects(f"/r{n}", _in_header(location))
        roads = [f"http://public.example/r{n}" for n in range(len(LOCATIONS))]
        world.submit("http://public.example/a", *roads)

        def ask() -> str:
            world.work(40)
            counts = world.counts().outcomes
            refused = sum(counts.get(outcome, 0) for outcome in REFUSED)
            return f"stored {counts.get('stored', 0)}, refused {refused}"

        return _asked(net, f"stored 1, refused {len(LOCATIONS)}", ask)
