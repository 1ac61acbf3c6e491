"""The vocabularies are closed, and each member says what it means."""

import inspect
import re
from enum import StrEnum

import pytest

from worker import vocabulary
from worker.vocabulary import ANSWERS, OUTCOME_RULES, Outcome

ENUMS = [
    found
    for _, found in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(found, StrEnum) and found is not StrEnum
]


@pytest.mark.parametrize("enum", ENUMS)
def test_each_member_has_a_line_of_meaning(enum: type[StrEnum]) -> None:
    source = inspect.getsource(enum)
    for member in enum:
        assert re.search(rf'^    {member.name} = (\(\s+)?"{member}"  #: \S', source, re.MULTILINE)


@pytest.mark.parametrize("enum", ENUMS)
def test_a_name_and_its_spelling_agree(enum: type[StrEnum]) -> None:
    assert all(member.name.lower() == member for member in enum)


def test_each_outcome_has_a_rule() -> None:
    assert set(OUTCOME_RULES) == set(Outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_waits_are_positive_and_never_shrink(outcome: Outcome) -> None:
    rule = OUTCOME_RULES[outcome]
    assert all(wait > 0 for wait in rule.retry_after_seconds)
    assert list(rule.retry_after_seconds) == sorted(rule.retry_after_seconds)
    assert rule.is_final is (rule.retry_after_seconds == ())


def test_an_answer_is_final_and_speaks_for_its_host() -> None:
    for outcome in ANSWERS:
        assert OUTCOME_RULES[outcome].is_final
        assert not OUTCOME_RULES[outcome].rests_host
