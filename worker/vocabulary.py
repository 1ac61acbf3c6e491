"""Closed vocabularies: every state, outcome, topic and verdict has one spelling and one meaning.

A member added to `Outcome` needs a row in `OUTCOME_RULES` below and one in docs/architecture.md;
tests hold both to it. Nothing here knows how a value is stored or shown.
"""

from dataclasses import dataclass
from enum import StrEnum


class UrlState(StrEnum):
    """Where a URL is on its path. submitted = waiting + fetching + captured + processing + done."""

    WAITING = "waiting"  #: due for a fetch at `due_at`; nobody holds it
    FETCHING = "fetching"  #: claimed for a fetch: its message is under way or a worker has it
    CAPTURED = "captured"  #: its bytes are kept; due for processing; nobody holds it
    PROCESSING = "processing"  #: claimed for processing: its message is under way or a child has it
    DONE = "done"  #: the visit ended with exactly one outcome


class UrlKind(StrEnum):
    """What a frontier row leads to; it decides how its bytes are processed."""

    ARTICLE = "article"  #: a page that should hold one article
    FEED = "feed"  #: RSS, Atom or JSON Feed: a source
    SITEMAP = "sitemap"  #: a sitemap, or an index of sitemaps: a source
    PAGE = "page"  #: a home or section page: a source

    @property
    def is_source(self) -> bool:
        """Whether it is polled: its links are submitted, and it is looked at again."""
        return self is not UrlKind.ARTICLE


class SourceState(StrEnum):
    """Whether a source is polled."""

    ACTIVE = "active"  #: polled when it is due
    PAUSED = "paused"  #: by the operator, until `vedette sources resume`
    RETIRED = "retired"  #: a sitemap that is gone, or has not changed for long; its note says why
    REMOVED = "removed"  #: by the operator; the list of sources doesn't bring it back


class SourceHealth(StrEnum):
    """How a source is; a silent one says which kind of silence."""

    NEW = "new"  #: not read yet
    OK = "ok"  #: it is read, and gives about as much as it used to
    FAILING = "failing"  #: the last polls failed
    DEAD = "dead"  #: it has failed for long: asked seldom, and for ever
    BLOCKED = "blocked"  #: silent: it, or its articles, are refused to us
    MOVED = "moved"  #: silent: it is gone, or leads elsewhere
    EMPTY = "empty"  #: silent: it is read, and holds nothing at all
    LAYOUT_CHANGED = "layout_changed"  #: silent: it is read, and nothing in it is recognised
    QUIET = "quiet"  #: silent: it is read, holds its old items, and nothing new

    @property
    def is_silent(self) -> bool:
        """Whether it gives nothing where its habit says that it should."""
        return self in _SILENT


_SILENT = frozenset(
    {
        SourceHealth.BLOCKED,
        SourceHealth.MOVED,
        SourceHealth.EMPTY,
        SourceHealth.LAYOUT_CHANGED,
        SourceHealth.QUIET,
    }
)


class Access(StrEnum):
    """How much of an article the publisher shows to everyone."""

    FREE = "free"  #: the page says, or shows, that all of it may be read
    PARTIAL = "partial"  #: a teaser: the rest is behind a paywall or a login
    UNKNOWN = "unknown"  #: the page does not say


class Integrity(StrEnum):
    """Whether an article's text is all that its page held."""

    UNKNOWN = "unknown"  #: stored before this was looked at
    WHOLE = "whole"  #: nothing is missing, as far as can be told
    REPAIRED = "repaired"  #: what the parser would have lost or garbled was recovered
    DOUBTFUL = "doubtful"  #: a little was lost, or characters could not be read; signals say what


class Decision(StrEnum):
    """What the classifier decides, by two thresholds on the score."""

    YES = "yes"  #: defence-related
    REVIEW = "review"  #: a person should look
    NO = "no"  #: not defence-related


class DecidedBy(StrEnum):
    """Whose decision an article shows."""

    MACHINE = "machine"  #: the classifier's, of the version that the article carries
    ANALYST = "analyst"  #: a person's, which no classifier overwrites


class Ruling(StrEnum):
    """What an analyst says of an article; the newest ruling counts."""

    YES = "yes"  #: defence-related
    NO = "no"  #: not defence-related
    WITHDRAWN = "withdrawn"  #: earlier rulings no longer count: the classifier decides again


class Topic(StrEnum):
    """What a defence article is about; an article can carry several."""

    OPERATIONS = "operations"  #: war, armed conflict, strikes, ceasefires, deployments, losses
    FORCES = "forces"  #: services and units, commanders, conscription, careers, accidents
    EXERCISES = "exercises"  #: manoeuvres, drills, alert levels, training with other countries
    PROCUREMENT = "procurement"  #: orders, deliveries, arms exports and licences, embargoes
    INDUSTRY = "industry"  #: arms makers, development and tests, joint production, exhibitions
    POLICY = "policy"  #: ministries and ministers of defence, doctrine, spending, oversight
    COOPERATION = "cooperation"  #: alliances, bilateral cooperation, visits, military aid, basing
    STRATEGIC = "strategic"  #: nuclear, chemical, biological, ballistic, missile defence
    HYBRID = "hybrid"  #: state-run cyber operations, sabotage, intelligence, border incidents


class Admission(StrEnum):
    """What became of a URL that was submitted."""

    ACCEPTED = "accepted"  #: a new row; it will end with an outcome
    KNOWN = "known"  #: its canonical form has a row already
    DECLINED = "declined"  #: it can't be admitted; the reason says why


class Gate(StrEnum):
    """The gates of a path, in order of travel; `vedette explain` shows each with a verdict."""

    ADMISSION = "admission"  #: canonical form, scheme, length, host
    CLAIM = "claim"  #: it was due and its host could be asked
    ROBOTS = "robots"  #: may it be asked, after RFC 9309
    DOWNLOAD = "download"  #: address, connection, status, size, type, completeness
    CAPTURE = "capture"  #: the bytes were kept
    EXTRACTION = "extraction"  #: text, metadata, language, and whether it is an article at all
    CLASSIFICATION = "classification"  #: is it defence-related
    IDENTITY = "identity"  #: is the same article here already
    STORE = "store"  #: the article, its judgement and its event were committed
    RETRY = "retry"  #: it goes back to wait, or is given up
    POLL = "poll"  #: when a source is looked at again, and why then
    LEASE = "lease"  #: a worker was lost, or stopped, while it held the URL
    OPERATOR = "operator"  #: somebody replayed it from quarantine, or dropped it


class Outcome(StrEnum):
    """How a visit of a URL ended. Each has a rule in `OUTCOME_RULES`."""

    STORED = "stored"  #: a new article with its judgement and its event
    UNCHANGED = "unchanged"  #: looked at again: nothing new since the last visit
    DUPLICATE = (
        "duplicate"  #: the same article is stored under another URL, to which this one leads
    )
    POLLED = "polled"  #: a source was read, and what is new in it was submitted
    NOT_ARTICLE = "not_article"  #: a home page, a list, or nothing with words in it
    SOFT_404 = "soft_404"  #: a page that says it is not there, with a status that says it is
    ERROR_PAGE = "error_page"  #: an error of the site, told with status 200
    LOGIN = "login"  #: a form to log in, where an article should be
    CONSENT_WALL = "consent_wall"  #: only a question for consent is shown
    GEO_BLOCKED = "geo_blocked"  #: the site shows it in other countries only
    NEEDS_JAVASCRIPT = "needs_javascript"  #: an empty shell, which a browser would fill
    GALLERY = "gallery"  #: pictures or a video, with captions for a text
    THIN = "thin"  #: too little text to be judged
    PARTIAL = "partial"  #: a teaser: the rest is behind a paywall or a login
    ROBOTS_DENIED = "robots_denied"  #: robots.txt disallows it
    BLOCKED_ADDRESS = "blocked_address"  #: its host has an address that must not be reached
    BAD_URL = "bad_url"  #: it, or a redirect of it, is no URL that can be fetched
    NOT_FOUND = "not_found"  #: 404
    GONE = "gone"  #: 410
    HTTP_ERROR = "http_error"  #: another status that gives no page
    TOO_LARGE = "too_large"  #: more decoded bytes than the cap
    WRONG_TYPE = "wrong_type"  #: not HTML (or no feed or sitemap, where one was expected)
    TRUNCATED = "truncated"  #: the body ended before its end
    REDIRECT_LOOP = "redirect_loop"  #: redirects without end, or more than the limit
    TLS_ERROR = "tls_error"  #: the certificate or the handshake failed
    DNS_ERROR = "dns_error"  #: the host's name has no address
    UNREACHABLE = "unreachable"  #: no connection, or it broke
    TIMEOUT = "timeout"  #: the total deadline passed
    BOT_CHALLENGE = "bot_challenge"  #: the site asks for proof that a person reads
    QUARANTINED = "quarantined"  #: it broke its worker, or our code, too often
    DROPPED = "dropped"  #: taken out of quarantine by the operator, and given up


MINUTE = 60
HOUR = 60 * MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """What follows from an outcome.

    Args:
        retry_after_seconds: waits before the next attempts of the same visit, one for each; empty
            where the outcome is final at once. When they are used up the outcome stands.
        rests_host: the failure speaks of the host: it is left alone for a while.
        is_defect: the fault is ours, or nobody knows whose; `vedette ingest` exits non-zero.
    """

    retry_after_seconds: tuple[int, ...] = ()
    rests_host: bool = False
    is_defect: bool = False

    @property
    def is_final(self) -> bool:
        """Whether the first such result ends the visit."""
        return not self.retry_after_seconds


_FINAL = OutcomeRule()
_HOST_TROUBLE = OutcomeRule(retry_after_seconds=(MINUTE, 10 * MINUTE, HOUR), rests_host=True)

OUTCOME_RULES: dict[Outcome, OutcomeRule] = {
    Outcome.STORED: _FINAL,
    Outcome.UNCHANGED: _FINAL,
    Outcome.DUPLICATE: _FINAL,
    Outcome.POLLED: _FINAL,
    Outcome.NOT_ARTICLE: _FINAL,
    Outcome.SOFT_404: _FINAL,
    Outcome.ERROR_PAGE: OutcomeRule(retry_after_seconds=(10 * MINUTE, HOUR)),
    Outcome.LOGIN: _FINAL,
    Outcome.CONSENT_WALL: _FINAL,
    Outcome.GEO_BLOCKED: _FINAL,
    Outcome.NEEDS_JAVASCRIPT: _FINAL,
    Outcome.GALLERY: _FINAL,
    Outcome.THIN: _FINAL,
    Outcome.PARTIAL: _FINAL,
    Outcome.ROBOTS_DENIED: _FINAL,
    Outcome.BLOCKED_ADDRESS: _FINAL,
    Outcome.BAD_URL: _FINAL,
    Outcome.NOT_FOUND: _FINAL,
    Outcome.GONE: _FINAL,
    Outcome.HTTP_ERROR: OutcomeRule(retry_after_seconds=(MINUTE, 10 * MINUTE, HOUR)),
    Outcome.TOO_LARGE: _FINAL,
    Outcome.WRONG_TYPE: _FINAL,
    Outcome.TRUNCATED: OutcomeRule(retry_after_seconds=(MINUTE, 10 * MINUTE)),
    Outcome.REDIRECT_LOOP: _FINAL,
    Outcome.TLS_ERROR: OutcomeRule(retry_after_seconds=(10 * MINUTE,)),
    Outcome.DNS_ERROR: _HOST_TROUBLE,
    Outcome.UNREACHABLE: _HOST_TROUBLE,
    Outcome.TIMEOUT: _HOST_TROUBLE,
    Outcome.BOT_CHALLENGE: OutcomeRule(retry_after_seconds=(HOUR,)),
    Outcome.QUARANTINED: OutcomeRule(is_defect=True),
    Outcome.DROPPED: _FINAL,
}

#: Outcomes that a host gave as its answer: they say nothing against it.
ANSWERS = frozenset(
    {
        Outcome.NOT_FOUND,
        Outcome.GONE,
        Outcome.ROBOTS_DENIED,
        Outcome.WRONG_TYPE,
        Outcome.TOO_LARGE,
        Outcome.UNCHANGED,
        Outcome.BAD_URL,
        Outcome.REDIRECT_LOOP,
    }
)
