"""How the people of the sample coalition speak: positions, objections, answers."""

from consensus.coalitions.models import Attribution
from consensus.deliberation.actions.answers import Reply, answer
from consensus.deliberation.actions.holders import hold
from consensus.deliberation.actions.objections import Opposition, Said, oppose
from consensus.deliberation.actions.offering import offer_text
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.actions.reviewing import Offer, open_window
from consensus.deliberation.machine import Move
from consensus.deliberation.models import (
    Disposition,
    Holder,
    PositionKind,
)
from consensus.documents.access import Act
from consensus.documents.models import Document
from consensus.documents.window_models import Window, WindowKind
from consensus.drafting.actions import edit_block
from consensus.drafting.queries import block_of
from consensus.drafting.seen import seen_now
from consensus.sample.people import PEOPLE
from consensus.sample.story import Stage

_SHOWN = {person.key: person.shown for person in PEOPLE}


def review(stage: Stage, document: Document, *, days: int) -> Window:
    """Lucas offers the text for member review."""
    asker = stage.asker(document, "lucas", Act.OFFER_FOR_REVIEW)
    notice = (
        f"“{document.title}” is open for your review. Say where you stand, suggest "
        "other words, object. Not answering is not counted as agreement."
    )
    offer = Offer(WindowKind.MEMBER_REVIEW, days, notice)
    actor = asker.acting(Act.OFFER_FOR_REVIEW)
    return open_window(stage.session, document, offer, by=asker.seat, actor=actor)


def ask_everybody(stage: Stage, document: Document, *, days: int) -> Window:
    """Amara opens the text to public comment."""
    asker = stage.asker(document, "amara", Act.OPEN_COMMENT)
    notice = (
        f"“{document.title}” is open to comments from everybody. Each comment gets an "
        "answer, and both are published."
    )
    offer = Offer(WindowKind.PUBLIC_COMMENT, days, notice)
    actor = asker.acting(Act.OPEN_COMMENT)
    return open_window(stage.session, document, offer, by=asker.seat, actor=actor)


def support(stage: Stage, document: Document, start: str, keys: str) -> None:
    """People, named by key, support the paragraph that begins so."""
    for key in keys.split():
        say(stage, document, start, key, PositionKind.SUPPORT)


def say(
    stage: Stage,
    document: Document,
    start: str,
    key: str,
    kind: PositionKind,
    note: str = "",
) -> None:
    """One person takes a position on the paragraph that begins so."""
    seen = seen_now(stage.session, document.id, stage.block(document, start))
    stand = Stand(kind, note, _attribution(key))
    take_position(stage.session, document, seen, stand, by=stage.seats[key])


def against(
    stage: Stage,
    document: Document,
    start: str,
    key: str,
    said: Said,
    *,
    as_dissent: bool = False,
) -> Holder:
    """One person objects to, or dissents from, the paragraph that begins so."""
    seen = seen_now(stage.session, document.id, stage.block(document, start))
    opposition = Opposition(said, _attribution(key), is_dissent=as_dissent)
    return oppose(stage.session, document, seen, opposition, by=stage.seats[key])


def reply(
    stage: Stage,
    document: Document,
    holder: Holder,
    text: str,
    disposition: Disposition = Disposition.NOT_ACCOMMODATED,
) -> None:
    """Lucas answers an objection for the editors."""
    actor = stage.asker(document, "lucas", Act.ANSWER).acting(Act.ANSWER)
    answer(
        stage.session,
        document,
        holder.objection,
        Reply(text, disposition),
        by=stage.seats["lucas"],
        actor=actor,
    )


def decide(
    stage: Stage, document: Document, holder: Holder, move: Move, note: str = ""
) -> None:
    """A holder decides about their own objection."""
    hold(stage.session, document, holder, move, note, by=holder.member)


def rewrite(stage: Stage, document: Document, start: str, words: str) -> None:
    """Lucas changes the words of a paragraph and offers the text again."""
    block = block_of(stage.session, document.id, stage.block(document, start))
    content = {**block.content, "content": [{"type": "text", "text": words}]}
    edit_block(stage.session, document, content, block.hash, by=stage.seats["lucas"])
    actor = stage.asker(document, "lucas", Act.OFFER_TEXT).acting(Act.OFFER_TEXT)
    offer_text(stage.session, document, label="Revised draft", actor=actor)


def _attribution(key: str) -> Attribution:
    return _SHOWN[key]
