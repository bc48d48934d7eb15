"""First tables: objections."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "target",
            sa.Enum(
                "wording",
                "document",
                "removal",
                name="targetkind",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("harm_to", sa.String(), nullable=False),
        sa.Column("would_resolve", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("raised_in_stage", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_objection_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_objection_wording_id_wording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_objection_document_id_number")
        ),
    )
    op.create_index(
        op.f("ix_objection_block_id"), "objection", ["block_id"], unique=False
    )
    op.create_table(
        "objection_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "disposition",
            sa.Enum(
                "accommodated",
                "accommodated_in_part",
                "not_accommodated",
                "out_of_scope",
                name="disposition",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_objection_answer_member_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_answer_objection_id_objection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answer")),
    )
    op.create_table(
        "objection_holder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_author", sa.Boolean(), nullable=False),
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
        sa.Column(
            "state",
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
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("own_note", sa.String(), nullable=False),
        sa.Column("state_note", sa.String(), nullable=False),
        sa.Column("replied", sa.Boolean(), nullable=False),
        sa.Column("departed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_objection_holder_member_id_member"),
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_objection_holder_objection_id_objection"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"],
            ["wording.id"],
            name=op.f("fk_objection_holder_wording_id_wording"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_holder")),
        sa.UniqueConstraint(
            "objection_id",
            "member_id",
            name=op.f("uq_objection_holder_objection_id_member_id"),
        ),
    )
    op.create_index(
        op.f("ix_objection_holder_member_id"),
        "objection_holder",
        ["member_id"],
        unique=False,
    )


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_index(op.f("ix_objection_holder_member_id"), table_name="objection_holder")
    op.drop_table("objection_holder")
    op.drop_table("objection_answer")
    op.drop_index(op.f("ix_objection_block_id"), table_name="objection")
    op.drop_table("objection")
