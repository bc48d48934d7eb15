"""
Under what name people appear in the working space of a document (domain.md R17).

Who is not named is told apart by a number that stays the same throughout the document,
so that readers can follow an argument: "a member from governments (Member 7)".
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consensus.archive.models import ChainKind
from consensus.archive.queries import pseudonyms_in
from consensus.coalitions.attribution import name_shown
from consensus.coalitions.models import Attribution, Member

Naming = Callable[[Member, Attribution], str]


def naming_in(session: Session, document_id: int) -> Naming:
    """
    How people are named in a document, read once: by seat and choice, who it is.

    The number is that of the public log (`P7`), one for each person and choice, so
    that what somebody says as "a member" does not lead to what they say as one from
    their group (docs/decisions/0003).
    """
    number_of = numbers_in(session, document_id)

    def naming(member: Member, attribution: Attribution) -> str:
        return name_shown(member, attribution) + number_of(member, attribution)

    return naming


def numbers_in(session: Session, document_id: int) -> Naming:
    """What tells unnamed people apart, " (Member 7)"; "" of who is named or unknown."""
    numbers = pseudonyms_in(session, (ChainKind.DOCUMENT, document_id))

    def number_of(member: Member, attribution: Attribution) -> str:
        number = numbers.get((member.account_id, str(attribution)))
        if attribution is Attribution.NAMED or number is None:
            return ""
        return f" (Member {number})"

    return number_of
