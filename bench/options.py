"""The command line."""

import argparse
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
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    add = parser.add_argument
    add("--pages", type=_folder, metavar="FOLDER", help="*.html and *.html.gz (else: sample web)")
    add("--count", type=_positive, default=600, help="pages, each with a URL of its own")
    add("--hosts", type=_positive, default=100, help="loopback addresses that serve them")
    add("--latency-ms", type=_latencies, default=(0, 150), help="pauses before answers: 0,150")
    add("--processes", type=_positive, default=2, help="that extract: of reference and engines")
    add("--rounds", type=_positive, default=1, help="repetitions; the table shows the medians")
    add("--only", type=_kinds, default=frozenset(KINDS), help="some of reference,embedded,celery")
    add("--limit-seconds", type=float, default=600.0, help="the longest wait for one measurement")
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


def _latencies(text: str) -> tuple[int, ...]:
    if not all(part.isascii() and part.isdigit() for part in text.split(",")):
        raise argparse.ArgumentTypeError(f"{text!r} is no list of milliseconds, such as 0,150")
    return tuple(int(part) for part in text.split(","))


def _kinds(text: str) -> frozenset[str]:
    kinds = frozenset(text.split(","))
    if unknown := kinds - set(KINDS):
        raise argparse.ArgumentTypeError(f"{min(unknown)!r} is none of {', '.join(KINDS)}")
    return kinds
