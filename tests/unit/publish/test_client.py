"""What is told of a broker that can't be asked: its place, and no password."""

import pytest

from worker.errors import BrokerError
from worker.publish.stream import EventStream
from worker.settings import BrokerSettings, PublishSettings


@pytest.mark.parametrize(
    "url",
    [
        "redis://:hunter2@127.0.0.1:1/0",
        "redis://user:hunter2@127.0.0.1:1/0",
        "redis://127.0.0.1:1/0?password=hunter2",
        "redis://:hunter2/x@127.0.0.1:1/0",  # urlsplit takes the password for a port
        "redis://:hunter2#x@127.0.0.1:1/0",
        "redis+socket:///nowhere/redis.sock?virtual_host=0&password=hunter2",
    ],
)
def test_no_error_of_the_broker_holds_its_password(url: str) -> None:
    with pytest.raises(BrokerError) as caught:
        EventStream(BrokerSettings(url=url), PublishSettings()).require()

    assert "hunter2" not in str(caught.value)
    assert "broker.url" in str(caught.value)
