"""Lines of the log, as they come out."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import structlog

from worker.observe import logs
from worker.settings import LogSettings

Log = Callable[[Callable[[], object]], str]
HOSTILE = "a\nb\r\x1b[31mred\x00\x85\u2028\u202e\u2066\ud800\x9b"


@pytest.fixture
def _own_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture(params=["json", "console"])
def log_format(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def logged(_own_logging: None, log_format: str, monkeypatch: pytest.MonkeyPatch) -> Log:
    """What standard error shows of something that logs."""

    def run(act: Callable[[], object], level: str = "INFO") -> str:
        buffer = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
        monkeypatch.setattr(sys, "stderr", buffer)
        logs.configure(LogSettings.model_validate({"format": log_format, "level": level}))
        act()
        buffer.seek(0)
        return buffer.read()

    return run


def assert_harmless(shown: str) -> None:
    assert all(character.isprintable() or character == "\n" for character in shown)


def fail(message: str) -> None:
    raise ValueError(message)


def log_failure(message: str) -> None:
    try:
        fail(message)
    except ValueError:
        structlog.get_logger().exception("step.failed", url_id=1)


def test_an_event_is_one_line_whatever_its_values(logged: Log) -> None:
    shown = logged(lambda: structlog.get_logger().info("url.done", title=HOSTILE, n=1))
    assert shown.count("\n") == 1
    assert "url.done" in shown
    assert_harmless(shown)


def test_values_within_collections_and_objects_are_tamed_too(logged: Log) -> None:
    class Odd:
        def __str__(self) -> str:
            return HOSTILE

    deep: list[object] = [HOSTILE]
    for _ in range(50):
        deep = [deep]
    shown = logged(
        lambda: structlog.get_logger().info(
            HOSTILE, a=[HOSTILE], b={HOSTILE: {HOSTILE}}, c=Odd(), d=ValueError(HOSTILE), e=deep
        )
    )
    assert shown.count("\n") == 1
    assert_harmless(shown)


def test_endless_values_are_cut(logged: Log) -> None:
    shown = logged(
        lambda: structlog.get_logger().info("x" * 100_000, a="y" * 10**6, b=["z" * 10**6] * 10**4)
    )
    assert len(shown) < 120_000


def test_foreign_records_come_through_the_same_lines(logged: Log) -> None:
    logger = logging.getLogger("stranger")
    shown = logged(lambda: logger.warning("got %s after %d", HOSTILE, 3))
    assert shown.count("\n") == 1
    assert "after 3" in shown
    assert "stranger" in shown
    assert "warning" in shown
    assert_harmless(shown)


def test_a_level_hides_what_is_below_it(logged: Log) -> None:
    def act() -> None:
        structlog.get_logger().debug("hidden")
        structlog.get_logger().info("shown")
        logging.getLogger("urllib3.connectionpool").info("chatter")
        logging.getLogger("trafilatura").error("poor page")

    shown = logged(act)
    assert "shown" in shown
    assert not any(word in shown for word in ("hidden", "chatter", "poor page"))


def test_context_that_was_bound_is_on_the_line(logged: Log) -> None:
    def act() -> None:
        structlog.contextvars.bind_contextvars(url_id=77)
        structlog.get_logger().info("fetch.begun")

    assert "77" in logged(act)


def test_a_traceback_breaks_no_line_and_shows_no_variables(logged: Log, log_format: str) -> None:
    forged = "2026-11-24T08:00:00Z [info] url.done forged=yes"
    shown = logged(lambda: log_failure(f"{HOSTILE}\n{forged}\n" + "x" * 10**6 + "\n" * 10**5))
    assert_harmless(shown)
    assert "ValueError" in shown
    assert len(shown) < 50_000
    assert "locals" not in shown
    first, *others = shown.rstrip("\n").split("\n")
    if log_format == "json":
        assert not others
        assert forged in json.loads(first)["exception"].split("\n")
    else:
        assert f"    {forged}" in others
        assert all(line.startswith("    ") for line in others)


def test_a_foreign_traceback_is_tamed_too(logged: Log, log_format: str) -> None:
    def act() -> None:
        try:
            fail(HOSTILE)
        except ValueError:
            logging.getLogger("stranger").exception("broken: %s", "it")

    shown = logged(act)
    assert_harmless(shown)
    assert "broken: it" in shown
    assert (shown.count("\n") == 1) is (log_format == "json")


@pytest.mark.parametrize("log_format", ["json"])
def test_a_json_line_is_one_object_with_its_fields(logged: Log) -> None:
    shown = logged(
        lambda: structlog.get_logger().info("url.done", url_id=1, score=0.5, title="Фрегат", x=None)
    )
    line = json.loads(shown)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "url.done",
        "level": "info",
        "url_id": 1,
        "score": 0.5,
        "title": "Фрегат",
        "x": None,
    }
    assert "Фрегат" in shown


def test_secrets_of_urls_pairs_and_headers_are_hidden_wherever_they_stand(logged: Log) -> None:
    def act() -> None:
        log = structlog.get_logger()
        log.info("a", url="https://u:hunter2@a.example/?x=1&token=hunter2", n=["sig=hunter2"])
        logging.getLogger("stranger").warning("retries exceeded with url: /x?api_key=hunter2")
        log_failure("Authorization: Bearer hunter2\ngot b'session=hunter2'")

    shown = logged(act)
    assert "hunter2" not in shown
    assert "a.example/?x=1" in shown


def test_an_exception_that_nobody_caught_is_an_event(logged: Log, log_format: str) -> None:
    def act() -> None:
        sys.excepthook(ValueError, ValueError(f"{HOSTILE} https://u:hunter2@a.example"), None)

    shown = logged(act)
    assert "program.defect" in shown
    assert "hunter2" not in shown
    assert_harmless(shown)
    assert (shown.count("\n") == 1) is (log_format == "json")


@pytest.mark.parametrize("log_format", ["console"])
def test_a_librarys_words_forge_no_field(logged: Log) -> None:
    shown = logged(lambda: logging.getLogger("stranger").warning("x outcome=stored url=y"))
    assert "'x outcome=stored url=y'" in shown
