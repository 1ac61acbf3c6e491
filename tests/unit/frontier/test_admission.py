"""Which URLs are let in."""

from typing import Any

import pytest

from worker.errors import Refused
from worker.frontier.admission import admit
from worker.settings import Settings
from worker.values import Candidate
from worker.vocabulary import Outcome, UrlKind


def refusal(url: str, **settings: Any) -> Refused | None:
    try:
        admit(Candidate(url=url), Settings(**settings))
    except Refused as refused:
        return refused
    return None


def test_what_is_let_in_keeps_what_the_candidate_said() -> None:
    candidate = Candidate(
        url=" http://A.example:8080/é?utm_source=x#y ", kind=UrlKind.FEED, priority=3, origin="cli"
    )
    admitted = admit(candidate, Settings())
    assert admitted.url == "http://a.example:8080/%C3%A9?utm_source=x"
    assert admitted.canonical_url == "http://a.example:8080/%C3%A9"
    assert admitted.host == "a.example:8080"
    assert (admitted.kind, admitted.priority, admitted.origin) == (UrlKind.FEED, 3, "cli")
    assert len(admitted.key) == 64


REFUSED = [
    ("not a url", Outcome.BAD_URL),
    ("ftp://a.example/", Outcome.BAD_URL),
    # local names
    *((f"http://{name}/", Outcome.BLOCKED_ADDRESS)
      for name in ("localhost", "LOCALHOST.", "x.localhost", "printer.local", "db.internal",
                   "local", "nas.lan", "x.home.arpa", "x.invalid", "x.test", "x.onion")),
    # addresses, in every spelling
    *((f"http://{address}/", Outcome.BLOCKED_ADDRESS)
      for address in ("127.0.0.1", "2130706433", "0x7f.1", "10.0.0.1", "169.254.169.254", "[::1]",
                      "[::ffff:127.0.0.1]", "0", "①②⑦.0.0.1", "[64:ff9b::7f00:1]")),
    # ports
    ("http://a.example:22/", Outcome.BAD_URL),
    ("http://1.1.1.1:6379/", Outcome.BAD_URL),
]  # fmt: skip


@pytest.mark.parametrize(("url", "outcome"), REFUSED)
def test_what_must_not_be_asked_is_refused(url: str, outcome: Outcome) -> None:
    refused = refusal(url)
    assert refused is not None
    assert refused.outcome is outcome


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://a.example",
            "https://a.example:8443/",
            "http://1.1.1.1/",
            "http://localhost.example/",
        ),
        *("http://mylocal/", "http://notlocalhost.example/", "http://[2606:4700::1111]/"),
    ],
)
def test_what_may_be_asked_is_let_in(url: str) -> None:
    assert refusal(url) is None


LIMIT = {"url_max_length": 100}


@pytest.mark.parametrize(
    ("url", "is_refused"),
    [
        ("http://a.example/" + "a" * 83, False),
        ("http://a.example/" + "a" * 84, True),
        ("  http://a.example/" + "a" * 83 + "\n", False),
        # as long when it is asked for
        ("http://a.example/" + "é" * 13, False),
        ("http://a.example/" + "é" * 14, True),
    ],
)
def test_a_url_over_the_limit_is_declined(url: str, is_refused: bool) -> None:
    refused = refusal(url, frontier=LIMIT)
    assert (refused is not None) is is_refused
    if refused is not None:
        assert "frontier.url_max_length is 100" in refused.reason


@pytest.mark.parametrize(
    ("url", "is_refused"),
    [
        ("http://bad.example/", True),
        ("http://BAD.example./", True),
        ("http://x.bad.example:8080/", True),
        ("http://notbad.example/", False),
        ("http://bad.example.org/", False),
        ("http://münchen.example/", True),
        ("http://1.2.3.4/", True),
        ("http://16909060/", True),
    ],
)
def test_a_blocked_host_is_refused_with_all_below_it(url: str, is_refused: bool) -> None:
    blocked = ["*.Bad.Example.", "München.example", "1.2.3.4"]
    refused = refusal(url, frontier={"blocked_hosts": blocked})
    assert (refused is not None) is is_refused


@pytest.mark.parametrize(
    ("url", "is_refused"),
    [
        # inside: any port; names are vetted where they resolve
        ("http://10.1.0.1:9999/", False),
        ("http://wiki.internal:9999/", False),
        ("http://localhost/", False),
        # addresses elsewhere as ever
        ("http://10.2.0.1/", True),
        ("http://1.1.1.1:9999/", True),
        ("http://1.1.1.1/", False),
    ],
)
def test_where_networks_are_let_through_names_are_left_to_the_guard(
    url: str, is_refused: bool
) -> None:
    refused = refusal(url, fetch={"allow_networks": ["10.1.0.0/16"]})
    assert (refused is not None) is is_refused


def test_ports_are_those_of_the_setting_the_usual_ones_too() -> None:
    ports = {"allowed_ports": [443]}
    assert refusal("https://a.example/", frontier=ports) is None
    assert refusal("http://a.example/", frontier=ports) is not None
    assert refusal("http://1.1.1.1/", frontier=ports) is not None
