"""Parked texts, and decisions of the group on notice."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    """Make the column and the tables."""
    op.add_column("document", sa.Column("parked_from", sa.String(48), nullable=True))
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        _key("decision", "document_id", "document"),
        _key("decision", "successor_id", "document"),
        _key("decision", "proposed_by", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_decision_document_id_number")
        ),
    )
    op.create_table(
        "decision_opposition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _key("decision_opposition", "decision_id", "decision"),
        _key("decision_opposition", "member_id", "member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_opposition")),
        sa.UniqueConstraint(
            "decision_id",
            "member_id",
            name=op.f("uq_decision_opposition_decision_id_member_id"),
        ),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("decision_opposition")
    op.drop_table("decision")
    op.drop_column("document", "parked_from")
