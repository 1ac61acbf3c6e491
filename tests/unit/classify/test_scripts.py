"""A text that is not written in a script of its language is read by whoever can."""

import pytest

from worker.classify.classifier import Classifier
from worker.classify.lexicon import load_lexicon
from worker.classify.scripts import Scripts
from worker.settings import ClassifySettings, config_dir
from worker.vocabulary import Decision

ENGLISH = "The ministry of defence ordered four frigates for the navy and missiles for the army."
GREEK = "Το υπουργείο Άμυνας παρήγγειλε τέσσερις φρεγάτες για το Πολεμικό Ναυτικό."
RUSSIAN = "Министерство обороны заказало четыре фрегата для военно-морского флота."
SERBIAN_LATIN = "Ministarstvo odbrane naručilo je četiri fregate za ratnu mornaricu."
ARABIC = "طلبت وزارة الدفاع أربع فرقاطات للقوات البحرية وصواريخ للجيش."
HEBREW = "משרד הביטחון הזמין ארבע ספינות מלחמה לחיל הים."
CHINESE = "国防部为海军订购四艘护卫舰。"
JAPANESE = "防衛省は海軍のためにフリゲート四隻を発注した。"
KOREAN = "국방부는 해군을 위해 호위함 네 척을 주문했다."
GEORGIAN = "თავდაცვის სამინისტრომ სამხედრო-საზღვაო ფლოტისთვის ფრეგატები შეუკვეთა."
ARMENIAN = "Պաշտպանության նախարարությունը նավատորմի համար ֆրեգատներ է պատվիրել։"
THAI = "กระทรวงกลาโหมสั่งซื้อเรือฟริเกตสำหรับกองทัพเรือ"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(ClassifySettings(), load_lexicon(config_dir() / "lexicon"))


@pytest.fixture(scope="module")
def scripts() -> Scripts:
    return Scripts(load_lexicon(config_dir() / "lexicon"))


@pytest.mark.parametrize(
    ("language", "text", "reader"),
    [
        # What fits stays, in either of a language's scripts
        ("en", ENGLISH, "en"),
        ("de", ENGLISH, "de"),  # the language of Latin letters is not seen
        ("ru", RUSSIAN, "ru"),
        ("bg", RUSSIAN, "bg"),
        ("sr", RUSSIAN, "sr"),
        ("sr", SERBIAN_LATIN, "sr"),
        ("zh", CHINESE, "zh"),
        ("ja", JAPANESE, "ja"),
        ("ja", CHINESE, "ja"),
        # Latin letters where others are due
        ("bg", ENGLISH, "en"),
        ("uk", ENGLISH, "en"),
        ("el", ENGLISH, "en"),
        ("ja", ENGLISH, "en"),
        ("bg", "ＴＨＥ ＮＡＶＹ ＯＲＤＥＲＥＤ ＦＲＩＧＡＴＥＳ", "en"),
        # A script of one language alone
        ("en", GREEK, "el"),
        ("ru", HEBREW, "he"),
        ("en", KOREAN, "ko"),
        ("en", GEORGIAN, "ka"),
        ("tr", ARMENIAN, "hy"),
        ("en", THAI, "th"),
        ("en", CHINESE, "zh"),
        ("en", JAPANESE, "ja"),
        ("ko", JAPANESE, "ja"),
        # A script of several
        ("en", ARABIC, "und"),
        ("en", RUSSIAN, "und"),
        ("zh", RUSSIAN, "und"),
        # Names and quotations in other letters change nothing, mixed texts are read as tagged …
        ("bg", f"{RUSSIAN} {ENGLISH}", "bg"),
        ("en", f"{RUSSIAN} {ENGLISH}", "en"),
        ("zh", f"{ENGLISH}\n{RUSSIAN}\n{ARABIC}\n{CHINESE}", "zh"),
        ("el", f"{ENGLISH * 10} {GREEK * 4}", "el"),
        # … but a word or two of its own do not make a text fit
        ("el", f"{ENGLISH * 10} Ναυτικό", "en"),
        ("en", f"{RUSSIAN * 5} {HEBREW * 5} {GREEK * 6} NATO", "und"),
        # Nothing to see
        ("bg", "", "bg"),
        ("bg", "12 345 … 🚀", "bg"),
        # An unknown language stays unknown
        ("und", GREEK, "und"),
    ],
)
def test_a_text_is_read_by_whom_its_script_fits(
    scripts: Scripts, language: str, text: str, reader: str
) -> None:
    assert scripts.reader_of(language, title=None, text=text) == reader


def test_a_title_alone_is_read_too(scripts: Scripts) -> None:
    assert scripts.reader_of("bg", title=ENGLISH, text="") == "en"
    assert scripts.reader_of("bg", title=RUSSIAN, text="") == "bg"


def test_the_judgement_names_whose_lexicon_was_used(classifier: Classifier) -> None:
    for tag, text, language in (
        ("bg", ENGLISH, "en"),
        ("uk-UA", ENGLISH, "en"),
        ("en", GREEK, "el"),
        ("ru", RUSSIAN, "ru"),
    ):
        judgement = classifier.judge(title=None, text=text, language=tag)

        assert judgement.language == language
        assert judgement.decision is Decision.YES
        assert judgement.evidence


def test_a_script_of_several_languages_is_judged_by_names_alone(classifier: Classifier) -> None:
    judgement = classifier.judge(title=None, text=RUSSIAN, language="en")

    assert judgement.language == "und"
    assert judgement.decision is not Decision.YES
