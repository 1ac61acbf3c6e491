"""The language is told from the text, and the declaration only breaks ties."""

import pytest
from unit.extract.sample_pages import PARAGRAPHS

from worker.extract.language import LanguageReader, primary


@pytest.fixture(scope="module")
def reader() -> LanguageReader:
    return LanguageReader()


@pytest.mark.parametrize("code", sorted(PARAGRAPHS))
def test_each_language_is_told_from_a_paragraph(reader: LanguageReader, code: str) -> None:
    language = reader.read(PARAGRAPHS[code], None)

    assert language.code == code
    assert language.confidence > 0.8


@pytest.mark.parametrize("code", sorted(PARAGRAPHS))
def test_a_wrong_declaration_does_not_change_a_clear_text(
    reader: LanguageReader, code: str
) -> None:
    declared = "fr" if code != "fr" else "ru"

    assert reader.read(PARAGRAPHS[code], declared).code == code


def test_names_in_latin_letters_do_not_hide_the_language(reader: LanguageReader) -> None:
    text = "Boeing F-15 Eagle II, Lockheed Martin F-35 Lightning, " + PARAGRAPHS["he"]

    assert reader.read(text, None).code == "he"


@pytest.mark.parametrize("text", ["", "   ", "12345 67890", "!?…", "x"])
def test_without_words_the_language_is_undetermined(reader: LanguageReader, text: str) -> None:
    language = reader.read(text, "en")

    assert (language.code, language.confidence, language.declared) == ("und", 0.0, "en")


def test_a_short_text_is_never_certain(reader: LanguageReader) -> None:
    assert reader.read("Fregatte im Hafen", None).confidence < 0.9


def test_the_declaration_decides_between_look_alikes(reader: LanguageReader) -> None:
    text = (
        "Ministarstvo odbrane saopštilo je da će dvije fregate napustiti sjevernu luku "
        "prije kraja mjeseca."
    )

    assert reader.read(text, "hr-HR").code == "hr"
    assert reader.read(text, "bs").code == "bs"


@pytest.mark.parametrize(
    ("declared", "code"),
    [("en", "en"), ("pt-BR", "pt"), ("PT_br", "pt"), ("nb-NO", "no"), ("iw", "he"), ("", None),
     (None, None), ("english", None)],
)  # fmt: skip
def test_a_declared_tag_is_reduced_to_its_language(declared: str | None, code: str | None) -> None:
    assert primary(declared) == code
