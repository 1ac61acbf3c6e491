"""AMP and mobile twins are one article, whichever of them is met first.

Each pair stands on a site of its own, so that all are visited at once.
"""

from collections.abc import Sequence

import pytest
from support.parts import World, long_text

from worker.vocabulary import Outcome

#: Twin and original; the twin names the original by its canonical link.
LINKED = [
    ("https://site/news/frigate/amp", "https://site/news/frigate"),
    ("https://site/amp/news/frigate", "https://site/news/frigate"),
    ("https://site/news/frigate?amp=1", "https://site/news/frigate"),
    ("https://site/news/frigate.amp.html", "https://site/news/frigate.html"),
    ("https://site/frigate?outputType=amp", "https://www.site/frigate/"),
    ("https://amp.site/news/frigate", "https://www.site/news/frigate"),
    ("https://m.site/a/12", "https://www.site/2026/11/24/frigate-sails"),
    ("http://mobile.site/?id=12", "https://site/news/frigate?id=12"),
]
#: Twins that name nothing: what they are called gives them away.
UNLINKED = [
    ("https://site/news/frigate/amp/", "https://site/news/frigate"),
    ("https://site/news/frigate.amp", "https://www.site/news/frigate"),
    ("https://site/?p=7&amp=1", "https://site/?p=7"),
    ("http://m.site/news/frigate", "https://www.site/news/frigate"),
]
TEXT = long_text("the frigate")
#: As twins are: some paragraphs less, a line of their own, another title.
SHORTER = "\n".join([*TEXT.split("\n")[:-2], "Open this page in our application."])

Pages = Sequence[tuple[str, dict[str, str]]]


def on_sites(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (twin.replace("site", f"paper{n}.com", 1), original.replace("site", f"paper{n}.com", 1))
        for n, (twin, original) in enumerate(pairs)
    ]


def meet(world: World, pages: Pages) -> list[int]:
    """Visit pages, all at once; gives their ids."""
    world.web.pages.update(pages)
    ids = world.submit(*(url for url, _ in pages))
    world.work(4)
    return ids


@pytest.mark.parametrize("is_twin_first", [True, False], ids=["twin first", "original first"])
def test_a_twin_that_names_its_original_is_the_same_article(
    world: World, is_twin_first: bool
) -> None:
    pairs = on_sites(LINKED)
    twins = [
        (twin, {"title": "Frigate sails - mobile", "text": SHORTER, "canonical": original})
        for twin, original in pairs
    ]
    originals = [
        (original, {"title": "Frigate sails", "text": TEXT, "canonical": original})
        for _, original in pairs
    ]

    first = meet(world, twins if is_twin_first else originals)
    second = meet(world, originals if is_twin_first else twins)

    assert world.counts().articles == len(pairs)
    for (_, original), one, other in zip(pairs, first, second, strict=True):
        assert world.url(one)["outcome"] == Outcome.STORED, original
        assert world.url(other)["outcome"] == Outcome.DUPLICATE, original
        assert world.url(one)["article_id"] == world.url(other)["article_id"]
        with world.database.reading() as tx:
            article = tx.article_reports.article(world.url(one)["article_id"])
        assert article is not None
        assert article["canonical_url"] == original


@pytest.mark.parametrize("is_twin_first", [True, False], ids=["twin first", "original first"])
def test_a_twin_without_a_canonical_link_is_known_by_its_address(
    world: World, is_twin_first: bool
) -> None:
    pairs = on_sites(UNLINKED)
    twins = [(twin, {"title": "Frigate - mobile", "text": SHORTER}) for twin, _ in pairs]
    originals = [(original, {"title": "Frigate", "text": TEXT}) for _, original in pairs]

    first = meet(world, twins if is_twin_first else originals)
    second = meet(world, originals if is_twin_first else twins)

    assert world.counts().outcomes == {"stored": len(pairs), "duplicate": len(pairs)}
    for one, other in zip(first, second, strict=True):
        assert world.url(one)["article_id"] == world.url(other)["article_id"]


def test_a_page_that_is_only_called_like_a_twin_is_an_article_of_its_own(world: World) -> None:
    pairs = on_sites(UNLINKED)
    valves = "\n".join(f"Valve {n} glows." for n in range(60))

    meet(world, [(original, {"title": "Frigate sails", "text": TEXT}) for _, original in pairs])
    meet(world, [(twin, {"title": "Amplifiers", "text": valves}) for twin, _ in pairs])

    assert world.counts().outcomes == {"stored": 2 * len(pairs)}


def test_all_twins_and_spellings_of_an_article_lead_to_it(world: World) -> None:
    original = "https://www.example.com/news/frigate"
    addresses = [
        *(original, "http://example.com/news/frigate/", "https://m.example.com/news/frigate"),
        *("https://example.com/news/frigate/amp", f"{original}?outputType=amp"),
        *("https://amp.example.com/x/1", f"{original}/index.html?utm_source=feed"),
    ]

    page = {"title": "F", "text": TEXT, "canonical": original}
    ids = meet(world, [(url, page) for url in addresses])
    world.work(5)

    assert world.counts().outcomes == {"stored": 1, "duplicate": len(addresses) - 1}
    assert len({world.url(url_id)["article_id"] for url_id in ids}) == 1
