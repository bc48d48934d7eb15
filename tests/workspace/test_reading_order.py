"""Numbers of list items and notes, put together from blocks that stand alone."""

from consensus.schema import Block
from consensus.workspace.reading_order import notes_of, with_item_numbers


def item(level: int = 1, **attrs: object) -> Block:
    return {
        "type": "list_item",
        "attrs": {"id": "x", "list": "ordered", "level": level, **attrs},
    }


PARAGRAPH: Block = {"type": "paragraph", "attrs": {"id": "p"}}


def numbers(*blocks: Block) -> list[int | None]:
    return [one["attrs"].get("number") for one in with_item_numbers(blocks)]


def test_items_count_up_and_a_paragraph_ends_the_list() -> None:
    assert numbers(item(), item(), PARAGRAPH, item()) == [1, 2, None, 1]


def test_a_deeper_list_has_its_own_numbers_each_time() -> None:
    assert numbers(item(), item(2), item(2), item(), item(2)) == [1, 1, 2, 2, 1]


def test_a_list_starts_where_it_says_and_a_second_paragraph_has_no_number() -> None:
    assert numbers(item(start=4), item(continues=True), item()) == [4, None, 5]


def test_the_first_reference_is_where_a_note_leads_back_to() -> None:
    def refers(own: str) -> Block:
        mark = {"type": "footnote", "attrs": {"note": "n1"}}
        return {"type": "paragraph", "attrs": {"id": own}, "content": [mark]}

    note: Block = {"type": "note", "attrs": {"id": "n1"}}
    found = notes_of([refers("b1"), refers("b2"), note])
    assert found.numbers == {"n1": 1}
    assert found.referrers == {"n1": "b1"}
