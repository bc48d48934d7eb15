"""What the page says when somebody's words could not go where they were written."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from consensus.coalitions.models import Role, RoleTerm
from consensus.coalitions.roles import end_role
from tests.browser.test_writing_without_a_line import lose_the_line
from tests.browser.writing import Table, go_to, reads, saved, write_at_end
from tests.world import Person, World

pytestmark = pytest.mark.browser


def no_longer_an_editor(world: World, person: Person) -> None:
    """The person keeps the seat and loses the role."""
    with world.session() as session:
        of_person = RoleTerm.member_id == person.member_id
        terms = select(RoleTerm).where(of_person, RoleTerm.role == Role.EDITOR)
        end_role(session, session.scalars(terms).one(), by=None)


def test_words_of_somebody_who_may_not_write_any_more_are_kept(table: Table) -> None:
    bo = table.world.person("Bo Lind")
    table.world.appoint(bo, Role.EDITOR, table.document_id)
    page = table.sit_down(bo)
    lose_the_line(page)
    write_at_end(page, 1, " At night too.")
    no_longer_an_editor(table.world, bo)
    page.context.set_offline(False)
    kept = page.get_by_role("region", name="Words kept aside")
    expect(kept).to_contain_text("You can no longer write in this text.")
    expect(kept.get_by_role("textbox", name="Your words")).to_have_value(
        "Cables are kept. At night too."
    )
    reads(page, 1, "Cables are kept.")
    expect(page.locator("#ed-note")).to_contain_text("You are suggesting.")
    kept.get_by_role("button", name="Put away").click()
    expect(kept).to_be_hidden()


def test_who_becomes_an_editor_can_write_at_once(table: Table) -> None:
    bo = table.world.person("Bo Lind")
    page = table.sit_down(bo)
    expect(page.locator("#ed-note")).to_contain_text("suggest")
    table.world.appoint(bo, Role.EDITOR, table.document_id)
    expect(page.get_by_role("toolbar").first).to_be_visible()
    expect(page.locator("#ed-note")).not_to_contain_text("suggest")
    write_at_end(page, 1, " At night too.")
    saved(page)
    reader = table.sit_down(table.editor)
    reads(reader, 1, "Cables are kept. At night too.")


def test_two_who_divide_a_paragraph_at_once_are_told(table: Table) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    lose_the_line(bo)
    for page, letters in ((mara, 6), (bo, 9)):
        go_to(page, 0, at="start")
        for _ in range(letters):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
    bo.context.set_offline(False)
    told = "Two people divided this paragraph at the same moment."
    for page in (mara, bo):
        first = page.get_by_role("group", name="Paragraph 1", exact=True)
        expect(first).to_contain_text(told)
    first.get_by_role("button", name="I have looked").click()
    expect(first).not_to_contain_text(told)


def test_words_for_a_paragraph_that_was_taken_out_are_listed_until_settled(
    table: Table,
) -> None:
    mara, bo = table.sit_down(table.editor), table.seat("Bo Lind")
    lose_the_line(bo)
    write_at_end(bo, 1, " Divers mend them.")
    go_to(mara, 1, at="end")
    mara.get_by_role("button", name="This paragraph", exact=True).click()
    mara.get_by_role("menuitem", name="Take it out of the text").click()
    saved(mara)
    bo.context.set_offline(False)
    lists = [
        page.get_by_role("region", name="Words without a paragraph")
        for page in (mara, bo)
    ]
    for kept in lists:
        expect(kept).to_contain_text("Divers mend them.")
    go_to(mara, 1, at="end")
    lists[0].get_by_role("button", name="Put them in as a paragraph").click()
    for page in (mara, bo):
        reads(page, 2, "Divers mend them.")
    saved(mara)
    lists[0].get_by_role("button", name="Settled").click()
    expect(lists[0]).to_be_hidden()
    table.open(bo)
    expect(lists[1]).to_be_hidden()
