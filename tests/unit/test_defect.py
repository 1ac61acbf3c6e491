"""A defect is told in one line and by its traceback, whatever its text holds."""

import pytest

from worker import defect

HOSTILE = "at https://user:hunter2@news.example/a?token=c4n4ry\x1b[31m\nforged\x00\u202e\ud800"


def _raised(message: str) -> ValueError:
    with pytest.raises(ValueError) as caught:
        int_of(message)
    return caught.value


def int_of(message: str) -> None:
    raise ValueError(message)


def test_a_reason_is_one_line_without_secrets_and_codes() -> None:
    told = defect.reason_of(_raised(HOSTILE))
    assert told.startswith("ValueError: at https://***@news.example/a?token=***")
    assert told.endswith(" forged")
    assert told.isprintable()


def test_a_traceback_keeps_its_lines_but_neither_secrets_nor_codes() -> None:
    told = defect.traceback_of(_raised(HOSTILE))
    assert told.startswith("Traceback (most recent call last):\n")
    assert "test_defect.py" in told
    assert not any(part in told for part in ("hunter2", "c4n4ry", "\x1b", "\x00", "\u202e"))


@pytest.mark.parametrize("length", [10_000, 5_000_000])
def test_a_long_traceback_keeps_its_beginning_and_its_end(length: int) -> None:
    told = defect.traceback_of(_raised("x" * length + " the end"))
    assert len(told) <= defect.TRACEBACK_MAX_CHARACTERS
    assert told.startswith("Traceback")
    assert told.endswith("the end")


def test_a_deep_recursion_is_told_in_short() -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as caught:
        deeper()
    told = defect.traceback_of(caught.value)
    assert len(told) < defect.TRACEBACK_MAX_CHARACTERS
    assert "RecursionError" in told
