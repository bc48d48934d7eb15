"""What the coalition forms send, as values or as one sentence for each faulty field."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

from consensus.coalitions.actions import SeatFacts
from consensus.coalitions.charter import Charter, PublicComment
from consensus.coalitions.models import (
    Attribution,
    Capacity,
    Member,
    Region,
    SeatStatus,
    StakeholderGroup,
)

MOST = 200

_CHOICES: dict[str, tuple[type[StrEnum], str]] = {
    "status": (SeatStatus, "Choose whether you join as a member or as an observer."),
    "group": (StakeholderGroup, "Choose your stakeholder group in this coalition."),
    "region": (Region, "Choose your region."),
    "capacity": (Capacity, "Choose whether you speak for yourself."),
    "default_attribution": (Attribution, "Choose how your words are shown."),
}

_WORDS = {"other_group": "The name of the group", "organisation": "The organisation"}


@dataclass(frozen=True)
class SeatForm:
    """The seat form as it was sent: `facts` where nothing is wrong, else `errors`."""

    typed: Mapping[str, str]
    errors: dict[str, str]
    facts: SeatFacts | None


def read_seat_form(typed: Mapping[str, str]) -> SeatForm:
    """Read a sent seat form; nothing typed is lost when something is wrong."""
    values, errors = _chosen(typed)
    for name, label in _WORDS.items():
        values[name] = " ".join(typed.get(name, "").split())
        if len(values[name]) > MOST:
            errors[name] = f"{label} can be {MOST} characters long at most."
    values["listed"] = typed.get("listed") == "yes"
    if errors:
        return SeatForm(typed, errors, None)
    facts = SeatFacts(**values)
    faults = facts.faults()
    return SeatForm(typed, faults, None if faults else facts)


def _chosen(typed: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, (kind, sentence) in _CHOICES.items():
        try:
            values[name] = kind(typed.get(name, ""))
        except ValueError:
            errors[name] = sentence
    return values, errors


def seat_as_typed(seat: Member | None) -> dict[str, str]:
    """What the seat form shows at first: the seat's present words, or defaults."""
    if seat is None:
        return {"status": "member", "capacity": "personal",
                "default_attribution": "named"}  # fmt: skip
    term = seat.term
    status = term.status if term.status is not SeatStatus.FORMER else SeatStatus.MEMBER
    return {
        "status": str(status),
        "group": str(term.group),
        "other_group": term.other_group,
        "region": str(term.region),
        "organisation": term.organisation,
        "capacity": str(term.capacity),
        "default_attribution": str(seat.default_attribution),
        "listed": "yes" if seat.listed else "",
    }


@dataclass(frozen=True)
class CharterField:
    """One number of the charter: its words on screen and its lowest value."""

    name: str
    label: str
    hint: str
    lowest: int


CHARTER_FIELDS = (
    CharterField(
        "review_days",
        "Length of a member review",
        "In days, at least 7.",
        Charter.REVIEW_FLOOR,
    ),
    CharterField(
        "comment_days",
        "Length of the first public comment",
        "In days, at least 14.",
        Charter.COMMENT_FLOOR,
    ),
    CharterField(
        "comment_again_days",
        "Length of each later public comment",
        "In days, at least 7.",
        Charter.COMMENT_AGAIN_FLOOR,
    ),
    CharterField(
        "call_days",
        "Length of a consensus call",
        "In days, at least 7.",
        Charter.CALL_FLOOR,
    ),
    CharterField(
        "notice_days",
        "Length of a notice",
        "In days, at least 7. For texts published on notice, and for decisions that "
        "go ahead if nobody objects.",
        Charter.NOTICE_FLOOR,
    ),
    CharterField(
        "answer_days",
        "Time to answer an objection",
        "In days. A target, not a limit.",
        1,
    ),
    CharterField(
        "reminder_gap_days", "Time between two reminders", "In days, at least 3.", 3
    ),
    CharterField(
        "statement_days",
        "Time for minority statements",
        "In days from the declaration, at least 7.",
        Charter.STATEMENT_FLOOR,
    ),
    CharterField(
        "challenge_days",
        "Time to challenge a declared level",
        "In days from the declaration, at least 5.",
        Charter.CHALLENGE_FLOOR,
    ),
    CharterField(
        "min_people",
        "People who have to take part",
        "Below this, no level of consensus is claimed. At least 3.",
        3,
    ),
    CharterField("min_groups", "Stakeholder groups they come from", "From 2 to 5.", 2),
    CharterField("min_support", "People who have to support a text", "At least 1.", 1),
)

MOST_NUMBER = 365

PUBLIC_COMMENT = (
    ("never", "Never", ""),
    ("optional", "Where the editors wish it", ""),
    ("always", "Always, before a consensus call can be opened", ""),
)
"""Whether texts are put to public comment: value, words, and nothing to add."""


def read_charter_form(
    typed: Mapping[str, str], present: Charter
) -> tuple[Charter, dict[str, str]]:
    """
    The charter a form asks for, and a sentence for each number under its floor.

    The floors of domain.md 6.9 and 7.1 are not settings; where there are sentences,
    the charter returned is the present one.
    """
    numbers: dict[str, int] = {}
    errors: dict[str, str] = {}
    for one in CHARTER_FIELDS:
        text = typed.get(one.name, "").strip()
        highest = 5 if one.name == "min_groups" else MOST_NUMBER
        if text.isascii() and text.isdecimal() and len(text) <= 3:  # noqa: PLR2004
            numbers[one.name] = int(text)
        if not one.lowest <= numbers.get(one.name, -1) <= highest:
            errors[one.name] = (
                f"{one.label}: a whole number from {one.lowest} to {highest}."
            )
    choice = typed.get("public_comment", present.public_comment)
    if choice not in list(PublicComment):
        errors["public_comment"] = "Choose whether texts are put to public comment."
    if errors:
        return present, errors
    values: dict[str, Any] = {
        **numbers,
        "urgent_allowed": typed.get("urgent_allowed") == "yes",
        "sense_checks_allowed": typed.get("sense_checks_allowed") == "yes",
        "public_comment": choice,
        "challenge_reviewers": _reviewers(typed, present),
    }
    return replace(present, **values), {}


REVIEWERS = ("reviewer-1", "reviewer-2")
"""The fields that name the members who review challenges."""


def _reviewers(typed: Mapping[str, str], present: Charter) -> tuple[int, ...]:
    """The seats chosen, each once; those of the present charter if nobody was asked."""
    if not any(name in typed for name in REVIEWERS):
        return present.challenge_reviewers
    chosen = [typed.get(name, "") for name in REVIEWERS]
    seats = [int(one) for one in chosen if one.isascii() and one.isdecimal()]
    return tuple(dict.fromkeys(seats))


def charter_as_typed(charter: Charter) -> dict[str, str]:
    """What the charter form shows at first."""
    typed = {one.name: str(getattr(charter, one.name)) for one in fields(charter)}
    seats = zip(REVIEWERS, charter.challenge_reviewers, strict=False)
    return {
        **typed,
        **dict.fromkeys(REVIEWERS, ""),
        **{name: str(seat) for name, seat in seats},
        "urgent_allowed": "yes" if charter.urgent_allowed else "",
        "sense_checks_allowed": "yes" if charter.sense_checks_allowed else "",
    }
