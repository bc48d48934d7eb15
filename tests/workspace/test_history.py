"""The history of a text: what it was, who wrote it, and how it comes back."""

import random
import re

import pytest
from sqlalchemy import func, select

from consensus.archive.models import Entry
from consensus.coalitions.models import Member, Role
from consensus.deliberation.models import Holder, HolderMove
from consensus.documents.access import Act, open_document
from consensus.documents.actions import propose_document
from consensus.drafting.authorship import authorship_of
from consensus.drafting.changing import apply_change
from consensus.drafting.models import Lineage
from consensus.drafting.text import move_block
from tests.deliberation.panels import move, panel_of, take, words_of
from tests.deliberation.saying import reword
from tests.deliberation.stories import Story, story
from tests.publication.publishing import assessed, publishes
from tests.world import Person, World, world

__all__ = ["story", "world"]

FIRST = "Platforms should publish reports of outages."
SECOND = "Platforms must publish reports of outages."


@pytest.fixture
def ada(world: World) -> Person:
    """The editor of the documents here."""
    return world.person("Ada Nwosu")


@pytest.fixture
def bo(world: World) -> Person:
    """A member who edits nothing."""
    return world.person("Bo Lind")


@pytest.fixture
def text(world: World, ada: Person) -> int:
    """A document of three paragraphs b1 to b3."""
    return world.document("Water", [FIRST, "Second.", "Third one."], by=ada)


def at(text: int, path: str) -> str:
    return f"/documents/{text}{path}"


def edition_of(person: Person, text: int, block: str) -> str:
    page = person.get(at(text, f"/paragraphs/{block}/edit")).text
    found = re.search(r'name="edition" value="([^"]+)"', page)
    assert found
    return found[1]


def writes(person: Person, text: int, block: str, words: str) -> None:
    """Change a paragraph by its form."""
    edition = edition_of(person, text, block)
    answer = person.post(
        at(text, f"/paragraphs/{block}/edit"),
        edition=edition, kind="paragraph", words=words,
    )  # fmt: skip
    assert answer.status_code == 302, words_of(answer.text)


def offers(person: Person, text: int) -> None:
    assert person.post(at(text, "/offer")).status_code == 303


def names(person: Person, text: int, name: str = "") -> None:
    assert person.post(at(text, "/states"), name=name).status_code == 303


def divides(world: World, person: Person, text: int) -> str:
    """Divide the first paragraph; the id of the second part."""
    answer = person.post(
        at(text, "/paragraphs/b1/split"), edition=edition_of(person, text, "b1"),
        first="Platforms should publish", second="reports of outages.",
    )  # fmt: skip
    assert answer.status_code == 302
    with world.session() as session:
        made = session.scalars(select(Lineage.to_id)).all()
    return next(one for one in made if one)


def restores(person: Person, path: str) -> None:
    """Open the page that says what would change, and confirm it."""
    page = person.get(path)
    assert page.status_code == 200, words_of(page.text)
    seq = re.search(r'name="seq" value="(\d+)"', page.text)
    assert seq, words_of(page.text)
    assert person.post(path, seq=seq[1]).status_code == 303


def page(person: Person, path: str) -> str:
    """What can be read on a page."""
    answer = person.get(path)
    assert answer.status_code == 200, words_of(answer.text)
    return words_of(answer.text)


def main_of(person: Person, path: str) -> str:
    answer = person.get(path)
    assert answer.status_code == 200, words_of(answer.text)
    return answer.text[answer.text.index("<main") :]


def reads(world: World, text: int) -> list[str]:
    """The paragraphs of the text as it stands, as a visitor reads them."""
    html = world.visitor().get(at(text, "")).text
    html = html.split('id="removed-text"')[0]
    return [words_of(one) for one in re.findall(r'<p class="read[^>]*>(.*?)</p>', html)]


def test_a_named_state_is_kept_and_asks_nobody_again(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "objection")
    writes(ada, text, "b1", SECOND)
    names(ada, text, "Before the meeting")
    with world.session() as session:
        assert session.scalar(select(func.count()).select_from(HolderMove)) == 1
    history = page(world.visitor(), at(text, "/history"))
    assert "State 1: Before the meeting" in history
    assert re.search(r"Ada Nwosu *: named", history)
    assert SECOND in page(world.visitor(), at(text, "/states/1"))


def test_r7_a_kept_state_hides_no_split_from_the_next_offer(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support")
    part = divides(world, ada, text)
    names(ada, text, "Only kept")
    offers(ada, text)
    with world.session() as session:
        told = session.scalars(
            select(Entry).where(Entry.verb == "text.structured")
        ).one()
    assert told.facts["snapshot"] == 2
    assert [step[1:] for step in told.facts["steps"]] == [["split", "b1", part]]


def test_a_state_without_a_name_is_the_next_draft(ada: Person, text: int) -> None:
    names(ada, text)
    assert "State 1: Draft 1" in page(ada, at(text, "/history"))


def test_only_editors_name_states(bo: Person, text: int) -> None:
    assert bo.post(at(text, "/states"), name="Mine").status_code == 403
    assert "Keep the text as it stands" not in page(bo, at(text, "/history"))


def test_the_address_of_a_state_shows_that_text_for_ever(
    ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    assert FIRST in page(ada, at(text, "/states/1"))
    assert SECOND not in page(ada, at(text, "/states/1"))
    assert ada.get(at(text, "/states/2")).status_code == 404


def test_the_history_tells_who_did_what_between_the_states(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    writes(ada, text, "b2", "Another second.")
    offers(ada, text)
    history = page(world.visitor(), at(text, "/history"))
    second = history.index("State 2: Draft 2")
    changed = history.index("Ada Nwosu changed 2 paragraphs")
    first = history.index("State 1: First")
    begun = history.index("Ada Nwosu brought in a text of 3 paragraphs")
    assert second < changed < first < begun
    assert "offered for positions" in history[second:changed]


def test_a_long_history_goes_on_on_further_pages(ada: Person, text: int) -> None:
    for number in range(60):
        names(ada, text, f"Name {number}")
    first = ada.get(at(text, "/history")).text
    older = re.search(r'href="([^"]*below=\d+)"', first)
    assert older
    second = page(ada, older[1])
    assert "Name 59" in words_of(first)
    assert "State 1: Name 0" not in words_of(first)
    assert "State 1: Name 0" in second
    assert "brought in a text" in second


def test_two_states_are_compared_by_paragraph(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    ada.post(at(text, "/paragraphs/b2/remove"))
    names(ada, text, "Second")
    html = main_of(world.visitor(), at(text, "/compare?from=s1&to=s2"))
    assert "<del>" in html
    said = words_of(html)
    assert "Platforms [removed: should ] [added: must ] publish" in said
    assert "Paragraphs changed 2 of 3" in said
    assert "Words added 1" in said
    assert "Words removed 2" in said
    assert "[removed: Second. ]" in said
    assert "Paragraph 2 is unchanged." in said
    assert "Third one." not in said


def test_the_whole_text_can_be_shown_too(ada: Person, text: int) -> None:
    names(ada, text)
    writes(ada, text, "b1", SECOND)
    said = page(ada, at(text, "/compare?from=s1&to=now&show=all"))
    assert "Third one." in said


def test_both_texts_stand_side_by_side(ada: Person, text: int) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    html = main_of(ada, at(text, "/compare?from=s1&to=now&as=side"))
    html = html[: html.index("</main>")]
    assert html.count("<table") == 1
    heads = re.findall(r'<th scope="col">(.*?)</th>', html)
    assert heads == ["Paragraph", "1: First", "Now"]
    cells = [words_of(one) for one in re.findall(r"<td data-l[^>]*>(.*?)</td>", html)]
    assert cells[0] == "Platforms [removed: should ] publish reports of outages."
    assert cells[1] == "Platforms [added: must ] publish reports of outages."


def test_bold_words_are_a_change_of_formatting_only(ada: Person, text: int) -> None:
    names(ada, text)
    writes(ada, text, "b2", "**Second.**")
    html = main_of(ada, at(text, "/compare?from=s1&to=now"))
    assert "Formatting changed: bold" in words_of(html)
    assert "<strong>Second.</strong>" in html
    assert "Words added 0" in words_of(html)


def test_side_by_side_each_text_has_its_own_marks(ada: Person, text: int) -> None:
    names(ada, text)
    writes(ada, text, "b2", "**Second.**")
    html = main_of(ada, at(text, "/compare?from=s1&to=now&as=side"))
    old, new = re.findall(r"<td data-l[^>]*>(.*?)</td>", html)
    assert "<strong>" not in old
    assert "<strong>Second.</strong>" in new


def test_any_place_of_the_log_and_a_published_version_can_be_compared(
    world: World, story: Story
) -> None:
    assessed(story)
    assert publishes(story).status_code in {302, 303}
    path = f"/documents/{story.document}/compare"
    assert world.visitor().get(f"{path}?from=v1.0&to=now").status_code == 200
    said = page(world.visitor(), f"{path}?from=0&to=v1.0")
    assert "Before the first word" in said
    assert "Version 1.0, published" in said


def test_a_text_that_was_brought_back_can_be_published(story: Story) -> None:
    names(story.editor, story.document, "First")
    take(story.people[2], story.document, "support")
    story.rewords("b1", "Other words.")
    story.offers_the_text()
    restores(story.editor, at(story.document, "/states/1/restore"))
    assessed(story)
    assert publishes(story).status_code in {302, 303}
    said = page(story.caller, at(story.document, "/compare?from=s1&to=v1.0"))
    assert "Nothing changed between these two states." in said


@pytest.mark.parametrize("key", ["s9", "v2.0", "99", "yesterday", "s0", "-1"])
def test_a_state_that_is_not_there_is_not_found(
    ada: Person, text: int, key: str
) -> None:
    assert ada.get(at(text, f"/compare?from={key}")).status_code == 404


def test_r7_a_whole_state_comes_back_under_the_same_ids(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    before = reads(world, text)
    writes(ada, text, "b1", SECOND)
    ada.post(at(text, "/paragraphs/b2/remove"))
    ada.post(
        at(text, "/paragraphs/new"), after="b1", kind="paragraph", words="A new one."
    )
    assert reads(world, text) == [SECOND, "A new one.", "Third one."]
    restores(ada, at(text, "/states/1/restore"))
    assert reads(world, text) == before
    html = world.visitor().get(at(text, "")).text
    assert re.search(r'<article class="para" id="b2"', html)
    assert "A new one." in words_of(html.split('id="removed-text"')[1])
    history = page(ada, at(text, "/history"))
    assert "Ada Nwosu brought back the whole text of state 1" in history


def test_the_order_of_a_state_comes_back_too(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    before = reads(world, text)
    with world.session() as session:
        document, _ = open_document(session, text, None, to=Act.READ)
        seat = session.get_one(Member, ada.member_id)
        apply_change(
            session, document, lambda doc: move_block(doc, "b1", after="b3"), by=seat
        )
    said = page(ada, at(text, "/compare?from=s1&to=now"))
    assert "Paragraph 1 stood here. It is now paragraph 3" in said
    assert "Moved here from ¶1" in said
    restores(ada, at(text, "/states/1/restore"))
    assert reads(world, text) == before


def test_one_wording_comes_back_and_the_rest_stays(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support")
    writes(ada, text, "b1", SECOND)
    writes(ada, text, "b2", "Other words.")
    path = at(text, "/paragraphs/b1/wordings/1/restore")
    assert "count again" in page(ada, path)
    restores(ada, path)
    assert reads(world, text) == [FIRST, "Other words.", "Third one."]
    with world.session() as session:
        entry = session.scalars(
            select(Entry).where(Entry.verb == "text.restored")
        ).one()
    assert entry.object == "block:b1"
    assert entry.facts["number"] == 1
    assert entry.facts["blocks"] == ["b1"]


def test_a_removed_paragraph_comes_back_with_its_wording(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "support", block_id="b2")
    ada.post(at(text, "/paragraphs/b2/remove"))
    restores(ada, at(text, "/paragraphs/b2/wordings/1/restore"))
    assert reads(world, text) == [FIRST, "Second.", "Third one."]


def test_the_confirmation_says_how_many_people_are_asked_again(
    ada: Person, bo: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    take(bo, text, "support")
    said = page(ada, at(text, "/states/1/restore"))
    assert "1 person has spoken" in said
    assert "[removed: must ]" in said
    assert "[added: should ]" in said


def test_a_text_that_moved_on_meanwhile_is_shown_before_anything_comes_back(
    world: World, ada: Person, text: int
) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    seq = re.search(
        r'name="seq" value="(\d+)"', ada.get(at(text, "/states/1/restore")).text
    )
    assert seq
    writes(ada, text, "b2", "Just written.")
    answer = ada.post(at(text, "/states/1/restore"), seq=seq[1])
    assert answer.status_code == 409
    assert "The text changed while you were reading" in words_of(answer.text)
    assert "Just written." in reads(world, text)


def test_what_stands_already_is_not_brought_back(ada: Person, text: int) -> None:
    names(ada, text)
    assert "reads like this already" in page(ada, at(text, "/states/1/restore"))
    assert ada.post(at(text, "/states/1/restore"), seq="1").status_code == 409


def test_b2_words_that_come_back_bring_their_positions_back(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    cy = world.person("Cy Okafor")
    take(bo, text, "support")
    take(cy, text, "objection")
    writes(ada, text, "b1", SECOND)
    offers(ada, text)
    assert "1 on an earlier wording" in words_of(panel_of(bo, text))
    assert "recheck" in states_of_holders(world)
    restores(ada, at(text, "/paragraphs/b1/wordings/1/restore"))
    offers(ada, text)
    said = words_of(panel_of(bo, text))
    assert "1 support" in said
    assert "on an earlier wording" not in counted(said)
    assert "recheck" not in states_of_holders(world)
    assert "Text restored: what was said of these words counts again." in said
    with world.session() as session:
        moves = list(session.scalars(select(HolderMove.move).order_by(HolderMove.id)))
    assert moves[-1] == "words_restored"
    history = page(bo, at(text, "/paragraphs/b1/history"))
    assert "These words are back: what was said about them counts again." in history


def counted(said: str) -> str:
    """What the panel counts, without the legend of its marks."""
    return said.split("not yet", maxsplit=1)[0]


def states_of_holders(world: World) -> list[str]:

    with world.session() as session:
        return [str(one) for one in session.scalars(select(Holder.state))]


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


def test_the_history_is_played_step_by_step(
    world: World, ada: Person, text: int
) -> None:
    world.days_pass(1)
    writes(ada, text, "b1", SECOND)
    world.days_pass(1)
    writes(ada, text, "b2", "Another second.")
    visitor = world.visitor()
    first = visitor.get(at(text, "/play"))
    assert "Step 1 of 3" in words_of(first.text)
    assert "[added: " + FIRST in words_of(first.text)
    assert 'rel="prev"' not in first.text
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following
    said = page(visitor, following[1].replace("&amp;", "&"))
    assert "Step 2 of 3" in said
    assert "[removed: should ] [added: must ]" in said
    assert "Another second." not in said
    last = page(visitor, at(text, "/play?by=sittings&step=999"))
    assert "Step 3 of 3" in last
    assert "Written by Ada Nwosu." in last


def test_the_history_is_played_by_states_too(ada: Person, text: int) -> None:
    names(ada, text, "First")
    writes(ada, text, "b1", SECOND)
    said = page(ada, at(text, "/play?by=states&step=1"))
    assert "1: First" in said
    assert "Step 1 of 2" in said


def test_an_empty_text_has_an_empty_history(world: World, ada: Person) -> None:

    with world.session() as session:
        seat = session.get_one(Member, ada.member_id)
        made = propose_document(session, seat.coalition, "Empty", "en", by=seat)
        empty = made.id
    assert "Nothing has been written yet" in page(ada, at(empty, "/play"))
    assert ada.get(at(empty, "/history")).status_code == 200
    assert "Nothing changed" in page(ada, at(empty, "/compare"))
    assert ada.post(at(empty, "/states"), name="x").status_code == 409


def test_a_withdrawn_objection_stays_ended_when_words_come_back(
    world: World, ada: Person, bo: Person, text: int
) -> None:
    take(bo, text, "objection")
    move(bo, text, 1, "withdraw")
    writes(ada, text, "b1", SECOND)
    restores(ada, at(text, "/paragraphs/b1/wordings/1/restore"))
    offers(ada, text)
    assert states_of_holders(world) == ["withdrawn"]
