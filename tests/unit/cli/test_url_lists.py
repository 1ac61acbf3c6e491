"""Lists of URLs: all of them, or one clear error."""

import io
import sys
from pathlib import Path

import pytest

from worker.cli.url_lists import gather, parse_list
from worker.errors import InputError

A, B = "https://a.example/", "https://b.example/é"

LISTS = [
    (b"", []),
    (b"https://a.example/", [A]),
    (b"https://a.example/\n", [A]),
    # line ends of all systems, empty lines, white space, comments
    (b"https://a.example/\r\n\r\n  \thttps://b.example/\xc3\xa9 \r", [A, B]),
    (b"# comment\n  # another\nhttps://a.example/#fragment\n", ["https://a.example/#fragment"]),
    # byte order marks, at the start and where lists were joined
    (b"\xef\xbb\xbfhttps://a.example/\n\xef\xbb\xbfhttps://b.example/\xc3\xa9\n", [A, B]),
    (b"\xef\xbb\xbf# comment\n", []),
    # repeats stay: they are the caller's matter; what is no URL is admission's
    (b"https://a.example/\nhttps://a.example/\nnonsense", [A, A, "nonsense"]),
    # line separators of Unicode end no line
    ("https://a.example/\u2028x".encode(), ["https://a.example/\u2028x"]),
]

FAULTS = [
    (f"{A}\n".encode("utf-16"), "UTF-16"),
    (f"{A}\n".encode("utf-16-le"), "UTF-16"),
    (f"{A}\n".encode("utf-16-be"), "UTF-16"),
    (b"\xfe\xff" + A.encode("utf-16-be"), "UTF-16"),
    (A.encode("utf-32"), "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"https://a.example/\n\xff\xfe\xfd\n", "line 2"),
    (b"https://a.example/\r\n\r\nhttps://a.example/\xe9\r\n", "line 3"),
    (b"https://a.example/\nabc\x00def", "line 2"),
    (b"\x1b[31mred", "line 1"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "line 1"),
]


@pytest.mark.parametrize(("content", "urls"), LISTS)
def test_a_list_gives_its_lines(content: bytes, urls: list[str]) -> None:
    assert parse_list(content, "list.txt") == urls


@pytest.mark.parametrize(("content", "fault"), FAULTS)
def test_what_is_no_list_is_refused_with_its_place(content: bytes, fault: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_list(content, "list.txt")
    assert "list.txt" in str(caught.value)
    assert fault in str(caught.value)


def test_urls_come_from_arguments_standard_input_and_a_file_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "list.txt"
    file.write_bytes(b"https://c.example/\nhttps://a.example/\n")
    stdin = io.TextIOWrapper(io.BytesIO(b"https://b.example/\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    found = gather(["https://d.example/", "-", "https://a.example/"], file)
    assert found == [f"https://{name}.example/" for name in "dbac"]


@pytest.mark.parametrize("content", [None, b"", b"# nothing\n"])
def test_no_urls_are_an_error(tmp_path: Path, content: bytes | None) -> None:
    file = None
    if content is not None:
        file = tmp_path / "list.txt"
        file.write_bytes(content)
    with pytest.raises(InputError, match="no URLs"):
        gather([], file)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"can't read .*nope"):
        gather([], tmp_path / "nope")
    with pytest.raises(InputError, match="directory"):
        gather([], tmp_path)
