"""The Celery app: `celery -A worker worker -Q fetch -P threads`, and so on; see the README.

Settings of the broker follow measurements of Celery 5.7 on Redis: each that differs from Celery's
default says what the default would cost. They are read when Celery asks, not at import.
"""

import sys
import time
from datetime import UTC, datetime
from typing import Any

from celery import Celery, Task
from celery.schedules import schedule
from celery.signals import setup_logging
from celery.worker.request import Request
from kombu.entity import Queue

from worker import settings as settings_module
from worker.errors import SettingsError
from worker.observe import logs
from worker.redaction import redact_text
from worker.settings import Settings

#: One queue for each kind of worker. `celery` is where `send_task` of other programs goes if they
#: name no queue; the control worker reads it too.
FETCH, PROCESS, CONTROL, DEFAULT = "fetch", "process", "control", "celery"

TICK_SECONDS = 1.0


def configuration(settings: Settings) -> dict[str, Any]:
    """Celery's settings for these settings of ours.

    Raises:
        SettingsError: no broker is set.
    """
    if not settings.broker.url:
        raise SettingsError(
            "broker.url is not set, and Celery needs it: set "
            "VEDETTE_BROKER__URL=redis://host:6379/0 (or run `vedette run`, which needs no broker)"
        )
    return {
        **_broker(settings),
        **_routing(),
        **_messages(),
        **_workers(settings),
        "beat_schedule": {
            "tick": {
                "task": "vedette.tick",
                "schedule": schedule(TICK_SECONDS, nowfun=_steady_now),
                # No `expires`: it compares the clocks of two machines. The task drops a pile.
                "options": {"queue": CONTROL},
            }
        },
        # In memory: there is nothing to remember of one tick, and no file to be corrupted.
        "beat_scheduler": "worker.beat:ThinningScheduler",
        "beat_max_loop_interval": 5,
        "beat_enable_remote_control": True,  # `inspect ping` of beat goes silent when ticks stall
    }


def _steady_now() -> datetime:
    """Beat's time, from some moment on. By the wall clock it would send nothing for a whole day
    after that was set back by one.
    """
    return datetime.fromtimestamp(time.monotonic(), UTC)


def _broker(settings: Settings) -> dict[str, Any]:
    return {
        "broker_url": settings.broker.url,
        "broker_transport_options": {
            # Above the longest time in a worker's hands; a message older than that is given away.
            "visibility_timeout": settings.broker.visibility_timeout_seconds,
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,  # sweep each 10 s; the default sweeps each 100 s
            # Without socket_timeout a half-open connection leaves a worker deaf for ever.
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 10,
            "client_name": "vedette",
            "global_keyprefix": settings.broker.key_prefix,
            "queue_order_strategy": "round_robin",
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # the default ends the worker after 100
        "broker_pool_acquire_timeout": 10,  # the default blocks for ever
        # A message is a hint and is sent again by the tick: don't hold a task for a broker that is
        # down.
        "task_publish_retry_policy": {"max_retries": 1, "interval_start": 0, "interval_step": 0.2},
    }


def _routing() -> dict[str, Any]:
    return {
        "task_queues": [Queue(name) for name in (FETCH, PROCESS, CONTROL, DEFAULT)],
        "task_default_queue": CONTROL,
        "task_routes": {
            "vedette.fetch": {"queue": FETCH},
            "vedette.process": {"queue": PROCESS},
            "vedette.submit": {"queue": CONTROL},
            "vedette.tick": {"queue": CONTROL},
            "vedette.sync_sources": {"queue": CONTROL},
        },
        "task_create_missing_queues": False,  # a typo must fail, not vanish into an unread queue
    }


def _messages() -> dict[str, Any]:
    return {
        "task_serializer": "json",
        "event_serializer": "json",
        "accept_content": ["json"],
        "result_accept_content": ["json"],
        "task_ignore_result": True,  # outcomes live in the database
        "result_backend": None,
        "task_store_errors_even_if_ignored": False,
        "task_send_sent_event": True,
        "worker_send_task_events": True,  # Flower
        "timezone": "UTC",
        "enable_utc": True,
    }


def _workers(settings: Settings) -> dict[str, Any]:
    return {
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,  # else a killed child's message is acked: lost
        "task_acks_on_failure": True,
        "task_acks_on_timeout": True,  # else a page that hangs comes back for ever
        "worker_prefetch_multiplier": 1,
        "worker_eta_task_limit": 100,
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # 6.0 will default to True
        "task_time_limit": 300,
        "task_soft_time_limit": 240,
        "worker_max_tasks_per_child": settings.process.pages_per_child,
        "worker_max_memory_per_child": settings.process.memory_limit_bytes // 1024,
        "worker_soft_shutdown_timeout": 20,
        "worker_enable_soft_shutdown_on_idle": True,
        "worker_consumer": "worker.consumer:PatientConsumer",  # else a broken Redis may end it
        "worker_hijack_root_logger": False,
        "worker_redirect_stdouts": False,
    }


class DiscreetRequest(Request):  # type: ignore[misc] # Celery has no types
    """A task as a worker tells Flower of it: without the secrets of the URLs that it carries.

    Other programs send `vedette.submit` with whole URLs, and with Celery's own words for them.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.request_dict
        self._argsrepr = redact_text(request.get("argsrepr") or "")
        self._kwargsrepr = redact_text(request.get("kwargsrepr") or "")

    def info(self, safe: bool = True) -> Any:  # noqa: ARG002 - `inspect active` asks for all
        """The task for `celery inspect`, by its words and not its arguments."""
        return super().info(safe=True)

    def send_event(self, type: str, **fields: Any) -> Any:  # noqa: A002 - Celery's name
        """Tell of the task; results, exceptions and tracebacks are text here."""
        told = {n: redact_text(v) if isinstance(v, str) else v for n, v in fields.items()}
        return super().send_event(type, **told)


class DiscreetTask(Task):  # type: ignore[misc] # Celery has no types
    """The kind of all our tasks."""

    abstract = True
    Request = "worker.celery:DiscreetRequest"


def _lazy_configuration() -> dict[str, Any]:
    """Asked for by Celery once; a fault ends the program with one sentence."""
    try:
        return configuration(settings_module.load())
    except SettingsError as error:
        sys.stderr.write(f"vedette: {error}\n")
        raise SystemExit(2) from None


app = Celery("vedette", set_as_current=True, include=["worker.tasks"], task_cls=DiscreetTask)
app.add_defaults(_lazy_configuration)


@setup_logging.connect
def _set_up_logging(**_: Any) -> None:
    """Our lines instead of Celery's."""
    logs.configure(settings_module.load().log)
