"""What a chat model answered, read as generously as is safe: a score with its reason, or why not.

Models wrap JSON in fences and remarks, think aloud, write numbers as words, refuse, or say nothing.
All of it may be steered by the article they read: nothing but score, topics and note comes out.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from worker.opinion.judge import note_of
from worker.vocabulary import Topic

#: A model that goes on and on has lost its thread; the answer is at its end.
READ_MAX_CHARACTERS = 20_000
#: Places where an object might begin; each costs one attempt to read it.
_OBJECTS_MAX = 100
_SCORE_NAMES = ("defence", "defense", "defence_score", "defense_score", "score")
_REASON_NAMES = ("reason", "explanation", "rationale", "why")
_WORDS = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
#: Some servers cut the opening tag off with the template.
_LATE_THOUGHT = re.compile(r"\A.*</(?:think|thinking|reasoning)>", re.DOTALL | re.IGNORECASE)
_NUMBER = re.compile(r"([+-]?\d{0,9}(?:[.,]\d{1,30})?|[+-]?\d{1,9}\.)\s*(%?)")
#: The last resort, for what is nearly JSON: single quotes, no quotes, an end that is missing.
_NEARLY = re.compile(r"(?i)[\"']?\bdefen[cs]e[\"']?\s*[:=]\s*[\"']?([+-]?\d[\d.,]{0,30}\s*%?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A score from 0 to 1 and its reason; or no score, and why there is none."""

    score: float | None
    note: str


def read_chat(document: Any) -> Answer:
    """Read a response of /chat/completions; total: any JSON value has an answer."""
    match document:
        case {"choices": [{"message": Mapping() as message, **choice}, *_]}:
            return _read_message(message, str(choice.get("finish_reason")))
        case {"error": {"message": str(words)}} | {"error": str(words)}:
            return _none(f"the endpoint says: {words}")
    return _none("the endpoint's answer has no message")


def _read_message(message: Mapping[str, Any], finish: str) -> Answer:
    if refusal := message.get("refusal"):
        return _none(f"it refused: {refusal}")
    text = _text_of(message.get("content"))
    if not text.strip():
        filtered = "content_filter" in finish
        return _none("its provider's filter stopped it" if filtered else "an empty answer")
    answer = read_text(text)
    if answer.score is None and finish == "length":
        return _none(f"cut off before its end: {answer.note}")
    return answer


def _text_of(content: Any) -> str:
    """A message is a string, or a list of parts."""
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "".join(
        part["text"]
        for part in parts
        if isinstance(part, Mapping) and isinstance(part.get("text"), str)
    )


def read_text(text: str) -> Answer:
    """Read what a model wrote."""
    said = _LATE_THOUGHT.sub("", _THOUGHT.sub("", text[-READ_MAX_CHARACTERS:])).strip()
    if not said:
        return _none("it thought, and gave no answer")
    rejected = ""
    # The last word counts: before it, a model may repeat its task, or the article.
    for found in reversed(list(_objects(said))):
        score = _first(found, _SCORE_NAMES)
        number = _number(score)
        if number is not None and 0 <= number <= 1:
            return Answer(score=number, note=_reason(found))
        rejected = rejected or f"its score is no number from 0 to 1: {str(score)[:80]}"
    nearly = _NEARLY.findall(said)
    number = _number(nearly[-1]) if nearly and not rejected else None
    if number is not None and 0 <= number <= 1:
        return Answer(score=number, note=note_of(said))
    return _none(rejected or f"no JSON with a score in its answer: {said}")


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Objects in a text that carry a score, outermost first, in their order."""
    decoder = json.JSONDecoder()
    at = text.find("{")
    for _ in range(_OBJECTS_MAX):
        if at < 0:
            return
        end = at + 1
        try:
            found, end_of_object = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, dict) and _first(found, _SCORE_NAMES) is not None:
            yield found
            end = end_of_object
        at = text.find("{", end)


def _first(found: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first of these names, in whatever case; None where there is none."""
    lowered = {str(name).strip().casefold(): value for name, value in found.items()}
    return next((lowered[name] for name in names if lowered.get(name) is not None), None)


def _number(value: Any) -> float | None:
    """A number, however it is written: 0.8, "0,8", "80 %", true, "yes"."""
    if isinstance(value, bool | int | float):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if math.isfinite(number) else None
    if not isinstance(value, str):
        return None
    word = value.strip().casefold()
    if word in _WORDS:
        return _WORDS[word]
    read = _NUMBER.fullmatch(word.rstrip(",;"))
    if read is None or not any(character.isdecimal() for character in read[1]):
        return None
    return float(read[1].replace(",", ".")) / (100 if read[2] else 1)


def _reason(found: Mapping[str, Any]) -> str:
    reason = _first(found, _REASON_NAMES)
    words = reason if isinstance(reason, str) else ""
    given = _first(found, ("topics", "topic"))
    named = [str(one).strip().casefold() for one in (given if isinstance(given, list) else [given])]
    topics = ", ".join(topic for topic in Topic if topic in named)
    return note_of(f"({topics}) {words}" if topics else words)


def _none(why: str) -> Answer:
    return Answer(score=None, note=note_of(why))
