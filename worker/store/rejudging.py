"""What another version of the classifier has to judge again: articles and stubs of old versions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from worker.judgement_json import evidence_json, topics_json
from worker.store.schema import articles, classifications, sources, stubs, urls
from worker.values import Judgement

Row = dict[str, Any]


class Rejudging:
    """Rows whose machine judgement is of another version, within one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def versions(self) -> dict[str, int]:
        """Articles by the version of their present classification."""
        column = articles.c.machine_version
        return self._counted(sa.select(column, sa.func.count()).group_by(column).order_by(column))

    def stub_versions(self) -> dict[str, int]:
        """Stubs by the version that judged them."""
        column = stubs.c.version
        return self._counted(sa.select(column, sa.func.count()).group_by(column).order_by(column))

    def _counted(self, query: sa.Select[Any]) -> dict[str, int]:
        return {str(name): int(count) for name, count in self._connection.execute(query)}

    def articles(
        self, version: str, *, after_id: int, since: datetime | None, limit: int
    ) -> list[Row]:
        """Articles that carry a version, with that judgement and their text, by id.

        Args:
            after_id: those up to this id are passed over.
            since: stored since then.
        """
        columns = [
            articles.c[name]
            for name in (
                "id", "url", "canonical_url", "site", "title", "text", "language", "decision",
                "decided_by",
            )
        ]  # fmt: skip
        query = (
            sa.select(
                *columns,
                classifications.c.version,
                classifications.c.score.label("machine_score"),
                classifications.c.decision.label("machine_decision"),
            )
            .join(
                classifications,
                sa.and_(
                    classifications.c.article_id == articles.c.id,
                    classifications.c.version == articles.c.machine_version,
                ),
            )
            .where(articles.c.machine_version == version, articles.c.id > after_id)
            .order_by(articles.c.id)
            .limit(limit)
        )
        if since is not None:
            query = query.where(articles.c.stored_at >= since)
        return self._rows(query)

    def stubs(
        self, version: str, *, after_id: int, since: datetime | None, limit: int
    ) -> list[Row]:
        """Stubs that a version judged, with their URL and their source's language, by URL id.

        Args:
            after_id: those of URLs up to this id are passed over.
            since: first seen since then.
        """
        query = (
            sa.select(stubs, urls.c.url, sources.c.language.label("source_language"))
            .join(urls, urls.c.id == stubs.c.url_id)
            .outerjoin(sources, sources.c.id == stubs.c.source_id)
            .where(stubs.c.version == version, stubs.c.url_id > after_id)
            .order_by(stubs.c.url_id)
            .limit(limit)
        )
        if since is not None:
            query = query.where(stubs.c.seen_at >= since)
        return self._rows(query)

    def _rows(self, query: sa.Select[Any]) -> list[Row]:
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def rejudge_stub(self, url_id: int, judgement: Judgement, *, instead_of: str) -> Row | None:
        """Overwrite the judgement of a stub: of stubs no history is kept.

        Returns:
            Its row as it is now; None where another version than `instead_of` judged it (somebody
            else was faster, and nothing was written).
        """
        row = self._connection.execute(
            sa.update(stubs)
            .where(stubs.c.url_id == url_id, stubs.c.version == instead_of)
            .values(
                score=judgement.score,
                decision=judgement.decision,
                topics=topics_json(judgement.topics),
                evidence=evidence_json(judgement.evidence),
                language=judgement.language,
                version=judgement.version,
            )
            .returning(stubs)
        ).mappings()
        found = row.one_or_none()
        return None if found is None else dict(found)
