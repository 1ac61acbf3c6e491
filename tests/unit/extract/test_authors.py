"""Authors are names, each once."""

from typing import Any

import pytest
from lxml.html import document_fromstring

from worker.extract.authors import authors_of
from worker.extract.metatags import MetaTags
from worker.extract.structured import JsonLd

PERSON = {"@id": "#ana", "@type": "Person", "name": "Ana Lima"}


def _authors(author: Any = None, head: str = "", body: str = "") -> tuple[str, ...]:
    tree = document_fromstring(f"<html><head>{head}</head><body>{body}<p>x</p></body></html>")
    return authors_of(
        tree=tree,
        linked=JsonLd((), {"#ana": PERSON}, 0),
        articles=[{"author": author}] if author is not None else [],
        metas=MetaTags(tree),
        site_names=("Example News",),
    )


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        # JSON-LD's shapes
        ("Ana Lima", ("Ana Lima",)),
        ({"@type": "Person", "name": "Ana Lima"}, ("Ana Lima",)),
        ([{"name": "Ana Lima"}, {"name": "Bo Ek"}], ("Ana Lima", "Bo Ek")),
        ({"name": ["Ana Lima", "Bo Ek"]}, ("Ana Lima", "Bo Ek")),
        ({"@id": "#ana"}, ("Ana Lima",)),
        ({"givenName": "Ana", "familyName": "Lima"}, ("Ana Lima",)),
        ({"@type": "Organization", "name": "Reuters"}, ("Reuters",)),
        # several names in one
        ("Ana Lima and Bo Ek", ("Ana Lima", "Bo Ek")),
        ("Ana Lima, Bo Ek; Cy Ng", ("Ana Lima", "Bo Ek", "Cy Ng")),
        ("Анна Ли и Пётр Ким", ("Анна Ли", "Пётр Ким")),
        ("Ministry of Trade and Industry", ("Ministry of Trade and Industry",)),
        ("Lima, Ana", ("Lima, Ana",)),
        # what is around a name
        ("By Ana Lima", ("Ana Lima",)),
        ("Von Ana Lima", ("Ana Lima",)),
        ("Автор: Анна Ли", ("Анна Ли",)),
        ("Ana Lima (ana@example.org)", ("Ana Lima",)),
        # repeats
        (["Ana Lima", "ANA LIMA", "Ana  Lima"], ("Ana Lima",)),
        # the site's own name only where there is no other
        (["Example News", "Ana Lima"], ("Ana Lima",)),
        ("Example News", ("Example News",)),
        # what is no name
        ("https://social.example/ana", ()),
        ("@ana", ()),
        ("admin", ()),
        ("12345", ()),
        ("{{author}}", ()),
        ([None, 5, {}, {"name": None}], ()),
        ({"@id": "#nobody"}, ()),
    ],
)
def test_json_ld_authors_become_names(author: Any, expected: tuple[str, ...]) -> None:
    assert _authors(author) == expected


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="author" content="Ana Lima">', "", ("Ana Lima",)),
        ('<meta property="article:author" content="https://x.example/ana">', "", ()),
        ("", '<article><a rel="author" href="/ana">Ana Lima</a></article>', ("Ana Lima",)),
        ("", '<article><span itemprop="author">Ana Lima</span></article>', ("Ana Lima",)),
        ("", '<article><p class="byline">By <a href="/a">Ana Lima</a>, 4 May</p></article>',
         ("Ana Lima",)),
        # not the by-lines of others
        ("", '<div class="comments"><span class="author">Troll</span></div>', ()),
        ("", '<aside><a rel="author" href="/b">Bo Ek</a></aside>', ()),
        # not what stands beside a name
        ("", '<article><div class="author">Follow us</div></article>', ()),
        ("", '<article><div class="byline">4 May 2026, 10:20</div></article>', ()),
    ],
)  # fmt: skip
def test_meta_and_by_lines_name_authors_where_json_ld_does_not(
    head: str, body: str, expected: tuple[str, ...]
) -> None:
    assert _authors(head=head, body=body) == expected


def test_no_more_than_twenty_authors_are_kept() -> None:
    names = [f"Ana {chr(65 + n // 26)}{chr(97 + n % 26)} Lima" for n in range(100)]

    assert len(_authors(names)) == 20
