"""Logging: an event name and fields, one line each, to standard error.

`console` for people, `json` for machines. What is logged is made harmless by `observe/harmless.py`:
strangers' text forges no line, and secrets are hidden. A traceback is one field in JSON; for people
it follows its line, indented. Warnings, and exceptions that nobody caught, are events too.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Any

import structlog

from worker.observe.harmless import harmless, harmless_lines, harmless_name
from worker.settings import LogSettings

#: Libraries that tell of every redirect and retry; their warnings stay.
_CHATTY = (
    "urllib3",
    "charset_normalizer",
    "alembic",
    "kombu",
    "amqp",
    # Celery's lines on each message; what became of a URL has its own line, and Flower the rest.
    "celery.worker.strategy",
    "celery.beat",
)


def configure(settings: LogSettings) -> None:
    """Set up structlog, and the standard library's logging through the same lines."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                *_renderers(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level)
    logging.captureWarnings(True)
    _catch_all()
    # It warns, with a traceback, of a message that we put back; our own line tells of that.
    logging.getLogger("celery.app.trace").setLevel(logging.ERROR)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # trafilatura and htmldate report at ERROR what is no more than a poor page.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _renderers(settings: LogSettings) -> list[structlog.types.Processor]:
    if settings.format == "json":
        return [_tame, structlog.processors.JSONRenderer(ensure_ascii=False)]
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        pad_event_to=24,
        exception_formatter=structlog.dev.plain_traceback,  # rich's shows variables, and secrets
    )
    return [_tame, _quote_message, _indent, console]


def _catch_all() -> None:
    """What ends a program or a thread is told by a line as well: its text may be a stranger's."""
    sys.excepthook = _tell_of_uncaught
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = _tell_of_thread


def _tell_of_uncaught(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger().critical("program.defect", exc_info=(kind, error, trace))


def _tell_of_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_type is SystemExit or args.exc_value is None:
        return
    name = args.thread.name if args.thread else None
    structlog.get_logger().critical(
        "thread.defect", thread=name, exc_info=(args.exc_type, args.exc_value, args.exc_traceback)
    )


def _tame(
    _logger: Any, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    return {
        harmless_name(name): harmless_lines(value) if name == "exception" else harmless(value)
        for name, value in event.items()
    }


def _quote_message(
    _logger: Any, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """A library's message with ` outcome=stored ` in it does not pass for a field.

    structlog itself quotes values, but not the event.
    """
    if "=" in (message := str(event["event"])):
        event["event"] = repr(message)
    return event


def _indent(
    _logger: Any, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """A line of a traceback can't pass for a line of the log."""
    if trace := event.get("exception"):
        event["exception"] = "\n".join(f"    {line}" for line in trace.split("\n"))
    return event
