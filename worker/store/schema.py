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
    Column("etag", sa.Text),
    Column("last_modified", sa.Text),
    Column("capture_id", Id, comment="the last capture"),
    Column("article_id", Id, comment="the article to which it leads"),
    Index("ix_urls_host_queue", "host", "state", "rank", "due_at"),
    Index("ix_urls_state_queue", "state", "rank", "due_at"),
    Index("ix_urls_article_id", "article_id"),
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
    Index("ix_hosts_next_due_at", "next_due_at"),
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
    Column("signals", Json, nullable=False),
    Column("capture_id", Id, ForeignKey("captures.id"), nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("decision", sa.String(8), nullable=False, comment="of the present classification"),
    UniqueConstraint("site", "text_sha256"),
    Index("ix_articles_stored_at", "stored_at"),
    Index("ix_articles_decision_stored_at", "decision", "stored_at"),
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
    UniqueConstraint("article_id", "version"),
)

article_topics = Table(
    "article_topics",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id"), primary_key=True),
    Column("topic", sa.String(16), primary_key=True),
    Column("score", sa.Float, nullable=False),
    Index("ix_article_topics_topic", "topic"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("event_id", sa.String(36), nullable=False, unique=True),
    Column("name", sa.String(40), nullable=False),
    Column("article_id", Id, nullable=False),
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
