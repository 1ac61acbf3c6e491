"""Whose house a URL leads to, as a table."""

import pytest

from worker.errors import Refused
from worker.fetch.host import host_key, origin
from worker.vocabulary import Outcome


@pytest.mark.parametrize(
    ("url", "key", "site"),
    [
        ("http://News.Example/a", "news.example", "http://news.example"),
        ("https://news.example:443/", "news.example", "https://news.example"),
        ("http://news.example:443/", "news.example:443", "http://news.example:443"),
        ("https://news.example:8443", "news.example:8443", "https://news.example:8443"),
        ("https://bücher.example/", "xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://news.example./", "news.example", "http://news.example"),
        ("http://[2001:DB8::0:1]:81/", "[2001:db8::1]:81", "http://[2001:db8::1]:81"),
    ],
)
def test_a_url_leads_to_one_host_and_one_origin(url: str, key: str, site: str) -> None:
    assert (host_key(url), origin(url)) == (key, site)


@pytest.mark.parametrize("url", ["", "news.example", "http://", "ftp://a/", "http://a@b/", "\0"])
def test_what_is_no_url_has_no_host(url: str) -> None:
    with pytest.raises(Refused) as caught:
        host_key(url)
    assert caught.value.outcome is Outcome.BAD_URL
