"""The command line."""

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

KINDS = ("reference", "embedded", "celery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is to be measured."""

    pages: Path | None
    count: int
    hosts: int
    latencies_ms: tuple[int, ...]
    processes: int
    rounds: int
    kinds: frozenset[str]
    limit_seconds: float
    as_json: bool


def read(arguments: list[str] | None = None) -> Options:
    """The options as they were given; ends the program where they can't be read."""
    given = _parser().parse_args(arguments)
    return Options(
        pages=given.pages,
        count=given.count,
        hosts=given.hosts,
        latencies_ms=given.latency_ms,
        processes=given.processes,
        rounds=given.rounds,
        kinds=given.only,
        limit_seconds=given.limit_seconds,
        as_json=given.json,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Pages a second of both engines, against trafilatura alone on the same pages. "
        "VEDETTE_… variables change the settings under which they are measured.",
    )
    add = parser.add_argument
    add("--pages", type=_folder, metavar="FOLDER", help="*.html and *.html.gz (else: sample web)")
    add("--count", type=_positive, default=600, help="URLs, each with its own page; 600")
    add("--hosts", type=_positive, default=100, help="loopback addresses that serve them; 100")
    add("--latency-ms", type=_latencies, default="0,150", help="pauses before answers; 0,150")
    add("--processes", type=_positive, default=2, help="that extract, in all that is measured; 2")
    add("--rounds", type=_positive, default=1, help="repetitions; tables show medians; 1")
    add("--only", type=_kinds, default=",".join(KINDS), help=f"some of {','.join(KINDS)}")
    add("--limit-seconds", type=_seconds, default=600.0, help="longest wait for one run; 600")
    add("--json", action="store_true", help="one JSON document instead of tables")
    return parser


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is no folder")
    return path


def _positive(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above 0")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds above 0")
    return seconds


def _latencies(text: str) -> tuple[int, ...]:
    if not all(part.isascii() and part.isdigit() for part in text.split(",")):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of milliseconds, such as 0,150")
    return tuple(int(part) for part in text.split(","))


def _kinds(text: str) -> frozenset[str]:
    kinds = frozenset(text.split(","))
    if unknown := kinds - set(KINDS):
        raise argparse.ArgumentTypeError(f"{min(unknown)!r} is none of {', '.join(KINDS)}")
    return kinds
