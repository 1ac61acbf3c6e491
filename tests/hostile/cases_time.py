"""No waiting for ever: twelve slow servers and more, each held to the deadline and a second."""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from integration.fetch.authority import Authority
from integration.fetch.manners import Conversation, Handler, MannersServer

from hostile import crowd
from hostile.case import Case, Observation
from hostile.fetching import FetchingEngine
from hostile.net import outcome_of, timed
from worker.build import App
from worker.fetch.client import Fetcher
from worker.observe import logs
from worker.settings import FetchSettings, LogSettings, Settings
from worker.store.schema import urls
from worker.values import Candidate

SHORT_SECONDS, LONG_SECONDS = 0.3, 5.0
OVERRUN_SECONDS = 1.0
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
#: Of the rate without hostile hosts healthy ones must keep so much.
RATE_SHARE = 0.9
HOSTILE_HOSTS, HEALTHY_HOSTS = 200, 20
#: By the healthy hosts' own pace the machine has little to do: their rate is not that of its cores.
DELAY_SECONDS = 1.0
THREADS = 256


def cases() -> Iterator[Case]:
    """Each with a short deadline in the suite, and a longer one at length."""
    for deadline_seconds, is_long in ((SHORT_SECONDS, False), (LONG_SECONDS, True)):
        suffix = f" (deadline {deadline_seconds:g} s)"
        for name, (expected, handler) in HANDLERS.items():
            run = partial(_visit, expected, handler, deadline_seconds)
            yield _case(name + suffix, run, is_long)
        for name, special in SPECIAL.items():
            yield _case(name + suffix, partial(special, deadline_seconds), is_long)
    yield _case("200 slow hosts, new, with healthy ones, new", partial(_crowd, False), True)
    yield _case("200 slow hosts, new, with healthy ones, known", partial(_crowd, True), True)


def _case(name: str, run: Callable[[], Observation], is_long: bool) -> Case:
    return Case(area="time", name=name, run=run, is_long=is_long)


# --- servers that drip


def _says_nothing(conversation: Conversation) -> None:
    time.sleep(30)


def _repeats(start: bytes, piece: bytes, *, pause_seconds: float = 0.02) -> Handler:
    def handler(conversation: Conversation) -> None:
        conversation.send(start)
        while True:
            conversation.send(piece)
            time.sleep(pause_seconds)

    return handler


def _hops(conversation: Conversation) -> None:
    time.sleep(0.7)  # ten of them outlast both deadlines
    conversation.answer(status="302 Found", headers=[f"Location: {conversation.path}1"])


def _hops_with_endless_bodies(conversation: Conversation) -> None:
    """Each body is given half a second: ten of them outlast both deadlines."""
    conversation.send(
        b"HTTP/1.1 302 Found\r\nContent-Length: 100\r\nLocation: %s1\r\n\r\n"
        % conversation.path.encode()
    )
    time.sleep(30)


def _refreshes_slowly(conversation: Conversation) -> None:
    time.sleep(0.2)
    if conversation.path == "/":
        conversation.answer(b"<meta http-equiv=refresh content='0;url=/next'>")
    else:
        time.sleep(30)


GZIPPED = gzip.compress(b"<p>whole</p>" * 100)
HANDLERS: dict[str, tuple[str, Handler]] = {
    "accepts, and is silent": ("timeout", _says_nothing),
    "header drip": ("timeout", _repeats(OK + b"X: ", b"y")),
    "status line drip": ("timeout", _repeats(b"H", b"T")),
    "endless 100 Continue": ("timeout", _repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n")),
    "100 Continue in a flood": (
        "timeout", _repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 99, pause_seconds=0)),
    "endless header lines": ("http_error", _repeats(OK, b"X: y\r\n" * 99, pause_seconds=0)),
    "header lines, slowly": ("timeout", _repeats(OK, b"X: y\r\n", pause_seconds=0.2)),
    "body drip": ("timeout", _repeats(OK + b"Content-Length: 9999\r\n\r\n", b"x")),
    "body drip without a length": ("timeout", _repeats(OK + b"\r\n", b"x")),
    "chunk drip": ("timeout", _repeats(CHUNKED, b"1\r\nx\r\n")),
    "chunk size drip": ("timeout", _repeats(CHUNKED, b"0")),
    "chunk extension drip": ("timeout", _repeats(CHUNKED + b"1;", b"x")),
    "trailer drip": ("timeout", _repeats(CHUNKED + b"1\r\nx\r\n0\r\n", b"X: y\r\n")),
    "endless chunked body": (
        "too_large", _repeats(CHUNKED, b"40000\r\n" + bytes(262_144) + b"\r\n", pause_seconds=0)),
    "drip after a whole gzip stream": (
        "timeout", _repeats(OK + b"Content-Encoding: gzip\r\n\r\n" + GZIPPED, b"x")),
    "gzip drip": (
        "timeout", _repeats(OK + b"Content-Encoding: gzip\r\n\r\n" + GZIPPED[:12], b"")),
    "error page drip": (
        "http_error", _repeats(b"HTTP/1.1 500 E\r\nContent-Length: 9999\r\n\r\n", b"x")),
    "slow hops": ("timeout", _hops),
    "hops with endless bodies": ("timeout", _hops_with_endless_bodies),
    "meta refresh to a silent page": ("timeout", _refreshes_slowly),
}  # fmt: skip


def _fetcher(deadline_seconds: float, **options: object) -> Fetcher:
    settings = FetchSettings.model_validate(
        {
            "allow_networks": ["127.0.0.0/8"],
            "deadline_seconds": deadline_seconds,
            "connect_timeout_seconds": deadline_seconds,
            "body_max_bytes": 2_000_000,
        }
    )
    return Fetcher(settings, allowed_ports=(80, 443), **options)  # type: ignore[arg-type]


def _asked(
    expected: str, client: Fetcher, url: str, deadline_seconds: float, **options: object
) -> Observation:
    with contextlib.closing(client):
        return timed(
            expected,
            lambda: outcome_of(lambda: client.get(url, may_refresh=True, **options)),  # type: ignore[arg-type]
            limit_seconds=deadline_seconds + OVERRUN_SECONDS,
        )


def _visit(expected: str, handler: Handler, deadline_seconds: float) -> Observation:
    with MannersServer(fallback=handler) as server:
        client = _fetcher(deadline_seconds)
        return _asked(expected, client, server.url("/"), deadline_seconds)


# --- connections


@contextmanager
def _black_hole() -> Iterator[int]:
    """A port whose queue is full: the next SYN gets no answer."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        address = listener.getsockname()
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect(address)
        time.sleep(0.05)
        yield address[1]


def _no_accept(deadline_seconds: float) -> Observation:
    with _black_hole() as port:
        url = f"http://127.0.0.1:{port}/"
        return _asked("timeout", _fetcher(deadline_seconds), url, deadline_seconds)


def _handshake_drip(deadline_seconds: float) -> Observation:
    """The header of a long record, and then its bytes one by one."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with contextlib.suppress(OSError), connection:
                connection.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xf0\x03\x03")
                while True:
                    connection.sendall(b"\x00")
                    time.sleep(0.02)

        threading.Thread(target=drip, daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        return _asked("tls_error", _fetcher(deadline_seconds), url, deadline_seconds)


def _no_handshake(deadline_seconds: float) -> Observation:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
        return _asked("tls_error", _fetcher(deadline_seconds), url, deadline_seconds)


def _drip_behind_tls(deadline_seconds: float) -> Observation:
    with TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        context: ssl.SSLContext = authority.server("slow.example")
        handler = _repeats(OK + b"Content-Length: 9999\r\n\r\n", b"x")
        with MannersServer(tls=context, fallback=handler) as server:
            client = _fetcher(deadline_seconds, resolve=lambda host, port: ["127.0.0.1"])
            url = server.url("/", host="slow.example")
            return _asked("timeout", client, url, deadline_seconds, ca_file=str(authority.pem))


def _slow_dns(deadline_seconds: float) -> Observation:
    """A look-up can't be broken off: its thread is left behind, ours goes on."""

    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3 * LONG_SECONDS)
        return ["127.0.0.1"]

    client = _fetcher(deadline_seconds, resolve=resolve)
    return _asked("timeout", client, "http://slow.example/", deadline_seconds)


def _many_dead_addresses(deadline_seconds: float) -> Observation:
    """Each gets a share of the time, not all of it."""
    with _black_hole() as port:
        client = _fetcher(deadline_seconds, resolve=lambda host, _: ["127.0.0.1"] * 50)
        return _asked("timeout", client, f"http://dead.example:{port}/", deadline_seconds)


def _slow_robots_slow_page(deadline_seconds: float) -> Observation:
    """Two requests of one lease: robots.txt gets half of a page's time."""
    with MannersServer(fallback=_repeats(OK + b"Content-Length: 9999\r\n\r\n", b"x")) as server:
        client = _fetcher(deadline_seconds)
        ask = partial(client.get_robots, server.url(""), now=datetime.now(UTC))
        robots = timed(
            "timeout",
            lambda: outcome_of(ask),
            limit_seconds=deadline_seconds / 2 + OVERRUN_SECONDS,
        )
        if robots.faults:
            return robots
        return _asked("timeout", client, server.url("/"), deadline_seconds)


SPECIAL: dict[str, Callable[[float], Observation]] = {
    "no accept": _no_accept,
    "TLS handshake drip": _handshake_drip,
    "no TLS handshake": _no_handshake,
    "body drip behind TLS": _drip_behind_tls,
    "slow DNS": _slow_dns,
    "fifty dead addresses": _many_dead_addresses,
    "slow robots.txt, then a slow page": _slow_robots_slow_page,
}


# --- a crowd of them


def _slow_resolve(host: str, port: int) -> list[str]:
    if host.startswith("dns"):
        time.sleep(30)
    return [host]


def _site(kind: str, number: int, port: int) -> str:
    return f"http://{kind}.0.{number + 1}:{port}"


def _healthy(port: int, pages: range) -> list[Candidate]:
    return [
        Candidate(url=f"{_site(crowd.HEALTHY, number, port)}/{page}", origin="test")
        for page in pages
        for number in range(HEALTHY_HOSTS)
    ]


def _hostile(port: int) -> list[Candidate]:
    """Three of each host, so that a host is met again; some hang in DNS, some in TLS."""
    sites = [_site(crowd.HOSTILE, number, port) for number in range(HOSTILE_HOSTS - 20)]
    sites += [f"http://dns{number}.example:{port}" for number in range(10)]
    sites += [_site(crowd.HOSTILE, 200 + n, port).replace("http:", "https:") for n in range(10)]
    return [Candidate(url=f"{site}/{page}", origin="test") for site in sites for page in range(3)]


def _healthy_fetched(
    port: int, *, seconds: float, deadline_seconds: float, are_known: bool, with_hostile: bool
) -> tuple[int, float]:
    """Pages that healthy hosts gave in this time, and the longest that any fetch took."""
    with TemporaryDirectory() as folder:
        settings = Settings(
            database={"url": f"sqlite:///{folder}/vedette.db"},
            log={"level": "WARNING"},
            fetch={
                "allow_networks": ["127.0.0.0/8"],
                "deadline_seconds": deadline_seconds,
                "delay_seconds": DELAY_SECONDS,
                "threads": THREADS,
            },
        )
        app = App(settings)
        app.database.migrate()
        app.__dict__["fetcher"] = Fetcher(
            settings.fetch, allowed_ports=(80,), resolve=_slow_resolve
        )
        engine = FetchingEngine(app)
        if are_known:
            engine.pipeline.submit(_healthy(port, range(3)))
            engine.run(3)
        before = _captured(app)
        # The hostile ones are due first: they would be first at every place.
        engine.pipeline.submit(_hostile(port) if with_hostile else [])
        engine.pipeline.submit(_healthy(port, range(3, int(seconds / DELAY_SECONDS) + 20)))
        engine.run(seconds)
        fetched = _captured(app) - before
        engine.close()
        app.close()
        return fetched, engine.most_fetching


def _captured(app: App) -> int:
    query = sa.select(sa.func.count()).where(
        urls.c.host.startswith(crowd.HEALTHY), urls.c.capture_id.is_not(None)
    )
    with app.database._engine.connect() as connection:
        return int(connection.execute(query).scalar_one())


def _crowd(are_known: bool) -> Observation:
    """The rate of healthy hosts, without hostile ones and with them."""
    logs.configure(LogSettings(level="WARNING"))
    with crowd.running() as port:
        measure = partial(
            _healthy_fetched,
            port,
            seconds=40,
            deadline_seconds=LONG_SECONDS,
            are_known=are_known,
        )
        alone, _ = measure(with_hostile=False)
        among, most = measure(with_hostile=True)
    share = among / max(alone, 1)
    return Observation(
        expected=f"at least {RATE_SHARE:.0%} of the rate",
        got=f"at least {RATE_SHARE:.0%} of the rate" if share >= RATE_SHARE else f"{share:.0%}",
        note=f"{HEALTHY_HOSTS} healthy hosts: {alone} pages alone, {among} among "
        f"{HOSTILE_HOSTS} slow hosts ({share:.0%}); {most} fetches at once at the most",
    )
