"""analysts' judgements

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from worker.store.types import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "decision",
            sa.String(length=10),
            nullable=False,
            comment="yes, no; withdrawn: none any more",
        ),
        sa.Column(
            "topics",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="null: the analyst named none",
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("analyst", sa.Text(), nullable=False),
        sa.Column("judged_at", Moment(), nullable=False),
        sa.Column("machine_score", sa.Float(), nullable=False, comment="at that time"),
        sa.Column("machine_decision", sa.String(length=8), nullable=False),
        sa.Column("machine_version", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name=op.f("fk_judgements_article_id_articles")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgements")),
    )
    op.create_index("ix_judgements_article_id", "judgements", ["article_id", "id"], unique=False)

    # No batch: SQLite would write the table anew, for columns that it can add.
    op.add_column(
        "articles",
        sa.Column(
            "decided_by",
            sa.String(length=8),
            server_default="machine",
            nullable=False,
            comment="machine: of the present classification; analyst: of the newest judgement",
        ),
    )
    op.add_column(
        "articles",
        sa.Column(
            "machine_version",
            sa.String(length=80),
            server_default="",
            nullable=False,
            comment="of the present classification",
        ),
    )
    op.execute(
        "UPDATE articles SET machine_version = COALESCE((SELECT c.version FROM classifications c "
        "WHERE c.id = (SELECT max(id) FROM classifications WHERE article_id = articles.id)), '')"
    )
    op.create_index(
        "ix_articles_machine_version", "articles", ["machine_version", "id"], unique=False
    )
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "articles",
            "decision",
            existing_type=sa.String(length=8),
            existing_nullable=False,
            existing_comment="of the present classification",
            comment="that counts: see decided_by",
        )
        op.alter_column(
            "article_topics",
            "score",
            existing_type=sa.Float(),
            existing_nullable=False,
            comment="1 where an analyst named it",
        )
