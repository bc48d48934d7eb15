"""The path of a document, what it is for, and notices beside consensus calls."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ADDED = (
    ("document", "path", sa.String(48), "consensus_output"),
    ("document", "scope", sa.String(), ""),
    ("document", "urgent", sa.Boolean(), sa.false()),
    ("call", "kind", sa.String(48), "consensus"),
)


def upgrade() -> None:
    """Add the columns; what there is was all put to consensus calls."""
    for table, name, kind, value in _ADDED:
        with op.batch_alter_table(table) as changed:
            changed.add_column(
                sa.Column(name, kind, nullable=False, server_default=value)
            )


def downgrade() -> None:
    """Take them away again."""
    for table, name, _, _ in reversed(_ADDED):
        op.drop_column(table, name)
