"""The same news in every language gets the same decision: the texts of parallel/."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from worker.classify.classifier import Classifier
from worker.classify.lexicon import load_lexicon
from worker.settings import ClassifySettings, config_dir
from worker.vocabulary import Decision, Topic

FOLDER = Path(__file__).parent / "parallel"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
WANTED = {2: Decision.YES, 0: Decision.NO}
OVERALL_MIN = 0.99
LANGUAGE_MIN = 0.93


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    id: str
    label: int
    title: str
    text: str
    topics: tuple[str, ...] = ()


def texts_of(language: str) -> Iterator[Text]:
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    for entry in read["item"]:
        yield Text(**{**entry, "topics": tuple(entry.get("topics", ()))})


@pytest.fixture(scope="module")
def disagreements() -> dict[str, list[str]]:
    """The texts of each language that are not judged as their label says, `review` included."""
    classifier = Classifier(ClassifySettings(), load_lexicon(config_dir() / "lexicon"))
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        found[language] = []
        for item in texts_of(language):
            judged = classifier.judge(title=item.title, text=item.text, language=language)
            if judged.decision is not WANTED[item.label]:
                found[language].append(f"{item.id}: {judged.decision} ({judged.score:.2f})")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_tells_the_same_news(language: str) -> None:
    described = [(item.id, item.label, item.topics) for item in texts_of(language)]

    assert described == [(item.id, item.label, item.topics) for item in texts_of("en")]
    assert {item.label for item in texts_of(language)} <= WANTED.keys()
    assert {topic for item in texts_of(language) for topic in item.topics} <= set(Topic)


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_no_text_is_left_in_english(language: str) -> None:
    original = {item.id: (item.title, item.text) for item in texts_of("en")}

    for item in texts_of(language):
        assert item.title != original[item.id][0]
        assert item.text != original[item.id][1]


def test_the_same_news_gets_the_same_decision_in_all_languages(
    disagreements: dict[str, list[str]],
) -> None:
    number = sum(1 for language in LANGUAGES for _ in texts_of(language))
    agreement = 1 - sum(map(len, disagreements.values())) / number

    print(f"agreement of {number} texts in {len(LANGUAGES)} languages: {agreement:.2%}")
    assert agreement >= OVERALL_MIN, {lang: bad for lang, bad in disagreements.items() if bad}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_falls_behind(language: str, disagreements: dict[str, list[str]]) -> None:
    number = sum(1 for _ in texts_of(language))
    wrong = disagreements[language]

    print(f"{language}: {1 - len(wrong) / number:.2%} of {number}", *wrong, sep="\n  ")
    assert len(wrong) <= (1 - LANGUAGE_MIN) * number + 1e-9, wrong
