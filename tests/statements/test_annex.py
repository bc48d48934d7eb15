"""Filed statements are printed whole, with who signed them (domain.md 11.2)."""

import json

from tests.deliberation.stories import Story
from tests.publication.publishing import level, publishes
from tests.statements.printing import (
    WHOLE,
    bundle_file,
    declared,
    printed,
    published,
    supported,
    windows_end,
)
from tests.statements.stating import WORDS, Stating, filed, opened, said


def with_statements(story: Story) -> list[Stating]:
    """Two dissents, signed by three people, a concurrence, and one never filed."""
    ada, bo, cy, dee = story.people[:4]
    supported(story)
    first = opened(story, ada)
    assert first.signs(bo, attribution="group").status_code == 303
    assert first.signs(cy).status_code == 303
    second = filed(
        story, ada, ["wording:b3", "omission:b3"], kind="partial_dissent",
        title="Kept where?", text="It says kept.\n\nIt does not say where.",
    )  # fmt: skip
    story.world.days_pass(0.1)
    assert first.files(bo).status_code == 303
    noted = filed(story, dee, ["wording:b2"], kind="concurrence", text="Yes, but why.")
    unfiled = opened(story, dee, ["document"], text="Never filed.")
    declared(story, **WHOLE, **level("b1"), **level("b3"))
    return [first, second, noted, unfiled]


def levels_confirmed(story: Story) -> None:
    """The windows end, and the caller declares again with all signers counted."""
    windows_end(story)
    again = story.declares(**WHOLE, **level("b1"), **level("b3"))
    assert again.status_code == 303


def test_inv_1_the_annex_has_exactly_the_signatures_of_locked_statements(
    story: Story,
) -> None:
    with_statements(story)
    levels_confirmed(story)
    annex = published(story)
    assert [one["number"] for one in annex["statements"]] == ["M-2", "M-1"]
    assert [one["line"] for one in annex["statements"][1]["signatories"]] == [
        "Ada Nwosu, civil society, personal capacity",
        "a member from governments, personal capacity",
        "Cy Okafor, the private sector, personal capacity",
    ]
    assert len(annex["statements"][0]["signatories"]) == 1
    assert [one["number"] for one in annex["noted"]] == ["M-3"]
    assert "Never filed." not in str(annex)
    assert annex["counts"] == {
        "objections": 0, "people": 0, "unconfirmed": 0,
        "statements": 2, "signers": 3, "concurrences": 1,
    }  # fmt: skip


def test_inv_2_the_words_are_those_that_were_signed_to_the_letter(
    story: Story,
) -> None:
    with_statements(story)
    levels_confirmed(story)
    second, first = published(story)["statements"]
    assert first["text"] == WORDS
    assert second["text"] == "It says kept.\n\nIt does not say where."
    article = printed(story).select_one("#annex-M-2")
    assert article is not None
    assert "It says kept.\n\nIt does not say where." in article.get_text()


def test_inv_4_and_5_cover_annex_manifest_and_body_name_the_statements(
    story: Story,
) -> None:
    with_statements(story)
    levels_confirmed(story)
    annex = published(story)
    page, manifest = printed(story), json.loads(bundle_file(story, "manifest.json"))
    cover = said(page.select_one(".pub-agreed") or page)
    assert "No objection stands. 2 minority statements (3 people)." in cover
    assert "Contested: ¶3, ¶1." in cover
    assert manifest["counts"] == annex["counts"]
    paragraphs = [one.find_parent(class_="opara") for one in page.select(".disagree")]
    marked = [said(one) for one in paragraphs if one is not None]
    assert any("read out" in one and "agrees: M-1 ." in one for one in marked)
    body = said(page)
    assert "Not everyone agrees: M-2 ." in body
    assert "Noted on this: M-3 ." in body
    assert "Part 2: Minority statements" in body
    assert "Part 4: Reservations and concurrences" in body


def test_inv_3_and_8_targets_are_quoted_and_every_receipt_is_in_the_manifest(
    story: Story,
) -> None:
    made = with_statements(story)
    levels_confirmed(story)
    annex = published(story)
    first = annex["statements"][1]["targets"][0]
    assert first["quoted"]["text"] == "Every notice is read out."
    assert first["published"] is None
    manifest = json.loads(bundle_file(story, "manifest.json"))
    links = made[0].page(story.people[0]).select("a[href*=receipts]")
    hashes = [story.people[0].get(str(a["href"])).get_json()["hash"] for a in links]
    assert hashes
    assert set(hashes) <= set(manifest["receipts"])


def test_the_editors_respond_once_after_the_whole_statement(story: Story) -> None:
    made = with_statements(story)[0]
    early = story.editor.post(f"{made.address}/response", response="We thank you.")
    assert early.status_code == 409
    levels_confirmed(story)
    answer = story.editor.post(f"{made.address}/response", response="We thank you.")
    assert answer.status_code == 303
    again = story.editor.post(f"{made.address}/response", response="Once more.")
    assert again.status_code == 409
    assert story.people[0].post(f"{made.address}/response").status_code == 403
    published(story)
    article = printed(story).select_one("#annex-M-1")
    assert article is not None
    text = said(article)
    assert text.index(WORDS) < text.index("We thank you.")
    assert said(article.select_one(".ans") or article).startswith(
        "Response of the editors"
    )


def test_publication_waits_for_the_end_of_the_statement_window(story: Story) -> None:
    with_statements(story)
    story.world.days_pass(10)
    assert publishes(story).status_code == 409
    levels_confirmed(story)
    assert publishes(story).status_code == 303


def test_filed_statements_are_locked_when_the_window_ends(story: Story) -> None:
    first, _, _, unfiled = with_statements(story)
    story.world.days_pass(10)
    story.tick()
    assert first.state() == "filed"
    windows_end(story)
    assert first.state() == "locked"
    assert unfiled.state() == "open_for_signature"
    late = unfiled.files(story.people[3])
    assert late.status_code == 409
    assert "Statements could be filed until" in late.get_data(as_text=True)


def test_r14_a_signer_who_leaves_is_still_printed_and_counted(story: Story) -> None:
    with_statements(story)
    assert story.people[1].post("/coalitions/rivers/leave").status_code == 303
    levels_confirmed(story)
    annex = published(story)
    assert annex["counts"]["signers"] == 3
    assert len(annex["statements"][1]["signatories"]) == 3
