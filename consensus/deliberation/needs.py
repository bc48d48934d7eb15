"""What waits for a person: answers to judge, changed words, objections to answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consensus import clock
from consensus.accounts.models import Account
from consensus.coalitions.charter import charter_of
from consensus.coalitions.models import Member
from consensus.deliberation.actions.silence import REASON_DAYS
from consensus.deliberation.behalf_queries import waiting_for
from consensus.deliberation.holding import (
    block_ids_of,
    has_changed,
    held_now,
    was_dissent,
)
from consensus.deliberation.leaving import handed_on_to
from consensus.deliberation.machine import LIVE, OPPOSING
from consensus.deliberation.models import Holder, HolderState, Position
from consensus.deliberation.need import WHOLE, Need, anchor_of, place_words
from consensus.deliberation.places import block_at
from consensus.deliberation.queries import (
    concerned_documents,
    objections_of,
    own_holds,
    own_positions,
)
from consensus.deliberation.suggestion_models import SuggestionState
from consensus.deliberation.suggestion_queries import (
    open_suggestions,
    own_suggestions,
)
from consensus.documents.access import Act, Asker, open_document
from consensus.documents.models import ASKED, Document
from consensus.drafting.models import DraftBlock
from consensus.drafting.queries import blocks_of, labels

SETTLED_IS_NEWS = timedelta(days=14)
"""How long authors find on their list what became of their suggestions."""

_TITLES = {
    HolderState.ANSWERED: "Your objection was answered",
    HolderState.RECHECK: "The words you objected to have changed",
    HolderState.ASKED: "The editors ask what you mean",
    HolderState.RESOLVED: "The words you accepted have changed",
}
_TO_DO = {
    HolderState.ANSWERED: "Resolve it or maintain it.",
    HolderState.RECHECK: "Say whether the new words meet it.",
    HolderState.ASKED: "Answer, or let it stand as it is.",
    HolderState.RESOLVED: "Your objection stays lifted unless you raise it again.",
}
_STILL = "A new version is begun: does your dissent still stand?"
_CONFIRM = "Confirm it or lift it."


def needs_of(session: Session, document: Document, asker: Asker) -> list[Need]:
    """
    What waits for this reader in one document: as an editor, objections without an
    answer; as a member, answered objections, changed words and questions.
    """
    if asker.member is None:
        return []
    blocks = {one.block_id: one for one in blocks_of(session, document.id)}
    names = labels(session, document.id)
    found: list[Need] = []
    if asker.may(Act.ANSWER, document):
        found += _to_answer(session, document, names)
    if asker.may(Act.SETTLE_SUGGESTION, document):
        found += _to_settle(session, document, names)
    if asker.may(Act.END_OWN_OBJECTION, document):
        found += _from_holds(session, document, asker.member, names)
    if asker.may(Act.TAKE_POSITION, document):
        found += _from_positions(session, document, asker.member, blocks, names)
        found += _recorded(session, document, asker.member, names)
        found += _handed_on(session, document, asker.member, names)
    return [*found, *_settled(session, document, asker.member, names)]


def documents_spoken_in(
    session: Session, account: Account
) -> Iterator[tuple[Document, Asker]]:
    """The documents in which a person took a position, objected, or is an editor."""
    for document_id in concerned_documents(session, account):
        yield open_document(session, document_id, account, to=Act.READ)


def _to_answer(
    session: Session, document: Document, names: dict[str, str]
) -> Iterator[Need]:
    for objection in objections_of(session, document.id):
        waiting = [h for h in objection.holders if h.state is HolderState.RAISED]
        if waiting:
            place = block_ids_of(session, document.id, waiting[0])[0]
            block_id = block_at(place)
            yield Need(
                kind="to_answer",
                icon="p-objection",
                title=f"{objection.name} waits for an answer",
                where=f"{place_words(names, place)}. Answer for the editors.",
                anchor=anchor_of(block_id, objection.number),
                opened=block_id or WHOLE,
                until=_answer_due(document, waiting),
            )


def _answer_due(document: Document, waiting: list[Holder]) -> datetime:
    """Until when an answer is hoped for (domain.md 6.9): a target, not an end."""
    days = charter_of(document.coalition.charter).answer_days
    return min(one.state_at for one in waiting) + timedelta(days=days)


_SETTLED = {
    SuggestionState.ADOPTED: "was adopted",
    SuggestionState.ADOPTED_IN_PART: "was adopted in part",
    SuggestionState.NOT_ADOPTED: "was not adopted",
}


def _to_settle(
    session: Session, document: Document, names: dict[str, str]
) -> Iterator[Need]:
    """One line for each paragraph at which suggestions wait for the editors."""
    for block_id, waiting in open_suggestions(session, document.id).items():
        first, more = waiting[0], len(waiting) - 1
        others = f" and {more} more wait" if more else " waits"
        yield Need(
            kind="to_settle",
            icon="suggest",
            title=f"Suggestion {first.name}{others}",
            where=f"{place_words(names, block_id)}. Adopt it, or say why not.",
            anchor=f"{block_id or WHOLE}-s{first.number}",
            opened=block_id or WHOLE,
        )


def _settled(
    session: Session, document: Document, member: Member, names: dict[str, str]
) -> Iterator[Need]:
    """What became of the reader's own suggestions, while it is news."""
    for one in own_suggestions(session, document.id, member):
        is_news = one.state_at + SETTLED_IS_NEWS > clock.now()
        if is_news and one.state in _SETTLED and one.settled_by != member.id:
            yield Need(
                kind="settled",
                icon="suggest",
                title=f"Your suggestion {one.name} {_SETTLED[one.state]}",
                where=f"{place_words(names, one.block_id)}. See what the editors say.",
                anchor=f"{one.block_id or WHOLE}-s{one.number}",
                opened=one.block_id or WHOLE,
            )


def _from_holds(
    session: Session, document: Document, member: Member, names: dict[str, str]
) -> Iterator[Need]:
    for holder in own_holds(session, member):
        objection = holder.objection
        if objection.document_id != document.id:
            continue
        state = held_now(session, document.id, holder).state
        changed = has_changed(session, document.id, holder)
        is_news = state is not HolderState.RESOLVED or changed
        if (state in _TITLES and is_news) or _is_asked_of(holder, state):
            place = block_ids_of(session, document.id, holder)[0]
            block_id = block_at(place)
            yield Need(
                kind=str(state),
                icon="p-dissent" if was_dissent(holder) else "p-objection",
                title=_TITLES.get(state, _STILL),
                where=f"{place_words(names, place)}. {_TO_DO.get(state, _CONFIRM)}",
                anchor=anchor_of(block_id, objection.number),
                opened=block_id or WHOLE,
                until=_holder_until(document, holder),
                holder=holder,
            )


def _holder_until(document: Document, holder: Holder) -> datetime | None:
    """From when silence is taken for something (6.4); None while no time is set."""
    if holder.state is HolderState.ASKED:
        return holder.state_at + timedelta(days=REASON_DAYS)
    return document.closes_at if document.stage in ASKED else None


def _is_asked_of(holder: Holder, state: HolderState) -> bool:
    """Whether a dissent of an earlier version waits to be confirmed (R40)."""
    return bool(holder.recorded_in) and state in OPPOSING


def _handed_on(
    session: Session, document: Document, member: Member, names: dict[str, str]
) -> Iterator[Need]:
    """Objections that somebody who left asks the reader to take on (R4)."""
    for holder in handed_on_to(session, document.id, member):
        place = block_ids_of(session, document.id, holder)[0]
        block_id = block_at(place)
        yield Need(
            kind="handed_on",
            icon="p-objection",
            title=f"You are asked to take on {holder.objection.name}",
            where=f"{place_words(names, place)}. "
            "Its author has left; join it if you agree.",
            anchor=anchor_of(block_id, holder.objection.number),
            opened=block_id or WHOLE,
        )


def _recorded(
    session: Session, document: Document, member: Member, names: dict[str, str]
) -> Iterator[Need]:
    """What was recorded for the reader and counts only if they say so (R36)."""
    for one in waiting_for(session, document.id, member):
        yield Need(
            kind="recorded",
            icon=f"p-{one.kind}",
            title=f"Did you say this? {KINDS[one.kind]}",
            where=f"{place_words(names, one.block_id)}. "
            f"{one.line[0].upper()}{one.line[1:]}",
            anchor=one.block_id or WHOLE,
            opened=one.block_id or WHOLE,
            recorded=one,
        )


KINDS = {
    "support": "Support",
    "reservation": "Support with a reservation",
    "abstain": "Standing aside",
}


def _from_positions(
    session: Session,
    document: Document,
    member: Member,
    blocks: dict[str, DraftBlock],
    names: dict[str, str],
) -> Iterator[Need]:
    answered: set[str] = set()
    earlier: dict[str, Position] = {}
    for one in own_positions(session, document.id, member):
        block = blocks.get(one.block_id or "")
        if block is None or one.wording is None:
            continue
        if one.wording.hash == block.hash:
            answered.add(block.block_id)
        earlier[block.block_id] = one
    held = _opposed(session, document, member)
    for block_id, position in earlier.items():
        if block_id not in answered | held:
            yield Need(
                kind="stale",
                icon="p-stale",
                title="The words you answered have changed",
                where=f"{place_words(names, block_id)}. "
                "Reaffirm, or say another thing.",
                anchor=block_id,
                opened=block_id,
                position=position,
                block=blocks[block_id],
            )


def _opposed(session: Session, document: Document, member: Member) -> set[str]:
    """Blocks to which the member holds an objection: that one asks them already."""
    return {
        block_id or ""
        for holder in own_holds(session, member)
        if holder.objection.document_id == document.id
        and held_now(session, document.id, holder).state in LIVE | {HolderState.RECHECK}
        for block_id in block_ids_of(session, document.id, holder)
    }
