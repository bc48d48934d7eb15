"""First tables: drafts."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "draft_block",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("order_key", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("into", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_block_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "block_id", name=op.f("pk_draft_block")),
    )
    op.create_index(
        "ix_draft_block_order",
        "draft_block",
        ["document_id", "order_key"],
        unique=False,
    )
    op.create_table(
        "draft_client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("form", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_client_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_draft_client_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_client")),
        sa.UniqueConstraint(
            "document_id",
            "client_id",
            name=op.f("uq_draft_client_document_id_client_id"),
        ),
    )
    op.create_table(
        "draft_head",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_head_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_draft_head")),
    )
    op.create_table(
        "draft_lineage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("op", sa.String(), nullable=False),
        sa.Column("from_id", sa.String(), nullable=False),
        sa.Column("to_id", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_lineage_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_lineage")),
    )
    op.create_index(
        op.f("ix_draft_lineage_document_id"),
        "draft_lineage",
        ["document_id"],
        unique=False,
    )
    op.create_table(
        "draft_snapshot",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_snapshot_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_draft_snapshot")),
    )
    op.create_table(
        "draft_update",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_update_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("document_id", "seq", name=op.f("pk_draft_update")),
    )


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_table("draft_update")
    op.drop_table("draft_snapshot")
    op.drop_index(op.f("ix_draft_lineage_document_id"), table_name="draft_lineage")
    op.drop_table("draft_lineage")
    op.drop_table("draft_head")
    op.drop_table("draft_client")
    op.drop_index("ix_draft_block_order", table_name="draft_block")
    op.drop_table("draft_block")
