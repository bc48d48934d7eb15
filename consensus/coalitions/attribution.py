"""
What a person's words are shown with: the five choices of R17, as plain functions.

`shown` is what may be told of a person under a choice, and no more: it is the
`identity` payload of the record (docs/record.md), and nothing else of the person may
reach a page, a mail or a file (INV-21).
"""

from typing import Any

from consensus.coalitions.models import (
    Attribution,
    Capacity,
    Member,
    StakeholderGroup,
)
from consensus.errors import Invalid

Shown = dict[str, Any]

LABELS = {
    Attribution.NAMED: "With my name",
    Attribution.ORGANISATION: "Only my organisation",
    Attribution.GROUP_REGION: "Only my stakeholder group and region",
    Attribution.GROUP: "Only my stakeholder group",
    Attribution.MEMBER: "As “a member”",
}

_IN_A_SENTENCE = {
    StakeholderGroup.CIVIL_SOCIETY: "civil society",
    StakeholderGroup.GOVERNMENT: "governments",
    StakeholderGroup.INTERGOVERNMENTAL: "intergovernmental organisations",
    StakeholderGroup.PRIVATE_SECTOR: "the private sector",
    StakeholderGroup.TECHNICAL_COMMUNITY: "the technical community",
}


def shown(member: Member, attribution: Attribution) -> Shown:
    """What a seat's holder is shown with now. Refuses (`Invalid`) an empty choice."""
    term = member.term
    if attribution is Attribution.ORGANISATION and not term.organisation:
        raise Invalid(
            "Your seat names no organisation: add one, or choose how else to be shown."
        )
    group = {"group": group_words(term.group, term.other_group)}
    parts: dict[Attribution, Shown] = {
        Attribution.NAMED: {
            "name": member.account.name,
            "organisation": term.organisation,
            "capacity": str(term.capacity),
            **group,
        },
        Attribution.ORGANISATION: {"organisation": term.organisation, **group},
        Attribution.GROUP_REGION: {**group, "region": str(term.region)},
        Attribution.GROUP: group,
        Attribution.MEMBER: {},
    }
    return {"attribution": str(attribution), **parts[attribution]}


def group_words(group: StakeholderGroup, other: str) -> str:
    """A group as it reads inside a sentence; `other` in the member's own words."""
    return _IN_A_SENTENCE.get(group) or other or "another group"


def who_line(identity: Shown) -> str:
    """
    The line printed for a person, for example "A. Example (Example Society), civil
    society, personal capacity" or "a member from the technical community".
    """
    name, organisation = identity.get("name"), identity.get("organisation")
    group, region = identity.get("group"), identity.get("region")
    if name:
        at = f" ({organisation})" if organisation else ""
        return ", ".join(filter(None, [f"{name}{at}", group, _capacity(identity)]))
    if organisation:
        return ", ".join(filter(None, [f"a member from {organisation}", group]))
    if group:
        return f"a member from {group}" + (f", {region}" if region else "")
    return "a member"


def name_shown(member: Member, attribution: Attribution) -> str:
    """Who spoke, as they chose to be shown and no more (R17)."""
    if attribution is Attribution.ORGANISATION and not member.term.organisation:
        attribution = Attribution.GROUP  # the seat no longer names one
    return who_line(shown(member, attribution))


def _capacity(identity: Shown) -> str:
    if identity.get("capacity") != Capacity.ORGANISATION:
        return "personal capacity"
    return f"states that they speak for {identity.get('organisation')}"
