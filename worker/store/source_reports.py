"""What became of the links of each source: from found to defence. Reads only."""

from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa

from worker.store.schema import articles, referrers, urls
from worker.vocabulary import Decision, Outcome, UrlState


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Links of a source, and how far they came. Each step counts some of the one before."""

    links: int = 0
    fetched: int = 0  #: their visit has ended
    stored: int = 0  #: they lead to an article
    defence: int = 0  #: which is judged yes
    refused: int = 0  #: ended, and refused to us: robots.txt, 401, 403, challenge

    def as_dict(self) -> dict[str, int]:
        """For JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recent:
    """Of a source's newest links, how many visits have ended, and how many were refused to us."""

    ended: int
    refused: int


#: What a site answers that does not want us, or not without login or payment.
_REFUSAL_REASONS = ("HTTP 401", "HTTP 402", "HTTP 403", "HTTP 429", "HTTP 451")
_IS_REFUSED = sa.or_(
    urls.c.outcome.in_([Outcome.ROBOTS_DENIED, Outcome.BOT_CHALLENGE]),
    sa.and_(urls.c.outcome == Outcome.HTTP_ERROR, urls.c.reason.in_(_REFUSAL_REASONS)),
)
_NEWEST = (
    sa.select(referrers.c.url_id)
    .where(
        referrers.c.source_id == sa.bindparam("of_source"),
        referrers.c.seen_at >= sa.bindparam("since"),
    )
    .order_by(referrers.c.seen_at.desc())
    .limit(sa.bindparam("most"))
    .subquery()
)


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


_RECENT = (
    sa.select(
        _count(urls.c.state == UrlState.DONE).label("ended"),
        _count(sa.and_(urls.c.state == UrlState.DONE, _IS_REFUSED)).label("refused"),
    )
    .select_from(_NEWEST)
    .join(urls, urls.c.id == _NEWEST.c.url_id)
)


class SourceReports:
    """Reports on sources, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def recent(self, source_id: int, *, since: datetime, limit: int) -> Recent:
        """What became of a source's newest links."""
        values = {"of_source": source_id, "since": since, "most": limit}
        row = self._connection.execute(_RECENT, values).one()
        return Recent(ended=int(row.ended), refused=int(row.refused))

    def funnels(self, since: datetime) -> dict[int, Funnel]:
        """By source, what became of the links that it showed since a moment."""
        ended = urls.c.state == UrlState.DONE
        query = (
            sa.select(
                referrers.c.source_id,
                sa.func.count().label("links"),
                _count(ended).label("fetched"),
                _count(urls.c.article_id.is_not(None)).label("stored"),
                _count(articles.c.decision == Decision.YES).label("defence"),
                _count(sa.and_(ended, _IS_REFUSED)).label("refused"),
            )
            .join(urls, urls.c.id == referrers.c.url_id)
            .outerjoin(articles, articles.c.id == urls.c.article_id)
            .where(referrers.c.seen_at >= since)
            .group_by(referrers.c.source_id)
        )
        return {
            row["source_id"]: Funnel(**{k: int(v) for k, v in row.items() if k != "source_id"})
            for row in self._connection.execute(query).mappings()
        }
