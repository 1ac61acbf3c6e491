"""Geo-blocks: the site shows the page in other countries only."""

from worker.extract.pagekind.phrases import Phrases
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.geo import BLOCKED

_PHRASES = Phrases(BLOCKED)


def geo_block(sight: Sight) -> str | None:
    """The words that say so; None where none do, or where there is an article beside them."""
    if not sight.is_short:
        return None
    said = sight.heading_of(_PHRASES) or sight.message_of(_PHRASES)
    if said is None or not sight.is_message(_PHRASES):
        return None
    return f'is shown in other countries only: "{said[:80]}"'
