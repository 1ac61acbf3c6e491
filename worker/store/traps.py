"""Traps: what the pages of a URL pattern gave, and the patterns that were stopped.

Which numbers make a trap is decided elsewhere (`frontier.traps`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.store.schema import referrers, sources, stubs, traps, urls
from worker.store.upsert import insert_unless_known
from worker.vocabulary import Decision, Outcome, UrlKind, UrlState

#: What says that a pattern leads to articles. A teaser is an article's, though not for us.
FOUND = frozenset({Outcome.STORED, Outcome.UNCHANGED, Outcome.PARTIAL})
#: What says that it does not. All other outcomes tell of the host, the network or ourselves: a wall
#: (consent, country, challenge) or a shell that scripts would fill hides whatever is behind it.
MISSED = frozenset(
    {
        Outcome.NOT_ARTICLE,
        Outcome.SOFT_404,
        Outcome.LOGIN,
        Outcome.GALLERY,
        Outcome.THIN,
        Outcome.DUPLICATE,
        Outcome.NOT_FOUND,
        Outcome.GONE,
        Outcome.WRONG_TYPE,
        Outcome.TOO_LARGE,
        Outcome.REDIRECT_LOOP,
        Outcome.BAD_URL,
    }
)
#: An article among so many of the newest pages counts as news of the pattern.
NEWEST = 10
#: Older pages don't count: a pattern of 100,000 URLs costs no more than one of 500.
LOOKED_AT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """What the newest pages of one pattern gave."""

    asked: int  #: pages that told whether there is an article
    articles: int  #: of these, those with one
    waiting: int  #: pages under way
    newest_articles: int  #: articles among the `NEWEST` newest
    last_at: datetime | None  #: when the last page ended


# Statements are built once: to build one costs more than to run it.

_OF_PATTERN = urls.c.pattern == sa.bindparam("of_pattern")
_ENDED = (
    sa.select(urls.c.id, urls.c.outcome, urls.c.finished_at)
    .where(_OF_PATTERN, urls.c.state == UrlState.DONE)
    .order_by(urls.c.id.desc())
    .limit(sa.bindparam("most", type_=sa.Integer))
    .subquery()
)
_RANKED = sa.select(
    _ENDED, sa.func.row_number().over(order_by=_ENDED.c.id.desc()).label("place")
).subquery()
_UNDER_WAY = (
    sa.select(urls.c.id)
    .where(_OF_PATTERN, urls.c.state.in_([s for s in UrlState if s is not UrlState.DONE]))
    .limit(sa.bindparam("most", type_=sa.Integer))
    .subquery()
)
_COUNTS = (
    sa.select(
        sa.literal(True).label("has_ended"),
        _RANKED.c.outcome,
        sa.func.count().label("pages"),
        sa.func.sum(sa.case((_RANKED.c.place <= NEWEST, 1), else_=0)).label("newest"),
        sa.func.max(_RANKED.c.finished_at, type_=urls.c.finished_at.type).label("last_at"),
    )
    .group_by(_RANKED.c.outcome)
    .union_all(
        sa.select(
            sa.literal(False),
            sa.null(),
            sa.func.count(),
            sa.literal(0),
            sa.null(),
        ).select_from(_UNDER_WAY)
    )
)
_IS_TRAP = sa.select(traps.c.pattern).where(traps.c.pattern == sa.bindparam("of_pattern"))
_AGAIN = (
    sa.update(traps)
    .where(traps.c.pattern == sa.bindparam("of_pattern"))
    .values(
        reason=sa.bindparam("new_reason"),
        declined_count=traps.c.declined_count + sa.bindparam("more"),
        last_at=sa.bindparam("now"),
    )
)
_FORGET = sa.delete(traps).where(traps.c.pattern == sa.bindparam("of_pattern"))

_FROM_FEED = (
    sa.select(referrers.c.url_id)
    .join(sources, sources.c.id == referrers.c.source_id)
    .where(referrers.c.url_id == urls.c.id, sources.c.kind == UrlKind.FEED)
    .correlate(urls)
)
_PROMISING = (
    sa.select(stubs.c.url_id)
    .where(stubs.c.url_id == urls.c.id, stubs.c.decision != Decision.NO)
    .correlate(urls)
)
_UNASKED = (
    sa.select(urls.c.id)
    .where(
        _OF_PATTERN,
        urls.c.state == sa.bindparam("in_state"),
        urls.c.token == 0,  # never claimed
        urls.c.origin.startswith("source:"),
        ~sa.exists(_FROM_FEED),
        ~sa.exists(_PROMISING),
    )
    .order_by(urls.c.id)
    .limit(sa.bindparam("most", type_=sa.Integer))
    .with_for_update(of=urls, skip_locked=True)
)
_OF_IDS = urls.c.id.in_(sa.bindparam("ids", expanding=True))
_STOP = (
    sa.update(urls)
    .where(_OF_IDS)
    .values(
        state=UrlState.DONE,
        outcome=Outcome.NOT_ARTICLE,
        reason=sa.bindparam("why"),
        finished_at=sa.bindparam("now"),
    )
)
_REVIVE = (
    sa.update(urls)
    .where(_OF_IDS)
    .values(
        state=UrlState.WAITING,
        outcome=None,
        reason=None,
        finished_at=None,
        due_at=sa.bindparam("now"),
        visit=urls.c.visit + 1,
    )
    .returning(urls.c.host)
)
_NOTE_STUBS = (
    sa.update(stubs)
    .where(stubs.c.url_id.in_(sa.bindparam("ids", expanding=True)))
    .values(outcome=sa.bindparam("as_outcome"), closed_at=sa.bindparam("at"))
)


class Traps:
    """Patterns of URLs and what they gave, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def tries(self, patterns: Sequence[str], *, most: int = LOOKED_AT) -> dict[str, Tries]:
        """What the newest pages of patterns gave; those that have no page are left out.

        Args:
            most: pages of a pattern that are looked at.
        """
        found = {}
        for pattern in dict.fromkeys(patterns):
            values = {"of_pattern": pattern, "most": most}
            rows = self._connection.execute(_COUNTS, values).all()
            if any(row.pages for row in rows):
                found[pattern] = _tries(rows)
        return found

    def is_known(self, pattern: str) -> bool:
        """Whether a pattern is noted as a trap."""
        return self._connection.execute(_IS_TRAP, {"of_pattern": pattern}).scalar() is not None

    def note(
        self,
        pattern: str,
        *,
        site: str,
        reason: str,
        example: str,
        declined_count: int,
        now: datetime,
    ) -> bool:
        """Note a trap, or that it was met again; whether it is new."""
        row = {
            "pattern": pattern,
            "site": site,
            "reason": reason,
            "example": example,
            "declined_count": declined_count,
            "found_at": now,
            "last_at": now,
        }
        statement = insert_unless_known(
            self._connection.dialect.name, traps, traps.c.pattern, on=("pattern",)
        )
        if self._connection.execute(statement, row).scalar_one_or_none() is not None:
            return True
        again = {"of_pattern": pattern, "new_reason": reason, "more": declined_count, "now": now}
        self._connection.execute(_AGAIN, again)
        return False

    def forget(self, pattern: str) -> None:
        """A pattern is no trap any more."""
        self._connection.execute(_FORGET, {"of_pattern": pattern})

    def stop_waiting(self, pattern: str, *, why: str, most: int, now: datetime) -> list[int]:
        """End URLs of a pattern that wait and were never asked, as no articles; gives their ids.

        Left alone are those that somebody submitted, that a feed lists, or whose title promises
        something. Rows that another transaction holds are passed over.
        """
        values = {"of_pattern": pattern, "in_state": UrlState.WAITING, "most": most}
        ids = [row.id for row in self._connection.execute(_UNASKED, values)]
        if ids:
            self._connection.execute(_STOP, {"ids": ids, "why": why, "now": now})
            self._note_stubs(ids, outcome=Outcome.NOT_ARTICLE, at=now)
        return ids

    def revive(self, pattern: str, *, most: int, now: datetime) -> set[str]:
        """Let URLs that were stopped unasked wait again, due now; gives their hosts."""
        values = {"of_pattern": pattern, "in_state": UrlState.DONE, "most": most}
        ids = [row.id for row in self._connection.execute(_UNASKED, values)]
        if not ids:
            return set()
        revived = self._connection.execute(_REVIVE, {"ids": ids, "now": now})
        hosts = {row.host for row in revived}
        self._note_stubs(ids, outcome=None, at=None)
        return hosts

    def _note_stubs(
        self, ids: Sequence[int], *, outcome: Outcome | None, at: datetime | None
    ) -> None:
        self._connection.execute(_NOTE_STUBS, {"ids": ids, "as_outcome": outcome, "at": at})

    def listing(self, limit: int) -> list[dict[str, Any]]:
        """Traps, those met last first."""
        query = sa.select(traps).order_by(traps.c.last_at.desc(), traps.c.pattern).limit(limit)
        return [dict(row) for row in self._connection.execute(query).mappings()]


def _tries(rows: Sequence[Any]) -> Tries:
    found = [row for row in rows if row.outcome in FOUND]
    missed = [row for row in rows if row.outcome in MISSED]
    return Tries(
        asked=sum(row.pages for row in (*found, *missed)),
        articles=sum(row.pages for row in found),
        waiting=sum(row.pages for row in rows if not row.has_ended),
        newest_articles=sum(int(row.newest) for row in found),
        last_at=max((row.last_at for row in rows if row.last_at is not None), default=None),
    )
