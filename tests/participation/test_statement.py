"""Who took part (domain.md 11.5): on the page of a text, in print, and as data."""

import json
import zipfile
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from sqlalchemy import update

from consensus.coalitions.models import (
    Attribution,
    Member,
    Region,
    Role,
    SeatTerm,
    StakeholderGroup,
)
from consensus.comments.models import Comment, CommentKind, Guest
from consensus.publication.verify import verify
from tests.deliberation.stories import Story
from tests.publication.bundles import KEY, Opened
from tests.publication.publishing import (
    WHOLE,
    agreed,
    finding,
    level,
    output,
    publishes,
    saved_bundle,
    support_of_others,
)
from tests.world import Person

NONE_SHOWN = ["not shown"] * 3


def told(story: Story) -> str:
    """The page of the statement, as anybody reads it."""
    page = story.world.visitor().get(f"/documents/{story.document}/participation")
    assert page.status_code == 200
    return " ".join(BeautifulSoup(page.data, "html5lib").get_text(" ").split())


def data(story: Story) -> dict[str, Any]:
    """The statement as data."""
    address = f"/documents/{story.document}/participation.json"
    return dict(story.world.visitor().get(address).get_json())


def cells(page: bytes, caption: str) -> dict[str, list[str]]:
    """A printed table: the cells of each row by its label."""
    tables = BeautifulSoup(page, "html5lib").select("table")
    table = next(t for t in tables if t.caption and t.caption.get_text() == caption)
    return {
        str(row.th and row.th.get_text()): [one.get_text() for one in row.select("td")]
        for row in table.select("tbody tr")
    }


def agrees_to_be_listed(story: Story, who: Person) -> None:
    """Somebody agrees to be listed as a participant, on the page of their seat."""
    sent = {
        "status": "member", "group": "civil_society", "region": "African Group",
        "capacity": "personal", "default_attribution": "named", "listed": "yes",
    }  # fmt: skip
    answer = who.post("/coalitions/rivers/seat", **sent)
    assert answer.status_code == 303


def test_before_a_call_the_page_tells_who_took_part_so_far(story: Story) -> None:
    story.objects(story.people[1], "b1")
    by_name = {one["name"]: one for one in data(story)["groups"]}
    assert by_name["government"] == {
        "name": "government", "members": 1, "took_part": 1, "took_position": 0,
        "joined_during_call": 0,
    }  # fmt: skip
    assert "the coalition had 7 members and 0 observers" in told(story)


def test_inv_14_told_taking_part_and_supporting_are_three_numbers(
    story: Story,
) -> None:
    story.world.person("Olga Watts", role=Role.OBSERVER)
    story.joins("Fay Reed")
    story.open_call()
    story.takes(story.people[0], "support")
    story.takes(story.people[1], "abstain")
    story.world.days_pass(15)
    story.tick()
    stated = data(story)
    assert stated["told"] == 8
    assert (stated["members"], stated["observers"]) == (8, 1)
    # The editor took part by writing; nobody else said anything.
    assert stated["total"]["took_part"] == 3
    assert stated["total"]["took_position"] == 2
    panel = story.world.visitor().get(f"/documents/{story.document}?open=whole-text")
    assert "1 support" in " ".join(panel.get_data(as_text=True).split())


def test_a_version_prints_the_statement_and_its_bundle_holds_it(
    story: Story, tmp_path: Path
) -> None:
    agreed(story)
    assert publishes(story).status_code == 303
    printed = cells(output(story).data, "By stakeholder group")
    assert printed["Governments"] == ["1", "1", "1", "0"]
    assert printed["Civil society"] == ["3", "3", "2", "1"]
    assert printed["Total"] == ["7", "7", "6", "1"]
    assert cells(output(story, "publication.html").data, "By region")["Total"] == [
        "7", "7", "6", "1",
    ]  # fmt: skip
    bundle = saved_bundle(story, tmp_path)
    assert verify(bundle).faults == []
    with zipfile.ZipFile(bundle) as files:
        held = json.loads(files.read("participation.json"))
    assert held["total"]["took_part"] == 7
    assert held["names"]["editors"] == ["Mara Vance"]
    assert held["names"]["callers"] == ["Ines Duarte"]


def test_inv_29_figures_use_the_group_at_the_opening_or_on_joining(
    story: Story,
) -> None:
    story.open_call()
    support_of_others(story)
    with story.at_work() as (session, _):
        seat = session.get_one(Member, story.people[2].member_id)
        session.add(
            SeatTerm(
                member_id=seat.id, since=story.world.now, status=seat.status,
                group=StakeholderGroup.CIVIL_SOCIETY, region=Region.AFRICAN,
            )
        )  # fmt: skip
    story.world.days_pass(15)
    story.tick()
    by_name = {one["name"]: one for one in data(story)["groups"]}
    assert by_name["private_sector"]["took_position"] == 1
    with story.at_work() as (session, _):  # nor does anything later change a figure
        joined = story.people[3].member_id
        session.execute(
            update(SeatTerm)
            .where(SeatTerm.member_id == joined)
            .values(region=Region.ASIA_PACIFIC)
        )
    assert {one["name"]: one for one in data(story)["groups"]} == by_name


def test_inv_23_only_who_agreed_is_listed_and_nobody_with_a_position(
    story: Story,
) -> None:
    agrees_to_be_listed(story, story.people[0])
    agrees_to_be_listed(story, story.people[4])
    agreed(story)
    publishes(story)
    page = BeautifulSoup(output(story, "publication.html").data, "html5lib")
    annex = page.select_one("#participation")
    assert annex is not None
    text = " ".join(annex.get_text(" ").split())
    assert "agreed to be listed Ada Nwosu, Eli Stone 5 participants chose not" in text
    unlisted = [one.name for one in story.people[1:4]]
    assert [name for name in unlisted if name in text] == []
    stated = data(story)["names"]["participants"]
    assert stated == ["Ada Nwosu", "Eli Stone"]


def test_r18_a_small_row_with_somebody_unnamed_is_not_shown_nor_a_second_one(
    story: Story,
) -> None:
    story.world.person("Gil Moss", StakeholderGroup.GOVERNMENT)
    story.open_call()
    number = story.objects(story.people[1], "b1", shown=Attribution.GROUP)
    story.answers(number)
    for one in (*story.people[2:], story.joins("Fay Reed")):
        story.takes(one, "support")
    story.world.days_pass(15)
    story.tick()
    printed = cells(
        story.world.visitor().get(f"/documents/{story.document}/participation").data,
        "By stakeholder group",
    )
    kept = [label for label, row in printed.items() if row[1:] == NONE_SHOWN]
    assert "Governments" in kept
    assert len(kept) > 1
    assert "nobody took part from" not in told(story).partition("Asia")[0]
    assert "and is below five" in told(story)


def test_g2_a_statement_that_says_otherwise_than_the_log_is_found(
    story: Story, tmp_path: Path
) -> None:
    story.open_call()
    number = story.dissents(story.people[0], "b1")
    support_of_others(story)
    story.world.days_pass(15)
    declared = story.declares(**WHOLE, **level("b1"), **finding(number))
    assert declared.status_code == 303
    story.windows_pass()
    assert publishes(story).status_code == 303
    opened = Opened.at(saved_bundle(story, tmp_path))
    held = json.loads(opened.files["participation.json"])
    held["groups"][1]["took_part"] = 40
    opened.files["participation.json"] = json.dumps(held).encode()
    opened.sign_anew(KEY)
    faults = verify(opened.save(tmp_path / "forged.zip")).faults
    assert faults == ["The file participation.json is not what the log gives."]


def test_inv_24_guests_are_counted_by_the_group_that_they_declare_themselves(
    story: Story,
) -> None:
    assert "No guest commented." in told(story)
    with story.at_work() as (session, document):
        guest = Guest(
            name="Gus Vane", email="gus@example.org",
            group=StakeholderGroup.GOVERNMENT, region=Region.AFRICAN,
            verified_at=story.world.now,
        )  # fmt: skip
        session.add(guest)
        session.flush()
        for number in (1, 2):
            session.add(_comment(document.id, number, guest, story))
    said = told(story)
    assert "2 comments of guests, by self-declared group: governments 2." in said
    assert "Gus Vane" not in said
    assert data(story)["guest_comments"] == {"government": 2}
    assert data(story)["groups"][1]["took_part"] == 0


def _comment(document: int, number: int, guest: Guest, story: Story) -> Comment:
    return Comment(
        document_id=document, number=number, guest_id=guest.id,
        kind=CommentKind.GENERAL, text="Shorter.", text_hash="x",
        received_at=story.world.now, in_stage="drafting", state_at=story.world.now,
    )  # fmt: skip
