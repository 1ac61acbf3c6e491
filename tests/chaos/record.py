"""What was accepted, and what the event stream told: kept apart from all that is under test."""

import json
import threading
from collections import defaultdict
from dataclasses import dataclass, field

import redis


@dataclass(slots=True)
class Ledger:
    """URLs that were answered as accepted, by their ids."""

    accepted: dict[int, str] = field(default_factory=dict)


class Listener:
    """Reads the event stream all the time, as a consumer does, and drops nothing."""

    def __init__(self, port: int, stream: str) -> None:
        self._port, self._stream = port, stream
        self.ids_of: dict[str, set[str]] = defaultdict(set)  #: article's key -> ids of its events
        self.repeats = 0
        self._seen: set[str] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        last = "0-0"
        client = redis.Redis(port=self._port, socket_timeout=5)
        while not self._ended.is_set():
            try:
                found = client.xread({self._stream: last}, count=500, block=500)
                newest = (
                    client.xinfo_stream(self._stream)["last-generated-id"] if not found else b""
                )
            except redis.RedisError:
                last = "0-0" if not self._ended.wait(0.2) else last  # it may come back empty
                continue
            if newest and newest.decode() < last:  # flushed: its ids may begin anew
                last = "0-0"
            for _, entries in found or ():
                for entry_id, fields in entries:
                    last = entry_id.decode()
                    self._note(fields)

    def _note(self, fields: dict[bytes, bytes]) -> None:
        event_id = fields[b"event_id"].decode()
        if event_id in self._seen:
            self.repeats += 1
            return
        self._seen.add(event_id)
        if fields[b"event"] == b"article.stored":
            article = json.loads(fields[b"payload"])["article"]
            self.ids_of[article["url"]].add(event_id)
