"""First tables: positions and the moves of objections."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("snapshot_id", sa.Integer(), nullable=True),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "support",
                "reservation",
                "abstain",
                name="positionkind",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column(
            "attribution",
            sa.Enum(
                "named",
                "organisation",
                "group_region",
                "group",
                "member",
                name="attribution",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column(
            "ending",
            sa.Enum(
                "replaced", "withdrawn", name="ending", native_enum=False, length=48
            ),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_position_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_position_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"],
            ["snapshot.id"],
            name=op.f("fk_position_snapshot_id_snapshot"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_position_wording_id_wording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
    )
    op.create_index(
        op.f("ix_position_member_id"), "position", ["member_id"], unique=False
    )
    op.create_index(
        "uq_position_standing",
        "position",
        ["document_id", "block_id", "wording_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_position_standing_document",
        "position",
        ["document_id", "snapshot_id", "member_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL AND block_id IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND block_id IS NULL"),
    )
    op.create_table(
        "objection_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column(
            "before",
            sa.Enum(
                "raised",
                "asked",
                "answered",
                "resolved",
                "maintained",
                "dissenting",
                "recheck",
                "unconfirmed",
                "withdrawn",
                name="holderstate",
                native_enum=False,
                length=48,
            ),
            nullable=True,
        ),
        sa.Column(
            "after",
            sa.Enum(
                "raised",
                "asked",
                "answered",
                "resolved",
                "maintained",
                "dissenting",
                "recheck",
                "unconfirmed",
                "withdrawn",
                name="holderstate",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("by_account", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["objection_holder.id"],
            name=op.f("fk_objection_move_holder_id_objection_holder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_move")),
    )
    op.create_table(
        "objection_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column(
            "about",
            sa.Enum(
                "raised",
                "asked",
                "answered",
                "resolved",
                "maintained",
                "dissenting",
                "recheck",
                "unconfirmed",
                "withdrawn",
                name="holderstate",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("about_since", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["objection_holder.id"],
            name=op.f("fk_objection_reminder_holder_id_objection_holder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_reminder")),
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["objection_holder.id"],
            name=op.f("fk_receipt_holder_id_objection_holder"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("hash", name=op.f("uq_receipt_hash")),
    )


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_table("receipt")
    op.drop_table("objection_reminder")
    op.drop_table("objection_move")
    op.drop_index(
        "uq_position_standing_document",
        table_name="position",
        sqlite_where=sa.text("ended_at IS NULL AND block_id IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL AND block_id IS NULL"),
    )
    op.drop_index(
        "uq_position_standing",
        table_name="position",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_position_member_id"), table_name="position")
    op.drop_table("position")
