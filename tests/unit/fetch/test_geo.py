"""Refusals for the visitor's country, as a table."""

import pytest

from worker.fetch.geo import sign_of


@pytest.mark.parametrize(
    ("status", "body", "sign"),
    [
        (451, b"", "HTTP 451: unavailable for legal reasons"),
        (403, b"<p>error code: 1009</p>", 'HTTP 403 with "error code: 1009"'),
        (403, "Недоступно В ВАШЕЙ СТРАНЕ".encode(), 'HTTP 403 with "недоступно в вашей стране"'),
        (403, b"<h1>Forbidden</h1>", None),
        (500, b"not available in your country", None),
        (200, b"not available in your country", None),
        (403, b"\xff\xfe\x00", None),
    ],
)
def test_a_refusal_for_the_country_has_a_sign(status: int, body: bytes, sign: str | None) -> None:
    assert sign_of(status, body) == sign
