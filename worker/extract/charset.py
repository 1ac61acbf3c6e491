"""Bytes to text: which character encoding a page is in, and what was lost on the way.

The order is that of the HTML standard (section 13.2.3.2): byte-order mark, HTTP header, <meta>,
then detection; but where a declaration decodes badly, or UTF-8 decodes perfectly, the bytes win.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from worker.extract import mojibake, surrogates
from worker.extract.charset_labels import python_codec

#: The standard looks into 1024 bytes; sites put scripts before their <meta>.
_META_WINDOW_BYTES = 16_384
#: UTF-8 with no more errors among its letters beyond ASCII stays UTF-8.
_DAMAGED_SHARE = 0.1
#: A page with this share of U+FFFD among its non-ASCII bytes was declared wrongly.
_WRONG_SHARE = 0.1
_SAMPLE_SOURCE_BYTES = 60_000
_SAMPLE_BYTES = 6_000
#: What pages without a declaration were ever written in; asking for all of Python's guesses worse.
_GUESSABLE = [
    "utf_8", "cp1251", "koi8_r", "cp1250", "iso8859_2", "cp1252", "cp1253", "cp1254", "cp1255",
    "cp1256",
    "cp1257", "cp874", "gb18030", "big5", "euc_jp", "cp932", "cp949", "iso2022_jp",
]  # fmt: skip

#: How ISO-2022 begins each run of its letters, in bytes that are all ASCII.
_SHIFT = b"\x1b$"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Encodings of Latin letters by language, after the HTML standard's table (13.2.3.2, step 9).
_BY_LANGUAGE = {
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "bs"), "iso8859-2"),
    **dict.fromkeys(("az", "ku", "tr"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    **dict.fromkeys(
        ("da", "de", "en", "es", "fi", "fr", "is", "it", "nb", "nl", "no", "pt", "sv"), "cp1252"
    ),
}
_LATIN_FOREIGN_SHARE = 0.25  # Polish has 7 % of letters that ASCII lacks; Russian nearly all
_HTML_LANG = re.compile(rb"""(?i)<html\b[^>]{0,500}?\blang\s*=\s*["']?([a-z]{2})\b""")
_C1_BYTES = re.compile(rb"[\x80-\x9f]")
_MARKUP = re.compile(rb"(?is)<(script|style)\b.*?</\1|<[^<>]*>|&\w+;|[\s\d]+")
#: The standard's search knows comments and quotes, but no scripts (13.2.3.2, "prescan").
_TOKEN = re.compile(
    rb"""<(?:!---?>|!--[^-]*+(?:-(?!->)[^-]*+)*+|[!?][^>]*+"""
    rb"""|[a-z/](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+>?)""",
    re.IGNORECASE,
)
#: A tag that isn't closed, or whose quotes aren't, is none (html5lib's cases hold it so).
_META = re.compile(rb"""<meta[\s/]((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    rb"""([^\s"'<>/=]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""", re.IGNORECASE
)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([^\s"';,>]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']""")


#: Control bytes that no page needs; in UTF-8 they are nothing but themselves. They break lxml's
#: setters.
_CONTROLS = bytes(i for i in range(0x20) if i not in b"\t\n\f\r") + b"\x7f"
_FORM_FEED_TO_BLANK = bytes.maketrans(b"\f", b" ")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page in UTF-8, with what happened to its bytes."""

    html: bytes  #: UTF-8 without NULs, other controls and lone surrogates
    encoding: str  #: Python's name of the codec that the page was in
    source: str  #: "bom", "header", "meta", "utf-8" (the bytes are), "detected" or "default"
    replaced_share: float  #: U+FFFD per character, 0 to 1
    removed_count: int  #: control characters that were taken out
    halves_count: int = 0  #: surrogates: pairs were joined, those alone are U+FFFD
    overruled: str = ""  #: the codec that was declared, where the bytes are in another
    undoubled_count: int = 0  #: runs of letters that had been made UTF-8 twice
    is_partly_doubled: bool = False  #: so were some others, which were left as they are


def decode(body: bytes, content_type: str | None) -> Decoded:
    """Bring a page to UTF-8; never raises.

    Args:
        body: the page's bytes, decoded from their Content-Encoding.
        content_type: the HTTP header as it was sent, or None.
    """
    encoding, source = _choose(body, content_type)
    halves = 0
    if encoding == "utf-8":
        body, halves = surrogates.joined(body)
    text = body.decode(encoding, errors="replace")
    if source == "default" or (source in ("header", "meta") and _is_wrong(text, encoding)):
        second = _second_choice(body, encoding, source)
        if second is not None:
            encoding, source = second
            text = body.decode(encoding, errors="replace")
    once = mojibake.undone(text.removeprefix("\ufeff").encode("utf-8", errors="replace"))
    html = once.text
    clean = html.translate(_FORM_FEED_TO_BLANK, _CONTROLS)
    return Decoded(
        html=clean,
        encoding=encoding,
        source=source,
        replaced_share=round(text.count("\ufffd") / max(1, len(text)), 6),
        removed_count=len(html) - len(clean),
        halves_count=halves,
        overruled=_overruled(body, content_type, encoding),
        undoubled_count=once.undone_count,
        is_partly_doubled=once.is_mixed,
    )


def declared_in_meta(body: bytes) -> str | None:
    """The codec that the page's <meta> or XML declaration names; UTF-16 there means UTF-8."""
    window = body[:_META_WINDOW_BYTES]
    for token in _TOKEN.finditer(window):
        found = _META.fullmatch(token[0])
        if found and (codec := _of_meta(found[1])):
            return _not_utf16(codec)
    declaration = _XML_DECLARATION.match(window)
    codec = python_codec(declaration.group(1).decode("ascii", "replace")) if declaration else None
    return _not_utf16(codec) if codec else None


def _choose(body: bytes, content_type: str | None) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return encoding, "bom"
    if (utf16 := _bare_utf16(body)) is not None:
        return utf16, "detected"
    declared = [(codec, "header")] if (codec := _of_header(content_type)) else []
    if meta := declared_in_meta(body):
        declared.append((meta, "meta"))
    if not body.isascii() and _is_nearly_utf8(body):
        # Text in another encoding is valid UTF-8 by accident only when it is very short.
        agreeing = [source for codec, source in declared if codec == "utf-8"]
        return "utf-8", (agreeing or ["utf-8"])[0]
    if _SHIFT in body:  # in seven bits: any other declaration decodes them as well
        declared.sort(key=lambda one: not one[0].startswith("iso2022"))
    if declared:
        return declared[0]
    return "cp1252", "default"


def _second_choice(body: bytes, first: str, source: str) -> tuple[str, str] | None:
    """Another encoding that decodes better: the <meta> that the header overruled, else a guess."""
    if source == "header" and (meta := declared_in_meta(body)) not in (None, first):
        assert meta is not None
        if not _is_wrong(body.decode(meta, errors="replace"), meta):
            return meta, "meta"
    guess = None if body.isascii() else _detect(body)
    if guess is None or guess == first:
        return None
    old = body.decode(first, errors="replace").count("\ufffd")
    new = body.decode(guess, errors="replace").count("\ufffd")
    return (guess, "detected") if new < old or source == "default" else None


def _is_wrong(text: str, encoding: str) -> bool:
    """Whether many of the non-ASCII characters are U+FFFD, or C1 controls, which nobody writes."""
    bad = text.count("\ufffd")
    if encoding != "utf-8":
        bad += len(_C1.findall(text))
    if not bad:
        return False
    foreign = len(text) - len(text.encode("ascii", errors="ignore"))
    return bad > 2 and bad > _WRONG_SHARE * foreign


def _detect(body: bytes) -> str | None:
    """The page's language's usual encoding for Latin letters, else charset-normalizer's guess."""
    sample = _telling_sample(body)
    if codec := _of_language(body, sample):
        return codec
    best = from_bytes(sample, cp_isolation=_GUESSABLE).best()
    if best is None:
        return None
    return python_codec(best.encoding.replace("_", "-")) or best.encoding


def _of_language(body: bytes, sample: bytes) -> str | None:
    """What <html lang> implies where most letters are ASCII: statistics can't tell these apart."""
    language = _HTML_LANG.search(body[:_META_WINDOW_BYTES])
    codec = _BY_LANGUAGE.get(language.group(1).decode("ascii").lower()) if language else None
    foreign = len(sample.translate(None, bytes(range(0x80))))
    if codec is None or foreign > _LATIN_FOREIGN_SHARE * len(sample):
        return None
    if codec == "iso8859-2" and _C1_BYTES.search(sample):
        codec = "cp1250"  # the same letters; only Windows has any at 0x80 to 0x9F
    return None if _is_wrong(sample.decode(codec, errors="replace"), codec) else codec


def _telling_sample(body: bytes) -> bytes:
    """Text without its markup, around the first non-ASCII bytes."""
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 200) if first else 0
    return _MARKUP.sub(b" ", body[start : start + _SAMPLE_SOURCE_BYTES])[:_SAMPLE_BYTES]


def _of_header(content_type: str | None) -> str | None:
    match = _CHARSET.search(content_type or "")
    return python_codec(match.group(1)) if match else None


def _of_meta(attributes: bytes) -> str | None:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(attributes):
        found.setdefault(
            name.decode("latin-1").lower(), (double or single or bare).decode("latin-1")
        )
    if "charset" in found:
        return python_codec(found["charset"])
    if found.get("http-equiv", "").lower() == "content-type":
        return _of_header(found.get("content"))
    return None


def _not_utf16(codec: str) -> str:
    """A <meta> that could be read as ASCII proves that the page is not UTF-16 (HTML, 13.2.3.3)."""
    return "utf-8" if codec.startswith("utf-16") else codec


def _overruled(body: bytes, content_type: str | None, encoding: str) -> str:
    """What was declared first, where that is not what the letters beyond ASCII are in."""
    declared = _of_header(content_type) or declared_in_meta(body)
    return declared if declared not in (None, encoding) and not body.isascii() else ""


def _is_nearly_utf8(body: bytes) -> bool:
    """Sites cut texts in the middle of a letter, and paste a letter of another encoding.

    A little damage leaves UTF-8 what it is: in any other encoding, nearly every letter beyond
    ASCII is an error.
    """
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        body = surrogates.joined(body)[0]
    else:
        return True
    text = body.decode("utf-8", errors="replace")
    damage = text.count("\ufffd") - body.count(b"\xef\xbf\xbd")
    foreign = len(text) - len(text.encode("ascii", errors="ignore"))
    return damage <= _DAMAGED_SHARE * foreign


def _bare_utf16(body: bytes) -> str | None:
    head = body[:200]
    if len(head) < 20:
        return None
    if head[1::2].count(0) > 0.4 * len(head) / 2 and head[::2].count(0) == 0:
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * len(head) / 2 and head[1::2].count(0) == 0:
        return "utf-16-be"
    return None
