"""Links of articles are found on pages in many languages and layouts, with what stands beside them.

The pages are our own (page_samples.toml): what is measured here is that nothing gets worse. The
decoys among them can't all be told apart; the floors leave room for those.
"""

import pytest
from unit.discover.page_samples import Sample, load

from worker import urls
from worker.discover import pages
from worker.source_values import Reading

PRECISION_MIN = 0.95
RECALL_MIN = 0.95
SAMPLES = load()


def _shape(url: str) -> str:
    """A pattern that says nothing but how deep the path is."""
    return str(urls.parse(url).path.count("/"))


def _read(sample: Sample) -> Reading:
    return pages.read(sample.html, base_url=sample.url, links_max=200, yields={}, pattern_of=_shape)


def _addresses(links: frozenset[str] | list[str]) -> set[str]:
    return {str(urls.parse(link)) for link in links}


def test_precision_and_recall_hold_over_all_pages() -> None:
    right = taken = expected = 0
    for sample in SAMPLES:
        found = _addresses([item.url for item in _read(sample).items])
        wanted = _addresses(sample.expected)
        right += len(found & wanted)
        taken += len(found)
        expected += len(wanted)
    assert right / taken >= PRECISION_MIN
    assert right / expected >= RECALL_MIN


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_no_page_is_read_badly(sample: Sample) -> None:
    found = _addresses([item.url for item in _read(sample).items])
    wanted = _addresses(sample.expected)
    assert len(found & wanted) >= 0.6 * len(wanted)
    assert len(found - wanted) <= 0.2 * len(wanted)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_items_carry_headlines_and_teasers_and_nothing_of_their_surroundings(
    sample: Sample,
) -> None:
    reading = _read(sample)
    by_path = {str(urls.parse(item.url)): item for item in reading.items}
    for article, url in zip(sample.articles, sample.addresses, strict=True):
        item = by_path.get(str(urls.parse(url)))
        if item is not None:
            assert item.title == " ".join(article.title.split())
            assert item.summary in ("", article.teaser)


def test_most_teasers_are_found() -> None:
    found = [item.summary for sample in SAMPLES for item in _read(sample).items if item.summary]
    written = [
        article.teaser for sample in SAMPLES for article in sample.articles if article.teaser
    ]
    assert len(found) >= 0.8 * len(written)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_what_is_counted_adds_up(sample: Sample) -> None:
    reading = _read(sample)
    left_out = dict(reading.left_out or {})
    assert left_out.pop("not_http") == 3
    assert left_out.pop("other_site") == 2
    assert len(reading.items) + sum(left_out.values()) == reading.links_count


def test_the_samples_cover_the_world() -> None:
    languages = {sample.language for sample in SAMPLES}
    assert len(languages) >= 14
    assert {"ar", "zh", "ja", "ru", "th", "hi", "he", "ko"} <= languages
