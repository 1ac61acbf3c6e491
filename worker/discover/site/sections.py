"""Which sections of a news site matter: words of their names and addresses in many languages.

A table and its reading; it knows nothing of pages. Scripts without spaces are searched within the
text, all others word by word. Case, accents and apostrophes don't count.
"""

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from urllib.parse import unquote


class Section(StrEnum):
    """What a section is about, the most useful for defence news first."""

    DEFENCE = "defence"  #: armed forces, arms, their industry
    WAR = "war"  #: wars and conflicts
    SECURITY = "security"  #: national and international security
    WORLD = "world"  #: news from abroad
    POLITICS = "politics"  #: politics at home

    @property
    def rank(self) -> int:
        """0 for the most useful."""
        return _RANKS[self]


_RANKS = {section: rank for rank, section in enumerate(Section)}
_D, _W, _S, _A, _P = Section

#: Names longer than this are headlines.
_NAME_WORDS_MAX = 4
_NAME_CHARACTERS_MAX = 48
#: A solid word that is less of the name says little: 異世界系作品 is of no world that we report on.
_SOLID_SHARE_MIN = 1 / 3
#: A word beside one of these names another thing: social security, privacy policies, world cups.
_SPOILERS = frozenset(
    {
        "social", "sociale", "sociales", "soziale", "food", "alimentaire", "alimentaria", "road",
        "routiere", "vial", "stradale", "consumer", "consumidor", "consommateur", "consumatore",
        "job", "jobs", "careers", "shop", "shopping", "gutscheine", "coupons", "subscription",
        "cup", "coupe", "copa", "pokal", "sport", "sports", "deportes", "esportes", "football",
        "fussball", "futbol", "futebol", "futball", "calcio", "футбол", "спорт", "video", "videos",
        "podcast", "podcasts", "markets", "auto", "motori", "digital", "informatique", "lavoro",
        "viaggi", "sosyal",
        "privacy", "cookie", "cookies", "datenschutz", "confidentialite", "privacidad",
        "privacidade", "persondata", "personvern", "prywatnosci", "adatvedelmi", "privatnosti",
        "confidentialitate", "поверителност", "приватности", "конфиденциальности",
        "конфіденційності", "απορρητου", "gizlilik", "mexfilik", "الخصوصية", "פרטיות", "privasi",
        "गोपनीयता", "კონფიდენციალურობის", "գաղտնիության", "kebijakan",
    }
)  # fmt: skip

#: By language: names of sections, and their spelling in addresses where that is not the same.
WORDS: dict[str, dict[Section, str]] = {
    "en": {
        _D: "defence, defense, military, army, navy, naval, air force, armed forces, weapons, "
        "arms, nato, land warfare, air warfare, defence industry, defense industry, milnews",
        _W: "war, wars, conflict, conflicts, war in ukraine, ukraine war, russia ukraine war",
        _S: "security, national security, international security, geopolitics",
        _A: "world, world news, international, global, foreign, foreign affairs, abroad",
        _P: "politics",
    },
    "de": {
        _D: "verteidigung, bundeswehr, bundesheer, militär, streitkräfte, rüstung, ruestung, "
        "wehrtechnik, heer, luftwaffe, armee, verteidigungspolitik, rüstungsindustrie, militaer",
        _W: "krieg, ukraine krieg, ukrainekrieg, krieg in der ukraine, konflikte",
        _S: "sicherheit, sicherheitspolitik, innere sicherheit",
        _A: "ausland, welt, weltpolitik",
        _P: "politik, aussenpolitik, innenpolitik",
    },
    "fr": {
        _D: "défense, armée, armées, militaire, forces armées, marine nationale, armement, "
        "industrie de défense",
        _W: "guerre, guerres, guerre en ukraine, conflit, conflits",
        _S: "sécurité, géopolitique",
        _A: "monde, international, étranger",
        _P: "politique",
    },
    "es": {
        _D: "defensa, militar, ejército, ejércitos, armada, fuerzas armadas, fuerza aérea, "
        "industria de defensa",
        _W: "guerra, guerras, guerra en ucrania, conflicto, conflictos",
        _S: "seguridad, geopolítica",
        _A: "mundo, internacional, internacionales",
        _P: "política",
    },
    "pt": {
        _D: "defesa, exército, marinha, forças armadas, força aérea, indústria de defesa, "
        "militares",
        _W: "guerra na ucrânia, conflitos",
        _S: "segurança",
        _A: "exterior",
        _P: "política",
    },
    "it": {
        _D: "difesa, esercito, militare, marina militare, forze armate, aeronautica militare, "
        "industria della difesa",
        _W: "guerre, guerra in ucraina, conflitti",
        _S: "sicurezza",
        _A: "esteri, mondo, internazionale, dal mondo",
        _P: "politica",
    },
    "nl": {
        _D: "defensie, krijgsmacht, leger, landmacht, luchtmacht, koninklijke marine",
        _W: "oorlog, oorlog in oekraïne, conflicten",
        _S: "veiligheid",
        _A: "buitenland, wereld",
        _P: "politiek",
    },
    "da": {
        _D: "forsvar, forsvaret, militær, hæren, flyvevåbnet, søværnet",
        _W: "krig, krigen i ukraine",
        _S: "sikkerhed, sikkerhedspolitik",
        _A: "udland, verden",
        _P: "politik",
    },
    "no": {
        _D: "forsvar, forsvaret, militær, hæren, sjøforsvaret, luftforsvaret, marinen",
        _W: "krig, krigen i ukraina",
        _S: "sikkerhet, sikkerhetspolitikk",
        _A: "utenriks, verden, utland",
        _P: "politikk",
    },
    "sv": {
        _D: "försvar, försvaret, militär, försvarsmakten, armén, flygvapnet, försvarsindustri",
        _W: "krig, kriget, kriget i ukraina",
        _S: "säkerhet, säkerhetspolitik",
        _A: "utrikes, världen, utland",
        _P: "politik, inrikespolitik",
    },
    "fi": {
        _D: "puolustus, puolustusvoimat, maanpuolustus, armeija, sotilas, merivoimat, ilmavoimat",
        _W: "sota, ukrainan sota, konfliktit",
        _S: "turvallisuus, turvallisuuspolitiikka",
        _A: "ulkomaat, maailma",
        _P: "politiikka",
    },
    "pl": {
        _D: "obronność, obrona, wojsko, armia, siły zbrojne, wojska lądowe, zbrojenia, militaria, "
        "przemysł zbrojeniowy, marynarka wojenna",
        _W: "wojna, wojna w ukrainie, wojna na ukrainie, konflikty",
        _S: "bezpieczeństwo, geopolityka",
        _A: "świat, zagranica, ze świata",
        _P: "polityka",
    },
    "cs": {
        _D: "obrana, armáda, armáda čr, vojsko, ozbrojené síly, zbraně, obranný průmysl",
        _W: "válka, válka na ukrajině, konflikty",
        _S: "bezpečnost",
        _A: "svět, zahraničí, ze zahraničí, ze světa",
        _P: "politika",
    },
    "hu": {
        _D: "honvédség, honvédelem, haderő, hadsereg, katonai, hadiipar, védelmi ipar",
        _W: "háború, orosz ukrán háború, ukrajnai háború",
        _S: "biztonság, biztonságpolitika, geopolitika",
        _A: "külföld, világ, nagyvilág, nemzetközi",
        _P: "belpolitika, külpolitika, belföld",
    },
    "ro": {
        _D: "apărare, armata, armată, forțele armate, militare, industria de apărare",
        _W: "război, război în ucraina, războiul din ucraina, conflicte",
        _S: "securitate, siguranță națională",
        _A: "externe, internațional, lume",
        _P: "politică, politic",
    },
    "bg": {
        _D: "отбрана, армия, въоръжени сили, военни, военна техника, otbrana, armia",
        _W: "война, войната в украйна, voina",
        _S: "сигурност, национална сигурност, sigurnost",
        _A: "свят, по света, чужбина, svyat, sviat",
        _P: "политика, politika",
    },
    "sr": {
        _D: "одбрана, војска, војска србије, наоружање, odbrana, vojska, naoružanje, vojska srbije",
        _W: "рат у украјини, rat u ukrajini, сукоби, sukobi",
        _S: "безбедност, bezbednost, sigurnost",
        _A: "свет, svet, svijet, inostranstvo, иностранство, svet vesti",
        _P: "политика, politika",
    },
    "el": {
        _D: "άμυνα, εθνική άμυνα, ένοπλες δυνάμεις, στρατός, εξοπλισμοί, πολεμική αεροπορία, "
        "πολεμικό ναυτικό, αμυντική βιομηχανία, amyna, ethniki amyna, enoples dynameis, stratos",
        _W: "πόλεμος, πόλεμος στην ουκρανία, συγκρούσεις, polemos",
        _S: "ασφάλεια, γεωπολιτική, ελληνοτουρκικά, asfaleia, geopolitiki",
        _A: "κόσμος, διεθνή, διεθνής, kosmos, diethni, diethnh",
        _P: "πολιτική, politiki, politikh",
    },
    "ru": {
        _D: "оборона, армия, армия и опк, военные, вооруженные силы, впк, опк, вооружение, "
        "вооружения, оружие, флот, нато, armiya, army, oborona, voennye, vpk, opk, oruzhie",
        _W: "война, сво, спецоперация, конфликты, война в украине, вооруженные конфликты, voyna",
        _S: "безопасность, силовые структуры, bezopasnost, geopolitika",
        _A: "мир, в мире, за рубежом, международная панорама, v mire, za rubezhom",
        _P: "политика, politika",
    },
    "uk": {
        _D: "оборона, армія, збройні сили, зсу, військо, військові, зброя, озброєння, впк, опк, "
        "armiya, viysko, zbroya, zsu",
        _W: "війна, війна в україні, фронт, viyna, vijna",
        _S: "безпека, нацбезпека, національна безпека, bezpeka",
        _A: "світ, у світі, за кордоном, svit, za kordonom",
        _P: "політика, polityka",
    },
    "tr": {
        _D: "savunma, savunma sanayii, savunma sanayi, askeri, tsk, silahlı kuvvetler, "
        "türk silahlı kuvvetleri, deniz kuvvetleri, hava kuvvetleri, kara kuvvetleri",
        _W: "savaş, ukrayna savaşı, çatışma",
        _S: "güvenlik, terör, jeopolitik",
        _A: "dünya, dış haberler",
        _P: "siyaset, politika",
    },
    "az": {
        _D: "müdafiə, hərbi, azərbaycan ordusu, silahlı qüvvələr, müdafiə sənayesi, mudafie, herbi",
        _W: "müharibə, münaqişə, qarabağ, muharibe, qarabag",
        _S: "təhlükəsizlik, tehlukesizlik",
        _A: "dünya, xarici xəbərlər, dunya",
        _P: "siyasət, daxili siyasət, xarici siyasət, siyaset",
    },
    "ar": {
        _D: "دفاع, الدفاع, ودفاع, عسكري, عسكرية, شؤون عسكرية, جيش, الجيش, جيوش, القوات المسلحة, "
        "تسليح, أسلحة",
        _W: "حرب, الحرب, حروب, نزاعات, الحرب في أوكرانيا",
        _S: "أمن, الأمن, أمن قومي",
        _A: "العالم, عالم, دولي, دوليات, دولية, أخبار العالم, عربي ودولي, عرب وعالم",
        _P: "سياسة, السياسة, سياسي",
    },
    "fa": {
        _D: "دفاعی, نظامی, ارتش, نیروهای مسلح, سپاه, دفاع",
        _W: "جنگ",
        _S: "امنیت, امنیتی",
        _A: "جهان, بین الملل, خارجی, سیاست خارجی",
        _P: "سیاست, سیاسی",
    },
    "ur": {
        _D: "دفاع, دفاعی, فوج, پاک فوج, مسلح افواج",
        _W: "جنگ",
        _S: "سکیورٹی, سیکورٹی, سلامتی",
        _A: "دنیا, عالمی, عالمی خبریں, بین الاقوامی",
        _P: "سیاست",
    },
    "he": {
        _D: "ביטחון, בטחון, ביטחוני, צבא, צבא וביטחון, צבא ובטחון, צהל, מדיני ביטחוני",
        _W: "מלחמה, המלחמה, חרבות ברזל, מלחמת חרבות ברזל",
        _S: "טרור",
        _A: "בעולם, העולם, עולם, חדשות חוץ, חוץ",
        _P: "פוליטיקה, פוליטי, מדיני, פוליטי מדיני",
    },
    "hi": {
        _D: "रक्षा, सेना, सैन्य, डिफेंस, भारतीय सेना",
        _W: "युद्ध, जंग",
        _S: "सुरक्षा",
        _A: "दुनिया, विदेश, अंतरराष्ट्रीय, अंतर्राष्ट्रीय, विश्व",
        _P: "राजनीति",
    },
    "bn": {
        _D: "প্রতিরক্ষা, সেনাবাহিনী, সামরিক, সশস্ত্র বাহিনী",
        _W: "যুদ্ধ",
        _S: "নিরাপত্তা",
        _A: "বিশ্ব, আন্তর্জাতিক, বিদেশ",
        _P: "রাজনীতি",
    },
    "hy": {
        _D: "բանակ, պաշտպանություն, ռազմական, զինված ուժեր, banak",
        _W: "պատերազմ, հակամարտություն",
        _S: "անվտանգություն",
        _A: "աշխարհ, միջազգային",
        _P: "քաղաքականություն, քաղաքական",
    },
    "ka": {
        _D: "თავდაცვა, არმია, ჯარი, სამხედრო, შეიარაღებული ძალები, tavdacva, samkhedro",
        _W: "ომი, კონფლიქტები, ომი უკრაინაში",
        _S: "უსაფრთხოება",
        _A: "მსოფლიო, საერთაშორისო, საზღვარგარეთ, msoflio",
        _P: "პოლიტიკა, politika",
    },
    "id": {
        _D: "pertahanan, militer, tni, angkatan darat, angkatan laut, angkatan udara, alutsista, "
        "hankam",
        _W: "perang, konflik",
        _S: "keamanan, polhukam, hukum dan keamanan",
        _A: "dunia, internasional, mancanegara, luar negeri",
        _P: "politik",
    },
    "vi": {
        _D: "quân sự, quốc phòng, quân đội, vũ khí, quốc phòng an ninh",
        _W: "chiến tranh, xung đột, chiến sự",
        _S: "an ninh",
        _A: "thế giới, quốc tế",
        _P: "chính trị",
    },
    "th": {
        _D: "กลาโหม, ทหาร, กองทัพ",
        _W: "สงคราม, ความขัดแย้ง",
        _S: "ความมั่นคง",
        _A: "ต่างประเทศ, รอบโลก",
        _P: "การเมือง",
    },
    "zh": {
        _D: "军事, 軍事, 国防, 國防, 防务, 防務, 军情, 军工, 军队, 解放军",
        _W: "战争, 戰爭, 俄乌, 俄烏",
        _S: "国家安全, 國家安全, 国安, 國安",
        _A: "国际, 國際, 世界, 环球, 全球, 台海, 兩岸, 两岸",
        _P: "政治, 时政, 時政",
    },
    "ja": {
        _D: "防衛, 自衛隊, 軍事, 国防",
        _W: "戦争, 紛争, ウクライナ侵攻, ウクライナ情勢",
        _S: "安全保障",
        _A: "国際, 世界, 海外",
        _P: "政治",
    },
    "ko": {
        _D: "국방, 군사, 방산, 방위산업, 무기체계, 국군",
        _W: "전쟁, 분쟁",
        _S: "안보, 북한",
        _A: "국제, 세계, 지구촌",
        _P: "정치",
    },
}  # fmt: skip

#: Written without spaces, or with endings stuck to the word.
_SOLID = re.compile("[\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
#: Accents; vowel points of Hebrew and Arabic, and the hamza; the stretched line of Arabic.
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u0655\u0670]")
_NO_WORD = re.compile(r"[\W_]+")
_LETTERS = str.maketrans(
    {
        "ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ə": "e",
        "ي": "ی", "ى": "ی", "ك": "ک",
        "'": "", "’": "", "״": "", '"': "", "׳": "",
    }
)  # fmt: skip


def section_of(name: str, path: str = "/") -> Section | None:
    """The section that a link leads to, by its text and its path; the most useful that fits.

    Args:
        name: the link's text; a headline says nothing.
        path: of its URL. A section of defence news makes sections of all below it, others only
            of themselves.
    """
    *above, last = [segment for segment in unquote(path).split("/") if segment] or [""]
    parts = [_folded(part) for part in (name, re.sub(r"\.\w{2,5}$", "", last), *above)]
    spoilers = _spoilers()
    if any(not spoilers.isdisjoint(part.split()) for part in parts):
        return None
    found = [_named(part) for part in parts[:2]]
    found += [section for part in parts[2:] if (section := _named(part)) is Section.DEFENCE]
    return min((section for section in found if section), key=lambda one: one.rank, default=None)


def _named(folded: str) -> Section | None:
    words = folded.split()
    if len(words) > _NAME_WORDS_MAX:
        return None
    spaced, solid = _index()
    found: list[Section] = []
    if _SOLID.search(folded):
        enough = _SOLID_SHARE_MIN * len(folded)
        found = [one for word, one in solid.items() if len(word) > enough and word in folded]
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            section = spaced.get(" ".join(words[start:end]))
            if section is not None:
                found.append(section)
    return min(found, key=lambda one: one.rank, default=None)


@cache
def _spoilers() -> frozenset[str]:
    return frozenset(map(_folded, _SPOILERS))


@cache
def _index() -> tuple[dict[str, Section], dict[str, Section]]:
    """Words to be met whole, and those to be met within; a word of two sections has the first."""
    spaced: dict[str, Section] = {}
    solid: dict[str, Section] = {}
    for section in Section:
        for language in WORDS.values():
            for word in language[section].split(","):
                folded = _folded(word)
                (solid if _SOLID.search(folded) else spaced).setdefault(folded, section)
    return spaced, solid


@lru_cache(maxsize=8192)  # a site's menus and paths say the same over and over
def _folded(text: str) -> str:
    """Words with single spaces between; without case, accents and punctuation. "" of a headline."""
    if len(text) > _NAME_CHARACTERS_MAX:
        return ""
    if text.isascii():
        return " ".join(_NO_WORD.sub(" ", text.lower().replace("'", "")).split())
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    bare = _MARKS.sub("", plain).translate(_LETTERS)
    kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in bare)
    return " ".join("".join(kept).split())
