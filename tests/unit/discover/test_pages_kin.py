"""Links of one page speak of each other, and earlier visits of all of them."""

import pytest

from worker import urls
from worker.discover.page.kin import Kin, Relative
from worker.discover.page.link_signs import Sign
from worker.discover.page.yields import Yield


def _relative(
    path: str, *, pattern: str = "p", is_headline: bool = True, is_marked: bool = False
) -> Relative:
    return Relative(
        url=urls.parse(f"https://ledger.example{path}"),
        pattern=pattern,
        is_headline=is_headline,
        is_marked=is_marked,
    )


def test_a_pattern_of_headlines_speaks_for_its_links_and_one_of_labels_against() -> None:
    headlines = [_relative(f"/a{n}", is_headline=n > 0) for n in range(3)]
    labels = [_relative(f"/b{n}", pattern="q", is_headline=False) for n in range(5)]
    kin = Kin([*headlines, *labels])
    assert kin.signs_of(headlines[0]) == (Sign.HEADLINED_KIN,)
    assert kin.signs_of(labels[0]) == (Sign.LABELLED_KIN,)


def test_few_links_prove_nothing() -> None:
    pair = [_relative("/a"), _relative("/b")]
    assert Kin(pair).signs_of(pair[0]) == ()


def test_an_address_with_others_below_is_their_directory() -> None:
    section = _relative("/world/europe/", pattern="s")
    below = [_relative(f"/world/europe/story-{n}", pattern=f"{n}") for n in range(3)]
    kin = Kin([section, *below])
    assert kin.signs_of(section) == (Sign.DIRECTORY,)
    assert kin.signs_of(below[0]) == ()


def test_an_address_unlike_all_headlines_is_suspicious() -> None:
    marked = [_relative(f"/{n}", pattern=f"{n}", is_marked=True) for n in range(6)]
    plain = _relative("/politics-and-security", pattern="x")
    assert Kin([*marked, plain]).signs_of(plain) == (Sign.UNMARKED,)
    assert Kin([*marked[:3], plain]).signs_of(plain) == ()


@pytest.mark.parametrize(
    ("asked", "articles", "low", "high"),
    [
        (0, 0, 0, 0),
        (1, 1, 2, 3),
        (1, 0, -3, -2),
        (10, 5, 0, 0),
        (10, 10, 4, 5),
        (1000, 1000, 5, 5),
        (1000, 0, -5, -5),
        (2, 5, 3, 4),  # counts that can't be are made to fit
        (-1, -1, 0, 0),
    ],
)
def test_points_follow_the_odds_within_bounds(
    asked: int, articles: int, low: float, high: float
) -> None:
    assert low <= Yield(asked=asked, articles=articles).points <= high


def test_only_many_vain_visits_condemn_a_pattern() -> None:
    assert not Yield(asked=9, articles=0).is_none
    assert Yield(asked=10, articles=0).is_none
    assert not Yield(asked=1000, articles=1).is_none
