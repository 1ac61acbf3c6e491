"""SQLite's locks are those of a process: what one part of it closes must not end another's."""

import subprocess
import sys
from pathlib import Path

from worker.settings import Settings
from worker.store.database import Database

_ANOTHER_PROGRAM = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("UPDATE relays SET position = position")
connection.commit()
connection.close()
"""


def test_a_second_app_of_a_process_does_not_end_the_locks_of_the_first(tmp_path: Path) -> None:
    """Else the next program that leaves takes the -wal file away under it, with what is in it."""
    file = tmp_path / "vedette.db"
    settings = Settings(database={"url": f"sqlite:///{file}"})
    first = Database(settings)
    first.migrate()
    with first.transaction() as tx:
        tx.fleet.drain(first.clock())
    wal = Path(f"{file}-wal").stat()

    second = Database(settings)
    with second.reading() as tx:
        assert tx.fleet.is_draining()
    second.close()
    third = Database(settings)  # never used
    subprocess.run([sys.executable, "-c", _ANOTHER_PROGRAM, file], check=True, timeout=30)

    assert Path(f"{file}-wal").stat().st_ino == wal.st_ino
    third.close()
    first.close()
