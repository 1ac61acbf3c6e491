"""What commands have in common: opening the app, printing tables and JSON, reading moments."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from worker import settings as settings_module
from worker.build import App
from worker.errors import InputError
from worker.frontier.duration import shown
from worker.observe import logs
from worker.settings import Settings

_AGE = re.compile(r"(\d+)\s*(m|h|d|w)")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
#: Tables that are piped or captured keep a width at which nothing needed is cut.
_PIPED_WIDTH = 160
#: Whatever may be unprintable: all but ASCII letters and signs, and JSON's own line feeds.
_UNSHOWN = re.compile(r"[^\n -~]")
#: Parts of words in Persian, Hindi and of emoji that print nothing by themselves, and turn nothing.
_JOINERS = "\u200c\u200d"
#: Colours of decisions; others are dim.
DECISION_STYLES = {"yes": "green", "review": "yellow"}


def console() -> Console:
    """Standard output, for people."""
    return Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH, highlight=False)


def error_console() -> Console:
    """Standard error: progress and remarks."""
    return Console(stderr=True, highlight=False)


def quiet(settings: Settings) -> Settings:
    """Settings for commands with a progress bar: warnings only, unless a level was asked for."""
    if "level" in settings.log.model_fields_set:
        return settings
    return settings.model_copy(update={"log": settings.log.model_copy(update={"level": "WARNING"})})


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[App]:
    """The app, with a database of this version's schema; SQLite's is made where it is missing.

    Raises:
        SettingsError, StoreError: with one sentence for the user.
    """
    settings = settings or quiet(settings_module.load())
    logs.configure(settings.log)
    app = App(settings)
    try:
        if app.database.is_embedded:
            app.database.migrate()
        app.database.require_schema()
        yield app
    finally:
        app.close()


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json_document(value, indent=2, charset=sys.stdout.encoding) + "\n")


def print_json_line(value: Any) -> None:
    """One JSON document on one line."""
    sys.stdout.write(json_document(value, charset=sys.stdout.encoding) + "\n")


def json_document(value: Any, *, indent: int | None = None, charset: str | None = None) -> str:
    """JSON that a terminal may show: what JSON itself leaves as it is, such as C1 controls, line
    separators and direction marks, is escaped.

    Args:
        value: plain values and moments.
        indent: of each level; None: all on one line.
        charset: of where it goes; what that can't write is escaped too.
    """
    document = json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)
    if not document.isprintable():
        document = _UNSHOWN.sub(_as_escape, document)
    try:
        document.encode(charset or "utf-8")
    except UnicodeEncodeError:  # a terminal of another charset
        document = json.dumps(value, indent=indent, default=_plain)
    return document


def _as_escape(found: re.Match[str]) -> str:
    character = found[0]
    return character if character.isprintable() else json.dumps(character)[1:-1]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def table(*columns: str | tuple[str, Mapping[str, Any]]) -> Table:
    """A plain table; a column may carry options of rich."""
    made = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        name, options = (column, {}) if isinstance(column, str) else column
        made.add_column(name, **options)
    return made


def facts_table(facts: Sequence[tuple[str, Any]]) -> Table:
    """Names and values, without a header."""
    made = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, value in facts:
        made.add_row(cell(name, "dim"), cell(value))
    return made


def cell(value: Any, style: str = "", *, one_line: bool = False) -> Text:
    """A stranger's text in a table: no markup, and nothing that moves a cursor or turns text.

    Args:
        one_line: cut where room is short, rather than go on in the next line.
    """
    text = printable(str(value if value is not None else ""))
    if one_line:
        return Text(text, style=style, no_wrap=True, overflow="ellipsis")
    return Text(text, style=style)


def printable(text: str, kept: str = "") -> str:
    """A stranger's text for a terminal: a space for each character that doesn't print.

    Controls, escapes, direction marks, line separators and lone surrogates go; joiners stay.

    Args:
        text: whatever it is.
        kept: characters that stay too, such as a line feed.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _JOINERS or c in kept else " " for c in text)


def moment(value: datetime | None) -> str:
    """A moment as people read it, in UTC."""
    return "" if value is None else value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def ago(value: datetime | None, now: datetime) -> str:
    """How long something is past; "" where it never was."""
    return "" if value is None else f"{shown(round((now - value).total_seconds()))} ago"


def ahead(value: datetime | None, now: datetime) -> str:
    """How far off something is; "" where it is not planned."""
    if value is None:
        return ""
    seconds = (value - now).total_seconds()
    return "now" if seconds <= 0 else f"in {shown(round(seconds))}"


def topics_shown(topics: Sequence[Mapping[str, Any]]) -> str:
    """Topics in one cell."""
    return ", ".join(str(topic["topic"]) for topic in topics)


def evidence_shown(evidence: Sequence[Mapping[str, Any]], count: int = 3) -> str:
    """The strongest distinct findings in one cell: `+` for defence, `-` against."""
    shown: dict[str, str] = {}
    for finding in evidence:
        sign = "+" if finding["weight"] > 0 else "-"
        shown.setdefault(str(finding["surface"]).casefold(), f"{sign}{finding['surface']}")
    return ", ".join(list(shown.values())[:count])


def since(text: str | None) -> datetime | None:
    """A moment from `2026-11-24`, an ISO date with time, or an age: `90m`, `24h`, `7d`, `2w`.

    Raises:
        InputError: it is none of these.
    """
    if text is None:
        return None
    try:
        return _moment_of(text.strip())
    except (ValueError, OverflowError):
        raise InputError(
            f"--since {text!r} is no moment; give 2026-11-24, 2026-11-24T08:00, 24h, 7d or 2w"
        ) from None


def _moment_of(text: str) -> datetime:
    if age := _AGE.fullmatch(text):
        return datetime.now(UTC) - timedelta(**{_UNITS[age[2]]: int(age[1])})
    parsed = datetime.fromisoformat(text)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
