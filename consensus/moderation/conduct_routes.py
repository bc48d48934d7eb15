"""The Code of Conduct in a coalition: its rules, and whose posting is suspended."""

from datetime import UTC, datetime, time

from flask import Blueprint, flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.models import Account
from consensus.accounts.signing_in import current_account, signed_in_account
from consensus.archive.actions import commit
from consensus.coalitions.code_of_conduct import RULE_CHOICES, CodeRule
from consensus.coalitions.marking import mark, must_be_secretariat
from consensus.coalitions.models import Activity, Coalition, Role, SeatStatus
from consensus.coalitions.queries import (
    coalition_called,
    member_numbered,
    members_of,
    seat_of,
)
from consensus.coalitions.site_roles import site_terms, suspension_of
from consensus.db import begin_writing, db
from consensus.errors import Invalid, NotAllowed, NotFound, Refused, SignInFirst
from consensus.moderation.actions.hiding import LONGEST_REASON
from consensus.moderation.actions.suspending import (
    Terms,
    moderator_of,
    restore_posting,
    suspend,
)
from consensus.web import chosen, redirect_to, written
from consensus.web.refusals import status_of

bp = Blueprint("conduct", __name__, url_prefix="/coalitions/<slug>")


@bp.get("/conduct")
def show_conduct(slug: str) -> str:
    """The rules; for those who keep them, who is suspended and the forms."""
    return _page(coalition_called(db.session, slug))


@bp.post("/conduct/suspensions")
def suspend_posting(slug: str) -> Response:
    """Suspend a member's posting until a date."""
    begin_writing(db.session)
    coalition = coalition_called(db.session, slug)
    account = signed_in_account()
    actor = moderator_of(db.session, coalition, account)
    try:
        number = request.form.get("member", 0, type=int)
        seat = member_numbered(db.session, coalition, number)
        reason = written("reason", "A reason", at_most=LONGEST_REASON)
        terms = Terms(chosen(CodeRule, "rule"), reason, _until())
        suspend(db.session, seat, terms, by=account, actor=actor)
    except (NotFound, Refused) as refusal:
        return _refused(slug, refusal)
    commit(db.session)
    flash(f"The posting of {seat.account.name} is suspended; they are told.", "ok")
    return redirect_to(url_for(".show_conduct", slug=slug))


@bp.post("/conduct/suspensions/end")
def end_suspension(slug: str) -> Response:
    """Let a member post again before the date."""
    begin_writing(db.session)
    coalition = coalition_called(db.session, slug)
    account = signed_in_account()
    actor = moderator_of(db.session, coalition, account)
    try:
        number = request.form.get("member", 0, type=int)
        seat = member_numbered(db.session, coalition, number)
        reason = written("end_reason", "A reason", at_most=LONGEST_REASON)
        restore_posting(db.session, seat, reason, by=account, actor=actor)
    except (NotFound, Refused) as refusal:
        return _refused(slug, refusal)
    commit(db.session)
    flash(f"{seat.account.name} can post again.", "ok")
    return redirect_to(url_for(".show_conduct", slug=slug))


@bp.post("/status")
def mark_status(slug: str) -> Response:
    """Mark recognition and activity, for the Secretariat."""
    begin_writing(db.session)
    coalition = coalition_called(db.session, slug)
    account = signed_in_account()
    must_be_secretariat(db.session, account)
    recognised = request.form.get("recognised") == "yes"
    mark(
        db.session, coalition, chosen(Activity, "activity"), recognised=recognised,
        by=account,
    )  # fmt: skip
    commit(db.session)
    flash("The status is marked.", "ok")
    return redirect_to(url_for("coalitions.show_coalition", slug=slug))


def _until() -> datetime:
    """The end of the day that was chosen, anywhere on Earth (domain.md 6.9)."""
    try:
        day = datetime.strptime(request.form.get("until", ""), "%Y-%m-%d").date()  # noqa: DTZ007
    except ValueError as error:
        raise Invalid("Choose the date on which it ends.") from error
    return datetime.combine(day, time(23, 59), UTC)


def _refused(slug: str, refusal: Refused) -> Response:
    db.session.rollback()
    page = _page(coalition_called(db.session, slug), str(refusal))
    return make_response(page, status_of(refusal))


def _page(coalition: Coalition, fault: str = "") -> str:
    account = current_account()
    keeps = _keeps(coalition, account)
    members = members_of(db.session, coalition) if keeps else []
    own = seat_of(db.session, coalition, account)
    present = own is not None and own.status is not SeatStatus.FORMER
    suspended = [
        found for one in members if (found := suspension_of(db.session, one))
    ]  # fmt: skip
    return render_template(
        "moderation/conduct.html",
        coalition=coalition,
        rules=RULE_CHOICES,
        custodians=site_terms(db.session, [Role.CUSTODIAN]),
        keeps=keeps,
        members=[(one.id, one.account.name) for one in members],
        suspended=suspended,
        own=suspension_of(db.session, own) if present else None,
        fault=fault,
        given=request.form,
    )


def _keeps(coalition: Coalition, account: Account | None) -> bool:
    try:
        moderator_of(db.session, coalition, account)
    except (NotAllowed, SignInFirst):
        return False
    return True
