"""Which sections of a news site matter."""

import pytest

from worker.discover.site.sections import WORDS, Section, section_of
from worker.settings import config_dir

NAMED = [
    # a name as menus have it, the section that it stands for
    ("Defence", Section.DEFENCE),
    ("DEFENSE", Section.DEFENCE),
    ("Aerospace & Defense", Section.DEFENCE),
    ("Military & Intelligence", Section.DEFENCE),
    ("Sicherheit und Verteidigung", Section.DEFENCE),
    ("Krieg in der Ukraine", Section.WAR),
    ("Innere Sicherheit", Section.SECURITY),
    ("Ausland", Section.WORLD),
    ("Politik", Section.POLITICS),
    ("Défense", Section.DEFENCE),
    ("DEFENSE NATIONALE", Section.DEFENCE),
    ("Monde", Section.WORLD),
    ("Fuerzas Armadas", Section.DEFENCE),
    ("Forças Armadas", Section.DEFENCE),
    ("Marina Militare", Section.DEFENCE),
    ("Esteri", Section.WORLD),
    ("Krijgsmacht", Section.DEFENCE),
    ("Buitenland", Section.WORLD),
    ("Hæren", Section.DEFENCE),
    ("Utenriks", Section.WORLD),
    ("Försvar", Section.DEFENCE),
    ("Maanpuolustus", Section.DEFENCE),
    ("Siły Zbrojne", Section.DEFENCE),
    ("Świat", Section.WORLD),
    ("Armáda ČR", Section.DEFENCE),
    ("Honvédség", Section.DEFENCE),
    ("Apărare", Section.DEFENCE),
    ("Отбрана", Section.DEFENCE),
    ("Војска Србије", Section.DEFENCE),
    ("Άμυνα", Section.DEFENCE),
    ("ΔΙΕΘΝΗΣ", Section.WORLD),
    ("Армия и ОПК", Section.DEFENCE),
    ("За рубежом", Section.WORLD),
    ("Збройні сили", Section.DEFENCE),
    ("Війна в Україні", Section.WAR),
    ("Savunma Sanayii", Section.DEFENCE),
    ("SİYASET", Section.POLITICS),
    ("Hərbi", Section.DEFENCE),
    ("Siyasət", Section.POLITICS),
    ("شؤون عسكرية", Section.DEFENCE),
    ("أمن ودفاع", Section.DEFENCE),
    ("عربي ودولي", Section.WORLD),
    ("دفاعی امنیتی", Section.DEFENCE),
    ("بین‌الملل", Section.WORLD),
    ("بين الملل", Section.WORLD),
    ("پاک فوج", Section.DEFENCE),
    ("צבא וביטחון", Section.DEFENCE),
    ('צה"ל', Section.DEFENCE),
    ("रक्षा", Section.DEFENCE),
    ("প্রতিরক্ষা", Section.DEFENCE),
    ("Զինված ուժեր", Section.DEFENCE),
    ("თავდაცვა", Section.DEFENCE),
    ("Pertahanan", Section.DEFENCE),
    ("Quân sự", Section.DEFENCE),
    ("ข่าวทหาร", Section.DEFENCE),
    ("ข่าวต่างประเทศ", Section.WORLD),
    ("军事频道", Section.DEFENCE),
    ("國際新聞", Section.WORLD),
    ("外交・防衛", Section.DEFENCE),
    ("국방/북한", Section.DEFENCE),
    ("정치", Section.POLITICS),
]


@pytest.mark.parametrize(("name", "section"), NAMED)
def test_a_section_is_known_by_its_name(name: str, section: Section) -> None:
    assert section_of(name) is section


PATHS = [
    ("Land", "/defence/land/", Section.DEFENCE),  # all below defence is defence
    ("Latest", "/news/defence", Section.DEFENCE),
    ("Europe", "/world/europe/", None),  # other sections name themselves only
    ("More", "/rubrik/ausland.html", Section.WORLD),
    ("More", "/world-news", Section.WORLD),
    ("Ещё", "/armiya-i-opk", Section.DEFENCE),
    ("Ещё", "/v-mire/", Section.WORLD),
    ("More", "/%D0%90%D1%80%D0%BC%D0%B8%D1%8F/", Section.DEFENCE),
    ("Thêm", "/quan-su", Section.DEFENCE),
    ("Daha", "/savunma-sanayii/", Section.DEFENCE),
    ("Mehr", "/ruestung/", Section.DEFENCE),
    ("Περισσότερα", "/ethniki-amyna/", Section.DEFENCE),
    ("World", "/defence", Section.DEFENCE),  # the more useful of two
]


@pytest.mark.parametrize(("name", "path", "section"), PATHS)
def test_a_section_is_known_by_its_path(name: str, path: str, section: Section | None) -> None:
    assert section_of(name, path) is section


NO_SECTIONS = [
    ("", "/"),
    ("Sport", "/sport/"),
    ("Kultur", "/kultur/"),
    # headlines, however much they say of war
    ("Minister says that the war in Ukraine will be long", "/a/1"),
    ("Defence " * 20, "/x"),
    # words that mean another thing beside those
    ("Social Security", "/social-security"),
    ("Privacy policy", "/security/privacy"),
    ("Politique de confidentialité", "/confidentialite"),
    ("Политика конфиденциальности", "/policy"),
    ("Політика конфіденційності", "/policy"),
    ("سياسة الخصوصية", "/privacy_policy.html"),
    ("International", "/sport/fussball/international/"),
    ("World Cup", "/world-cup"),
    ("Coupe du monde de football", "/x"),
    ("異世界系作品", "/select/44/"),  # a third of the name at the most
    ("Artificial Intelligence", "/ai"),
]


@pytest.mark.parametrize(("name", "path"), NO_SECTIONS)
def test_what_is_no_such_section_is_none(name: str, path: str) -> None:
    assert section_of(name, path) is None


def test_each_language_that_is_judged_has_words_for_each_section() -> None:
    lexicons = {file.stem for file in (config_dir() / "lexicon").glob("??.toml")}
    assert set(WORDS) == lexicons
    assert [code for code, words in WORDS.items() if set(words) != set(Section)] == []


@pytest.mark.parametrize("section", Section)
def test_every_word_of_the_table_is_found(section: Section) -> None:
    missed = [
        (code, word.strip())
        for code, words in WORDS.items()
        for word in words[section].split(",")
        if (found := section_of(word.strip())) is None or found.rank > section.rank
    ]
    assert missed == []


def test_sections_are_ranked_by_their_use_for_defence_news() -> None:
    assert [section.rank for section in Section] == [0, 1, 2, 3, 4]
