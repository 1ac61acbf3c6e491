"""Words that help topics: in every language, and never with a say in the decision."""

from pathlib import Path

import pytest

from worker.classify.faults import LexiconError
from worker.classify.lexicon import load_lexicon
from worker.classify.topic_words import FOLDER, READ_CHARACTERS, TopicWords
from worker.settings import config_dir

LANGUAGES = sorted(load_lexicon(config_dir() / "lexicon").languages)


@pytest.fixture(scope="module")
def words() -> TopicWords:
    return TopicWords()


def test_every_language_has_words_of_every_kind(words: TopicWords) -> None:
    lexicon = load_lexicon(config_dir() / "lexicon" / FOLDER)

    assert sorted(lexicon.languages) == LANGUAGES
    for language, own in lexicon.languages.items():
        assert words.kinds - set(own.spellings.values()) == set(), language


def test_no_kind_is_a_concept_that_has_a_say(words: TopicWords) -> None:
    assert not words.kinds & load_lexicon(config_dir() / "lexicon").concepts.keys()


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "The navy signed a contract.", "purchase"),
        ("de", "Die Werft baut im Auftrag der Marine.", "making"),
        ("ru", "Парламент одобрил бюджет.", "legislation"),
        ("ar", "التقى الوزير نظيره", "talks"),
        ("zh", "两国部长会谈", "talks"),
        ("ko", "해군이 훈련을 시작했다", "training"),
        ("hi", "हवाई क्षेत्र का उल्लंघन", "intrusion"),
        ("tr", "Meclis bütçeyi onayladı", "legislation"),
    ],
)
def test_common_words_are_found(words: TopicWords, language: str, text: str, kind: str) -> None:
    assert words.strengths(title=None, text=text, language=language)[kind] > 0


def test_a_word_of_the_title_says_more(words: TopicWords) -> None:
    in_title = words.strengths(title="Contract", text="x", language="en")
    in_text = words.strengths(title="x", text="Contract", language="en")

    assert in_title["purchase"] > in_text["purchase"] > 0


def test_words_far_down_do_not_count(words: TopicWords) -> None:
    text = "x " * READ_CHARACTERS + "contract"

    assert words.strengths(title=None, text=text, language="en") == {}


@pytest.mark.parametrize("language", ["und", "xx", ""])
def test_an_unknown_language_has_none(words: TopicWords, language: str) -> None:
    assert words.strengths(title="Contract", text="visit", language=language) == {}


def test_a_user_adds_words(tmp_path: Path, words: TopicWords) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "en.toml").write_text('purchase = ["layaway"]\n', encoding="utf-8")

    own = TopicWords(tmp_path)

    assert own.strengths(title=None, text="layaway", language="en")["purchase"] > 0
    assert own.digest != words.digest


def test_a_faulty_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "en.toml").write_text('colour = ["red"]\n', encoding="utf-8")

    with pytest.raises(LexiconError, match="colour"):
        TopicWords(tmp_path)
