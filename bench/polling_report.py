"""What the simulation of polls came to, as tables."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from rich.console import Console
from rich.table import Table

from bench.polling_run import Tallies, Tally, Watched
from bench.polling_world import BANDS, HINT_LIES, HINT_NONE, HINT_OBEYED
from bench.tables import plain_table

_WIDTH = 150
_MINUTE = 60.0


def as_text(
    results: Mapping[str, Tallies], watched: Sequence[Watched], *, days: int, ours: str, rival: str
) -> str:
    """All tables.

    Args:
        results: by the name of the way of polling.
        ours, rival: names of those that are compared class by class.
    """
    for tally in (tally for tallies in results.values() for tally in tallies.values()):
        tally.delays.sort()  # groups in order are joined, and asked, quickly
    text = StringIO()
    out = Console(file=text, width=_WIDTH, highlight=False)
    both = {ours: results[ours], rival: results[rival]}
    for title, table in (
        ("Delays from publication to discovery, in minutes", _ways(results, days)),
        ("By class of source, in articles a day", _classes(both, days)),
        ("By the publisher's hint, which Vedette heeds", _hints(both, days)),
        ("Silence", _silence(watched, days)),
    ):
        out.print(f"\n{title}\n", markup=False)
        out.print(table)
    return text.getvalue()


def whole(tallies: Tallies) -> Tally:
    """All groups together."""
    return _joined(tallies.values())


def share_within(tally: Tally, share: float) -> float:
    """The delay, in minutes, that so many of the found articles don't exceed."""
    ordered = sorted(tally.delays)  # quick where they are in order already
    at = min(len(ordered) - 1, int(share * len(ordered)))
    return ordered[at] / _MINUTE if ordered else math.nan


def mean(tally: Tally) -> float:
    """Mean delay in minutes."""
    return statistics.fmean(tally.delays) / _MINUTE if tally.delays else math.nan


def bands(tallies: Tallies) -> dict[str, Tally]:
    """By class, those that have articles, the slowest first."""
    found = {
        name: _joined(tally for group, tally in tallies.items() if group.band == name)
        for name in BANDS
    }
    return {name: tally for name, tally in found.items() if tally.delays}


def _joined(tallies: Iterable[Tally]) -> Tally:
    joined = Tally()
    for tally in tallies:
        joined.add(tally)
    joined.delays.sort()
    return joined


def _ways(results: Mapping[str, Tallies], days: int) -> Table:
    """Over all articles, and as the mean of the classes' figures, so that each class counts."""
    table = plain_table(
        "", "requests/source/day", "requests/article", "mean", "p50", "p95",
        "mean of classes: mean", "p50", "p95", "missed",
    )  # fmt: skip
    some = whole(next(iter(results.values())))
    articles = len(some.delays) + some.missed
    at_once = f"{articles / some.sources / days:.1f}"
    table.add_row("asked the moment an article appears", at_once, "1.00", *["0.0"] * 6, "0")
    for name, tallies in results.items():
        tally, classes = whole(tallies), bands(tallies).values()
        table.add_row(
            name,
            f"{tally.requests / tally.sources / days:.1f}",
            f"{tally.requests / len(tally.delays):.2f}",
            *(f"{value:.1f}" for value in _figures(tally)),
            *(f"{statistics.fmean(v):.1f}" for v in zip(*map(_figures, classes), strict=True)),
            str(tally.missed),
        )
    return table


def _figures(tally: Tally) -> Sequence[float]:
    return mean(tally), share_within(tally, 0.5), share_within(tally, 0.95)


def _classes(both: Mapping[str, Tallies], days: int) -> Table:
    rows = {name: bands(tallies) for name, tallies in both.items()}
    return _compared(
        {band: {way: rows[way][band] for way in both} for band in rows[next(iter(both))]}, days
    )


def _hints(both: Mapping[str, Tallies], days: int) -> Table:
    rows = {}
    for hint in (HINT_NONE, HINT_OBEYED, HINT_LIES):
        row = {
            way: _joined(tally for group, tally in tallies.items() if group.hint == hint)
            for way, tallies in both.items()
        }
        if all(tally.delays for tally in row.values()):
            rows[hint] = row
    return _compared(rows, days)


def _compared(rows: Mapping[str, Mapping[str, Tally]], days: int) -> Table:
    table = plain_table(
        "", "sources", "", "requests/source/day", "requests/article", "mean", "p50", "p95", "missed"
    )
    table.columns[2].justify = "left"
    for row, tallies in rows.items():
        name, sources = row, str(next(iter(tallies.values())).sources)
        for way, tally in tallies.items():
            table.add_row(
                name,
                sources,
                way,
                f"{tally.requests / tally.sources / days:.1f}",
                f"{tally.requests / len(tally.delays):.2f}",
                *(f"{value:.1f}" for value in _figures(tally)),
                str(tally.missed),
            )
            name = sources = ""
    return table


def _silence(watched: Sequence[Watched], days: int) -> Table:
    """False alarms of sources that never fell silent; of the others, when they were told."""
    table = plain_table(
        "", "healthy", f"false alarms in {days} days", "of 1,000", "fell silent", "told",
        "after hours: p50", "p90",
    )  # fmt: skip
    for band in (*BANDS, "all"):
        here = [one for one in watched if band in {one.band, "all"}]
        healthy = [one for one in here if not one.silent_hours]
        silent = [one for one in here if one.silent_hours]
        if not here:
            continue
        alarms = sum(one.false_alarms for one in here)
        told = sorted(one.told_after_hours for one in silent)
        table.add_row(
            band,
            str(len(healthy)),
            str(alarms),
            f"{1000 * alarms / len(here):.0f}",
            str(len(silent)),
            str(sum(hours < math.inf for hours in told)),
            *(_hours(told, share) for share in (0.5, 0.9)),
        )
    return table


def _hours(told: Sequence[float], share: float) -> str:
    if not told:
        return ""
    hours = told[min(len(told) - 1, int(share * len(told)))]
    return "not told" if hours == math.inf else f"{hours:.0f}"
