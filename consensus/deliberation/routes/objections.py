"""What happens to an objection: joined, answered, decided about by its holder."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Attribution
from consensus.db import begin_writing, db
from consensus.deliberation.actions.admitting import admit
from consensus.deliberation.actions.answers import Reply, answer, ask_reason
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.narrowing import narrow
from consensus.deliberation.actions.objections import Opposition, Said, join
from consensus.deliberation.actions.own_words import change_attribution, reword
from consensus.deliberation.actions.standing_replies import (
    end_standing_reply,
    give_standing_reply,
)
from consensus.deliberation.blueprint import bp
from consensus.deliberation.holding import block_ids_of
from consensus.deliberation.machine import Move
from consensus.deliberation.models import (
    Disposition,
    Holder,
    HolderState,
    Objection,
)
from consensus.deliberation.places import blocks_among
from consensus.deliberation.queries import objection_of
from consensus.deliberation.routes import forms
from consensus.deliberation.routes.answering import done, refused
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.web import chosen, written

ADDRESS = "/documents/<int:document_id>/objections/<int:number>"

MOVED = {
    Move.RESOLVE: "You have resolved your objection.",
    Move.MAINTAIN: "You maintain your objection.",
    Move.KEEP: "You keep your objection on the new words.",
    Move.WITHDRAW: "Your objection is withdrawn; it stays on record as withdrawn.",
    Move.RECORD_AS_DISSENT: "Your dissent is on record; the text need not wait.",
    Move.DISSENT_AFTER_CALL: "Your dissent is on record.",
    Move.ASK_FOR_CHANGE: "You object again; the editors owe you an answer.",
    Move.RAISE_AGAIN: "You object again; the editors owe you an answer.",
    Move.REPLY: "Your reply is recorded; the editors owe you a second answer.",
    Move.CONFIRM: "It stands in this version as well.",
    Move.CLARIFY: "Your explanation is recorded.",
}

Deed = Callable[[Document, Asker, Objection], str]
"""Does one thing to an objection and returns the sentence that says so."""


@bp.post(f"{ADDRESS}/joining")
def join_objection(document_id: int, number: int) -> Response:
    """Hold somebody's objection too, in one's own right."""
    return _do(document_id, number, Act.OBJECT, _join, "own_note")


@bp.post(f"{ADDRESS}/answer")
def answer_objection(document_id: int, number: int) -> Response:
    """Answer for the editors."""
    return _do(document_id, number, Act.ANSWER, _answer, "answer")


@bp.post(f"{ADDRESS}/question")
def ask_holder(document_id: int, number: int) -> Response:
    """Ask once for a reason or for what is meant (R2)."""
    return _do(document_id, number, Act.ANSWER, _ask, "question")


@bp.post(f"{ADDRESS}/admission")
def admit_objection(document_id: int, number: int) -> Response:
    """Accept an objection received out of round as new information (6.2)."""
    return _do(document_id, number, Act.ADMIT, _admit, "reason")


@bp.post(f"{ADDRESS}/move")
def move_objection(document_id: int, number: int) -> Response:
    """Decide about one's own objection; nobody else can."""
    return _do(document_id, number, Act.END_OWN_OBJECTION, _move, "note")


@bp.post(f"{ADDRESS}/parts")
def narrow_objection(document_id: int, number: int) -> Response:
    """Keep one's own objection on some of the parts of a split paragraph (5.5)."""
    return _do(document_id, number, Act.END_OWN_OBJECTION, _narrow, "part")


@bp.post(f"{ADDRESS}/standing-reply")
def set_standing_reply(document_id: int, number: int) -> Response:
    """Keep one's objection on any wording with the same effect, or no longer (R9)."""
    return _do(document_id, number, Act.END_OWN_OBJECTION, _standing, "standing")


@bp.post(f"{ADDRESS}/words")
def reword_objection(document_id: int, number: int) -> Response:
    """Change one's own words before the first answer, add to them afterwards (R44)."""
    return _do(document_id, number, Act.END_OWN_OBJECTION, _reword, "reason")


@bp.post(f"{ADDRESS}/attribution")
def change_how_shown(document_id: int, number: int) -> Response:
    """Be shown otherwise with one's own objection (R17)."""
    return _do(document_id, number, Act.END_OWN_OBJECTION, _show_as, "attribution")


def _do(document_id: int, number: int, act: Act, deed: Deed, field: str) -> Response:
    begin_writing(db.session)
    document, asker = open_document(db.session, document_id, current_account(), to=act)
    objection = objection_of(db.session, document.id, number)
    block_id = _panel_of(document, objection)
    try:
        sentence = deed(document, asker, objection)
    except Refused as refusal:
        form = f"{request.path.rsplit('/', 1)[-1]}-{number}"
        return refused(document_id, block_id, refusal, form, field)
    commit(db.session)
    return done(document, asker, block_id, sentence)


def _join(document: Document, asker: Asker, objection: Objection) -> str:
    kind = "dissent" if request.form.get("kind") == "dissent" else "objection"
    note = written("own_note", "A note", at_most=forms.LONGEST_REASON)
    theirs = Opposition(
        Said(note), chosen(Attribution, "attribution"), kind == "dissent"
    )
    join(db.session, document, objection, theirs, by=asker.seat)
    return f"You hold {objection.name} too, in your own right."


def _answer(document: Document, asker: Asker, objection: Objection) -> str:
    disposition = chosen(Disposition, "disposition")
    is_same = disposition is Disposition.DUPLICATE
    same_as = forms.objection_named("same_as") if is_same else None
    reply = Reply(written("answer", "An answer"), disposition, same_as)
    actor = asker.acting(Act.ANSWER)
    answer(db.session, document, objection, reply, by=asker.seat, actor=actor)
    return f"{objection.name} is answered. Only its holders can say whether it is met."


def _ask(document: Document, asker: Asker, objection: Objection) -> str:
    text = written("question", "A question", at_most=2_000)
    ask_reason(db.session, document, objection, text, actor=asker.acting(Act.ANSWER))
    return f"The holder of {objection.name} is asked."


def _admit(document: Document, asker: Asker, objection: Objection) -> str:
    reason, actor = written("reason", "A reason"), asker.acting(Act.ADMIT)
    admit(db.session, document, objection, reason, by=asker.seat, actor=actor)
    return f"{objection.name} is accepted. Its holders can now ask for a change."


def _move(document: Document, asker: Asker, objection: Objection) -> str:
    move = chosen(Move, "move")
    note = written("note", "A note", at_most=forms.LONGEST_REASON)
    hold(db.session, document, _own(objection, asker), move, note, by=asker.seat)
    return MOVED.get(move, "Recorded.")


def _standing(document: Document, asker: Asker, objection: Objection) -> str:
    holder = _own(objection, asker)
    if request.form.get("standing") == "no":
        end_standing_reply(db.session, document, holder, by=asker.seat)
        return "You are asked again when the words change."
    give_standing_reply(db.session, document, holder, by=asker.seat)
    return f"You keep {objection.name} on any wording with the same effect."


def _narrow(document: Document, asker: Asker, objection: Objection) -> str:
    holder = _own(objection, asker)
    narrow(db.session, document, holder, request.form.getlist("part"), by=asker.seat)
    return f"You keep {objection.name} on what you chose."


def _panel_of(document: Document, objection: Objection) -> str | None:
    """The block in whose panel the form was, among those it is linked to (5.5)."""
    linked = blocks_among(
        place
        for holder in objection.holders
        for place in block_ids_of(db.session, document.id, holder)
    )
    asked = request.args.get("panel")
    return asked if asked in linked else linked[0]


def _reword(document: Document, asker: Asker, objection: Objection) -> str:
    holder = _own(objection, asker)
    words = forms.said()
    added = written("addition", "What you add", at_most=forms.LONGEST_REASON)
    if added:
        kept = f"{objection.reason}\n\n{added}" if objection.reason else added
        words = Said(kept, objection.harm_to, objection.would_resolve)
    elif "addition" in request.form:
        raise Invalid("Write what you want to add.")
    reword(db.session, holder, words, by=asker.seat)
    if holder.state is HolderState.ASKED:
        hold(db.session, document, holder, Move.CLARIFY, "", by=asker.seat)
    return f"Your words in {objection.name} are changed; earlier ones stay on record."


def _show_as(document: Document, asker: Asker, objection: Objection) -> str:
    attribution = chosen(Attribution, "attribution")
    holder = _own(objection, asker)
    change_attribution(db.session, document, holder, attribution, by=asker.seat)
    return "You are shown differently from here on."


def _own(objection: Objection, asker: Asker) -> Holder:
    """The asker's own hold; nobody decides about another's (6.4, INV-9)."""
    for holder in objection.holders:
        if holder.member_id == asker.seat.id:
            return holder
    raise NotAllowed("Only the person who objected can decide about their objection.")
