"""Replaying what happened to objections: each holder decides alone (6.4, INV-9)."""

from consensus.archive.verbs import Verb
from consensus.deliberation.behalf_models import recorded_line
from consensus.deliberation.machine import (
    FOLLOWING,
    FRESH,
    LETS_GO,
    OPEN,
    RULES,
    STAYING,
    Move,
    Who,
)
from consensus.deliberation.models import HolderState, InRound
from consensus.publication.names import Name
from consensus.publication.record import Held, Opposed, ReceiptGiven, Record
from consensus.publication.replay_editorial import edits_followed
from consensus.publication.replay_line import CLOCK, Line
from consensus.wordings.structure import joined as joined_words

LAST = 2**62
"""After every place in a draft's log: nothing that follows is to be worked out."""

_BEGINNINGS = frozenset({HolderState.RAISED, HolderState.DISSENTING})


def raised(record: Record, line: Line) -> None:
    """A new objection with its author as the first holder."""
    facts, said = line.facts, line.said
    if facts["objection"] in record.objections:
        raise line.fault("raises an objection a second time.")
    made = Opposed(
        number=facts["objection"], target=facts["target"], block=facts.get("block"),
        wording=facts.get("wording"), raised_at=line.at, stage=facts["stage"],
        reason=said["reason"], harm_to=said["harm_to"],
        would_resolve=said["would_resolve"],
        holders=(_new_holder(line, "", facts.get("block")),),
        in_round=str(InRound(facts.get("in_round", InRound.YES))),
    )  # fmt: skip
    if made.in_round != InRound.YES and made.holders[0].state in OPEN:
        raise line.fault("asks for a change out of round.")
    if made.block is not None and (made.block, made.wording) not in record.wordings:
        raise line.fault("objects to a wording that was never recorded.")
    record.objections[made.number] = made
    _receipt(record, line)


def joined(record: Record, line: Line) -> None:
    """One more holder, with a note of their own."""
    about = line.objection(record)
    new = _new_holder(line, line.said.get("own_note", ""), about.block)
    if any(one.number == new.number for one in about.holders):
        raise line.fault("joins somebody who is there already.")
    line.keep(record, about, holders=(*about.holders, new))
    _receipt(record, line)


def edited(record: Record, line: Line) -> None:
    """The author's new words for the objection."""
    about, held = line.holder(record)
    if held is not about.holders[0] or not _is_own(held, line):
        raise line.fault(f"changes the words of {about.name} without its author.")
    line.keep(
        record, about, reason=line.said["reason"], harm_to=line.said["harm_to"],
        would_resolve=line.said["would_resolve"], stub=None,
    )  # fmt: skip
    record.hidden.pop(about.name, None)
    if line.identity is not None:
        line.keep_holder(record, held, shown=dict(line.identity))
    _receipt(record, line)


def moved(record: Record, line: Line) -> None:
    """A holder's next state; refused unless the table of 6.4 lists the move."""
    about, held = line.holder(record)
    facts, move = line.facts, Move(line.facts["move"])
    after = HolderState(facts["after"])
    rule = RULES[move]
    if HolderState(facts["before"]) is not held.state or held.state not in rule.before:
        raise line.fault(f"moves {about.name} from a state it was not in.")
    if rule.after not in {None, after}:
        raise line.fault(f"moves {about.name} where that step does not lead.")
    if not _may(rule.who, held, line):
        raise line.fault(
            f"moves {about.name} by somebody other than the person who holds it."
        )
    _check_what_was_before(line, about, held, move)
    if move in {*STAYING, Move.CONFIRM} and after is not held.state:
        raise line.fault(f"moves {about.name} where that step does not lead.")
    places, seq = _places(line, about.block), _seq(line)
    _check_places(record, line, move, held, places)
    line.keep_holder(
        record, held, state=after, places=places, seq=seq,
        kept_at=held.kept_at if move in FOLLOWING else line.at,
        standing=held.standing and move not in LETS_GO,
        recorded_in="" if rule.who is Who.HOLDER else held.recorded_in,
        silent=held.silent if move in STAYING else move is Move.SILENT_ON_ANSWER,
        **_edited(record, line, move, held, places),
    )  # fmt: skip


def _check_what_was_before(line: Line, about: Opposed, held: Held, move: Move) -> None:
    if move is Move.STANDING_REPLY and not held.standing:
        raise line.fault(f"keeps {about.name} by a standing reply that nobody gave.")
    if move is Move.LEFT_BEHIND and not held.recorded_in:
        raise line.fault(f"leaves {about.name} behind, which no version printed.")


RECORDERS = frozenset({"editor", "coordinator"})
"""Who may record what somebody else said (domain.md 8)."""


def recorded(record: Record, line: Line) -> None:
    """From where an objection comes that was recorded on its holder's behalf (R36)."""
    if line.facts.get("holder") is None:
        return  # a position: it stands once its author confirms it
    _, held = line.holder(record)
    said = recorded_line(line.who, line.facts["source"], line.said["source"])
    line.keep_holder(record, held, recorded=said)


def standing(record: Record, line: Line) -> None:
    """The holder keeps it on any wording with the same effect, or no longer (R9)."""
    about, held = line.holder(record)
    if not _is_own(held, line):
        raise line.fault(f"gives a standing reply for somebody else in {about.name}.")
    line.keep_holder(record, held, standing=bool(line.facts["standing"]))


def departed(record: Record, line: Line) -> None:
    """The holder has left the coalition; the objection stays (R4)."""
    _, held = line.holder(record)
    line.keep_holder(record, held, departed=line.verb == Verb.HOLDER_DEPARTED)


def returned(record: Record, line: Line) -> None:
    """The holder has come back to the coalition, and counts among people again."""
    _, held = line.holder(record)
    line.keep_holder(record, held, departed=False)


def attributed(record: Record, line: Line) -> None:
    """The author is shown otherwise from here on, under another pseudonym (R17)."""
    facts = line.facts
    if facts.get("holder") is None:
        return  # about a position: nothing of it is printed
    about, held = line.holder(record)
    if not _is_own(held, line):
        raise line.fault(f"changes how somebody else is shown in {about.name}.")
    choice = facts["attribution"]
    name = Name(choice, facts["pseudonym"])
    line.keep_holder(
        record, held, attribution=choice, names=held.names | {name},
        shown=None if line.identity is None else dict(line.identity),
    )  # fmt: skip


def _places(line: Line, block: str | None) -> tuple[tuple[str, str], ...]:
    """What a state stands on; entries from before 5.5 was built name one wording."""
    given = line.facts.get("places")
    if given is None:
        wording = line.facts.get("wording")
        return () if block is None or wording is None else ((block, str(wording)),)
    return tuple((str(one), str(wording)) for one, wording in given)


def _seq(line: Line) -> int:
    return int(line.facts.get("draft_seq", LAST))


def _edited(
    record: Record,
    line: Line,
    move: Move,
    held: Held,
    places: tuple[tuple[str, str], ...],
) -> dict[str, object]:
    """Which words were seen, and the editorial changes since (5.3)."""
    if move in FRESH:
        return {"seen": (), "edits": ()}
    if move is not Move.WORDS_EDITED:
        return {}
    edits = edits_followed(record, line, held, places)
    return {"seen": held.seen or held.places, "edits": held.edits + edits}


def _check_places(
    record: Record,
    line: Line,
    move: Move,
    held: Held,
    places: tuple[tuple[str, str], ...],
) -> None:
    """Words are on record; narrowing chooses among them; carrying loses none."""
    if any(place not in record.wordings for place in places):
        raise line.fault("is about a wording that was never recorded.")
    if move is Move.NARROW and not set(places) < set(held.places):
        raise line.fault("narrows an objection to a place it was not on.")
    if move is Move.WORDS_CARRIED:
        now = joined_words(record.wordings[one] for one in places)
        was = (joined_words([record.wordings[one]]) for one in held.places)
        if not all(text in now for text in was):
            raise line.fault("carries an objection to words that are not its own.")


def _new_holder(line: Line, own_note: str, block: str | None) -> Held:
    facts = line.facts
    state = HolderState(facts["state"])
    if state not in _BEGINNINGS or line.actor == CLOCK:
        raise line.fault("begins an objection in a way that is not open to anybody.")
    person = facts.get("for", line.actor)
    if person != line.actor and line.acting_as not in RECORDERS:
        raise line.fault("records an objection for somebody without the role for it.")
    return Held(
        number=facts["holder"], state=state, places=_places(line, block),
        seq=_seq(line), attribution=facts["attribution"],
        names=frozenset({Name(facts["attribution"], person)}),
        shown=None if line.identity is None else dict(line.identity),
        own_note=own_note,
    )  # fmt: skip


def _is_own(held: Held, line: Line) -> bool:
    return line.actor in {one.name for one in held.names}


def _may(who: Who, held: Held, line: Line) -> bool:
    if who is Who.SYSTEM:
        return line.actor == CLOCK
    if who is Who.CUSTODIAN:
        return line.acting_as == "record custodian"
    if who is Who.EDITOR:
        return line.actor != CLOCK and line.acting_as == "editor"
    return _is_own(held, line)


def _receipt(record: Record, line: Line) -> None:
    facts = line.facts
    if "receipt" in facts:
        record.receipts.append(
            ReceiptGiven(
                facts["receipt"], facts["objection"], facts["holder"], line.seq
            )
        )
