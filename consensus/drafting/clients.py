"""
Client ids: small numbers, one document's, never given to anybody else again.

Yjs calls every writer by a number and believes whoever uses it. Here the server hands
them out and remembers whose they are, so every character has an author (decisions 16).
"""

from collections.abc import Set

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consensus import clock
from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.models import DraftClient


def client_for(session: Session, document: Document, member: Member) -> int:
    """The client id under which a member's forms write; given at the first change."""
    known = session.scalars(
        select(DraftClient.client_id).where(
            DraftClient.document_id == document.id,
            DraftClient.member_id == member.id,
            DraftClient.form,
        )
    ).first()
    return known or _new_client(session, document.id, member.id, is_form=True)


def client_for_page(
    session: Session, document_id: int, member_id: int, *, wanted: int, live: Set[int]
) -> int:
    """
    The client id for a page of a member: the one it had before, or a new one.

    It gets its own (`wanted`) back unless another open page has that (`live`): two
    that write under one id would overwrite each other unseen. The text must be locked.
    """
    if wanted in owned_clients(session, document_id, member_id) - live:
        return wanted
    return _new_client(session, document_id, member_id, is_form=False)


def owned_clients(session: Session, document_id: int, member_id: int) -> frozenset[int]:
    """All ids of a member's pages in a document, earlier ones too."""
    return frozenset(
        session.scalars(
            select(DraftClient.client_id).where(
                DraftClient.document_id == document_id,
                DraftClient.member_id == member_id,
                DraftClient.form.is_(False),
            )
        )
    )


def _new_client(
    session: Session, document_id: int, member_id: int, *, is_form: bool
) -> int:
    last = session.scalar(
        select(func.max(DraftClient.client_id)).where(
            DraftClient.document_id == document_id
        )
    )
    client_id = (last or 0) + 1
    session.add(
        DraftClient(
            document_id=document_id, client_id=client_id, member_id=member_id,
            since=clock.now(), form=is_form,
        )
    )  # fmt: skip
    session.flush()
    return client_id
