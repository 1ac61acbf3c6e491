"""Reading what somebody picks from a numbered table: `1,3-5`, `all`, or nothing."""

import re

from worker.errors import InputError

_RANGE = re.compile(r"(\d+)\s*(?:-\s*(\d+))?")


def chosen_numbers(text: str, count: int) -> list[int]:
    """The numbers that were picked, in the table's order, each once.

    Args:
        text: as it was typed.
        count: of the rows, which are numbered from 1.

    Raises:
        InputError: a part is no number or range of the table.
    """
    wanted = text.strip().lower()
    if wanted in ("", "none", "n", "q"):
        return []
    if wanted in ("all", "a", "y", "*"):
        return list(range(1, count + 1))
    numbers: set[int] = set()
    for part in re.split(r"[,;\s]+(?!-)(?<!-)", wanted):
        found = _RANGE.fullmatch(part)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= count:
            raise InputError(
                f"{part!r} is no row of the table; give numbers from 1 to {count}, such as 1,3-4, "
                "or all"
            )
        numbers.update(range(first, last + 1))
    return sorted(numbers)
