"""Errors of the site that are told with status 200: they pass, and the page is asked for again."""

import re

from worker.extract.pagekind.phrases import Phrases
from worker.extract.pagekind.sight import Sight
from worker.extract.pagekind.words.error_page import ERRORS

_PHRASES = Phrases(ERRORS)
#: A heading that is nothing but an error of the server, or of a program.
_BARE = re.compile(
    r"(?:http |status |code |error |erreur |fehler |ошибка |błąd |错误)*5\d\d"
    r"(?:[\s:–-]+[\w' -]{0,40})?"
    r"|(?:wordpress )?[›»:-]?\s*(?:error|fehler|fatal error|server error)"
)
#: What only programs write.
_TRACES = re.compile(
    r"fatal error: uncaught|(?:warning|fatal error): .{0,200} in /\S+\.php on line"
    r"|traceback \(most recent call last\)|stack trace: ?#0|org\.apache\.|java\.lang\.\w+exception"
    r"|server error in '/'|microsoft ole db provider|sqlstate\[|ora-\d{5}"
)
_BARE_WEIGHT_MAX = 300  # "Error" is a title of articles too
#: "Try again later" ends many other messages: it counts where the page says little else.
_MESSAGE_REGION_MAX = 400


def error_page(sight: Sight) -> str | None:
    """The words that tell of an error of the site; None where none do."""
    if not sight.is_short:
        return None
    if (trace := _TRACES.search(sight.opening)) and sight.is_message(_PHRASES, own_prose=400):
        return f'an error of the site with status 200: "{trace.group(0)[:80]}"'
    said = sight.heading_of(_PHRASES) or _bare_heading(sight)
    if said is None and sight.region.weight <= _MESSAGE_REGION_MAX:
        said = sight.message_of(_PHRASES)
    if said is None or not sight.is_message(_PHRASES):
        return None
    return f'an error of the site with status 200: "{said[:80]}"'


def _bare_heading(sight: Sight) -> str | None:
    if sight.region.weight > _BARE_WEIGHT_MAX:
        return None
    return next((one for one in sight.headings if _BARE.fullmatch(one)), None)
