"""
Scenarios of domain.md 12 that take more than one part of the product to tell.

Each keeps its number. Others are told where their part is tested: 1, 13, 14 and 21 with
the declaring, 3 with silence, 10 with publishing.
"""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from consensus.coalitions.models import Role
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from tests.chain.reading import fields_of, only, page_of, said
from tests.chain.terminal import run_here
from tests.deliberation.panels import take
from tests.deliberation.stories import GROUPS, Story
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)
from tests.world import Person, World


def counts(story: Story, block_id: str = "b1") -> str:
    """The numbers that a visitor sees on a paragraph."""
    path = f"/documents/{story.document}/paragraphs/{block_id}/panel"
    page = page_of(story.world.visitor().get(path))
    return said(only(page, "[data-counts]"))


def support(story: Story, people: Sequence[Person], block_id: str = "b1") -> None:
    """People support the words of one paragraph that they have before them."""
    for one in people:
        sent = take(one, story.document, "support", block_id=block_id)
        assert sent.status_code == 303


def writes(story: Story, block_id: str, words: str) -> None:
    """The editor changes a paragraph by its form."""
    path = f"/documents/{story.document}/paragraphs/{block_id}/edit"
    held = fields_of(story.editor.get(path))
    assert story.editor.post(path, **{**held, "words": words}).status_code == 302


def removes(story: Story, block_id: str) -> None:
    """The editor takes a paragraph out of the text."""
    path = f"/documents/{story.document}/paragraphs/{block_id}/remove"
    assert story.editor.post(path).status_code == 302


def annex_of(story: Story, folder: Path) -> dict[str, Any]:
    """The annex of version 1.0, from a bundle that the command finds in order."""
    bundle = saved_bundle(story, folder)
    checked = run_here("verify", bundle)
    assert (checked.code, checked.err) == (0, "")
    with zipfile.ZipFile(bundle) as opened:
        return dict(json.loads(opened.read("annex.json")))


def test_scenario_2_a_changed_word_leaves_support_behind_and_asks_the_objector(
    story: Story,
) -> None:
    writes(story, "b1", "Every notice should be read out.")
    number = story.objects(story.people[0], "b1")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    support(story, story.people[1:4])
    assert counts(story).startswith("3 support, 1 objects")
    writes(story, "b1", "Every notice must be read out.")
    assert "3 on an earlier wording" in counts(story)
    story.offers_the_text()
    assert story.state(number) is HolderState.RECHECK


def test_scenario_4_an_objection_to_a_removed_paragraph_is_only_on_record(
    story: Story, tmp_path: Path
) -> None:
    silent = story.objects(story.people[0], "b2", "Short is not clear.")
    removes(story, "b2")
    story.offers_the_text()
    assert story.state(silent) is HolderState.RECHECK
    wanted_it_kept(story, story.people[4], "Short notices were the point.")
    story.open_call()
    support_of_others(story)
    days_of_silence_pass(story)
    assert story.state(silent) is HolderState.UNCONFIRMED
    declared = story.declares(**WHOLE, **finding(2))
    assert declared.status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    annex = annex_of(story, tmp_path)
    (entry,) = annex["entries"]
    assert (entry["objection"], entry["target"]) == ("O-2", "removal")
    assert entry["objected"]["text"] == "Every notice is short."
    assert entry["reason"] == "Short notices were the point."
    assert annex["unconfirmed"] == []
    page = output(story, "publication.html").get_data(as_text=True)
    assert "Short is not clear." not in page
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    assert "Short is not clear." in log.get_data(as_text=True)


def wanted_it_kept(story: Story, who: Person, reason: str) -> None:
    """Somebody objects to the removal of b2, and maintains it over the answer."""
    sent = take(who, story.document, "objection", block_id="b2", reason=reason)
    assert sent.status_code == 303
    story.answers(2)
    story.decides(who, 2, Move.MAINTAIN)


def days_of_silence_pass(story: Story) -> None:
    """The call closes, and both reminders stay without a reply."""
    for _ in range(6):
        story.world.days_pass(4)
        story.tick()


def test_scenario_6_restored_words_bring_back_exactly_their_own_positions(
    story: Story,
) -> None:
    support(story, story.people[:2])
    number = story.objects(story.people[2], "b1")
    first = counts(story)
    assert first.startswith("2 support, 1 objects")
    writes(story, "b1", "Every notice is sung.")
    story.offers_the_text()
    support(story, story.people[3:4])
    assert counts(story).startswith("1 supports, 1 objects, 2 on an earlier wording")
    assert story.state(number) is HolderState.RECHECK
    writes(story, "b1", "Every notice is read out.")
    assert "2 support, 1 objects, 1 on an earlier wording" in counts(story)
    story.offers_the_text()
    assert story.state(number) is HolderState.RAISED


def test_scenario_6_a_removed_paragraph_that_returns_brings_its_positions(
    story: Story,
) -> None:
    support(story, story.people[:2])
    before = counts(story)
    removes(story, "b1")
    assert "2 support" not in counts(story)
    path = f"/documents/{story.document}/paragraphs/b1/restore"
    assert story.editor.post(path).status_code == 302
    assert counts(story) == before


def test_scenario_11_an_objector_who_leaves_is_printed_and_no_longer_counted(
    story: Story, tmp_path: Path
) -> None:
    number = story.objects(story.people[0], "b1", "Who reads it out?")
    story.answers(number)
    story.decides(story.people[0], number, Move.MAINTAIN)
    size = members_asked(story)
    assert story.people[0].post("/coalitions/rivers/leave").status_code == 303
    assert members_asked(story) == size - 1
    story.open_call()
    support_of_others(story)
    story.world.days_pass(15)
    declared = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert declared.status_code == 303, said(page_of(declared))
    story.windows_pass()
    assert publishes(story).status_code == 303
    (entry,) = annex_of(story, tmp_path)["entries"]
    assert entry["reason"] == "Who reads it out?"
    page = page_of(output(story, "publication.html"))
    article = said(only(page, "#annex-D-1"))
    assert "[author has since left the coalition]" in article
    assert f"{size - 1} members could take part" in said(only(page, "#agreed"))


def members_asked(story: Story) -> int:
    """How many members could take a position, as a paragraph's panel says."""
    path = f"/documents/{story.document}/paragraphs/b1/panel"
    head = said(only(page_of(story.world.visitor().get(path)), ".delib-head"))
    return int(head.partition(" members have")[0].rpartition("of ")[2])


def test_scenario_15_a_dissent_after_full_consensus_waits_for_the_caller(
    story: Story, tmp_path: Path
) -> None:
    number = full_consensus_then_a_dissent(story)
    assert publishes(story).status_code == 409
    still = {"level-document": "full_consensus", "rationale-document": "All the same."}
    assert story.declares(**still).status_code in {409, 422}
    revised = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert revised.status_code == 303, said(page_of(revised))
    story.windows_pass()
    assert publishes(story).status_code == 303
    (entry,) = annex_of(story, tmp_path)["entries"]
    assert (entry["kind"], entry["objection"]) == ("dissent", f"O-{number}")
    page = said(page_of(output(story, "publication.html")))
    assert "Level declared: Consensus." in page
    assert "Level declared: Full consensus." not in page


def test_scenario_15_a_dissent_that_is_withdrawn_no_longer_stands_in_the_way(
    story: Story, tmp_path: Path
) -> None:
    number = full_consensus_then_a_dissent(story)
    assert publishes(story).status_code == 409
    story.decides(story.people[0], number, Move.WITHDRAW)
    story.windows_pass()
    assert publishes(story).status_code == 303
    assert annex_of(story, tmp_path)["entries"] == []


def full_consensus_then_a_dissent(story: Story) -> int:
    """Full consensus is declared; then somebody has a withdrawn objection recorded."""
    story.open_call()
    number = story.objects(story.people[0], "b1")
    story.decides(story.people[0], number, Move.WITHDRAW)
    support_of_others(story)
    story.world.days_pass(15)
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.declares(**whole).status_code == 303
    story.decides(story.people[0], number, Move.DISSENT_AFTER_CALL)
    return number


def test_scenario_16_two_members_of_a_flat_coalition_carry_a_text_to_publication(
    world: World, tmp_path: Path
) -> None:
    story = a_flat_story(world)
    ada, ben = story.people[:2]
    people = f"/documents/{story.document}/people"
    assert ada.post(f"/documents/{story.document}/publication").status_code == 403
    assert ada.post(f"{people}/coordinate").status_code == 303
    assert ada.post(people, role="consensus caller", member=1).status_code == 403
    assert ben.post(f"{people}/coordinate").status_code == 303
    cleo = page_of(ada.get(people)).select("select[name=member] option")
    (chosen,) = [o["value"] for o in cleo if o.get_text().startswith("Cleo Park")]
    sent = ada.post(people, role="consensus caller", member=chosen)
    assert sent.status_code == 303
    story.open_call()
    for one in story.people:
        story.takes(one, "support")
    story.world.days_pass(15)
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.declares(**whole).status_code == 303
    story.windows_pass()
    sent = ben.post(f"/documents/{story.document}/publication")
    assert sent.status_code == 303
    assert annex_of(story, tmp_path)["entries"] == []
    cover = said(only(page_of(output(story, "publication.html")), ".pub-head"))
    assert "Ada Nwosu" in cover
    assert "Ben Ito" in cover


def a_flat_story(world: World) -> Story:
    """A coalition without coordinators, and a document that Ada proposed."""
    names = ("Ada Nwosu", "Ben Ito", "Cy Okafor", "Dee Marsh", "Eli Stone")
    people = [
        world.person(name, group, organisation=f"Office {number}")
        for number, (name, group) in enumerate(zip(names, GROUPS, strict=True))
    ]
    cleo = world.person("Cleo Park", role=Role.MEMBER)
    document = world.document("Flat notices", ["Every notice is kept."], by=people[0])
    return Story(world, document, cleo, people[0], people)
