"""Rules of HTTP that the sample web keeps, as tables."""

import pytest

from worker.demo.answers import accepts_gzip, answer, key, matches


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("GZIP", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("br", False),
        # refused by weight
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
    ],
)
def test_gzip_is_sent_to_those_who_accept_it(header, accepted):
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize(
    ("header", "matched"),
    [
        ('W/"a1"', True),
        ('"a1"', True),
        ('"b2", W/"a1"', True),
        ("*", True),
        ("", False),
        ('"b2"', False),
    ],
)
def test_if_none_match_compares_weakly(header, matched):
    assert matches(header, 'W/"a1"') is matched


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/a/b.html", "/a/b.html"),
        ("/a/b.html?utm_source=x", "/a/b.html"),
        ("/%D8%A3", "/أ"),
        ("/%d8%a3", "/أ"),
        # nonsense is a path like any other
        ("//[::", "//[::"),
        ("/%FF%zz", "/\ufffd%zz"),
        ("", ""),
    ],
)
def test_a_query_and_the_spelling_of_a_path_do_not_matter(target, expected):
    assert key(target) == expected


def test_the_etag_follows_the_body():
    assert answer(b"x", "text/plain").etag == answer(b"x", "text/html").etag
    assert answer(b"x", "text/plain").etag != answer(b"y", "text/plain").etag
