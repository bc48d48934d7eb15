"""
Words hidden under the Code of Conduct: hiding them, showing them again, rewording.

Every form works without scripts. A refused one comes back with all that was typed.
"""

from collections.abc import Callable

from flask import Blueprint, flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.db import begin_writing, db
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.hidings import hidings_of
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, NotFound, Refused, SignInFirst
from consensus.moderation.actions.hiding import (
    LONGEST_REASON,
    Grounds,
    Moderator,
    hide,
    lift,
)
from consensus.moderation.actions.rewording import FIRST, reword
from consensus.moderation.pages import Given, words_page
from consensus.moderation.subjects import Subject, SubjectKind, subject_of
from consensus.web import chosen, redirect_to, written
from consensus.web.refusals import status_of

bp = Blueprint("moderation", __name__, url_prefix="/documents/<int:document_id>")

KINDS = "objection, note, answer, comment, reply, statement"
ADDRESS = f"/hidden/<any({KINDS}):kind>/<int:number>"
LONGEST_WORDS = 20_000  # characters

Deed = Callable[[Document, Asker, Subject], str]
"""Does one thing about words and returns the sentence that says so."""


@bp.get("/hidden")
def list_hidden(document_id: int) -> str:
    """All that was hidden in a text: rule, reason, date, who acted; for everybody."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    hidings = hidings_of(db.session, document.id)
    return render_template(
        "moderation/list.html", document=document, hidings=hidings,
        moderates=asker.may(Act.MODERATE, document),
    )  # fmt: skip


@bp.get(ADDRESS)
def show_words(document_id: int, kind: str, number: int) -> str:
    """The words, or the stub in their place, with the steps open to the reader."""
    document, asker, subject = _opened(document_id, kind, number, Act.READ)
    return words_page(document, asker, subject)


@bp.post(f"{ADDRESS}/hiding")
def hide_words(document_id: int, kind: str, number: int) -> Response:
    """Put a stub in the place of the words."""

    def deed(document: Document, asker: Asker, subject: Subject) -> str:
        reason = written("reason", "A reason", at_most=LONGEST_REASON)
        grounds = Grounds(chosen(CodeRule, "rule"), reason)
        hide(db.session, document, subject, grounds, by=_moderator(asker))
        return f"Hidden: {subject.what}. Its author has 7 days to reword it."

    return _do(document_id, kind, number, Act.MODERATE, deed)


@bp.post(f"{ADDRESS}/lifting")
def show_words_again(document_id: int, kind: str, number: int) -> Response:
    """Take the stub away again."""

    def deed(document: Document, asker: Asker, subject: Subject) -> str:
        reason = written("lift_reason", "A reason", at_most=LONGEST_REASON)
        lift(db.session, document, subject, reason, by=_moderator(asker))
        return f"Shown again: {subject.what}."

    return _do(document_id, kind, number, Act.MODERATE, deed)


@bp.post(f"{ADDRESS}/rewording")
def reword_words(document_id: int, kind: str, number: int) -> Response:
    """Say one's own hidden words otherwise."""

    def deed(document: Document, asker: Asker, subject: Subject) -> str:
        words = {
            name: written(name, "Your text", at_most=LONGEST_WORDS)
            for name in FIRST.get(subject.kind, ())
        }
        reword(db.session, document, subject, words, by=asker.seat)
        return f"Your new words stand in {subject.what}; the hidden ones stay hidden."

    return _do(document_id, kind, number, Act.REWORD, deed)


def _opened(
    document_id: int, kind: str, number: int, act: Act
) -> tuple[Document, Asker, Subject]:
    document, asker = open_document(db.session, document_id, current_account(), to=act)
    subject = subject_of(db.session, document, SubjectKind(kind), number)
    return document, asker, subject


def _do(document_id: int, kind: str, number: int, act: Act, deed: Deed) -> Response:
    begin_writing(db.session)
    document, asker, subject = _opened(document_id, kind, number, act)
    path = subject.path
    try:
        sentence = deed(document, asker, subject)
    except NotFound:
        raise
    except (Invalid, NotAllowed, Refused) as refusal:
        return _refused(document_id, kind, number, refusal)
    commit(db.session)
    flash(sentence, "ok")
    home = url_for("workspace.show_document", document_id=document_id)
    return redirect_to(f"{home}{path if path.startswith('?') else '/' + path}")


def _refused(document_id: int, kind: str, number: int, refusal: Refused) -> Response:
    """The page again, with all that was typed."""
    db.session.rollback()
    form = request.path.rsplit("/", 1)[-1]
    given = Given(form, request.form.to_dict(), str(refusal))
    document, asker, subject = _opened(document_id, kind, number, Act.READ)
    page = words_page(document, asker, subject, given)
    return make_response(page, status_of(refusal))


def _moderator(asker: Asker) -> Moderator:
    if asker.account is None:
        raise SignInFirst("Sign in to moderate.")
    return Moderator(asker.account, asker.acting(Act.MODERATE), asker.member)
