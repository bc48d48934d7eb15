"""Fills an empty database with the sample coalition."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consensus.coalitions.models import Coalition
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document
from consensus.sample import chapters, people
from consensus.sample.story import Stage, set_the_stage

SIGN_INS = (
    ("amara", "coordinator"),
    ("lucas", "editor"),
    ("ines", "consensus caller"),
    ("rafael", "member"),
    ("olive", "observer"),
)
"""Whose sign-in links the demo prints, and as what they are there."""

Publish = Callable[[Session, Document, Asker], object]


def is_seeded(session: Session) -> bool:
    """Whether the sample coalition is there already."""
    slug = select(Coalition.id).where(Coalition.slug == people.SLUG)
    return session.scalars(slug).one_or_none() is not None


def seed(session: Session, publish: Publish) -> Stage:
    """
    Tell the whole story into an empty database.

    `publish` is the deed that publishes a document for its coordinator; it commits
    nothing itself.
    """
    stage = set_the_stage(session)

    def publish_now(document: Document) -> object:
        return publish(session, document, stage.asker(document, "amara", Act.PUBLISH))

    chapters.published(stage, publish_now)
    chapters.argued_over(stage)
    chapters.begun(stage)
    chapters.open_to_everybody(stage)
    return stage
