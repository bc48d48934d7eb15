"""What is not as it should be: late words, broken rows, pages that misbehave."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from consensus import clock
from consensus.archive.models import ChainKind
from consensus.archive.queries import public_lines
from consensus.coalitions.models import Member
from consensus.db import db
from consensus.documents.models import Document
from consensus.drafting.models import DraftHead, DraftUpdate, Lineage
from consensus.drafting.queries import head_seq
from consensus.drafting.reading import Draft, block_map
from consensus.drafting.salvage import salvaged_of, settle_salvaged
from consensus.drafting.text import remove_block
from consensus.errors import NotFound, Refused
from tests.drafting.clients import Typist, insert
from tests.drafting.updates import STRING, inside, item, string, update
from tests.serving import Server
from tests.world import Person, World

Open = Callable[[Person], Typist]


def test_words_that_whoever_removed_the_paragraph_had_not_seen_are_kept(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    before = one.seen
    removal = one.change(lambda doc: remove_block(doc, "b2"))
    other.type("b2", " They last long.")
    other.until_saved()
    one.until(lambda: one.seen > before)
    one.send(removal, seen=before)  # it was on its way all the time
    other.until(lambda: any("long." in s.get("words", "") for _, s in other.heard))
    with world.session() as session:
        (kept,) = salvaged_of(session, document_id)
        assert (kept.words.strip(), kept.client_id) == ("They last long.", other.client)


def test_words_that_a_joined_paragraph_does_not_have_are_kept(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    """As when a join is undone, somebody writes, and it is done again."""
    one, other = opened(ada), opened(ben)
    other.type("b2", " They last long.")
    other.until_saved()
    one.until(lambda: "last" in one.words("b2"))

    def join(doc: Draft) -> None:
        insert(doc, "b1", " Cables cross borders.")
        remove_block(doc, "b2", into="b1")

    one.send(one.change(join))
    one.until_saved()
    with world.session() as session:
        (kept,) = salvaged_of(session, document_id)
        assert (kept.words.strip(), kept.client_id) == ("They last long.", other.client)


def test_words_typed_in_a_paragraph_that_somebody_removed_are_kept_for_all_to_see(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    late = [
        other.change(lambda doc: insert(doc, "b2", " They last")),
        other.change(lambda doc: insert(doc, "b2", " long.")),
    ]
    one.send(one.change(lambda doc: remove_block(doc, "b2", into="b1")))
    one.until_saved()
    for update_of_ben in late:
        other.send(update_of_ben)
    other.until_saved()
    one.until(lambda: any("long." in s.get("words", "") for _, s in one.heard))
    with world.session() as session:
        (kept,) = salvaged_of(session, document_id)
        assert (kept.block_id, kept.words.strip()) == ("b2", "They last long.")
        assert kept.client_id == other.client
        (merged,) = session.scalars(
            select(Lineage).where(Lineage.document_id == document_id)
        )
        assert (merged.op, merged.from_id, merged.to_id) == ("merged", "b2", "b1")
        document = session.get_one(Document, document_id)
        seat = session.get_one(Member, ada.member_id)
        settle_salvaged(session, document, kept.id, by=seat)
        assert salvaged_of(session, document_id) == []
        with pytest.raises(Refused, match="settled these words already"):
            settle_salvaged(session, document, kept.id, by=seat)
        with pytest.raises(NotFound):
            settle_salvaged(session, document, 99, by=seat)


def test_a_change_by_form_reaches_the_pages_that_are_open(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    page = opened(ada)
    form = ben.get(f"/documents/{document_id}/paragraphs/b3/edit")
    edition = form.get_data(as_text=True).split('name="edition" value="')[1]
    answer = ben.post(
        f"/documents/{document_id}/paragraphs/b3/edit",
        edition=edition.split('"')[0],
        words="Both serve everybody.",
        kind="paragraph",
    )
    assert answer.status_code in {302, 303}
    page.until(lambda: page.words("b3") == "Both serve everybody.")
    page.type("b3", " Really.")
    page.until_saved()
    assert "everybody. Really." in ben.get(f"/documents/{document_id}").get_data(True)


def test_what_was_typed_is_in_the_record_once_its_author_has_left(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    page, stays = opened(ben), opened(ada)
    page.type("b1", " One.")
    page.type("b2", " Two.")
    page.until_saved()
    page.close()

    def of_ben() -> list[dict[str, Any]]:
        entries = typed(world, document_id)
        return [one for one in entries if one["blocks"] == ["b1", "b2"]]

    for _ in range(200):  # the entry is made beside the typing of others
        if of_ben():
            break
        stays.type("b3", " More.")
        stays.until_saved()
    (facts,) = of_ben()
    assert facts["op"] == "typed"
    assert 1 < facts["from_seq"] <= facts["draft_seq"]


def typed(world: World, document_id: int) -> list[dict[str, Any]]:
    """The facts of the record's entries on typing."""
    with world.session() as session:
        lines = [
            line["entry"]
            for line in public_lines(session, ChainKind.DOCUMENT, document_id)
        ]
        return [one["facts"] for one in lines if one["verb"] == "text.edited"]


def test_a_draft_whose_log_is_broken_opens_as_it_last_stood_and_takes_nothing(
    world: World, ada: Person, document_id: int, server: Server, opened: Open
) -> None:
    with world.session() as session:
        seq = head_seq(session, document_id)
        session.add(
            DraftUpdate(
                document_id=document_id, seq=seq + 1, client_id=1, at=clock.now(),
                payload=b"\xff\xff\xff", blocks=[],
            )
        )  # fmt: skip
        head = session.get_one(DraftHead, document_id)
        head.seq += 1
    page = opened(ada)
    assert page.joined["can"] == "read"
    assert page.words("b1") == "Rivers need care."
    assert page.type("b1", " x")["why"] == "closed"
    assert "cannot be read whole" in server.printed()
    answer = ada.post(
        f"/documents/{document_id}/paragraphs/new", words="New.", kind="paragraph"
    )
    assert answer.status_code == 409
    assert "cannot be read" in answer.get_data(as_text=True)
    assert ada.get(f"/documents/{document_id}").status_code == 200


def test_the_log_refuses_changes_and_removals(world: World, document_id: int) -> None:
    for statement in (
        "UPDATE draft_update SET client_id = 9",
        "DELETE FROM draft_update",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            world.app.app_context(),
        ):
            db.session.execute(text(statement))


def test_a_page_that_is_refused_three_times_is_cut_off_and_others_type_on(
    ada: Person, ben: Person, opened: Open, server: Server
) -> None:
    attacker, honest = opened(ben), opened(ada)
    theirs = update(item(STRING, inside(1, 1), string("x")), client=honest.client)
    for _ in range(2):
        assert attacker.send(theirs)["why"] == "refused"
    junk = {"document": honest.document_id, "client": attacker.client}
    junk |= {"number": 9, "seen": 0}
    event = json.dumps(["draft:update", {**junk, "update": "!"}])
    attacker.line.send("42" + event)
    attacker.until_hung_up()
    assert "refused too often" in server.printed()
    honest.type("b1", " Still here.")
    honest.until_saved()


def test_a_page_that_skips_a_change_is_asked_to_join_again(
    ada: Person, opened: Open
) -> None:
    page = opened(ada)
    page.change(lambda doc: insert(doc, "b1", " lost"))
    refused = page.type("b1", " next")
    assert refused["why"] == "resync"
    joined = page.join()
    assert "refused" not in joined
    assert block_map(page.doc)["b1"] is not None
