"""
How many persons stand behind the objections that stand (INV-1).

The public log shows a person under one pseudonym for each attribution choice, so it
bounds the number and does not give it (docs/decisions/0003).
"""

from consensus.publication.record import Name, Record


def people_between(record: Record) -> tuple[int, int]:
    """
    The least and the most distinct persons who maintain or dissent.

    Who has left is printed but not counted (R4). Names that one hold has joined are
    one person; beyond that, two names under the same attribution are two persons.
    """
    persons = _persons(record)
    choices = {name.attribution for names in persons for name in names}
    least = max(
        (
            sum(any(name.attribution == one for name in names) for names in persons)
            for one in choices
        ),
        default=0,
    )
    return least, len(persons)


def _persons(record: Record) -> list[frozenset[Name]]:
    """The names behind what stands, those of the same person put together."""
    every = [held for one in record.objections.values() for held in one.holders]
    persons: list[frozenset[Name]] = []
    for held in every:
        same = [names for names in persons if names & held.names]
        together = held.names.union(*same)
        persons = [names for names in persons if names not in same] + [together]
    counted = [held.names for held in every if held.opposes and not held.departed]
    return [names for names in persons if any(names & one for one in counted)]
