"""What is no page is seen from its bytes."""

import pytest

from worker.extract.sniff import wrong_type


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"PK\x03\x04\x14\x00\x06\x00", "zip"),
        (b"\x1f\x8b\x08\x00\x00", "gzip"),
        (b"ID3\x03\x00\x00\x00", "MP3"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00", "MP4"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
        (bytes(range(1, 32)) * 40, "binary"),
        (b"\x00" * 500, "binary"),
        (b'{"article": {"title": "x"}}', "JSON"),
        (b'\xef\xbb\xbf [{"a": 1}]', "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel>', "feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom">', "feed"),
        (b'<?xml version="1.0"?><urlset xmlns="x">', "sitemap"),
        (b'<?xml version="1.0"?><svg xmlns="x"></svg>', "SVG"),
    ],
)
def test_a_file_is_named_for_what_it_is(body: bytes, word: str) -> None:
    assert word in (wrong_type(body) or "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><body>x</body></html>",
        b"\xef\xbb\xbf\n<html>",
        b"<?xml version='1.0'?><!DOCTYPE html><html><body><svg></svg></body></html>",
        "<html><body>x</body></html>".encode("utf-16"),
        "<html><body>x</body></html>".encode("utf-16-le"),
        b"<html>\x00<body>\x00text",
        b"BMW builds engines for ships.",
        b"Plain words, and nothing else.",
        b"{ this is a template that failed }<p>x</p>",
        b"[Update] Frigates leave the harbour",
        "国防部表示".encode("gb18030") * 50,
    ],
)
def test_a_page_is_not_taken_for_a_file(body: bytes) -> None:
    assert wrong_type(body) is None
