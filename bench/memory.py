"""The table of memory: peak RSS and peak PSS of each process."""

from collections.abc import Sequence

from rich.table import Table

from bench.meter import Memory
from bench.results import HARNESS, Run, grouped, part_names, title
from bench.tables import plain_table

_MB = 1_000_000
#: Parts with more processes are shown as one (PostgreSQL's).
_SHOWN_EACH = 4


def memory_table(runs: Sequence[Run]) -> Table:
    """Of the last round. RSS counts shared pages in full for each process, PSS in shares."""
    lasts = {key: same[-1] for key, same in grouped(runs).items()}
    table = plain_table("peak MB: RSS/PSS", *(title(key) for key in lasts))
    for name in part_names(runs):
        found = [_memory_of(run, name) for run in lasts.values()]
        most = max(len(memory) for memory in found)
        if most > _SHOWN_EACH:
            table.add_row(f"{name}, all of it", *(_together(memory) for memory in found))
            continue
        for at in range(most):
            numbered = name if most == 1 else f"{name} {at + 1}"
            table.add_row(numbered, *(_each(memory[at : at + 1]) for memory in found))
    table.add_row("engine and services together", *(_whole(run) for run in lasts.values()))
    return table


def _memory_of(run: Run, name: str) -> Sequence[Memory]:
    return [one for part in run.usage.parts if part.name == name for one in part.memory]


def _each(memory: Sequence[Memory]) -> str:
    return "".join(
        f"{one.peak_rss_bytes / _MB:.0f}/{one.peak_pss_bytes / _MB:.0f}" for one in memory
    )


def _together(memory: Sequence[Memory]) -> str:
    pss_bytes = sum(one.peak_pss_bytes for one in memory)
    return f"-/{pss_bytes / _MB:.0f} ({len(memory)})" if memory else ""


def _whole(run: Run) -> str:
    parts = [part for part in run.usage.parts if part.name not in HARNESS]
    return f"-/{sum(one.peak_pss_bytes for part in parts for one in part.memory) / _MB:.0f}"
