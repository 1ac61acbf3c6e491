"""The endpoint's judge: one question, one opinion, whatever the service does."""

from collections.abc import Mapping
from typing import Any

import pytest

from worker.errors import Refused
from worker.opinion.endpoint import EndpointJudge
from worker.opinion.judge import NAME_MAX_CHARACTERS, Question, key_of
from worker.vocabulary import Outcome

QUESTION = Question(title="Budget", text="The minister wants frigates.")
GOOD = {"choices": [{"message": {"content": '{"defence": 0.8, "reason": "Frigates."}'}}]}


class FakeService:
    """Answers by what it is asked; `refuses` names fields that it does not take."""

    def __init__(self, answer: Any = GOOD, *, refuses: tuple[str, ...] = ()) -> None:
        self.answer = answer
        self.refuses = refuses
        self.asked: list[Mapping[str, Any]] = []
        self.seconds: list[float] = []

    def why_not_now(self) -> str:
        return ""

    def post_json(self, document: Mapping[str, Any], *, seconds: float) -> Any:
        self.asked.append(document)
        self.seconds.append(seconds)
        if any(name in document for name in self.refuses):
            raise Refused(Outcome.HTTP_ERROR, "HTTP 400", detail={"status": 400})
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def judge(service: FakeService, **options: Any) -> EndpointJudge:
    options = {"model": "qwen3", "url": "http://h/v1", "timeout_seconds": 5.0} | options
    return EndpointJudge(service, **options)


def test_an_answer_becomes_an_opinion() -> None:
    service = FakeService()

    opinion = judge(service).ask(QUESTION)

    assert (opinion.by, opinion.score, opinion.note) == ("endpoint:qwen3", 0.8, "Frigates.")
    [document] = service.asked
    assert document["model"] == "qwen3"
    assert document["temperature"] == 0
    assert document["response_format"] == {"type": "json_object"}
    assert "The minister wants frigates." in document["messages"][1]["content"]


@pytest.mark.parametrize(
    ("refuses", "requests"),
    [((), 1), (("response_format",), 2), (("temperature",), 3), (("max_tokens",), 3)],
)
def test_what_a_server_does_not_take_is_left_out_and_remembered(
    refuses: tuple[str, ...], requests: int
) -> None:
    service = FakeService(refuses=refuses)
    asking = judge(service)

    assert asking.ask(QUESTION).score == 0.8
    assert len(service.asked) == requests
    assert asking.ask(QUESTION).score == 0.8
    assert len(service.asked) == requests + 1


def test_all_requests_for_one_opinion_share_its_time() -> None:
    service = FakeService(refuses=("temperature",))
    now = iter([0.0, 0.0, 2.0, 4.0, 4.5])

    opinion = judge(service, monotonic=lambda: next(now)).ask(QUESTION)

    assert service.seconds == [5.0, 3.0, 1.0]
    assert opinion.seconds == 4.5


@pytest.mark.parametrize(
    ("answer", "requests", "words"),
    [
        (Refused(Outcome.TIMEOUT, "no answer within 5 s"), 1, "no answer within 5 s"),
        (Refused(Outcome.HTTP_ERROR, "HTTP 500", detail={"status": 500}), 1, "HTTP 500"),
        (Refused(Outcome.HTTP_ERROR, "HTTP 400: too long", detail={"status": 400}), 3, "too long"),
        ({"choices": []}, 1, "no message"),
    ],
)
def test_what_goes_wrong_is_a_note(answer: Any, requests: int, words: str) -> None:
    service = FakeService(answer)

    opinion = judge(service).ask(QUESTION)

    assert (opinion.score, len(service.asked)) == (None, requests)
    assert words in opinion.note


def test_answers_are_known_by_model_endpoint_and_text() -> None:
    service = FakeService()
    keys = {
        key_of(judge(service), QUESTION),
        key_of(judge(service, model="qwen4"), QUESTION),
        key_of(judge(service, url="http://other/v1"), QUESTION),
        key_of(judge(service), Question(title="Budget", text="Another.")),
        key_of(judge(service), Question(title=None, text=QUESTION.text)),
    }

    assert len(keys) == 5
    assert key_of(judge(service), QUESTION) in keys


def test_a_long_name_of_a_model_fits_its_column() -> None:
    name = judge(FakeService(), model="m\x00\n" * 400).name

    assert len(name) <= NAME_MAX_CHARACTERS
    assert name.isprintable()
