"""Finding the pictures of a text."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from consensus.errors import NotFound
from consensus.figures.models import FigureFile
from consensus.schema import Block

LARGEST_TEXT = 24 * 1024 * 1024
"""Bytes of all pictures of one text: a bundle holds each of them twice."""


def picture_named(session: Session, document_id: int, sha256: str) -> FigureFile:
    """A picture of a document with its bytes; NotFound if it was never added."""
    found = session.get(
        FigureFile, (document_id, sha256), options=[undefer(FigureFile.data)]
    )
    if found is None:
        raise NotFound("There is no such picture in this document.")
    return found


def has_picture(session: Session, document_id: int, sha256: str) -> bool:
    """Whether a picture was added to a document."""
    return session.get(FigureFile, (document_id, sha256)) is not None


def pictures_of(
    session: Session, document_id: int, blocks: Iterable[Block]
) -> dict[str, bytes]:
    """The pictures that the figures among these blocks name, those that are there."""
    named = names_in(blocks)
    rows = session.execute(
        select(FigureFile.sha256, FigureFile.data).where(
            FigureFile.document_id == document_id, FigureFile.sha256.in_(named)
        )
    )
    return {row.sha256: row.data for row in rows}


def names_in(blocks: Iterable[Block]) -> list[str]:
    """The pictures that the figures among these blocks name, each once, sorted."""
    return sorted(
        {block["attrs"]["file"] for block in blocks if block["type"] == "figure"}
    )


def sizes_of(session: Session, document_id: int) -> dict[str, int]:
    """How many bytes each picture of a document has."""
    rows = session.execute(
        select(FigureFile.sha256, FigureFile.size).where(
            FigureFile.document_id == document_id
        )
    )
    return {row.sha256: row.size for row in rows}


def bytes_added(session: Session, document_id: int) -> int:
    """How many bytes all pictures have that were ever added to a document."""
    total = session.scalar(
        select(func.sum(FigureFile.size)).where(FigureFile.document_id == document_id)
    )
    return int(total or 0)
