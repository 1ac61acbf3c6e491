"""The last door before the database: no text goes in that one of the engines would refuse.

Strangers' text is made storable where it is read; this holds for what nobody thought of, such as an
exception's words or an argument that the terminal had in another charset. PostgreSQL refuses NULs,
both refuse lone surrogates, and the two have to keep the same.
"""

from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from worker.strings import storable


def keep_storable(engine: Engine) -> None:
    """Let all text that is bound to statements of an engine go through `storable`."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _before(
        _connection: Any, _cursor: Any, statement: str, given: Any, _context: Any, _is_many: bool
    ) -> tuple[str, Any]:
        return statement, _storable(given)


def _storable(given: Any) -> Any:
    """Parameters in the form that the driver wants: of one row, of many, of many in one."""
    if type(given) is str:  # members of enumerations are strings too, and stay what they are
        return storable(given)
    if isinstance(given, dict):
        return {name: _storable(value) for name, value in given.items()}
    if isinstance(given, list | tuple):
        return type(given)(map(_storable, given))
    return given
