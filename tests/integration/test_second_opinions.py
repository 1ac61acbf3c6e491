"""Second opinions as users have them: real commands, real children, a server and a model nearby."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import tiny_models
from support.chat_server import ChatServer, opinion
from support.programs import environment, json_lines, vedette

from worker.demo.web import SampleWeb

#: So that everything is in doubt, whatever the lexicon says.
IN_DOUBT = {"CLASSIFY__YES_THRESHOLD": "0.9999", "CLASSIFY__REVIEW_THRESHOLD": "0"}
#: One child starts in half the time of two.
ONE_CHILD = {"PROCESS__CHILDREN": "1"}


@pytest.fixture
def web() -> Iterator[SampleWeb]:
    with SampleWeb() as served:
        yield served


def article_url(web: SampleWeb) -> str:
    """Of an article that is not about defence, so that its score is far from 1."""
    found = web.expectations.items()
    return next(url for url, e in found if e.outcome == "stored" and e.decision == "no")


def ingested(folder: Path, web: SampleWeb, **settings: str) -> dict:
    """Ingest a page by the embedded engine, and show its article."""
    env = environment(folder, **IN_DOUBT, **ONE_CHILD, **settings)
    result = vedette("ingest", article_url(web), "--json", env=env, folder=folder)
    assert result.returncode == 0, result.stderr.decode()
    [row] = json_lines(result.stdout)
    assert row["outcome"] == "stored", row
    shown = vedette("show", str(row["article_id"]), "--json", env=env, folder=folder)
    return json.loads(shown.stdout)


def test_an_endpoint_is_asked_by_the_engines_children(tmp_path: Path, web: SampleWeb) -> None:
    with ChatServer(opinion(0.8, "A warship.")) as server:
        settings = {
            "OPINION__KIND": "endpoint",
            "OPINION__ENDPOINT_URL": server.base,
            "OPINION__ENDPOINT_MODEL": "qwen3-8b",
        }
        row = ingested(tmp_path, web, **settings)

    assert (row["opinion"]["by"], row["opinion"]["score"]) == ("endpoint:qwen3-8b", 0.8)
    [asked] = server.asked
    assert row["text"][:200] in asked["messages"][1]["content"]
    env = environment(tmp_path, **IN_DOUBT)
    words = "second opinion: endpoint:qwen3-8b says 0.80: A warship."
    assert words in vedette("show", str(row["id"]), env=env, folder=tmp_path).stdout.decode()
    told = vedette("explain", article_url(web), env=env, folder=tmp_path).stdout.decode()
    assert "second_opinion=endpoint:qwen3-8b" in told
    review = vedette("review", env=env, folder=tmp_path, stdin=b"q\n").stdout.decode()
    assert "endpoint:qwen3-8b says 0.80: A warship." in review


def test_a_local_model_works_in_a_child_with_limited_memory(tmp_path: Path, web: SampleWeb) -> None:
    folder = tiny_models.inferring(tmp_path / "models" / "tiny")

    row = ingested(tmp_path, web, OPINION__KIND="model", OPINION__MODEL_DIR=str(folder))

    assert row["opinion"]["by"] == "model:tiny"
    assert row["opinion"]["score"] is not None


@pytest.mark.parametrize("command", ["run", "ingest"])
def test_a_second_judge_that_can_not_be_had_stops_the_start(tmp_path: Path, command: str) -> None:
    (tmp_path / "empty").mkdir()
    env = environment(tmp_path, OPINION__KIND="model", OPINION__MODEL_DIR=str(tmp_path / "empty"))
    arguments = [command] if command == "run" else [command, "http://127.0.0.1:9/a"]

    result = vedette(*arguments, env=env, folder=tmp_path)

    [line] = result.stderr.decode().strip().splitlines()
    assert result.returncode == 2
    assert line.startswith(f"vedette: opinion.model_dir: {tmp_path / 'empty'} has no model.onnx")
