"""`vedette hosts`, as an operator uses it."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from support.programs import environment, json_lines, vedette
from typer.testing import CliRunner

from worker.cli import app
from worker.errors import InputError

A, B = "127.0.0.1:8001", "127.0.0.1:8002"
Run = Callable[..., str]


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _logging_as_it_was: None) -> Run:
    """Runs commands within this process, on a database where three URLs of two hosts wait."""
    monkeypatch.setenv("VEDETTE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("VEDETTE_FETCH__ALLOW_NETWORKS", '["127.0.0.0/8"]')
    monkeypatch.setenv("VEDETTE_FETCH__DELAY_SECONDS", "0.1")

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    run("submit", f"http://{A}/1", f"http://{A}/2", f"http://{B}/1")
    return run


def _hosts(run: Run, *arguments: str) -> dict[str, Any]:
    rows = json_lines(run("hosts", *arguments, "--json").encode())
    return {row["host"]: row for row in rows}


def test_hosts_lists_each_budget_with_its_reason(run: Run) -> None:
    listed = _hosts(run)
    shown = run("hosts")

    assert set(listed) == {A, B}
    assert (listed[A]["state"], listed[A]["waiting"], listed[A]["due"]) == ("free", 2, 2)
    assert (listed[A]["pace_seconds"], listed[A]["pace_reason"]) == (0.1, "fetch.delay_seconds")
    assert A in shown
    assert "fetch.delay_seconds" in shown
    assert "2 of 2 hosts" in shown
    assert "--all" in run("hosts", "--limit", "1")
    assert "--all" not in run("hosts", "--all")


def test_a_host_is_paused_and_resumed_by_its_name_or_a_url(run: Run) -> None:
    said = run("hosts", "pause", f"http://{A}/any", "--reason", "they asked us to")

    assert f"{A} is paused" in said
    assert _hosts(run, "--paused")[A]["reason"] == "they asked us to"
    assert "they asked us to" in run("hosts", "show", A)
    assert "is resumed" in run("hosts", "resume", A)
    assert _hosts(run, "--paused") == {}
    assert "was not paused" in run("hosts", "resume", A)


def test_a_pace_is_set_and_taken_back(run: Run) -> None:
    assert "a pause of 2.5 s" in run("hosts", "pace", A, "2.5")
    shown = json.loads(run("hosts", "show", A, "--json"))
    assert (shown["pace_seconds"], shown["pace_reason"]) == (2.5, "set by vedette hosts pace")
    assert "set by vedette hosts pace" in run("hosts", "show", A)

    run("hosts", "pace", A, "default")
    assert _hosts(run)[A]["pace_reason"] == "fetch.delay_seconds"


def test_a_host_is_paused_before_its_first_url_with_a_hint_at_what_may_be_meant(
    run: Run,
) -> None:
    said = run("hosts", "pause", "127.0.0.1")
    assert "no URL of it is known yet" in said
    assert A in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "a.example"), "host a.example is not known"),
        (("resume", "www.a.example"), "`vedette hosts --all`"),
        (("pace", "a.example", "default"), "host a.example is not known"),
        (("pause", "not a host"), "'not a host' is no host"),
        (("pause", "https://me:secret@a.example"), "user name or password"),
        (("pause", "ftp://a.example"), "not http or https"),
        (("pace", A, "soon"), "'soon' is no pace"),
        (("pace", A, "nan"), "'nan' is no pace"),
        (("pace", A, "1e12"), "'1e12' is no pace"),
        (("--paused", "--resting"), "not both"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError) as told:
        run("hosts", *arguments)
    assert said in str(told.value)
    assert "secret" not in str(told.value)


def test_the_command_ends_with_status_2_and_no_traceback(tmp_path: Path) -> None:
    result = vedette("hosts", "show", "a.example", env=environment(tmp_path), folder=tmp_path)
    assert result.returncode == 2
    assert result.stderr.decode().count("\n") == 1
    assert result.stderr.startswith(b"vedette: host a.example is not known")
