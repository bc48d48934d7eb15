"""What guard G2 looks at: a text, what was said of it, and the levels declared."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.deliberation.assessment import Evidence, evidence_for
from consensus.deliberation.call_models import Call, CallKind, Designation
from consensus.deliberation.call_queries import latest_call, standing_designations
from consensus.deliberation.desk_rows import place_of
from consensus.deliberation.models import Objection
from consensus.deliberation.places import blocks_among
from consensus.documents.models import Document


@dataclass(frozen=True)
class Situation:
    """A closed call or notice with all that G2 asks of it."""

    document: Document
    call: Call
    evidence: Evidence
    levels: dict[str | None, Designation]
    labels: dict[str, str]

    @property
    def is_notice(self) -> bool:
        """Whether no level is claimed, so that none is missing (6.1)."""
        return self.call.kind is CallKind.NOTICE

    @property
    def desk(self) -> str:
        """Where levels are declared; for a notice, where its end is awaited."""
        if self.is_notice:
            return f"/documents/{self.document.id}/stages"
        return f"/documents/{self.document.id}/desk"

    def place(self, objection: Objection) -> str:
        """The address at which an objection is shown."""
        blocks = blocks_among(self.evidence.blocks_of(objection))
        on = [self.labels.get(one or "") for one in blocks]
        return place_of(self.document, next(filter(None, on), None))

    def name(self, block_id: str | None) -> str:
        """A block by its number, or that it is the whole document."""
        return "the whole document" if block_id is None else self.labels[block_id]


def situation_of(session: Session, document: Document) -> Situation | None:
    """The situation after the last call or notice; None while none has closed."""
    call = latest_call(session, document)
    if call is None or call.closed_at is None or call.stopped_at is not None:
        return None
    return Situation(
        document,
        call,
        evidence_for(session, document, call),
        {one.block_id: one for one in standing_designations(session, call)},
        {item.wording.block_id: item.label for item in call.snapshot.items},
    )
