"""Minority statements."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    _table(
        "statement",
        {"document_id": "document"},
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("intent", sa.String(), nullable=False),
        sa.Column("intended_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        _unique("statement", "document_id", "number"),
    )
    _table(
        "statement_target",
        {"statement_id": "statement", "wording_id?": "wording"},
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
    )
    _table(
        "statement_signature",
        {"statement_id": "statement", "member_id": "member"},
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("capacity", sa.String(), nullable=False),
        sa.Column("signed_version", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        _unique("statement_signature", "statement_id", "member_id"),
    )
    _table(
        "group_response",
        {"statement_id": "statement", "member_id": "member"},
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        _unique("group_response", "statement_id"),
    )
    _table(
        "signature_receipt",
        {"signature_id": "statement_signature"},
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        _unique("signature_receipt", "hash"),
    )
    for table, column in INDEXED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    """Take them away again."""
    for table in (
        "signature_receipt", "group_response", "statement_signature",
        "statement_target", "statement",
    ):  # fmt: skip
        op.drop_table(table)


INDEXED = (
    ("statement_target", "statement_id"),
    ("statement_signature", "member_id"),
    ("signature_receipt", "signature_id"),
)


def _table(name: str, to: dict[str, str], *rest: sa.schema.SchemaItem) -> None:
    """A table with an id and foreign keys to other tables' ids; `?` may be null."""
    keys = {column.rstrip("?"): table for column, table in to.items()}
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(column.rstrip("?"), sa.Integer(), nullable=column.endswith("?"))
            for column in to
        ),
        *rest,
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}_{table}")
            )
            for column, table in keys.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    name = op.f(f"uq_{table}_{'_'.join(columns)}")
    return sa.UniqueConstraint(*columns, name=name)
