"""Times and amounts in words, for notes and reasons that people read. Pure."""

_SPANS = ((3 * 86_400.0, 86_400.0, "days"), (7_200.0, 3_600.0, "h"), (120.0, 60.0, "min"))


def span(seconds: float) -> str:
    """`45 s`, `20 min`, `9 h`, `3 days`: whole numbers, rounded."""
    for least, unit_seconds, unit in _SPANS:
        if seconds >= least:
            return f"{seconds / unit_seconds:.0f} {unit}"
    return f"{seconds:.0f} s"


def amount(count: float) -> str:
    """`0.4`, `3.1`, `14`, `1200`: two digits that count, where there are not more."""
    return f"{count:.0f}" if count >= 10 else f"{count:.2g}"


def pace(items_per_hour: float) -> str:
    """`3.1 an hour`, `4 a day`, `1.5 a week`."""
    for hours, unit in ((1.0, "an hour"), (24.0, "a day")):
        if items_per_hour * hours >= 1.0:
            return f"{amount(items_per_hour * hours)} {unit}"
    return f"{amount(items_per_hour * 168.0)} a week"
