"""First tables: calls and levels."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("notice_sent_at", sa.DateTime(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=False),
        sa.Column("extended_from", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=False),
        sa.Column("charter", sa.JSON(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_call_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["member.id"], name=op.f("fk_call_opened_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["snapshot.id"], name=op.f("fk_call_snapshot_id_snapshot")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint(
            "document_id", "round", name=op.f("uq_call_document_id_round")
        ),
    )
    op.create_table(
        "call_member",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("stakeholder_group", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("joined_during_call", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_call_member_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_call_member_member_id_member")
        ),
        sa.PrimaryKeyConstraint("call_id", "member_id", name=op.f("pk_call_member")),
    )
    op.create_table(
        "designation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column(
            "level",
            sa.Enum(
                "full_consensus",
                "consensus",
                "strong_support_significant_opposition",
                "divergence",
                "insufficient_participation",
                "not_assessed",
                "no_consensus_claimed",
                name="level",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("reading_code", sa.String(), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column(
            "independence",
            sa.Enum(
                "independent",
                "drafted_this_text",
                "holds_a_position",
                name="independence",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("revised_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_designation_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by"],
            ["member.id"],
            name=op.f("fk_designation_declared_by_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designation")),
    )
    op.create_index(
        op.f("ix_designation_call_id"), "designation", ["call_id"], unique=False
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column(
            "value",
            sa.Enum(
                "accommodated_in_part",
                "answered_not_accommodated",
                "outweighed",
                "not_bearing",
                name="findingvalue",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("alternatives", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("revised_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_finding_call_id_call")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["member.id"], name=op.f("fk_finding_made_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["objection_id"],
            ["objection.id"],
            name=op.f("fk_finding_objection_id_objection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_call_id"), "finding", ["call_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_reading_call_id_call")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index(op.f("ix_reading_call_id"), "reading", ["call_id"], unique=False)


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_index(op.f("ix_reading_call_id"), table_name="reading")
    op.drop_table("reading")
    op.drop_index(op.f("ix_finding_call_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_designation_call_id"), table_name="designation")
    op.drop_table("designation")
    op.drop_table("call_member")
    op.drop_table("call")
