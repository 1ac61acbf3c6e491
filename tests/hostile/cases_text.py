"""Text in whatever encoding, and names and titles that would write elsewhere than in their line."""

import re
from collections.abc import Callable, Iterator

from unit.extract.sample_pages import PARAGRAPHS, json_ld

from hostile.case import Case, Observation
from hostile.reading import NOW, extract, page
from worker.discover import feeds, sitemaps
from worker.extract.charset import decode
from worker.settings import DiscoverSettings
from worker.values import Extraction
from worker.vocabulary import Integrity

_LIMITS = sitemaps.SitemapLimits.from_settings(DiscoverSettings())

#: Language, Python's codec, the label on the web.
_ENCODINGS = (
    ("ja", "shift_jis", "Shift_JIS"), ("ja", "euc_jp", "EUC-JP"),
    ("ja", "iso2022_jp", "ISO-2022-JP"),
    ("ko", "euc_kr", "EUC-KR"), ("ko", "cp949", "ks_c_5601-1987"), ("zh", "gb18030", "GB18030"),
    ("zh", "gbk", "GB2312"), ("ru", "cp1251", "windows-1251"), ("ru", "koi8_r", "KOI8-R"),
    ("ru", "iso8859_5", "ISO-8859-5"), ("uk", "koi8_u", "KOI8-U"), ("uk", "cp1251", "win-1251"),
    ("bg", "cp1251", "windows-1251"), ("sr", "cp1251", "cp1251"), ("pl", "cp1250", "windows-1250"),
    ("pl", "iso8859_2", "ISO-8859-2"), ("cs", "iso8859_2", "latin2"),
    ("hu", "cp1250", "windows-1250"), ("de", "cp1252", "ISO-8859-1"),
    ("fr", "iso8859_15", "latin9"),
    ("es", "cp1252", "windows-1252"), ("el", "cp1253", "windows-1253"),
    ("el", "iso8859_7", "ISO-8859-7"), ("tr", "cp1254", "ISO-8859-9"),
    ("he", "cp1255", "windows-1255"), ("he", "iso8859_8", "ISO-8859-8-I"),
    ("ar", "cp1256", "windows-1256"), ("vi", "cp1258", "windows-1258"),
    ("fi", "cp1257", "windows-1257"),
    ("en", "mac_roman", "macintosh"), ("az", "utf_16", "utf-16"), ("ka", "utf_16_le", "utf-16le"),
    ("hy", "utf_8_sig", "utf-8"), ("hi", "utf_8", "utf8"),
)  # fmt: skip
#: What no sample of ours is written in: the same in their own words.
_WORDS = {
    ("th", "tis_620", "TIS-620"):
        "กระทรวงกลาโหมแถลงเมื่อวันจันทร์ว่าเรือฟริเกตสองลำจะออกจากท่าเรือทางเหนือก่อนสิ้นเดือน",
    ("zh", "big5", "Big5"): "國防部週一表示兩艘巡防艦將於月底前離開北部港口參加三國海軍的聯合演習",
    ("lt", "iso8859_13", "ISO-8859-13"):
        "Krašto apsaugos ministerija pirmadienį pranešė, kad fregatos išplauks",
    ("ro", "iso8859_16", "ISO-8859-16"):
        "Ministerul Apărării a anunțat luni că două fregate vor părăsi",
}  # fmt: skip
#: Detection needs letters to go by; what shares them with another encoding is not guessed.
_GUESSED = frozenset(
    {"shift_jis", "euc_jp", "euc_kr", "cp949", "gb18030", "gbk", "cp1251", "koi8_r", "cp1250",
     "iso8859_2",
     "cp1252", "cp1253", "cp1255", "cp1256", "utf_16", "utf_16_le", "utf_8_sig", "utf_8", "big5"}
)  # fmt: skip


def cases() -> Iterator[Case]:
    """All of this area."""
    for language, codec, label, words in _samples():
        for name, run in _charset(language, codec, label, words).items():
            yield Case(area="text", name=f"{label}, {language}: {name}", run=run)
    for name, dirt in _DIRT.items():
        for where in _FIELDS:
            yield Case(area="text", name=f"{name} in {where}", run=_clean(where, dirt))
        for kind in ("feed", "sitemap"):
            yield Case(area="text", name=f"{name} in a {kind}", run=_clean_listing(kind, dirt))


def _samples() -> Iterator[tuple[str, str, str, str]]:
    for language, codec, label in _ENCODINGS:
        yield language, codec, label, PARAGRAPHS[language]
    for (language, codec, label), words in _WORDS.items():
        yield language, codec, label, words


def _charset(
    language: str, codec: str, label: str, words: str
) -> dict[str, Callable[[], Observation]]:
    kept = words.encode(codec, "ignore").decode(codec)  # without the quotes that it lacks
    text = (
        f"<html lang='{language}'><head>%s</head><body><p>{kept}</p><p>{kept} ({kept})</p></body>"
        "</html>"
    )

    def of(meta: str, header: str | None) -> Callable[[], Observation]:
        def run() -> Observation:
            found = decode((text % meta).encode(codec), header).html.decode()
            return Observation(
                expected="the text", got="the text" if kept in found else found[-80:]
            )

        return run

    far = f"<script>{'x' * 3_000}</script><meta charset='{label}'>"
    tried = {
        "by header": of("", f"text/html; charset={label}"),
        "header before a wrong meta": of("<meta charset='utf-8'>", f"text/html; charset={label}"),
    }
    if not label.lower().startswith("utf-16"):  # a <meta> that can be read denies it
        tried["by meta"] = of(f"<meta charset='{label}'>", None)
        tried["by a far meta"] = of(far, "text/html")
        tried["meta before a wrong header"] = of(
            f"<meta charset='{label}'>", "text/html; charset=utf-8"
        )
    if codec in _GUESSED:
        tried["undeclared"] = of("", None)
        tried["called UTF-8"] = of("<meta charset='utf-8'>", "text/html; charset=utf-8")
    return tried


_LONG = 900_000
_DIRT: dict[str, str] = {
    "line breaks": "one\r\ntwo\n\nthree\u2028four\u2029five\x85six\x0bseven\x0ceight",
    "escape codes": "one \x1b[31mtwo\x1b]0;title\x07 three\x9b2J",
    "C0 and C1 controls": "one" + "".join(map(chr, range(0x20))) + "\x7f"
        + "".join(map(chr, range(0x80, 0xA0))) + "two",
    "bidi overrides": "one \u202etwo\u202c \u2066three\u2069 \u200ffour\u061c",
    "hidden letters": "o\u200bn\u2060e\ufeff t\u00adwo\U000e0041\U000e007f \ufff9three",
    "references": "one&#10;two&#x1b;[2J&#8238;three&#0;&#xD800;",
    "markup": "<b>one</b> <script>two()</script><img src=x onerror=three()>",
    "nearly a megabyte": "word " * (_LONG // 5),
    "nearly a megabyte in one word": "x" * _LONG,
    "nothing but blanks": " \u00a0\u3000\u200b\t\n ",
}  # fmt: skip
_FIELDS = ("title", "headline", "author", "site name", "description", "date")
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_LENGTHS_MAX = {"title": 500, "author": 200, "site_name": 200, "lead": 2_000}


def _clean(where: str, dirt: str) -> Callable[[], Observation]:
    def run() -> Observation:
        node = {
            "@type": "NewsArticle",
            "headline": dirt if where == "headline" else "Frigates leave",
            "author": [{"name": dirt}] * 30 if where == "author" else "Ana Lima",
            "publisher": {"name": dirt if where == "site name" else "Example News"},
            "description": dirt if where == "description" else "Two ships leave for an exercise.",
            "datePublished": f"2026-05-04T08:00:00Z {dirt}" if where == "date" else "2026-05-04",
        }
        body = page(head=json_ld(node))
        if where == "title":
            body = page().replace("Frigates leave", dirt)
        found = extract(body.encode("utf-8", "surrogatepass"))
        return Observation(expected="clean", got="; ".join(_unclean(found)) or "clean")

    return run


def _unclean(found: Extraction) -> Iterator[str]:
    shown = [("title", found.title), ("lead", found.lead), ("site_name", found.site_name)]
    shown += [("author", name) for name in found.authors]
    for name, value in shown:
        if value is not None and _UNFIT.search(value):
            yield f"{name} holds {_UNFIT.findall(value)}"
        if value is not None and not 0 < len(value) <= _LENGTHS_MAX[name]:
            yield f"{name} has {len(value)} characters"
    if len(found.authors) > 20:
        yield f"{len(found.authors)} authors"
    if found.published is not None and not found.published.zone.isascii():
        yield f"the zone is {found.published.zone!r}"
    if found.integrity is Integrity.UNKNOWN:
        yield "no verdict on its integrity"


def _clean_listing(kind: str, dirt: str) -> Callable[[], Observation]:
    def run() -> Observation:
        title = dirt.replace("&", "&amp;").replace("<", "&lt;")
        if kind == "feed":
            body = (
                f"<rss version='2.0'><channel><title>{title}</title><item><title>{title}</title>"
                f"<link>https://a.example/1</link><description>{title}</description></item>"
                "</channel></rss>"
            )
            read = feeds.read(
                body.encode("utf-8", "surrogatepass"),
                base_url="https://a.example/",
                content_type="application/rss+xml; charset=utf-8",
                items_max=10,
                now=NOW,
            )
        else:
            body = (
                f"<urlset><url><loc>https://a.example/1</loc><news><title>{title}</title>"
                f"<publication><name>{title}</name></publication></news></url></urlset>"
            )
            read = sitemaps.read(
                body.encode("utf-8", "surrogatepass"),
                base_url="https://a.example/sitemap.xml",
                content_type=None,
                now=NOW,
                limits=_LIMITS,
            )
        shown = [("title", read.title)]
        for item in read.items:
            shown += [("item's title", item.title), ("summary", item.summary)]
        faults = [
            f"{name} holds {_UNFIT.findall(value)}" for name, value in shown if _UNFIT.search(value)
        ]
        faults += [f"{name} has {len(value)}" for name, value in shown if len(value) > 1_000]
        if len(read.items) != 1:
            faults.append(f"{len(read.items)} items")
        return Observation(expected="clean", got="; ".join(faults) or "clean")

    return run
