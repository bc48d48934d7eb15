"""The page of a document's challenges, and what people do on it (domain.md 6.7)."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.challenges import forms
from consensus.challenges.actions.answering import accept, escalate, respond
from consensus.challenges.actions.filing import file_challenge, must_not_call, second
from consensus.challenges.actions.reviewing import decline, review
from consensus.challenges.actions.time_limits import keep_time
from consensus.challenges.models import Challenge
from consensus.challenges.queries import challenge_numbered
from consensus.challenges.view import challenges_page
from consensus.challenges.words import CHOSEN, OUTCOMES
from consensus.coalitions.shown_as import choices_for, default_choice
from consensus.db import begin_writing, db
from consensus.deliberation.claims import DECLARABLE
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import Document
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.web import redirect_to
from consensus.web.refusals import status_of

bp = Blueprint("challenges", __name__, url_prefix="/documents/<int:document_id>")

Answer = Response | tuple[str, int]
Errors = dict[str, str]
Deed = Callable[[Challenge, Asker], Errors]

NEW = "new"
"""The form that files a challenge, among those named by their challenge."""


@bp.get("/challenges")
def show_challenges(document_id: int) -> str:
    """Declared levels, every challenge of one, and the forms that are open."""
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker)


@bp.post("/challenges")
def file_a_challenge(document_id: int) -> Answer:
    """Challenge a declared level."""
    document, asker = _opened(document_id, Act.CHALLENGE)
    must_not_call(db.session, document, asker.seat)
    contest, errors = forms.read_contest(request.form)
    try:
        if contest is None:
            return _refused(document_id, NEW, errors), status_of(Invalid(""))
        made = file_challenge(db.session, document, contest, by=asker.seat)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _refused(document_id, NEW, {"text": str(refusal)}), status_of(refusal)
    commit(db.session)
    flash(f"{made.name} is filed. The consensus caller has 7 days to answer.", "ok")
    return _back(document_id, made.number)


@bp.post("/challenges/<int:number>/second")
def second_challenge(document_id: int, number: int) -> Answer:
    """Say by name that a challenge should be heard."""

    def deed(challenge: Challenge, asker: Asker) -> Errors:
        actor = asker.acting(Act.SECOND)
        second(db.session, challenge, by=asker.seat, actor=actor)
        return {}

    done = "You second this challenge, by name."
    return _carry_out(document_id, number, Act.SECOND, deed, done)


@bp.post("/challenges/<int:number>/response")
def answer_challenge(document_id: int, number: int) -> Answer:
    """The consensus caller keeps the level or declares another one."""

    def deed(challenge: Challenge, asker: Asker) -> Errors:
        answer, errors = forms.read_answer(request.form)
        if answer is not None:
            actor = asker.acting(Act.ANSWER_CHALLENGE)
            respond(db.session, challenge, answer, by=asker.seat, actor=actor)
        return errors

    done = "Answered. Who challenged is told, and can take it further for 7 days."
    return _carry_out(document_id, number, Act.ANSWER_CHALLENGE, deed, done)


@bp.post("/challenges/<int:number>/acceptance")
def accept_answer(document_id: int, number: int) -> Answer:
    """The challenger is satisfied."""

    def deed(challenge: Challenge, asker: Asker) -> Errors:
        accept(db.session, challenge, by=asker.seat)
        return {}

    done = "The challenge is closed. It is printed with the answer."
    return _carry_out(document_id, number, Act.END_OWN_CHALLENGE, deed, done)


@bp.post("/challenges/<int:number>/escalation")
def escalate_challenge(document_id: int, number: int) -> Answer:
    """The challenger is not satisfied: reviewers are named."""

    def deed(challenge: Challenge, asker: Asker) -> Errors:
        escalate(db.session, challenge, by=asker.seat)
        return {}

    done = "It goes to reviewers, who have 14 days."
    return _carry_out(document_id, number, Act.END_OWN_CHALLENGE, deed, done)


@bp.post("/challenges/<int:number>/review")
def review_challenge(document_id: int, number: int) -> Answer:
    """A reviewer says what is to be done with the level."""

    def deed(challenge: Challenge, asker: Asker) -> Errors:
        outcome, text, errors = forms.read_review(request.form)
        if outcome is not None and not errors:
            actor = asker.acting(Act.REVIEW)
            review(db.session, challenge, outcome, text, by=asker.seat, actor=actor)
        return errors

    done = "Your review is recorded, with its reason."
    return _carry_out(document_id, number, Act.REVIEW, deed, done)


@bp.post("/challenges/<int:number>/refusal")
def decline_review(document_id: int, number: int) -> Answer:
    """A member who was drawn leaves the review to somebody else."""

    def deed(challenge: Challenge, asker: Asker) -> Errors:
        actor = asker.acting(Act.REVIEW)
        decline(db.session, challenge, by=asker.seat, actor=actor)
        return {}

    done = "Somebody else is drawn in your place, if there is anybody."
    return _carry_out(document_id, number, Act.REVIEW, deed, done)


def _opened(document_id: int, act: Act) -> tuple[Document, Asker]:
    """The document for a deed, once what is due by the clock is done."""
    begin_writing(db.session)
    document, asker = open_document(db.session, document_id, current_account(), to=act)
    keep_time(db.session, document)
    return document, asker


def _carry_out(
    document_id: int, number: int, act: Act, deed: Deed, done: str
) -> Answer:
    """Do it and go back to the challenge, or show the page with what was typed."""
    document, asker = _opened(document_id, act)
    challenge = challenge_numbered(db.session, document.id, number)
    try:
        errors, status = deed(challenge, asker), status_of(Invalid(""))
    except NotAllowed:
        raise
    except Refused as refusal:
        errors, status = {"text": str(refusal)}, status_of(refusal)
    if errors:
        return _refused(document_id, challenge.name, errors), status
    commit(db.session)
    flash(done, "ok")
    return _back(document_id, number)


def _back(document_id: int, number: int) -> Response:
    where = url_for(".show_challenges", document_id=document_id)
    return redirect_to(f"{where}#ch-{number}")


def _refused(document_id: int, sent: str, errors: Errors) -> str:
    db.session.rollback()  # nothing half-written; the page reads afresh
    db.session.expunge_all()
    document, asker = open_document(
        db.session, document_id, current_account(), to=Act.READ
    )
    return _page(document, asker, sent, request.form, errors)


def _page(
    document: Document,
    asker: Asker,
    sent: str = "",
    given: Mapping[str, str] | None = None,
    errors: Errors | None = None,
) -> str:
    choices = (
        choices_for(db.session, document.coalition, asker.member)
        if asker.member is not None
        else []
    )
    return render_template(
        "challenges/page.html",
        page=challenges_page(db.session, document, asker),
        sent=sent,
        given=given or {},
        errors=errors or {},
        grounds=forms.GROUND_CHOICES,
        responses=forms.RESPONSE_CHOICES,
        outcomes=[(str(one), label, "") for one, label in OUTCOMES.items()],
        outcome_words=OUTCOMES,
        chosen=CHOSEN,
        levels=[(str(one), one.label) for one in DECLARABLE],
        attributions=choices,
        default_attribution=default_choice(asker.member, choices),
    )
