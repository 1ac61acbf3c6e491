"""What was measured, as tables for people or one JSON document."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import StringIO

from rich.console import Console
from rich.table import Table

from bench.memory import memory_table
from bench.options import Options
from bench.results import Run, grouped, part_names, title
from bench.tables import plain_table

_WIDTH = 150
#: Above this share of the machine, what else runs on it spoils the measurement.
_ELSEWHERE_SHARE = 0.05


def as_json(
    runs: Sequence[Run],
    wanted: Options,
    machine: Mapping[str, str],
    settings: Mapping[str, str],
) -> str:
    """Everything that was measured."""
    document = {
        "machine": dict(machine),
        "settings": dict(settings),
        "options": {
            "pages": str(wanted.pages or "sample web"),
            "count": wanted.count,
            "hosts": wanted.hosts,
            "processes": wanted.processes,
            "rounds": wanted.rounds,
        },
        "runs": [
            {
                **asdict(run),
                "pages_per_second": run.pages_per_second,
                "pages_per_second_of_reference": _speed_ratio(run, _reference_of(runs, at)),
                "cpu_seconds_per_page": run.cpu_seconds_per_page,
                "cpu_seconds_of_reference": _cpu_ratio(run, _reference_of(runs, at)),
            }
            for at, run in enumerate(runs)
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def as_tables(
    runs: Sequence[Run],
    wanted: Options,
    machine: Mapping[str, str],
    settings: Mapping[str, str],
) -> str:
    """Speed, then CPU time, then memory; then where and under what it was measured."""
    text = StringIO()
    out = Console(file=text, width=_WIDTH, highlight=False)
    rounds = "1 round" if wanted.rounds == 1 else f"{wanted.rounds} rounds: medians and ranges"
    out.print(
        f"\n{wanted.count} pages made of {wanted.pages or 'the sample web'}, on {wanted.hosts} "
        f"hosts; {wanted.processes} extracting processes; {rounds}\n",
        markup=False,
    )
    for table in (_speed(runs), _cpu(runs), memory_table(runs)):
        out.print(table)
        out.print()
    described = {**machine, "settings": "  ".join(f"{k}={v}" for k, v in settings.items())}
    for line in (*_remarks(runs), *(f"{name}: {value}" for name, value in described.items())):
        out.print(line, markup=False)
    return text.getvalue()


def _reference_of(runs: Sequence[Run], at: int) -> Run | None:
    """The reference of the same round, which is measured first."""
    before = [run for run in runs[: at + 1] if run.engine == "reference"]
    return before[-1] if before else None


def _speed_ratio(run: Run, reference: Run | None) -> float | None:
    return _over(run.pages_per_second, reference.pages_per_second if reference else None)


def _cpu_ratio(run: Run, reference: Run | None) -> float | None:
    return _over(run.cpu_seconds_per_page, reference.cpu_seconds_per_page if reference else None)


def _over(value: float, whole: float | None) -> float | None:
    return value / whole if whole else None


def _speed(runs: Sequence[Run]) -> Table:
    table = plain_table(
        "", "pages/s", "of reference", "seconds", "CPU ms/page", "of reference", "outcomes"
    )
    table.columns[-1].justify = "left"
    references = {id(run): _reference_of(runs, at) for at, run in enumerate(runs)}
    for key, same in grouped(runs).items():
        pairs = [(run, references[id(run)]) for run in same]
        table.add_row(
            title(key),
            _median([run.pages_per_second for run in same], ".1f"),
            _median([_speed_ratio(*pair) for pair in pairs], ".2f"),
            _median([run.usage.seconds for run in same], ".1f"),
            _median([1000 * run.cpu_seconds_per_page for run in same], ".1f"),
            _median([_cpu_ratio(*pair) for pair in pairs], ".2f"),
            ", ".join(f"{count} {name}" for name, count in same[-1].outcomes.items()),
        )
    return table


def _cpu(runs: Sequence[Run]) -> Table:
    """Milliseconds of CPU time for each page, by part."""
    groups = grouped(runs)
    table = plain_table("CPU ms/page", *(title(key) for key in groups))
    for name in part_names(runs):
        table.add_row(
            name,
            *(_median([_part_cpu_ms(r, name) for r in same], ".1f") for same in groups.values()),
        )
    elsewhere = (
        [1000 * run.per_page(run.usage.elsewhere_cpu_seconds) for run in same]
        for same in groups.values()
    )
    table.add_row("elsewhere", *(_median(values, ".1f") for values in elsewhere))
    return table


def _part_cpu_ms(run: Run, name: str) -> float | None:
    found = [part.cpu_seconds for part in run.usage.parts if part.name == name]
    return 1000 * run.per_page(sum(found)) if found else None


def _remarks(runs: Sequence[Run]) -> list[str]:
    remarks = []
    for run in runs:
        name = title((run.engine, run.latency_ms))
        if not run.is_whole:
            remarks.append(f"NOT FINISHED: {name}: {dict(run.unfinished)}")
        elsewhere = run.usage.elsewhere_cpu_seconds
        ours = sum(part.cpu_seconds for part in run.usage.parts)
        share = _over(elsewhere, elsewhere + ours) or 0.0
        if share > _ELSEWHERE_SHARE:
            remarks.append(f"disturbed: {name}: {share:.0%} of the CPU time was spent elsewhere")
    return [*remarks, ""] if remarks else []


def _median(values: Sequence[float | None], form: str) -> str:
    """The median, with the range where there is one; "" without values."""
    known = [value for value in values if value is not None]
    if not known:
        return ""
    median = format(statistics.median(known), form)
    if len(known) == 1:
        return median
    return f"{median} ({min(known):{form}}-{max(known):{form}})"
