"""Roles on the site, suspended posting, and what goes through a record custodian."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | None = "0026"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    _table(
        "site_role_term",
        {"account_id": "account"},
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=48), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
    )
    _table(
        "suspension",
        {"member_id": "member", "account_id": "account"},
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=48), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("acting_as", sa.String(), nullable=False),
    )
    _table(
        "sent_through",
        {"document_id": "document", "member_id": "member"},
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("draft_seq", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("attribution", sa.String(length=48), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("passed_on_at", sa.DateTime(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
    )
    for table, column in _INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column(
        "coalition",
        sa.Column(
            "activity", sa.String(length=48), nullable=False, server_default="active"
        ),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("coalition", "activity")
    for table in ("sent_through", "suspension", "site_role_term"):
        op.drop_table(table)


_INDEXED = (
    ("site_role_term", "account_id"),
    ("suspension", "member_id"),
    ("sent_through", "document_id"),
    ("sent_through", "member_id"),
)


def _table(name: str, to: dict[str, str], *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}")
            )
            for column, table in to.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
