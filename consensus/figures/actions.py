"""Adding a picture to a document."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from consensus import clock
from consensus.archive.actions import Actor, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member, Role
from consensus.documents.models import Document
from consensus.errors import Refused
from consensus.figures.models import FigureFile
from consensus.figures.queries import bytes_added, has_picture
from consensus.pictures import Picture

MOST_ADDED = 96 * 1024 * 1024
"""Bytes of all pictures that may ever be added to one document."""


def add_pictures(
    session: Session, document: Document, pictures: Iterable[Picture], *, by: Member
) -> None:
    """Keep the pictures that came with an imported file."""
    for picture in pictures:
        add_picture(session, document, picture, by=by)


def add_picture(
    session: Session, document: Document, picture: Picture, *, by: Member
) -> str:
    """
    Keep a picture for the figures of a text; returns its name (SHA-256).

    It is an editor's deed: the door has checked the role (Act.EDIT_TEXT). The same
    picture is kept once. Refused when the document holds very many already.
    """
    name = picture.name
    if has_picture(session, document.id, name):
        return name
    if bytes_added(session, document.id) + len(picture.data) > MOST_ADDED:
        raise Refused("This document holds as many pictures as it can.")
    session.add(
        FigureFile(
            document_id=document.id, sha256=name, media_type=picture.media_type,
            size=len(picture.data), width=picture.width, height=picture.height,
            data=picture.data, added_by=by.id, added_at=clock.now(),
        )
    )  # fmt: skip
    session.flush()
    facts = {
        "file": name, "media_type": picture.media_type, "bytes": len(picture.data),
        "width": picture.width, "height": picture.height,
    }  # fmt: skip
    deed = Deed(Verb.FIGURE_ADDED, f"figure:{name}", facts)
    actor = Actor(by.account_id, str(Role.EDITOR))
    record(session, ChainKind.DOCUMENT, document.id, deed, by=actor)
    return name
