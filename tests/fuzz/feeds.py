"""Feeds and sitemaps."""

import atheris

with atheris.instrument_imports(include=["worker.discover", "feedparser"]):
    from support import truths
from fuzz.target import go, split


def holds(data: bytes) -> None:
    """What must hold."""
    body, content_type = split(data)
    truths.of_feed(body, content_type)
    truths.of_sitemap(body, content_type)


if __name__ == "__main__":
    go(holds)
