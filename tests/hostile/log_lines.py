"""Strangers' words in every place of a log, and what comes out."""

import io
import json
import logging
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from hostile.marks import CONTROLS, FORGED, MARKS
from worker.observe import logs
from worker.settings import LogSettings

#: Values; all of them end in a word that is looked for, where they are not cut.
VALUES = {
    "controls": CONTROLS,
    "marks": MARKS,
    "forged lines": FORGED,
    "line ends": "a\rb\nc\r\nd\x0be\x0cf\x1cg\x1dh\x1ei\x85j\u2028k\u2029l",
    "nul": "a\x00b",
    "surrogates": "a\ud800b\udcff",
    "escaped bytes": b"caf\xe9 \xff\xfe".decode("utf-8", "surrogateescape"),
    "a megabyte": "x" * 1_000_000,
    "a megabyte of controls": "\x1b[2J\n" * 250_000,
    "json": '", "event": "forged", "level": "critical"}\n{"event": "forged"}',
    "fields": "x outcome=stored url=https://forged.example level=critical",
    "template": "%s %d %(x)s {x} {0.__class__}",
    "markup": "[red]x[/red] [link=http://evil.example]y[/link]",
    "emoji and persian": "نمی‌خواهم 👨‍👩‍👧 🚢",
    "a secret": "https://u:7c0ffee5ec2e7@a.example/x?token=7c0ffee5ec2e7 password=7c0ffee5ec2e7",
}


@dataclass
class Seen:
    """How the events came out."""

    count: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def right(self) -> int:
        """Those that are one line, and harmless."""
        return self.count - len(self.wrong)


def tried(log_format: str) -> Seen:
    """Log every value in every place."""
    seen = Seen()
    with logging_to_a_buffer(log_format) as written:
        for value_name, value in VALUES.items():
            for place, act in _PLACES.items():
                seen.count += 1
                written()
                act(value)
                shown = written()
                fault = _fault(shown, log_format)
                if fault:
                    seen.wrong.append(f"{value_name} as {place}: {fault}")
    return seen


def _fault(shown: str, log_format: str) -> str:
    lines = shown.split("\n")
    if lines[-1] != "" or len(lines) < 2:
        return f"no line: {shown[-80:]!r}"
    bad = {c for c in shown if not c.isprintable() and c != "\n"}
    if bad:
        return f"prints {''.join(sorted(bad))!a}"
    if "7c0ffee5ec2e7" in shown:
        return "shows a secret"
    if len(shown) > 150_000:
        return f"{len(shown)} characters"
    first, *others = lines[:-1]
    return _forged_json(first, others) if log_format == "json" else _forged_line(first, others)


def _forged_json(first: str, others: list[str]) -> str:
    if others:
        return f"{len(others) + 1} lines"
    event = json.loads(first)
    return "forged" if "forged" in (event["event"], event["level"]) else ""


def _forged_line(first: str, others: list[str]) -> str:
    if any(not line.startswith("    ") for line in others):
        return f"a line that is no traceback's: {others[0][:60]!r}"
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", first)  # what stands in quotation marks is a value
    return "a forged field" if " outcome=stored" in bare else ""


def _fail(error: Exception) -> None:
    raise error


def _as_value(text: str) -> None:
    structlog.get_logger().warning("url.done", title=text, reason=[text], n=1)


def _as_event(text: str) -> None:
    structlog.get_logger().warning(text)


def _as_name(text: str) -> None:
    structlog.get_logger().warning("url.done", **{text[:300]: text})


def _as_nested(text: str) -> None:
    structlog.get_logger().warning(
        "url.done", detail={text[:100]: {"level": text, "event": [text]}}
    )


def _as_context(text: str) -> None:
    structlog.contextvars.bind_contextvars(host=text)
    structlog.get_logger().warning("url.done")
    structlog.contextvars.clear_contextvars()


def _as_exception(text: str) -> None:
    try:
        _fail(ValueError(text))
    except ValueError:
        structlog.get_logger().exception("step.defect", url=text)


def _as_foreign(name: str) -> Callable[[str], None]:
    def act(text: str) -> None:
        logging.getLogger(name).warning("got %s of %s", text, "x")

    return act


def _as_foreign_exception(text: str) -> None:
    try:
        _fail(OSError(text))
    except OSError:
        logging.getLogger("kombu.connection").exception("broken: %s", text)


def _as_warning(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging._showwarning(UserWarning(text), UserWarning, "page.py", 1)  # type: ignore[attr-defined]


def _as_uncaught(text: str) -> None:
    error = RuntimeError(text)
    sys.excepthook(RuntimeError, error, None)


def _as_thread(text: str) -> None:
    def fail() -> None:
        raise RuntimeError(text)

    thread = threading.Thread(target=fail, name=text[:100])
    thread.start()
    thread.join()


_PLACES: dict[str, Callable[[str], None]] = {
    "a value": _as_value,
    "the event": _as_event,
    "a field's name": _as_name,
    "a nested value": _as_nested,
    "bound context": _as_context,
    "an exception's text": _as_exception,
    "urllib3's words": _as_foreign("urllib3.connectionpool"),
    "celery's words": _as_foreign("celery.worker.request"),
    "a stranger's words": _as_foreign("stranger"),
    "a stranger's exception": _as_foreign_exception,
    "a warning": _as_warning,
    "an uncaught exception": _as_uncaught,
    "a thread's exception": _as_thread,
}


@contextmanager
def logging_to_a_buffer(log_format: str) -> Iterator[Callable[[], str]]:
    """Logging as configured; the function gives what was written since it was last called."""
    root = logging.getLogger()
    handlers, level, stderr = root.handlers[:], root.level, sys.stderr
    hooks = sys.excepthook, threading.excepthook
    threading.excepthook = threading.__excepthook__
    buffer = io.BytesIO()
    sys.stderr = io.TextIOWrapper(buffer, encoding="utf-8", newline="\n", write_through=True)
    try:
        logs.configure(LogSettings.model_validate({"format": log_format, "level": "DEBUG"}))

        def written() -> str:
            text = buffer.getvalue().decode()
            buffer.seek(0)
            buffer.truncate()
            return text

        yield written
    finally:
        sys.stderr = stderr
        sys.excepthook, threading.excepthook = hooks
        logging.captureWarnings(False)
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()
