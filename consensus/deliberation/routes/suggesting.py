"""Making suggestions, and what their authors do with them."""

import json
from collections.abc import Callable
from typing import Any

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
from consensus.coalitions.models import Attribution
from consensus.db import begin_writing, db
from consensus.deliberation.actions.suggestions import (
    Proposal,
    exactly_seen,
    show_otherwise,
    suggest,
    withdraw_suggestion,
)
from consensus.deliberation.blueprint import bp
from consensus.deliberation.need import WHOLE
from consensus.deliberation.routes import forms
from consensus.deliberation.suggestion_models import Suggestion, SuggestionKind
from consensus.deliberation.suggestion_pages import (
    Given,
    refusal_data,
    suggest_form,
)
from consensus.deliberation.suggestion_queries import suggestion_of
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.drafting.forms import read_block_fields, read_new_block, typed_as
from consensus.drafting.pages import notes_of
from consensus.drafting.queries import block_of
from consensus.drafting.seen import Seen, sealed
from consensus.drafting.seen_form import secret, seen_words
from consensus.errors import Invalid, NotAllowed, NotFound, Refused
from consensus.schema import Block
from consensus.web import chosen, written
from consensus.web.refusals import status_of

PLACE = "/documents/<int:document_id>/paragraphs/<block_id>/suggestions"
ADDRESS = "/documents/<int:document_id>/suggestions/<int:number>"


@bp.get(PLACE)
def show_suggest_form(document_id: int, block_id: str) -> str | Response:
    """
    The form that suggests something at a paragraph; `kind` says what.

    As JSON: the sealed place (`seen_hash`, `seen_mac`, `seen_ref`) and the block.
    """
    document, asker = _to_suggest(document_id)
    if wants_data():
        row = block_of(db.session, document.id, block_id)
        place = sealed(document.id, row, secret())
        return jsonify({"place": place, "block": row.content})
    return _form_page(document, asker, block_id, _kind(request.args.get("kind")))


@bp.get("/documents/<int:document_id>/suggestions/new")
def show_suggest_start(document_id: int) -> str:
    """The form that suggests a paragraph at the start of the text."""
    document, asker = _to_suggest(document_id)
    return _form_page(document, asker, None, SuggestionKind.AFTER)


@bp.post(PLACE)
def suggest_on_block(document_id: int, block_id: str) -> Response:
    """Suggest other words for a paragraph, one after it, or that it be taken out."""
    return _suggest(document_id, block_id)


@bp.post("/documents/<int:document_id>/suggestions")
def suggest_at_start(document_id: int) -> Response:
    """Suggest a paragraph at the start of the text."""
    return _suggest(document_id, None)


@bp.post(f"{ADDRESS}/withdrawal")
def withdraw_own_suggestion(document_id: int, number: int) -> Response:
    """Take one's own suggestion back; nobody else can."""

    def deed(document: Document, asker: Asker, suggestion: Suggestion) -> str:
        withdraw_suggestion(db.session, document, suggestion, by=asker.seat)
        return f"{suggestion.name} is withdrawn; it stays on record as withdrawn."

    return _with_own(document_id, number, deed)


@bp.post(f"{ADDRESS}/attribution")
def change_suggester_shown(document_id: int, number: int) -> Response:
    """Be shown otherwise with one's own suggestion (R17)."""

    def deed(document: Document, asker: Asker, suggestion: Suggestion) -> str:
        attribution = chosen(Attribution, "attribution")
        show_otherwise(db.session, document, suggestion, attribution, by=asker.seat)
        return "You are shown differently from here on."

    return _with_own(document_id, number, deed)


def wants_data() -> bool:
    """Whether a script asks, which takes JSON rather than a page."""
    offered = ["text/html", "application/json"]
    return request.accept_mimetypes.best_match(offered) == "application/json"


def _suggest(document_id: int, block_id: str | None) -> Response:
    try:
        begin_writing(db.session)
        document, asker = _to_suggest(document_id)
        proposal, seen = _proposal(document, block_id)
        acting_as = asker.acting(Act.SUGGEST).acting_as
        made = suggest(
            db.session, document, seen, proposal, by=asker.seat, acting_as=acting_as
        )
    except Refused as refusal:
        return _refused(document_id, block_id, refusal)
    commit(db.session)
    address = url_for(
        "deliberation.show_suggestion", document_id=document.id, number=made.number
    )
    if wants_data():
        told = {"suggestion": made.number, "name": made.name, "state": str(made.state)}
        return make_response(told | {"address": address}, 201)
    flash(f"Recorded as {made.name}. The editors decide about it.", "ok")
    return redirect(_back(document.id, block_id, made), 303)


def _refused(document_id: int, block_id: str | None, refusal: Refused) -> Response:
    """Everything typed comes back, with the sentence at the words."""
    db.session.rollback()
    status = status_of(refusal)
    if wants_data():
        return make_response(refusal_data(refusal, status), status)
    if isinstance(refusal, NotFound | NotAllowed):
        raise refusal
    document, asker = _to_suggest(document_id)
    given = Given(request.form.to_dict(), str(refusal))
    kind = _kind(request.form.get("kind"))
    return make_response(_form_page(document, asker, block_id, kind, given), status)


def _to_suggest(document_id: int) -> tuple[Document, Asker]:
    return open_document(db.session, document_id, current_account(), to=Act.SUGGEST)


def _proposal(document: Document, block_id: str | None) -> tuple[Proposal, Seen | None]:
    kind = chosen(SuggestionKind, "kind")
    seen = seen_words(document.id, block_id) if block_id else None
    base = exactly_seen(db.session, document.id, seen) if seen else None
    reason = written("reason", "A reason", at_most=forms.LONGEST_REASON)
    attribution = chosen(Attribution, "attribution")
    return Proposal(kind, _block_sent(kind, base), reason, attribution), seen


def _block_sent(kind: SuggestionKind, base: Block | None) -> Block | None:
    """The block that is suggested, as `content` or as what a form holds."""
    if kind is SuggestionKind.REMOVAL:
        return None
    fields = request.form.to_dict()
    if block_kind := fields.pop("block_kind", ""):
        fields["kind"] = block_kind
    else:
        fields.pop("kind", None)
    if "content" in fields:
        return _with_content(kind, base, fields)
    if base is None or kind is SuggestionKind.AFTER:
        return read_new_block(fields)
    return read_block_fields(fields, base)


def _with_content(
    kind: SuggestionKind, base: Block | None, fields: dict[str, str]
) -> Block:
    """A block with the nodes that were sent; the closed schema checks them later."""
    try:
        content: Any = json.loads(fields["content"])
    except (ValueError, RecursionError) as error:
        raise Invalid("The suggested words cannot be read.") from error
    if not isinstance(content, list) or not all(isinstance(n, dict) for n in content):
        raise Invalid("The suggested words cannot be read.")
    if base is None or kind is SuggestionKind.AFTER:
        return {**typed_as(fields.get("kind", "paragraph")), "content": content}
    if "kind" in fields:
        base = read_block_fields({"kind": fields["kind"], "words": ""}, base)
    return {**base, "content": content}


def _form_page(
    document: Document,
    asker: Asker,
    block_id: str | None,
    kind: SuggestionKind,
    given: Given | None = None,
) -> str:
    form = suggest_form(db.session, document, asker, (block_id, kind), secret=secret())
    return render_template(
        "deliberation/suggest.html", document=document, form=form,
        given=given or Given(form.fields), notes=notes_of(document),
    )  # fmt: skip


def _kind(text: str | None) -> SuggestionKind:
    try:
        return SuggestionKind(text or "wording")
    except ValueError as error:
        raise Invalid("Choose what you suggest.") from error


def _back(document_id: int, block_id: str | None, suggestion: Suggestion) -> str:
    anchor = block_id or WHOLE
    return url_for(
        "workspace.show_document", document_id=document_id, open=anchor,
        _anchor=f"{anchor}-s{suggestion.number}",
    )  # fmt: skip


def _with_own(
    document_id: int,
    number: int,
    deed: Callable[[Document, Asker, Suggestion], str],
) -> Response:
    begin_writing(db.session)
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.END_OWN_SUGGESTION
    )
    suggestion = suggestion_of(db.session, document.id, number)
    sentence = deed(document, asker, suggestion)
    commit(db.session)
    flash(sentence, "ok")
    return redirect(_back(document.id, suggestion.block_id, suggestion), 303)
