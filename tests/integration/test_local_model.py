"""A local model as a second judge, with tiny ones: both kinds, cut inputs, faults, its time."""

import json
import multiprocessing
import time
from pathlib import Path

import pytest
from support import tiny_models

from worker.opinion.folder import open_folder
from worker.opinion.judge import Question
from worker.opinion.model import LocalModel
from worker.values import Opinion

FRIGATE = Question(title="Navy", text="A frigate and one more frigate.")
FOOTBALL = Question(title=None, text="Football, nothing but football.")
NOTHING = Question(title=None, text="Rain.")


def model(path: Path, *, timeout_seconds: float = 5.0) -> LocalModel:
    return LocalModel(open_folder(path), timeout_seconds=timeout_seconds)


def test_a_classifying_model_gives_the_share_of_its_label(tmp_path: Path) -> None:
    judge = model(tiny_models.classifying(tmp_path / "defence-tiny"))

    scores = [judge.ask(one).score for one in (FRIGATE, FOOTBALL, NOTHING)]

    assert scores == [pytest.approx(0.982, abs=1e-3), pytest.approx(0.018, abs=1e-3), 0.5]
    opinion = judge.ask(FRIGATE)
    assert (opinion.by, opinion.note) == ("model:defence-tiny", "")
    assert 0 <= opinion.seconds < 1
    assert judge.why_not_now() == ""


def test_an_unnamed_positive_label_counts(tmp_path: Path) -> None:
    path = tiny_models.classifying(tmp_path / "m", labels=("LABEL_0", "LABEL_1"))

    assert model(path).ask(FRIGATE).score == pytest.approx(0.982, abs=1e-3)


def test_an_nli_model_is_asked_whether_the_text_entails_a_sentence_on_defence(
    tmp_path: Path,
) -> None:
    judge = model(tiny_models.inferring(tmp_path / "nli-tiny"))

    scores = [judge.ask(one).score for one in (FRIGATE, FOOTBALL, NOTHING)]

    assert scores == [pytest.approx(0.982, abs=1e-3), pytest.approx(0.018, abs=1e-3), 0.5]
    assert judge.ask(FRIGATE).note == "by entailment"


@pytest.mark.parametrize("make", [tiny_models.classifying, tiny_models.inferring])
def test_a_text_is_cut_to_what_the_model_reads(make, tmp_path: Path) -> None:
    judge = model(make(tmp_path / "m"))  # of 64 tokens
    early = Question(title=None, text="frigate " + "rain " * 1000)
    late = Question(title=None, text="rain " * 1000 + "frigate")

    assert judge.ask(early).score > 0.8
    assert judge.ask(late).score == 0.5


@pytest.mark.parametrize("text", ["", " ", "\x00\ud800", "🚢" * 4000, "x" * 100_000])
def test_any_text_has_an_opinion(tmp_path: Path, text: str) -> None:
    opinion = model(tiny_models.classifying(tmp_path / "m")).ask(Question(title=None, text=text))

    assert opinion.score is not None or opinion.note


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_a_file_that_can_not_be_loaded_is_a_note_and_is_not_tried_again(
    tmp_path: Path, broken: str
) -> None:
    path = tiny_models.classifying(tmp_path / "m")
    (path / broken).write_bytes(b"\x00garbage")
    judge = model(path)

    opinion = judge.ask(FRIGATE)

    assert opinion.score is None
    assert "the model can't be loaded" in opinion.note
    assert judge.why_not_now() == judge.ask(FRIGATE).note == opinion.note


def test_a_model_with_another_number_of_outputs_than_labels_is_a_note(tmp_path: Path) -> None:
    path = tiny_models.classifying(tmp_path / "m")
    config = json.loads((path / "config.json").read_text())
    config["id2label"]["2"] = "cats"
    (path / "config.json").write_text(json.dumps(config))

    opinion = model(path).ask(FRIGATE)

    assert (opinion.score, opinion.note) == (None, "the model gave no 3 finite numbers")


def test_a_model_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    judge = model(tiny_models.endless(tmp_path / "m"), timeout_seconds=0.5)
    judge.ask(NOTHING)  # loads it
    began = time.monotonic()

    opinion = judge.ask(FRIGATE)

    assert (opinion.score, opinion.note) == (None, "no answer within 0.5 s")
    assert 0.4 < time.monotonic() - began < 2.0


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_child_that_was_forked_after_it_was_made_loads_its_own(tmp_path: Path) -> None:
    judge = model(tiny_models.classifying(tmp_path / "m"))
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    children = [
        context.Process(target=lambda: answers.put(judge.ask(FRIGATE).score)) for _ in range(2)
    ]
    for child in children:
        child.start()
    scores = [answers.get() for _ in children]
    for child in children:
        child.join(10)

    assert scores == [pytest.approx(0.982, abs=1e-3)] * 2
    assert isinstance(judge.ask(FRIGATE), Opinion)
