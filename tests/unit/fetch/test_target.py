"""Redirect targets, as a table."""

import pytest

from worker.fetch.target import join_target, read_target


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("b", "https://a.example/x/b"),
        ("/b", "https://a.example/b"),
        ("../b", "https://a.example/b"),
        ("//c.example/b", "https://c.example/b"),
        ("http://c.example/b#part", "http://c.example/b"),
    ],
)
def test_a_location_is_relative_to_its_page(location: str, target: str) -> None:
    assert str(join_target(read_target("https://a.example/x/y?z"), location)) == target
