"""Logging: an event name and fields, one line each, to standard error.

`console` for people, `json` for machines. Values are escaped, so that a page's title can neither
start a line of its own nor colour a terminal.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from worker.settings import LogSettings

_LONGEST_VALUE = 500
#: Libraries that tell of every redirect and retry; their warnings stay.
_CHATTY = ("urllib3", "trafilatura", "htmldate", "charset_normalizer", "alembic", "kombu", "amqp")


def configure(settings: LogSettings) -> None:
    """Set up structlog, and the standard library's logging through the same lines."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _tame,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # trafilatura and htmldate report at ERROR what is no more than a poor page.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _renderers(settings: LogSettings) -> list[structlog.types.Processor]:
    if settings.format == "json":
        return [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=24)]


def _tame(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strangers' text in a field: no control characters, no endless lines."""
    for name, value in event.items():
        if isinstance(value, str) and name not in ("exception", "stack"):
            shown = "".join(c if c.isprintable() else repr(c)[1:-1] for c in value)
            event[name] = (
                shown if len(shown) <= _LONGEST_VALUE else shown[: _LONGEST_VALUE - 1] + "…"
            )
    return event
