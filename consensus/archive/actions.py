"""Recording deeds and committing them: nothing happens unrecorded."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.chain import canonical, link, new_salt, salted_hash
from consensus.archive.models import (
    Chain,
    ChainKind,
    Entry,
    Part,
    Payload,
    Pseudonym,
)
from consensus.archive.verbs import Verb
from consensus.realtime import announce

OPENLY = "named"


@dataclass(frozen=True)
class Actor:
    """
    Who does a deed: the account (None for the clock), the role it is done in, and
    the attribution under which the public log may show it (R17).
    """

    account_id: int | None
    acting_as: str
    attribution: str = OPENLY


CLOCK = Actor(None, "system")


@dataclass(frozen=True)
class Deed:
    """
    What is to be recorded of a deed.

    `object` names what it is about (`block:b1`, `O-3`, `call:1`); `facts` are public
    and hold no free text and no names; `words` and `identity` lie beside the entry.
    """

    verb: Verb
    object: str
    facts: dict[str, Any]
    words: dict[str, Any] | None = None
    identity: dict[str, Any] | None = None


def record(
    session: Session, kind: ChainKind, subject_id: int, deed: Deed, *, by: Actor
) -> Entry:
    """Add a deed to its chain; it is kept if, and only if, the deed is."""
    chain = locked_chain(session, kind, subject_id)
    parts = {Part.WORDS: deed.words, Part.IDENTITY: deed.identity}
    payloads = [
        Payload(part=part, salt=new_salt(), value=value)
        for part, value in parts.items()
        if value is not None
    ]
    at = clock.now()
    body = {
        "seq": chain.last_seq + 1,
        "chain": chain.name,
        "at": at.isoformat(timespec="microseconds"),
        "actor": public_name(session, chain, by),
        "acting_as": by.acting_as,
        "verb": str(deed.verb),
        "object": deed.object,
        "facts": deed.facts,
        **{str(one.part): salted_hash(one.salt, one.value) for one in payloads},
    }
    text = canonical(body)
    entry = Entry(
        chain=chain, seq=chain.last_seq + 1, at=at, account_id=by.account_id,
        verb=str(deed.verb), object=deed.object, facts=deed.facts,
        body=text.decode("utf-8"), hash=link(chain.head, text), payloads=payloads,
    )  # fmt: skip
    chain.last_seq, chain.head = entry.seq, entry.hash
    session.add(entry)
    session.flush()
    session.info.setdefault("recorded", []).append(entry)
    # For those who must know at the commit, when nothing can be read any more.
    session.info.setdefault("chains", set()).add((kind, subject_id))
    return entry


def locked_chain(session: Session, kind: ChainKind, subject_id: int) -> Chain:
    """The chain of a document or coalition, locked until commit; made if new."""
    chain = lock(session, kind, subject_id)
    if chain is None:
        chain = Chain(kind=kind, subject_id=subject_id, last_seq=0, head="")
        session.add(chain)
        session.flush()
    return chain


def lock(session: Session, kind: ChainKind, subject_id: int) -> Chain | None:
    """
    Lock a chain until commit, so that deeds about one document come one by one and
    each sees what the one before left; None if nothing was ever recorded there.
    """
    return session.scalars(
        select(Chain)
        .where(Chain.kind == kind, Chain.subject_id == subject_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def public_name(session: Session, chain: Chain, actor: Actor) -> str:
    """The pseudonym of an actor in a chain's public log, for example `P7`."""
    if actor.account_id is None:
        return actor.acting_as
    return f"P{pseudonym(session, chain, actor.account_id, actor.attribution)}"


def pseudonym(session: Session, chain: Chain, account_id: int, attribution: str) -> int:
    """The number of an account in a chain under one attribution; given if new."""
    numbers = select(Pseudonym).where(Pseudonym.chain_id == chain.id)
    known = session.scalars(
        numbers.where(
            Pseudonym.account_id == account_id, Pseudonym.attribution == attribution
        )
    ).one_or_none()
    if known is None:
        last = session.scalars(
            numbers.order_by(Pseudonym.number.desc()).limit(1)
        ).one_or_none()
        known = Pseudonym(
            chain_id=chain.id,
            account_id=account_id,
            attribution=attribution,
            number=last.number + 1 if last else 1,
        )
        session.add(known)
        session.flush()
    return known.number


def withhold_words(session: Session, entry: Entry, *, withheld: bool) -> None:
    """Keep the words beside an entry out of the public log, or no longer (R26)."""
    for payload in entry.payloads:
        if payload.part is Part.WORDS:
            payload.withheld = withheld
    session.flush()


def withhold_identity(session: Session, entry: Entry) -> None:
    """Keep the names beside an entry out of the public log from here on (R17)."""
    for payload in entry.payloads:
        if payload.part is Part.IDENTITY:
            payload.withheld = True
    session.flush()


def commit(session: Session) -> None:
    """Commit, then signal what was recorded: never before, never on rollback."""
    session.commit()
    for entry in session.info.pop("recorded", []):
        if entry in session:  # a rollback leaves its entries behind in the list
            about = {"seq": entry.seq, "about": entry.object}
            block = {"block": entry.facts["block"]} if "block" in entry.facts else {}
            announce(entry.chain.name, about | block)
