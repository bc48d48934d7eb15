"""Repeat calls, readings without those who joined, others who act."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_OF_LEVELS = ("without_joined", "on_joined")
_TO = {"document_id": "document", "member_id": "member"}


def upgrade() -> None:
    """Calls so far asked about the whole text, and objections came in round."""
    with op.batch_alter_table("call") as table:
        table.add_column(
            sa.Column("scope", sa.String(48), nullable=False, server_default="whole")
        )
        table.add_column(
            sa.Column("covered", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("objection") as table:
        table.add_column(
            sa.Column("in_round", sa.String(48), nullable=False, server_default="yes")
        )
    with op.batch_alter_table("designation") as table:
        for name in _OF_LEVELS:
            table.add_column(
                sa.Column(name, sa.String(), nullable=False, server_default="")
            )
    op.create_table(
        "publishing_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_publishing_asked_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_publishing_asked_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publishing_asked")),
        sa.UniqueConstraint(
            "call_id", "member_id", name=op.f("uq_publishing_asked_call_id_member_id")
        ),
    )
    with op.batch_alter_table("call") as table:
        table.add_column(sa.Column("ready_since", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("looked_at", sa.DateTime(), nullable=True))
    op.create_table(
        "stand_in_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(48), nullable=False),
        sa.Column("due_since", sa.DateTime(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_stand_in_offer_{column}_{table}"),
            )
            for column, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in_offer")),
    )
    name = op.f("ix_stand_in_offer_document_id")
    op.create_index(name, "stand_in_offer", ["document_id"])


def downgrade() -> None:
    """Take it all away again."""
    op.drop_table("stand_in_offer")
    with op.batch_alter_table("call") as table:
        table.drop_column("looked_at")
        table.drop_column("ready_since")
    op.drop_table("publishing_asked")
    with op.batch_alter_table("designation") as table:
        for name in _OF_LEVELS:
            table.drop_column(name)
    with op.batch_alter_table("objection") as table:
        table.drop_column("in_round")
    with op.batch_alter_table("call") as table:
        table.drop_column("covered")
        table.drop_column("scope")
