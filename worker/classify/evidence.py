"""The findings that a judgement shows: the strongest, for and against, in the article's words."""

from collections.abc import Mapping, Sequence

from worker.classify.reading import TITLE, Finding
from worker.values import Evidence

PER_CONCEPT_MAX = 3  # the third "army" convinces, the thirtieth only fills the page


def choose(
    weights: Mapping[str, float],
    found: Sequence[Finding],
    *,
    title: str | None,
    text: str,
    at_most: int,
) -> tuple[Evidence, ...]:
    """The strongest findings first; equal ones in order of place.

    Args:
        weights: what each concept weighs; times what its place says, it is a finding's weight.
    """
    strongest = [
        (-abs(weights[concept] * mass), at) for at, (concept, _, _, _, mass) in enumerate(found)
    ]
    strongest.sort()
    shown: dict[str, int] = {}
    chosen: list[Evidence] = []
    for _, at in strongest:
        if len(chosen) == at_most:
            break
        concept, field, start, end, mass = found[at]
        shown[concept] = shown.get(concept, 0) + 1
        if shown[concept] <= PER_CONCEPT_MAX:
            words = (title or "") if field == TITLE else text
            chosen.append(
                Evidence(
                    concept=concept,
                    surface=words[start:end],
                    field=field,
                    start=start,
                    end=end,
                    weight=round(weights[concept] * mass, 4),
                )
            )
    return tuple(chosen)
