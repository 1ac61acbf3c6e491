"""the first schema

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from worker.store.types import Moment, Packed

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column(
            "delay_seconds",
            sa.Float(),
            nullable=True,
            comment="the operator's own pace; null: the setting",
        ),
        sa.Column("next_allowed_at", Moment(), nullable=False),
        sa.Column(
            "next_due_at",
            Moment(),
            nullable=True,
            comment="the earliest due URL that waits; null: none",
        ),
        sa.Column(
            "busy_url_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the URL under way; at most one",
        ),
        sa.Column(
            "rest_reason", sa.Text(), nullable=True, comment="why next_allowed_at is where it is"
        ),
        sa.Column("failures", sa.Integer(), nullable=False, comment="in a row"),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_hosts")),
    )
    with op.batch_alter_table("hosts", schema=None) as batch_op:
        batch_op.create_index("ix_hosts_next_due_at", ["next_due_at"], unique=False)

    op.create_table(
        "outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="place in the stream, given after the commit",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outbox_event_id")),
        sa.UniqueConstraint("position", name=op.f("uq_outbox_position")),
    )
    op.create_table(
        "relays",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="the last event that it is done with",
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_relays")),
    )
    op.create_table(
        "robots",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("body", Packed(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
    )
    op.create_table(
        "urls",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False, comment="SHA-256 of canonical_url"),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column(
            "url", sa.Text(), nullable=False, comment="as submitted: what a visit asks for first"
        ),
        sa.Column(
            "ask_url",
            sa.Text(),
            nullable=True,
            comment="the other host's URL that a redirect of this visit led to",
        ),
        sa.Column(
            "host", sa.Text(), nullable=False, comment="whose pace counts for the next request"
        ),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False, comment="who submitted it first"),
        sa.Column(
            "rank",
            sa.SmallInteger(),
            nullable=False,
            comment="minus the priority: lower goes first",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column(
            "outcome", sa.String(length=24), nullable=True, comment="of the last visit that ended"
        ),
        sa.Column("reason", sa.Text(), nullable=True, comment="why that outcome, or why it waits"),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False, comment="of the present step"),
        sa.Column("hops", sa.JSON(), nullable=True, comment="redirects of this visit so far"),
        sa.Column("submitted_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True, comment="when the last visit ended"),
        sa.Column(
            "token",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="fencing token: grows with every claim",
        ),
        sa.Column(
            "lease_until",
            Moment(),
            nullable=True,
            comment="when a claim that was begun is taken back",
        ),
        sa.Column(
            "sent_at",
            Moment(),
            nullable=True,
            comment="when the claim's message was last handed over",
        ),
        sa.Column(
            "begun_at",
            Moment(),
            nullable=True,
            comment="when a worker began it; null: a message under way",
        ),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column(
            "capture_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the last capture",
        ),
        sa.Column(
            "article_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the article to which it leads",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urls")),
        sa.UniqueConstraint("key", name=op.f("uq_urls_key")),
    )
    with op.batch_alter_table("urls", schema=None) as batch_op:
        batch_op.create_index("ix_urls_article_id", ["article_id"], unique=False)
        batch_op.create_index(
            "ix_urls_host_queue", ["host", "state", "rank", "due_at"], unique=False
        )
        batch_op.create_index("ix_urls_state_queue", ["state", "rank", "due_at"], unique=False)

    op.create_table(
        "captures",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("url_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("requested_url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("hops", sa.JSON(), nullable=False),
        sa.Column(
            "body",
            Packed(),
            nullable=False,
            comment="decoded from its Content-Encoding, then packed",
        ),
        sa.Column("body_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the decoded body"),
        sa.Column("captured_at", Moment(), nullable=False),
        sa.Column("elapsed_seconds", sa.Float(), nullable=False),
        sa.Column("remote_address", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["url_id"], ["urls.id"], name=op.f("fk_captures_url_id_urls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
    )
    with op.batch_alter_table("captures", schema=None) as batch_op:
        batch_op.create_index("ix_captures_url_id", ["url_id"], unique=False)

    op.create_table(
        "trace",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("url_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("gate", sa.String(length=16), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["url_id"], ["urls.id"], name=op.f("fk_trace_url_id_urls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trace")),
    )
    with op.batch_alter_table("trace", schema=None) as batch_op:
        batch_op.create_index("ix_trace_url_id", ["url_id"], unique=False)

    op.create_table(
        "articles",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("key", sa.String(length=64), nullable=False, comment="SHA-256 of its URL's form"),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, comment="where it was fetched"),
        sa.Column("site", sa.Text(), nullable=False, comment="registrable domain, or the host"),
        sa.Column("site_name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("published_source", sa.String(length=24), nullable=True),
        sa.Column("published_zone", sa.String(length=16), nullable=True),
        sa.Column("published_has_time", sa.Boolean(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("language_confidence", sa.Float(), nullable=False),
        sa.Column("language_declared", sa.String(length=40), nullable=True),
        sa.Column("access", sa.String(length=16), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column(
            "capture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("stored_at", Moment(), nullable=False),
        sa.Column(
            "decision", sa.String(length=8), nullable=False, comment="of the present classification"
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["captures.id"], name=op.f("fk_articles_capture_id_captures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("key", name=op.f("uq_articles_key")),
        sa.UniqueConstraint("site", "text_sha256", name=op.f("uq_articles_site_text_sha256")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(
            "ix_articles_decision_stored_at", ["decision", "stored_at"], unique=False
        )
        batch_op.create_index("ix_articles_stored_at", ["stored_at"], unique=False)

    op.create_table(
        "article_topics",
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("topic", sa.String(length=16), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_article_topics_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("article_id", "topic", name=op.f("pk_article_topics")),
    )
    with op.batch_alter_table("article_topics", schema=None) as batch_op:
        batch_op.create_index("ix_article_topics_topic", ["topic"], unique=False)

    op.create_table(
        "classifications",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column(
            "language", sa.String(length=8), nullable=False, comment="whose lexicon was used"
        ),
        sa.Column("classified_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_classifications_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classifications")),
        sa.UniqueConstraint(
            "article_id", "version", name=op.f("uq_classifications_article_id_version")
        ),
    )
