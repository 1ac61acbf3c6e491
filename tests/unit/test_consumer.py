"""A connection that can't even be closed does not end a Celery worker."""

from typing import Any

import pytest
from celery.worker.consumer import Consumer

from worker.consumer import PatientConsumer


def _without_transport(*_: Any) -> None:
    """As kombu 5.7.0 fails where it gives back messages over a connection that is gone."""
    None.hostname  # type: ignore[attr-defined] # noqa: B018


@pytest.fixture
def consumer() -> PatientConsumer:
    return PatientConsumer.__new__(PatientConsumer)


def test_a_connection_without_a_transport_is_left_behind(
    consumer: PatientConsumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Consumer, "on_connection_error_after_connected", _without_transport)
    consumer.on_connection_error_after_connected(ConnectionError("gone"))


def test_other_errors_are_not_hidden(
    consumer: PatientConsumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise LookupError

    monkeypatch.setattr(Consumer, "on_connection_error_after_connected", broken)
    with pytest.raises(LookupError):
        consumer.on_connection_error_after_connected(ConnectionError("gone"))
