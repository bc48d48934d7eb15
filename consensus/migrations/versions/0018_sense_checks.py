"""Sense checks and their answers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sense_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        _key("sense_check", "document_id", "document"),
        _key("sense_check", "opened_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sense_check")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_sense_check_document_id_number")
        ),
    )
    op.create_table(
        "sense_answer",
        sa.Column("check_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=48), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key("sense_answer", "check_id", "sense_check"),
        _key("sense_answer", "member_id", "member"),
        sa.PrimaryKeyConstraint("check_id", "member_id", name=op.f("pk_sense_answer")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("sense_answer")
    op.drop_table("sense_check")


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
