"""What is stored of a moment is the text as it is, whoever else has changed it."""

import pytest
from sqlalchemy.orm import Session

from consensus.coalitions.models import Member
from consensus.documents.models import Document
from consensus.drafting.batch import Taken, store
from consensus.drafting.changing import apply_change
from consensus.drafting.guests import Guest
from consensus.drafting.log import lock
from consensus.drafting.models import DraftBlock
from consensus.drafting.replica import Replica, Written
from tests.drafting.clients import insert
from tests.drafting.updates import made_by
from tests.world import Person, World, world

__all__ = ["world"]

PAGE = 9
"""The client id that types."""


@pytest.fixture
def ada(world: World) -> Person:
    return world.person("Ada Nwosu")


def typed(replica: Replica, number: int, words: str) -> Taken:
    """Words at the end of the first paragraph, taken in and not stored yet."""
    update = made_by(PAGE, replica.encode(), lambda doc: insert(doc, "b1", words))
    written = Written(PAGE, number, update, replica.seq)
    return Taken(written, replica.take(update, {PAGE}), Guest(sid=""))


def opened(session: Session, document_id: int) -> Replica:
    replica = Replica(document_id)
    replica.load(session)
    return replica


def stored_words(session: Session, document_id: int) -> str:
    session.expire_all()
    return session.get_one(DraftBlock, (document_id, "b1")).text


def test_the_last_of_several_changes_of_a_paragraph_is_what_is_stored(
    world: World, ada: Person
) -> None:
    document_id = world.document("Rivers", ["Rivers."], by=ada)
    with world.session() as session:
        lock(session, document_id)
        replica = opened(session, document_id)
        batch = [typed(replica, 1, " One."), typed(replica, 2, " Two.")]
        store(session, replica, batch)
        assert stored_words(session, document_id) == "Rivers. One. Two."


@pytest.mark.postgres
def test_what_a_form_put_into_the_paragraph_meanwhile_is_stored_with_it(
    world: World, ada: Person
) -> None:
    document_id = world.document("Rivers", ["Rivers."], by=ada)
    with world.session() as session:
        replica = opened(session, document_id)
        mine = typed(replica, 1, " Typed.")
        apply_change(
            session,
            session.get_one(Document, document_id),
            lambda doc: insert(doc, "b1", " Sent."),
            by=session.get_one(Member, ada.member_id),
        )
        assert lock(session, document_id) == replica.seq + 1
        replica.pull(session)
        store(session, replica, [mine])
        found = stored_words(session, document_id)
    assert "Typed." in found
    assert "Sent." in found
