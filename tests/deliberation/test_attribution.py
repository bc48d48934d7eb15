"""R17, R18, R19: how people are shown, and what must not give them away."""

import json
import re

from consensus.coalitions.models import StakeholderGroup
from tests.deliberation.panels import answer, move, panel_of, take, words_of
from tests.deliberation.stories import Story
from tests.publication.publishing import (
    WHOLE,
    finding,
    level,
    output,
    publishes,
)
from tests.world import RIVERS, Person


def seat(who: Person, **changed: str) -> None:
    """Somebody saves their seat with other facts than a plain one's."""
    facts = {
        "group": "civil_society", "region": "African Group", "status": "member",
        "capacity": "personal", "organisation": "", "default_attribution": "named",
    }  # fmt: skip
    assert who.post(f"/coalitions/{RIVERS}/seat", **facts | changed).status_code == 303


def everything_public(story: Story) -> str:
    """What anybody can open of a text and its people, as one string."""
    visitor, doc = story.world.visitor(), f"/documents/{story.document}"
    pages = (
        doc, f"{doc}?open=b1", f"{doc}/desk", f"{doc}/log.ndjson", f"{doc}/history",
        f"{doc}/participation", f"{doc}/participation.json", f"{doc}/suggestions",
        f"{doc}/publication", f"/coalitions/{RIVERS}",
    )  # fmt: skip
    return "\n".join(visitor.get(page).get_data(as_text=True) for page in pages)


def pseudonyms(html: str) -> list[str]:
    """The numbers under which unnamed people appear, in the order of the page."""
    return re.findall(r"\(Member (\d+)\)", words_of(html))


def lines_of(story: Story) -> list[dict[str, object]]:
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    return [json.loads(line) for line in log.get_data(as_text=True).splitlines()]


def change(story: Story, who: Person, to: str) -> int:
    """Somebody changes how they are shown with all their positions; the last answer."""
    page = who.get("/my/positions").text
    addresses = re.findall(r'action="(/documents/\d+/positions/\d+/attribution)"', page)
    assert addresses, "the page offers it"
    return [who.post(one, attribution=to).status_code for one in addresses][-1]


def test_r17_each_act_is_shown_as_its_author_chose_for_it(story: Story) -> None:
    bo = story.people[1]
    take(bo, story.document, "objection", attribution="group_region")
    take(bo, story.document, "dissent", block_id="b2", attribution="named")
    visitor = story.world.visitor()
    first = words_of(panel_of(visitor, story.document))
    assert "a member from governments, African Group" in first
    assert "Bo Lind" not in first
    assert "Bo Lind" in words_of(panel_of(visitor, story.document, "b2"))


def test_r17_the_form_begins_with_the_choice_made_for_the_coalition(
    story: Story,
) -> None:
    ada = story.people[0]
    seat(ada, default_attribution="member")
    checked = re.findall(
        r'<input[^>]*name="attribution"[^>]*value="(\w+)"[^>]*checked',
        panel_of(ada, story.document),
    )
    assert set(checked) == {"member"}


def test_r17_an_unnamed_author_has_one_pseudonym_throughout_a_document(
    story: Story,
) -> None:
    bo, cy = story.people[1:3]
    take(bo, story.document, "objection", attribution="member")
    take(cy, story.document, "objection", block_id="b2", attribution="member")
    take(bo, story.document, "dissent", block_id="b3", attribution="member")
    visitor = story.world.visitor()
    first, other, again = (
        pseudonyms(panel_of(visitor, story.document, block))
        for block in ("b1", "b2", "b3")
    )
    assert len(first) == 1
    assert first == again
    assert first != other
    # A choice that shows more has a number of its own, so that none leads to the other.
    take(bo, story.document, "objection", block_id="b2", attribution="group")
    shown = pseudonyms(panel_of(visitor, story.document, "b2"))
    assert first[0] not in shown


def test_r17_a_named_author_has_no_pseudonym(story: Story) -> None:
    take(story.people[0], story.document, "objection")
    panel = panel_of(story.world.visitor(), story.document)
    assert pseudonyms(panel) == []
    assert "Ada Nwosu" in panel


def test_r17_a_position_is_shown_with_less_at_any_time_before_publication(
    story: Story,
) -> None:
    story.open_call()
    bo = story.people[1]
    for one in (bo, story.people[0], *story.people[2:], story.joins("Fay Reed")):
        take(one, story.document, "support", block_id="b1")
        story.takes(one, "support")
    assert "Bo Lind" in everything_public(story)
    assert change(story, bo, "group") == 303
    story.world.days_pass(15)
    story.tick()
    whole = {"level-document": "full_consensus", "rationale-document": "All agree."}
    assert story.declares(**whole).status_code == 303
    assert change(story, bo, "member") == 303  # also after the call has closed
    assert "Bo Lind" not in everything_public(story)
    story.windows_pass()
    assert publishes(story).status_code == 303
    files = [output(story, name).data for name in ("publication.html", "bundle.zip")]
    assert b"Bo Lind" not in files[0]
    assert "Bo Lind" not in everything_public(story)
    page = bo.get("/my/positions").text
    assert "/attribution" not in page  # what is published stays (R24)


def test_r17_only_the_author_changes_how_a_position_is_shown(story: Story) -> None:
    bo, cy = story.people[1:3]
    take(bo, story.document, "support", attribution="member")
    page = bo.get("/my/positions").text
    address = re.findall(r'action="(/documents/\d+/positions/\d+/attribution)"', page)[
        0
    ]
    for other in (cy, story.editor, story.caller):
        refused = other.post(address, attribution="named")
        assert refused.status_code == 403
    assert story.world.visitor().post(address, attribution="named").status_code != 303
    assert "Bo Lind" not in everything_public(story)
    assert bo.post(address, attribution="nobody").status_code == 422
    assert bo.post(address, attribution="named").status_code == 303
    assert "Bo Lind" in everything_public(story)


def test_r17_what_a_position_says_stays_when_its_author_is_shown_otherwise(
    story: Story,
) -> None:
    bo = story.people[1]
    take(bo, story.document, "reservation", note="Only if short.")
    assert change(story, bo, "member") == 303
    last = lines_of(story)[-1]
    entry = last["entry"]
    assert isinstance(entry, dict)
    assert entry["verb"] == "attribution.changed"
    assert entry["facts"]["attribution"] == "member"
    words = words_of(panel_of(story.world.visitor(), story.document))
    assert "1 supports with a reservation" in words


def test_r18_whoever_fewer_than_five_fit_is_warned_before_choosing(
    story: Story,
) -> None:
    form = words_of(panel_of(story.people[1], story.document))
    assert "Only my stakeholder group Nobody else here fits this description" in form
    for number in range(4):
        story.joins(f"Gov Person {'abcd'[number]}", group=StakeholderGroup.GOVERNMENT)
    form = words_of(panel_of(story.people[1], story.document))
    assert "Only my stakeholder group Nobody" not in form
    assert "Only my stakeholder group Only" not in form  # five fit it now


def test_scenario_8_one_of_two_from_governments_is_warned_and_not_given_away(
    story: Story,
) -> None:
    gil = story.joins("Gil Moss", group=StakeholderGroup.GOVERNMENT)
    bo = story.people[1]
    assert "Only 2 members fit this description" in words_of(
        panel_of(bo, story.document)
    )
    story.open_call()
    take(bo, story.document, "objection", attribution="group")
    answer(story.editor, story.document, 1)
    assert move(bo, story.document, 1, "maintain").status_code == 303
    for one in (*story.people[2:], story.people[0], story.joins("Fay Reed")):
        story.takes(one, "support")
    panel = words_of(panel_of(gil, story.document))
    assert "Governments of 2 not shown" in panel
    assert panel.count("not shown") > 1
    story.world.days_pass(15)
    story.tick()
    for page in (story.page_of_the_desk(), everything_public(story)):
        assert not re.search("only voice from governments?", page, re.IGNORECASE)
    declared = story.declares(**WHOLE, **level("b1"), **finding(1))
    assert declared.status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    file = output(story, "publication.html").get_data(as_text=True)
    rows = re.findall(r"<tr><th[^>]*>([^<]+)</th>((?:<td>[^<]*</td>)+)", file)
    kept = {label for label, cells in rows if "not shown" in cells}
    assert "Governments" in kept
    assert len(kept & {"Civil society", "Private sector", "Technical community",
                       "Intergovernmental organisations"}) >= 1  # fmt: skip
    assert "Bo Lind" not in file + everything_public(story)


def test_r19_who_speaks_for_an_organisation_states_it_without_proof(
    story: Story,
) -> None:
    fay = story.joins("Fay Lund", organisation="Example Lines")
    take(fay, story.document, "dissent", without_reasons="yes")
    visitor = story.world.visitor()
    personal = "Fay Lund (Example Lines), civil society, personal capacity"
    assert personal in words_of(panel_of(visitor, story.document))
    seat(fay, organisation="Example Lines", capacity="organisation")
    take(fay, story.document, "dissent", block_id="b2", without_reasons="yes")
    panel = words_of(panel_of(visitor, story.document, "b2"))
    assert "states that they speak for Example Lines" in panel
