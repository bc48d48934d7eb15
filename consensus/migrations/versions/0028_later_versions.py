"""Versions after the first, and dissent recorded in an earlier one (R40)."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | None = "0027"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns: there is one version of every text so far."""
    op.add_column("document", sa.Column("version_since", sa.DateTime(), nullable=True))
    with op.batch_alter_table("objection_holder") as changed:
        changed.add_column(
            sa.Column("recorded_in", sa.String(), nullable=False, server_default="")
        )


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("objection_holder", "recorded_in")
    op.drop_column("document", "version_since")
