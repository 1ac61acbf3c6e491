"""When a sitemap is asked no more: it is gone, or has not changed for long. A pure rule.

Publishers leave dated sitemaps behind for ever, each month one more. Feeds and pages are never
retired: they are failing or quiet, and may come back.
"""

from datetime import datetime, timedelta

from worker.source_values import Source
from worker.vocabulary import Outcome, UrlKind


def retire(
    source: Source, *, now: datetime, outcome: Outcome, found_new: bool, after_seconds: float
) -> str | None:
    """Why a source is retired after this poll; None where it is not.

    Args:
        source: as it was before the poll.
        found_new: whether the poll found something new.
        after_seconds: the setting discover.sitemap_retire_after_seconds.
    """
    if source.kind is not UrlKind.SITEMAP or found_new:
        return None
    patience = timedelta(seconds=after_seconds)
    if outcome in (Outcome.NOT_FOUND, Outcome.GONE):
        since = source.failing_since
        return f"gone since {since:%Y-%m-%d}" if since and now - since > patience else None
    if outcome not in (Outcome.POLLED, Outcome.UNCHANGED):
        return None
    newest = max(m for m in (source.added_at, source.new_at, source.changed_at) if m is not None)
    return f"nothing new since {newest:%Y-%m-%d}" if now - newest > patience else None
