"""Windows for statements and challenges, which a declaration opens."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_ENDS = ("statements_close_at", "challenges_close_at")


def upgrade() -> None:
    """Add both ends; what was declared before had no windows."""
    with op.batch_alter_table("call") as batch:
        for name in _ENDS:
            batch.add_column(sa.Column(name, sa.DateTime(), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("call") as batch:
        for name in _ENDS:
            batch.drop_column(name)
