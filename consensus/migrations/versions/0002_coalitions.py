"""First tables: coalitions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "coalition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("acronym", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("recognised", sa.Boolean(), nullable=False),
        sa.Column("list_address", sa.String(), nullable=False),
        sa.Column("charter", sa.JSON(), nullable=False),
        sa.Column("founded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coalition")),
        sa.UniqueConstraint("slug", name=op.f("uq_coalition_slug")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        sa.Column(
            "default_attribution",
            sa.Enum(
                "named",
                "organisation",
                "group_region",
                "group",
                "member",
                name="attribution",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_member_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["coalition_id"],
            ["coalition.id"],
            name=op.f("fk_member_coalition_id_coalition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint(
            "coalition_id", "account_id", name=op.f("uq_member_coalition_id_account_id")
        ),
    )
    op.create_index(
        op.f("ix_member_account_id"), "member", ["account_id"], unique=False
    )
    op.create_index("ix_member_coalition", "member", ["coalition_id"], unique=False)
    op.create_table(
        "coordination_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_coordination_offer_member_id_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coordination_offer")),
        sa.UniqueConstraint(
            "document_id",
            "member_id",
            name=op.f("uq_coordination_offer_document_id_member_id"),
        ),
    )
    op.create_index(
        op.f("ix_coordination_offer_member_id"),
        "coordination_offer",
        ["member_id"],
        unique=False,
    )
    op.create_table(
        "member_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "member",
                "observer",
                "former",
                name="seatstatus",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column(
            "stakeholder_group",
            sa.Enum(
                "civil_society",
                "government",
                "intergovernmental",
                "private_sector",
                "technical_community",
                "other",
                name="stakeholdergroup",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("other_group", sa.String(), nullable=False),
        sa.Column(
            "region",
            sa.Enum(
                "African Group",
                "Asia-Pacific Group",
                "Eastern European Group",
                "Latin American and Caribbean Group",
                "Western European and Others Group",
                "Intergovernmental organisation",
                name="region",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column(
            "capacity",
            sa.Enum(
                "personal",
                "organisation",
                name="capacity",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_term_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_term")),
    )
    op.create_index(
        op.f("ix_member_term_member_id"), "member_term", ["member_id"], unique=False
    )
    op.create_table(
        "role_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "visitor",
                "observer",
                "member",
                "editor",
                "consensus caller",
                "coordinator",
                name="role",
                native_enum=False,
                length=48,
            ),
            nullable=False,
        ),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_role_term_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_term")),
    )
    op.create_index(
        op.f("ix_role_term_document_id"), "role_term", ["document_id"], unique=False
    )
    op.create_index(
        op.f("ix_role_term_member_id"), "role_term", ["member_id"], unique=False
    )


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    op.drop_index(op.f("ix_role_term_member_id"), table_name="role_term")
    op.drop_index(op.f("ix_role_term_document_id"), table_name="role_term")
    op.drop_table("role_term")
    op.drop_index(op.f("ix_member_term_member_id"), table_name="member_term")
    op.drop_table("member_term")
    op.drop_index(
        op.f("ix_coordination_offer_member_id"), table_name="coordination_offer"
    )
    op.drop_table("coordination_offer")
    op.drop_index("ix_member_coalition", table_name="member")
    op.drop_index(op.f("ix_member_account_id"), table_name="member")
    op.drop_table("member")
    op.drop_table("coalition")
