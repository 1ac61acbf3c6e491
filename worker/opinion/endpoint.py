"""An OpenAI-compatible endpoint as a second judge: llama.cpp, vLLM, Ollama, or a service.

It asks through whatever can post JSON, and knows no HTTP.
"""

import hashlib
import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from worker.errors import Refused
from worker.opinion import prompt
from worker.opinion.answer import Answer, read_chat
from worker.opinion.judge import Question, judge_name, note_of
from worker.values import Opinion

KIND = "endpoint"
#: Room to think, for models that do; an answer takes some 60.
_TOKENS_MAX = 1024
#: What is asked for beside model and messages. Not every server knows all of it: each refusal of
#: the request (400, 422) drops to the next, and what was accepted is remembered.
_MANNERS: tuple[Mapping[str, Any], ...] = (
    {
        "temperature": 0,
        "max_tokens": _TOKENS_MAX,
        "stream": False,
        "response_format": {"type": "json_object"},
    },
    {"temperature": 0, "max_tokens": _TOKENS_MAX, "stream": False},
    {},
)
_BAD_REQUEST = (400, 422)


class Service(Protocol):
    """Posts JSON to the endpoint."""

    def why_not_now(self) -> str:
        """Why it is left alone for now; "" where it may be asked."""
        ...

    def post_json(self, document: Mapping[str, Any], *, seconds: float) -> Any:
        """Its JSON answer within so many seconds.

        Raises:
            Refused: there is none; `detail` has the status, where one came.
        """
        ...


class EndpointJudge:
    """Asks a chat model. Satisfies `Judge`.

    Args:
        service: the endpoint's /chat/completions.
        model: the name by which it is asked for.
        url: tells two endpoints with one model apart, in the key of stored answers only.
        timeout_seconds: in all, for one opinion.
    """

    def __init__(
        self,
        service: Service,
        *,
        model: str,
        url: str,
        timeout_seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._model = model
        self._timeout_seconds = timeout_seconds
        self._monotonic = monotonic
        self._manners = 0  #: the place in `_MANNERS` of what the endpoint takes
        whose = hashlib.sha256(f"{url}\0{model}".encode()).hexdigest()[:16]
        self.name = judge_name(KIND, model)
        self.version = f"{prompt.VERSION}:{whose}"

    def why_not_now(self) -> str:
        """The service's own reason."""
        return self._service.why_not_now()

    def ask(self, question: Question) -> Opinion:
        """Ask, and read what comes."""
        began = self._monotonic()
        try:
            answer = self._answer(question, ends_at=began + self._timeout_seconds)
        except Refused as refused:
            answer = Answer(score=None, note=note_of(refused.reason))
        return Opinion(
            by=self.name,
            score=answer.score,
            note=answer.note,
            seconds=round(self._monotonic() - began, 3),
        )

    def _answer(self, question: Question, *, ends_at: float) -> Answer:
        document = {"model": self._model, "messages": prompt.messages(question)}
        for place in range(self._manners, len(_MANNERS)):
            try:
                response = self._service.post_json(
                    {**document, **_MANNERS[place]}, seconds=ends_at - self._monotonic()
                )
            except Refused as refused:
                is_last = place == len(_MANNERS) - 1
                if is_last or refused.detail.get("status") not in _BAD_REQUEST:
                    raise
                continue
            self._manners = place
            return read_chat(response)
        raise AssertionError("the last manners return or raise")
