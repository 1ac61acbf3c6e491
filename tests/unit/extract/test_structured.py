"""JSON-LD is read as publishers write it."""

from typing import Any

import pytest
from lxml.html import document_fromstring
from unit.extract.sample_pages import HEADLINE, URL, json_ld

from worker.extract.own_article import own_articles
from worker.extract.structured import loads, read, types_of


@pytest.mark.parametrize(
    "source",
    [
        '{"a": 1}',
        '\ufeff  {"a": 1};',
        '{"a": 1,}',
        '{"a": 1, /* comment */ "b": [1, 2,],}',
        '{"a": 1, // to the end\n "b": "http://x//y"}',
        '<![CDATA[ {"a": 1} ]]>',
        '//<![CDATA[\n{"a": 1}\n//]]>',
        '<!-- {"a": 1} -->',
        '{"a": 1, "b": "two\nlines\tand a tab"}',
        '{"a": 1, "b": "it\\\'s"}',
        "{&quot;a&quot;: 1}",
    ],
)
def test_a_script_is_parsed_or_repaired(source: str) -> None:
    documents = loads(source)

    assert documents is not None
    assert documents[0]["a"] == 1


def test_several_values_in_one_script_are_all_read() -> None:
    assert loads('{"a": 1}\n{"b": 2}') == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize(
    "source", ["", "not json", "{", "[" * 100_000, '{"a": ' + "1" * 10_000 + "}"]
)
def test_what_is_no_json_raises_nothing(source: str) -> None:
    assert loads(source) in (None, [])


def test_broken_json_still_gives_its_usual_fields() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle",'
        ' "headline": "He said "no" twice",'
        ' "datePublished": "2026-05-01", "isAccessibleForFree": false}</script>'
    )
    linked = read(document_fromstring(f"<html><head>{script}</head><body><p>x</p></body></html>"))

    assert linked.broken_count == 1
    [node] = linked.articles()
    assert node["datePublished"] == "2026-05-01"
    assert node["isAccessibleForFree"] is False


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("NewsArticle", {"newsarticle"}),
        (["Article", "http://schema.org/NewsArticle"], {"article", "newsarticle"}),
        ("schema:BlogPosting", {"blogposting"}),
        ([1, None], set()),
        (None, set()),
    ],
)
def test_types_lose_their_vocabulary(kind: Any, expected: set[str]) -> None:
    assert types_of({"@type": kind}) == expected


def _own(document: Any) -> list[Any]:
    tree = document_fromstring(
        f"<html><head>{json_ld(document)}</head><body><p>x</p></body></html>"
    )
    return [n.get("n") for n in own_articles(read(tree), urls=[URL], titles=[HEADLINE])]


def _article(number: int, **fields: Any) -> dict[str, Any]:
    return {"@type": "NewsArticle", "n": number, **fields}


OTHER = "https://news.example/sport/cup-final-tonight"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        # where articles stand
        (_article(1), [1]),
        ([_article(1)], [1]),
        ({"@graph": [{"@type": "WebPage"}, _article(1)]}, [1]),
        ({"@type": "WebPage", "mainEntity": _article(1)}, [1]),
        # the address tells which one is ours
        ([_article(1, url=OTHER), _article(2, url=URL)], [2]),
        ([_article(1, url=OTHER), _article(2, mainEntityOfPage={"@id": URL + "/"})], [2]),
        # or the headline does
        ([_article(1, headline="The cup final is tonight"),
          _article(2, headline=HEADLINE + " at dawn")],
         [2]),
        # several of ours, the best first
        ([_article(1, headline=HEADLINE), _article(2, headline=HEADLINE, url=URL)], [2, 1]),
        # none matches: the first of few, none of many
        ([_article(1), _article(2)], [1]),
        ([_article(n, url=f"{OTHER}-{n}", headline=f"Cup final number {n}") for n in range(5)], []),
        # alone, but of another article by address and headline
        (_article(1, url=OTHER, headline="The cup final is tonight"), []),
        # lists and related articles are not ours
        ({"@type": "ItemList", "itemListElement": [_article(1, url=URL)]}, []),
        ({"@type": "WebPage", "relatedLink": [_article(1)]}, []),
        ({"@type": "Organization"}, []),
    ],
)  # fmt: skip
def test_only_the_article_of_this_page_is_taken(document: Any, expected: list[int]) -> None:
    assert _own(document) == expected
