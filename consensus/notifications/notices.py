"""
What each kind of entry tells, and whom: one function per verb (domain.md 11.9).

A notice says things, objections by number and the names of people in public roles;
never a holder's name or address (INV-21). Nobody is told of edits (decisions.md 10).
"""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consensus.archive.models import Entry
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Coalition, Member, Role
from consensus.deliberation.call_models import CallKind
from consensus.deliberation.machine import Move
from consensus.deliberation.models import HolderState
from consensus.deliberation.rounds import asked_about
from consensus.deliberation.suggestion_queries import suggestion_of
from consensus.documents.access import Act, members_with_role, open_document
from consensus.documents.models import OutputPath
from consensus.notifications import comments_told, hidden_told, stages_told
from consensus.notifications.challenges_told import CHALLENGE_NOTICES
from consensus.notifications.edits_told import concerned_by, edit_told
from consensus.notifications.holders_told import admitted, raised
from consensus.notifications.holders_told import to_holders as _to_holders
from consensus.notifications.levels_told import levels_told
from consensus.notifications.others_told import handed_on_to, recorded_on_behalf
from consensus.notifications.queries import (
    holders_of,
    reachable,
    was_told_of_recheck,
)
from consensus.notifications.reopening_told import REOPENING_NOTICES
from consensus.notifications.roles_told import ready, substituted
from consensus.notifications.statements_told import invited, worded
from consensus.notifications.suggestions_told import suggestion_told
from consensus.notifications.telling import Notice
from consensus.notifications.telling import call_of as _call
from consensus.notifications.telling import document_of as _document
from consensus.notifications.telling import to_members as _to_members
from consensus.notifications.telling import words_of as _words


def call_opened(session: Session, entry: Entry) -> Notice | None:
    """Every member and observer gets the notice that the caller wrote."""
    document = _document(session, entry)
    call = _call(session, document, entry)
    if call is None or call.stopped_at:
        return None
    is_notice = call.kind is CallKind.NOTICE
    event = "Notice before publication" if is_notice else "Consensus call"
    notice = _to_members(
        session, document, "call_opened", event,
        call=call, notice=_words(entry)["notice"], asked=asked_about(call),
    )  # fmt: skip
    day = f"{call.closes_at.day} {call.closes_at:%B %Y}"
    subject = f"{notice.subject}, until {day}"
    return Notice(notice.template, subject, notice.to, notice.facts)


def call_extended(session: Session, entry: Entry) -> Notice | None:
    """Every member and observer hears of the new end."""
    document = _document(session, entry)
    call = _call(session, document, entry)
    if call is None or call.stopped_at:
        return None
    event = "Consensus call extended"
    return _to_members(session, document, "call_extended", event, call=call)


def call_stopped(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears that the call stopped, and why."""
    document, reason = _document(session, entry), _words(entry)["reason"]
    is_notice = document.path is not OutputPath.CONSENSUS
    event = "Notice taken back" if is_notice else "Consensus call stopped"
    return _to_members(
        session, document, "call_stopped", event, reason=reason, is_notice=is_notice
    )


def call_closed(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears that the call is over."""
    document = _document(session, entry)
    callers = [
        one.account.name for one in members_with_role(session, document, Role.CALLER)
    ]
    is_notice = document.path is not OutputPath.CONSENSUS
    event = "Notice is over" if is_notice else "Consensus call closed"
    return _to_members(
        session, document, "call_closed", event, callers=callers, is_notice=is_notice
    )


def returned(session: Session, entry: Entry) -> Notice:
    """Every member and observer hears that the text goes back to its editors."""
    document, reason = _document(session, entry), _words(entry)["reason"]
    event = "Returned for work"
    return _to_members(session, document, "returned", event, reason=reason)


def declared(session: Session, entry: Entry) -> Notice | None:
    """Every member and observer gets the levels, with reasons and findings."""
    document = _document(session, entry)
    call = _call(session, document, entry)
    if call is None:
        return None
    facts = levels_told(session, call)
    return _to_members(session, document, "declared", "Levels declared", **facts)


def published(session: Session, entry: Entry) -> Notice:
    """Every member and observer gets the link to a published version."""
    document, version = _document(session, entry), entry.facts["version"]
    return _to_members(session, document, "published", "Published", version=version)


def holder_moved(session: Session, entry: Entry) -> Notice | None:
    """
    The holder whose words changed is asked again; who was followed to other words, or
    whose words came back, is told (domain.md 5.5, B2). No other move is told.
    """
    if entry.facts["move"] == Move.WORDS_EDITED:
        return words_edited(session, entry)
    about = _FOLLOWED.get(Move(entry.facts["move"]))
    if about not in {None, "standing", "left"} and _nobody_knew(session, entry):
        return None  # it is as it was before anybody was asked
    if about is not None:
        return _told(session, entry, about, HolderState(entry.facts["after"]))
    if entry.facts["after"] != HolderState.RECHECK or was_told_of_recheck(
        session, entry, this_round=True
    ):
        return None  # one notice for each round (R9); the list and reminders remain
    event = "Is your objection met?"
    return _to_holders(session, entry, "words_changed", event, HolderState.RECHECK)


def words_edited(session: Session, entry: Entry) -> Notice | None:
    """Whoever was taken along by an editorial change hears of it (domain.md 5.3)."""
    if entry.verb == Verb.POSITION_CARRIED and "edited_from" not in entry.facts:
        return None  # it followed words of which none changed
    document, facts = _document(session, entry), edit_told(session, entry)
    coalition = document.coalition
    to = reachable([one.account for one in concerned_by(session, entry)])
    subject = f"[{coalition.acronym}] {facts['event']}: {document.title}"
    facts |= {"document": document, "coalition": coalition}
    return Notice("edited", subject, to, facts)


def _nobody_knew(session: Session, entry: Entry) -> bool:
    """Whether a question that came to nothing was never put to the holder."""
    asked = entry.facts["before"] == HolderState.RECHECK
    return asked and not was_told_of_recheck(session, entry)


def told(session: Session, entry: Entry) -> Notice | None:
    """The holder hears what changed around words that are as they were (5.5)."""
    document = _document(session, entry)
    holders = holders_of(session, document.id, entry.facts["objection"])
    held = next((one for one in holders if one.id == entry.facts["holder"]), None)
    if held is None:
        return None
    return _told(session, entry, entry.facts["about"], held.state)


_FOLLOWED = {
    Move.WORDS_CARRIED: "carried",
    Move.WORDS_RESTORED: "restored",
    Move.STANDING_REPLY: "standing",
    Move.LEFT_BEHIND: "left",
}


def _told(
    session: Session, entry: Entry, about: str, state: HolderState
) -> Notice | None:
    event = "The text around your objection changed"
    if about == "version":
        event = "A new version is begun: does your dissent still stand?"
    notice = _to_holders(session, entry, "structure", event, state)
    if notice is not None:
        notice.facts["about"] = about
    return notice


def answered(session: Session, entry: Entry) -> Notice | None:
    """The holders who wait for an answer are asked whether it meets them."""
    event = "Your objection was answered"
    return _to_holders(session, entry, "answered", event, HolderState.ANSWERED)


def reason_asked(session: Session, entry: Entry) -> Notice | None:
    """The holders are asked what the editors want to know, once (R2)."""
    event = "A question about your objection"
    notice = _to_holders(session, entry, "reason_asked", event, HolderState.ASKED)
    if notice is not None:
        notice.facts["question"] = _words(entry)["text"]
    return notice


def reminded(session: Session, entry: Entry) -> Notice | None:
    """The holder is reminded of what silence will be taken to mean (R3)."""
    about = HolderState(entry.facts["about"])
    event = "Reminder about your objection"
    return _to_holders(session, entry, "reminder", event, about)


def suggestion_settled(session: Session, entry: Entry) -> Notice | None:
    """The author hears what became of their suggestion, unless they settled it."""
    document = _document(session, entry)
    one = suggestion_of(session, document.id, entry.facts["suggestion"])
    author = one.member
    if author.account_id == entry.account_id or author.left_at is not None:
        return None
    became = one.state.replace("_", " ")
    subject = f"[{document.coalition.acronym}] Your suggestion was {became}"
    facts = {
        "document": document,
        "coalition": document.coalition,
        "became": became,
        **suggestion_told(session, document, one),
    }
    return Notice(
        "suggestion_settled", f"{subject}: {one.name} to {document.title}",
        reachable([author.account]), facts,
    )  # fmt: skip


def role_given(session: Session, entry: Entry) -> Notice | None:
    """The person who was given a role hears of it, unless they took it themselves."""
    member = session.get_one(Member, entry.facts["member"])
    if entry.account_id == member.account_id:
        return None
    coalition = session.get_one(Coalition, member.coalition_id)
    document, number = None, entry.facts.get("document")
    if number is not None:
        document, _ = open_document(session, number, None, to=Act.READ)
    role = Role(entry.facts["role"])
    facts = {"role": role, "coalition": coalition, "document": document}
    subject = f"[{coalition.acronym}] You are now {role}"
    return Notice("role_given", subject, reachable([member.account]), facts)


NOTICES: dict[Verb, Callable[[Session, Entry], Notice | None]] = {
    Verb.WINDOW_OPENED: stages_told.window_opened,
    Verb.DOCUMENT_PARKED: stages_told.parked,
    Verb.DOCUMENT_RESUMED: stages_told.resumed,
    Verb.DECISION_PROPOSED: stages_told.decision_proposed,
    Verb.DECISION_MADE: stages_told.decision_ended,
    Verb.DECISION_DROPPED: stages_told.decision_ended,
    Verb.CALL_OPENED: call_opened,
    Verb.CALL_EXTENDED: call_extended,
    Verb.CALL_STOPPED: call_stopped,
    Verb.CALL_CLOSED: call_closed,
    Verb.RETURNED_FOR_WORK: returned,
    Verb.DECLARATION_MADE: declared,
    Verb.STAND_IN_TAKEN: substituted,
    Verb.PUBLICATION_READY: ready,
    Verb.PUBLISHED: published,
    Verb.ANNEX_REVISED: stages_told.annex_revised,
    Verb.HOLDER_MOVED: holder_moved,
    Verb.HOLDER_TOLD: told,
    Verb.VERSION_BEGUN: stages_told.version_begun,
    Verb.POSITION_CARRIED: words_edited,
    Verb.WORDING_CONTESTED: words_edited,
    Verb.OBJECTION_RAISED: raised,
    Verb.OBJECTION_ADMITTED: admitted,
    Verb.OBJECTION_ANSWERED: answered,
    Verb.REASON_ASKED: reason_asked,
    Verb.REMINDER_SENT: reminded,
    Verb.SUGGESTION_ADOPTED: suggestion_settled,
    Verb.SUGGESTION_ADOPTED_IN_PART: suggestion_settled,
    Verb.SUGGESTION_DECLINED: suggestion_settled,
    Verb.STATEMENT_WORDED: worded,
    Verb.STATEMENT_INVITED: invited,
    Verb.COMMENT_MADE: comments_told.mentioned,
    Verb.COMMENT_DISCUSSED: comments_told.mentioned,
    Verb.HANDED_ON: handed_on_to,
    Verb.RECORDED_ON_BEHALF: recorded_on_behalf,
    Verb.ROLE_GIVEN: role_given,
    Verb.WORDS_HIDDEN: hidden_told.words_hidden,
    Verb.WORDS_SHOWN: hidden_told.words_shown,
    Verb.POSTING_SUSPENDED: hidden_told.posting_suspended,
    Verb.POSTING_RESTORED: hidden_told.posting_restored,
    Verb.SENT_THROUGH: hidden_told.sent_through,
    Verb.VOIDED: hidden_told.voided,
    **CHALLENGE_NOTICES,
    **REOPENING_NOTICES,
}
"""The entries that are told to somebody, each with what is told; no others are."""
