"""Loading the lexicon: what is shipped is sound, and what is not sound is refused by name."""

from pathlib import Path

import pytest

from worker.classify.lexicon import Lexicon, load_lexicon
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
    by_names = {concept for _, concept in lexicon.names.forms}
    by_names.add("tank")  # Arabic and Chinese have a word of its own for the one that fights

    missing = {
        language: sorted(lexicon.concepts.keys() - by_names - {c for _, c in words.forms})
        for language, words in lexicon.languages.items()
    }

    assert not any(missing.values()), missing


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
