"""One limit for all that a thread does."""

import threading
import time

import pytest

from worker.fetch.deadline import DeadlinePassed, limited_to, remaining_seconds


def test_a_limit_inside_of_another_is_never_longer() -> None:
    with limited_to(0.5):
        with limited_to(60):
            assert remaining_seconds() <= 0.5
        with limited_to(0.1):
            assert remaining_seconds() <= 0.1
        assert remaining_seconds() > 0.1


def test_time_that_is_up_is_said_so() -> None:
    with limited_to(0.01):
        time.sleep(0.02)
        with pytest.raises(DeadlinePassed):
            remaining_seconds()


def test_each_thread_has_its_own_limit() -> None:
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            remaining_seconds()
        except RuntimeError as error:
            raised.append(error)

    with limited_to(1):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert len(raised) == 1
