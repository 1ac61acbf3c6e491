"""What models really answer: a score comes out, or a reason why there is none; never more."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.opinion.answer import READ_MAX_CHARACTERS, Answer, read_chat, read_text
from worker.opinion.judge import NOTE_MAX_CHARACTERS


@pytest.mark.parametrize(
    ("text", "score", "note"),
    [
        # as asked
        ('{"defence": 0.82, "topics": [], "reason": "A frigate."}', 0.82, "A frigate."),
        ('{"defence": 1, "reason": "War."}', 1.0, "War."),
        ('{"defence": 0}', 0.0, ""),
        # fences and remarks around it
        ('```json\n{"defence": 0.4, "reason": "r"}\n```', 0.4, "r"),
        ('Sure! Here it is:\n{"defence": 0.4, "reason": "r"}\nAnything else?', 0.4, "r"),
        # other spellings
        ('{"Defense": 0.4, "Explanation": "r"}', 0.4, "r"),
        ('{"result": {"defence": 0.4, "reason": "r"}}', 0.4, "r"),
        # numbers as words
        ('{"defence": "0.7"}', 0.7, ""),
        ('{"defence": "0,7"}', 0.7, ""),
        ('{"defence": "70 %"}', 0.7, ""),
        ('{"defence": "Yes"}', 1.0, ""),
        ('{"defence": false}', 0.0, ""),
        # topics that we know, in our order; others are dropped
        ('{"defence": 1, "topics": ["policy", "cats", "forces"]}', 1.0, "(forces, policy)"),
        ('{"defence": 1, "topics": "policy", "reason": "x"}', 1.0, "(policy) x"),
        # thinking aloud, closed, cut open, and with a score of its own
        ('<think>maybe {"defence": 0.1}</think>{"defence": 0.9}', 0.9, ""),
        ('perhaps {"defence": 0.1}</think>\n{"defence": 0.9}', 0.9, ""),
        # the last word counts
        ('{"defence": 0.1} No, wait: {"defence": 0.9}', 0.9, ""),
        ('{"defence": 0.9} and {"defence": 7}', 0.9, ""),
        # nearly JSON
        ("{'defence': 0.6, 'reason': 'x'}", 0.6, "{'defence': 0.6, 'reason': 'x'}"),
        ("defence: 0.6", 0.6, "defence: 0.6"),
        ('{"defence": 0.6, "reason": "cut o', 0.6, '{"defence": 0.6, "reason": "cut o'),
        # a reason that is none
        ('{"defence": 0.6, "reason": ["a"]}', 0.6, ""),
        # what a terminal or a page would obey
        ('{"defence": 0.6, "reason": "a\\u001b[31m\\u202eb\\nc"}', 0.6, "a [31mb c"),
    ],
)
def test_a_usable_answer(text: str, score: float, note: str) -> None:
    answer = read_text(text)

    assert (answer.score, answer.note) == (pytest.approx(score), note)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "gave no answer"),
        ("<think>it is hard", "gave no answer"),
        ("I can't help with that.", "no JSON with a score in its answer: I can't help"),
        ('{"topics": []}', "no JSON with a score"),
        ('{"defence": 7}', "no number from 0 to 1: 7"),
        ('{"defence": -0.1}', "no number from 0 to 1"),
        ('{"defence": "high"}', "no number from 0 to 1: high"),
        ('{"defence": NaN}', "no number from 0 to 1"),
        ('{"defence": 1e999}', "no number from 0 to 1"),
        ('{"defence": 1' + "0" * 400 + "}", "no number from 0 to 1"),
        ('{"defence": {"a": 1}}', "no number from 0 to 1"),
        ("defence: 0.1.2.3", "no JSON"),
        ("{" * 50_000, "no JSON"),
        ('{"a":' * 5000, "no JSON"),
        ("[" * 50_000, "no JSON"),
    ],
)
def test_an_answer_that_is_none_says_why(text: str, words: str) -> None:
    answer = read_text(text)

    assert answer.score is None
    assert words in answer.note
    assert len(answer.note) <= NOTE_MAX_CHARACTERS


def test_of_an_endless_answer_the_end_is_read() -> None:
    assert read_text("x" * READ_MAX_CHARACTERS * 5 + '{"defence": 0.5}').score == 0.5


def said(content: Any, **more: Any) -> dict[str, Any]:
    return {"choices": [{"message": {"content": content, **more}, "finish_reason": "stop"}]}


@pytest.mark.parametrize(
    ("document", "score", "words"),
    [
        (said('{"defence": 0.5, "reason": "r"}'), 0.5, "r"),
        (said([{"type": "text", "text": '{"defence": 0.5}'}, {"type": "x"}, 3]), 0.5, ""),
        (said(""), None, "an empty answer"),
        (said(None), None, "an empty answer"),
        (said({"defence": 1}), None, "an empty answer"),
        (said(None, refusal="I won't."), None, "it refused: I won't."),
        (
            {"choices": [{"message": {"content": ""}, "finish_reason": "content_filter"}]},
            None,
            "filter stopped it",
        ),
        (
            {"choices": [{"message": {"content": "so"}, "finish_reason": "length"}]},
            None,
            "cut off before its end",
        ),
        ({"error": {"message": "no such model"}}, None, "says: no such model"),
        ({"error": "overloaded"}, None, "says: overloaded"),
        ({"choices": []}, None, "no message"),
        ({"choices": [{"text": "old API"}]}, None, "no message"),
        ({"choices": {"message": {}}}, None, "no message"),
        ([], None, "no message"),
        (None, None, "no message"),
        ("text", None, "no message"),
        (3.5, None, "no message"),
    ],
)
def test_every_response_has_an_answer(document: Any, score: float | None, words: str) -> None:
    answer = read_chat(document)

    assert answer.score == score
    assert words in answer.note


_SCRAPS = st.sampled_from(
    [
        '{"defence":',
        "}",
        '"',
        "0.5",
        "1e9",
        "<think>",
        "</think>",
        "```",
        "{",
        "defence: ",
        "%",
        "1,",
    ]
)
_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["choices", "message", "content", "defence", "refusal", "error", "text", "topics"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def is_fit(answer: Answer) -> bool:
    in_range = answer.score is None or 0 <= answer.score <= 1
    return in_range and len(answer.note) <= NOTE_MAX_CHARACTERS and "\n" not in answer.note


@settings(max_examples=200, deadline=None, database=None)
@given(st.lists(_SCRAPS | st.text(max_size=6), max_size=12).map("".join))
def test_any_text_is_a_score_from_0_to_1_or_none(text: str) -> None:
    assert is_fit(read_text(text))


@settings(max_examples=200, deadline=None, database=None)
@given(_JSON)
def test_any_document_is_a_score_from_0_to_1_or_none(document: Any) -> None:
    assert is_fit(read_chat(document))
    assert is_fit(read_chat({"choices": [{"message": document}]}))
    assert is_fit(read_chat({"choices": [{"message": {"content": document}}]}))
