"""`python -m bench.classifier`: the judge alone: load time, articles a second on one core, memory.

Articles of 4 kB (UTF-8) are made of the texts that the tests judge, language by language. These are
some three times as dense in the lexicon's words as news, so each is followed by two copies with the
letters of each word reversed: the same script and length, and hardly a word that means anything.
`--input` takes articles of your own.
"""

import argparse
import json
import os
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import proc
from worker.classify.classifier import Classifier
from worker.classify.lexicon import load_lexicon
from worker.errors import InputError, UserError
from worker.settings import ClassifySettings, config_dir

ARTICLE_BYTES = 4096
PER_LANGUAGE = 20
DULL_COPIES = 2
ROUNDS = 3
_TEXTS = Path(__file__).parent.parent / "tests" / "unit" / "classify" / "items.toml"
_MB = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    language: str
    title: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    articles: int
    languages: int
    load_seconds: float  #: lexicon and weights, CPU time
    first_seconds: float  #: the automata of all languages, CPU time
    articles_per_second: float  #: of one core, best of the rounds
    slowest_language: str
    slowest_articles_per_second: float
    base_bytes: int  #: the process before anything was loaded
    lexicon_bytes: int  #: with lexicon and weights
    loaded_bytes: int  #: with every language in use


def main() -> int:
    """Measure, and print; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.classifier", description=__doc__)
    parser.add_argument("--input", type=Path, help="JSON lines {title?, text, lang}")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    wanted = parser.parse_args()
    try:
        articles = from_file(wanted.input) if wanted.input else made()
        found = measure(articles)
    except UserError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 2
    if wanted.json:
        from bench import machine  # noqa: PLC0415 - see `_show`

        print(json.dumps({"machine": machine.description(), **asdict(found)}, indent=2))
    else:
        _show(found)
    return 0


def made() -> list[Article]:
    """Articles of the tests' texts, each language's in turn."""
    items = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))["item"]
    texts: dict[str, list[str]] = {}
    for item in items:
        texts.setdefault(item["language"], []).append(item["text"])
    return [
        Article(language=language, title=None, text=_of_size(own, at))
        for at in range(PER_LANGUAGE)
        for language, own in texts.items()
    ]


def _of_size(texts: Sequence[str], first: int) -> str:
    parts: list[str] = []
    at = first
    while sum(len(part.encode()) for part in parts) < ARTICLE_BYTES:
        text = texts[at % len(texts)]
        parts += [text, *[" ".join(word[::-1] for word in text.split(" "))] * DULL_COPIES]
        at += 1
    return "\n".join(parts).encode()[:ARTICLE_BYTES].decode(errors="ignore")


def from_file(path: Path) -> list[Article]:
    """Articles of JSON lines.

    Raises:
        InputError: the file can't be read as such.
    """
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return [
            Article(language=row["lang"], title=row.get("title"), text=row["text"]) for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"can't read {path} as JSON lines {{title?, text, lang}}: {error}"
        ) from None


def measure(articles: Sequence[Article]) -> Measured:
    """Load, judge everything once, then in rounds."""
    base_bytes = proc.pss_bytes(os.getpid())
    begun = time.process_time()
    classifier = Classifier(ClassifySettings(), load_lexicon(config_dir() / "lexicon"))
    load_seconds = time.process_time() - begun
    lexicon_bytes = proc.pss_bytes(os.getpid())
    first_seconds = _judge(classifier, articles)
    seconds = min(_judge(classifier, articles) for _ in range(ROUNDS))
    speeds = {}
    for language in sorted({article.language for article in articles}):
        own = [article for article in articles if article.language == language]
        speeds[language] = len(own) / min(_judge(classifier, own) for _ in range(ROUNDS))
    slowest = min(speeds, key=lambda language: speeds[language])
    return Measured(
        articles=len(articles),
        languages=len(speeds),
        load_seconds=load_seconds,
        first_seconds=first_seconds,
        articles_per_second=len(articles) / seconds,
        slowest_language=slowest,
        slowest_articles_per_second=speeds[slowest],
        base_bytes=base_bytes,
        lexicon_bytes=lexicon_bytes,
        loaded_bytes=proc.pss_bytes(os.getpid()),
    )


def _judge(classifier: Classifier, articles: Sequence[Article]) -> float:
    """CPU seconds of judging."""
    begun = time.process_time()
    for one in articles:
        classifier.judge(title=one.title, text=one.text, language=one.language)
    return time.process_time() - begun


def _show(found: Measured) -> None:
    # Imported when all is measured: a process that judges does without them.
    from rich.console import Console  # noqa: PLC0415

    from bench import machine  # noqa: PLC0415
    from bench.tables import plain_table  # noqa: PLC0415

    table = plain_table("the classifier", "")
    for name, value in (
        ("articles, languages", f"{found.articles}, {found.languages}"),
        ("load, CPU seconds", f"{found.load_seconds:.2f}"),
        ("first round, with all automata built, CPU seconds", f"{found.first_seconds:.2f}"),
        ("articles/s on one core", f"{found.articles_per_second:.0f}"),
        (
            f"articles/s, slowest language ({found.slowest_language})",
            f"{found.slowest_articles_per_second:.0f}",
        ),
        ("MB before loading (PSS)", f"{found.base_bytes / _MB:.0f}"),
        ("MB with lexicon and weights (PSS)", f"{found.lexicon_bytes / _MB:.0f}"),
        ("MB with all languages in use (PSS)", f"{found.loaded_bytes / _MB:.0f}"),
    ):
        table.add_row(name, value)
    out = Console(highlight=False)
    out.print(table)
    for name, value in machine.description().items():
        out.print(f"{name}: {value}", markup=False)


if __name__ == "__main__":
    sys.exit(main())
