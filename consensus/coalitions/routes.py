"""
The pages of a coalition for its members: the seat, the roles, the charter.

The coalition's own page is `workspace.coalition_page`, since it shows documents.
"""

import json
from collections.abc import Iterable, Mapping

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from consensus.accounts.models import Account
from consensus.accounts.signing_in import current_account
from consensus.archive.actions import commit
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.coalitions.actions import change_charter, change_seat, take_seat
from consensus.coalitions.charter import charter_of
from consensus.coalitions.forms import (
    CHARTER_FIELDS,
    PUBLIC_COMMENT,
    charter_as_typed,
    read_charter_form,
    read_seat_form,
    seat_as_typed,
)
from consensus.coalitions.models import (
    Attribution,
    Capacity,
    Coalition,
    Member,
    Region,
    Role,
    SeatStatus,
    StakeholderGroup,
)
from consensus.coalitions.queries import (
    coalition_called,
    coordinates,
    member_numbered,
    members_of,
    roles_in_force,
    seat_of,
    term_numbered,
)
from consensus.coalitions.roles import Post, end_role, give_role
from consensus.db import db
from consensus.errors import NotAllowed, NotFound, Refused, SignInFirst
from consensus.web import redirect_to
from consensus.web.refusals import status_of

bp = Blueprint("coalitions", __name__)

ATTRIBUTION_WORDS = {
    Attribution.NAMED: ("Your name", "with your organisation, group and region"),
    Attribution.ORGANISATION: ("Your organisation only", ""),
    Attribution.GROUP_REGION: ("Your group and region", ""),
    Attribution.GROUP: ("Your group", ""),
    Attribution.MEMBER: ("“A member”", "nothing else is shown"),
}


@bp.get("/coalitions/<slug>/seat")
def show_seat(slug: str) -> str:
    """The form with which a person joins, or changes what their seat says."""
    coalition = coalition_called(db.session, slug)
    seat = seat_of(db.session, coalition, _signed_in("join"))
    return _seat_page(coalition, seat, seat_as_typed(seat), {})


@bp.post("/coalitions/<slug>/seat")
def save_seat(slug: str) -> Response | tuple[str, int]:
    """Join, or change one's seat."""
    coalition = coalition_called(db.session, slug)
    account = _signed_in("join")
    seat = seat_of(db.session, coalition, account)
    form = read_seat_form(request.form)
    if form.facts is None:
        return _seat_page(coalition, seat, form.typed, form.errors), 422
    if seat is None or seat.status is SeatStatus.FORMER:
        take_seat(db.session, coalition, form.facts, by=account)
        sentence = f"You have joined {coalition.acronym}."
    else:
        change_seat(db.session, seat, form.facts)
        sentence = "Your seat is changed. Calls that are open keep what it said before."
    commit(db.session)
    flash(sentence, "ok")
    return redirect_to(url_for("coalitions.show_coalition", slug=slug))


@bp.get("/coalitions/<slug>/roles")
def show_roles(slug: str) -> str:
    """Who holds which role in the coalition; open to everyone."""
    return _roles_page(coalition_called(db.session, slug))


@bp.post("/coalitions/<slug>/roles")
def give_coalition_role(slug: str) -> Response | tuple[str, int]:
    """Name a coordinator."""
    coalition = coalition_called(db.session, slug)
    by = _own_seat(coalition, "give roles")
    try:
        seat = member_numbered(
            db.session, coalition, request.form.get("member", 0, type=int)
        )
        give_role(db.session, seat, Post(Role.COORDINATOR), by=by)
    except Refused as refusal:
        db.session.rollback()
        return _roles_page(coalition, _member_fault(refusal)), status_of(refusal)
    commit(db.session)
    flash(f"{seat.account.name} is coordinator from now on.", "ok")
    return redirect_to(url_for("coalitions.show_roles", slug=slug))


@bp.post("/coalitions/<slug>/roles/end")
def end_coalition_role(slug: str) -> Response:
    """End a role, one's own or, as a coordinator, another's."""
    coalition = coalition_called(db.session, slug)
    by = _own_seat(coalition, "end roles")
    term = term_numbered(db.session, coalition, request.form.get("term", 0, type=int))
    end_role(db.session, term, by=by)
    commit(db.session)
    flash(f"{term.member.account.name} is no longer {term.role}.", "ok")
    return redirect_to(url_for("coalitions.show_roles", slug=slug))


@bp.get("/coalitions/<slug>/record.ndjson")
def show_record(slug: str) -> Response:
    """The coalition's public log, one line for each entry (docs/record.md)."""
    coalition = coalition_called(db.session, slug)
    lines = public_lines(db.session, ChainKind.COALITION, coalition.id)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return Response(text, mimetype="application/x-ndjson")


@bp.get("/coalitions/<slug>/charter")
def show_charter(slug: str) -> str:
    """The windows and the participation floor; open to everyone."""
    coalition = coalition_called(db.session, slug)
    typed = charter_as_typed(charter_of(coalition.charter))
    return _charter_page(coalition, typed, {})


@bp.post("/coalitions/<slug>/charter")
def save_charter(slug: str) -> Response | tuple[str, int]:
    """Change the charter, as a coordinator."""
    coalition = coalition_called(db.session, slug)
    by = _own_seat(coalition, "change the charter")
    if not coordinates(db.session, by):
        raise NotAllowed("Only a coordinator of the coalition changes the charter.")
    wanted, errors = read_charter_form(request.form, charter_of(coalition.charter))
    if errors:
        return _charter_page(coalition, request.form, errors), 422
    charter = change_charter(db.session, coalition, wanted, by=by)
    commit(db.session)
    flash(f"The charter is changed; this is its version {charter.version}.", "ok")
    return redirect_to(url_for("coalitions.show_charter", slug=slug))


def _seat_page(
    coalition: Coalition,
    seat: Member | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> str:
    present = seat is not None and seat.status is not SeatStatus.FORMER
    return render_template(
        "coalitions/seat.html",
        coalition=coalition,
        present=present,
        typed=typed,
        errors=errors,
        groups=[(one.value, one.label) for one in StakeholderGroup],
        regions=[(one.value, one.value) for one in Region],
        capacities=list(Capacity),
        attributions=[(str(one), *words) for one, words in ATTRIBUTION_WORDS.items()],
    )


def _roles_page(coalition: Coalition, errors: Mapping[str, str] | None = None) -> str:
    own = seat_of(db.session, coalition, current_account())
    may = own is not None and coordinates(db.session, own)
    return render_template(
        "coalitions/roles.html",
        coalition=coalition,
        terms=roles_in_force(db.session, coalition),
        own=own,
        may=may,
        members=choices_of(members_of(db.session, coalition)) if may else [],
        typed=request.form,
        errors=errors or {},
    )


def _member_fault(refusal: Refused) -> dict[str, str]:
    if isinstance(refusal, NotFound):
        return {"member": "Choose a member of the coalition."}
    return {"member": str(refusal)}


def _charter_page(
    coalition: Coalition, typed: Mapping[str, str], errors: Mapping[str, str]
) -> str:
    own = seat_of(db.session, coalition, current_account())
    return render_template(
        "coalitions/charter.html",
        coalition=coalition,
        charter=charter_of(coalition.charter),
        fields=CHARTER_FIELDS,
        public_comment=PUBLIC_COMMENT,
        members=choices_of(members_of(db.session, coalition)),
        may=own is not None and coordinates(db.session, own),
        typed=typed,
        errors=errors,
    )


def choices_of(members: Iterable[Member]) -> list[tuple[int, str]]:
    """Members as the choices of a form: the seat's number, then name and group."""
    return [
        (seat.id, f"{seat.account.name}, {seat.term.group.label}") for seat in members
    ]


def _signed_in(deed: str) -> Account:
    account = current_account()
    if account is None:
        raise SignInFirst(f"Sign in to {deed}.")
    return account


def _own_seat(coalition: Coalition, deed: str) -> Member:
    seat = seat_of(db.session, coalition, _signed_in(deed))
    if seat is None or seat.status is SeatStatus.FORMER:
        raise NotAllowed(f"Join the coalition first, to {deed}.")
    return seat
