"""Parts for tests of the path: a real database; fakes for the clock, the network and the pages."""

import json
import math
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from support import idle
from worker import urls
from worker.errors import Refused
from worker.frontier import lookup
from worker.pipeline import Pipeline
from worker.settings import Settings
from worker.steps.parts import Holder, Room
from worker.store.database import Database
from worker.values import (
    Candidate,
    Claim,
    Download,
    Event,
    Extraction,
    Judgement,
    Language,
    RobotsFile,
    TopicScore,
)
from worker.vocabulary import Access, Decision, Outcome, Topic

START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class FakeRules:
    crawl_delay_seconds: float | None = None

    def __init__(self, body: bytes) -> None:
        self._disallowed = body.decode().split()

    def allows(self, url: str) -> bool:
        return not any(part in url for part in self._disallowed)


class DictionaryWeb:
    """The outside world: URL -> page, refusal, or a function that gives either."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.pages: dict[str, Any] = {}
        self.robots: dict[str, Any] = {}
        self.asked: list[tuple[datetime, str]] = []

    def get(self, url: str, **_: Any) -> Download:
        self.asked.append((self._clock(), url))
        answer = self.pages.get(url, Refused(Outcome.NOT_FOUND, "HTTP 404", detail={"status": 404}))
        if callable(answer):
            answer = answer()
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Download):
            return answer
        return Download(
            requested_url=url,
            final_url=url,
            status=200,
            headers=(("Content-Type", "text/html"),),
            body=answer if isinstance(answer, bytes) else json.dumps(answer).encode(),
        )

    def get_robots(self, origin: str, *, now: datetime, **_: Any) -> RobotsFile:
        self.asked.append((now, f"{origin}/robots.txt"))
        answer = self.robots.get(origin, b"")
        if isinstance(answer, BaseException):
            raise answer
        return RobotsFile(
            origin=origin,
            status=200,
            body=answer,
            fetched_at=now,
            expires_at=now + timedelta(days=1),
        )

    def close(self) -> None:
        pass


class JsonExtractor:
    """Pages of the dictionary web are JSON: `{title, text, canonical?, outcome?}`."""

    def extract(
        self, body: bytes, *, url: str, content_type: str | None, now: datetime
    ) -> Extraction:
        page = json.loads(body)
        if "raises" in page:
            raise RuntimeError(page["raises"])
        return Extraction(
            outcome=Outcome(page.get("outcome", "stored")),
            reason=page.get("reason", ""),
            title=page.get("title"),
            text=page.get("text", ""),
            lead=None,
            authors=(),
            published=None,
            site_name=None,
            language=Language(code="en", confidence=1.0),
            canonical_url=page.get("canonical"),
            access=Access.UNKNOWN,
        )

    def html(self, body: bytes, content_type: str | None) -> str:
        return body.decode()

    def language(self, text: str, declared: str | None) -> Language:
        return Language(code=declared or "en", confidence=1.0)


class WordClassifier:
    """`frigate` is defence; nothing else is."""

    version = "words-1"

    def judge(self, *, title: str | None, text: str, language: str) -> Judgement:
        found = "frigate" in f"{title} {text}".lower()
        topics = (TopicScore(topic=Topic.PROCUREMENT, score=0.9),) if found else ()
        return Judgement(
            score=0.9 if found else 0.1,
            decision=Decision.YES if found else Decision.NO,
            topics=topics,
            evidence=(),
            language=language,
            version=self.version,
        )


class ListStream:
    """Where events are relayed to; `down` makes it fail."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.down: BaseException | None = None

    def add(self, events: Sequence[Event]) -> None:
        if self.down is not None:
            raise self.down
        self.events.extend(events)


class Mailbox:
    """Collects messages; the test decides what becomes of them."""

    def __init__(self) -> None:
        self.fetches: list[Claim] = []
        self.captures: list[Claim] = []
        self.space = Room(fetches=1000, captures=1000)
        self.unread: Room | None = Room(fetches=0, captures=0)

    def room(self) -> Room:
        return self.space

    def waiting(self) -> Room | None:
        return self.unread

    def send_fetches(self, claims: Sequence[Claim]) -> None:
        self.fetches.extend(claims)

    def send_captures(self, claims: Sequence[Claim]) -> None:
        self.captures.extend(claims)

    def take(self) -> tuple[list[Claim], list[Claim]]:
        taken = self.fetches, self.captures
        self.fetches, self.captures = [], []
        return taken


class World:
    """The path over a real database, with all its surroundings in the test's hands."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        self.settings = Settings(database={"url": database_url}, **settings)
        self.clock = FakeClock()
        self.holder: Holder | None = None
        self.database = Database(self.settings)
        if not sa.inspect(self.database._engine).has_table("urls"):
            self.database.migrate()  # else it is a copy of one that was migrated
        self.fetcher = DictionaryWeb(self.clock)
        self.extractor = JsonExtractor()
        self.classifier = WordClassifier()
        self.second_judge: Any = None
        self.event_stream = ListStream()
        self.robots_rules: Callable[[RobotsFile], FakeRules] = lambda file: FakeRules(file.body)
        self.mailbox = Mailbox()
        self.pipeline = Pipeline(self, self.mailbox)  # type: ignore[arg-type]

    @property
    def web(self) -> DictionaryWeb:
        return self.fetcher

    def submit(self, *given: str) -> list[int]:
        submissions = self.pipeline.submit([Candidate(url=url, origin="test") for url in given])
        return [one.url_id for one in submissions if one.url_id is not None]

    def deliver(self) -> int:
        """Deliver every message once; returns how many there were."""
        fetches, captures = self.mailbox.take()
        for claim in fetches:
            self.pipeline.fetch(claim.url_id, claim.token)
        for claim in captures:
            self.process(claim)
        return len(fetches) + len(captures)

    def process(self, claim: Claim) -> None:
        """What a door does: a defect is reported."""
        try:
            self.pipeline.process(claim.url_id, claim.token)
        except RuntimeError as error:
            self.pipeline.failed(claim.url_id, claim.token, str(error))

    def work(self, seconds: float = 120.0, *, step: float = 1.0) -> None:
        """Let time pass, step by step, with all messages delivered.

        A step at which a tick would find nothing to do is passed over without one.
        """
        left = int(seconds / step)
        while left > 0:
            is_idle = not self._tick()
            # The last step always has its tick: what comes next may look when that was.
            passed = max(1, min(left - 1, self._idle_steps(step))) if is_idle else 1
            self.clock.forward(passed * step)
            left -= passed

    def _tick(self) -> int:
        """Tick, and deliver all messages; returns how many there were."""
        self.pipeline.tick()
        delivered = 0
        while more := self.deliver():
            delivered += more
            self.pipeline.dispatch()
        return delivered

    def _idle_steps(self, step: float) -> int:
        """After so many steps something may happen."""
        if self.pipeline._jump._went_back is not None:
            return 1  # it knows by itself, and not from the database, when to look again
        moment = idle.next_moment(self.database._engine, self.settings, self.clock.now)
        if moment is None:
            return sys.maxsize
        return math.ceil((moment - self.clock.now).total_seconds() / step)

    def to_next_poll(self, url: str | None = None) -> None:
        """Let time pass until the next source is due, or until one of them is."""
        with self.database.reading() as tx:
            sources = tx.sources.all()
        due = [
            source.next_poll_at
            for source in sources
            if source.next_poll_at is not None and url in (None, source.url)
        ]
        self.clock.now = max(self.clock.now, min(due, default=self.clock.now))

    def key_of(self, url: str) -> str:
        """The key of a URL's frontier row."""
        return lookup.key_of_url(url)

    def captures_of(self, url_id: int) -> int:
        """How many captures of a URL are kept."""
        with self.database.reading() as tx:
            return tx.reports.captures_of(url_id)

    def url(self, url_id: int) -> dict[str, Any]:
        with self.database.reading() as tx:
            [row] = tx.reports.progress([url_id])
        return row

    def row(self, url: str) -> dict[str, Any]:
        """The frontier's row of a URL."""
        with self.database.reading() as tx:
            row = tx.reports.url_by_key(self.key_of(url))
        assert row is not None
        return row

    def outcomes(self, *given: str) -> list[str]:
        """How the last visits of URLs ended."""
        return [self.row(url)["outcome"] for url in given]

    def gates(self, url_id: int) -> list[tuple[str, str]]:
        with self.database.reading() as tx:
            return [(row["gate"], row["verdict"]) for row in tx.reports.trace_of(url_id)]

    def counts(self) -> Any:
        with self.database.reading() as tx:
            return tx.reports.counts(self.clock())

    def close(self) -> None:
        self.database.close()


def long_text(subject: str) -> str:
    """A text of its own, long enough to be an article."""
    return "\n".join(
        f"Paragraph {n} of the report on {subject} says a few more words." for n in range(9)
    )


def host_of(url: str) -> str:
    return urls.parse(url).host_key
