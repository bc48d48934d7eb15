"""Who is told of minority statements: signers of changed words, holders invited."""

from typing import Any

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.deliberation.call_queries import latest_call
from consensus.deliberation.statement_models import Statement, StatementSignature
from consensus.deliberation.windows import in_words
from consensus.documents.models import Document
from consensus.notifications.queries import holders_of, reachable
from consensus.notifications.telling import Notice, document_of, words_of
from consensus.statements.machine import READABLE
from consensus.statements.queries import statement_of, statements_of
from consensus.statements.view import KIND_WORDS

CORRECTIONS = frozenset({"C0", "C1"})


def worded(session: Session, entry: Entry) -> Notice | None:
    """
    Whoever had signed words that the lead changed: their signature has ended, or it
    stays with a correction (domain.md 6.5). Nobody hears of first words.
    """
    change = entry.facts["change"]
    if change not in CORRECTIONS | {"C2"}:
        return None
    document = document_of(session, entry)
    statement = statement_of(session, document.id, entry.facts["statement"])
    ended = change == "C2"
    concerned = _voided(statement, entry) if ended else _kept(statement, entry)
    if not concerned:
        return None
    event = "Your signature has ended" if ended else "A statement you signed is edited"
    facts = {
        "statement": statement,
        "title": words_of(entry)["title"],
        "text": words_of(entry)["text"],
        "ended": ended,
    }
    return _notice(document, "statement_changed", event, concerned, facts, statement)


def invited(session: Session, entry: Entry) -> Notice | None:
    """Whoever maintains an objection or dissents may write or co-sign a statement."""
    document = document_of(session, entry)
    found = holders_of(session, document.id, entry.facts["objection"])
    holder = next((one for one in found if one.id == entry.facts["holder"]), None)
    call = latest_call(session, document)
    if holder is None or holder.member.left_at is not None or call is None:
        return None
    ends = call.statements_close_at
    facts: dict[str, Any] = {
        "document": document,
        "coalition": document.coalition,
        "objection": holder.objection,
        "until": in_words(ends) if ends else "",
        "open_now": [
            f"{one.name} ({KIND_WORDS[one.kind]}): {one.title}"
            for one in statements_of(session, document.id)
            if one.state in READABLE
        ],
    }
    subject = f"[{document.coalition.acronym}] Write or sign a minority statement"
    return Notice(
        "statement_invited", f"{subject}: {document.title}",
        reachable([holder.member.account]), facts,
    )  # fmt: skip


def _voided(statement: Statement, entry: Entry) -> list[StatementSignature]:
    gone = set(entry.facts["voided"])
    return [one for one in statement.signatures if one.id in gone]


def _kept(statement: Statement, entry: Entry) -> list[StatementSignature]:
    lead = entry.facts["signature"]
    return [one for one in statement.signed if one.id != lead]


def _notice(
    document: Document,
    template: str,
    event: str,
    concerned: list[StatementSignature],
    facts: dict[str, Any],
    statement: Statement,
) -> Notice:
    told = {**facts, "document": document, "coalition": document.coalition}
    return Notice(
        template,
        f"[{document.coalition.acronym}] {event}: {statement.name} to {document.title}",
        reachable([one.member.account for one in concerned]),
        told,
    )
