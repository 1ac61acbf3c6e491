"""The list of sources."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from worker.discover import sources
from worker.errors import InputError
from worker.settings import config_dir
from worker.source_values import NewSource
from worker.vocabulary import UrlKind

A = NewSource(kind=UrlKind.FEED, name="A", url="https://a.example/feed", origin="file")
ONE = '[[source]]\nname = "A"\nurl = "https://a.example/feed"\n'


def load(tmp_path: Path, content: str | bytes) -> list[NewSource]:
    file = tmp_path / "sources.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return sources.load(file)


def test_sources_are_read_in_order(tmp_path: Path) -> None:
    found = load(
        tmp_path, ONE + '[[source]]\nname = "Б"\nurl = "HTTPS://B.example/x"\ntags = ["navy"]\n'
    )
    assert found == [
        A,
        NewSource(
            kind=UrlKind.FEED, name="Б", url="https://b.example/x", tags=("navy",), origin="file"
        ),
    ]


def test_every_field_is_read(tmp_path: Path) -> None:
    entry = """
        [[source]]
        name = "  All of\\n them  "
        url = "https://a.example/sitemap.xml"
        kind = "sitemap"
        tags = ["navy", "asia", "navy"]
        language = "pt-BR"
        pace_seconds = 5
        priority = -3
        paused = true
    """
    assert load(tmp_path, entry) == [
        NewSource(
            kind=UrlKind.SITEMAP,
            name="All of them",
            url="https://a.example/sitemap.xml",
            tags=("navy", "asia"),
            language="pt",
            pace_seconds=5.0,
            priority=-3,
            origin="file",
            is_paused=True,
        )
    ]


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert load(tmp_path, "") == []


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert len(load(tmp_path, b"\xef\xbb\xbf" + ONE.encode())) == 1


FAULTS = [
    # the file
    ("[[source]\n", "not valid TOML"),
    ("a = " + "[" * 5000, "not valid TOML"),
    ('name = "A"', "unknown name 'name'; each source begins with [[source]]"),
    ("source = 1", "source: expected [[source]] entries"),
    ("source = [1]", "source 1: expected a table of fields"),
    # fields that are missing, or that nobody knows
    ('[[source]]\nname = "A"', "source 1 has no url; expected an http or https URL"),
    (ONE + '[[source]]\nurl = "https://b.example/"', "source 2 has no name; expected a text"),
    (ONE + "tag = 1", "source 1 has an unknown field 'tag'; the fields are name, url, kind, tags,"),
    # names, URLs, tags
    (ONE + '[[source]]\nname = " "\nurl = "https://b.example/"', "source 2 name: it is empty;"),
    ('[[source]]\nname = 1\nurl = "https://b.example/"', "source 1 name: expected a text (given"),
    (
        '[[source]]\nname = "A"\nurl = "ftp://a.example/"',
        "source 1 url: scheme 'ftp' is not http or https; expected an http or https URL (given:",
    ),
    ('[[source]]\nname = "A"\nurl = "https://"', "it names no host"),
    (ONE + "tags = 1", "source 1 tags: expected a list of texts, such as"),
    (ONE + 'tags = ["a", 1]', "source 1 tags: expected a list of texts"),
    (ONE + 'tags = ["a,b"]', "source 1 tags: it holds a comma"),
    # the others
    (ONE + 'kind = "article"', 'source 1 kind: expected "feed", "sitemap" or "page" (given: '),
    (ONE + 'language = "german"', "source 1 language: it is no language's code; expected an ISO"),
    (ONE + 'language = "xx"', "source 1 language"),
    (ONE + "pace_seconds = 0", "source 1 pace_seconds: expected a number of seconds above 0"),
    (ONE + "pace_seconds = inf", "source 1 pace_seconds"),
    (ONE + "pace_seconds = nan", "source 1 pace_seconds"),
    (ONE + 'pace_seconds = "5"', "source 1 pace_seconds"),
    (ONE + "pace_seconds = true", "source 1 pace_seconds"),
    (ONE + "priority = 1.5", "source 1 priority: expected a whole number from -1000 to 1000"),
    (ONE + "priority = 1001", "source 1 priority"),
    (ONE + "paused = 1", "source 1 paused: expected true or false (given: 1)"),
    (ONE + "paused = 1\npriority = 1.5", "(and 1 more faults)"),
    # repeats
    (ONE + ONE, "source 2 (A) has the URL of source 1 (A): https://a.example/feed"),
    (ONE + ONE.replace("a.example", "A.EXAMPLE:443"), "source 2 (A) has the URL of source 1"),
]


@pytest.mark.parametrize(("content", "fault"), FAULTS)
def test_a_fault_is_told_with_its_file_entry_field_and_what_is_expected(
    tmp_path: Path, content: str, fault: str
) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, content)
    assert "sources.toml" in str(caught.value)
    assert fault in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        '[[source]]\nname = "A"\nurl = "https://me:hunter2@a.example/"',
        '[[source]]\nname = "A"\nurl = "ftp://a.example/?token=hunter2"',
        '[[source]]\nname = "A"\nurl = "//x?key=hunter2"',
        '[[source]]\nname = "A"\nurl = ["https://a.example/?token=hunter2"]',
        ONE.replace("feed", "feed?token=hunter2") * 2,
    ],
)
def test_a_fault_shows_no_secret(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, content)
    assert "hunter2" not in str(caught.value)


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't read the list of sources"):
        sources.load(tmp_path / "nope.toml")
    with pytest.raises(InputError, match="can't read the list of sources"):
        sources.load(tmp_path)
    with pytest.raises(InputError, match="can't read the list of sources"):
        load(tmp_path, b"\xff\xfe")


def test_the_present_folder_goes_before_what_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "sources.toml").write_text(ONE)
    assert [source.name for source in sources.load(None)] == ["A"]


WRITTEN = [
    A,
    replace(A, url="https://a.example/?q=%22x%22&token=abc", name='Quotes " and \\ and #.'),
    replace(A, url="https://a.example/", kind=UrlKind.PAGE, name="Ünïcode 防衛", tags=("a b", "ж")),
    replace(A, url="https://a.example/s", kind=UrlKind.SITEMAP, language="az", is_paused=True),
    replace(A, url="https://a.example/p", pace_seconds=0.5, priority=-7),
    replace(A, url="https://a.example/q", pace_seconds=0.00001, priority=1000),
]


def test_a_list_that_was_written_is_read_as_it_was(tmp_path: Path) -> None:
    assert load(tmp_path, sources.dump(WRITTEN)) == WRITTEN


@pytest.mark.parametrize("character", [chr(code) for code in (*range(32), 127, 0x85, 0x2028)])
def test_no_character_of_a_name_breaks_the_list(tmp_path: Path, character: str) -> None:
    (read,) = load(tmp_path, sources.dump([replace(A, name=f"A{character}Z")]))
    assert read.name in ("A Z", "AZ")


def test_what_is_no_more_than_usual_is_not_written() -> None:
    assert sources.dump([WRITTEN[0]]) == ONE
    assert sources.dump([]) == ""


def test_sitemaps_that_an_index_lists_are_not_written() -> None:
    assert sources.dump([replace(A, parent_id=7)]) == ""


SHIPPED = sources.load(config_dir() / "sources.toml")


def test_the_shipped_list_has_many_languages_and_kinds() -> None:
    languages = Counter(one.language for one in SHIPPED)
    assert len(SHIPPED) >= 60
    assert None not in languages
    assert len(languages) >= 18
    assert {one.kind for one in SHIPPED} == {UrlKind.FEED, UrlKind.SITEMAP, UrlKind.PAGE}


def test_the_shipped_list_has_a_source_for_each_language_that_is_judged() -> None:
    lexicons = {file.stem for file in (config_dir() / "lexicon").glob("??.toml")}
    assert {one.language for one in SHIPPED} == lexicons


def test_nothing_of_the_shipped_list_is_crawled_unasked() -> None:
    assert [one.name for one in SHIPPED if not one.is_paused] == []


def test_names_of_the_shipped_list_tell_its_sources_apart() -> None:
    assert [name for name, count in Counter(one.name for one in SHIPPED).items() if count > 1] == []


def test_every_group_of_the_shipped_list_says_that_it_is_unverified() -> None:
    text = (config_dir() / "sources.toml").read_text(encoding="utf-8")
    groups = re.split(r"\n# --- ", text)[1:]
    assert all("unverified" in group.partition("\n")[0] for group in groups)
    assert sum(group.count("[[source]]") for group in groups) == len(SHIPPED)
    assert "fetch.contact" in text


def test_the_header_of_the_shipped_list_explains_every_field() -> None:
    header = (config_dir() / "sources.toml").read_text(encoding="utf-8").partition("# --- ")[0]
    for name in (
        "name",
        "url",
        "kind",
        "tags",
        "language",
        "pace_seconds",
        "priority",
        "paused",
        "ca_file",
    ):
        assert re.search(rf"^#   {name} = ", header, re.MULTILINE), name
