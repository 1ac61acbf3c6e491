"""Ids of events: the same happening has the same id, whenever and wherever it is written.

A database that was restored from a backup fetches again what came after that, and writes its
events again: consumers, who drop repeats by id, see nothing twice.
"""

import uuid

#: Any UUID will do, as long as it stays (RFC 9562, section 6.5: version 5, by name).
_NAMESPACE = uuid.UUID("5f9b2a46-9d0e-5e0b-8a53-6a1f5b0c9e11")


def event_id(name: str, *parts: object) -> str:
    """The id of an event.

    Args:
        name: of the event, such as "article.stored".
        parts: what tells this one from all others of that name, none of it numbered by the
            database: keys, versions, moments.
    """
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join((name, *map(str, parts)))))
