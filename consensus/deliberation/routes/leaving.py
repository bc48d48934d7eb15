"""Leaving a coalition or the service, deciding first about what one holds (R4, R5)."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.signing_in import signed_in_account
from consensus.archive.actions import commit
from consensus.coalitions.models import Coalition, Member, SeatStatus
from consensus.coalitions.queries import coalition_called, seat_of
from consensus.db import begin_writing, db
from consensus.deliberation.actions.leaving import (
    Choice,
    Parting,
    close_account,
    leave_deciding,
)
from consensus.deliberation.behalf_queries import member_reached_at
from consensus.deliberation.blueprint import bp
from consensus.deliberation.leaving import held_by
from consensus.errors import Invalid, NotAllowed
from consensus.web.refusals import status_of

Errors = Mapping[str, str]


@bp.get("/coalitions/<slug>/leaving")
def show_leaving(slug: str) -> str:
    """What one holds in a coalition, to decide about before leaving it."""
    coalition = coalition_called(db.session, slug)
    return _page(coalition, _own_seat(coalition), {})


@bp.post("/coalitions/<slug>/leave")
def leave_coalition(slug: str) -> Response | tuple[str, int]:
    """Give up one's seat; what is not decided about is kept (R4)."""
    begin_writing(db.session)
    coalition = coalition_called(db.session, slug)
    seat = _own_seat(coalition)
    try:
        leave_deciding(db.session, seat, _choices(coalition, seat))
    except Invalid as refusal:
        db.session.rollback()
        field = getattr(refusal, "field", "")
        coalition = coalition_called(db.session, slug)
        page = _page(coalition, _own_seat(coalition), {field: str(refusal)})
        return page, status_of(refusal)
    commit(db.session)
    flash(f"You have left {coalition.acronym}. What you said stays on record.", "ok")
    return redirect(url_for("coalitions.show_coalition", slug=slug), 303)


@bp.post("/account/closing")
def close_own_account() -> Response:
    """Close one's account for good; what one said stays as it was shown last (R5)."""
    begin_writing(db.session)
    account = signed_in_account()
    if request.form.get("sure") != "yes":
        raise Invalid("Tick that you want to close your account for good.")
    close_account(db.session, account)
    commit(db.session)
    flash("Your account is closed. What you said stays on record.", "ok")
    return redirect("/", 303)


def _choices(coalition: Coalition, seat: Member) -> dict[int, Choice]:
    found = {}
    for held in held_by(db.session, seat):
        number = held.holder.id
        given = request.form.get(f"hold-{number}", Parting.KEEP)
        what = Parting(given) if given in list(Parting) else Parting.KEEP
        found[number] = Choice(what, _taker(coalition, number, what))
    return found


def _taker(coalition: Coalition, number: int, what: Parting) -> Member | None:
    if what is not Parting.HAND_ON:
        return None
    field = f"to-{number}"
    try:
        return member_reached_at(db.session, coalition, request.form.get(field, ""))
    except Invalid as refusal:
        refusal.field = field  # type: ignore[attr-defined]
        raise


def _page(coalition: Coalition, seat: Member, errors: Errors) -> str:
    return render_template(
        "deliberation/leaving.html", coalition=coalition, errors=errors,
        held=held_by(db.session, seat), given=request.form, PARTINGS=list(Parting),
    )  # fmt: skip


def _own_seat(coalition: Coalition) -> Member:
    seat = seat_of(db.session, coalition, signed_in_account())
    if seat is None or seat.status is SeatStatus.FORMER:
        raise NotAllowed("You have no seat in this coalition to give up.")
    return seat
