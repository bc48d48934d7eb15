"""What the page where a text is written shows before its script takes over."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.archive.models import ChainKind
from consensus.archive.queries import last_seq
from consensus.coalitions.shown_as import Choice, choices_for, default_choice
from consensus.deliberation.heard import heard_in
from consensus.deliberation.panel_view import Place, place_of
from consensus.deliberation.standing import people_in, says_on
from consensus.deliberation.suggestion_models import SuggestionState
from consensus.deliberation.suggestion_queries import how_many_in
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.drafting.models import Salvaged
from consensus.drafting.queries import blocks_of
from consensus.drafting.salvage import salvaged_of
from consensus.schema import SCHEMA_VERSION, Block
from consensus.wordings.numbering import numbered
from consensus.workspace.reading_order import notes_of, with_item_numbers


@dataclass(frozen=True)
class DraftLine:
    """One block of the text: its words, its place, and whom a change asks again."""

    block_id: str
    kind: str
    content: Block
    place: Place
    asked_again: int
    """People whom a change of these words would ask again (DESIGN.md 5.4)."""


@dataclass(frozen=True)
class DraftView:
    """Everything on the page where a text is written, for one reader."""

    document: Document
    asker: Asker
    lines: list[DraftLine]
    numbers: dict[str, int]
    can: str
    """What the reader's typing does: "write", "suggest", or "read" for nothing."""
    account: int
    """The reader's account number, 0 for a visitor: names the copy in the browser."""
    schema: int
    """The version of the text model that the page's script has to know."""
    last_seq: int
    """The last deed of the record that this page shows."""
    waiting: int
    """Suggestions that nobody has settled."""
    salvaged: list[Salvaged]
    """Words whose paragraph was taken out while they were written."""
    shown_as: list[Choice]
    """How the reader can be shown with a suggestion; empty where they make none."""
    shown_first: str


def draft_view(session: Session, document: Document, asker: Asker) -> DraftView:
    """The whole text for one reader, with whom a change of each paragraph asks."""
    seq = last_seq(session, ChainKind.DOCUMENT, document.id)  # before what is read
    rows = blocks_of(session, document.id)
    heard = heard_in(session, document)
    can = _can(document, asker)
    choices = (
        choices_for(session, document.coalition, asker.seat) if can != "read" else []
    )
    contents = with_item_numbers([row.content for row in rows])
    labels = [label for _, label in numbered([row.content for row in rows])]
    return DraftView(
        document=document,
        asker=asker,
        lines=[
            DraftLine(
                block_id=row.block_id,
                kind=row.kind,
                content=content,
                place=place_of(label, row),
                asked_again=people_in(says_on(heard, row)),
            )
            for row, content, label in zip(rows, contents, labels, strict=True)
        ],
        numbers=notes_of([row.content for row in rows]).numbers,
        can=can,
        account=asker.account.id if asker.account else 0,
        schema=SCHEMA_VERSION,
        last_seq=seq,
        waiting=how_many_in(session, document.id).get(str(SuggestionState.OPEN), 0),
        salvaged=salvaged_of(session, document.id),
        shown_as=choices,
        shown_first=default_choice(asker.member, choices),
    )


def _can(document: Document, asker: Asker) -> str:
    if asker.may(Act.EDIT_TEXT, document):
        return "write"
    if asker.may(Act.SUGGEST, document):
        return "suggest"
    return "read"
