"""`vedette status --watch`: the same counts as they change, on one screen, or as lines.

It fits 80 columns and 24 lines: the outcomes stand beside the states, the rarest of them summed up.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from worker.cli import common
from worker.cli.look import Fact, Look
from worker.errors import StoreError

T = TypeVar("T")

#: Lines of the view that are none of its two columns: title, pace, two alarms, and blanks.
_FRAME_LINES = 8
_OUTCOMES_MIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance(Generic[T]):
    """One look, or why there was none."""

    at: datetime  #: by this machine's clock
    look: T | None
    error: str = ""


def glances(look: Callable[[], T], every_seconds: float) -> Iterator[Glance[T]]:
    """Look again and again, until Ctrl-C; a database that is away is waited for."""
    try:
        while True:
            at = datetime.now(UTC)
            try:
                yield Glance(at=at, look=look())
            except StoreError as error:
                yield Glance(at=at, look=None, error=str(error))
            time.sleep(every_seconds)
    except KeyboardInterrupt:
        return


def on_screen(out: Console, seen: Iterator[Glance[Look]]) -> None:
    """A screen of its own until Ctrl-C; the last view stays."""
    last: Look | None = None
    with Live(console=out, auto_refresh=False, screen=True) as live:
        for glance in seen:
            live.update(view(glance, last, lines=out.size.height), refresh=True)
            last = glance.look or last
    if last is not None:
        out.print(_counts(last, None, lines=1000))


def as_lines(seen: Iterator[Glance[Look]]) -> None:
    """One line for each look, where standard output is no terminal."""
    last: Look | None = None
    for glance in seen:
        sys.stdout.write(common.printable(_line(glance, last)) + "\n")
        sys.stdout.flush()
        last = glance.look or last


def _line(glance: Glance[Look], last: Look | None) -> str:
    moment = glance.at.strftime("%Y-%m-%dT%H:%M:%SZ")
    look = glance.look
    if look is None:
        return f"{moment} error: {glance.error}"
    counts = " ".join(f"{state}={count}" for state, count in look.counts.states.items())
    waited = look.oldest_due_seconds
    due = "" if waited is None else f" oldest_due_seconds={waited:.0f}"
    pace = "" if last is None else f" done_per_second={look.done_per_second(last):.1f}"
    flags = "".join(f" {name}" for name in look.alarms)
    return f"{moment} submitted={look.counts.submitted} {counts}{due}{pace}{flags}"


def view(glance: Glance[Look], last: Look | None, *, lines: int) -> RenderableType:
    """What is seen.

    Args:
        last: the look before, for the pace, and for what is still shown if this one failed.
        lines: of the terminal.
    """
    look = glance.look or last
    parts: list[RenderableType] = []
    if glance.look is None:
        parts += [common.cell(glance.error, "bold red"), ""]
    if look is None:
        return Group(*parts)
    title = f"{look.at.strftime('%H:%M:%S')} UTC  {look.database}"
    parts.insert(0, common.cell(title, "bold", one_line=True))
    parts += [common.cell(says, "yellow", one_line=True) for says in look.alarms.values()]
    parts += ["", _counts(look, last, lines - _FRAME_LINES)]
    parts.append(common.cell(_pace(look, last if glance.look else None), "dim", one_line=True))
    return Group(*parts)


def _counts(look: Look, last: Look | None, lines: int) -> RenderableType:
    return Group(_columns(look, last, lines), "", *map(_fact, look.long_facts))


def _columns(look: Look, last: Look | None, lines: int) -> Table:
    grid = Table.grid(padding=(0, 4, 0, 0))
    grid.add_row(
        Group(_states(look, last), "", *map(_fact, look.short_facts)), _outcomes(look, lines)
    )
    return grid


def _states(look: Look, last: Look | None) -> Table:
    right = {"justify": "right", "no_wrap": True}
    table = common.table(("article URLs", {"no_wrap": True}), ("count", right), ("", right))
    before = {} if last is None else {"submitted": last.counts.submitted, **last.counts.states}
    for name, count in {"submitted": look.counts.submitted, **look.counts.states}.items():
        change = count - before.get(name, count)
        table.add_row(
            common.cell(name, "bold" if name == "submitted" else ""),
            common.cell(count),
            common.cell(f"{change:+d}" if change else "", "dim"),
        )
    return table


def _outcomes(look: Look, lines: int) -> Table:
    table = common.table(
        ("outcome", {"no_wrap": True}), ("count", {"justify": "right", "no_wrap": True})
    )
    ranked = sorted(look.counts.outcomes.items(), key=lambda one: -one[1])
    shown, left = _cut(ranked, max(_OUTCOMES_MIN, lines))
    for outcome, count in shown:
        table.add_row(common.cell(outcome), common.cell(count))
    if left:
        total = sum(count for _, count in left)
        table.add_row(common.cell(f"{len(left)} others", "dim"), common.cell(total, "dim"))
    return table


def _cut(ranked: Sequence[T], lines: int) -> tuple[Sequence[T], Sequence[T]]:
    """What fits; a last line is kept for the sum of the others."""
    kept = len(ranked) if len(ranked) <= lines else lines - 1
    return ranked[:kept], ranked[kept:]


def _fact(fact: Fact) -> Text:
    name, value = fact
    return Text.assemble(
        (f"{name}  ", "dim"), common.printable(str(value)), no_wrap=True, overflow="ellipsis"
    )


def _pace(look: Look, last: Look | None) -> str:
    pace = "" if last is None else f"{look.done_per_second(last):.1f} done a second; "
    return f"{pace}Ctrl-C ends"
