"""URLs in all writings, redirects, and Retry-After."""

import atheris

with atheris.instrument_imports(include=["worker"]):
    from support import truths
from fuzz.target import go, halves, text


def holds(data: bytes) -> None:
    """What must hold."""
    first, second = halves(data)
    truths.of_url(text(first))
    truths.of_redirect(text(first), text(second))
    truths.of_redirect("https://news.example/a/b?c", text(first))
    truths.of_retry_after(text(second))


if __name__ == "__main__":
    go(holds)
