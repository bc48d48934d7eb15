"""Snapshots are kept beside the log, also where many people have written."""

import pytest
from pycrdt import Doc
from sqlalchemy import select

from consensus.drafting.log import keep_snapshot
from consensus.drafting.models import DraftSnapshot
from consensus.drafting.order import between
from consensus.drafting.reading import Draft
from consensus.drafting.text import put_at
from tests.world import World, world

__all__ = ["world"]


def written_by(people: int) -> Draft:
    """A text in which each has written a paragraph, under a client id of theirs."""
    whole: Draft = Doc(client_id=1)
    key = ""
    for client in range(1, people + 1):
        own: Draft = Doc(client_id=client)
        own.apply_update(whole.get_update())
        key = between(key, None)
        words = [{"type": "text", "text": f"Words of {client}."}]
        block = {
            "type": "paragraph",
            "attrs": {"id": f"b{client}"},
            "content": words,
        }
        put_at(own, block, key)
        whole.apply_update(own.get_update())
    return whole


@pytest.mark.parametrize("people", [1, 2, 40])
def test_a_snapshot_is_kept_however_many_people_wrote(
    world: World, people: int
) -> None:
    ada = world.person("Ada Nwosu")
    document_id = world.document("Water", ["First words."], by=ada)
    text = written_by(people)
    with world.session() as session:
        keep_snapshot(session, document_id, 7, text, bytes(text.get_update()))
    with world.session() as session:
        kept = session.scalars(select(DraftSnapshot)).all()
        assert [(one.document_id, one.seq) for one in kept] == [(document_id, 7)]
