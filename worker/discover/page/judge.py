"""Judging the links of one page: every sign of every link, added up.

Puts together what shape, text, place, card, kin and earlier visits say; each is read elsewhere.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from worker.discover.page import link_signs
from worker.discover.page.cards import NO_CARD, Card, Cards
from worker.discover.page.kin import Kin, Relative
from worker.discover.page.link_place import Places
from worker.discover.page.link_shape import shape_of
from worker.discover.page.link_signs import DISPUTABLE, LeftOut, Sign
from worker.discover.page.link_text import is_weak, words_count
from worker.discover.page.links import Target
from worker.discover.page.titles import titles_of
from worker.discover.page.yields import Yield

_LONG_HEADLINE_WORDS = 7.0
_WHOLE_HEADLINE_WORDS = 5.0  # too long for a menu
_HEADLINE_WORDS = 4.0
_FEW_WORDS = 3.0
_REPEATED_LABEL_TIMES = 3
_MARKS = frozenset({Sign.DATE_IN_PATH, Sign.NUMBER_IN_PATH, Sign.ARTICLE_ID})
_NOTHING_SHOWN = Yield(asked=0, articles=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A link of the page's site, with all that is known of it."""

    target: Target
    title: str  #: the best headline among its texts; "" where none says anything
    card: Card
    signs: tuple[tuple[Sign, float], ...]  #: with their points
    left_out: LeftOut | None  #: for which it is not taken; None where it is

    @property
    def score(self) -> float:
        """The sum of its points."""
        return link_signs.PRIOR + sum(points for _, points in self.signs)


def judge(
    targets: tuple[Target, ...],
    *,
    yields: Mapping[str, Yield],
    pattern_of: Callable[[str], str],
) -> list[Judged]:
    """All links with their signs, in page order."""
    page = _Page(targets, pattern_of)
    return [page.judged(number, yields) for number in range(len(targets))]


class _Page:
    """What is known of all links together, before each of them is judged."""

    def __init__(self, targets: tuple[Target, ...], pattern_of: Callable[[str], str]) -> None:
        self._targets = targets
        self._shapes = [shape_of(target.parsed) for target in targets]
        self._titles = titles_of(targets)
        self._cards = self._found_cards()
        self._words = [words_count(title) for title in self._titles]
        self._relatives = [self._relative(n, pattern_of) for n in range(len(targets))]
        self._kin = Kin(self._relatives)
        self._places = self._found_places()

    def judged(self, number: int, yields: Mapping[str, Yield]) -> Judged:
        """One link, with the signs of all kinds."""
        target, relative, card = self._targets[number], self._relatives[number], self._cards[number]
        places = [self._places.of(anchor.element) for anchor in target.anchors]
        best_place = max(places, key=lambda place: _sum_of(place.signs))
        signs = dict.fromkeys(
            (
                *self._shapes[number].signs,
                *_text_signs(target, card, self._words[number]),
                *_card_signs(target, card),
                *self._kin.signs_of(relative),
                *best_place.signs,
            )
        )
        points = [(sign, link_signs.WEIGHTS[sign]) for sign in signs]
        forbidden = self._forbidden(number)
        if forbidden is None and all(place.is_advert for place in places):
            forbidden = LeftOut.ADVERT
        shown = _NOTHING_SHOWN
        if forbidden is None or forbidden in DISPUTABLE:
            shown = yields.get(relative.pattern, _NOTHING_SHOWN)
        if shown.asked > 0:
            points.append((Sign.YIELD, shown.points))
        return Judged(
            target=target,
            title=self._titles[number],
            card=card,
            signs=tuple(points),
            left_out=_verdict(forbidden, shown, sum(each for _, each in points)),
        )

    def _forbidden(self, number: int) -> LeftOut | None:
        return self._targets[number].left_out or self._shapes[number].left_out

    def _found_cards(self) -> list[Card]:
        """All cards; titles that only a card gives are filled in.

        Headlines have cards, and so have links that say nothing: a button below a headline.
        """
        elements = {
            n: [anchor.element for anchor in target.anchors]
            for n, target in enumerate(self._targets)
            if self._forbidden(n) is None
            and (not self._titles[n] or words_count(self._titles[n]) >= _FEW_WORDS)
        }
        cards = Cards(elements)
        found = [NO_CARD] * len(self._targets)
        for n, linking in elements.items():
            found[n] = cards.of(n, linking, self._titles[n])
            if not self._titles[n] and not is_weak(found[n].heading):
                self._titles[n] = found[n].heading
        return found

    def _relative(self, number: int, pattern_of: Callable[[str], str]) -> Relative:
        url = self._targets[number].parsed
        return Relative(
            url=url,
            pattern=pattern_of(str(url)),
            is_headline=self._words[number] >= _HEADLINE_WORDS and self._forbidden(number) is None,
            is_marked=not _MARKS.isdisjoint(self._shapes[number].signs),
        )

    def _found_places(self) -> Places:
        headlines: list[HtmlElement] = []
        others: list[HtmlElement] = []
        for target, words in zip(self._targets, self._words, strict=True):
            (headlines if words >= _WHOLE_HEADLINE_WORDS else others).append(_telling(target))
        return Places(headlines=headlines, others=others)


def _verdict(forbidden: LeftOut | None, shown: Yield, points: float) -> LeftOut | None:
    """What forbids it; what earlier visits showed goes before a mere word in the path."""
    if forbidden is not None and not (shown.is_rich and forbidden in DISPUTABLE):
        return forbidden
    if shown.is_none:
        return LeftOut.UNYIELDING
    return None if link_signs.PRIOR + points >= link_signs.TAKEN_FROM else LeftOut.UNLIKELY


def _text_signs(target: Target, card: Card, words: float) -> Iterator[Sign]:
    if words >= _LONG_HEADLINE_WORDS:
        yield Sign.LONG_HEADLINE
    elif words >= _HEADLINE_WORDS:
        yield Sign.HEADLINE
    elif words == 0:
        yield Sign.NO_WORDS
    elif words < _FEW_WORDS:
        yield Sign.FEW_WORDS
    is_in_heading = bool(card.heading) or any(anchor.heading for anchor in target.anchors)
    if words >= _FEW_WORDS and is_in_heading:
        yield Sign.IN_HEADING
    if target.anchors_count >= _REPEATED_LABEL_TIMES and 0 < words < _FEW_WORDS:
        yield Sign.REPEATED_LABEL


def _card_signs(target: Target, card: Card) -> Iterator[Sign]:
    if card.summary:
        yield Sign.TEASER
    if card.has_time:
        yield Sign.TIME
    has_image = any(anchor.has_image for anchor in target.anchors)
    if has_image and any(anchor.text for anchor in target.anchors):
        yield Sign.IMAGE_AND_TEXT
    relations = {relation for anchor in target.anchors for relation in anchor.relations}
    if "bookmark" in relations:
        yield Sign.PERMALINK
    if "nofollow" in relations:
        yield Sign.NOFOLLOW


def _sum_of(signs: tuple[Sign, ...]) -> float:
    return sum(link_signs.WEIGHTS[sign] for sign in signs)


def _telling(target: Target) -> HtmlElement:
    """The element that shows its text."""
    anchors = target.anchors
    return next((anchor.element for anchor in anchors if anchor.text), anchors[0].element)
