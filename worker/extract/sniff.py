"""What bytes are, by looking at them; the declared type is not believed.

After the signatures of the WHATWG's MIME Sniffing standard, section 7, for what sites really serve
under text/html.
"""

import re

#: How much of a body is looked at.
_WINDOW_BYTES = 1024

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG\r\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"PK\x03\x04", "zip archive or office document"),
    (b"PK\x05\x06", "zip archive"),
    (b"\x1f\x8b\x08", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf\x27\x1c", "7z archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document"),
    (b"{\\rtf", "RTF document"),
    (b"%!PS", "PostScript"),
    (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg media"),
    (b"fLaC", "FLAC audio"),
    (b"\x1aE\xdf\xa3", "WebM or Matroska video"),
    (b"FLV\x01", "Flash video"),
    (b"wOFF", "font"),
    (b"wOF2", "font"),
    (b"\x00\x01\x00\x00\x00", "font"),
    (b"\x00asm", "WebAssembly"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
    (b"SQLite format 3\x00", "database"),
)

#: Signatures of two letters are words too; they count only with binary bytes after them.
_WEAK = frozenset({b"BM", b"ID3", b"BZh"})

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]", re.IGNORECASE)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|script|article)[\s>/]", re.I
)
#: Control bytes that no text encoding but UTF-16 uses (MIME Sniffing, section 3: binary data
#: bytes).
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_BINARY_SHARE_MAX = 0.05  # a stray control byte is a fault of an editor, one in twenty is a file


def wrong_type(body: bytes) -> str | None:
    """What the bytes are where they can't be an HTML page, for people; None where they can."""
    head = body[:_WINDOW_BYTES]
    if named := _by_signature(head):
        return named
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if start[:1] in (b"{", b"[") and _looks_like_json(start):
        return "JSON"
    if not _HTML.search(head) and _FEED.search(head):
        return "an XML feed or sitemap"
    if start[:5] == b"<?xml" and not _HTML.search(head) and b"<svg" in head.lower():
        return "SVG image"
    if head[:2] not in _UTF16_BOMS and not _HTML.search(head) and _is_binary(body):
        return "binary data"
    return None


def _by_signature(head: bytes) -> str | None:
    for signature, name in _SIGNATURES:
        if head.startswith(signature) and (signature not in _WEAK or _BINARY.search(head)):
            return name
    if head[:4] == b"RIFF" and head[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        return "WebP image, WAVE audio or AVI video"
    if head[4:8] == b"ftyp":
        return "MP4 video or AVIF image"
    if head[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf1") and _BINARY.search(head):
        return "audio"
    return None


def _looks_like_json(start: bytes) -> bool:
    """An object or array from its first token on; a page that begins with a brace has none."""
    return bool(
        re.match(rb'(?:\{\s*(?:"[^"]*"\s*:|\})|\[\s*(?:[\{\["\d\]]|true|false|null))', start)
    )


def _is_binary(body: bytes) -> bool:
    """Two-byte text without a byte-order mark has a NUL in every other place, and is none."""
    sample = body[:_WINDOW_BYTES]
    if not sample:
        return False
    odd, even = sample[1::2].count(0), sample[::2].count(0)
    if max(odd, even) > 0.4 * len(sample) / 2 and min(odd, even) < 0.02 * len(sample):
        return False
    return len(_BINARY.findall(sample)) / len(sample) > _BINARY_SHARE_MAX
