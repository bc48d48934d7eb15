"""First tables: people."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("email_verified_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active", "closed", name="accountstate", native_enum=False, length=48
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "account_sign_in_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("asked_from", sa.String(), nullable=False),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sign_in_link")),
        sa.UniqueConstraint(
            "token_hash", name=op.f("uq_account_sign_in_link_token_hash")
        ),
    )
    op.create_index(
        op.f("ix_account_sign_in_link_email"),
        "account_sign_in_link",
        ["email"],
        unique=False,
    )
    op.create_table(
        "account_browser_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("csrf_token", sa.String(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("browser", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_browser_session_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_browser_session")),
        sa.UniqueConstraint(
            "token_hash", name=op.f("uq_account_browser_session_token_hash")
        ),
    )
    op.create_index(
        op.f("ix_account_browser_session_account_id"),
        "account_browser_session",
        ["account_id"],
        unique=False,
    )
    op.create_table(
        "account_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_identity_account_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_identity")),
        sa.UniqueConstraint(
            "issuer", "subject", name=op.f("uq_account_identity_issuer_subject")
        ),
    )
    op.create_index(
        op.f("ix_account_identity_account_id"),
        "account_identity",
        ["account_id"],
        unique=False,
    )


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_index(op.f("ix_account_identity_account_id"), table_name="account_identity")
    op.drop_table("account_identity")
    op.drop_index(
        op.f("ix_account_browser_session_account_id"),
        table_name="account_browser_session",
    )
    op.drop_table("account_browser_session")
    op.drop_index(
        op.f("ix_account_sign_in_link_email"), table_name="account_sign_in_link"
    )
    op.drop_table("account_sign_in_link")
    op.drop_table("account")
