"""robots.txt, and what it says of a path."""

import atheris

with atheris.instrument_imports(include=["worker.fetch.robots", "worker.fetch.robots_pattern"]):
    from support import truths
from fuzz.target import go, halves, text


def holds(data: bytes) -> None:
    """What must hold."""
    path, body = halves(data)
    truths.of_robots(body, text(path))


if __name__ == "__main__":
    go(holds)
