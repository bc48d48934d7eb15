"""Objections and positions follow their words through splits and merges."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_FILL = (
    "UPDATE position SET draft_seq = COALESCE((SELECT seq FROM draft_head"
    " WHERE draft_head.document_id = position.document_id), 0)",
    "UPDATE objection_holder SET words_seq = COALESCE((SELECT draft_head.seq"
    " FROM draft_head JOIN objection"
    " ON objection.document_id = draft_head.document_id"
    " WHERE objection.id = objection_holder.objection_id), 0)",
    "UPDATE objection_move SET draft_seq = COALESCE((SELECT words_seq"
    " FROM objection_holder"
    " WHERE objection_holder.id = objection_move.holder_id), 0)",
)
"""What was said before stands where it stands: nothing earlier is worked out anew."""


def upgrade() -> None:
    """Make the table and the columns, and fill them."""
    op.create_table(
        "objection_holder_further",
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["objection_holder.id"]),
        sa.ForeignKeyConstraint(["wording_id"], ["wording.id"]),
        sa.PrimaryKeyConstraint("holder_id", "wording_id"),
    )
    with op.batch_alter_table("objection_holder") as batch:
        batch.add_column(
            sa.Column("words_seq", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("objection_move") as batch:
        batch.add_column(
            sa.Column("further", sa.JSON(), nullable=False, server_default="[]")
        )
        batch.add_column(
            sa.Column("draft_seq", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("position") as batch:
        batch.add_column(
            sa.Column("draft_seq", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(sa.Column("carried_from", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_position_carried_from_position"),
            "position",
            ["carried_from"],
            ["id"],
        )
    for sentence in _FILL:
        op.execute(sentence)


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("position") as batch:
        batch.drop_constraint(
            batch.f("fk_position_carried_from_position"), type_="foreignkey"
        )
        batch.drop_column("carried_from")
        batch.drop_column("draft_seq")
    with op.batch_alter_table("objection_move") as batch:
        batch.drop_column("draft_seq")
        batch.drop_column("further")
    with op.batch_alter_table("objection_holder") as batch:
        batch.drop_column("words_seq")
    op.drop_table("objection_holder_further")
