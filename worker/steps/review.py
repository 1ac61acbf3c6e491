"""review: what of the band of doubt an analyst should see, the most useful first.

Resumable by itself: an article that was judged is in doubt no more.
"""

from dataclasses import replace

from worker.steps.parts import Parts
from worker.steps.review_order import Doubt, in_order, pattern_of
from worker.store.article_reports import ArticleFilter

#: Nobody reviews more in one sitting; those furthest from the threshold come another day.
LOOKED_AT_MAX = 5000
#: Judgements that count for the order: enough to know what was hardly judged.
_JUDGED_MAX = 2000


class Review:
    """The queue of doubtful articles, over one set of parts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def queue(self, wanted: ArticleFilter) -> list[int]:
        """Ids of doubtful articles, the most useful first; `review_order` says what that is."""
        with self._parts.database.reading() as tx:
            rows = tx.article_reports.doubtful(replace(wanted, limit=LOOKED_AT_MAX))
            judged = tx.judgements.examples(_JUDGED_MAX)
        doubts = [
            Doubt(
                article_id=row["id"],
                language=row["language"],
                score=row["score"],
                pattern=pattern_of(row["evidence"]),
            )
            for row in rows
        ]
        ordered = in_order(
            doubts,
            yes_threshold=self._parts.settings.classify.yes_threshold,
            judged=[(one["language"], pattern_of(one["evidence"])) for one in judged],
        )
        return [one.article_id for one in ordered[: wanted.limit]]
