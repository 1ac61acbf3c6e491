"""How a defect is told: in one line, and by its traceback. Both may quote a stranger.

Secrets in them are hidden, and nothing in them forges a line or moves a cursor.
"""

import traceback

from worker import strings
from worker.redaction import redact_text

REASON_MAX_CHARACTERS = 300
#: What a detail of the trace holds, and room for the mark of a cut.
TRACEBACK_MAX_CHARACTERS = 3900
#: The outermost calls are the same each time; where it broke stands at the end.
_HEAD_CHARACTERS = 600
_CUT = "\n  […]\n"
#: Of a message; one that quotes a whole page is cut before it is looked through.
_LOOKED_AT = 10_000


def reason_of(error: BaseException) -> str:
    """The error as one line."""
    return one_line(f"{type(error).__name__}: {error}")


def one_line(reason: str) -> str:
    """A reason that quotes others, fit to be kept and shown."""
    # Hidden first: a cut could part a secret from its name.
    return strings.clean_line(redact_text(reason[:_LOOKED_AT]), REASON_MAX_CHARACTERS)


def traceback_of(error: BaseException) -> str:
    """The calls that led to an error, without values of variables; the middle may be left out."""
    told = "".join(traceback.format_exception(error, limit=-40))
    return capped(told)


def capped(told: str) -> str:
    """A traceback without control characters; beginning and end of one that is too long."""
    kept = redact_text(strings.storable(told).translate(_TURNING).strip())
    if len(kept) <= TRACEBACK_MAX_CHARACTERS:
        return kept
    tail = TRACEBACK_MAX_CHARACTERS - _HEAD_CHARACTERS - len(_CUT)
    return kept[:_HEAD_CHARACTERS] + _CUT + kept[-tail:]


#: What turns a line, or ends it elsewhere than a line feed does.
_TURNING = dict.fromkeys(
    [0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "?"
)
