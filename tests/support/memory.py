"""Where files may be that no test needs on a disk: databases by the hundred, each for a second."""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
#: In a container it is 64 MB; a server's files and a hundred small databases take less than this.
_FREE_BYTES_MIN = 2 * 1024**3


def in_memory() -> str | None:
    """A folder whose files are kept in memory, with room in it; None where there is none.

    For `tempfile`: None is its own choice, a folder on a disk.
    """
    if not os.access(_MEMORY, os.W_OK | os.X_OK):
        return None
    if shutil.disk_usage(_MEMORY).free < _FREE_BYTES_MIN:
        return None
    return str(_MEMORY)
