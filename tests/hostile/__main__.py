"""`python -m hostile`: every case at length, and the figures; exit status 1 if one fails."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator

from rich.console import Console

import hostile
from hostile.case import Case, Observation
from hostile.report import Tried, show


def all_cases() -> Iterator[Case]:
    """Those of every area."""
    for module in sorted(one.name for one in pkgutil.iter_modules(hostile.__path__)):
        if module.startswith("cases_"):
            yield from importlib.import_module(f"hostile.{module}").cases()


def main() -> int:
    """Run, and print."""
    parser = argparse.ArgumentParser(prog="python -m hostile", description=__doc__)
    parser.add_argument("--area", action="append", help="only this area; may be repeated")
    parser.add_argument("--short", action="store_true", help="without the long cases")
    wanted = parser.parse_args()
    _scrub_environment()
    cases = [
        case
        for case in all_cases()
        if (not wanted.area or case.area in wanted.area) and not (wanted.short and case.is_long)
    ]
    if not cases:
        parser.error("no such cases")
    out = Console(highlight=False)
    tried = []
    for number, case in enumerate(cases, 1):
        sys.stderr.write(f"\r\x1b[K{number} of {len(cases)}  {case.area}/{case.name}")
        sys.stderr.flush()
        tried.append(Tried(case=case, seen=_try(case)))
    sys.stderr.write("\r\x1b[K")
    show(tried, out)
    return 0 if all(one.seen.is_right for one in tried) else 1


def _try(case: Case) -> Observation:
    try:
        return case.run()
    except Exception as error:  # noqa: BLE001 - an exception is a finding too
        return Observation(expected="an observation", got=f"{type(error).__name__}: {error}")


def _scrub_environment() -> None:
    """The operator's settings are not ours."""
    for name in list(os.environ):
        if name.startswith(("VEDETTE_", "CELERY_", "FLOWER_")):
            del os.environ[name]


if __name__ == "__main__":
    sys.exit(main())
