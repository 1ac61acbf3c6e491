"""workers, second opinions, integrity, authorities

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from worker.store.types import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No batch: SQLite would write tables anew, for columns that it can add.
    op.create_table(
        "opinions",
        sa.Column(
            "key",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of judge, question and text",
        ),
        sa.Column("judge", sa.String(length=120), nullable=False),
        sa.Column("score", sa.Float(), nullable=True, comment="null: it gave no usable answer"),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_opinions")),
    )
    op.create_index("ix_opinions_asked_at", "opinions", ["asked_at"], unique=False)

    op.create_table(
        "workers",
        sa.Column(
            "name",
            sa.String(length=120),
            nullable=False,
            comment="role@machine, process id, start",
        ),
        sa.Column(
            "role", sa.String(length=40), nullable=False, comment="fetch, process, control, engine"
        ),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column(
            "process",
            sa.String(length=80),
            nullable=False,
            comment="process id, and whose numbers these are",
        ),
        sa.Column("version", sa.String(length=40), nullable=False, comment="of Vedette"),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False, comment="by the database's clock"),
        sa.Column(
            "clock_ahead_seconds",
            sa.Float(),
            nullable=False,
            comment="its clock less the database's",
        ),
        sa.Column(
            "moved_at",
            Moment(),
            nullable=True,
            comment="when it last ended a step, or had none to begin",
        ),
        sa.Column(
            "moved_count",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="steps it has ended",
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    op.add_column(
        "articles",
        sa.Column("integrity", sa.String(length=16), server_default="unknown", nullable=False),
    )

    op.add_column(
        "classifications",
        sa.Column(
            "opinion",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="a second judge's; null: none was asked",
        ),
    )

    op.add_column(
        "fleet",
        sa.Column(
            "draining_since",
            Moment(),
            nullable=True,
            comment="nothing new is dispatched since; null: it is",
        ),
    )

    op.add_column(
        "hosts",
        sa.Column(
            "ca_file",
            sa.Text(),
            nullable=True,
            comment="PEM of an authority trusted for it, beside the public ones",
        ),
    )

    op.add_column(
        "urls",
        sa.Column(
            "holder",
            sa.String(length=120),
            nullable=True,
            comment="the worker that began it; null: none tells of itself",
        ),
    )
    op.create_index(
        "ix_hosts_known",
        "hosts",
        ["next_due_at"],
        unique=False,
        postgresql_where=sa.text("failures = 0 AND answered_at IS NOT NULL"),
        sqlite_where=sa.text("failures = 0 AND answered_at IS NOT NULL"),
    )
    op.create_index(
        "ix_urls_captured_again",
        "urls",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'captured' AND attempts > 0"),
        sqlite_where=sa.text("state = 'captured' AND attempts > 0"),
    )
    op.create_index(
        "ix_urls_quarantined",
        "urls",
        ["finished_at"],
        unique=False,
        postgresql_where=sa.text("outcome = 'quarantined'"),
        sqlite_where=sa.text("outcome = 'quarantined'"),
    )
    for name, columns, where in (
        ("ix_urls_host_due", ["host", "due_at"], "state = 'waiting'"),
        ("ix_urls_sources", ["host"], "kind <> 'article'"),
        ("ix_urls_finished_at", ["finished_at"], "finished_at IS NOT NULL"),
    ):
        op.create_index(
            name, "urls", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where)
        )
    op.create_index("ix_urls_kind_counts", "urls", ["kind", "state", "outcome"], unique=False)
