"""
What the panel under a paragraph shows to one reader: pure composition over queries.

The same view serves the first page, the answer to a post and the live fragment.
"""

from sqlalchemy.orm import Session

from consensus.coalitions.attribution import name_shown
from consensus.coalitions.models import Role
from consensus.coalitions.shown_as import Choice, choices_for, default_choice
from consensus.comments.view import At, Lines, section_of
from consensus.deliberation.call_queries import is_outside_call, latest_round
from consensus.deliberation.editorial import Contestable, contestable_by
from consensus.deliberation.heard import heard_on
from consensus.deliberation.lineage import moving_of
from consensus.deliberation.models import Position
from consensus.deliberation.need import WHOLE
from consensus.deliberation.objection_view import (
    ObjectionView,
    objection_view,
    rank,
)
from consensus.deliberation.panel_view import (
    NOTHING_TYPED,
    OwnPosition,
    Panel,
    Place,
    Recused,
    TakeForm,
    Target,
    Typed,
    place_of,
)
from consensus.deliberation.places import after
from consensus.deliberation.queries import own_positions_on
from consensus.deliberation.recusals import own_recusal, recusals_from
from consensus.deliberation.shown_levels import NO_LEVEL, shown_levels
from consensus.deliberation.standing import (
    by_group,
    counts_of,
    people_in,
    says_on,
)
from consensus.deliberation.stating import stating_on
from consensus.deliberation.suggestion_pages import form_in_panel
from consensus.deliberation.suggestion_queries import suggestions_on
from consensus.deliberation.suggestion_view import SuggestionView, suggestion_view
from consensus.deliberation.wording_history import (
    changed_since,
    history_of,
)
from consensus.documents.access import Act, Asker
from consensus.documents.models import ASKED, OUT, Document, Stage
from consensus.documents.pseudonyms import naming_in
from consensus.drafting.queries import any_block_of, labels
from consensus.wordings.seal import seal

ALL_KINDS = ("support", "reservation", "objection", "dissent", "abstain")
OPPOSED_KINDS = ("objection", "dissent")


def paragraph_panel(
    session: Session,
    document: Document,
    asker: Asker,
    block_id: str,
    *,
    secret: str,
    typed: Typed = NOTHING_TYPED,
) -> Panel:
    """
    The panel of one paragraph, standing or removed. `secret` seals what is shown.

    NotFound for a block that never was.
    """
    block = any_block_of(session, document.id, block_id)
    names = labels(session, document.id)
    label = names.get(block_id, "")
    mac = seal(secret, document.id, block_id, block.hash, block.seq)
    seen = {"hash": block.hash, "mac": mac, "ref": str(block.seq)}
    kinds = OPPOSED_KINDS if block.deleted else ALL_KINDS
    target = Target(block, place_of(label, block), seen, kinds, names, secret)
    return _panel(session, document, asker, target, typed)


def document_panel(
    session: Session, document: Document, asker: Asker, *, typed: Typed = NOTHING_TYPED
) -> Panel:
    """The panel of the whole text: support only while a call is open (B3)."""
    asked = document.stage_now in ASKED
    call = latest_round(session, document) if asked else None
    seen = {"hash": "", "mac": "", "ref": str(call.snapshot_id if call else "")}
    kinds = ALL_KINDS if call else OPPOSED_KINDS
    names = labels(session, document.id)
    target = Target(None, Place("", "", "the whole text"), seen, kinds, names)
    return _panel(session, document, asker, target, typed)


def _panel(
    session: Session, document: Document, asker: Asker, target: Target, typed: Typed
) -> Panel:
    block = target.block
    block_id = block.block_id if block else None
    heard = heard_on(session, document, block_id)
    said = says_on(heard, block)
    gaps = heard.objections.get(after(block_id), ()) if block_id else ()
    naming = naming_in(session, document.id)
    views = [
        objection_view(session, document, one, asker, naming)
        for one in [*heard.objections.get(block_id, ()), *gaps]
    ]
    seat = asker.member
    takes_no_part = seat is not None and bool(own_recusal(session, document.id, seat))
    choices = choices_for(session, document.coalition, seat) if seat else []
    return Panel(
        document=document,
        asker=asker,
        block_id=block_id,
        anchor=block_id or WHOLE,
        place=target.place,
        history=history_of(session, document.id, block) if block else None,
        counts=counts_of(heard, said),
        people=people_in(said),
        size=sum(heard.sizes.values()),
        groups=by_group(heard, said),
        level=shown_levels(session, document).get(block_id, NO_LEVEL),
        objections=sorted(views, key=rank),
        own=_own(session, document, asker, target),
        take=_take(
            target,
            asker,
            views,
            choices,
            out_of_round=is_outside_call(session, document, [block_id]),
        )
        if _may_take(asker, document) and not takes_no_part
        else None,
        why_not=NO_PART if takes_no_part else _why_not(asker, document),
        attributions=choices,
        comments=section_of(
            Lines.of(session, document, asker, choices, target.names),
            At(block, target.place.name, target.secret),
        ),
        suggestions=_suggestions(session, document, asker, target),
        suggest=form_in_panel(target, choices, asker)
        if asker.may(Act.SUGGEST, document)
        else None,
        content=block.content if block else None,
        removed=bool(block and block.deleted),
        typed=typed,
        contestable=_contestable(session, document, asker, block_id),
        moved=moving_of(session, document.id, block) if block else None,
        naming=naming,
        seen=target.seen,
        recused=_recused(session, document, asker),
        stating=stating_on(session, document, asker, block_id),
    )


NO_PART = "You take no part in this text."


def _recused(session: Session, document: Document, asker: Asker) -> list[Recused]:
    me = asker.member.id if asker.member else None
    return [
        Recused(
            name_shown(one.member, one.attribution), one.interest, one.member_id == me
        )
        for one in recusals_from(session, document.id)
    ]


def _contestable(
    session: Session, document: Document, asker: Asker, block_id: str | None
) -> list[Contestable]:
    if asker.member is None or not asker.may(Act.CONTEST, document):
        return []
    found = contestable_by(session, document.id, asker.member)
    return [one for one in found if one.change.block_id == block_id]


def _suggestions(
    session: Session, document: Document, asker: Asker, target: Target
) -> list[SuggestionView]:
    """What was suggested here: what waits first, then what was settled last."""
    block_id = target.block.block_id if target.block else None
    views = [
        suggestion_view(session, document, one, asker, target.names)
        for one in suggestions_on(session, document.id, block_id)
    ]
    return sorted(views, key=lambda view: not view.is_open)


def _may_take(asker: Asker, document: Document) -> bool:
    return asker.may(Act.TAKE_POSITION, document)


def _take(
    target: Target,
    asker: Asker,
    views: list[ObjectionView],
    choices: list[Choice],
    *,
    out_of_round: bool,
) -> TakeForm:
    holds = [v.name for v in views if v.own and v.own.is_live and not v.is_omission]
    return TakeForm(
        seen=target.seen,
        kinds=target.kinds,
        attributions=choices,
        default_attribution=default_choice(asker.member, choices),
        holds=holds[0] if holds else "",
        out_of_round=out_of_round,
    )


def _why_not(asker: Asker, document: Document) -> str:
    """Why this reader is offered no form: a step to take, or how things stand."""
    if _may_take(asker, document):
        return ""
    stage = document.stage_now
    if stage in _CLOSED:
        return _CLOSED[stage]
    if asker.account is None:
        return "Sign in to take a position. Reading needs no account."
    if Role.OBSERVER in asker.roles:
        return "You are an observer: observers read and follow, and take no position."
    return "Join the coalition to take a position. Reading needs no seat."


_KEPT = "The text is published: positions on it are kept as they were."
_CLOSED = {
    **dict.fromkeys(OUT, _KEPT),
    Stage.ASSESSMENT: "The consensus call has closed: no new positions can be taken.",
    Stage.AFTER_NOTICE: "The notice is over: no new positions can be taken.",
    Stage.PARKED: "The text is parked: positions are taken when it is taken up again.",
    Stage.CLOSED_WITHOUT_OUTPUT: (
        "The text was closed without an output: positions are kept as they were."
    ),
}
"""The stages at which nobody is offered a form, each with the reason."""


def _own(
    session: Session, document: Document, asker: Asker, target: Target
) -> list[OwnPosition]:
    """The reader's standing position here: the newest that bears on these words."""
    if asker.member is None:
        return []
    block_id = target.block.block_id if target.block else None
    here = own_positions_on(session, document.id, asker.member, block_id)
    views = [_own_position(one, target) for one in here]
    current = [one for one in views if one.is_current]
    return current or views[-1:]


def _own_position(position: Position, target: Target) -> OwnPosition:
    wording, block = position.wording, target.block
    if wording is None or block is None:
        current = str(position.snapshot_id) == target.seen["ref"]
        return OwnPosition(position, current, None, None)
    current = wording.hash == block.hash and not block.deleted
    changed = None if current else changed_since(wording, block)
    return OwnPosition(position, current, wording.number, changed)
