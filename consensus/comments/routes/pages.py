"""The pages of comments: all of a text, and one."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.comments.blueprint import bp
from consensus.comments.desk import Filter, desk_of
from consensus.comments.queries import comment_of
from consensus.comments.view import Lines, replying
from consensus.db import db
from consensus.documents.access import Act, open_document

ADDRESS = "/documents/<int:document_id>/comments"


@bp.get(ADDRESS)
def list_comments(document_id: int) -> str:
    """All comments by paragraph, for everybody; editors answer them here."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    wanted = Filter.of(request.args.to_dict())
    desk = desk_of(db.session, document, asker, wanted)
    return render_template("comments/list.html", document=document, desk=desk)


@bp.get(f"{ADDRESS}/<int:number>")
def show_comment(document_id: int, number: int) -> Response:
    """One comment with all that can be done about it."""
    return comment_page(document_id, number)


def comment_page(
    document_id: int, number: int, *, fault: str = "", status: int = 200
) -> Response:
    """A comment's own page; what was typed and refused is on it again."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    comment = comment_of(db.session, document.id, number)
    lines = Lines.of(db.session, document, asker)
    page = render_template(
        "comments/comment.html", document=document, view=lines.view(comment),
        tools=desk_of(db.session, document, asker, Filter()).tools, fault=fault,
        given=request.form.to_dict(), section=replying(lines),
    )  # fmt: skip
    return make_response(page, status)
