"""The list of sources."""

from pathlib import Path

import pytest

from worker.discover import sources
from worker.errors import InputError

ONE = '[[source]]\nname = "A"\nurl = "https://a.example/feed"\n'


def load(tmp_path: Path, content: str | bytes) -> list[sources.Source]:
    file = tmp_path / "sources.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return sources.load(file)


def test_sources_are_read_in_order(tmp_path: Path) -> None:
    found = load(
        tmp_path, ONE + '[[source]]\nname = "Б"\nurl = "HTTPS://B.example/x"\ntags = ["navy"]\n'
    )
    assert [(one.name, one.url, one.tags) for one in found] == [
        ("A", "https://a.example/feed", ()),
        ("Б", "https://b.example/x", ("navy",)),
    ]


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert load(tmp_path, "") == []


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert len(load(tmp_path, b"\xef\xbb\xbf" + ONE.encode())) == 1


FAULTS = [
    ("[[source]\n", "not valid TOML"),
    ('name = "A"', "name"),
    ('[[source]]\nname = "A"', "source 1 url: Field required"),
    (ONE + '[[source]]\nname = ""\nurl = "https://b.example/"', "source 2 name"),
    (ONE + "tag = 1", "source 1 tag: Extra inputs"),
    (ONE + "tags = 1", "source 1 tags"),
    ("source = 1", "source"),
    ("source = [1]", "source 1"),
    ('[[source]]\nname = "A"\nurl = "ftp://a.example/"', "scheme 'ftp' is not http or https"),
    ('[[source]]\nname = "A"\nurl = "https://"', "it names no host"),
    (ONE + ONE, "lists https://a.example/feed more than once"),
    (ONE + ONE.replace("a.example", "A.EXAMPLE:443"), "more than once"),
]


@pytest.mark.parametrize(("content", "fault"), FAULTS)
def test_a_fault_is_told_with_its_file_entry_and_name(
    tmp_path: Path, content: str, fault: str
) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, content)
    assert "sources.toml" in str(caught.value)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    "url", ["https://me:hunter2@a.example/", "ftp://a.example/?token=hunter2", "//x?key=hunter2"]
)
def test_a_fault_shows_no_secret(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, f'[[source]]\nname = "A"\nurl = "{url}"')
    assert "hunter2" not in str(caught.value)


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't read the list of sources"):
        sources.load(tmp_path / "nope.toml")
    with pytest.raises(InputError, match="can't read the list of sources"):
        sources.load(tmp_path)
    with pytest.raises(InputError, match="can't read the list of sources"):
        load(tmp_path, b"\xff\xfe")


def test_the_shipped_list_is_sound() -> None:
    assert isinstance(sources.load(None), list)


def test_the_present_folder_goes_before_what_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sources.toml").write_text(ONE)
    assert [source.name for source in sources.load(None)] == ["A"]
