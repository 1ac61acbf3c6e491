"""Soft 404: pages that say that they are not there, with a status that says that they are."""

import re

from worker.extract.pagekind.phrases import Phrases, folded
from worker.extract.pagekind.sight import OWN_PROSE, Sight
from worker.extract.pagekind.words.soft404 import PHRASES

_BARE_WEIGHT_MAX = 400  # "Oops!" is a title of articles too
#: A heading that says nothing else may have teasers of other articles under it.
_OWN_PROSE_UNDER_HEADING = 400
#: Without such a heading, a page that says much beside its message is none.
_MESSAGE_REGION_MAX = 500


_PHRASES = Phrases(PHRASES)
#: A heading that is nothing but this.
_BARE = re.compile(
    r"(?:error|erreur|fehler|errore|erro|ошибка|oops!?|http)?[\s:–-]*(?:40[0-9]|410)\W*(?:error)?"
    r"|404\W.{0,30}|.{0,15}_404|not found|oops\W*|sorry\W*|ups\W*|не найдено|expired"
)


def soft_404(sight: Sight) -> str | None:
    """The heading (or opening) that says that nothing is here; None where none does."""
    if not sight.is_short:
        return None
    said = _heading(sight) or _message(sight)
    return f'says that it is not there: "{said[:80]}"' if said else None


def _heading(sight: Sight) -> str | None:
    said = sight.heading_of(_PHRASES)
    is_message = sight.is_message(_PHRASES, own_prose=_OWN_PROSE_UNDER_HEADING)
    if said and is_message and not _tells_more(sight, said):
        return said
    bare = next((one for one in sight.headings if _BARE.fullmatch(one)), None)
    is_little = sight.region.weight <= _BARE_WEIGHT_MAX and sight.is_message(_PHRASES)
    return bare if is_little else None


def _message(sight: Sight) -> str | None:
    is_little = sight.region.weight <= _MESSAGE_REGION_MAX and sight.is_message(_PHRASES)
    return sight.message_of(_PHRASES) if is_little else None


def _tells_more(sight: Sight, said: str) -> bool:
    """A first heading that only quotes the message stands above paragraphs of its own."""
    shown = folded(sight.page.titles[0]) if sight.page.titles else said
    is_quoted = len(folded(said)) < len(shown) / 2
    return is_quoted and sight.other_prose(_PHRASES) >= OWN_PROSE
