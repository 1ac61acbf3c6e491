"""`vedette show` and its neighbours, on what else than the demo's articles may be stored."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog
from support.judged import REVIEW, TableClassifier, stored
from support.parts import JsonExtractor, World
from typer.testing import CliRunner

from worker.cli import app
from worker.opinion.judge import Question
from worker.values import Extraction, Opinion
from worker.vocabulary import Integrity

Run = Callable[..., str]


class LosingExtractor(JsonExtractor):
    """It always loses something."""

    def extract(self, body: bytes, **rest: Any) -> Extraction:
        found = super().extract(body, **rest)
        signals = {"doubts": ["a closing tag was missing"], "mended": {"nul": 3}}
        return replace(found, integrity=Integrity.DOUBTFUL, signals=signals)


class TalkingJudge:
    """Its note would like to control a terminal."""

    name, version = "endpoint:x", "1"

    def why_not_now(self) -> str:
        return ""

    def ask(self, question: Question) -> Opinion:
        return Opinion(by=self.name, score=0.5, note="\x1b[2J[red]no[/red]", seconds=0.1)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs commands within this process, over one article in doubt."""
    monkeypatch.setenv("VEDETTE_DATA_DIR", str(tmp_path / "data"))
    world = World(
        f"sqlite:///{tmp_path / 'data' / 'vedette.db'}",
        fetch={"delay_seconds": 0.0},
        opinion={"kind": "model", "model_dir": tmp_path},
    )
    world.classifier = TableClassifier("v1", {"budget": REVIEW})  # type: ignore[assignment]
    world.extractor = LosingExtractor()
    world.second_judge = TalkingJudge()
    stored(world, "budget")
    world.close()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level

    def run(*arguments: str, stdin: str = "") -> str:
        result = CliRunner().invoke(app, arguments, input=stdin, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    yield run
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def test_a_text_that_is_not_whole_is_shown_as_such(run: Run) -> None:
    assert "doubtful (a closing tag was missing, nul)" in run("show", "1")


@pytest.mark.parametrize("command", [("show", "1"), ("review",)])
def test_a_second_opinion_is_one_harmless_line(run: Run, command: tuple[str, ...]) -> None:
    said = run(*command, stdin="q\n")

    assert "endpoint:x says 0.50:  [2J[red]no[/red]" in said.replace("\n", " ")
    assert "\x1b[2J[red]" not in said


def test_beside_an_analysts_ruling_the_second_opinion_still_stands(run: Run) -> None:
    run("judge", "1", "no", "--as", "ada")

    said = run("show", "1")
    assert said.index("by ada") < said.index("machine: ") < said.index("second opinion: ")
