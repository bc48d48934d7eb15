"""Taking, replacing and withdrawing positions on the words of a paragraph."""

from tests.deliberation.panels import panel_of, take, words_of
from tests.world import World, world

__all__ = ["world"]

TEXT = ["Every session has live captions.", "The text is open."]


def test_a_member_supports_the_words_they_read(world: World) -> None:
    ada = world.person("Ada Nwosu")
    bo = world.person("Bo Lind")
    text = world.document("Captions", TEXT, by=ada)

    answer = take(bo, text, "support")
    assert answer.status_code == 303
    assert answer.location.endswith("?open=b1#b1")

    page = words_of(bo.get(f"/documents/{text}?open=b1").get_data(as_text=True))
    assert "You: support" in page
    assert "1 of 2 members have taken a position on it" in page
    assert "1 of 2 members have taken a position" in words_of(panel_of(ada, text))
