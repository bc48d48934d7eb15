"""Windows of member review and public comment."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TO = {"document_id": "document", "snapshot_id": "snapshot", "opened_by": "member"}


def upgrade() -> None:
    """Make the table; the end of a call is now the end of any window."""
    op.execute("ALTER TABLE document RENAME COLUMN call_closes_at TO closes_at")
    op.create_table(
        "review_window",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("notice_sent_at", sa.DateTime(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("charter", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_review_window_{column}_{table}"),
            )
            for column, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_window")),
        sa.UniqueConstraint(
            "document_id",
            "kind",
            "round",
            name=op.f("uq_review_window_document_id_kind_round"),
        ),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("review_window")
    op.execute("ALTER TABLE document RENAME COLUMN closes_at TO call_closes_at")
