"""
How many persons stand behind the objections that stand, and behind statements (INV-1).

The public log shows a person under one pseudonym for each attribution choice, so it
bounds the number and does not give it (docs/decisions/0003).
"""

from collections.abc import Sequence

from consensus.publication.names import Name
from consensus.publication.record import Fault, Frozen, Record

Names = frozenset[Name]


def people_between(record: Record) -> tuple[int, int]:
    """
    The least and the most distinct persons who maintain or dissent.

    Who has left is printed but not counted (R4), nor is who withdrew
    after publication (R24). Names that one hold has joined are one person; beyond
    that, two names under the same attribution are two persons.
    """
    every = [held for one in record.objections.values() for held in one.holders]
    counted = [held.names for held in every if held.stands and not held.departed]
    return _between(record, counted)


def signers_between(record: Record, frozen: Frozen | None = None) -> tuple[int, int]:
    """
    The least and the most distinct persons who signed the statements of Part 2, of all
    or of those that a snapshot is printed with (R40).

    Leaving does not touch a signature (R14), so whoever has left counts too.
    """
    counted = [
        by.names
        for one in record.statements.values()
        if one.is_printed
        and not (one.is_noted or one.is_late)
        and (frozen is None or one.stands_in(frozen.wordings))
        for by in one.valid
        if by.retired_at is None
    ]
    return _between(record, counted)


def check_people(record: Record, frozen: Frozen, people: int, signers: int) -> None:
    """Fault where the stated numbers of persons are ruled out by the record."""
    least, most = people_between(record)
    if not least <= people <= most:
        raise Fault(
            f"The objections that stand are held by {least} to {most} people, "
            f"not by {people}."
        )
    least, most = signers_between(record, frozen)
    if not least <= signers <= most:
        raise Fault(
            f"The statements are signed by {least} to {most} people, not by {signers}."
        )


def _between(record: Record, counted: Sequence[Names]) -> tuple[int, int]:
    persons = [
        names for names in _persons(record) if any(names & one for one in counted)
    ]
    choices = {name.attribution for names in persons for name in names}
    least = max(
        (
            sum(any(name.attribution == one for name in names) for names in persons)
            for one in choices
        ),
        default=0,
    )
    return least, len(persons)


def _persons(record: Record) -> list[Names]:
    """The names in the record, those of the same person put together."""
    holds = [held for one in record.objections.values() for held in one.holders]
    signed = [by for one in record.statements.values() for by in one.signatures]
    persons: list[Names] = []
    for names in [*(one.names for one in holds), *(one.names for one in signed)]:
        same = [known for known in persons if known & names]
        together = names.union(*same)
        persons = [known for known in persons if known not in same] + [together]
    return persons
