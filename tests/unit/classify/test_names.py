"""Names are searched in every language's texts: they must be no everyday words there."""

import pytest

from worker.classify.lexicon import Lexicon, load_lexicon
from worker.classify.tracing import traces
from worker.settings import config_dir


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(config_dir() / "lexicon")


def named(lexicon: Lexicon, language: str, text: str) -> set[str]:
    """What the names alone find in a text of a language."""
    unwanted = lexicon.exceptions.get(language, frozenset())
    found = traces(lexicon, "und", title=None, text=text)
    return {one.surface for one in found if one.spelling not in unwanted}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Därpå gav han mig 21 kronor, och den gripen mannen teg."),
        ("sv", "Stoltenberg presenterade statsbudgeten."),
        ("da", "Det fremmer de fremmedes sag; giv mig 29 kroner."),
        ("no", "Vi fremmer forslaget. Finansminister Jens Stoltenberg la frem budsjettet."),
        ("fi", "Otan kahvia ja fremmin."),
        (
            "fr",
            "À J-10 de Noël, une rafale de vent, des rafales à 90 km/h en IDF et l'Idex de Lyon.",
        ),
        ("es", "En su 25 aniversario compró tejas y goma; tu 22, a mi 28."),
        ("it", "Il 76% dice sì, e su 27 paesi tu 22: mi 24 mq 9."),
        ("pt", "São líderes natos, e a goma."),
        ("tr", "Amca geldi. Enerji Bakanı Bayraktar, akıncı türküsü ve kalibre hakkında konuştu."),
        ("id", "Kalibrasi alat itu selesai."),
        ("cs", "Začíná to v 22 hodin; často prší; kalibr, Kč 46."),
        ("pl", "Sarmacki strój i artysta dużego kalibru."),
        (
            "en",
            "Iris told us that under the aegis of the Ford F-150 club Tejashwi met Van Helsing.",
        ),
        ("en", "It is 27 °C 17 and the Electric Boat of Goma; he holds a B-1/B-2 visa."),
        ("en", "C. 130 years ago the Mercedes S 500 cost $ 35."),
        (
            "ru",
            "Ростехнадзор проверил лифт; журнал «Ланцет»; режиссёр Абрамс; в этот миг 29 человек.",
        ),
        ("ru", "Микояновский комбинат и на ми 8 марта."),
        ("bg", "Дай ми 24 лева."),
        ("ar", "الاسكندر الأكبر وعبد الرحمن اسكندر."),
        ("zh", "江苏 35 人货运 20 吨，狂轰 6 球；阿尔萨德队与萨博尼斯；帕洛马；韩华鹰队。"),
    ],
)
def test_no_name_is_found_in_everyday_words(lexicon: Lexicon, language: str, text: str) -> None:
    assert named(lexicon, language, text) == set()


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Rheinmetalls Aktie steigt", "Rheinmetalls"),
        ("F-35'lerin teslimatı", "F-35"),
        ("des avions Su-34 et MiG-31K", "Su-34"),
        ("des avions Su-34 et MiG-31K", "MiG-31K"),
        ("eine Batterie IRIS-T SLM", "IRIS-T SLM"),
        ("FREMM frigates", "FREMM frigates"),
        ("two B-2 bombers", "B-2 bombers"),
        ("SAMP/T für Kiew", "SAMP/T"),
        ("компания «Ростех» и ВСУ", "Ростех"),
        ("ракеты Х-101 и ФАБ-500", "Х-101"),
        ("القبة الحديدية", "القبة الحديدية"),
        ("אלביט מערכות חתמה", "אלביט מערכות"),
        ("歼-20战机", "歼-20"),
        ("薩德系統", "薩德系統"),
        ("한화에어로스페이스 수주", "한화에어로스페이스"),
        ("フーシ派の攻撃", "フーシ派"),
        ("डीआरडीओ ने", "डीआरडीओ"),
        ("Besuch auf der MSPO Kielce", "MSPO Kielce"),
        ("at DSEI 2025", "DSEI 2025"),
    ],
)
def test_names_are_found_as_they_are_written(lexicon: Lexicon, text: str, surface: str) -> None:
    assert surface in named(lexicon, "und", text)
