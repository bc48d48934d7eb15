"""There is always room between two order keys."""

from hypothesis import given
from hypothesis import strategies as st

from consensus.drafting.order import LONGEST_KEY, between, is_order_key

PLACES = st.lists(st.integers(0, 10**6), min_size=1, max_size=120)


@given(PLACES)
def test_blocks_put_anywhere_stay_where_they_were_put(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        after = keys[at] if at < len(keys) else None
        keys.insert(at, between(keys[at - 1] if at else "", after))
        assert keys == sorted(set(keys))
        assert all(is_order_key(key) for key in keys)


def test_writing_from_top_to_bottom_keeps_keys_short() -> None:
    key = ""
    for _ in range(20_000):
        later = between(key, None)
        assert later > key
        key = later
    assert len(key) == 6


def test_a_hundred_insertions_at_one_place_stay_far_from_the_limit() -> None:
    first, last = between("", None), between(between("", None), None)
    for _ in range(100):
        last = between(first, last)
    assert len(last) < LONGEST_KEY


def test_two_people_who_insert_at_one_place_make_different_keys() -> None:
    made = {between("A1", "B1") for _ in range(40)}
    assert len(made) > 30


def test_keys_in_the_wrong_order_still_leave_a_place() -> None:
    assert between("B1", "A1") > "B1"
    assert between("A1", "A1") > "A1"


def test_what_is_no_key_is_told_apart() -> None:
    wrong = ["", "0", "a0", "a b", "ä1", "a" * (LONGEST_KEY + 1), 7, None]
    assert not any(is_order_key(text) for text in wrong)
