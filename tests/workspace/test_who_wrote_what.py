"""Who wrote which words of a text, and the wordings of one paragraph."""

import random
import re

from consensus.coalitions.models import Member, Role
from consensus.documents.access import Act, open_document
from consensus.drafting.authorship import authorship_of
from tests.deliberation.panels import take, words_of
from tests.deliberation.saying import reword
from tests.deliberation.stories import story
from tests.workspace.states import (
    FIRST,
    SECOND,
    ada,
    at,
    bo,
    divides,
    main_of,
    page,
    text,
    writes,
)
from tests.world import Person, World, world

__all__ = ["ada", "bo", "story", "text", "world"]


def test_who_wrote_what_is_told_word_by_word(
    world: World, ada: Person, text: int
) -> None:
    bo = world.person("Bo Lind")
    world.appoint(bo, Role.EDITOR, text)
    writes(bo, text, "b1", "Platforms must publish reports of outages.")
    html = main_of(world.visitor(), at(text, "/paragraphs/b1/history"))
    pieces = re.findall(
        r'\[</span>\d<span class="vh">: (.*?)\] </span></sup>(.*?)</span>', html
    )
    assert pieces == [
        ("Ada Nwosu", "Platforms "), ("Bo Lind", "must "),
        ("Ada Nwosu", "publish reports of outages."),
    ]  # fmt: skip


def test_the_words_told_by_writer_are_the_words_of_the_text(
    world: World, ada: Person, text: int
) -> None:
    bo = world.person("Bo Lind")
    world.appoint(bo, Role.EDITOR, text)
    chance = random.Random(3)  # noqa: S311 - the same edits each time
    words = FIRST.split()
    with world.session() as session:
        document, _ = open_document(session, text, None, to=Act.READ)
        for turn in range(40):
            at_word = chance.randrange(len(words) + 1)
            if chance.random() < 0.4 and len(words) > 3:
                del words[at_word : at_word + 2]
            else:
                words.insert(at_word, f"{'ab'[turn % 2]}{turn}")
            by = session.get_one(Member, (ada, bo)[turn % 2].member_id)
            reword(session, document, by, "b1", " ".join(words))
        told = authorship_of(session, text, "b1")
    assert "".join(piece for piece, _ in told.words) == " ".join(words)
    for piece, seat in told.words:
        own = {"a": ada.member_id, "b": bo.member_id}
        for word in re.findall(r"\b[ab]\d+", piece):
            assert seat == own[word[0]], (word, told.words)


def test_words_keep_their_writers_when_a_paragraph_is_divided_and_joined(
    world: World, ada: Person, text: int
) -> None:
    bo = world.person("Bo Lind")
    world.appoint(bo, Role.EDITOR, text)
    part = divides(world, bo, text)
    html = main_of(world.visitor(), at(text, f"/paragraphs/{part}/history"))
    assert "Bo Lind" not in re.findall(r'class="wr">(.*?)<', html)
    assert "Divided from" in words_of(html)
    bo.post(at(text, f"/paragraphs/{part}/join"), first="b1")
    html = main_of(world.visitor(), at(text, "/paragraphs/b1/history"))
    assert re.findall(r'class="wr">(.*?)<', html) == ["Ada Nwosu"]
    assert "Joined with it:" in words_of(html)


def test_the_wordings_of_a_paragraph_follow_each_other(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support")
    writes(ada, text, "b1", SECOND)
    said = page(world.visitor(), at(text, "/paragraphs/b1/history"))
    assert said.index("Wording 2, as it reads now") < said.index("Wording 1")
    assert "Platforms [removed: should ] [added: must ] publish" in said
    assert "Nobody has cited it yet; written by Ada Nwosu." in said


def test_a_paragraph_that_never_was_has_no_history(ada: Person, text: int) -> None:
    assert ada.get(at(text, "/paragraphs/b9/history")).status_code == 404
