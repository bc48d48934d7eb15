"""Archives of real comments: a public consultation, disposed, and as tables."""

import re
import unicodedata

import pytest
from sqlalchemy.orm import Session

from consensus.coalitions.models import Member, Region, StakeholderGroup
from consensus.comments.actions.answering import Answer, dispose
from consensus.comments.actions.guests import Introduction, confirm, send
from consensus.comments.actions.importing import take_in
from consensus.comments.actions.making import Words
from consensus.comments.models import CommentKind, Disposition
from consensus.comments.queries import comments_of, without_disposition
from consensus.comments.sheets import as_csv, as_xlsx, read_sheet
from consensus.comments.table import Table, table_of
from consensus.documents.models import Document
from consensus.drafting.seen import seen_now
from tests.comments.archives import ARCHIVES, Received, everything
from tests.comments.guests import public
from tests.deliberation.stories import Story

pytestmark = pytest.mark.skipif(
    not ARCHIVES.is_dir(), reason="the archives of comments are not at hand"
)


def test_archives_are_received_disposed_and_their_tables_lose_nothing(
    story: Story,
) -> None:
    public(story)
    received = everything()
    assert len({one.source for one in received}) == 6
    with story.at_work() as (session, document):
        for number, one in enumerate(received):
            _receive(session, document, number, one)
    with story.at_work() as (session, document):
        kept = comments_of(session, document.id)
        assert [one.text for one in kept] == [_clean(one.text) for one in received]
        assert not any(one.late for one in kept)
        assert len(_survives(table_of(session, document))) == len(received)
    _answer_half_by_hand_and_half_by_table(story, received)
    with story.at_work() as (session, document):
        assert without_disposition(session, document.id) == []
        table = table_of(session, document)
        _survives(table)
        editor = session.get_one(Member, story.editor.member_id)
        read = read_sheet(as_xlsx(table.everything))
        again = take_in(session, document, read, by=editor, acting_as="editor")
        assert (again.answered, again.unchanged) == ([], len(received))
        numbers = dict(table.counts)
        assert numbers["Received in time"] == len(received)
        assert numbers["Not accepted"] > 0
        assert numbers["Deferred"] > 0


def _survives(table: Table) -> list[list[str]]:
    """A table goes out and comes back, as both kinds of file, to the last sign."""
    rows = [list(one.cells) for one in table.everything]
    for write in (as_csv, as_xlsx):
        assert read_sheet(write(table.everything)) == rows
    return rows


def _receive(session: Session, document: Document, number: int, one: Received) -> None:
    """As its author would have sent it here, and confirmed it by the mailed link."""
    guest = Introduction(
        _clean(one.who)[:80] or "Unknown", f"n{number}@example.net",
        StakeholderGroup.CIVIL_SOCIETY, Region.WEOG,
    )  # fmt: skip
    digit = re.search(r"\d", one.clause)
    block = f"b{int(digit[0]) % 3 + 1}" if digit else ""
    seen = seen_now(session, document.id, block) if block else None
    words = Words(CommentKind(one.kind), _clean(one.text), _clean(one.proposed))
    place = f"198.51.100.{number}"
    token = send(session, document, seen, words, guest, asked_from=place)
    made = confirm(session, document, token)
    assert made.number == number + 1


def _answer_half_by_hand_and_half_by_table(
    story: Story, received: list[Received]
) -> None:
    with story.at_work() as (session, document):
        editor = session.get_one(Member, story.editor.member_id)
        for comment in comments_of(session, document.id)[::2]:
            one = received[comment.number - 1]
            answer = Answer(Disposition(one.disposition), _clean(one.answer))
            dispose(session, document, comment, answer, by=editor, acting_as="editor")
        rows = [list(one.cells) for one in table_of(session, document).everything]
        for cells in rows:
            if not cells[6]:
                one = received[int(cells[0][2:]) - 1]
                cells[6:8] = [one.disposition, _clean(one.answer)]
        done = take_in(session, document, rows, by=editor, acting_as="editor")
        assert len(done.answered) == len(received) // 2


def _clean(text: str) -> str:
    """Without signs that no form takes, and as a form would send it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()[:20_000]
