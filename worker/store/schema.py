"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two."""

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, MetaData, Table, UniqueConstraint

from worker.store.types import Moment, Packed

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: SQLite numbers rows by itself only where the type is INTEGER.
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON()

urls = Table(
    "urls",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", sa.String(64), nullable=False, unique=True, comment="SHA-256 of canonical_url"),
    Column("canonical_url", sa.Text, nullable=False),
    Column("url", sa.Text, nullable=False, comment="as submitted: what a visit asks for first"),
    Column("ask_url", sa.Text, comment="the other host's URL that a redirect of this visit led to"),
    Column("host", sa.Text, nullable=False, comment="whose pace counts for the next request"),
    Column("kind", sa.String(16), nullable=False),
    Column("origin", sa.Text, nullable=False, comment="who submitted it first"),
    Column("rank", sa.SmallInteger, nullable=False, comment="minus the priority: lower goes first"),
    Column("state", sa.String(16), nullable=False),
    Column("outcome", sa.String(24), comment="of the last visit that ended"),
    Column("reason", sa.Text, comment="why that outcome, or why it waits"),
    Column("visit", sa.Integer, nullable=False, default=1),
    Column("attempts", sa.SmallInteger, nullable=False, default=0, comment="of the present step"),
    Column("hops", Json, comment="redirects of this visit so far"),
    Column("submitted_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("finished_at", Moment, comment="when the last visit ended"),
    Column("token", Id, nullable=False, default=0, comment="fencing token: grows with every claim"),
    Column("lease_until", Moment, comment="when a claim that was begun is taken back"),
    Column("sent_at", Moment, comment="when the claim's message was last handed over"),
    Column("begun_at", Moment, comment="when a worker began it; null: a message under way"),
    Column(
        "holder", sa.String(120), comment="the worker that began it; null: none tells of itself"
    ),
    Column("etag", sa.Text),
    Column("last_modified", sa.Text),
    Column("capture_id", Id, comment="the last capture"),
    Column("article_id", Id, comment="the article to which it leads"),
    Column("pattern", sa.Text, comment="site and shape of a URL that a source showed"),
    Index(
        "ix_urls_pattern_state",
        "pattern",
        "state",
        "id",
        postgresql_where=sa.text("pattern IS NOT NULL"),
        sqlite_where=sa.text("pattern IS NOT NULL"),
    ),
    Index("ix_urls_host_queue", "host", "state", "rank", "due_at"),
    Index("ix_urls_state_queue", "state", "rank", "due_at"),
    Index(
        "ix_urls_host_due",  # a host's earliest: one look, however many URLs it has
        "host",
        "due_at",
        postgresql_where=sa.text("state = 'waiting'"),
        sqlite_where=sa.text("state = 'waiting'"),
    ),
    Index(
        "ix_urls_sources",
        "host",
        postgresql_where=sa.text("kind <> 'article'"),
        sqlite_where=sa.text("kind <> 'article'"),
    ),
    Index("ix_urls_kind_counts", "kind", "state", "outcome"),  # `vedette status` counts in it
    Index(
        "ix_urls_finished_at",
        "finished_at",
        postgresql_where=sa.text("finished_at IS NOT NULL"),
        sqlite_where=sa.text("finished_at IS NOT NULL"),
    ),
    Index("ix_urls_article_id", "article_id"),
    Index(
        "ix_urls_captured_again",
        "due_at",
        postgresql_where=sa.text("state = 'captured' AND attempts > 0"),
        sqlite_where=sa.text("state = 'captured' AND attempts > 0"),
    ),
    Index(
        "ix_urls_quarantined",
        "finished_at",
        postgresql_where=sa.text("outcome = 'quarantined'"),
        sqlite_where=sa.text("outcome = 'quarantined'"),
    ),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", sa.Text, primary_key=True),
    Column("delay_seconds", sa.Float, comment="the operator's own pace; null: the setting"),
    Column("next_allowed_at", Moment, nullable=False),
    Column("next_due_at", Moment, comment="the earliest due URL that waits; null: none"),
    Column("busy_url_id", Id, comment="the URL under way; at most one"),
    Column("rest_reason", sa.Text, comment="why next_allowed_at is where it is"),
    Column("failures", sa.Integer, nullable=False, default=0, comment="in a row"),
    Column("delay_origin", sa.Text, comment="who set delay_seconds"),
    Column(
        "slow_seconds",
        sa.Float,
        nullable=False,
        default=0.0,
        server_default="0",
        comment="pause to which 429 and 503 slowed its pace; falls with success; 0: none",
    ),
    Column("crawl_delay_seconds", sa.Float, comment="what robots.txt asks for"),
    Column("answered_at", Moment, comment="when it last answered, whatever it said"),
    Column("failed_at", Moment, comment="when it last could not be reached"),
    Column("paused_at", Moment, comment="by the operator; null: it may be asked"),
    Column("pause_reason", sa.Text),
    Column(
        "ca_file", sa.Text, comment="PEM of an authority trusted for it, beside the public ones"
    ),
    Index("ix_hosts_next_due_at", "next_due_at"),
    Index("ix_hosts_failed_at", "failed_at"),
    Index(
        "ix_hosts_known",
        "next_due_at",
        postgresql_where=sa.text("failures = 0 AND answered_at IS NOT NULL"),
        sqlite_where=sa.text("failures = 0 AND answered_at IS NOT NULL"),
    ),
)

robots = Table(
    "robots",
    metadata,
    Column("origin", sa.Text, primary_key=True),
    Column("status", sa.SmallInteger, nullable=False),
    Column("body", Packed, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("url_id", Id, ForeignKey("urls.id"), nullable=False),
    Column("visit", sa.Integer, nullable=False),
    Column("requested_url", sa.Text, nullable=False),
    Column("final_url", sa.Text, nullable=False),
    Column("status", sa.SmallInteger, nullable=False),
    Column("headers", Json, nullable=False),
    Column("hops", Json, nullable=False),
    Column(
        "body", Packed, nullable=False, comment="decoded from its Content-Encoding, then packed"
    ),
    Column("body_bytes", sa.Integer, nullable=False),
    Column("sha256", sa.String(64), nullable=False, comment="of the decoded body"),
    Column("captured_at", Moment, nullable=False),
    Column("elapsed_seconds", sa.Float, nullable=False),
    Column("remote_address", sa.Text, nullable=False),
    Index("ix_captures_url_id", "url_id"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", sa.String(64), nullable=False, unique=True, comment="SHA-256 of its URL's form"),
    Column("canonical_url", sa.Text, nullable=False),
    Column("url", sa.Text, nullable=False, comment="where it was fetched"),
    Column("site", sa.Text, nullable=False, comment="registrable domain, or the host"),
    Column("site_name", sa.Text),
    Column("title", sa.Text),
    Column("lead", sa.Text),
    Column("text", sa.Text, nullable=False),
    Column("text_sha256", sa.String(64), nullable=False),
    Column("authors", Json, nullable=False),
    Column("published_at", Moment),
    Column("published_source", sa.String(24)),
    Column("published_zone", sa.String(16)),
    Column("published_has_time", sa.Boolean),
    Column("language", sa.String(8), nullable=False),
    Column("language_confidence", sa.Float, nullable=False),
    Column("language_declared", sa.String(40)),
    Column("access", sa.String(16), nullable=False),
    Column("integrity", sa.String(16), nullable=False, server_default="unknown"),
    Column("signals", Json, nullable=False),
    Column("capture_id", Id, ForeignKey("captures.id"), nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("decision", sa.String(8), nullable=False, comment="that counts: see decided_by"),
    Column(
        "decided_by",
        sa.String(8),
        nullable=False,
        server_default="machine",
        comment="machine: of the present classification; analyst: of the newest judgement",
    ),
    Column(
        "machine_version",
        sa.String(80),
        nullable=False,
        server_default="",
        comment="of the present classification",
    ),
    UniqueConstraint("site", "text_sha256"),
    Index("ix_articles_stored_at", "stored_at"),
    Index("ix_articles_decision_stored_at", "decision", "stored_at"),
    Index("ix_articles_machine_version", "machine_version", "id"),
)

classifications = Table(
    "classifications",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("article_id", Id, ForeignKey("articles.id"), nullable=False),
    Column("version", sa.String(80), nullable=False),
    Column("score", sa.Float, nullable=False),
    Column("decision", sa.String(8), nullable=False),
    Column("topics", Json, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("language", sa.String(8), nullable=False, comment="whose lexicon was used"),
    Column("classified_at", Moment, nullable=False),
    Column("opinion", sa.JSON(none_as_null=True), comment="a second judge's; null: none was asked"),
    UniqueConstraint("article_id", "version"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("article_id", Id, ForeignKey("articles.id"), nullable=False),
    Column("decision", sa.String(10), nullable=False, comment="yes, no; withdrawn: none any more"),
    Column("topics", sa.JSON(none_as_null=True), comment="null: the analyst named none"),
    Column("note", sa.Text, nullable=False),
    Column("analyst", sa.Text, nullable=False),
    Column("judged_at", Moment, nullable=False),
    Column("machine_score", sa.Float, nullable=False, comment="at that time"),
    Column("machine_decision", sa.String(8), nullable=False),
    Column("machine_version", sa.String(80), nullable=False),
    Index("ix_judgements_article_id", "article_id", "id"),
)

article_topics = Table(
    "article_topics",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("topic", sa.String(16), primary_key=True),
    Column("score", sa.Float, nullable=False, comment="1 where an analyst named it"),
    Index("ix_article_topics_topic", "topic"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("event_id", sa.String(36), nullable=False, unique=True),
    Column("name", sa.String(40), nullable=False),
    Column("article_id", Id, comment="null: the event tells of no article"),
    Column("payload", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("position", Id, unique=True, comment="place in the stream, given after the commit"),
)

relays = Table(
    "relays",
    metadata,
    Column("name", sa.String(40), primary_key=True),
    Column("position", Id, nullable=False, comment="the last event that it is done with"),
)

trace = Table(
    "trace",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("url_id", Id, ForeignKey("urls.id"), nullable=False),
    Column("visit", sa.Integer, nullable=False),
    Column("attempt", sa.SmallInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("gate", sa.String(16), nullable=False),
    Column("verdict", sa.String(40), nullable=False),
    Column("detail", Json, nullable=False),
    Index("ix_trace_url_id", "url_id"),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("url_id", Id, ForeignKey("urls.id"), nullable=False, unique=True),
    Column("kind", sa.String(16), nullable=False),
    Column("name", sa.Text, nullable=False),
    Column("url", sa.Text, nullable=False),
    Column("tags", Json, nullable=False),
    Column("language", sa.String(8), comment="the operator's hint"),
    Column("priority", sa.Integer, nullable=False),
    Column("origin", sa.String(16), nullable=False, comment="file, command, opml, sitemap"),
    Column("parent_id", Id, ForeignKey("sources.id"), comment="the sitemap index that lists it"),
    Column("state", sa.String(16), nullable=False),
    Column("note", sa.Text, comment="why it is in that state"),
    Column("added_at", Moment, nullable=False),
    Column("interval_seconds", sa.Float, nullable=False),
    Column("interval_reason", sa.Text),
    Column("next_poll_at", Moment, comment="written before the poll under way began"),
    Column("due_at", Moment, comment="when the poll under way, or the last one, was due"),
    Column("begun_at", Moment, comment="when that poll began"),
    Column("polled_at", Moment, comment="when the last poll ended"),
    Column("read_at", Moment, comment="when a poll last succeeded"),
    Column("new_at", Moment, comment="when a poll last found something new"),
    Column("changed_at", Moment, comment="lastmod that the sitemap index gave"),
    Column("body_sha256", sa.String(64)),
    Column("failure_score", sa.Float, nullable=False),
    Column("failing_since", Moment),
    Column("outcome", sa.String(24), comment="of the last poll"),
    Column("reason", sa.Text),
    Column("items_count", sa.Integer),
    Column("health", sa.String(16), nullable=False),
    Column("health_since", Moment),
    Column("health_note", sa.Text, comment="what speaks for it, with numbers"),
    Column("rhythm", Json, nullable=False, comment="habit and interval, as discover.rhythm has it"),
    Index("ix_sources_parent_id", "parent_id"),
)

seen = Table(
    "seen",
    metadata,
    Column("source_id", Id, ForeignKey("sources.id"), primary_key=True, autoincrement=False),
    Column("hashes", Packed, nullable=False, comment="8 bytes for each link, the newest first"),
)

polls = Table(
    "polls",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("source_id", Id, ForeignKey("sources.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("outcome", sa.String(24), nullable=False),
    Column("reason", sa.Text, nullable=False),
    Column("late_seconds", sa.Float, nullable=False),
    Column("items_count", sa.Integer),
    Column("new_count", sa.Integer, nullable=False),
    Column("accepted_count", sa.Integer, nullable=False),
    Column("severity", sa.Float, nullable=False),
    Column("interval_seconds", sa.Float, nullable=False),
    Index("ix_polls_source_id_at", "source_id", "at"),
)

stubs = Table(
    "stubs",
    metadata,
    Column("url_id", Id, ForeignKey("urls.id"), primary_key=True, autoincrement=False),
    Column("source_id", Id, ForeignKey("sources.id")),
    Column("title", sa.Text, nullable=False),
    Column("summary", sa.Text, nullable=False),
    Column("published_at", Moment),
    Column("language", sa.String(8), nullable=False),
    Column("score", sa.Float, nullable=False),
    Column("decision", sa.String(8), nullable=False),
    Column("topics", Json, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("version", sa.String(80), nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("outcome", sa.String(24), comment="why there is no article; null: not known yet, or is"),
    Column("closed_at", Moment, comment="when that outcome stood"),
    Index("ix_stubs_closed_at", "closed_at"),
)

referrers = Table(
    "referrers",
    metadata,
    Column("url_id", Id, ForeignKey("urls.id"), primary_key=True, autoincrement=False),
    Column("source_id", Id, ForeignKey("sources.id"), primary_key=True, autoincrement=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_referrers_source_id_seen_at", "source_id", "seen_at"),
)

traps = Table(
    "traps",
    metadata,
    Column("pattern", sa.Text, primary_key=True),
    Column("site", sa.Text, nullable=False),
    Column("reason", sa.Text, nullable=False),
    Column("example", sa.Text, nullable=False),
    Column("declined_count", sa.Integer, nullable=False),
    Column("found_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
)

fleet = Table(
    "fleet",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False, comment="always 1"),
    Column("ticked_at", Moment, comment="the fleet's time at the last tick"),
    Column("outage_since", Moment, comment="our own network is down since; null: it is not"),
    Column("probed_at", Moment, comment="when a host was last asked during the outage"),
    Column("draining_since", Moment, comment="nothing new is dispatched since; null: it is"),
)

#: What doctor and the watchdog look at; a process writes its own row every few seconds.
workers = Table(
    "workers",
    metadata,
    Column("name", sa.String(120), primary_key=True, comment="role@machine, process id, start"),
    Column("role", sa.String(40), nullable=False, comment="fetch, process, control, engine"),
    Column("machine", sa.Text, nullable=False),
    Column(
        "process", sa.String(80), nullable=False, comment="process id, and whose numbers these are"
    ),
    Column("version", sa.String(40), nullable=False, comment="of Vedette"),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, comment="by the database's clock"),
    Column(
        "clock_ahead_seconds", sa.Float, nullable=False, comment="its clock less the database's"
    ),
    Column("moved_at", Moment, comment="when it last ended a step, or had none to begin"),
    Column("moved_count", Id, nullable=False, comment="steps it has ended"),
)

opinions = Table(
    "opinions",
    metadata,
    Column("key", sa.String(64), primary_key=True, comment="SHA-256 of judge, question and text"),
    Column("judge", sa.String(120), nullable=False),
    Column("score", sa.Float, comment="null: it gave no usable answer"),
    Column("note", sa.Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Index("ix_opinions_asked_at", "asked_at"),
)
