"""Minority statements that break the Code of Conduct (R26, R27)."""

from pathlib import Path

from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.moderation.hiding import INSULT, REASON, RULE, hides, page
from tests.publication.publishing import level, saved_bundle
from tests.statements.printing import (
    WHOLE,
    declared,
    printed,
    published,
    supported,
    windows_end,
)
from tests.statements.stating import announced


def test_r27_a_hidden_statement_is_printed_as_a_stub_with_signers_and_target(
    story: Story, tmp_path: Path
) -> None:
    ada = story.people[0]
    supported(story)
    made = announced(story, ada)
    assert made.writes(ada, text=INSULT).status_code == 303
    assert made.files(ada).status_code == 303
    assert hides(story, story.caller, "statement", made.number).status_code == 303
    shown = page(story, f"/statements/{made.number}")
    assert INSULT not in shown
    assert REASON in shown
    declared(story, **WHOLE, **level("b1"))
    windows_end(story)
    assert story.declares(**WHOLE, **level("b1")).status_code == 303
    annex = published(story)
    assert annex["counts"]["statements"] == 1
    assert annex["counts"]["signers"] == 1
    text = printed(story).get_text(" ")
    for told in (RULE, REASON, "Ada Nwosu", "Every notice is read out."):
        assert told in text
    assert INSULT not in text
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_r26_a_reworded_statement_is_open_for_signature_again(story: Story) -> None:
    ada, bo = story.people[:2]
    supported(story)
    made = announced(story, ada)
    made.writes(ada, text=INSULT)
    made.signs(bo)
    hides(story, story.caller, "statement", made.number)
    assert made.signs(story.people[2]).status_code == 409, "nobody signs unread words"
    assert made.writes(ada, "change", text="It says too little.").status_code == 303
    shown = page(story, f"/statements/{made.number}")
    assert "It says too little." in shown
    assert REASON not in shown
    assert made.signers_unnumbered() == made.signers()[:1], "the others sign again"
    assert made.signs(bo).status_code == 303
