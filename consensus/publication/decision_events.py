"""
What happened to a text on its way, one sentence each, for the record of decisions.

Stage moves, extensions and stopped calls, contested editorial changes, what was
recorded on somebody's behalf, urgent calls, decisions on notice (domain.md 11.4).
Sentences are made of an entry's facts; what people wrote stands beside them verbatim.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consensus.archive.verbs import Verb
from consensus.coalitions.code_of_conduct import CodeRule
from consensus.deliberation.call_models import CallKind, CallScope
from consensus.deliberation.reopening_models import NewInformation
from consensus.documents.decision_models import DecisionKind
from consensus.publication.record import Happened, Record

Sentence = Callable[[Happened, Record], str]


@dataclass(frozen=True)
class Event:
    """One entry of the log in a sentence, with the words that belong to it."""

    entry: int
    on: str
    """ISO date, UTC."""
    sentence: str
    by: str
    """Who did it in a public role; else empty."""
    words: str
    """Notice or reason, as it was written; else empty."""


def events_of(record: Record) -> tuple[Event, ...]:
    """Everything that happened to the text, in order."""
    return tuple(
        Event(
            one.seq, one.at.date().isoformat(), EVENTS[one.verb](one, record),
            _by(one), str(one.words.get(_WORDS.get(one.verb, "reason"), "")),
        )
        for one in record.deeds
        if one.verb in EVENTS
    )  # fmt: skip


_WORDS: dict[str, str] = {
    Verb.CALL_OPENED: "notice",
    Verb.WINDOW_OPENED: "notice",
    Verb.RECORDED_ON_BEHALF: "source",
    Verb.WORDING_CLASSED: "why",
    Verb.VOIDED: "note",
    Verb.REOPENING_ASKED: "text",
}
_ROLES = {"caller": "the consensus caller", "coordinator": "coordinator"}


def _by(one: Happened) -> str:
    role = _ROLES.get(one.acting_as, "")
    return f"{one.who}, {role}" if one.who and role else one.who


def told(facts: Mapping[str, Any]) -> str:
    """How many people a notice reached."""
    number = facts["told"]
    return "1 member was told" if number == 1 else f"{number} members were told"


def day_of(moment: str) -> str:
    """The ISO date, UTC, of a moment as entries have it."""
    return datetime.fromisoformat(moment).date().isoformat()


def label_of(record: Record, block: str | None) -> str:
    """A paragraph as the newest text that has it numbers it."""
    if block is None:
        return "the whole text"
    for frozen in reversed(record.snapshots.values()):
        if block in frozen.labels:
            return frozen.labels[block]
    return "a paragraph that was removed"


def _window(one: Happened, _: Record) -> str:
    return f"{_WINDOWS[one.facts['window']]} {one.facts['round']}"


_WINDOWS = {"member_review": "Member review", "public_comment": "Public comment"}


def _window_opened(one: Happened, record: Record) -> str:
    until = day_of(one.facts["closes_at"])
    return f"{_window(one, record)} opened until {until}; {told(one.facts)}."


def _call(one: Happened, record: Record) -> str:
    """A call or a notice by its number, as a sentence begins with it."""
    number = one.facts["call"]
    is_notice = record.calls[number].kind is CallKind.NOTICE
    return f"Notice {number}" if is_notice else f"Consensus call {number}"


def _call_opened(one: Happened, record: Record) -> str:
    facts = one.facts
    urgent = ", urgent as the charter allows" if facts["urgent"] else ""
    repeat = facts.get("scope") == CallScope.CHANGED_AND_CONTESTED
    asked = ", on what changed and what is contested" if repeat else ""
    return (
        f"{_call(one, record)} opened{urgent}{asked}, until "
        f"{day_of(facts['closes_at'])}, on the text {facts['content_hash'][:12]}; "
        f"{told(facts)}."
    )


def _recorded(one: Happened, record: Record) -> str:
    place = label_of(record, one.facts.get("block"))
    what = "An objection" if one.facts["kind"] == "objection" else "A position"
    source = {"meeting": "a meeting", "mail": "a mail"}[one.facts["source"]]
    return f"{what} to {place} was recorded on a member’s behalf, from {source}."


def _proposed(one: Happened, _: Record) -> str:
    until, kind = day_of(one.facts["closes_at"]), DecisionKind(one.facts["kind"])
    return f"{one.about} proposed until {until}: {kind.label}; {told(one.facts)}."


def _edited(one: Happened, record: Record) -> str:
    place = label_of(record, one.facts["block"])
    return f"A change of {place} was declared editorial."


def _contested(one: Happened, record: Record) -> str:
    place = label_of(record, one.facts["block"])
    return (
        f"The editorial change of {place} was contested: it counts as one of substance."
    )


def _levels(one: Happened, _: Record) -> str:
    ends = one.facts.get("statements_close_at"), one.facts.get("challenges_close_at")
    if not all(ends):
        return f"Levels were declared on consensus call {one.facts['call']}."
    return (
        f"Levels were declared on consensus call {one.facts['call']}. Statements until "
        f"{day_of(str(ends[0]))}, challenges until {day_of(str(ends[1]))}."
    )


def _says(words: str) -> Sentence:
    """A sentence in which an entry's object and facts are put: "{about}", "{call}"."""
    return lambda one, _: words.format(about=one.about, **one.facts)


def _revised(one: Happened, record: Record) -> str:
    """A later edition of the annex, and what was changed in it (R24)."""
    made = next(each for each in record.revisions if each.seq == one.seq)
    return f"Edition {made.name} of the annex was made. {' '.join(made.because)}"


EVENTS: dict[str, Sentence] = {
    Verb.DOCUMENT_PROPOSED: _says("The text was proposed."),
    Verb.WINDOW_OPENED: _window_opened,
    Verb.WINDOW_CLOSED: lambda one, record: f"{_window(one, record)} ended.",
    Verb.CALL_OPENED: _call_opened,
    Verb.CALL_EXTENDED: lambda one, _: (
        f"Consensus call {one.facts['call']} was extended until "
        f"{day_of(one.facts['closes_at'])}."
    ),
    Verb.CALL_STOPPED: lambda one, record: f"{_call(one, record)} was stopped.",
    Verb.CALL_CLOSED: lambda one, record: f"{_call(one, record)} closed.",
    Verb.DECLARATION_MADE: _levels,
    Verb.RETURNED_FOR_WORK: _says("After consensus call {call} the text was returned."),
    Verb.VERSION_BEGUN: _says("Work on a new version began, after {version}."),
    Verb.REOPENING_ASKED: lambda one, _: (
        f"A member asked to reopen the matter (request {one.facts['request']}): "
        f"{NewInformation(one.facts['what']).label.lower()}."
    ),
    Verb.REOPENING_DECIDED: lambda one, _: (
        f"Request {one.facts['request']} to reopen the matter was "
        f"{'granted' if one.facts['granted'] else 'not granted'}."
    ),
    Verb.DOCUMENT_PARKED: _says("The text was parked."),
    Verb.DOCUMENT_RESUMED: _says("The text was taken up again."),
    Verb.DECISION_PROPOSED: _proposed,
    Verb.DECISION_OPPOSED: _says("A member objected to {about}."),
    Verb.DECISION_MADE: _says("{about} went ahead: {basis}."),
    Verb.DECISION_DROPPED: _says("{about} did not go ahead."),
    Verb.WORDING_CLASSED: _edited,
    Verb.WORDING_CONTESTED: _contested,
    Verb.RECORDED_ON_BEHALF: _recorded,
    Verb.BEHALF_CONFIRMED: _says("The member confirmed what was recorded for them."),
    Verb.BEHALF_REFUSED: _says("The member refused what was recorded for them."),
    Verb.OBJECTION_ADMITTED: _says(
        "{about}, received out of round, was accepted as new information."
    ),
    Verb.PASSED_ON: _says("What a suspended member had sent was recorded as theirs."),
    Verb.IDENTITY_SEEN: _says(
        "A record custodian saw who stands behind {about}, on a written reason."
    ),
    Verb.VOIDED: _says(
        "{about} is void: somebody else had spoken under the name of a member."
    ),
    Verb.STAND_IN_TAKEN: lambda one, _: (
        f"Others stand in, as it was due since {day_of(one.facts['since'])} to "
        f"{one.facts['act']}."
    ),
    Verb.WORDS_HIDDEN: lambda one, _: (
        f"Words of {one.about} were hidden under the Code of Conduct: "
        f"{CodeRule(one.facts['rule']).words}"
    ),
    Verb.WORDS_SHOWN: _says("The hidden words of {about} were shown again."),
    Verb.WORDS_REWORDED: _says(
        "The author of the hidden words of {about} said it otherwise."
    ),
    Verb.DISSENT_RETIRED: _says("{about} was withdrawn by one who held it."),
    Verb.SIGNATURE_RETIRED: _says(
        "A signature of {about} was withdrawn by its holder."
    ),
    Verb.WORDS_REDACTED: _says("Words of {about} were taken out on legal grounds."),
    Verb.PUBLICATION_ASKED: _says("A member asked for the publication."),
    Verb.PUBLISHED: _says("Version {version} was published."),
    Verb.ANNEX_REVISED: _revised,
}
"""The sentence of each verb that the record of decisions tells besides levels."""
