"""Numbers of a state kept as JSON: short when written, checked when read. Pure."""

from collections.abc import Iterable, Sequence

#: More is no count, and no time since 1970.
_MAX = 1e12


def rounded(values: Iterable[float]) -> list[float]:
    """As they are kept: six digits, which no sum of years misses."""
    return [float(f"{value:.6g}") for value in values]


def number(value: object) -> float:
    """A number from 0 to 1e12.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")  # noqa: TRY004 - one error for all garbage
    if not 0 <= value <= _MAX:  # NaN neither
        raise ValueError(f"{value!r} is no amount")
    return float(value)


def numbers(value: object, count: int) -> tuple[float, ...]:
    """So many of them.

    Raises:
        ValueError: there are more or fewer, or one is no number.
    """
    if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != count:
        raise ValueError(f"these are not {count} numbers")
    return tuple(number(one) for one in value)
