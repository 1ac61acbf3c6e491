"""What a poll saw: a value that the rules of this folder share."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PollSeen:
    """What a poll that could read its source saw. All moments are aware."""

    at: datetime  #: when it read the source
    previous_at: datetime | None  #: when the source was last read; None: never
    due_at: datetime  #: when the poll was due
    items_count: int  #: in the reading; of the last one where nothing has changed since
    new_count: int  #: of these, not seen before
    published: tuple[datetime, ...]  #: dates of the new items, as far as they have one
    is_first: bool  #: the first reading: all is new, and old
