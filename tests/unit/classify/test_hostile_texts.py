"""What is no clean text: the judge decides, never breaks, stays linear and keeps its places."""

import random
import time
import unicodedata

import pytest

from worker.classify.classifier import Classifier
from worker.classify.lexicon import load_lexicon
from worker.classify.reading import READ_MAX_CHARACTERS
from worker.settings import ClassifySettings, config_dir
from worker.values import Judgement
from worker.vocabulary import Decision

ENGLISH = (
    "The ministry of defence ordered four frigates for the navy. The armed forces will receive "
    "missiles and air defence systems, and the general staff plans a military exercise."
)
GERMAN = (
    "Das Verteidigungsministerium bestellt Fregatten für die Marine. Die Streitkräfte erhalten "
    "Munition, Kampfjets und Raketen; die Großmanöver der Bundeswehr beginnen im Herbst."
)
TURKISH = (
    "Milli Savunma Bakanlığı firkateyn siparişi verdi. Türk Silahlı Kuvvetleri askeri tatbikat "
    "için füze ve mühimmat istiyor; Deniz Kuvvetleri ile İHA ve SİHA görüşüldü."
)
GREEK = (
    "Το υπουργείο Άμυνας παρήγγειλε φρεγάτες για το Πολεμικό Ναυτικό. Οι ένοπλες δυνάμεις και ο "
    "στρατός αρχίζουν στρατιωτική άσκηση με πυραύλους."
)
RUSSIAN = (
    "Министерство обороны заказало фрегаты для военно-морского флота. Вооружённые силы проведут "
    "военные учения, ракеты и боеприпасы поступят в войска."
)
ARABIC = (
    "طلبت وزارة الدفاع فرقاطات للقوات البحرية. وستجري القوات المسلحة مناورات عسكرية، "
    "وتتسلم صواريخ وذخيرة وأنظمة دفاع جوي."
)
HEBREW = "משרד הביטחון הזמין ספינות מלחמה לחיל הים. צה״ל פתח בתרגיל צבאי עם טילים ומטוסי קרב."
CHINESE = "国防部为海军订购护卫舰。武装部队将举行军事演习，并接收导弹和弹药。"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(ClassifySettings(evidence_max=1000), load_lexicon(config_dir() / "lexicon"))


def judged(classifier: Classifier, text: str, language: str, title: str | None = None) -> Judgement:
    """A judgement whose findings stand where they say."""
    judgement = classifier.judge(title=title, text=text, language=language)
    assert judgement.decision in Decision
    assert 0 <= judgement.score <= 1
    fields = {"title": title or "", "text": text}
    for finding in judgement.evidence:
        assert 0 <= finding.start < finding.end <= len(fields[finding.field])
        assert fields[finding.field][finding.start : finding.end] == finding.surface
    return judgement


# --- Little, much, and of another kind -------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar", "zh", "th", "vi", "xx", "", "-", "pt-BR"])
@pytest.mark.parametrize("text", ["", " \n\t", "frigate", "navy", "🚀", "\ufffd" * 40, "7", "…"])
def test_a_word_or_nothing_is_decided(classifier: Classifier, text: str, language: str) -> None:
    for title in (None, "", text):
        judged(classifier, text, language, title)


def test_an_unknown_language_says_so(classifier: Classifier) -> None:
    judgement = judged(classifier, "Varnarmálaráðuneytið pantaði freigátur.", "is")

    assert judgement.language == "und"
    assert judgement.decision is not Decision.YES


def test_of_mixed_languages_the_one_that_is_named_is_read(classifier: Classifier) -> None:
    mixed = f"{ENGLISH}\n{RUSSIAN}\n{ARABIC}\n{CHINESE}"

    for language in ("en", "ru", "ar", "zh"):
        judgement = judged(classifier, mixed, language)
        assert judgement.decision is Decision.YES
        assert judgement.language == language


def test_ten_megabytes_are_read_in_part(classifier: Classifier) -> None:
    text = (ENGLISH + "\n") * (10_000_000 // len(ENGLISH))
    started = time.perf_counter()

    judgement = judged(classifier, text, "en")

    assert time.perf_counter() - started < 10
    assert judgement.decision is Decision.YES
    assert all(finding.end <= READ_MAX_CHARACTERS for finding in judgement.evidence)


@pytest.mark.parametrize(
    "unit",
    ["navy ", "navy", "air defence ", "military ", "ministr", "military a ", "defence-", "'", "İ",
     "a\u0301", "\u00ad", "\u200f", "الو", "海军", "กกก", "defence minister of "],
)  # fmt: skip
def test_a_megabyte_of_one_form_takes_linear_time(classifier: Classifier, unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    language = {"ا": "ar", "海": "zh", "ก": "th"}.get(unit[0], "en")
    judged(classifier, text[:1000], language)
    started = time.perf_counter()

    judged(classifier, text, language)

    assert time.perf_counter() - started < 10


# --- Encodings and scripts -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN.encode("utf-8").decode("cp1252"), "de"),
        (GERMAN.encode("cp1252").decode("utf-8", errors="replace"), "de"),
        (RUSSIAN.encode("utf-8").decode("latin-1"), "ru"),
        (RUSSIAN.encode("cp1251").decode("koi8-r"), "ru"),
        (ARABIC.encode("utf-8").decode("cp1252", errors="replace"), "ar"),
        (CHINESE.encode("gb18030").decode("big5", errors="replace"), "zh"),
        (ENGLISH.encode("utf-16-le").decode("latin-1"), "en"),
    ],
)
def test_the_wrong_encoding_breaks_nothing(
    classifier: Classifier, text: str, language: str
) -> None:
    judged(classifier, text, language, text[:60])


def test_a_wrong_encoding_of_some_letters_hides_not_all_words(classifier: Classifier) -> None:
    text = GERMAN.encode("utf-8").decode("cp1252")

    assert judged(classifier, text, "de").decision is not Decision.NO


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (GERMAN, "de"), (TURKISH, "tr"), (GREEK, "el"), (RUSSIAN, "ru")],
)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_capitals_and_normal_forms_change_no_judgement(
    classifier: Classifier, text: str, language: str, form: str
) -> None:
    plain = judged(classifier, text, language)
    # Capitals as the language writes them: Turkish keeps its dots, German has no single ẞ here.
    capitals = text.replace("i", "İ").upper() if language == "tr" else text.upper()

    for changed in (text, capitals):
        judgement = judged(classifier, unicodedata.normalize(form, changed), language)
        assert judgement.decision is plain.decision is Decision.YES


def test_sharp_s_and_final_sigma_are_found_in_capitals(classifier: Classifier) -> None:
    german = judged(classifier, "DIE GROẞMANÖVER", "de")
    greek = judged(classifier, "Ο ΣΤΡΑΤΟΣ", "el")

    assert "military_exercise" in {finding.concept for finding in german.evidence}
    assert "army" in {finding.concept for finding in greek.evidence}


def test_full_width_letters_are_letters(classifier: Classifier) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in ENGLISH)

    assert judged(classifier, wide, "en").decision is Decision.YES


@pytest.mark.parametrize(("text", "language"), [(ARABIC, "ar"), (HEBREW, "he")])
def test_direction_marks_and_vowels_hide_nothing(
    classifier: Classifier, text: str, language: str
) -> None:
    vowel = "\u064e" if language == "ar" else "\u05b7"
    marked = "\u202b" + " ".join(f"\u200f{word}\u200e" for word in text.split()) + "\u202c"
    pointed = "".join(char + vowel if char.isalpha() else char for char in text)

    plain = judged(classifier, text, language)
    for changed in (marked, pointed):
        judgement = judged(classifier, changed, language)
        assert judgement.decision is plain.decision is Decision.YES
        assert len(judgement.evidence) == len(plain.evidence)


# --- Noise -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "concept"),
    [
        ("the fri\u00adgate sails", "warship"),  # soft hyphen
        ("the fri\u200bgate sails", "warship"),  # zero-width space
        ("the fri\u2060gate sails", "warship"),  # word joiner
        ("the fri\ufeffgate sails", "warship"),  # byte order mark
        ("the 🚢frigate🚢 sails", "warship"),  # emoji
        ("\u202ethe frigate\u202c sails", "warship"),  # direction override
        ("artillery f\u0308ire", "shelling"),  # a stray accent
    ],
)
def test_marks_without_width_hide_no_word(
    classifier: Classifier, written: str, concept: str
) -> None:
    judgement = judged(classifier, written, "en")

    assert concept in {finding.concept for finding in judgement.evidence}


@pytest.mark.parametrize(
    ("written", "surface"),
    [
        ("the fri-\ngate sails", "fri-\ngate"),  # hyphenation at the end of a line
        ("ordered fri-\r\n  gates for it", "fri-\r\n  gates"),
        ("the fri\u00ad\ngate sails", "fri\u00ad\ngate"),
        ("an oﬃcial army oﬀensive", "army"),
        ("a ﬁghter jet ﬂies", "ﬁghter jet"),  # ligatures
        ("the ﬂotilla", "ﬂotilla"),
    ],
)
def test_words_broken_by_lines_and_ligatures_are_found(
    classifier: Classifier, written: str, surface: str
) -> None:
    judgement = judged(classifier, written, "en")

    assert surface in {finding.surface for finding in judgement.evidence}


def test_noise_breaks_nothing(classifier: Classifier) -> None:
    chance = random.Random(4)
    noise = "\u00ad\u200b\u200f\u0301ﬁß\n-🚀\ud800\x00*[{İςｆ  國"
    for text, language in ((ENGLISH, "en"), (GERMAN, "de"), (ARABIC, "ar"), (CHINESE, "zh")):
        for _ in range(40):
            letters = list(text)
            for _ in range(chance.randrange(30)):
                letters.insert(chance.randrange(len(letters)), chance.choice(noise))
            judged(classifier, "".join(letters), language, "".join(letters[:50]))


@pytest.mark.parametrize("language", ["en", "de", "ar", "zh", "th", "vi", "ko", "hi", "xx"])
def test_any_characters_in_any_order_get_a_decision(classifier: Classifier, language: str) -> None:
    chance = random.Random(language)
    for _ in range(60):
        length = chance.randrange(200)
        text = "".join(
            chr(chance.randrange(0x3100 if length % 2 else 0x110000)) for _ in range(length)
        )
        judged(classifier, text, language, text[:20])
