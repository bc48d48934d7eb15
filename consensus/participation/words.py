"""A participation statement as pages and files print it (domain.md 11.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

from consensus.coalitions.models import GROUP_LABELS, Region, StakeholderGroup
from consensus.participation.statement import Names, Statement
from consensus.participation.tables import Line

RULE = (
    "Anyone can become a member at any time by taking a seat in the coalition; "
    "stakeholder group and region are what each person says of themselves."
)
"""The membership rule that this service keeps."""

COLUMNS = ("Members", "Took part", "Took a position in the call", "Joined during it")
NOT_SHOWN = "not shown"
KEPT_BACK = (
    "“Not shown”: the number holds somebody who chose not to be named and is below "
    "five, or it would let such a number be worked out. Groups and regions are never "
    "crossed."
)
TOOK_PART = (
    "Took part: edited, suggested, commented, took a position, objected or signed. "
    "Who said nothing is counted as nothing."
)

Row = tuple[str, tuple[str, ...]]
"""A row's label and its cells."""


@dataclass(frozen=True)
class Told:
    """The sentences and tables of a statement, in the order of print."""

    sentences: tuple[str, ...]
    groups: tuple[Row, ...]
    regions: tuple[Row, ...]
    remarks: tuple[str, ...]
    not_heard: str
    people: tuple[tuple[str, str], ...]
    """Label and names."""
    unlisted: str
    language: str
    columns: tuple[str, ...] = COLUMNS

    def words(self) -> list[str]:
        """All that must stand in print, for whoever checks a page."""
        cells = [
            part
            for label, row in (*self.groups, *self.regions)
            for part in (label, *row)
        ]
        names = [names for _, names in self.people]
        rest = [self.not_heard, self.unlisted]
        return [*self.sentences, *cells, *self.remarks, *rest, *names]


def told(statement: Statement) -> Told:
    """A statement in words; the same statement gives the same words."""
    lines = (*statement.groups, *statement.regions)
    kept = any(NOT_SHOWN in _cells(one) for one in lines)
    groups = {str(one): label for one, label in GROUP_LABELS.items()}
    regions = {str(one): str(one) for one in Region}
    return Told(
        sentences=(RULE, _belonging(statement), *_reached(statement)),
        groups=_rows(statement.groups, groups, statement.total),
        regions=_rows(statement.regions, regions, statement.total),
        remarks=(
            TOOK_PART,
            *((KEPT_BACK,) if kept else ()),
            _guests(statement),
            _shared(statement),
        ),
        not_heard=_not_heard(statement),
        people=_people(statement.names),
        unlisted=_unlisted(statement),
        language=f"Language of the draft: {statement.language}.",
    )


def _belonging(statement: Statement) -> str:
    when = f"{statement.as_of:%Y-%m-%d}"
    at = f"At the opening of the call on {when}" if statement.call else f"On {when}"
    members = _number(statement.members, "member")
    observers = _number(statement.observers, "observer")
    return f"{at} the coalition had {members} and {observers}."


def _reached(statement: Statement) -> list[str]:
    if statement.told is None:
        return []
    verb = "person was" if statement.told == 1 else "people were"
    return [f"{statement.told} {verb} told of the call."]


def _rows(
    lines: Sequence[Line], labels: dict[str, str], total: Line
) -> tuple[Row, ...]:
    return tuple(
        (labels.get(one.name, "Total"), _cells(one)) for one in (*lines, total)
    )


def _cells(line: Line) -> tuple[str, ...]:
    told_ = (line.took_part, line.took_position, line.joined_during_call)
    return (
        str(line.members),
        *(NOT_SHOWN if one is None else str(one) for one in told_),
    )


def _not_heard(statement: Statement) -> str:
    groups = [
        GROUP_LABELS[StakeholderGroup(one)].lower() for one in statement.silent_groups
    ]
    if statement.total.took_part is None:
        return "Which groups and regions were not heard is not shown."
    silent = [*groups, *_regions_beside(statement)]
    if not silent:
        return "Not heard: no group or region of those shown above."
    return f"Not heard: nobody took part from {_listed(silent)}."


def _regions_beside(statement: Statement) -> list[str]:
    """The silent regions, but for the one that is a group as well and named so."""
    named = StakeholderGroup.INTERGOVERNMENTAL in statement.silent_groups
    also = str(Region.INTERGOVERNMENTAL) if named else ""
    return [one for one in statement.silent_regions if one != also]


def _listed(words: Sequence[str]) -> str:
    *all_but_last, last = words
    return f"{', '.join(all_but_last)} or {last}" if all_but_last else last


def _guests(statement: Statement) -> str:
    """Their groups are nobody's word but theirs, and are marked so (INV-24)."""
    by_group = [
        f"{label.lower()} {statement.guest_comments[one]}"
        for one, label in GROUP_LABELS.items()
        if one in statement.guest_comments
    ]
    if not by_group:
        return "No guest commented."
    number = sum(statement.guest_comments.values())
    return f"{_number(number, 'comment')} of guests, by self-declared group: " + (
        f"{', '.join(by_group)}."
    )


def _shared(statement: Statement) -> str:
    number = statement.shared_organisations
    if not number:
        return "No organisation has more than one participant."
    verb = "has" if number == 1 else "have"
    return f"{_number(number, 'organisation')} {verb} more than one participant."


def _people(names: Names) -> tuple[tuple[str, str], ...]:
    lists = (
        ("Editors", names.editors), ("Consensus caller", names.callers),
        ("Coordinators", names.coordinators),
        ("Participants who agreed to be listed", names.participants),
    )  # fmt: skip
    return tuple((label, ", ".join(all_) or "nobody") for label, all_ in lists)


def _unlisted(statement: Statement) -> str:
    if statement.unlisted is None:
        return "How many participants chose not to be listed is not shown."
    chose = _number(statement.unlisted, "participant")
    return f"{chose} chose not to be listed."


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
