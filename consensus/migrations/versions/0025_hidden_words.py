"""Words hidden under the Code of Conduct."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_HIDABLE = (
    "objection", "objection_holder", "objection_answer", "statement", "comment",
    "comment_post",
)  # fmt: skip


def upgrade() -> None:
    """Make the table, and let each kind of words point at what hides it."""
    op.create_table(
        "hiding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("holds_up", sa.Boolean(), nullable=False),
        sa.Column("rule", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("acting_as", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ending", sa.String(length=48), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_hiding_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_hiding_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiding")),
    )
    op.create_index(op.f("ix_hiding_document_id"), "hiding", ["document_id"])
    for table in _HIDABLE:
        op.add_column(table, sa.Column("hiding_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    for table in _HIDABLE:
        op.drop_column(table, "hiding_id")
    op.drop_table("hiding")
