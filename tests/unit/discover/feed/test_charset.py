"""Bytes of a feed to text, whatever they declare."""

import pytest

from worker.discover.feed import charset as feed_charset

TEXT = (
    "<title>Фрегат вернулся на базу после учений, сообщили в министерстве обороны</title>"
    "<title>Корабли флота выйдут в море на следующей неделе</title>"
)
XML = '<?xml version="1.0"{}?>' + TEXT

CHARSETS = [
    # (declared in XML, really, declared in HTTP)
    (' encoding="windows-1251"', "cp1251", None),
    (" encoding='koi8-r'", "koi8_r", "text/xml"),
    ("", "cp1251", 'application/rss+xml; charset="windows-1251"'),
    ("", "utf-8", None),
    ("", "utf-8-sig", "text/xml"),
    ("", "utf-16", None),
    (' encoding="utf-8"', "utf-16", "text/xml; charset=utf-8"),
    (' encoding="utf-16"', "utf-16-le", None),
    (' encoding="utf-16"', "utf-16-be", None),
    ("", "utf-32", None),
    # declared wrongly: the bytes are right
    (' encoding="windows-1251"', "utf-8", "text/xml; charset=iso-8859-1"),
    (' encoding="utf-8"', "cp1251", None),
    (' encoding="utf-8"', "cp1251", "text/xml; charset=utf-8"),
    ("", "cp1251", None),
    # header and document disagree, one of them fits
    (' encoding="windows-1251"', "cp1251", "text/xml; charset=utf-8"),
    # a charset that nobody has, or that is none for texts
    *(
        ("", "utf-8", f"application/xml; charset={odd}")
        for odd in ("nope", "undefined", "hex", "\0", "idna", "")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("declared", "charset", "content_type"), CHARSETS)
def test_a_text_is_read_in_its_charset(
    declared: str, charset: str, content_type: str | None
) -> None:
    text = XML.format(declared)
    assert feed_charset.decoded(text.encode(charset), content_type) == text


def test_a_letter_cut_in_two_leaves_the_others_as_they_are() -> None:
    body = XML.format("").encode()
    damaged = body.replace("базу".encode(), "базу".encode()[:-1]) + "я".encode()[:1]
    for content_type in (None, "text/xml; charset=windows-1251"):
        text = feed_charset.decoded(damaged, content_type)
        assert text == XML.format("").replace("базу", "баз\ufffd") + "\ufffd"


def test_seven_bits_are_read_as_declared() -> None:
    body = "護衛艦".encode("iso2022_jp")
    assert feed_charset.decoded(body, "text/xml; charset=iso-2022-jp") == "護衛艦"
    assert feed_charset.decoded(b"plain", "text/xml; charset=iso-8859-1") == "plain"


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"\xff\xfe", b"\xff\xfe\0", b"<\0", bytes(range(256))]
)
def test_any_bytes_give_some_text(body: bytes) -> None:
    assert isinstance(feed_charset.decoded(body, None), str)
    assert isinstance(feed_charset.skimmed(body), str)
