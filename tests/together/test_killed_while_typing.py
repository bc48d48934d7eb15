"""
What a page was told is saved is on the disk: the server is killed while four people
type, again and again, and comes back; what was not saved yet is sent again by itself.

`make soak` kills it 20 times; CONSENSUS_TOGETHER_KILLS is another number for it.
"""

import os
import sys
from collections.abc import Callable
from random import Random

import pytest

from consensus import clock
from consensus.app import create_app
from consensus.config import Settings
from consensus.db import db
from tests.serving import Server
from tests.together.conftest import inhabitants
from tests.together.crowd import Crowd, sign_ins, stored_text, words_of
from tests.world import World

SOAK_ROUNDS = int(os.environ.get("CONSENSUS_TOGETHER_KILLS", "20"))
PARAGRAPHS = ["Rivers.", "Cables.", "People.", "Words."]


@pytest.mark.parametrize(
    "rounds",
    [
        pytest.param(4, id="4-times"),
        pytest.param(SOAK_ROUNDS, marks=pytest.mark.soak, id="at-length"),
    ],
)
def test_nothing_that_a_page_said_was_saved_is_lost_when_the_server_is_killed(
    crowd: Crowd, serve: Callable[[Settings | None], Server], rounds: int
) -> None:
    chance = Random(20260302)  # noqa: S311 - chance that can be repeated, not a secret
    server = serve(None)
    world = World(create_app(server.settings), now=clock.now())
    people = inhabitants(world)[:4]
    document_id = world.document("Rivers", PARAGRAPHS, by=people[0])
    crowd.do("typing:start", document=document_id, people=sign_ins(people, server.url))
    for _ in range(rounds):
        crowd.do("typing:until", signs=chance.randint(20, 120))
        server.kill()
        saved = set(crowd.do("typing:told")["acknowledged"])
        assert saved <= set(words_of(stored_text(world, document_id)))
        server = serve(server.settings)
    told = crowd.do("typing:end")
    kept = [sign for sign in words_of(stored_text(world, document_id)) if sign >= "一"]
    assert told["sentences"] == []
    assert sorted(told["written"]) == sorted(kept), "each once, and nothing else"
    with world.app.app_context():
        db.engine.dispose()
    sys.stdout.write(f"Killed {rounds} times; {len(kept)} characters, none lost\n")
