"""What a call knows of somebody who speaks in it: group, organisation, presence."""

from typing import Any

from consensus.coalitions.models import Member, SeatStatus
from consensus.deliberation.call_models import Call, CallMember


def seat_facts(call: Call, seat: CallMember | None, member: Member) -> dict[str, Any]:
    """Group and organisation as at the opening of the call, or at joining (R11)."""
    departed = member.status is SeatStatus.FORMER
    then = member.term_at(call.opens_at)
    organisation = seat.organisation if seat else then.organisation
    return {
        "group": seat.group if seat else str(then.group),
        "departed": departed,
        "joined_during_call": bool(seat and seat.joined_during_call),
        "changed_group": not departed and member.term.group != then.group
        and member.joined_at <= call.opens_at,
        "organisations": frozenset(_organisation_key(organisation)),
    }  # fmt: skip


def _organisation_key(organisation: str) -> list[str]:
    name = " ".join(organisation.casefold().split())
    return [name] if name else []
