"""Live drafts: an append-only log that says what it touched, and salvaged words."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER draft_update_no_update BEFORE UPDATE ON draft_update"
        " BEGIN SELECT RAISE(ABORT, 'the log of a draft is append-only'); END",
        "CREATE TRIGGER draft_update_no_delete BEFORE DELETE ON draft_update"
        " BEGIN SELECT RAISE(ABORT, 'the log of a draft is append-only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION draft_refuse() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RAISE EXCEPTION 'the log of a draft is append-only'; END $$",
        "CREATE TRIGGER draft_update_append_only BEFORE UPDATE OR DELETE"
        " ON draft_update FOR EACH ROW EXECUTE FUNCTION draft_refuse()",
        "CREATE TRIGGER draft_update_no_truncate BEFORE TRUNCATE"
        " ON draft_update FOR EACH STATEMENT EXECUTE FUNCTION draft_refuse()",
    ],
}
NO_LONGER = {
    "sqlite": [
        "DROP TRIGGER draft_update_no_update",
        "DROP TRIGGER draft_update_no_delete",
    ],
    "postgresql": [
        "DROP TRIGGER draft_update_append_only ON draft_update",
        "DROP TRIGGER draft_update_no_truncate ON draft_update",
        "DROP FUNCTION draft_refuse()",
    ],
}


def upgrade() -> None:
    """Add the columns and the table, then forbid changes of the log."""
    _add("draft_head", sa.Column("typed_upto", sa.Integer(), nullable=False), "0")
    _add("draft_update", sa.Column("blocks", sa.JSON(), nullable=False), "[]")
    _add("draft_update", sa.Column("number", sa.Integer(), nullable=False), "0")
    op.create_table(
        "draft_salvaged",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_draft_salvaged_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"],
            ["member.id"],
            name=op.f("fk_draft_salvaged_settled_by_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_salvaged")),
    )
    op.create_index(
        op.f("ix_draft_salvaged_document_id"),
        "draft_salvaged",
        ["document_id"],
        unique=False,
    )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Let the log be changed again, and take off what was added."""
    for statement in NO_LONGER[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_index(op.f("ix_draft_salvaged_document_id"), table_name="draft_salvaged")
    op.drop_table("draft_salvaged")
    op.drop_column("draft_update", "number")
    op.drop_column("draft_update", "blocks")
    op.drop_column("draft_head", "typed_upto")


def _add(table: str, column: "sa.Column[object]", default: str) -> None:
    column.server_default = sa.DefaultClause(default)  # for the rows already there
    op.add_column(table, column)
