"""Bytes in any encoding, whatever is declared."""

import atheris

with atheris.instrument_imports(include=["worker.extract"]):
    from support import truths
from fuzz.target import go, split


def holds(data: bytes) -> None:
    """What must hold."""
    body, content_type = split(data)
    truths.of_charset(body, content_type)


if __name__ == "__main__":
    go(holds)
