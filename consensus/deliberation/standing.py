"""
Who says what of the words as they are now: numbers of people, by kind and by group.

Pure composition over `queries`; nothing here is advice or a level (domain.md 7.4).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from consensus.coalitions.models import (
    Attribution,
    Member,
    SeatStatus,
    StakeholderGroup,
)
from consensus.deliberation.call_queries import latest_round
from consensus.deliberation.heard import Heard
from consensus.deliberation.holding import was_dissent
from consensus.deliberation.machine import LIVE
from consensus.deliberation.models import Holder, HolderState
from consensus.deliberation.same_positions import SamePositions
from consensus.deliberation.small_numbers import Row, suppressed
from consensus.drafting.models import DraftBlock

KINDS = ("support", "reservation", "abstain", "objection", "dissent", "stale")


@dataclass(frozen=True)
class Counts:
    """Numbers of people by what they say of one wording; `stale`: of an earlier one."""

    support: int = 0
    reservation: int = 0
    abstain: int = 0
    objection: int = 0
    dissent: int = 0
    stale: int = 0
    not_yet: int = 0


@dataclass(frozen=True)
class GroupStanding:
    """A stakeholder group's members by what they say; None: not shown (R18)."""

    name: str
    short: str
    size: int
    counts: Counts | None


@dataclass(frozen=True)
class Says:
    """What one person says of one block."""

    member_id: int
    group: str
    kind: str
    named: bool
    departed: bool = False


def says_on(heard: Heard, block: DraftBlock | None) -> list[Says]:
    """
    What each person says of a block as it reads now; None: of the whole text.

    An objection that has not ended comes first (it survives a change), then a
    position on these exact words, then one on the whole text whose words here are
    the same (B1 to B4), then one on an earlier wording, as "stale".
    """
    block_id = block.block_id if block else None
    said: dict[int, Says] = {}
    for one in heard.objections.get(block_id, ()):
        for holder in one.holders:
            here = block_id in heard.places[holder.id]
            kind = _opposes(heard, holder) if here else None
            if kind and said.get(holder.member_id) is None:
                said[holder.member_id] = _opposing(heard, holder, kind)
    for same, kind in _positions(heard, block):
        silent = [seat for seat in same.members if seat not in said]
        said |= _say(heard, silent, kind, same.attribution)
    return list(said.values())


def people_in(said: Iterable[Says]) -> int:
    """How many people took part; who has left is not among them (R4)."""
    return sum(one.kind != "stale" and not one.departed for one in said)


def counts_of(heard: Heard, said: Iterable[Says]) -> Counts:
    """The numbers over all groups; always shown, since they name nobody."""
    return Counts(**_number(said), not_yet=_silent(sum(heard.sizes.values()), said))


def by_group(heard: Heard, said: Sequence[Says]) -> list[GroupStanding]:
    """The numbers by stakeholder group, small ones kept back (R18, INV-22)."""
    theirs: dict[str, list[Says]] = defaultdict(list)
    for one in said:
        theirs[one.group].append(one)
    groups = [g for g in StakeholderGroup if heard.sizes.get(g) or theirs.get(g)]
    counts = {g: _counts(heard.sizes.get(g, 0), theirs[g]) for g in groups}
    hidden = suppressed([_row(g, counts[g], theirs[g]) for g in groups])
    return [
        GroupStanding(
            g.label,
            SHORT[g],
            heard.sizes.get(g, 0),
            None if str(g) in hidden else counts[g],
        )
        for g in groups
    ]


SHORT = {
    StakeholderGroup.CIVIL_SOCIETY: "CS",
    StakeholderGroup.GOVERNMENT: "Gov",
    StakeholderGroup.INTERGOVERNMENTAL: "IGO",
    StakeholderGroup.PRIVATE_SECTOR: "Pri",
    StakeholderGroup.TECHNICAL_COMMUNITY: "Tech",
    StakeholderGroup.OTHER: "Oth",
}


def _opposes(heard: Heard, holder: Holder) -> str | None:
    state = heard.held[holder.id].state
    if state not in LIVE | {HolderState.RECHECK}:
        return None
    return "dissent" if was_dissent(holder) else "objection"


def _positions(
    heard: Heard, block: DraftBlock | None
) -> Iterable[tuple[SamePositions, str]]:
    whole = heard.positions.get(None, ())
    if block is None:
        call = latest_round(heard.session, heard.document)
        snapshot = call.snapshot_id if call else None
        yield from (
            (one, str(one.kind) if one.snapshot_id == snapshot else "stale")
            for one in whole
        )
        return
    own = heard.positions.get(block.block_id, ())
    yield from ((p, str(p.kind)) for p in own if _reads(p, block))
    yield from ((p, str(p.kind)) for p in whole if _covers(heard, p, block))
    yield from ((p, "stale") for p in own)
    yield from ((p, "stale") for p in whole if _covered(heard, p, block))


def _reads(position: SamePositions, block: DraftBlock) -> bool:
    return position.hash == block.hash and not block.deleted


def _covers(heard: Heard, position: SamePositions, block: DraftBlock) -> bool:
    hashes = heard.frozen.get(position.snapshot_id or 0, {})
    return hashes.get(block.block_id) == block.hash and not block.deleted


def _covered(heard: Heard, position: SamePositions, block: DraftBlock) -> bool:
    return block.block_id in heard.frozen.get(position.snapshot_id or 0, {})


def _opposing(heard: Heard, holder: Holder, kind: str) -> Says:
    return Says(
        holder.member_id,
        _group(heard, holder.member),
        kind,
        holder.attribution is Attribution.NAMED,
        holder.member.status is SeatStatus.FORMER,
    )


def _say(
    heard: Heard, seats: Sequence[int], kind: str, shown: Attribution
) -> dict[int, Says]:
    """By seat what they say; whoever has left is in no group and says nothing."""
    named = shown is Attribution.NAMED
    groups = heard.groups
    return {
        seat: _says(seat, groups[seat], kind, named) for seat in seats if seat in groups
    }


@lru_cache(maxsize=10_000)
def _says(member_id: int, group: str, kind: str, named: bool) -> Says:
    """The same object for all blocks of which somebody says the same."""
    return Says(member_id, group, kind, named)


def _group(heard: Heard, member: Member) -> str:
    return heard.groups.get(member.id) or str(member.term.group)


def _number(said: Iterable[Says]) -> dict[str, int]:
    numbers = dict.fromkeys(KINDS, 0)
    for one in said:
        numbers[one.kind] += 1
    return numbers


def _silent(size: int, said: Iterable[Says]) -> int:
    return max(0, size - sum(not one.departed for one in said))


def _counts(size: int, said: Sequence[Says]) -> Counts:
    return Counts(**_number(said), not_yet=_silent(size, said))


def _row(group: str, counts: Counts, said: Sequence[Says]) -> Row:
    people = {kind: int(getattr(counts, kind)) for kind in (*KINDS, "not_yet")}
    return Row(str(group), people, _number(one for one in said if not one.named))
