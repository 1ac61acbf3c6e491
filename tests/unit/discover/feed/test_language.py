"""Declared languages."""

import pytest

from worker.discover.feed import language as feed_language

DECLARED = [
    ("en", "en"), ("EN-us", "en"), ("ru_RU", "ru"), ("pt-BR", "pt"), ("zh-Hant-TW", "zh"),
    (" de ", "de"), ("sr-Latn", "sr"),
    # three letters, of both kinds
    ("eng", "en"), ("ger", "de"), ("deu", "de"), ("UKR", "uk"),
    # withdrawn, or countries instead of languages
    ("iw", "he"), ("in", "id"), ("nb-NO", "no"), ("ua", "uk"), ("cz", "cs"), ("jp", "ja"),
    # none
    (None, None), ("", None), ("xx", None), ("zxx", None), ("english", None), ("mul", None),
    ("x-klingon", None), ("-", None), ("русский", None), ("en" * 50, None),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "code"), DECLARED)
def test_a_declared_language_is_brought_to_iso_639_1(
    declared: str | None, code: str | None
) -> None:
    assert feed_language.iso_639_1(declared) == code
