"""The circuit breaker: a few failures in a row, or Retry-After, leave a service alone."""

from worker.fetch.circuit import FAILURES_MAX, PAUSE_SECONDS, Circuit


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def failed(circuit: Circuit, times: int) -> None:
    for _ in range(times):
        circuit.failed("HTTP 500")


def test_failures_in_a_row_leave_it_alone_for_a_while() -> None:
    clock = Clock()
    circuit = Circuit(clock)

    failed(circuit, FAILURES_MAX - 1)
    assert circuit.why_not_now() == ""
    failed(circuit, 1)
    assert circuit.why_not_now() == f"left alone for {PAUSE_SECONDS:.0f} s more: HTTP 500"
    clock.now += PAUSE_SECONDS
    assert circuit.why_not_now() == ""


def test_after_the_pause_one_attempt_decides() -> None:
    clock = Clock()
    circuit = Circuit(clock)
    failed(circuit, FAILURES_MAX)
    clock.now += PAUSE_SECONDS

    failed(circuit, 1)
    assert circuit.why_not_now() != ""
    clock.now += PAUSE_SECONDS
    circuit.succeeded()
    failed(circuit, FAILURES_MAX - 1)
    assert circuit.why_not_now() == ""


def test_what_the_service_asks_for_counts_at_once() -> None:
    clock = Clock()
    circuit = Circuit(clock)

    circuit.failed("HTTP 429", wait_seconds=7.0)
    assert circuit.why_not_now() == "left alone for 7 s more: HTTP 429"
    clock.now += 7
    assert circuit.why_not_now() == ""
