"""The page of the requests to reopen a text, as view data (R35)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from consensus.coalitions.shown_as import Choice, choices_for, default_choice
from consensus.deliberation.call_queries import last_closed_call
from consensus.deliberation.reopening_models import Reopening
from consensus.deliberation.reopening_queries import reopenings_of
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.documents.pseudonyms import naming_in


@dataclass(frozen=True)
class Asked:
    """One request as everybody may see it, and whether the reader can answer it."""

    request: Reopening
    who: str
    may_decide: bool


@dataclass(frozen=True)
class ReopeningPage:
    """All requests about a text, and what the form to make one offers."""

    document: Document
    asked: tuple[Asked, ...]
    may_ask: bool
    attributions: list[Choice]
    default_attribution: str

    @property
    def waits(self) -> bool:
        """Whether the reader can answer a request."""
        return any(one.may_decide for one in self.asked)


def reopening_page(session: Session, document: Document, asker: Asker) -> ReopeningPage:
    """The page at this moment, for whoever asks."""
    name, seat = naming_in(session, document.id), asker.member
    decides = asker.may(Act.DECIDE_REOPENING, document)
    asked = tuple(
        Asked(one, name(one.member, one.attribution), decides and not one.decided_at)
        for one in reopenings_of(session, document.id)
    )
    waits = {one.request.member_id for one in asked if one.request.is_granted is None}
    may_ask = (
        seat is not None
        and seat.id not in waits
        and asker.may(Act.ASK_REOPENING, document)
        and last_closed_call(session, document) is not None
    )
    choices = choices_for(session, document.coalition, seat) if may_ask and seat else []
    return ReopeningPage(
        document, asked, may_ask, choices, default_choice(seat, choices)
    )
