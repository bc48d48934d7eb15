"""Challenges of declared levels, who seconds them and who reviews them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("designation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String(length=48), nullable=False),
        sa.Column("ground", sa.String(length=48), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=48), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("response", sa.String(length=48), nullable=True),
        sa.Column("response_text", sa.String(), nullable=False),
        sa.Column("responded_by", sa.Integer(), nullable=True),
        sa.Column("responded_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=48), nullable=True),
        sa.Column("closing", sa.String(length=48), nullable=True),
        *_points_to(
            "challenge",
            document_id="document",
            designation_id="designation",
            member_id="member",
            responded_by="member",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        _unique("challenge", "document_id"),
        _unique("challenge", "designation_id"),
    )
    for column in ("document_id", "member_id"):
        op.create_index(op.f(f"ix_challenge_{column}"), "challenge", [column])
    _people("challenge_seconder", sa.Column("at", sa.DateTime(), nullable=False))
    _people(
        "challenge_reviewer",
        sa.Column("chosen", sa.String(length=48), nullable=False),
        sa.Column("named_at", sa.DateTime(), nullable=False),
        sa.Column("declined_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=48), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(), nullable=True),
    )


def downgrade() -> None:
    """Take them away again."""
    for table in ("challenge_reviewer", "challenge_seconder", "challenge"):
        op.drop_table(table)


_UNIQUE = {
    "document_id": ("document_id", "number"),
    "designation_id": ("designation_id", "member_id"),
    "challenge_id": ("challenge_id", "member_id"),
}


def _unique(table: str, first: str) -> sa.UniqueConstraint:
    columns = _UNIQUE[first]
    name = op.f(f"uq_{table}_{'_'.join(columns)}")
    return sa.UniqueConstraint(*columns, name=name)


def _points_to(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}")
        )
        for column, to in columns.items()
    ]


def _people(table: str, *columns: sa.Column[object]) -> None:
    """A table of members who have to do with a challenge."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        *columns,
        *_points_to(table, challenge_id="challenge", member_id="member"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        _unique(table, "challenge_id"),
    )
