"""Loading the lexicon: what is shipped is sound, and what is not sound is refused by name."""

import tomllib
from pathlib import Path

import pytest

from worker.classify.faults import LexiconError
from worker.classify.lexicon import Lexicon, load_lexicon
from worker.classify.notation import parse
from worker.classify.toml import read_toml
from worker.errors import SettingsError
from worker.settings import config_dir

CONCEPTS = """
[army]
meaning = "An army"
weight = 1.2
topics = { forces = 0.8 }

[sport]
meaning = "Sport"
weight = -1.0
"""


def folder_with(tmp_path: Path, **files: str) -> Path:
    contents = {"concepts": CONCEPTS, "names": 'army = ["nato"]', "en": 'army = ["army"]', **files}
    for name, text in contents.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_shipped_lexicon_loads() -> None:
    lexicon = load_lexicon(config_dir() / "lexicon")

    shipped = {
        "en",
        "de",
        "fr",
        "es",
        "it",
        "pl",
        "ru",
        "tr",
        "az",
        "ar",
        "zh",
        "ja",
        "ko",
        "hi",
        "id",
        "vi",
        "bn",
    }
    shipped |= {"pt", "cs", "ro", "el", "bg", "sr"}
    shipped |= {"nl", "sv", "da", "no", "fi", "hu"}
    shipped |= {"he", "hy", "ka", "th", "ur"}
    assert shipped <= lexicon.languages.keys()


def test_every_shipped_concept_has_words_in_every_language() -> None:
    lexicon = load_lexicon(config_dir() / "lexicon")

    for language in lexicon.languages:
        # Arabic and Chinese have a word of its own for the tank that fights.
        assert missing(lexicon, language) <= {"tank"}, language


def missing(lexicon: Lexicon, language: str) -> set[str]:
    by_names = set(lexicon.names.spellings.values())
    own = set(lexicon.languages[language].spellings.values())
    return set(lexicon.concepts) - by_names - own


@pytest.mark.parametrize(
    ("files", "parts"),
    [
        # Language files
        ({"en": "army = army"}, ["en.toml", "not valid TOML", "line 1"]),
        ({"en": 'armee = ["army"]'}, ["en.toml", "armee", "no known concept", "concepts.toml"]),
        ({"en": 'army = "army"'}, ["en.toml", "army", "list of texts"]),
        ({"en": "army = [1]"}, ["en.toml", "army", "list of texts"]),
        ({"en": 'army = ["army", ""]'}, ["en.toml", "army", "''", "empty"]),
        ({"en": 'army = ["ar*"]'}, ["en.toml", "army", "'ar*'", "too short"]),
        ({"en": 'army = ["Army", "army"]'}, ["en.toml", "'army'", "army has already", "keep one"]),
        ({"en": 'army = ["x1"]\nsport = ["X1"]'}, ["en.toml", "sport", "army has already"]),
        ({"en": '[matching]\nsuffixes = ["s"]'}, ["en.toml", "matching.suffixes", "clitics"]),
        ({"en": 'matching = "x"'}, ["en.toml", "matching", "table"]),
        ({"en": "[matching]\nkeeps_accents = 1"}, ["matching.keeps_accents", "1", "true or false"]),
        ({"names": '[matching]\nvariants = ["abc"]'}, ["names.toml", "variants", "'abc'", "two"]),
        ({"english": 'army = ["army"]'}, ["english.toml", "language"]),
        # concepts.toml
        ({"concepts": "army = 1"}, ["concepts.toml", "army", "table"]),
        ({"concepts": "[army]\nweight = 1"}, ["concepts.toml", "army.meaning"]),
        ({"concepts": '[army]\nmeaning = "x"'}, ["concepts.toml", "army.weight", "None"]),
        ({"concepts": '[army]\nmeaning = "x"\nweight = "1"'}, ["army.weight", "'1'", "-5 to 5"]),
        ({"concepts": '[army]\nmeaning = "x"\nweight = 9'}, ["army.weight", "9", "-5 to 5"]),
        ({"concepts": '[army]\nmeaning = "x"\nweight = 0'}, ["army.weight", "says nothing"]),
        (
            {"concepts": '[army]\nmeaning = "x"\nweight = 1\ncolour = 2'},
            ["army.colour", "ambiguous"],
        ),
        (
            {"concepts": '[army]\nmeaning = "x"\nweight = 1\nambiguous = "no"'},
            ["army.ambiguous", "true or false"],
        ),
        (
            {"concepts": '[army]\nmeaning = "x"\nweight = 1\ntopics = { war = 1 }'},
            ["army.topics.war", "operations"],
        ),
        (
            {"concepts": '[army]\nmeaning = "x"\nweight = 1\ntopics = { forces = 2 }'},
            ["army.topics.forces", "0 to 1"],
        ),
    ],
)
def test_a_malformed_entry_is_named_with_its_reason(
    tmp_path: Path, files: dict[str, str], parts: list[str]
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_lexicon(folder_with(tmp_path, **files))

    message = str(refused.value)
    assert all(part in message for part in parts), message


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"en": '# x\n\narmy = [\n  "army",\n  "ar*",\n]'}, "en.toml:5: army"),
        ({"en": 'army = ["a{b", "army"]'}, "en.toml:1: army"),
        ({"en": 'sport = ["x1"]\narmy = ["y1",\n"X1"]'}, "en.toml:3: army"),
        ({"en": "[matching]\n# x\nclitics = 3"}, "en.toml:3: matching.clitics"),
        ({"en": "army = ["}, "en.toml:1:"),
        ({"concepts": CONCEPTS + "\n[tank]\nmeaning = 'x'\n\nweight = 9"}, "concepts.toml:14:"),
        ({"concepts": CONCEPTS.replace("0.8", "8")}, "concepts.toml:5: army.topics.forces"),
        ({"names": 'army = ["nato"]\n[except]\nxx = ["nato"]'}, "names.toml:3: except.xx"),
        ({"names": 'army = ["nato"]\n[except]\nen = ["otan"]'}, "names.toml:3: except.en"),
        ({"en": '[remove]\narmy = ["army"]'}, "en.toml:1: remove"),
    ],
)
def test_a_malformed_entry_is_named_with_its_line(
    tmp_path: Path, files: dict[str, str], place: str
) -> None:
    with pytest.raises(SettingsError) as refused:
        load_lexicon(folder_with(tmp_path, **files))

    assert place in str(refused.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    faulty = 'army = ["ar*", "{a"]\ntank = ["x1"]'

    with pytest.raises(LexiconError) as refused:
        load_lexicon(folder_with(tmp_path, en=faulty, de="sport = 1", names="army = ["))

    assert len(refused.value.faults) == 5
    assert "5 faults" in str(refused.value)


def test_plain_forms_are_what_parsing_makes_of_them() -> None:
    """The short cut of loading, and of reading files, leads to the same forms."""
    lexicon = load_lexicon(config_dir() / "lexicon")
    for path in sorted((config_dir() / "lexicon").glob("*.toml")):
        assert read_toml(path) == tomllib.loads(path.read_text(encoding="utf-8"))
    for own in (lexicon.names, lexicon.languages["ru"], lexicon.languages["hi"]):
        for spelling, concept in own.spellings.items():
            assert [form.spelling for form in parse(spelling, own.folder)] == [spelling], concept


@pytest.mark.parametrize(
    "text",
    [
        'a = ["x", \'y\', "\\"z\\"", "\\\\"]  # c\n# d\nb = []\n[c]\nd = 1\n',
        'a = ["x"]\na = ["y"]', 'a = ["x" "y"]', 'a = ["x"] b = ["y"]', 'a = [1]', "a = [,]",
        'a = ["x",,]', 'a = ["\\u0041"]', 'a = ["x"', 'a = ["x"]\n[a]\nb = 1', '"a" = ["x"]',
        'a = ["\x01"]', "a = ['it''s']", 'a.b = ["x"]', "", "# only", 'a = ["x", # c\n"y"]',
    ],
)  # fmt: skip
def test_files_are_read_as_the_library_reads_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "en.toml"
    path.write_text(text, encoding="utf-8")
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        with pytest.raises(LexiconError, match="not valid TOML"):
            read_toml(path)
    else:
        assert read_toml(path) == expected


# --- Users' own files ------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


def laid_over(tmp_path: Path, own: Path, **files: str) -> Lexicon:
    for name, text in files.items():
        (own / f"{name}.toml").write_text(text, encoding="utf-8")
    shipped = tmp_path / "shipped"
    shipped.mkdir()
    return load_lexicon(folder_with(shipped, en='army = ["army", "host"]\nsport = ["goal"]'), own)


def test_own_files_add_forms_concepts_languages_and_names(tmp_path: Path, own: Path) -> None:
    lexicon = laid_over(
        tmp_path,
        own,
        concepts='[space]\nmeaning = "Space"\nweight = -1.0\n\n[army]\nweight = 3.0',
        en='space = ["rocket launch"]\narmy = ["legion*"]',
        eo='army = ["armeo"]',
        names='army = ["acme corp"]',
    )

    assert lexicon.concepts["army"].weight == 3.0
    assert lexicon.concepts["army"].meaning == "An army"
    assert lexicon.concepts["space"].weight == -1.0
    english = lexicon.languages["en"].spellings
    assert english == {
        "army": "army", "host": "army", "goal": "sport", "rocket launch": "space",
        "legion*": "army",
    }  # fmt: skip
    assert lexicon.language_of("eo") == "eo"
    assert set(lexicon.names.spellings) == {"nato", "acme corp"}


def test_own_files_take_shipped_forms_out_or_move_them(tmp_path: Path, own: Path) -> None:
    lexicon = laid_over(tmp_path, own, en='sport = ["host"]\n[remove]\narmy = ["Army"]')

    assert lexicon.languages["en"].spellings == {"host": "sport", "goal": "sport"}


def test_own_names_can_be_excepted_from_a_language(tmp_path: Path, own: Path) -> None:
    lexicon = laid_over(tmp_path, own, names='[except]\nen = ["nato"]')

    assert "nato" not in {form.spelling for form, _ in lexicon.forms_of("en")}
    assert "nato" in {form.spelling for form, _ in lexicon.forms_of("und")}


@pytest.mark.parametrize(
    ("files", "parts"),
    [
        ({"en": 'army = ["ar*"]'}, ["own/en.toml:1", "army", "too short"]),
        ({"en": 'tank = ["tank"]'}, ["own/en.toml:1", "tank", "no known concept"]),
        ({"en": '[remove]\narmy = ["goal"]'}, ["own/en.toml:2", "'goal'", "a form of sport"]),
        ({"en": '[remove]\narmy = ["gaol"]'}, ["own/en.toml:2", "'gaol'", "no concept"]),
        ({"concepts": "[army]\nweight = 7"}, ["own/concepts.toml:2", "army.weight", "-5 to 5"]),
        ({"concepts": "[space]\nweight = 1"}, ["own/concepts.toml:1", "space.meaning"]),
        ({"notes": ""}, ["own/notes.toml", "ISO 639-1"]),
    ],
)
def test_own_files_are_checked_alike(
    tmp_path: Path, own: Path, files: dict[str, str], parts: list[str]
) -> None:
    with pytest.raises(LexiconError) as refused:
        laid_over(tmp_path, own, **files)

    assert all(part in str(refused.value) for part in parts), refused.value


def test_a_folder_of_own_words_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"nowhere is no folder; .*classify\.lexicon_dir"):
        load_lexicon(folder_with(tmp_path), tmp_path / "nowhere")


def test_own_words_change_the_digest(tmp_path: Path, own: Path) -> None:
    shipped = folder_with(tmp_path)
    plain = load_lexicon(shipped).digest

    assert load_lexicon(shipped, own).digest == plain
    (own / "en.toml").write_text('army = ["legion"]', encoding="utf-8")
    assert load_lexicon(shipped, own).digest != plain


# --- Tags and digests ------------------------------------------------------------------------


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"concepts\.toml"):
        load_lexicon(tmp_path / "nowhere")


@pytest.fixture
def small(tmp_path: Path) -> Lexicon:
    return load_lexicon(folder_with(tmp_path))


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en", "en"), ("EN-gb", "en"), ("en_US", "en"), ("fr", "und"), ("", "und"), ("und", "und")],
)
def test_a_tag_leads_to_its_language(small: Lexicon, tag: str, language: str) -> None:
    assert small.language_of(tag) == language


def test_the_digest_follows_the_data_and_not_the_comments(tmp_path: Path) -> None:
    def digest(**files: str) -> str:
        return load_lexicon(folder_with(tmp_path, **files)).digest

    plain = digest()

    assert digest(en='# a comment\narmy = [ "army" ]') == plain
    assert digest(en='army = ["army", "armies"]') != plain
    assert digest(concepts=CONCEPTS.replace("1.2", "1.3")) != plain
