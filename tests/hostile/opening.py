"""Who opens a file or asks a server: seen by the system, whatever library does it."""

import ctypes
import os
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_IN_OPEN = 0x20  # inotify(7)
_EVENT = struct.Struct("iIII")


@dataclass(slots=True)
class Bait:
    """A file and a server that nobody may touch."""

    path: Path
    port: int
    secret: str
    opened_count: int = 0
    asked: list[str] = field(default_factory=list)  #: first lines of what was sent

    @property
    def url(self) -> str:
        """The file's."""
        return self.path.as_uri()

    @property
    def address(self) -> str:
        """The server's."""
        return f"http://127.0.0.1:{self.port}/bait"


@contextmanager
def laid(folder: Path) -> Iterator[Bait]:
    """Lay the bait; what was touched is known once it is taken away."""
    secret = "the-secret-of-the-file"
    path = folder / "bait.txt"
    path.write_text(secret)
    listener = socket.create_server(("127.0.0.1", 0))
    bait = Bait(path=path, port=listener.getsockname()[1], secret=secret)
    server = threading.Thread(target=_listen, args=(listener, bait), daemon=True)
    server.start()
    watch = _Watch(path)
    try:
        yield bait
    finally:
        bait.opened_count = watch.end()
        # Connections that wait are counted before this one ends it.
        with socket.create_connection(("127.0.0.1", bait.port)) as last:
            last.sendall(b"end\n")
        server.join(5)
        listener.close()


def _listen(listener: socket.socket, bait: Bait) -> None:
    while True:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(1)
            said = connection.recv(1_000).partition(b"\n")[0].decode("latin-1")
        if said == "end":
            return
        bait.asked.append(said)


class _Watch:
    """Counts how often a file is opened, by inotify: libxml2 opens files without Python."""

    def __init__(self, path: Path) -> None:
        system = ctypes.CDLL(None, use_errno=True)
        self._file = system.inotify_init1(os.O_NONBLOCK)
        if self._file < 0 or system.inotify_add_watch(self._file, bytes(path), _IN_OPEN) < 0:
            raise OSError(ctypes.get_errno(), "inotify")

    def end(self) -> int:
        """How often, so far."""
        count = 0
        try:
            events = os.read(self._file, 65_536)
        except BlockingIOError:
            events = b""
        while events:
            *_, length = _EVENT.unpack_from(events)
            events = events[_EVENT.size + length :]
            count += 1
        os.close(self._file)
        return count
