"""Reading a chain as anybody may see it."""

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, selectinload

from consensus.archive.models import Chain, ChainKind, Entry, Pseudonym
from consensus.archive.verbs import Verb


def last_seq(session: Session, kind: ChainKind, subject_id: int) -> int:
    """The number of the last entry of a chain; 0 before the first."""
    wanted = select(Chain.last_seq).where(
        Chain.kind == kind, Chain.subject_id == subject_id
    )
    return session.scalar(wanted) or 0


def entries_of(
    session: Session,
    chain: tuple[ChainKind, int],
    verbs: Collection[Verb],
    *,
    about: str | None = None,
    below: int | None = None,
    at_most: int | None = None,
) -> list[Entry]:
    """
    The newest entries of a chain with these verbs, the newest first, each with what
    lies beside it; `below` leaves out the entries from this number on, `about` those
    on any other object (`block:ID`).
    """
    kind, subject_id = chain
    wanted = (
        select(Entry)
        .join(Entry.chain)
        .where(Chain.kind == kind, Chain.subject_id == subject_id)
        .where(Entry.verb.in_([str(verb) for verb in verbs]))
        .options(selectinload(Entry.payloads))
        .order_by(Entry.seq.desc())
        .limit(at_most)
    )
    if about is not None:
        wanted = wanted.where(Entry.object == about)
    if below is not None:
        wanted = wanted.where(Entry.seq < below)
    return list(session.scalars(wanted))


def entries_with(
    session: Session, chain: tuple[ChainKind, int], verbs: Collection[str]
) -> int:
    """How many entries of a chain are deeds of these kinds."""
    kind, subject_id = chain
    counted = select(func.count(Entry.id)).join(Entry.chain)
    wanted = counted.where(
        Chain.kind == kind, Chain.subject_id == subject_id, Entry.verb.in_(verbs)
    )
    return session.scalar(wanted) or 0


def accounts_behind(
    session: Session, chain: tuple[ChainKind, int], beginnings: Collection[str]
) -> set[int]:
    """
    The accounts that did a deed in a chain whose verb begins so; private: for numbers.
    """
    kind, subject_id = chain
    rows = session.scalars(
        select(Entry.account_id)
        .join(Entry.chain)
        .where(Chain.kind == kind, Chain.subject_id == subject_id)
        .where(or_(*(Entry.verb.startswith(one) for one in beginnings)))
        .where(Entry.account_id.is_not(None))
        .distinct()
    )
    return {one for one in rows if one is not None}


def pseudonyms_in(
    session: Session, chain: tuple[ChainKind, int]
) -> dict[tuple[int, str], int]:
    """By account and attribution: the number of its pseudonym in a chain; private."""
    kind, subject_id = chain
    rows = session.execute(
        select(Pseudonym.account_id, Pseudonym.attribution, Pseudonym.number)
        .join(Chain, Chain.id == Pseudonym.chain_id)
        .where(Chain.kind == kind, Chain.subject_id == subject_id)
    )
    return {(account, shown): number for account, shown, number in rows}


def attributions_behind(
    session: Session, chain: tuple[ChainKind, int], beginnings: Collection[str]
) -> dict[int, set[str]]:
    """By account: what its deeds with such verbs were shown with; private."""
    kind, subject_id = chain
    rows = session.execute(
        select(Entry.account_id, Entry.facts)
        .join(Entry.chain)
        .where(Chain.kind == kind, Chain.subject_id == subject_id)
        .where(or_(*(Entry.verb.startswith(one) for one in beginnings)))
        .where(Entry.account_id.is_not(None))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for account_id, facts in rows:
        found[account_id or 0].add(facts.get("attribution", "named"))
    return dict(found)


def public_lines(
    session: Session, kind: ChainKind, subject_id: int
) -> list[dict[str, Any]]:
    """
    The public log of a document or coalition, in order (docs/record.md).

    Each line is {"entry": body, "hash": …} with "words" and "identity" beside it where
    there are any that no later choice withheld: what `chain.first_fault` checks.
    """
    entries = session.scalars(
        select(Entry)
        .join(Entry.chain)
        .where(Chain.kind == kind, Chain.subject_id == subject_id)
        .options(selectinload(Entry.payloads))
        .order_by(Entry.seq)
    )
    return [_line(entry) for entry in entries]


def _line(entry: Entry) -> dict[str, Any]:
    beside = {
        str(payload.part): {"salt": payload.salt, "value": payload.value}
        for payload in entry.payloads
        if not payload.withheld
    }
    return {"entry": json.loads(entry.body), "hash": entry.hash, **beside}
