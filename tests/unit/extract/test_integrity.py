"""What a parser would lose or garble is recovered; what is missing all the same is seen."""

import pytest
from unit.extract.sample_pages import PARAGRAPHS, article_page

from worker.extract import mojibake, surrogates
from worker.extract.charset import decode
from worker.extract.ending import broken_off
from worker.extract.flatten import flattened
from worker.extract.integrity import Kept, judged, measure
from worker.extract.mending import Mend, mended
from worker.extract.parse import Parsed, lighten, parse
from worker.vocabulary import Integrity

PROSE = "".join(f"<p>{PARAGRAPHS['en']} ({number})</p>" for number in range(4))


def _parsed(page: str | bytes) -> Parsed:
    parsed = parse(page if isinstance(page, bytes) else page.encode())
    assert parsed is not None
    lighten(parsed.tree)
    return parsed


@pytest.mark.parametrize(
    "page",
    [
        article_page(),
        article_page(language="ja"),
        article_page(body="<p>a &lt; b &amp;&amp; c &#8217; &nbsp; &hellip; &notit;</p>"),
        article_page(body="<p>a < b > c <3 d</p>"),
        article_page(body="""<p title="a > b" data-x='<p>"x"</p>' data-y=a"b>x</p>"""),
        article_page(body="<!-- <p>a</p> --><!--> --><p>b</p><!-- a --!><p>c</p>"),
        article_page(body="<script>if (a<b) { document.write('<p>x</p>') }</script>"),
        article_page(body="<svg><title>x</title><text>y</text></svg><style>p > a {}</style>"),
        article_page(body="<noscript><p>Without scripts.</p></noscript>"),
        article_page(body="<?php echo 1 ?><![CDATA[ x ]]>"),
        "<p>A text without anything else, long enough to be told apart from nothing at all.",
    ],
)
def test_a_page_in_order_is_kept_to_the_letter(page: str) -> None:
    parsed = _parsed(page)
    kept = measure(parsed.html, parsed.tree)
    assert kept.lost_characters == 0
    assert kept.parsed_characters == kept.source_characters > 0
    assert not parsed.done


@pytest.mark.parametrize(
    ("source", "parsed", "is_doubtful", "is_lost"),
    [
        (10_000, 10_000, False, False),
        (10_000, 10_100, False, False),  # entities that only browsers know
        (10_000, 9_990, False, False),
        (10_000, 9_900, True, False),
        (10_000, 5_100, True, False),
        (10_000, 4_900, True, True),
        (100_000, 99_700, True, False),
        (50, 0, False, False),  # too little to be compared
    ],
)
def test_a_lost_sentence_is_doubtful_and_a_lost_half_is_lost(
    source: int, parsed: int, is_doubtful: bool, is_lost: bool
) -> None:
    kept = Kept(source_characters=source, parsed_characters=parsed)
    assert (kept.is_doubtful, kept.is_lost) == (is_doubtful, is_lost)


def test_a_tree_without_a_paragraph_is_doubtful() -> None:
    parsed = _parsed(article_page())
    paragraph = parsed.tree.find(".//p")
    assert paragraph is not None
    paragraph.drop_tree()
    kept = measure(parsed.html, parsed.tree)
    verdict, doubts = judged(kept=kept, text="x" * 1_000, mended={}, faults={})
    assert verdict is Integrity.DOUBTFUL
    assert doubts == [f"the parser lost {kept.lost_characters} characters"]


@pytest.mark.parametrize(
    ("text", "done", "faults", "expected"),
    [
        ("x", {}, {}, Integrity.WHOLE),
        ("x", {Mend.CONTROLS: 1}, {}, Integrity.REPAIRED),
        ("x", {Mend.CONTROLS: 1}, {"the page ends within": "a tag"}, Integrity.DOUBTFUL),
        ("x", {}, {"the page ends within": ""}, Integrity.WHOLE),
        ("x" * 2_000 + "\ufffd", {}, {}, Integrity.WHOLE),
        ("x" * 500 + "\ufffd", {}, {}, Integrity.DOUBTFUL),
    ],
)
def test_doubt_goes_before_repair(
    text: str, done: dict[Mend, int], faults: dict[str, object], expected: Integrity
) -> None:
    kept = Kept(source_characters=1_000, parsed_characters=1_000)
    assert judged(kept=kept, text=text, mended=done, faults=faults)[0] is expected


@pytest.mark.parametrize(
    ("page", "within"),
    [
        (f"<html><body>{PROSE}</body></html>", ""),
        (f"<html><body>{PROSE}</body></html>\n<!-- cached -->", ""),
        (f"<html><body><div>{PROSE}</div>", ""),
        (PROSE, ""),
        (f"<div>{PROSE}", ""),  # a fragment
        (f"<html><body>{PROSE}<p>5 < 6", ""),
        (f"<html><body>{PROSE}<div>", "<div>"),
        (f"<html><body><article>{PROSE}", "<article>"),
        (f"<html><body>{PROSE}<a href='x", "a tag"),
        (f"<html><body>{PROSE}</di", "a tag"),
        (f"<html><body>{PROSE}<script>a()", "<script>"),
        (f"<html><body>{PROSE}<SCRIPT>a()", "<script>"),
        (f"<html><body>{PROSE}<script><!-- a() </script>", ""),
        (f"<html><body>{PROSE}<!-- a", "a comment"),
        (f"<html><body>{PROSE}\ufffd", "a letter"),
    ],
)
def test_where_a_page_was_broken_off_is_seen(page: str, within: str) -> None:
    assert broken_off(page.encode()) == within


@pytest.mark.parametrize(
    ("source", "expected", "kind"),
    [
        (b"a</html><p>b", b"a<p>b", Mend.AFTER_END),
        (b"a</HTML ><p>b</html>", b"a<p>b", Mend.AFTER_END),
        (b"a</html>\n<script>b()</script>", b"a\n<script>b()</script>", None),
        (b"a</html>\n", b"a</html>\n", None),
        (b"a</htmlx>b", b"a</htmlx>b", None),
        (b'<html lang="en"/>a', b'<html lang="en">a', None),
        (b"a&#55357;&#56832;b", "a😀b".encode(), Mend.HALVES),
        (b"a&#xD83D;&#xde00;b", "a😀b".encode(), Mend.HALVES),
        (b"a&#xD83D;b&#0;&#31;&#x7F;&#65535;", b"ab", Mend.REFERENCES),
        (b"a&#146;&#xA0;&#10;&#55295;", b"a&#146;&#xA0;&#10;&#55295;", None),
        (b'"\\ud83d\\ude00 \\ud83d \\ude00"', b'"\\ud83d\\ude00 \\ufffd \\ufffd"', Mend.HALVES),
        (b"a\xc2\x92b\xc2\xa0c\xc2\x85", "a’b\xa0c\x85".encode(), Mend.QUOTES),
        (b"a\xef\xbf\xbfb\xef\xbf\xbd", b"ab\xef\xbf\xbd", Mend.CONTROLS),
    ],
)
def test_what_libxml2_stumbles_over_is_mended(
    source: bytes, expected: bytes, kind: Mend | None
) -> None:
    page = mended(source)
    assert page.html == expected
    assert list(page.done) == ([kind] if kind else [])


def test_halves_of_characters_are_joined_or_unknown() -> None:
    pair, high, low = b"\xed\xa0\xbd\xed\xb8\x80", b"\xed\xa0\xbd", b"\xed\xb8\x80"
    assert surrogates.joined("ä".encode() + pair) == ("ä😀".encode(), 1)
    assert surrogates.joined(low + high + b"x") == ("\ufffd\ufffdx".encode(), 2)
    assert surrogates.joined("퟿".encode()) == ("퟿".encode(), 0)


@pytest.mark.parametrize("language", sorted(PARAGRAPHS))
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_text_in_order_is_never_undone_and_doubled_text_is(language: str, codec: str) -> None:
    once = (PARAGRAPHS[language] * 3).encode()
    assert mojibake.undone(once).text == once
    assert not mojibake.undone(once).is_mixed

    twice = "".join(
        chr(byte) if (letter := bytes((byte,)).decode(codec, "replace")) == "\ufffd" else letter
        for byte in once
    ).encode()
    assert mojibake.undone(twice).text == once


@pytest.mark.parametrize(
    "text",
    ["Le CAFÉ» et voilà…", "«É» «È» «À»", "Ã Ã Ã Ã", "São Paulo, NAÇÃO", "Â© Â® — ü ö ä ß Ü Ö"],
)
def test_few_signs_are_a_chance(text: str) -> None:
    assert mojibake.undone(text.encode()).text == text.encode()


def test_nearly_utf_8_is_utf_8_whatever_the_header_says() -> None:
    body = f"<p>{PARAGRAPHS['ru']}</p>".encode() + b"\xd0"
    decoded = decode(body, "text/html; charset=iso-8859-1")
    assert decoded.encoding == "utf-8"
    assert decoded.overruled == "cp1252"
    assert PARAGRAPHS["ru"] in decoded.html.decode()


@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote", "x-y", "table><tr><td"])
def test_a_page_too_deep_for_libxml2_is_made_shallow(tag: str) -> None:
    parsed = _parsed(f"<html><body>{f'<{tag}>' * 5_000}{PROSE}</body></html>")
    assert not parsed.stopped
    assert list(parsed.done) == [Mend.DEPTH]
    assert measure(parsed.html, parsed.tree).lost_characters == 0


def test_making_a_page_shallow_leaves_the_rest_as_it_is() -> None:
    page = "<html><body><div><!-- </div> --><p>a <b>c</b></p><script>'<b>'</script></div><ul><li>x"
    assert flattened(page.encode()) == page.encode()
    deep = "<div>" * 200 + "<p>a</p><b>c</b>" + "</div>" * 200 + "<i>x</i>"
    flat = flattened(deep.encode())
    assert flat.count(b"<div>") == flat.count(b"</div>") == 120
    assert flat.endswith(b"<i>x</i>")
    assert b"<p>a</p>c" in flat
