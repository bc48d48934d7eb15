"""Minting wordings, making snapshots, and the seal on what a reader saw."""

import hashlib
import json

import pytest
from sqlalchemy import select

from consensus.archive.models import Entry, Payload
from consensus.drafting.queries import blocks_of, head_seq
from consensus.errors import Invalid, NotFound
from consensus.wordings.actions import make_snapshot, mint
from consensus.wordings.canonical import wording_hash
from consensus.wordings.queries import (
    find_wording,
    latest_snapshot,
    wording_of,
    wordings_of_block,
)
from consensus.wordings.seal import check_seal, seal
from tests.drafting.texts import block, words
from tests.world import World, world

__all__ = ["world"]

FIRST = block("b1", words("Rivers need care."))
SECOND = block("b1", words("Rivers need our care."))


@pytest.fixture
def document_id(world: World) -> int:
    ada = world.person("Ada Nwosu")
    return world.document("Rivers", ["Rivers need care.", "Cables too."], by=ada)


@pytest.mark.postgres
def test_a_wording_is_minted_and_recorded_once(world: World, document_id: int) -> None:
    with world.session() as session:
        one = mint(session, document_id, FIRST, by="position", draft_seq=1)
        again = mint(session, document_id, FIRST, by="objection", draft_seq=1)
        assert again is one
        assert (one.number, one.hash, one.kind, one.text, one.minted_by) == (
            1, wording_hash(FIRST), "paragraph", "Rivers need care.", "position",
        )  # fmt: skip
        (entry,) = session.scalars(select(Entry).where(Entry.verb == "wording.minted"))
        assert entry.object == "block:b1"
        assert entry.account_id is None
        assert json.loads(entry.body)["actor"] == "system"
        assert entry.facts == {
            "block": "b1", "wording": one.hash, "kind": "paragraph", "number": 1,
            "by": "position", "draft_seq": 1,
        }  # fmt: skip
        (payload,) = session.scalars(
            select(Payload).where(Payload.entry_id == entry.id)
        )
        assert payload.value == {"block": FIRST}


def test_wordings_of_a_block_are_numbered_as_they_are_minted(
    world: World, document_id: int
) -> None:
    with world.session() as session:
        for given in (FIRST, SECOND, FIRST, block("b2", words("Rivers need care."))):
            mint(session, document_id, given, by="position", draft_seq=1)
        numbers = [
            (w.number, w.text) for w in wordings_of_block(session, document_id, "b1")
        ]
        assert numbers == [(1, "Rivers need care."), (2, "Rivers need our care.")]
        found = wording_of(session, document_id, "b1", wording_hash(SECOND))
        assert found.number == 2
        assert find_wording(session, document_id, "b2", wording_hash(SECOND)) is None
        with pytest.raises(NotFound):
            wording_of(session, document_id, "b2", wording_hash(SECOND))


def test_marks_make_no_new_wording_and_kinds_do(world: World, document_id: int) -> None:
    strong = block("b1", words("Rivers", "strong"), words(" need care."))
    heading = block("b1", words("Rivers need care."), kind="heading", level=2)
    with world.session() as session:
        one = mint(session, document_id, FIRST, by="position", draft_seq=1)
        assert mint(session, document_id, strong, by="position", draft_seq=1) is one
        other = mint(session, document_id, heading, by="position", draft_seq=1)
        assert other.number == 2


def test_a_snapshot_is_the_text_in_order_with_its_printed_labels(
    world: World, document_id: int
) -> None:
    with world.session() as session:
        assert latest_snapshot(session, document_id) is None
        blocks = [row.content for row in blocks_of(session, document_id)]
        seq = head_seq(session, document_id)
        made = make_snapshot(
            session, document_id, blocks, label="Draft 1", draft_seq=seq
        )
        assert (made.number, made.label, made.draft_seq) == (1, "Draft 1", 1)
        assert [(i.place, i.label, i.wording.text) for i in made.items] == [
            (1, "¶1", "Rivers need care."), (2, "¶2", "Cables too."),
        ]  # fmt: skip
        pairs = [[one["attrs"]["id"], wording_hash(one)] for one in blocks]
        canonical = json.dumps(pairs, separators=(",", ":")).encode()
        assert made.content_hash == hashlib.sha256(canonical).hexdigest()
        (entry,) = session.scalars(select(Entry).where(Entry.verb == "snapshot.made"))
        assert entry.facts["items"] == [
            [*pair, label] for pair, label in zip(pairs, ["¶1", "¶2"], strict=True)
        ]
    with world.session() as session:
        again = make_snapshot(
            session, document_id, blocks, label="Draft 2", draft_seq=seq
        )
        assert (again.number, again.content_hash) == (2, made.content_hash)
        latest = latest_snapshot(session, document_id)
        assert latest is not None
        assert latest.id == again.id
        assert len(wordings_of_block(session, document_id, "b1")) == 1


SEEN = (7, "b1", wording_hash(FIRST), 12)


def test_a_seal_proves_what_the_page_showed() -> None:
    made = seal("a secret", *SEEN)
    assert len(made) == 64
    check_seal(made, "a secret", *SEEN)


@pytest.mark.parametrize(
    "seen",
    [
        (8, *SEEN[1:]),
        (7, "b2", *SEEN[2:]),
        (7, "b1", wording_hash(SECOND), 12),
        (*SEEN[:3], 13),
    ],
)
def test_a_seal_holds_for_nothing_else(seen: tuple[int, str, str, int]) -> None:
    with pytest.raises(Invalid, match="which words you read"):
        check_seal(seal("a secret", *SEEN), "a secret", *seen)


@pytest.mark.parametrize("given", ["", "0" * 64, "ä", "\ud800", seal("other", *SEEN)])
def test_a_made_up_seal_is_refused(given: str) -> None:
    with pytest.raises(Invalid):
        check_seal(given, "a secret", *SEEN)
