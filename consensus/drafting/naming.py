"""Naming a state of the text, so that it can be found, compared and brought back."""

from sqlalchemy.orm import Session

from consensus.archive.actions import Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.queries import entries_of
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.changing import as_editor
from consensus.drafting.log import lock
from consensus.drafting.queries import blocks_of, head_seq
from consensus.drafting.typing import record_typing
from consensus.errors import Refused
from consensus.wordings.actions import make_snapshot
from consensus.wordings.models import Snapshot
from consensus.wordings.queries import latest_snapshot, snapshots_of

LONGEST_NAME = 80
"""Characters in the name of a state."""


def name_state(
    session: Session, document: Document, name: str, *, by: Member
) -> Snapshot:
    """
    Keep the text as it stands under a name; "" gives it the next "Draft n".

    A snapshot that asks nobody: holders are asked about changed words only when the
    text is offered or called, or its stage changes (decisions.md 10). Refused while the
    text is empty.
    """
    lock(session, document.id)
    record_typing(session, document)
    blocks = [row.content for row in blocks_of(session, document.id)]
    if not blocks:
        raise Refused("The text is empty: there is nothing to name yet.")
    last = latest_snapshot(session, document.id)
    label = name or f"Draft {last.number + 1 if last else 1}"
    seq = head_seq(session, document.id)
    snapshot = make_snapshot(session, document.id, blocks, label=label, draft_seq=seq)
    about = f"snapshot:{snapshot.number}"
    deed = Deed(Verb.TEXT_NAMED, about, {"snapshot": snapshot.number})
    record(session, ChainKind.DOCUMENT, document.id, deed, by=as_editor(by))
    return snapshot


def latest_asked(session: Session, document_id: int) -> Snapshot | None:
    """
    The last snapshot at which holders were asked; None if there was none yet.

    Named states are left out: what became of the text before one of them is still to
    be worked out at the next offer or call (domain.md 5.5, decisions.md 10).
    """
    chain = (ChainKind.DOCUMENT, document_id)
    named = {
        entry.facts["snapshot"]
        for entry in entries_of(session, chain, [Verb.TEXT_NAMED])
    }
    asked = [
        one for one in snapshots_of(session, document_id) if one.number not in named
    ]
    return asked[-1] if asked else None
