"""The measured settings of Celery on Redis are in force; every task is named, routed, JSON only."""

import pytest

from worker import tasks
from worker.celery import app, configuration
from worker.errors import SettingsError
from worker.settings import Settings

CONF = configuration(Settings(broker={"url": "redis://127.0.0.1:1/0"}))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        # at least once: a message outlives its worker
        ("task_acks_late", True),
        ("task_reject_on_worker_lost", True),
        ("task_acks_on_failure", True),
        ("task_acks_on_timeout", True),
        ("worker_prefetch_multiplier", 1),
        ("worker_eta_task_limit", 100),
        ("worker_cancel_long_running_tasks_on_connection_loss", False),
        # results live in the database
        ("task_ignore_result", True),
        ("result_backend", None),
        ("task_store_errors_even_if_ignored", False),
        # JSON only
        ("task_serializer", "json"),
        ("event_serializer", "json"),
        ("accept_content", ["json"]),
        ("result_accept_content", ["json"]),
        # a typo fails; Flower sees all
        ("task_create_missing_queues", False),
        ("task_send_sent_event", True),
        ("worker_send_task_events", True),
        # children are bounded
        ("task_time_limit", 300),
        ("task_soft_time_limit", 240),
        ("worker_max_tasks_per_child", 500),
        # stopping and starting
        ("worker_soft_shutdown_timeout", 20),
        ("worker_enable_soft_shutdown_on_idle", True),
        ("broker_connection_retry_on_startup", True),
        ("broker_connection_max_retries", None),
        ("broker_pool_acquire_timeout", 10),
        ("beat_enable_remote_control", True),
        ("beat_max_loop_interval", 5),
        ("timezone", "UTC"),
        ("enable_utc", True),
    ],
)
def test_setting(name: str, value: object) -> None:
    assert CONF[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("visibility_timeout", 900),
        ("unacked_restore_interval", 10),
        ("unacked_restore_throttle", 1),
        ("socket_timeout", 10),
        ("socket_connect_timeout", 5),
        ("socket_keepalive", True),
        ("health_check_interval", 10),
        ("client_name", "vedette"),
        ("global_keyprefix", "vedette:"),
        ("queue_order_strategy", "round_robin"),
    ],
)
def test_transport_option(name: str, value: object) -> None:
    assert CONF["broker_transport_options"][name] == value


def test_nothing_is_ever_scheduled_ahead_but_the_tick() -> None:
    assert list(CONF["beat_schedule"]) == ["tick"]
    tick = CONF["beat_schedule"]["tick"]
    assert tick["schedule"].seconds == 1.0
    # No `expires`: a worker whose clock is ahead of beat's would drop every tick.
    assert tick["options"] == {"queue": "control"}


def test_beat_goes_by_a_clock_that_nobody_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wall clock that is set back by a day would silence it for a day."""
    monkeypatch.setenv("VEDETTE_BROKER__URL", "redis://127.0.0.1:1/0")
    every_second = CONF["beat_schedule"]["tick"]["schedule"]
    passed = [1000.0]
    monkeypatch.setattr("worker.celery.time.monotonic", lambda: passed[0])
    last_run_at = every_second.now()

    assert not every_second.is_due(last_run_at).is_due
    passed[0] += 1.0
    assert every_second.is_due(last_run_at).is_due


def test_ticks_that_piled_up_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = []

    class Counting:
        def tick(self) -> None:
            ticks.append(1)

    monkeypatch.setattr(tasks, "pipeline", Counting)
    monkeypatch.setattr(tasks, "_last_ticks", [])
    for _ in range(100):
        tasks.tick()

    assert len(ticks) == 1


def test_every_task_has_an_explicit_name_and_a_route(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEDETTE_BROKER__URL", "redis://127.0.0.1:1/0")
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours == {
        "vedette.fetch", "vedette.process", "vedette.submit", "vedette.sync_sources",
        "vedette.tick",
    }  # fmt: skip
    assert ours == set(CONF["task_routes"])
    queues = {queue.name for queue in CONF["task_queues"]}
    assert {route["queue"] for route in CONF["task_routes"].values()} <= queues


def test_the_visibility_timeout_exceeds_all_that_a_message_can_take_in_a_worker() -> None:
    settings = Settings(broker={"url": "redis://127.0.0.1:1/0"})
    in_hand = max(settings.frontier.fetch_lease_seconds, settings.frontier.process_lease_seconds)
    assert settings.broker.visibility_timeout_seconds > 2 * in_hand


def test_without_a_broker_celery_says_what_to_set() -> None:
    with pytest.raises(SettingsError, match="VEDETTE_BROKER__URL"):
        configuration(Settings())
