"""The number of a version: 1.0 first, then by what was changed since (R40)."""

from consensus.publication.record import Frozen, Record

FIRST_VERSION = "1.0"


def number_of(record: Record, snapshot_number: int) -> str:
    """
    The number of the version that a snapshot was published as, or would be now.

    After 1.0 comes 1.1 where words were changed only editorially and nobody contested
    it, else 2.0. The record alone decides, so everybody comes to the same number.
    """
    for facts in record.published:
        if facts["snapshot"] == snapshot_number:
            return str(facts["version"])
    return _following(record, record.snapshot(snapshot_number))


def _following(record: Record, frozen: Frozen) -> str:
    if not record.published:
        return FIRST_VERSION
    last = record.published[-1]
    major, minor = (int(part) for part in last["version"].split("."))
    before = record.snapshot(last["snapshot"])
    if _is_the_same(record, before, frozen):
        return f"{major}.{minor + 1}"
    return f"{major + 1}.0"


def _is_the_same(record: Record, before: Frozen, now: Frozen) -> bool:
    """Whether the texts differ in nothing but uncontested editorial changes."""
    order = [block for block, _, _ in before.items]
    if order != [block for block, _, _ in now.items]:
        return False
    return all(
        name in _reached(record, block, before.wordings[block])
        for block, name in now.wordings.items()
    )


def _reached(record: Record, block: str, name: str) -> set[str]:
    """The wordings that editorial changes lead to from one."""
    found, new = {name}, [name]
    while new:
        at = new.pop()
        for (on, old, later), edited in record.editorial.items():
            leads = (on, old) == (block, at) and not edited.is_contested
            if leads and later not in found:
                found.add(later)
                new.append(later)
    return found
