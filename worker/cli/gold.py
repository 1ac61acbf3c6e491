"""Labelled items for `evaluate` and `train`: from JSON lines, or from the analysts' judgements."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from worker.cli import common
from worker.errors import InputError
from worker.extract.language import LanguageReader
from worker.settings import Settings
from worker.vocabulary import Topic

LABELS = (0, 1, 2)
#: Items that name no source are held out by a tenth of their hashes.
HASH_GROUPS = 10
_SHAPE = "{id, title, text, label, lang?, topics?, source?}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A labelled item."""

    item_id: str
    title: str | None
    text: str
    language: str  #: as detected on the text, as for any article
    label: int  #: 2 defence, 1 marginal, 0 other
    topics: frozenset[Topic] | None  #: None: nobody said
    group: str  #: its source, or a hash's


def from_files(paths: Iterable[Path]) -> list[Gold]:
    """Read files of JSON lines.

    Raises:
        InputError: naming file, line and what is wrong; or there is no item at all.
    """
    languages = LanguageReader()
    items = [_item(row, place, languages) for path in paths for row, place in _rows(path)]
    if not items:
        raise InputError(f"there is no labelled item; give JSON lines {_SHAPE}")
    return items


def from_judgements(settings: Settings) -> list[Gold]:
    """What analysts have judged; grouped by site.

    Raises:
        InputError: nobody has judged anything.
    """
    with common.opened(settings) as app, app.database.reading() as tx:
        items = [
            Gold(
                item_id=str(row["id"]),
                title=row["title"],
                text=row["text"],
                language=row["language"],
                label=row["label"],
                topics=_topics(row["topics"], f"article {row['id']}"),
                group=row["site"] or row["source"],
            )
            for row in tx.judgements.gold()
        ]
    if not items:
        raise InputError("there are no judgements yet; `vedette judge` and `review` make some")
    return items


def digest(items: Iterable[Gold]) -> str:
    """A hash of texts and labels, whatever their order."""
    parts = sorted(f"{one.title}\x1f{one.text}\x1f{one.label}" for one in items)
    return hashlib.sha256("\x1e".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"can't read {path}: {error.strerror}") from None
    for number, line in enumerate(content.split(b"\n"), start=1):
        if line.strip():
            place = f"{path}, line {number}"
            try:
                row = json.loads(line.decode("utf-8-sig"))
            except (ValueError, RecursionError) as error:
                raise InputError(f"{place}: it is no JSON in UTF-8 ({error})") from None
            if not isinstance(row, dict):
                raise InputError(f"{place}: it is no object; give {_SHAPE}")
            yield row, place


def _item(row: dict[str, Any], place: str, languages: LanguageReader) -> Gold:
    for name in ("title", "text", "lang", "source"):
        if not isinstance(row.get(name), str | None):
            raise InputError(f"{place}: `{name}` is no text")
    if row.get("label") not in LABELS or isinstance(row.get("label"), bool):
        raise InputError(f"{place}: `label` is {row.get('label')!r}; give 0, 1 or 2")
    title, text = row.get("title"), row.get("text") or ""
    return Gold(
        item_id=str(row.get("id", place)),
        title=title,
        text=text,
        language=languages.read(f"{title or ''}\n{text}", row.get("lang")).code,
        label=int(row["label"]),
        topics=_topics(row.get("topics"), place),
        group=row.get("source") or _hash_group(title, text),
    )


def _topics(value: object, place: str) -> frozenset[Topic] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple):
        raise InputError(f"{place}: `topics` is no list")
    for topic in value:
        if topic not in set(Topic):
            raise InputError(f"{place}: {topic!r} is no topic; use {', '.join(Topic)}")
    return frozenset(Topic(topic) for topic in value)


def _hash_group(title: str | None, text: str) -> str:
    content = f"{title or ''}\n{text}".encode("utf-8", "surrogatepass")
    return f"hash-{hashlib.sha256(content).digest()[0] % HASH_GROUPS}"
