"""What people are told of editorial changes that took their words along (5.3)."""

from typing import Any

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Member
from consensus.deliberation.editorial import editorial_changes
from consensus.deliberation.editorial_models import EditorialChange
from consensus.deliberation.models import Holder, Position
from consensus.deliberation.windows import contest_ends
from consensus.wordings.canonical import plain_text


def edit_told(session: Session, entry: Entry) -> dict[str, Any]:
    """The facts of the mail about the change that an entry followed, or contested."""
    change = _change(session, entry)
    is_contested = entry.verb == Verb.WORDING_CONTESTED
    return {
        "event": f"An editorial change{' was contested' if is_contested else ''}",
        "said": "objection" if entry.verb == Verb.HOLDER_MOVED else "position",
        "is_contested": is_contested,
        "why": change.why,
        "until": contest_ends(change.declared_at),
        "words_then": plain_text(change.old.content),
        "words_now": plain_text(change.new.content),
    }


def concerned_by(session: Session, entry: Entry) -> list[Member]:
    """Whose words followed the change, of those who still have their seats."""
    facts = entry.facts
    rows: list[Position] | list[Holder]
    if entry.verb == Verb.HOLDER_MOVED:
        rows = [session.get_one(Holder, facts["holder"])]
    elif entry.verb == Verb.POSITION_CARRIED:
        rows = [session.get_one(Position, facts["position"])]
    else:
        rows = [session.get_one(Position, one) for one in facts["positions"]]
    members = {row.member_id: row.member for row in rows}
    return [one for one in members.values() if one.left_at is None]


def _change(session: Session, entry: Entry) -> EditorialChange:
    """The last change to one of the wordings that the entry names."""
    facts = entry.facts
    if entry.verb == Verb.HOLDER_MOVED:
        named = {(block, wording) for block, wording in facts["places"]}
    else:
        named = {(facts["block"], facts.get("wording") or facts["to"])}
    found = [
        one
        for one in editorial_changes(session, entry.chain.subject_id)
        if (one.block_id, one.new.hash) in named
    ]
    return found[-1]
