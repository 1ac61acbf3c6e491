"""What a reclassification did, or would do: counts before and after, and examples."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from worker.judgement_json import evidence_json
from worker.values import Judgement, MachineView

#: Of each kind of move so many are shown, those whose score moved most.
EXAMPLES_MAX = 3
EVIDENCE_MAX = 6  # findings shown of an example


class Kept(StrEnum):
    """What became of a new judgement."""

    JUDGED = "judged"  #: it is the present one, and its decision counts
    HELD = "held"  #: it is the present one; an analyst's decision stands
    OVERTAKEN = "overtaken"  #: somebody else had just judged the item; nothing was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A decision that another version changed."""

    language: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A moved decision with its evidence."""

    item_id: int  #: of the article, or of the stub's URL
    title: str | None
    language: str
    before: MachineView
    after: Judgement

    @property
    def shift(self) -> float:
        """By how much its score moved."""
        return abs(self.after.score - self.before.score)


@dataclass(slots=True)
class Tally:
    """Articles, or stubs, as they were worked through."""

    already: int = 0  #: that carried the present version at the start
    judged: Counter[str] = field(default_factory=Counter)  #: anew, by language
    before: Counter[str] = field(default_factory=Counter)  #: decisions of the version of then
    after: Counter[str] = field(default_factory=Counter)
    moves: Counter[Move] = field(default_factory=Counter)  #: decisions that changed
    held: int = 0  #: moves of the machine's that an analyst's decision outweighs
    overtaken: int = 0  #: that another run, or worker, had just judged
    examples: dict[tuple[str, str], list[Example]] = field(default_factory=dict)

    def note(self, example: Example, how: Kept) -> None:
        """Count one that was worked through."""
        if how is Kept.OVERTAKEN:
            self.overtaken += 1
            return
        before, after = example.before.decision, example.after.decision
        self.judged[example.language] += 1
        self.before[before] += 1
        self.after[after] += 1
        if before == after:
            return
        if how is Kept.HELD:
            self.held += 1
            return
        self.moves[Move(language=example.language, before=before, after=after)] += 1
        shown = self.examples.setdefault((before, after), [])
        shown.append(example)
        shown.sort(key=lambda one: (-one.shift, one.item_id))
        del shown[EXAMPLES_MAX:]

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "judged": self.judged.total(),
            "already": self.already,
            "overtaken": self.overtaken,
            "held_by_analysts": self.held,
            "moved": self.moves.total(),
            "before": dict(sorted(self.before.items())),
            "after": dict(sorted(self.after.items())),
            "languages": dict(sorted(self.judged.items())),
            "moves": [
                {"language": m.language, "before": m.before, "after": m.after, "count": count}
                for m, count in self.moves.most_common()
            ],
            "examples": [_shown(one) for shown in self.examples.values() for one in shown],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclassified:
    """The report of a run."""

    version: str  #: that judged
    is_dry_run: bool
    articles: Tally
    stubs: Tally

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "version": self.version,
            "dry_run": self.is_dry_run,
            "articles": self.articles.as_json(),
            "stubs": self.stubs.as_json(),
        }


def _shown(example: Example) -> dict[str, Any]:
    before, after = example.before, example.after
    return {
        "id": example.item_id,
        "title": example.title,
        "language": example.language,
        "before": {
            "decision": before.decision,
            "score": round(before.score, 4),
            "version": before.version,
        },
        "after": {"decision": after.decision, "score": round(after.score, 4)},
        "evidence": evidence_json(after.evidence[:EVIDENCE_MAX]),
    }
