"""What members do with their own suggestions: make, withdraw, be shown otherwise."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consensus import clock
from consensus.archive.actions import (
    Actor,
    Deed,
    locked_chain,
    public_name,
    record,
    withhold_identity,
)
from consensus.archive.models import Chain, ChainKind, Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.attribution import shown
from consensus.coalitions.models import Attribution, Member
from consensus.deliberation.suggestion_models import (
    Suggestion,
    SuggestionKind,
    SuggestionState,
)
from consensus.documents.models import Document
from consensus.drafting.changing import new_block_id
from consensus.drafting.closed import check_closed
from consensus.drafting.queries import any_block_of, block_as_of, blocks_of
from consensus.drafting.seen import Seen
from consensus.errors import Invalid, NotAllowed, Refused
from consensus.schema import Block, footnotes_in, inline_nodes
from consensus.wordings.actions import mint
from consensus.wordings.canonical import wording_hash


@dataclass(frozen=True)
class Proposal:
    """What is suggested: its kind, the block it would be (None: removal), and why."""

    kind: SuggestionKind
    content: Block | None
    reason: str
    attribution: Attribution


def suggest(
    session: Session,
    document: Document,
    seen: Seen | None,
    proposal: Proposal,
    *,
    by: Member,
    acting_as: str,
) -> Suggestion:
    """
    Suggest other words for the block seen, one after it, or that it be removed.

    `seen` None is the start of the text, where only a new paragraph can go. Words
    that moved on meanwhile do not turn a suggestion away: it is bound to those its
    author saw (R43). Refuses (`Invalid`) what the closed schema does not allow, and
    words that would change nothing.
    """
    base = exactly_seen(session, document.id, seen) if seen else None
    content = _proposed(session, document, base, proposal)
    at = clock.now()
    made = Suggestion(
        document_id=document.id, number=_next_number(session, document),
        kind=proposal.kind, block_id=seen.block_id if seen else None,
        base=base, content=content, reason=proposal.reason, member=by,
        attribution=proposal.attribution, made_at=at, state_at=at,
        made_in_stage=str(document.stage_now), state=SuggestionState.OPEN,
    )  # fmt: skip
    if seen and base:
        made.wording = mint(
            session, document.id, base, by="suggestion", draft_seq=seen.seq
        )
    session.add(made)
    session.flush()
    _record_made(session, document, made, acting_as)
    return made


def withdraw_suggestion(
    session: Session, document: Document, suggestion: Suggestion, *, by: Member
) -> None:
    """Take one's own suggestion back while it is open; it stays on record."""
    must_be_open(suggestion)
    if suggestion.member_id != by.id:
        raise NotAllowed("Only the person who made a suggestion can withdraw it.")
    suggestion.state, suggestion.state_at = SuggestionState.WITHDRAWN, clock.now()
    deed = Deed(Verb.SUGGESTION_WITHDRAWN, suggestion.name, facts_of(suggestion))
    record(
        session, ChainKind.DOCUMENT, document.id, deed,
        by=author_of(suggestion, "member"),
    )  # fmt: skip


def show_otherwise(
    session: Session,
    document: Document,
    suggestion: Suggestion,
    attribution: Attribution,
    *,
    by: Member,
) -> None:
    """
    Be shown otherwise with one's own suggestion from here on (R17).

    Earlier names leave the public log; files already published stay (R24).
    """
    if suggestion.member_id != by.id:
        raise NotAllowed("Only the author of a suggestion decides how they are shown.")
    identity, before = shown(by, attribution), author_of(suggestion, "member")
    suggestion.attribution = attribution
    for entry in _entries_naming(session, document, suggestion):
        withhold_identity(session, entry)
    chain = locked_chain(session, ChainKind.DOCUMENT, document.id)
    facts = {
        "suggestion": suggestion.number,
        "attribution": str(attribution),
        "pseudonym": public_name(session, chain, author_of(suggestion, "member")),
    }
    deed = Deed(Verb.ATTRIBUTION_CHANGED, suggestion.name, facts, identity=identity)
    record(session, ChainKind.DOCUMENT, document.id, deed, by=before)


def must_be_open(suggestion: Suggestion) -> None:
    """Refuse a step with a suggestion that was settled or withdrawn: that is final."""
    if suggestion.state is not SuggestionState.OPEN:
        raise Refused(
            f"{suggestion.name} was settled before: "
            f"{suggestion.state.replace('_', ' ')}."
        )


def author_of(suggestion: Suggestion, acting_as: str) -> Actor:
    """The actor to record for what a suggestion's author does."""
    account_id = suggestion.member.account_id
    return Actor(account_id, acting_as, str(suggestion.attribution))


def facts_of(suggestion: Suggestion) -> dict[str, object]:
    """The facts that every entry about a suggestion has (docs/record.md)."""
    return {"suggestion": suggestion.number, "block": suggestion.block_id}


def exactly_seen(session: Session, document_id: int, seen: Seen) -> Block:
    """
    The block as it was seen, marks included; refuses words that never stood there.

    A wording's hash names its words only; here the place in the log decides.
    """
    now = any_block_of(session, document_id, seen.block_id)
    if (now.seq, now.hash) == (seen.seq, seen.hash):
        return now.content
    past = block_as_of(session, document_id, seen.block_id, seen.seq)
    if past is None or wording_hash(past) != seen.hash:
        raise Invalid("These words were never in the text: read the paragraph again.")
    return past


def _proposed(
    session: Session, document: Document, base: Block | None, proposal: Proposal
) -> Block | None:
    """The block that is suggested, checked; None for a removal."""
    if base is None and proposal.kind is not SuggestionKind.AFTER:
        raise Invalid("Say which paragraph you mean.")
    if proposal.kind is SuggestionKind.REMOVAL:
        return None
    content = _identified(proposal, base)
    if content == base:
        raise Invalid("These are the words as they are: change them, then send.")
    check_closed(content)
    if not inline_nodes(content):
        raise Invalid("Write the words that you suggest.")
    _check_notes(session, document, content)
    return content


def _identified(proposal: Proposal, base: Block | None) -> Block:
    """The block under the id that it is to have: its paragraph's, or a new one."""
    if proposal.content is None:
        raise Invalid("Write the words that you suggest.")
    if base is None or proposal.kind is SuggestionKind.AFTER:
        return _with_id(proposal.content, new_block_id())
    return _with_id(proposal.content, base["attrs"]["id"])


def _check_notes(session: Session, document: Document, block: Block) -> None:
    rows = blocks_of(session, document.id)
    notes = {row.block_id for row in rows if row.kind == "note"}
    if not set(footnotes_in(block)) <= notes:
        raise Invalid("A footnote mark points to a note that is not there.")


def _with_id(block: Block, block_id: str) -> Block:
    return {**block, "attrs": {**block.get("attrs", {}), "id": block_id}}


def _next_number(session: Session, document: Document) -> int:
    last = session.scalar(
        select(func.max(Suggestion.number)).where(Suggestion.document_id == document.id)
    )
    return (last or 0) + 1


def _record_made(
    session: Session, document: Document, made: Suggestion, acting_as: str
) -> None:
    facts = {
        **facts_of(made),
        "kind": str(made.kind),
        "wording": made.wording.hash if made.wording else None,
        "stage": str(document.stage_now),
        "attribution": str(made.attribution),
    }
    words = {"reason": made.reason, "block": made.content}
    deed = Deed(
        Verb.SUGGESTION_MADE, made.name, facts, words=words,
        identity=shown(made.member, made.attribution),
    )  # fmt: skip
    record(
        session, ChainKind.DOCUMENT, document.id, deed, by=author_of(made, acting_as)
    )


def _entries_naming(
    session: Session, document: Document, suggestion: Suggestion
) -> list[Entry]:
    """The entries beside which the author's names lie."""
    about = select(Entry).join(Chain).where(
        Chain.kind == ChainKind.DOCUMENT,
        Chain.subject_id == document.id,
        Entry.object == suggestion.name,
        Entry.verb.in_([Verb.SUGGESTION_MADE, Verb.ATTRIBUTION_CHANGED]),
    )  # fmt: skip
    return list(session.scalars(about.options(selectinload(Entry.payloads))))
