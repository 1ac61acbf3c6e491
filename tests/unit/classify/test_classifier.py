"""The judge on the texts of items.toml, and on what is no text at all."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from worker.classify.classifier import Classifier
from worker.classify.lexicon import load_lexicon
from worker.settings import ClassifySettings, config_dir
from worker.vocabulary import Decision, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    language: str
    text: str
    yes: bool
    title: str | None = None


ITEMS = [
    Item(**entry)
    for entry in tomllib.loads((Path(__file__).parent / "items.toml").read_text(encoding="utf-8"))[
        "item"
    ]
]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(ClassifySettings(), load_lexicon(config_dir() / "lexicon"))


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.language}: {item.title}")
def test_every_item_is_judged_right(classifier: Classifier, item: Item) -> None:
    judgement = classifier.judge(title=item.title, text=item.text, language=item.language)

    assert judgement.decision is (Decision.YES if item.yes else Decision.NO), judgement
    assert judgement.language == item.language
    assert bool(judgement.topics) is item.yes


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.language}: {item.title}")
def test_evidence_stands_where_it_says(classifier: Classifier, item: Item) -> None:
    judgement = classifier.judge(title=item.title, text=item.text, language=item.language)

    fields = {"title": item.title or "", "text": item.text}
    assert judgement.evidence
    for finding in judgement.evidence:
        assert fields[finding.field][finding.start : finding.end] == finding.surface
    weights = [abs(finding.weight) for finding in judgement.evidence]
    assert weights == sorted(weights, reverse=True)


def test_a_visit_to_an_arms_fair_is_cooperation_industry_and_policy(classifier: Classifier) -> None:
    visit = next(item for item in ITEMS if "Rüstungsmesse" in (item.title or ""))

    judgement = classifier.judge(title=visit.title, text=visit.text, language="de")

    named = {scored.topic for scored in judgement.topics}
    assert {Topic.COOPERATION, Topic.INDUSTRY} <= named
    scores = [scored.score for scored in judgement.topics]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_evidence_speaks_for_and_against(classifier: Classifier) -> None:
    judgement = classifier.judge(
        title="Army beat Navy in league final",
        text="The goalkeeper of the army team saved a penalty.",
        language="en",
    )

    assert {finding.weight > 0 for finding in judgement.evidence} == {True, False}
    assert "football_defence" in {finding.concept for finding in judgement.evidence}


def test_no_more_evidence_than_asked_for() -> None:
    lexicon = load_lexicon(config_dir() / "lexicon")
    frugal = Classifier(ClassifySettings(evidence_max=2), lexicon)

    assert len(frugal.judge(title=None, text=ITEMS[0].text, language="en").evidence) == 2


def test_thresholds_come_from_the_settings() -> None:
    lexicon = load_lexicon(config_dir() / "lexicon")
    strict = Classifier(ClassifySettings(yes_threshold=1.0, review_threshold=0.9), lexicon)

    judgement = strict.judge(title=None, text="The army and the navy.", language="en")

    assert judgement.decision is Decision.REVIEW


# --- Other languages and odd input -----------------------------------------------------------


def test_an_unknown_language_is_judged_by_names(classifier: Classifier) -> None:
    judgement = classifier.judge(
        title="Lockheed Martin afhendir Noregi tólf F-35",
        text="Rheinmetall og Saab taka þátt. NATO fagnar samningnum og fleiri F-35 fylgja.",
        language="is",
    )

    assert judgement.language == "und"
    assert judgement.decision is Decision.YES
    assert {finding.surface for finding in judgement.evidence} >= {"F-35", "Rheinmetall"}


def test_one_name_alone_is_no_yes_in_an_unknown_language(classifier: Classifier) -> None:
    judgement = classifier.judge(title=None, text="Saab á NATO-fundi í dag.", language="is")

    assert judgement.decision is not Decision.YES


@pytest.mark.parametrize("language", ["en", "ar", "zh", "xx", "", "und", "de-AT"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "word",
        "\x00\x00\x00",
        "👨‍👩‍👧‍👦🔥🚀",
        "\u200f\u202e\u2066",
        "\u0301\u0301",
        "\ud800 lone surrogate",
        "ＦＵＬＬ ＷＩＤＴＨ",
        "*{}[]\\(.+",
        "0123456789" * 50,
    ],
)
def test_any_text_gets_a_decision(classifier: Classifier, text: str, language: str) -> None:
    judgement = classifier.judge(title=text, text=text, language=language)

    assert judgement.decision is Decision.NO
    assert 0 <= judgement.score <= 1
    assert judgement.topics == ()


def test_capitals_and_marks_hide_nothing(classifier: Classifier) -> None:
    for text in (
        "THE MINISTRY OF DEFENCE ORDERED FRIGATES",
        "\u200fministry of de\u00adfence frigates",
    ):
        assert classifier.judge(title=None, text=text, language="en").decision is Decision.YES


def test_a_huge_text_is_read_in_part(classifier: Classifier) -> None:
    late = "word " * 50_000 + "The army fired missiles."

    assert classifier.judge(title=None, text=late, language="en").evidence == ()


# --- Version ---------------------------------------------------------------------------------


def test_the_version_names_the_model_and_the_data(classifier: Classifier) -> None:
    again = Classifier(ClassifySettings(), load_lexicon(config_dir() / "lexicon"))

    assert classifier.version == again.version
    assert classifier.version.startswith("concepts-2+lex.")
    assert classifier.judge(title=None, text="", language="en").version == classifier.version


def test_the_version_changes_with_a_lexicon_file(classifier: Classifier, tmp_path: Path) -> None:
    for path in (config_dir() / "lexicon").glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "de.toml").open("a", encoding="utf-8") as file:
        file.write('\n[matching]\nclitics = ["x"]\n')

    changed = Classifier(ClassifySettings(), load_lexicon(tmp_path))

    assert changed.version != classifier.version
