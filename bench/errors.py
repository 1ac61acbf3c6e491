"""What can end a measurement."""

from worker.errors import UserError


class BenchError(UserError):
    """Raised when nothing can be measured: a program is missing, or one has ended too early."""
