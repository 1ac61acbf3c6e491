"""Whole pages; trafilatura is instrumented too."""

import atheris

with atheris.instrument_imports(include=["worker.extract", "trafilatura"]):
    from support import truths

    from worker.extract.extractor import Extractor
from fuzz.target import go, split
from worker.settings import ProcessSettings

_extractor = Extractor(ProcessSettings(fast=True))


def holds(data: bytes) -> None:
    """What must hold."""
    body, content_type = split(data)
    truths.of_page(_extractor, body, content_type)


if __name__ == "__main__":
    _extractor.warm()
    go(holds)
