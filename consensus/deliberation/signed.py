"""
What signed statements weigh: who counts as objecting where, and which levels they hold.

The signers of a dissent or partial dissent count as objecting on its targets once it
is locked (domain.md 7.2); from its filing on no full consensus is tenable there (R15).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from consensus import clock
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.call_models import Call, CallMember
from consensus.deliberation.seat_facts import seat_facts
from consensus.deliberation.statement_models import (
    AGAINST,
    AimKind,
    Statement,
    StatementSignature,
    StatementState,
    StatementTarget,
)
from consensus.deliberation.voices import Voice

_STANDING = (StatementState.FILED, StatementState.LOCKED)
_NOT_IN_THE_TEXT = frozenset({AimKind.REMOVAL, AimKind.OMISSION})
"""What has no words to read: it counts on none, and is held against the whole."""

Target = str | None
"""A block's id; None is the whole document."""


@dataclass(frozen=True)
class SignedDissent:
    """
    A filed or locked dissent with its valid signatures.

    `counted` are the targets on which its signers count as objecting, `contested`
    those whose level it is held against. A level is contested without counting:
    whoever disputes it has not said that they reject the words.
    """

    name: str
    is_locked: bool
    signatures: Sequence[StatementSignature]
    counted: frozenset[Target]
    contested: frozenset[Target]


def signed_dissents(
    session: Session,
    document_id: int,
    wordings: Mapping[str, str],
    *,
    until: datetime | None,
) -> list[SignedDissent]:
    """
    The dissents that stand on a text, given as block id to wording hash.

    `until` is the end of the statement window: what was filed is locked from then on,
    whether or not the clock has come by yet (decisions.md 19).

    A target whose words have changed since is printed and counted nowhere (B1).
    """
    rows = session.scalars(
        select(Statement)
        .where(
            Statement.document_id == document_id,
            Statement.state.in_(_STANDING),
            Statement.kind.in_(AGAINST),
        )
        .options(
            selectinload(Statement.targets).joinedload(StatementTarget.wording),
            selectinload(Statement.signatures)
            .joinedload(StatementSignature.member)
            .selectinload(Member.terms),
        )
        .order_by(Statement.number)
    )
    is_over = until is not None and until <= clock.now()
    return [_dissent(one, wordings, is_over=is_over) for one in rows]


def signed_voices(
    signed: Sequence[SignedDissent],
    target: Target,
    call: Call,
    seats: Mapping[int, CallMember],
) -> list[tuple[Voice, Attribution]]:
    """Whoever signed a locked dissent on a target, with how they are shown (7.2)."""
    signatures = [
        signature
        for one in signed
        if one.is_locked and target in one.counted
        for signature in one.signatures
    ]
    return [
        (_dissenting(call, seats.get(one.member_id), one.member), one.attribution)
        for one in signatures
    ]


def _dissenting(call: Call, seat: CallMember | None, member: Member) -> Voice:
    facts = seat_facts(call, seat, member)
    return Voice(person=str(member.id), kind="dissent", **facts)


def _dissent(
    one: Statement, wordings: Mapping[str, str], *, is_over: bool
) -> SignedDissent:
    counted = frozenset(
        target.block_id for target in one.targets if _is_on_the_text(target, wordings)
    )
    levels = frozenset(
        target.block_id for target in one.targets if target.kind is AimKind.LEVEL
    )
    on_the_whole = any(target.kind in _NOT_IN_THE_TEXT for target in one.targets)
    whole: frozenset[Target] = frozenset({None} if on_the_whole else ())
    return SignedDissent(
        one.name, is_over or one.state is StatementState.LOCKED, one.signed, counted,
        _with_the_whole(counted | levels | whole),
    )  # fmt: skip


def _is_on_the_text(target: StatementTarget, wordings: Mapping[str, str]) -> bool:
    if target.kind is AimKind.WORDING:
        now = wordings.get(target.block_id or "")
        return target.wording is not None and target.wording.hash == now
    return target.kind is AimKind.DOCUMENT


def _with_the_whole(contested: frozenset[Target]) -> frozenset[Target]:
    """No document is in full consensus while a part of it is contested (INV-12)."""
    return contested | {None} if contested else contested
