"""Standing replies, recusals, what is recorded for somebody, what is handed on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TO = {
    "document_id": "document",
    "member_id": "member",
    "wording_id": "wording",
    "recorded_by": "member",
    "objection_id": "objection",
    "holder_id": "objection_holder",
}


def upgrade() -> None:
    """Make the tables and the columns."""
    _make_recusals()
    _make_recordings()
    with op.batch_alter_table("objection_holder") as batch:
        batch.add_column(
            sa.Column(
                "standing_reply",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
    with op.batch_alter_table("objection_answer") as batch:
        batch.add_column(sa.Column("same_as", sa.Integer(), nullable=True))


def _make_recusals() -> None:
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("interest", sa.String(), nullable=False),
        sa.Column("attribution", sa.String(length=48), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_recusal_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_recusal_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    op.create_index(
        "uq_recusal_standing",
        "recusal",
        ["document_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_recordings() -> None:
    op.create_table(
        "on_behalf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("draft_seq", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("attribution", sa.String(length=48), nullable=False),
        sa.Column("source", sa.String(length=48), nullable=False),
        sa.Column("source_text", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("objection_id", sa.Integer(), nullable=True),
        sa.Column("holder_id", sa.Integer(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_on_behalf_{column}_{table}"),
            )
            for column, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_behalf")),
    )
    for column in ("document_id", "member_id"):
        op.create_index(op.f(f"ix_on_behalf_{column}"), "on_behalf", [column])

    op.create_table(
        "hand_on",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["objection_holder.id"],
            name=op.f("fk_hand_on_holder_id_objection_holder"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_hand_on_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_on")),
        sa.UniqueConstraint(
            "holder_id", "member_id", name=op.f("uq_hand_on_holder_id_member_id")
        ),
    )
    op.create_index(op.f("ix_hand_on_member_id"), "hand_on", ["member_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("hand_on")
    op.drop_table("on_behalf")
    with op.batch_alter_table("objection_answer") as batch:
        batch.drop_column("same_as")
    with op.batch_alter_table("objection_holder") as batch:
        batch.drop_column("standing_reply")
    op.drop_table("recusal")
