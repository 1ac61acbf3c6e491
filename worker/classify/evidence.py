"""The findings that a judgement shows: the strongest, for and against, in the article's words."""

from collections.abc import Mapping, Sequence

from worker.classify.concepts import Concept
from worker.classify.reading import TITLE, Finding
from worker.values import Evidence

PER_CONCEPT_MAX = 3  # the third "army" convinces, the thirtieth only fills the page


def choose(
    concepts: Mapping[str, Concept],
    found: Sequence[Finding],
    *,
    title: str | None,
    text: str,
    at_most: int,
) -> tuple[Evidence, ...]:
    """The strongest findings first; equal ones in order of place."""
    strongest = sorted(found, key=lambda finding: -abs(_weight(concepts, finding)))
    shown: dict[str, int] = {}
    chosen: list[Evidence] = []
    for finding in strongest:
        if len(chosen) == at_most:
            break
        shown[finding.concept] = shown.get(finding.concept, 0) + 1
        if shown[finding.concept] <= PER_CONCEPT_MAX:
            words = (title or "") if finding.field == TITLE else text
            chosen.append(
                Evidence(
                    concept=finding.concept,
                    surface=words[finding.start : finding.end],
                    field=finding.field,
                    start=finding.start,
                    end=finding.end,
                    weight=round(_weight(concepts, finding), 4),
                )
            )
    return tuple(chosen)


def _weight(concepts: Mapping[str, Concept], finding: Finding) -> float:
    """What its concept weighs, times what its place says."""
    return concepts[finding.concept].weight * finding.mass
