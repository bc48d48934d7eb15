"""Suggestions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("base", sa.JSON(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_in_stage", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("adopted_block", sa.String(), nullable=True),
        sa.Column("adopted_hash", sa.String(), nullable=True),
        sa.Column("draft_seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_suggestion_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_suggestion_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["member.id"], name=op.f("fk_suggestion_settled_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"],
            ["wording.id"],
            name=op.f("fk_suggestion_wording_id_wording"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_suggestion_document_id_number")
        ),
    )
    for column in ("block_id", "member_id"):
        name = op.f(f"ix_suggestion_{column}")
        op.create_index(name, "suggestion", [column], unique=False)


def downgrade() -> None:
    """Remove the table and all that it holds."""
    op.drop_table("suggestion")
