"""Comments."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

TABLES = (
    "comment_guest",
    "comment_answer_template",
    "comment_sent",
    "comment",
    "comment_objection",
    "comment_post",
)


def upgrade() -> None:
    """Make the tables."""
    _guests()
    _templates()
    _sent()
    _comments()
    _objections()
    _posts()


def downgrade() -> None:
    """Remove the tables and all that they hold."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _guests() -> None:
    op.create_table(
        "comment_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("stakeholder_group", sa.String(), nullable=False),
        sa.Column("other_group", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("verified_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_guest")),
    )
    op.create_index(op.f("ix_comment_guest_email"), "comment_guest", ["email"])


def _templates() -> None:
    op.create_table(
        "comment_answer_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coalition_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["coalition_id"],
            ["coalition.id"],
            name=op.f("fk_comment_answer_template_coalition_id_coalition"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_comment_answer_template_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["member.id"],
            name=op.f("fk_comment_answer_template_made_by_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_answer_template")),
    )
    op.create_index(
        op.f("ix_comment_answer_template_coalition_id"),
        "comment_answer_template",
        ["coalition_id"],
    )


def _sent() -> None:
    op.create_table(
        "comment_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("asked_from", sa.String(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_comment_sent_document_id_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_sent")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_comment_sent_token_hash")),
    )
    op.create_index(op.f("ix_comment_sent_email"), "comment_sent", ["email"])


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("attribution", sa.String(), nullable=True),
        sa.Column("guest_id", sa.Integer(), nullable=True),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("wording_id", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("proposed_text", sa.String(), nullable=False),
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("in_stage", sa.String(), nullable=False),
        sa.Column("in_window", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_at", sa.DateTime(), nullable=False),
        sa.Column("disposition", sa.String(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("change_id", sa.Integer(), nullable=True),
        sa.Column("author_note", sa.String(), nullable=False),
        sa.Column("thread_closed_at", sa.DateTime(), nullable=True),
        sa.Column("thread_closed_by", sa.Integer(), nullable=True),
        sa.Column("receipt_mailed_at", sa.DateTime(), nullable=True),
        sa.Column("answer_mailed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["member.id"], name=op.f("fk_comment_answered_by_member")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["wording.id"], name=op.f("fk_comment_change_id_wording")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_comment_document_id_document"),
        ),
        sa.ForeignKeyConstraint(
            ["guest_id"],
            ["comment_guest.id"],
            name=op.f("fk_comment_guest_id_comment_guest"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_comment_member_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["thread_closed_by"],
            ["member.id"],
            name=op.f("fk_comment_thread_closed_by_member"),
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["wording.id"], name=op.f("fk_comment_wording_id_wording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_comment_document_id_number")
        ),
    )
    op.create_index(op.f("ix_comment_block_id"), "comment", ["block_id"])
    op.create_index(op.f("ix_comment_member_id"), "comment", ["member_id"])
    op.create_index("ix_comment_text", "comment", ["document_id", "text_hash"])


def _objections() -> None:
    op.create_table(
        "comment_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("objection", sa.Integer(), nullable=False),
        sa.Column("by_author", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_objection_comment_id_comment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_objection")),
    )
    op.create_index(
        op.f("ix_comment_objection_comment_id"), "comment_objection", ["comment_id"]
    )


def _posts() -> None:
    op.create_table(
        "comment_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comment.id"],
            name=op.f("fk_comment_post_comment_id_comment"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_comment_post_member_id_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_post")),
    )
    op.create_index(op.f("ix_comment_post_comment_id"), "comment_post", ["comment_id"])
