"""First tables: the archive."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


APPEND_ONLY = {
    "sqlite": [
        "CREATE TRIGGER archive_entry_no_update BEFORE UPDATE ON "
        "archive_entry BEGIN SELECT RAISE(ABORT, 'the archive is append-"
        "only'); END",
        "CREATE TRIGGER archive_entry_no_delete BEFORE DELETE ON "
        "archive_entry BEGIN SELECT RAISE(ABORT, 'the archive is append-"
        "only'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION archive_refuse() RETURNS trigger "
        "LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the archive is "
        "append-only'; END $$",
        "CREATE TRIGGER archive_entry_append_only BEFORE UPDATE OR DELETE "
        "ON archive_entry FOR EACH ROW EXECUTE FUNCTION archive_refuse()",
        "CREATE TRIGGER archive_entry_no_truncate BEFORE TRUNCATE ON "
        "archive_entry FOR EACH STATEMENT EXECUTE FUNCTION archive_refuse()",
    ],
}


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "archive_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "document", "coalition", name="chainkind", native_enum=False, length=48
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_chain")),
        sa.UniqueConstraint(
            "kind", "subject_id", name=op.f("uq_archive_chain_kind_subject_id")
        ),
    )
    op.create_table(
        "archive_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["archive_chain.id"],
            name=op.f("fk_archive_entry_chain_id_archive_chain"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_entry")),
        sa.UniqueConstraint(
            "chain_id", "seq", name=op.f("uq_archive_entry_chain_id_seq")
        ),
    )
    op.create_index(
        op.f("ix_archive_entry_account_id"),
        "archive_entry",
        ["account_id"],
        unique=False,
    )
    op.create_index(
        "ix_archive_entry_chain_verb",
        "archive_entry",
        ["chain_id", "verb"],
        unique=False,
    )
    op.create_index(
        op.f("ix_archive_entry_object"), "archive_entry", ["object"], unique=False
    )
    op.create_index(
        op.f("ix_archive_entry_verb"), "archive_entry", ["verb"], unique=False
    )
    op.create_table(
        "archive_pseudonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["archive_chain.id"],
            name=op.f("fk_archive_pseudonym_chain_id_archive_chain"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_pseudonym")),
        sa.UniqueConstraint(
            "chain_id",
            "account_id",
            "attribution",
            name=op.f("uq_archive_pseudonym_chain_id_account_id_attribution"),
        ),
        sa.UniqueConstraint(
            "chain_id", "number", name=op.f("uq_archive_pseudonym_chain_id_number")
        ),
    )
    op.create_table(
        "archive_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chain_id"],
            ["archive_chain.id"],
            name=op.f("fk_archive_signature_chain_id_archive_chain"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_signature")),
    )
    op.create_table(
        "archive_payload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("words", "identity", name="part", native_enum=False, length=48),
            nullable=False,
        ),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["archive_entry.id"],
            name=op.f("fk_archive_payload_entry_id_archive_entry"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_archive_payload")),
        sa.UniqueConstraint(
            "entry_id", "part", name=op.f("uq_archive_payload_entry_id_part")
        ),
    )
    _make_append_only()


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_table("archive_payload")
    op.drop_table("archive_signature")
    op.drop_table("archive_pseudonym")
    op.drop_index(op.f("ix_archive_entry_verb"), table_name="archive_entry")
    op.drop_index(op.f("ix_archive_entry_object"), table_name="archive_entry")
    op.drop_index("ix_archive_entry_chain_verb", table_name="archive_entry")
    op.drop_index(op.f("ix_archive_entry_account_id"), table_name="archive_entry")
    op.drop_table("archive_entry")
    op.drop_table("archive_chain")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION archive_refuse()")


def _make_append_only() -> None:
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)
