"""The last resort for a date: htmldate reads it from the page's text. Dear, and of days only."""

from datetime import UTC, datetime

from htmldate import find_date
from lxml.html import HtmlElement

from worker.extract import published
from worker.values import Published


def read_date(tree: HtmlElement, *, url: str, now: datetime) -> Published | None:
    """The day that the page's text gives as its date of publication; None where it gives none.

    htmldate's extensive search is off: it takes any number that looks like a year.
    """
    try:
        found = find_date(
            tree,
            extensive_search=False,
            original_date=True,
            outputformat="%Y-%m-%d",
            url=url,
            min_date=published.EARLIEST.replace(tzinfo=None),
            max_date=(now + published.LEEWAY).astimezone(UTC).replace(tzinfo=None),
        )
    except (ValueError, TypeError, AttributeError, IndexError, OverflowError):
        return None  # its parsers fail on odd trees; there is no date then
    if not found:
        return None
    at = datetime.strptime(found, "%Y-%m-%d").replace(tzinfo=UTC)
    return Published(at=at, source="text", has_time=False, zone="")
