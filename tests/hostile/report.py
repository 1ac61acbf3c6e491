"""The table of figures that `make hostile` prints."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from hostile.case import Case, Observation

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A case with what was seen of it."""

    case: Case
    seen: Observation


def table(tried: Sequence[Tried]) -> Table:
    """A row for each area, and one for all."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("area")
    for name in ("cases", "right", "worst s", "peak MiB", "forbidden connections"):
        shown.add_column(name, justify="right")
    areas = list(dict.fromkeys(one.case.area for one in tried))
    for area in areas:
        shown.add_row(*_row(area, [one.seen for one in tried if one.case.area == area]))
    shown.add_row(*_row("all", [one.seen for one in tried]), style="bold")
    return shown


def _row(name: str, seen: Sequence[Observation]) -> tuple[str, ...]:
    peak = max((one.peak_bytes for one in seen), default=0)
    return (
        name,
        str(len(seen)),
        str(sum(one.is_right for one in seen)),
        f"{max((one.seconds for one in seen), default=0.0):.2f}",
        f"{peak / _MIB:.0f}" if peak else "",
        str(sum(one.forbidden_connections for one in seen)),
    )


def show(tried: Sequence[Tried], out: Console) -> None:
    """Print the table, what cases had to note, and what went wrong."""
    out.print(table(tried))
    for one in tried:
        if one.seen.note:
            out.print(f"{one.case.area}/{one.case.name}: {one.seen.note}", markup=False)
    for one in tried:
        for fault in one.seen.faults:
            out.print(
                f"WRONG {one.case.area}/{one.case.name}: {fault}", markup=False, style="bold red"
            )
