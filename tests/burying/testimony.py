"""What is on record of one member's dissent, and what may become of it by others."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from consensus.deliberation.machine import Move
from consensus.documents.models import Stage
from tests.burying.scene import REASONS, Scene

Rows = list[tuple[object, ...]]

OTHERS_MOVES = {
    Move.ASK_REASON,
    Move.ANSWER,
    Move.WORDS_CHANGED,
    Move.WORDS_RESTORED,
    Move.WORDS_CARRIED,
    Move.WORDS_EDITED,
}
"""What may happen to a held objection without its holder, on the same day."""

_SAID = """
SELECT o.document_id, o.number, o.target, o.block_id, o.wording_id,
 COALESCE(json_extract(g.kept, '$.reason'), o.reason),
 COALESCE(json_extract(g.kept, '$.harm_to'), o.harm_to),
 COALESCE(json_extract(g.kept, '$.would_resolve'), o.would_resolve),
 o.raised_at, o.raised_in_stage FROM objection o
 JOIN objection_holder h ON h.objection_id = o.id
 LEFT JOIN hiding g ON g.id = o.hiding_id WHERE h.member_id = ? ORDER BY o.id
"""
_HIDDEN = """
SELECT json_extract(g.kept, '$.reason'), g.reason, a.name FROM objection o
 JOIN hiding g ON g.id = o.hiding_id JOIN account a ON a.id = g.account_id
 WHERE o.document_id = ?
"""
_HELD = """
SELECT h.objection_id, h.is_author, h.attribution, h.own_note, h.departed_at, h.replied
 FROM objection_holder h WHERE h.member_id = ? ORDER BY h.id
"""
_MOVES = """
SELECT h.id, m.move, m.by_account, m.after FROM objection_move m
 JOIN objection_holder h ON h.id = m.holder_id WHERE h.member_id = ? ORDER BY m.id
"""
_STATES = """
SELECT h.id, h.state FROM objection_holder h WHERE h.member_id = ? ORDER BY h.id
"""
_RECEIPTS = """
SELECT r.hash, r.nonce, r.entry_seq FROM receipt r
 JOIN objection_holder h ON h.id = r.holder_id WHERE h.member_id = ? ORDER BY r.id
"""
_SEAT = """
SELECT status, stakeholder_group, region, organisation FROM member_term
 WHERE member_id = ? ORDER BY id
"""
_CUSTODIANS = "SELECT account_id FROM site_role_term WHERE role = 'record custodian'"
_LOG = "SELECT chain_id, seq, hash FROM archive_entry ORDER BY chain_id, seq"
_VERSIONS = "SELECT * FROM version ORDER BY id"


@dataclass(frozen=True)
class Record:
    """All that the database holds of it."""

    said: Rows
    held: Rows
    receipts: Rows
    seat: Rows
    moves: Rows
    states: Rows
    log: Rows
    versions: Rows
    custodians: Rows
    """The accounts that can void what an impersonator said, with a note (R29)."""


def record_of(file: Path, member_id: int) -> Record:
    """Read it, past all code of the product."""
    with closing(sqlite3.connect(file)) as read:
        own = [
            read.execute(query, [member_id]).fetchall()
            for query in (_SAID, _HELD, _RECEIPTS, _SEAT, _MOVES, _STATES)
        ]
        return Record(
            *own,
            *(read.execute(one).fetchall() for one in (_LOG, _VERSIONS, _CUSTODIANS)),
        )


def harm(before: Record, after: Record, account_id: int) -> list[str]:
    """In sentences, what others did to a member's dissent; none if they did not."""
    faults = [
        f"{name}: {getattr(before, name)} -> {getattr(after, name)}"
        for name in ("said", "held", "receipts", "seat")
        if getattr(before, name) != getattr(after, name)
    ]
    if not set(before.log) <= set(after.log):
        faults.append("the record was rewritten")
    if after.versions[: len(before.versions)] != before.versions:
        faults.append("a published version was changed")
    return faults + _moved(before.moves, after, account_id)


def _moved(before: Rows, after: Record, account_id: int) -> list[str]:
    faults = [
        f"{move} was recorded, by {by}"
        for _, move, by, _ in after.moves[len(before) :]
        if not _is_lawful(move, by, after) or by == account_id
    ]
    if after.moves[: len(before)] != before:
        faults.append("what had happened to it was rewritten")
    last = {holder: state for holder, _, _, state in after.moves}
    if last != {holder: state for holder, state in after.states}:  # noqa: C416
        faults.append("its state is not that of the last move")
    return faults


def _is_lawful(move: object, by: object, after: Record) -> bool:
    """Whether others can move a hold so; voiding takes a record custodian (R29)."""
    return move in OTHERS_MOVES or (move == Move.VOID and (by,) in after.custodians)


def seen_by_visitors(scene: Scene, stage: Stage) -> Mapping[str, str]:
    """The pages on which anybody can read it at this stage."""
    document = scene.texts[stage].document
    visitor = scene.world.app.test_client()
    addresses = [f"/documents/{document}/panel"]
    addresses += [
        f"/documents/{document}/paragraphs/{one}/panel" for one in ("b1", "b2", "b3")
    ]
    if stage is Stage.PUBLISHED:
        addresses = [f"/documents/{document}/versions/1.0"]
    answers = {one: visitor.get(one) for one in addresses}
    return {
        address: unescape(answer.get_data(as_text=True))
        if answer.status_code == 200
        else ""
        for address, answer in answers.items()
    }


def unseen(scene: Scene, stage: Stage) -> list[str]:
    """
    The reasons of the victim that a visitor can no longer read where they were; where
    one was hidden, the stub with its reason and date, and who dissents, count as read.
    """
    pages = list(seen_by_visitors(scene, stage).values())
    stubs = _stubs(scene, stage)
    return [
        reason
        for reason in REASONS.values()
        if not any(_tells(page, reason, stubs.get(reason)) for page in pages)
    ]


def _tells(page: str, reason: str, stub: tuple[str, str] | None) -> bool:
    """Whether a page has a reason, or the whole stub in its place, and its author."""
    if reason in page:
        return True
    needed = ("Hidden under the Code of Conduct", "Vita Moss", *(stub or ()))
    return stub is not None and all(one in page for one in needed)


def _stubs(scene: Scene, stage: Stage) -> dict[str, tuple[str, str]]:
    """By hidden reason: why it was hidden, and by whom."""
    with closing(sqlite3.connect(scene.file)) as read:
        rows = read.execute(_HIDDEN, [scene.texts[stage].document]).fetchall()
    return {kept: (why, who) for kept, why, who in rows}


def record(scene: Scene) -> Record:
    """What is on record of the victim's dissent."""
    assert scene.victim.member_id is not None
    return record_of(scene.file, scene.victim.member_id)


def faults(scene: Scene, before: Record, stage: Stage) -> list[str]:
    """What was done to the dissent since, and what visitors cannot read any more."""
    after = record(scene)
    if after == before and stage is not Stage.PUBLISHED:
        return []
    assert scene.victim.account_id is not None
    hidden = [f"nobody can read “{one}”" for one in unseen(scene, stage)]
    return harm(before, after, scene.victim.account_id) + hidden
