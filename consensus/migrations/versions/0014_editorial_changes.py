"""Editorial changes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_TO = {
    "document_id": "document",
    "old_id": "wording",
    "new_id": "wording",
    "snapshot_id": "snapshot",
}


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "editorial_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=False),
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("contested_at", sa.DateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_editorial_change_{column}_{table}"),
            )
            for column, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editorial_change")),
    )
    name = op.f("ix_editorial_change_document_id")
    op.create_index(name, "editorial_change", ["document_id"])


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("editorial_change")
