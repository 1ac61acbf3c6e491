"""Lengths of time as people read them. Pure."""

_UNITS = ((2 * 86_400.0, 86_400.0, "days"), (7_200.0, 3_600.0, "h"), (120.0, 60.0, "min"))


def shown(seconds: float) -> str:
    """`0.25 s`, `90 s`, `20 min`, `3.5 h`, `2 days`: as exact as people want it."""
    for least, unit_seconds, unit in _UNITS:
        if seconds >= least:
            count = seconds / unit_seconds
            return f"{round(count, 1) if count < 10 else round(count):g} {unit}"
    return f"{seconds:.3g} s"
