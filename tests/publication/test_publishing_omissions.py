"""R8: what somebody misses is printed behind the paragraph it is missing after."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from consensus.deliberation.machine import Move
from consensus.publication.verify import verify
from tests.deliberation.panels import misses, move
from tests.deliberation.stories import Story
from tests.deliberation.structuring import removes, splits
from tests.publication.publishing import (
    WHOLE,
    finding,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)

Change = Callable[[Story], object]


def published(story: Story, change: Change = lambda _: None) -> str:
    """Somebody misses words after ¶2 and keeps that; the page of what is published."""
    person = story.people[0]
    assert misses(person, story.document, block_id="b2").status_code == 303
    story.offers_the_text()  # so that the record knows the order of the text
    story.answers(1)
    assert move(person, story.document, 1, Move.MAINTAIN).status_code == 303
    change(story)
    assert story.open_call().status_code == 303
    support_of_others(story)
    story.world.days_pass(15)
    declared = story.declares(**WHOLE, **finding(1))
    assert declared.status_code == 303, declared.get_data(as_text=True)
    story.windows_pass()
    assert publishes(story).status_code == 303
    return " ".join(output(story).get_data(as_text=True).split())


def entry_of(story: Story, folder: Path) -> dict[str, object]:
    with zipfile.ZipFile(saved_bundle(story, folder)) as bundle:
        (entry,) = json.loads(bundle.read("annex.json"))["entries"]
    return dict(entry)


def test_r8_the_annex_places_what_is_missing_after_its_paragraph(
    story: Story, tmp_path: Path
) -> None:
    page = published(story)
    assert "Nothing says who pays." in page
    assert "Contested: after ¶2." in page
    assert "Not everyone agrees that nothing is missing here" in page
    entry = entry_of(story, tmp_path)
    assert (entry["target"], entry["block"], entry["label"]) == (
        "omission", "b2", "after ¶2",
    )  # fmt: skip
    assert verify(saved_bundle(story, tmp_path)).faults == []


@pytest.mark.parametrize(
    ("change", "label"),
    [
        (lambda story: removes(story, "b2"), "after ¶1"),
        (lambda story: splits(story, "b2", "Every notice", "is short."), "after ¶3"),
        (lambda story: story.rewords("b2", "No notice may be long."), "after ¶2"),
    ],
)
def test_r8_it_is_printed_where_the_paragraph_stands_or_stood(
    story: Story, tmp_path: Path, change: Change, label: str
) -> None:
    published(story, change)
    entry = entry_of(story, tmp_path)
    assert entry["label"] == label
    assert entry["objected"]["text"] == "Every notice is short."  # type: ignore[index]
    assert verify(saved_bundle(story, tmp_path)).faults == []


def test_inv_12_no_full_consensus_while_something_is_missed(story: Story) -> None:
    person = story.people[0]
    misses(person, story.document, block_id="b2", kind="dissent")
    story.open_call()
    support_of_others(story)
    story.world.days_pass(15)
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    refused = story.declares(**whole, **finding(1))
    assert refused.status_code == 409
    assert "what is missing after ¶2" in story.page_of_the_desk()
