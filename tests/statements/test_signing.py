"""Each signature is one person's own (domain.md R14, R19, INV-9; scenario 7)."""

from consensus.coalitions.models import StakeholderGroup
from tests.deliberation.stories import Story
from tests.statements.stating import WORDS, Stating, filed, main_of, opened, said
from tests.world import Person


def signed_by_all(story: Story) -> Stating:
    """Five signers, the first of whom leads."""
    story.open_call()
    made = opened(story, story.people[0])
    for one in story.people[1:]:
        assert made.signs(one).status_code == 303
    return made


def test_scenario_7_a_change_in_substance_voids_the_signatures_of_the_others(
    story: Story,
) -> None:
    made = signed_by_all(story)
    assert len(made.signers()) == 5
    told = len(story.world.outbox)
    sent = made.writes(
        story.people[0], "change", text=WORDS.replace("nothing", "little")
    )
    assert sent.status_code == 303
    assert made.signers() == ["Ada Nwosu, civil society, personal capacity"]
    story.tick()
    letters = story.world.outbox[told:]
    ended = [one for one in letters if "your signature" in str(one["Subject"]).lower()]
    assert len({one["To"] for one in ended}) == 4
    for one in story.people[1:3]:
        page = said(made.page(one))
        assert "changed in substance since you signed it" in page
        assert made.signs(one).status_code == 303
    assert len(made.signers()) == 3
    assert made.files(story.people[0]).status_code == 303
    assert made.name_and_number() == ("M-1", 3)


def test_r14_a_correction_keeps_the_signatures_and_tells_their_holders(
    story: Story,
) -> None:
    made = signed_by_all(story)
    told = len(story.world.outbox)
    words = WORDS.replace("people who", "persons who")
    sent = made.writes(story.people[0], "correction", text=words)
    assert sent.status_code == 303
    assert len(made.signers()) == 5
    assert "before a correction of the text" in said(made.page())
    story.tick()
    letters = story.world.outbox[told:]
    edited = [one for one in letters if "you signed is edited" in one["Subject"]]
    assert len(edited) == 4


def test_r14_more_than_a_correction_is_refused_as_one(story: Story) -> None:
    made = signed_by_all(story)
    words = WORDS.replace("nothing", "not a thing")
    sent = made.writes(story.people[0], "correction", text=words)
    assert sent.status_code == 422
    page = said(main_of(sent))
    assert "more than a correction: it touches “not”" in page
    assert words in page
    assert len(made.signers()) == 5


def test_r14_other_line_breaks_are_no_change_and_keep_all_signatures(
    story: Story,
) -> None:
    made = signed_by_all(story)
    words = WORDS.replace("about people", "about\n\npeople")
    assert made.writes(story.people[0], "change", text=words).status_code == 303
    assert len(made.signers()) == 5


def test_r14_another_target_is_a_change_in_substance(story: Story) -> None:
    made = signed_by_all(story)
    sent = made.writes(story.people[0], "change", target=["wording:b2"])
    assert sent.status_code == 303
    assert len(made.signers()) == 1


def test_r14_signing_needs_membership_at_that_time_and_leaving_touches_nothing(
    story: Story,
) -> None:
    story.open_call()
    made = opened(story, story.people[0])
    stranger = story.world.account("Sam Poe")
    page = made.page(story.people[1]).select_one("[name=version]")
    assert page is not None
    sent = {"version": page["value"], "attribution": "named", "capacity": "personal"}
    assert stranger.post(f"{made.address}/signature", **sent).status_code == 403
    bo = story.people[1]
    assert made.signs(bo).status_code == 303
    assert bo.post("/coalitions/rivers/leave").status_code == 303
    assert any(line.startswith("Bo Lind") for line in made.signers())
    assert "has since left the coalition" in said(made.page())
    assert made.files(story.people[0]).status_code == 303


def test_r14_nobody_signs_words_they_did_not_read(story: Story) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = opened(story, ada)
    seen = made.page(bo).select_one("[name=version]")
    assert seen is not None
    made.writes(ada, "change", text="Other words altogether.")
    sent = made.signs(bo, version=seen["value"])
    assert sent.status_code == 409
    assert "changed while you were reading" in said(main_of(sent))
    assert len(made.signers()) == 1


def test_r14_each_signature_has_its_own_attribution(story: Story) -> None:
    ada, bo, cy = story.people[:3]
    story.open_call()
    made = opened(story, ada)
    made.signs(bo, attribution="group")
    made.signs(cy, attribution="member")
    assert made.signers_unnumbered() == [
        "Ada Nwosu, civil society, personal capacity",
        "a member from governments, personal capacity",
        "a member, personal capacity",
    ]


def test_r19_the_capacity_is_stated_with_every_signature(story: Story) -> None:
    story.open_call()
    made = opened(story, story.people[0])
    gil = story.joins("Gil Roth", organisation="Open Notices")
    assert made.signs(gil, capacity="organisation").status_code == 303
    hal: Person = story.world.person(
        "Hal Moss", StakeholderGroup.GOVERNMENT, organisation="Ministry of Notices"
    )
    assert made.signs(hal, attribution="organisation").status_code == 303
    assert made.signers_unnumbered() == [
        "Ada Nwosu, civil society, personal capacity",
        "Gil Roth (Open Notices), civil society, states that they speak for "
        "Open Notices",
        "a member from Ministry of Notices, governments, personal capacity",
    ]


def test_r17_a_signer_can_show_less_and_the_log_keeps_no_name(story: Story) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = opened(story, ada)
    made.signs(bo)
    sent = bo.post(f"{made.address}/attribution", attribution="member",
                   capacity="personal")  # fmt: skip
    assert sent.status_code == 303
    assert "a member, personal capacity" in made.signers_unnumbered()
    log = story.world.visitor().get(f"/documents/{story.document}/log.ndjson")
    about = [
        line for line in log.get_data(as_text=True).splitlines() if '"M-1"' in line
    ]
    assert about
    assert not any("Bo Lind" in line for line in about)


def test_inv_9_nobody_withdraws_or_signs_for_somebody_else(story: Story) -> None:
    made = signed_by_all(story)
    for one in (story.caller, story.editor):
        assert made.withdraws(one).status_code == 403
    assert len(made.signers()) == 5


def test_the_first_remaining_signer_leads_when_the_lead_withdraws(
    story: Story,
) -> None:
    made = signed_by_all(story)
    ada, bo, cy = story.people[:3]
    assert made.withdraws(ada).status_code == 303
    assert cy.get(f"{made.address}/words").status_code == 403
    assert made.writes(bo, "change", text="Bo’s words now.").status_code == 303
    assert made.signers() == ["Bo Lind, governments, personal capacity"]
    assert ada.get(f"{made.address}/words").status_code == 403


def test_a_statement_whose_last_signer_withdraws_is_withdrawn(story: Story) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = opened(story, ada)
    made.signs(bo)
    made.files(ada)
    assert made.withdraws(ada).status_code == 303
    assert made.state() == "filed"
    assert made.withdraws(bo).status_code == 303
    assert made.state() == "withdrawn"
    assert WORDS in said(made.page())


def test_each_signature_has_a_receipt_that_only_its_holder_gets(story: Story) -> None:
    ada, bo = story.people[:2]
    story.open_call()
    made = filed(story, ada)
    link = made.page(ada).select_one("a[href*=receipts]")
    assert link is not None
    receipt = ada.get(str(link["href"])).get_json()
    assert receipt["object"] == "M-1"
    assert receipt["words"] == {"title": "Read it to all", "text": WORDS}
    assert bo.get(str(link["href"])).status_code == 404
