"""The pages of suggestions, and what editors decide about them."""

from collections.abc import Callable

from flask import (
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.shown_as import choices_for
from consensus.db import begin_writing, db
from consensus.deliberation.actions.settling import (
    Settling,
    adopt,
    adopt_as_new,
    adopt_in_part,
    decline,
)
from consensus.deliberation.blueprint import bp
from consensus.deliberation.routes import forms
from consensus.deliberation.routes.suggesting import ADDRESS, wants_data
from consensus.deliberation.suggestion_models import Suggestion, SuggestionState
from consensus.deliberation.suggestion_pages import Given, as_data
from consensus.deliberation.suggestion_queries import (
    how_many_in,
    suggestion_of,
    suggestions_of,
)
from consensus.deliberation.suggestion_view import (
    STATE_WORDS,
    SuggestionView,
    settle_form,
    suggestion_view,
)
from consensus.deliberation.wording_history import Redline
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.forms import KINDS, read_block_fields
from consensus.drafting.pages import notes_of
from consensus.drafting.queries import any_block_of, labels
from consensus.errors import NotAllowed, NotFound, Refused
from consensus.schema import Block
from consensus.web import written
from consensus.web.refusals import status_of
from consensus.wordings.canonical import plain_text

Deed = Callable[[Document, Suggestion, Settling], str]


@bp.get("/documents/<int:document_id>/suggestions")
def list_suggestions(document_id: int) -> str | Response:
    """All suggestions to a text, or those in one `state`; open to everyone."""
    document, asker = _to_read(document_id)
    given = request.args.get("state", "")
    state = SuggestionState(given) if given in list(SuggestionState) else None
    names = labels(db.session, document.id)
    views = [
        suggestion_view(db.session, document, one, asker, names)
        for one in suggestions_of(db.session, document.id, state)
    ]
    if wants_data():
        return jsonify(
            [as_data(one, _address(document, one.suggestion)) for one in views]
        )
    return render_template(
        "deliberation/suggestions.html", document=document, views=views, state=state,
        counts=how_many_in(db.session, document.id), states=STATE_WORDS,
        may_suggest=asker.may(Act.SUGGEST, document),
    )  # fmt: skip


@bp.get(ADDRESS)
def show_suggestion(document_id: int, number: int) -> str | Response:
    """One suggestion, with the texts it lies between; open to everyone."""
    document, asker = _to_read(document_id)
    suggestion = suggestion_of(db.session, document.id, number)
    if wants_data():
        view = _view(document, asker, suggestion)
        return jsonify(as_data(view, _address(document, suggestion)))
    return _page(document, asker, suggestion)


@bp.post(f"{ADDRESS}/adoption")
def adopt_suggestion(document_id: int, number: int) -> Response:
    """Put it into the text as it was made, on the words as they are now."""

    def deed(document: Document, suggestion: Suggestion, settling: Settling) -> str:
        seen = request.form.get("edition", "")
        adopt(db.session, document, suggestion, seen, settling)
        return f"{suggestion.name} is adopted."

    return _settle(document_id, number, deed)


@bp.post(f"{ADDRESS}/adoption-as-new")
def adopt_suggestion_as_new(document_id: int, number: int) -> Response:
    """Put its words in as a new paragraph, where the old one is gone."""

    def deed(document: Document, suggestion: Suggestion, settling: Settling) -> str:
        adopt_as_new(db.session, document, suggestion, settling)
        return f"{suggestion.name} is adopted as a new paragraph."

    return _settle(document_id, number, deed)


@bp.post(f"{ADDRESS}/adoption-in-part")
def adopt_suggestion_in_part(document_id: int, number: int) -> Response:
    """Put the words into the text that the editor writes."""

    def deed(document: Document, suggestion: Suggestion, settling: Settling) -> str:
        block = _block_sent(document, suggestion)
        seen = request.form.get("edition", "")
        adopt_in_part(db.session, document, suggestion, (block, seen), settling)
        return f"{suggestion.name} is adopted in part."

    return _settle(document_id, number, deed)


@bp.post(f"{ADDRESS}/decline")
def decline_suggestion(document_id: int, number: int) -> Response:
    """Not adopt it, and say why."""

    def deed(document: Document, suggestion: Suggestion, settling: Settling) -> str:
        decline(db.session, document, suggestion, settling)
        return f"{suggestion.name} is not adopted; its author is told why."

    return _settle(document_id, number, deed)


def _settle(document_id: int, number: int, deed: Deed) -> Response:
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.SETTLE_SUGGESTION
    )
    suggestion = suggestion_of(db.session, document.id, number)
    try:
        answer = written("answer", "What you say with it", at_most=forms.LONGEST_REASON)
        actor = asker.acting(Act.SETTLE_SUGGESTION)
        sentence = deed(document, suggestion, Settling(asker.seat, actor, answer))
    except Refused as refusal:
        return _refused(document_id, number, refusal)
    commit(db.session)
    flash(sentence, "ok")
    return redirect(_address(document, suggestion), 303)


def _refused(document_id: int, number: int, refusal: Refused) -> Response:
    """The page again, with the texts as they are now and everything typed kept."""
    db.session.rollback()
    if isinstance(refusal, NotFound | NotAllowed):
        raise refusal
    document, asker = _to_read(document_id)
    suggestion = suggestion_of(db.session, document.id, number)
    given = Given(request.form.to_dict(), str(refusal))
    return make_response(_page(document, asker, suggestion, given), status_of(refusal))


def _block_sent(document: Document, suggestion: Suggestion) -> Block:
    """The block the editor wrote, in place of the present or the suggested one."""
    fields = request.form.to_dict()
    if block_kind := fields.pop("block_kind", ""):
        fields["kind"] = block_kind
    present = suggestion.content
    if suggestion.block_id is not None and present is None:
        present = any_block_of(db.session, document.id, suggestion.block_id).content
    if present is None:
        raise NotFound("There is no such paragraph in this text.")
    return read_block_fields(fields, present)


def _page(
    document: Document,
    asker: Asker,
    suggestion: Suggestion,
    given: Given | None = None,
) -> str:
    view = _view(document, asker, suggestion)
    seat = asker.member
    form = settle_form(db.session, document, suggestion) if view.may_settle else None
    fields = form.fields | {"block_kind": form.fields.get("kind", "")} if form else {}
    return render_template(
        "deliberation/suggestion.html", document=document, s=view, form=form,
        given=given or Given(fields), kinds=KINDS, base_ops=_base_ops(suggestion),
        notes=notes_of(document),
        attributions=choices_for(db.session, document.coalition, seat) if seat else [],
    )  # fmt: skip


def _base_ops(suggestion: Suggestion) -> Redline:
    """The words its author read, as a redline without changes."""
    return [("=", plain_text(suggestion.base))] if suggestion.base else []


def _view(document: Document, asker: Asker, suggestion: Suggestion) -> SuggestionView:
    names = labels(db.session, document.id)
    return suggestion_view(db.session, document, suggestion, asker, names)


def _address(document: Document, suggestion: Suggestion) -> str:
    return url_for(
        "deliberation.show_suggestion",
        document_id=document.id,
        number=suggestion.number,
    )


def _to_read(document_id: int) -> tuple[Document, Asker]:
    return open_document(db.session, document_id, current_account(), to=Act.READ)
