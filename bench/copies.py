"""Many distinct copies of few pages, laid out over hosts and written to a folder.

Each copy has a URL of its own and its number in the title and in every paragraph, so that none is
taken for a duplicate. The server and the reference read the folder; neither needs the other.
"""

import gzip
import json
import math
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.pages import Page
from worker.demo.answers import PLACEHOLDER

#: ASCII, and so the same bytes in every charset that news pages are written in (but UTF-16).
_TITLE = re.compile(rb"<title(?:\s[^<>]*)?>", re.IGNORECASE)
_PARAGRAPH = re.compile(rb"<(?:p|h1)(?:\s[^<>]*)?>", re.IGNORECASE)
_GZIP_LEVEL = 6
_MANIFEST = "copies.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One URL of the measurement."""

    number: int
    page: str  #: the name of the page that it copies
    url: str
    path: str
    content_type: str

    def plain(self, folder: Path) -> bytes:
        """Its bytes."""
        return (folder / f"{self.number}.html").read_bytes()

    def packed(self, folder: Path) -> bytes:
        """Its bytes in gzip."""
        return (folder / f"{self.number}.html.gz").read_bytes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """All copies, with where they are served and where their bytes lie."""

    folder: Path
    addresses: tuple[str, ...]
    port: int
    warm_up: tuple[
        Copy, ...
    ]  #: on hosts of their own: the measured hosts are met for the first time
    measured: tuple[Copy, ...]

    def save(self) -> None:
        """Write the list beside the pages."""
        listed = {**asdict(self), "folder": None}
        (self.folder / _MANIFEST).write_text(json.dumps(listed), encoding="utf-8")


def load(folder: Path) -> Copies:
    """The copies that were written to a folder."""
    listed = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    return Copies(
        folder=folder,
        addresses=tuple(listed["addresses"]),
        port=listed["port"],
        warm_up=tuple(Copy(**one) for one in listed["warm_up"]),
        measured=tuple(Copy(**one) for one in listed["measured"]),
    )


def make(
    pages: Sequence[Page],
    folder: Path,
    *,
    port: int,
    count: int,
    host_count: int,
    warm_up_count: int,
    warm_up_host_count: int,
) -> Copies:
    """Write `count` copies, in the pages' order again and again, and as many for warming up."""
    addresses = [address(n) for n in range(host_count + warm_up_host_count)]
    hosts, warm_up_hosts = addresses[:host_count], addresses[host_count:]
    copies = Copies(
        folder=folder,
        addresses=tuple(addresses),
        port=port,
        measured=_spread(pages, folder, hosts, port, range(1, count + 1)),
        warm_up=_spread(
            pages, folder, warm_up_hosts, port, range(count + 1, count + 1 + warm_up_count)
        ),
    )
    copies.save()
    return copies


def address(number: int) -> str:
    """A loopback address for each host: 127.2.0.1, 127.2.0.2 …"""
    return f"127.2.{number // 250}.{number % 250 + 1}"


def _spread(
    pages: Sequence[Page], folder: Path, hosts: Sequence[str], port: int, numbers: range
) -> tuple[Copy, ...]:
    """Copies of a page go to all hosts in turn: the stride shares no factor with their number."""
    stride = next(n for n in range(len(pages), 2 * len(pages) + len(hosts)) if _coprime(n, hosts))
    copies = []
    for at, number in enumerate(numbers):
        page = pages[at % len(pages)]
        host = hosts[(at % len(pages) + at // len(pages) * stride) % len(hosts)]
        copies.append(_write(page, folder, host=f"{host}:{port}", number=number))
    return tuple(copies)


def _coprime(number: int, hosts: Sequence[str]) -> bool:
    return math.gcd(number, len(hosts)) == 1


def _write(page: Page, folder: Path, *, host: str, number: int) -> Copy:
    base = f"http://{host}/{number}"
    path = f"/{number}/report-{number}.html"
    body = marked(page.body.replace(PLACEHOLDER, base.encode("ascii")), number)
    (folder / f"{number}.html").write_bytes(body)
    (folder / f"{number}.html.gz").write_bytes(gzip.compress(body, _GZIP_LEVEL, mtime=0))
    return Copy(
        number=number,
        page=page.name,
        url=f"http://{host}{path}",
        path=path,
        content_type=page.content_type,
    )


def marked(body: bytes, number: int) -> bytes:
    """The page with its number at the beginning of its title, its headline and each paragraph.

    The mark is no number by itself: "15. " would send htmldate into a long search for dates.
    """
    mark = b"copy%d " % number
    for tag in (_TITLE, _PARAGRAPH):
        body = tag.sub(lambda found: found.group(0) + mark, body)
    return body
