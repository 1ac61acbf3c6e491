"""Bytes become the right text, whatever was declared."""

import pytest
from unit.extract.sample_pages import PARAGRAPHS

from worker.extract.charset import declared_in_meta, decode
from worker.extract.charset_labels import python_codec

HTML = "text/html"


def _page(text: str, meta: str = "") -> str:
    return f"<html><head>{meta}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        # one alphabet, many names
        ("UTF8", "utf-8"),
        (" utf-8 ", "utf-8"),
        # the web's Latin-1 is Windows-1252
        ("latin1", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("iso-8859-9", "cp1254"),
        ("tis-620", "cp874"),
        # Asian families
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
        ("ks_c_5601-1987", "cp949"),
        # codecs of Python that no page may name
        ("utf-7", None),
        ("base64", None),
        ("idna", None),
        ("unicode_escape", None),
        ("", None),
    ],
)
def test_a_label_means_what_the_encoding_standard_says(label: str, codec: str | None) -> None:
    assert python_codec(label) == codec


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<meta charset=koi8-r>", "koi8-r"),
        (b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=euc-jp'>", "euc_jp"),
        (b'<meta content="text/html; charset=big5" http-equiv=content-type>', "big5hkscs"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?><html>', "iso8859-2"),
        # what could be read as ASCII is not UTF-16
        (b'<meta charset="utf-16">', "utf-8"),
        # beyond the standard's 1024 bytes
        (b"<script>" + b"x" * 5000 + b'</script><meta charset="windows-1250">', "cp1250"),
        # no declaration at all
        (b'<!-- <meta charset="koi8-r"> -->', None),
        (b'<meta name="x" content="charset=koi8-r">', None),
        (b'<meta charset="utf-7">', None),
        (b"", None),
    ],
)
def test_a_meta_declaration_is_found_where_pages_put_it(head: bytes, codec: str | None) -> None:
    assert declared_in_meta(head) == codec


@pytest.mark.parametrize(
    ("encoding", "content_type", "meta", "source"),
    [
        ("utf-8-sig", None, "", "bom"),
        ("utf-16", None, "", "bom"),
        ("utf-8", "text/html; charset=utf-8", "", "header"),
        ("utf-8", None, '<meta charset="utf-8">', "meta"),
        ("utf-8", None, "", "utf-8"),
        # UTF-8 that calls itself something else
        ("utf-8", "text/html; charset=iso-8859-1", "", "utf-8"),
        ("cp1251", "text/html; charset=windows-1251", "", "header"),
        ("cp1251", HTML, '<meta charset="windows-1251">', "meta"),
        # a wrong header: the meta, then the bytes decide
        ("cp1251", "text/html; charset=utf-8", '<meta charset="windows-1251">', "meta"),
        ("cp1251", "text/html; charset=utf-8", "", "detected"),
        ("koi8-r", "text/html; charset=utf-8", '<meta charset="utf-8">', "detected"),
        ("cp1251", None, "", "detected"),
        ("utf-16-le", None, "", "detected"),
        ("utf-16-be", None, "", "detected"),
    ],
)
def test_russian_text_is_read_whatever_was_declared(
    encoding: str, content_type: str | None, meta: str, source: str
) -> None:
    decoded = decode(_page(PARAGRAPHS["ru"], meta).encode(encoding), content_type)

    assert PARAGRAPHS["ru"] in decoded.html.decode()
    assert decoded.source == source
    assert decoded.replaced_share == 0


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ja", "shift_jis"), ("ja", "euc-jp"), ("zh", "gb2312"), ("ko", "euc-kr"), ("el", "cp1253"),
     ("he", "cp1255"), ("ar", "cp1256"), ("de", "cp1252"), ("pl", "iso8859-2"), ("pl", "cp1250"),
     ("cs", "iso8859-2"), ("hu", "cp1250"), ("tr", "iso8859-9"), ("fr", "cp1252"),
     ("uk", "cp1251")],
)  # fmt: skip
def test_undeclared_text_is_detected(language: str, encoding: str) -> None:
    html = _page(PARAGRAPHS[language] * 3).replace("<html>", f'<html lang="{language}">')
    page = html.encode(encoding, errors="ignore")

    assert PARAGRAPHS[language][:60] in decode(page, None).html.decode()


def test_what_can_not_be_decoded_is_counted() -> None:
    body = _page("Zażółć " * 20).encode() + b"<p>\xff\xfe broken \xc3</p>"

    decoded = decode(body, "text/html; charset=utf-8")

    assert "Zażółć" in decoded.html.decode()
    assert 0 < decoded.replaced_share < 0.02


def test_controls_and_lone_surrogates_are_taken_out() -> None:
    surrogate = "\ud800".encode("utf-8", "surrogatepass")
    decoded = decode(b"<p>a\x00b\x08c\x0cd\x1be" + surrogate + b"f</p>", "text/html; charset=utf-8")

    text = decoded.html.decode()
    assert "abc de" in text
    assert text.isprintable() or "\ufffd" in text
    assert decoded.removed_count == 3


def test_an_empty_body_is_empty_text() -> None:
    assert decode(b"", None).html == b""
