"""A recorded history of two people writing at once ends in its known text here too."""

import sys

import pytest

from tests.serving import ROOT
from tests.together.conftest import Town
from tests.together.crowd import Crowd, sign_ins, stored_text

TRACE = ROOT.parent / "shared/data/4-editing-traces/friendsforever.json.gz"


@pytest.mark.skipif(not TRACE.exists(), reason="the recorded histories are not here")
def test_a_recorded_history_of_two_writers_ends_in_its_known_text(
    crowd: Crowd, town: Town
) -> None:
    document_id = town.world.document("Friends", ["."] * 6, by=town.people[0])
    people = sign_ins(town.people[:2], town.server.url)
    done = crowd.do("replay", document=document_id, people=people, file=str(TRACE))
    text = stored_text(town.world, document_id)
    assert "".join(words.removesuffix(".") for _, _, words in text) == done["wanted"]
    sys.stdout.write(f"{done['changes']} changes in {done['sent']} messages: exact\n")
