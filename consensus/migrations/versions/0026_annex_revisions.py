"""Later editions of a published annex, and who withdrew what after publication."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_MARKED = {
    "objection_holder": "retired_at",
    "statement_signature": "retired_at",
    "version": "withheld_at",
}


def upgrade() -> None:
    """Make the table, and the columns that say when."""
    op.create_table(
        "annex_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("agreement_line", sa.String(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("html", sa.LargeBinary(), nullable=True),
        sa.Column("bundle", sa.LargeBinary(), nullable=True),
        sa.Column("bundle_hash", sa.String(), nullable=False),
        sa.Column("withheld_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["version.id"],
            name=op.f("fk_annex_revision_version_id_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annex_revision")),
        sa.UniqueConstraint(
            "version_id", "number", name=op.f("uq_annex_revision_version_id_number")
        ),
    )
    for table, column in _MARKED.items():
        op.add_column(table, sa.Column(column, sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    for table, column in _MARKED.items():
        op.drop_column(table, column)
    op.drop_table("annex_revision")
