"""sources and their polls

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from worker.store.types import Moment, Packed

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fleet",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="always 1",
        ),
        sa.Column(
            "ticked_at", Moment(), nullable=True, comment="the fleet's time at the last tick"
        ),
        sa.Column(
            "outage_since",
            Moment(),
            nullable=True,
            comment="our own network is down since; null: it is not",
        ),
        sa.Column(
            "probed_at",
            Moment(),
            nullable=True,
            comment="when a host was last asked during the outage",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fleet")),
    )
    op.create_table(
        "traps",
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("declined_count", sa.Integer(), nullable=False),
        sa.Column("found_at", Moment(), nullable=False),
        sa.Column("last_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("pattern", name=op.f("pk_traps")),
    )
    op.create_table(
        "sources",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("url_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True, comment="the operator's hint"),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column(
            "origin", sa.String(length=16), nullable=False, comment="file, command, opml, sitemap"
        ),
        sa.Column(
            "parent_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the sitemap index that lists it",
        ),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=True, comment="why it is in that state"),
        sa.Column("added_at", Moment(), nullable=False),
        sa.Column("interval_seconds", sa.Float(), nullable=False),
        sa.Column("interval_reason", sa.Text(), nullable=True),
        sa.Column(
            "next_poll_at",
            Moment(),
            nullable=True,
            comment="written before the poll under way began",
        ),
        sa.Column(
            "due_at",
            Moment(),
            nullable=True,
            comment="when the poll under way, or the last one, was due",
        ),
        sa.Column("begun_at", Moment(), nullable=True, comment="when that poll began"),
        sa.Column("polled_at", Moment(), nullable=True, comment="when the last poll ended"),
        sa.Column("read_at", Moment(), nullable=True, comment="when a poll last succeeded"),
        sa.Column(
            "new_at", Moment(), nullable=True, comment="when a poll last found something new"
        ),
        sa.Column(
            "changed_at", Moment(), nullable=True, comment="lastmod that the sitemap index gave"
        ),
        sa.Column("body_sha256", sa.String(length=64), nullable=True),
        sa.Column("failure_score", sa.Float(), nullable=False),
        sa.Column("failing_since", Moment(), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=True, comment="of the last poll"),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("items_count", sa.Integer(), nullable=True),
        sa.Column("health", sa.String(length=16), nullable=False),
        sa.Column("health_since", Moment(), nullable=True),
        sa.Column(
            "health_note", sa.Text(), nullable=True, comment="what speaks for it, with numbers"
        ),
        sa.Column(
            "rhythm",
            sa.JSON(),
            nullable=False,
            comment="habit and interval, as discover.rhythm has it",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["sources.id"], name=op.f("fk_sources_parent_id_sources")
        ),
        sa.ForeignKeyConstraint(["url_id"], ["urls.id"], name=op.f("fk_sources_url_id_urls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("url_id", name=op.f("uq_sources_url_id")),
    )
    with op.batch_alter_table("sources", schema=None) as batch_op:
        batch_op.create_index("ix_sources_parent_id", ["parent_id"], unique=False)

    op.create_table(
        "polls",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("late_seconds", sa.Float(), nullable=False),
        sa.Column("items_count", sa.Integer(), nullable=True),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("accepted_count", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Float(), nullable=False),
        sa.Column("interval_seconds", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_polls_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
    )
    with op.batch_alter_table("polls", schema=None) as batch_op:
        batch_op.create_index("ix_polls_source_id_at", ["source_id", "at"], unique=False)

    op.create_table(
        "referrers",
        sa.Column(
            "url_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "source_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_referrers_source_id_sources")
        ),
        sa.ForeignKeyConstraint(["url_id"], ["urls.id"], name=op.f("fk_referrers_url_id_urls")),
        sa.PrimaryKeyConstraint("url_id", "source_id", name=op.f("pk_referrers")),
    )
    with op.batch_alter_table("referrers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_referrers_source_id_seen_at", ["source_id", "seen_at"], unique=False
        )

    op.create_table(
        "seen",
        sa.Column(
            "source_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "hashes", Packed(), nullable=False, comment="8 bytes for each link, the newest first"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_seen_source_id_sources")
        ),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_seen")),
    )
    op.create_table(
        "stubs",
        sa.Column(
            "url_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column(
            "outcome",
            sa.String(length=24),
            nullable=True,
            comment="why there is no article; null: not known yet, or is",
        ),
        sa.Column("closed_at", Moment(), nullable=True, comment="when that outcome stood"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_stubs_source_id_sources")
        ),
        sa.ForeignKeyConstraint(["url_id"], ["urls.id"], name=op.f("fk_stubs_url_id_urls")),
        sa.PrimaryKeyConstraint("url_id", name=op.f("pk_stubs")),
    )
    with op.batch_alter_table("stubs", schema=None) as batch_op:
        batch_op.create_index("ix_stubs_closed_at", ["closed_at"], unique=False)

    with op.batch_alter_table("hosts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("delay_origin", sa.Text(), nullable=True, comment="who set delay_seconds")
        )
        batch_op.add_column(
            sa.Column(
                "slow_seconds",
                sa.Float(),
                server_default="0",
                nullable=False,
                comment="pause to which 429 and 503 slowed its pace; falls with success; 0: none",
            )
        )
        batch_op.add_column(
            sa.Column(
                "crawl_delay_seconds", sa.Float(), nullable=True, comment="what robots.txt asks for"
            )
        )
        batch_op.add_column(
            sa.Column(
                "answered_at",
                Moment(),
                nullable=True,
                comment="when it last answered, whatever it said",
            )
        )
        batch_op.add_column(
            sa.Column(
                "failed_at", Moment(), nullable=True, comment="when it last could not be reached"
            )
        )
        batch_op.add_column(
            sa.Column(
                "paused_at",
                Moment(),
                nullable=True,
                comment="by the operator; null: it may be asked",
            )
        )
        batch_op.add_column(sa.Column("pause_reason", sa.Text(), nullable=True))
        batch_op.create_index("ix_hosts_failed_at", ["failed_at"], unique=False)

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column(
            "article_id",
            existing_type=sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="null: the event tells of no article",
        )

    with op.batch_alter_table("urls", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "pattern",
                sa.Text(),
                nullable=True,
                comment="site and shape of a URL that a source showed",
            )
        )
        batch_op.create_index(
            "ix_urls_pattern_state",
            ["pattern", "state", "id"],
            unique=False,
            postgresql_where=sa.text("pattern IS NOT NULL"),
            sqlite_where=sa.text("pattern IS NOT NULL"),
        )
