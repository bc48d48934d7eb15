"""The gate lets every honest change in, whoever types and whatever they type."""

import random
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pycrdt import Doc, TransactionEvent, merge_updates

from consensus.drafting import text
from consensus.drafting.closed import check_closed
from consensus.drafting.gate import OutOfStep, check_update, state_of
from consensus.drafting.reading import Draft, block_map
from tests.drafting import updates
from tests.drafting.texts import block, footnote, line_break, link, table, words

START = [block("b1", words("Rivers need care.")), table("t1", [[words("cell")]])]


@dataclass
class Typist:
    """Somebody with a copy of the text, and what they have not sent yet."""

    client: int
    doc: Draft = field(init=False)
    unsent: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.doc = Doc(client_id=self.client)
        self.doc.observe(self._keep)

    def _keep(self, event: TransactionEvent) -> None:
        self.unsent.append(bytes(event.update))

    def catch_up(self, server: Draft) -> None:
        """Get what the others did."""
        mine = list(self.unsent)
        self.doc.apply_update(server.get_update(self.doc.get_state()))
        self.unsent = mine

    def send(self, server: Draft) -> int:
        """Send everything through the gate; how many updates it were."""
        sent = len(self.unsent)
        for update in self.unsent:
            state = state_of(server.get_state())
            check_update(update, clients={self.client}, state=state)
            server.apply_update(update)
        self.unsent.clear()
        return sent


def a_change(doc: Draft, dice: random.Random) -> Callable[[], None]:
    stored = text.in_order(doc)
    one = dice.choice(stored)
    said = dice.choice(["cable", "نهر", "海", "😀", "river"]) + str(dice.random())
    marks = dice.sample(["strong", "em", "underline", "sup", "code"], 2)
    runs = [words("See "), words(said, *marks), line_break(),
            link("here", "https://x.org"), footnote("n1")]  # fmt: skip
    kind = dice.choice(["paragraph", "quotation"])
    typed = block(one.id, *dice.sample(runs, dice.randint(0, 5)), kind=kind)
    cells = table(one.id, [runs[:2], []], [[], runs], caption=said)
    changes = [
        lambda: text.change_block(doc, typed),
        lambda: text.change_block(doc, cells),
        lambda: text.move_block(doc, one.id, after=None),
        lambda: text.remove_block(doc, one.id, into=dice.choice([None, stored[0].id])),
        lambda: text.restore_block(doc, one.id),
    ]
    if len(stored) < 12:
        new = block(f"b{dice.randrange(10**9)}", *runs)
        changes.append(lambda: text.put_block(doc, new, after=one.id))
    return dice.choice([changes[0], *changes])


def test_two_thousand_honest_changes_of_two_people_are_let_through() -> None:
    dice = random.Random(20261006)  # noqa: S311 - the same changes each time
    server: Draft = Doc(client_id=9)
    text.put_blocks(server, START, after=None)
    people = [Typist(1), Typist(2)]
    for person in people:
        person.catch_up(server)
    let_through = sum(a_turn(dice.choice(people), server, dice) for _ in range(2_600))
    let_through += sum(person.send(server) for person in people)
    for person in people:
        person.catch_up(server)
        assert text.in_order(person.doc) == text.in_order(server)
    assert let_through > 2_000


def a_turn(person: Typist, server: Draft, dice: random.Random) -> int:
    """One change, perhaps sent, perhaps after looking at what the others did."""
    a_change(person.doc, dice)()
    sent = person.send(server) if dice.random() < 0.5 else 0
    if dice.random() < 0.1:
        person.catch_up(server)
    return sent


def test_a_whole_text_comes_through_as_one_resync() -> None:
    doc: Draft = Doc(client_id=1)
    many = [block(f"b{i}", words(f"Words of paragraph {i}. " * 20)) for i in range(400)]
    text.put_blocks(doc, many, after=None)
    check_update(doc.get_update(), clients={1}, state={})


def test_a_kind_from_one_and_attributes_from_another_make_a_block() -> None:
    doc: Draft = Doc()
    text.put_blocks(doc, START, after=None)
    entry = block_map(doc)["b1"]
    with doc.transaction():
        entry["t"] = "quotation"
        entry["a"] = {"level": 3, "lang": "fr"}
    block = text.read_block(doc, "b1")
    assert block["attrs"] == {"id": "b1", "lang": "fr"}
    check_closed(block)


def test_a_field_that_a_page_sets_twice_in_one_message_is_let_in() -> None:
    """Yjs joins both settings into one value of two when it merges updates."""
    doc: Draft = Doc()
    doc.apply_update(b64decode("AQIBACcBBmJsb2NrcwJiMQEoAAEAAW8BdwFBAA=="))
    twice = b64decode("AQIBAogBAQF3AUKIAQIBdwFDAQEBAQI=")
    joined = bytes(merge_updates(twice))
    for update in (twice, joined):
        check_update(update, clients={1}, state=state_of(doc.get_state()))
    doc.apply_update(joined)
    assert block_map(doc)["b1"]["o"] == "C"


def test_words_cut_in_the_middle_of_a_sign_are_asked_for_again() -> None:
    """Half of an emoji in the text could never be sent to a page that has the rest."""
    doc: Draft = Doc(client_id=2)
    text.put_blocks(doc, [block("b1", words("Rivers."))], after=None)
    state = state_of(doc.get_state())
    emoji = updates.after(updates.STRING, 2, 5, updates.string("😀"))
    overlapping = updates.update(emoji, client=2, clock=state[2] - 1)
    with pytest.raises(OutOfStep):
        check_update(overlapping, clients={2}, state=state)
