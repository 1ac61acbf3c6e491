"""What crosses from one step to the next: frozen values, no behaviour beyond their own shape.

All moments are aware and in UTC; all offsets count characters of the text named by `field`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from worker.vocabulary import (
    Access,
    Admission,
    Decision,
    Gate,
    Integrity,
    Outcome,
    Ruling,
    Topic,
    UrlKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """One gate of the path with its verdict, for `vedette explain`."""

    at: datetime
    gate: Gate
    verdict: str  #: a word or two: "passed", "refused", "postponed", "allowed", …
    detail: Mapping[str, Any] = field(default_factory=dict)  #: numbers and strings only


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A URL that somebody wants to have fetched, before admission."""

    url: str
    kind: UrlKind = UrlKind.ARTICLE
    priority: int = 0  #: higher is earlier, within one host
    origin: str = ""  #: who asked: "cli", "celery", "source:<id>"; for explain
    pattern: str | None = None  #: site and shape of the URL, where a source shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A URL that passed admission, as the frontier keeps it."""

    key: str  #: SHA-256 of the canonical form, hexadecimal
    canonical_url: str
    url: str  #: as submitted, readable and ASCII
    host: str  #: whose pace counts
    kind: UrlKind
    origin: str
    priority: int
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What became of one candidate."""

    url: str  #: as it was given
    admission: Admission
    url_id: int | None = None  #: None where it was declined
    reason: str = ""  #: why it was declined


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claimed URL: the right, until the lease ends, to commit one step of it.

    `token` is a fencing token: it grows with every claim of the URL, and a commit under an older
    one changes nothing.
    """

    url_id: int
    token: int
    url: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchTask:
    """What a fetch needs to know of its URL, read when it starts."""

    url_id: int
    token: int
    url: (
        str  #: what to ask for now: the submitted form, or the target of a redirect to another host
    )
    host: str
    kind: UrlKind
    visit: int
    attempts: int  #: this one included
    due_at: datetime  #: its place among the host's URLs
    hops: tuple["Hop", ...]  #: redirects of this visit so far
    pace: "HostPace"
    etag: str | None = None
    last_modified: str | None = None
    pattern: str | None = None  #: site and shape of the URL, where a source showed it
    known_sha256: str | None = None  #: of the body that a source had when it was last read
    ca_file: str | None = None  #: PEM of an authority that is trusted for this host, beside all


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPace:
    """What decides how a host is asked, as it was kept when its fetch began."""

    own_delay_seconds: float | None = None  #: the operator's, which wins; None: none is set
    delay_origin: str | None = None  #: who set it: "vedette hosts pace", a list of sources
    crawl_delay_seconds: float | None = None  #: what robots.txt asks for, as written
    slow_seconds: float = 0.0  #: pause to which 429 and 503 have slowed it; 0: not slowed
    failures: int = 0  #: times in a row that it could not be reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Leave a host alone for `seconds`, and what is to be kept of it."""

    seconds: float
    reason: str  #: for people: `vedette hosts` shows it
    slow_seconds: float
    crawl_delay_seconds: float | None
    failures: int  #: in a row, this one included
    answered: bool = False  #: it gave an HTTP answer, whatever it said
    failed: bool = False  #: it could not be reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """The right of a command to ask a host by itself, until a moment."""

    host: str
    until: datetime  #: aware; afterwards the host is everybody's again
    pace: HostPace


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One redirect: who redirected, how, and whereto."""

    url: str
    status: int
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What came from the network for one URL.

    Either `body` is whole, or `elsewhere` names another host to go to (then `body` is empty), or
    `not_modified` is true (304).
    """

    requested_url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]  #: as sent, in order
    body: bytes  #: decoded from its Content-Encoding, within the cap
    hops: tuple[Hop, ...] = ()  #: redirects within the same host
    elsewhere: str | None = None
    not_modified: bool = False
    remote_address: str = ""
    elapsed_seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first value of a header, by its name in any case; None if it was not sent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsFile:
    """A robots.txt as it was met, for a site's origin (`https://host[:port]`)."""

    origin: str
    status: int  #: the final HTTP status
    body: bytes  #: at most 500 KiB are kept and parsed (RFC 9309, section 2.5)
    fetched_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes of one visit, as they are kept."""

    requested_url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    hops: tuple[Hop, ...]
    body: bytes
    sha256: str  #: of the decoded body, hexadecimal
    captured_at: datetime
    elapsed_seconds: float
    remote_address: str

    @property
    def content_type(self) -> str | None:
        """The Content-Type as it was declared."""
        return next((v for k, v in self.headers if k.lower() == "content-type"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessTask:
    """What processing needs to know of its URL, read when it starts."""

    url_id: int
    token: int
    url: str
    host: str
    kind: UrlKind
    visit: int
    attempts: int
    capture_id: int
    article_id: int | None  #: to which an earlier visit led
    capture: Capture
    pattern: str | None = None  #: site and shape of the URL, where a source showed it


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When an article was published, and how we know; never the time of the fetch in disguise."""

    at: datetime  #: aware, UTC
    source: str  #: "json-ld", "meta", "time", "url", "text", …
    has_time: bool  #: False: only the day is known, and `at` is its midnight
    zone: str  #: the zone as given: "+02:00", "Z"; "" where the page gave none and UTC was assumed


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The language of a text, by detection on the text itself."""

    code: str  #: ISO 639-1; "und" where it can't be told
    confidence: float  #: 0 to 1
    declared: str | None = None  #: what the page declares, for comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What a page holds. `outcome` is `stored` where it is an article that may be kept."""

    outcome: Outcome
    reason: str  #: why it is no article; "" where it is one
    title: str | None
    text: str  #: paragraphs separated by one newline; "" where none was found
    lead: str | None  #: the description or first paragraph, as the publisher gives it
    authors: tuple[str, ...]
    published: Published | None
    site_name: str | None
    language: Language
    canonical_url: str | None  #: as the page claims it, absolute; None where it claims none
    access: Access
    integrity: Integrity = Integrity.WHOLE
    signals: Mapping[str, Any] = field(default_factory=dict)  #: what the verdict rests on


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One finding for or against, in the article's own words."""

    concept: str  #: the lexicon's concept, such as `ministry_of_defence` or `football_defence`
    surface: str  #: the words as they stand in the text
    field: str  #: "title" or "text"
    start: int
    end: int
    weight: float  #: above 0: for defence; below 0: against


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicScore:
    """A topic with its score, 0 to 1."""

    topic: Topic
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a second judge said of an article in the band of doubt, and what came of it.

    `score` is None where it gave no answer: then `note` says why, and the judgement stands.
    """

    by: str  #: the kind of judge and its model: "endpoint:qwen3-8b", "model:<folder's name>"
    score: float | None  #: 0 to 1, that the article is about defence
    note: str  #: its reason in its own words, or why there is none; at most 500 characters
    seconds: float  #: how long it took; 0 where the answer was known already
    is_cached: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Is it defence-related, and why."""

    score: float  #: 0 to 1
    decision: Decision
    topics: tuple[TopicScore, ...]  #: best first; empty where the decision is no
    evidence: tuple[Evidence, ...]  #: strongest first
    language: str  #: whose lexicon was used; "und" where none fits
    version: str  #: of model and lexicon
    opinion: Opinion | None = None  #: a second judge's, where one was asked


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """A stored article, as events name it."""

    article_id: int
    url: str  #: where it was fetched
    canonical_url: str
    site: str
    title: str | None
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineView:
    """The classifier's judgement of an article in short, as it is stored."""

    score: float
    decision: Decision
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalystJudgement:
    """What an analyst ruled on an article, and what the machine said at that time."""

    article_id: int
    ruling: Ruling
    topics: tuple[Topic, ...] | None  #: most important first; None: the machine's may stand
    note: str  #: "" where there is none
    analyst: str
    judged_at: datetime
    machine: MachineView
    judgement_id: int | None = None  #: None before it is stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it is stored."""

    key: str  #: identity: SHA-256 of the canonical URL it is known by, hexadecimal
    canonical_url: str
    url: str  #: where it was fetched
    site: str  #: the registrable domain, or the address where there is no name
    extraction: Extraction
    text_sha256: str
    capture_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event as it is written, in the transaction of what it tells of."""

    event_id: str  #: UUID; consumers drop repeats by it
    name: str  #: such as "article.stored"
    payload: Mapping[str, Any]  #: JSON, with its own version number


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event with its place in the stream."""

    position: int  #: 1, 2, 3 … without gaps
    event_id: str
    name: str
    payload: Mapping[str, Any]
