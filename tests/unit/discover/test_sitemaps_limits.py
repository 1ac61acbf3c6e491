"""Sitemaps that are huge, or made to do harm."""

import gzip
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from worker.discover import sitemaps
from worker.discover.sitemaps import SitemapLimits
from worker.errors import Refused
from worker.source_values import Reading

BASE = "https://www.example.com/sitemap.xml"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LIMITS = SitemapLimits(
    max_bytes=52_428_800, entries_max=50_000, age_max_seconds=86_400, children_max=20
)
MIB = 1024 * 1024


def read(body: bytes, limits: SitemapLimits = LIMITS) -> Reading:
    return sitemaps.read(body, base_url=BASE, content_type=None, now=NOW, limits=limits)


measures_memory = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is measured as Linux tells it"
)

#: Run by itself, since memory is measured for a whole process, libxml2's included. The bodies are
#: of one size, so that the peak holds one of them.
MEASURE = """
import json, re, sys, time
from datetime import UTC, datetime
from pathlib import Path
from worker.discover import sitemaps

limits = sitemaps.SitemapLimits(
    max_bytes=52_428_800, entries_max=50_000, age_max_seconds=86_400, children_max=20
)

def read(body):
    return sitemaps.read(
        body, base_url="https://www.example.com/sitemap.xml", content_type=None,
        now=datetime(2026, 11, 24, 12, tzinfo=UTC), limits=limits,
    )

def peak_kib():
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])

read(b"<urlset/>")
before_kib = None
for path in sys.argv[1:]:
    body = Path(path).read_bytes()
    before_kib = before_kib or peak_kib()
    begun = time.process_time()
    reading = read(body)
    seconds = time.process_time() - begun
    extra_mib = (peak_kib() - before_kib) / 1024
    print(json.dumps([Path(path).name, len(reading.items), seconds, extra_mib]))
    del body, reading
"""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one reading took."""

    items_count: int
    cpu_seconds: float
    extra_mib: float  #: beyond the body; of this reading or one before it


def measured(bodies: dict[str, bytes], folder: Path) -> dict[str, Measured]:
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(folder / name) for name in bodies)],
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return {
        name: Measured(items_count=count, cpu_seconds=seconds, extra_mib=extra)
        for name, count, seconds, extra in map(json.loads, done.stdout.splitlines())
    }


@measures_memory
def test_the_largest_sitemap_that_is_allowed_is_read_in_little_memory(tmp_path: Path) -> None:
    entry = (
        "<url><loc>https://www.example.com/world/2026/an-article-with-a-long-name-{0}.html</loc>"
        "<lastmod>2026-11-24T08:00:00+00:00</lastmod><news:news><news:title>Frigate {0}, and what "
        "there is to say of it</news:title></news:news><x>" + "x" * 780 + "</x></url>\n"
    )
    body = f"<urlset>{''.join(entry.format(i) for i in range(50_000))}</urlset>".encode()
    assert 48 * MIB < len(body) < 50 * MIB
    [reading] = measured({"large.xml": body}, tmp_path).values()
    assert reading.items_count == 50_000
    assert reading.extra_mib < 40
    assert reading.cpu_seconds < 15  # one, on a machine at rest


NONSENSE = {
    "elements": b"<a/>",
    "entries": b"<url>      ",
    "endings": b"</url>",
    "nesting": b"<a>",
    "attributes": b'<url a="<url>         ',
    "references": b"&amp;>",
    "ampersands": b"&>",
    "comments": b"<!--<url>",
    "CDATA": b"<![CDATA[<url>",
    "instructions": b"<?<url>",
    "text": b"x",
    "namespaces": b'<a xmlns:b="c"/>',
    "roots": b"<urlset><url></urlset>                  ",
}


@measures_memory
def test_nonsense_costs_neither_much_time_nor_much_memory(tmp_path: Path) -> None:
    bodies = {
        name: (b"<urlset><url><loc>" + unit * min(300_000, 4 * MIB // len(unit))).ljust(5 * MIB)
        for name, unit in NONSENSE.items()
    }
    for name, reading in measured(bodies, tmp_path).items():
        assert reading.extra_mib < 30, name
        assert reading.cpu_seconds < 10, name


@pytest.mark.parametrize("layers", [1, 2])
def test_a_bomb_stops_at_the_cap_and_what_came_before_is_read(layers: int) -> None:
    body = b"<urlset><url><loc>/1</loc></url>" + b" " * (64 * MIB)
    for _ in range(layers):
        body = gzip.compress(body, 6)
    limits = SitemapLimits(max_bytes=MIB, entries_max=10, age_max_seconds=86_400, children_max=1)
    reading = read(body, limits)
    assert [item.url for item in reading.items] == ["https://www.example.com/1"]
    assert reading.left_out == {"beyond the size cap": 1}


def test_a_bomb_of_empty_parts_stops_as_well() -> None:
    body = gzip.compress(b"<urlset><url><loc>/1</loc></url>") + gzip.compress(b"") * 200_000
    assert read(body).left_out == {"damaged compression": 1}
    assert len(read(gzip.compress(body)).items) == 1


def test_plain_bytes_beyond_the_cap_are_not_read() -> None:
    entries = b"".join(b"<url><loc>/%d</loc></url>" % i for i in range(1000))
    limits = SitemapLimits(max_bytes=5000, entries_max=1000, age_max_seconds=86_400, children_max=1)
    reading = read(b"<urlset>" + entries + b"</urlset>", limits)
    assert 100 < len(reading.items) < 250
    assert reading.left_out == {"beyond the size cap": 1}


def test_entries_far_beyond_the_protocol_are_not_even_counted() -> None:
    reading = read(b"<urlset>" + b"<url/>" * 300_000 + b"</urlset>")
    assert reading.links_count == sitemaps.READ_MAX
    assert (reading.left_out or {})["beyond the size cap"] == 1


# --- nothing from outside


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


SECRET = "the garrison sleeps at noon"
ENTRY = "<url><loc>https://www.example.com/{0}</loc><lastmod>{0}</lastmod><news><title>{0}</title></news></url>"

ATTACKS = [
    '<!DOCTYPE urlset [<!ENTITY x SYSTEM "FILE">]><urlset>' + ENTRY.format("&x;") + "</urlset>",
    '<!DOCTYPE urlset [<!ENTITY x SYSTEM "HTTP/x">]><urlset>' + ENTRY.format("&x;") + "</urlset>",
    '<!DOCTYPE urlset [<!ENTITY % x SYSTEM "HTTP/x.dtd"> %x;]><urlset>' + ENTRY + "</urlset>",
    '<!DOCTYPE urlset [<!ENTITY % x SYSTEM "FILE"> %x;]><urlset>' + ENTRY + "</urlset>",
    '<!DOCTYPE urlset SYSTEM "HTTP/x.dtd"><urlset>' + ENTRY + "</urlset>",
    '<!DOCTYPE urlset PUBLIC "x" "FILE"><urlset>' + ENTRY + "</urlset>",
    '<?xml-stylesheet href="HTTP/x.xsl"?><urlset>' + ENTRY + "</urlset>",
    # behind the root's start, where a document type has no place
    '<urlset><!DOCTYPE urlset [<!ENTITY x SYSTEM "FILE">]>' + ENTRY.format("&x;") + "</urlset>",
    '<urlset/><!DOCTYPE urlset [<!ENTITY x SYSTEM "FILE">]><urlset>' + ENTRY.format("&x;"),
    '<urlset xmlns:xi="http://www.w3.org/2001/XInclude">'
    + ENTRY.format('<xi:include href="FILE" parse="text"/>')
    + '<xi:include href="HTTP/x.xml"/></urlset>',
    '<urlset xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="HTTP/x HTTP/x.xsd" xml:base="HTTP/">' + ENTRY + "</urlset>",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_no_file_is_opened_and_nobody_is_called(
    attack: str, charset: str, listener: socket.socket, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    text = attack.replace("FILE", secret.as_uri()).replace("HTTP", address)
    assert SECRET not in repr(read(text.encode(charset)))
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_laughs_do_not_multiply() -> None:
    entities = '<!ENTITY l0 "ha">' + "".join(
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12)
    )
    large = f'<!ENTITY x "{"x" * 50_000}">'
    for declared, used in ((entities, "&l11;"), (large, "&x;" * 50_000)):
        body = f"<!DOCTYPE urlset [{declared}]><urlset>{ENTRY.format(used)}</urlset>"
        begun = time.monotonic()
        assert len(repr(read(body.encode()))) < 100_000
        assert time.monotonic() - begun < 10


@pytest.mark.parametrize("start", [b"<", b"<!DOCTYPE urlset [", b"<!--", b"<a ", b"<?xml ", b"["])
def test_a_beginning_without_an_end_is_refused_at_once(start: bytes) -> None:
    begun = time.monotonic()
    with pytest.raises(Refused, match="wrong_type"):
        read(start * (MIB // len(start)))
    assert time.monotonic() - begun < 10
