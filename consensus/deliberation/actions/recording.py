"""Writing an objection's words into the record, with a receipt for their author."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, locked_chain, public_name, record
from consensus.archive.models import ChainKind
from consensus.archive.receipts import new_nonce, receipt_hash
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.deliberation.models import Holder, HolderMove, InRound, Receipt
from consensus.documents.models import Document


def record_hold(
    session: Session,
    document: Document,
    holder: Holder,
    verb: Verb,
    words: dict[str, str],
    *,
    recorder: Actor | None = None,
) -> None:
    """
    Record that somebody raised or joined an objection, and their first state; by a
    recorder, if they did not do it themselves (R36).
    """
    by = recorder or actor_of(holder)
    session.add(
        HolderMove(
            holder_id=holder.id, move=str(verb), before=None, after=holder.state,
            wording_id=holder.wording.id if holder.wording else None,
            further=[], draft_seq=holder.words_seq,
            by_account=by.account_id, at=holder.state_at,
        )
    )  # fmt: skip
    objection = holder.objection
    facts = {
        "objection": objection.number,
        "target": str(objection.target),
        "block": objection.block_id,
        "wording": holder.wording.hash if holder.wording else None,
        "places": [[one.block_id, one.hash] for one in holder.words],
        "draft_seq": holder.words_seq,
        "holder": holder.id,
        "state": str(holder.state),
        "bare": objection.is_bare,
        "stage": str(document.stage),
        "attribution": str(holder.attribution),
    }
    if recorder is not None:
        chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
        facts["for"] = public_name(session, chain, actor_of(holder))
    if objection.in_round is not InRound.YES:
        facts["in_round"] = str(objection.in_round)
    record_words(session, holder, verb, words=words, facts=facts, by=by)


def record_words(
    session: Session,
    holder: Holder,
    verb: Verb,
    *,
    words: dict[str, str],
    facts: Mapping[str, object],
    by: Actor | None = None,
) -> None:
    """Record words with a receipt, so that their author can find them (INV-8)."""
    nonce, at, about = new_nonce(), clock.now(), holder.objection.name
    hash_ = receipt_hash(about, words, at.isoformat(), nonce)
    deed = Deed(
        verb, about, {**facts, "receipt": hash_},
        words=words, identity=shown(holder.member, holder.attribution),
    )  # fmt: skip
    actor = by or actor_of(holder)
    entry = record(
        session, ChainKind.DOCUMENT, holder.objection.document_id, deed, by=actor
    )
    session.add(
        Receipt(
            holder_id=holder.id, nonce=nonce, hash=hash_, entry_seq=entry.seq,
            given_at=at,
        )
    )  # fmt: skip
    session.flush()


def actor_of(holder: Holder) -> Actor:
    """The actor to record for what a holder does."""
    return Actor(holder.member.account_id, "member", str(holder.attribution))
