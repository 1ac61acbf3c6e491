"""The URL of an egress proxy: read, or refused without repeating its password."""

import pytest

from worker import egress


@pytest.mark.parametrize(
    ("url", "shown", "authorization"),
    [
        ("http://proxy.example:3128", "proxy.example:3128", None),
        ("http://proxy.example", "proxy.example:80", None),
        ("HTTP://Proxy.Example./", "proxy.example:80", None),
        ("http://10.0.0.1:8080/", "10.0.0.1:8080", None),
        ("http://[fd00::1]:8080", "[fd00::1]:8080", None),
        ("http://me:secret@proxy.example:1", "proxy.example:1", "Basic bWU6c2VjcmV0"),
        ("http://me@proxy.example:1", "proxy.example:1", "Basic bWU6"),
        ("http://a%40b:c%3Ad@proxy.example:1", "proxy.example:1", "Basic YUBiOmM6ZA=="),
    ],
)
def test_urls_that_are_read(url: str, shown: str, authorization: str | None) -> None:
    proxy = egress.read(url)
    assert (str(proxy), proxy.authorization) == (shown, authorization)
    assert "Basic" not in repr(proxy)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "begin with http://"),
        ("proxy.example:3128", "begin with http://"),
        ("https://proxy.example", "begin with http://"),
        ("socks5://proxy.example", "begin with http://"),
        ("http://", "names no host"),
        ("http://a b", "is no host name"),
        ("http://proxy.example:0", "port is not between"),
        ("http://proxy.example:65536", "can't be read"),
        ("http://proxy.example/path", "nothing may follow"),
        ("http://proxy.example?x=secret", "nothing may follow"),
    ],
)
def test_urls_that_are_not(url: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        egress.read(url)
    assert "secret" not in str(caught.value)
