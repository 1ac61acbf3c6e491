"""Every error that has a name.

VedetteError
├── Postponed          not now: the step gives the URL back until a moment
├── Refused            the step ends the attempt with an outcome
└── UserError          somebody has to change something: one clear sentence, no traceback
    ├── SettingsError      a setting is unknown or malformed
    ├── StoreError         the database can't be used
    ├── BrokerError        the broker can't be used
    ├── EngineError        the embedded engine can't work
    └── InputError         a file or argument can't be read

Anything else that leaves a step is a defect: it is logged with its traceback, counted, retried,
then quarantined.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from worker.vocabulary import Outcome


class VedetteError(Exception):
    """The root of all named errors."""


class Postponed(VedetteError):  # noqa: N818 - a way out of a step, not a failure
    """Raised when a URL can't be worked on now; it goes back to wait until `until` (aware, UTC)."""

    def __init__(self, until: datetime, reason: str) -> None:
        super().__init__(reason)
        self.until = until
        self.reason = reason


class Refused(VedetteError):  # noqa: N818 - a way out of a step, not a failure
    """Raised when an attempt ends with an outcome other than `stored`.

    Args:
        outcome: how it ended; its rule says whether another attempt follows.
        reason: one line for people.
        detail: more, for `vedette explain`: numbers and strings only.
        retry_after_seconds: what the server asked for (Retry-After), parsed; None if nothing.
    """

    def __init__(
        self,
        outcome: Outcome,
        reason: str,
        *,
        detail: Mapping[str, Any] | None = None,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.outcome = outcome
        self.reason = reason
        self.detail = dict(detail or {})
        self.retry_after_seconds = retry_after_seconds


class UserError(VedetteError):
    """Raised when somebody has to change something; its text says what, where, and what to do."""


class SettingsError(UserError):
    """Raised when a setting is unknown or malformed."""


class StoreError(UserError):
    """Raised when the database can't be reached, written, or has another schema."""


class BrokerError(UserError):
    """Raised when the broker can't be reached."""


class EngineError(UserError):
    """Raised when the embedded engine can't work at all."""


class InputError(UserError):
    """Raised when a file or an argument can't be read as what it should be."""
