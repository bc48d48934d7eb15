"""A reading as people are told it: one paragraph, and its reasons in plain words."""

import re

from consensus.deliberation.levels import ReadingCode
from consensus.deliberation.reading import Reading
from consensus.deliberation.tally import Counts
from consensus.deliberation.voices import RECOGNISED

_CODE = re.compile(rf"(?<=: )({'|'.join(ReadingCode)})(?=\))")
_GROUP = re.compile("|".join(RECOGNISED))
_NUMBERED = re.compile(r"\b(\d+) ([a-z ]+)\(s\)")
_ONE = {"1 people took": "1 person took", "1 recognised groups": "1 recognised group"}


def sentence(reading: Reading, caller_name: str, *, target: str = "paragraph") -> str:
    """
    The advice in words (domain.md 7.6), for the consensus caller and for print.

    `target` is "paragraph" or "document". Give a reading whose flags may be shown
    here (`withheld`). While an objection has no answer it says so and advises
    nothing, whatever the numbers (7.4).
    """
    parts = [_advice(reading, target), _numbers(reading), *_flags(reading)]
    if reading.code is ReadingCode.NOT_READY:
        parts.append(
            "No level can be declared before every objection has been answered."
        )
    else:
        parts.append(f"This is advice; {caller_name} declares the level.")
    return " ".join(parts)


def in_words(text: str) -> str:
    """A stored reason or flag with names for codes: "the only voice from …"."""
    text = _CODE.sub(lambda code: ReadingCode(code[0]).label, text)
    text = _GROUP.sub(lambda group: group[0].replace("_", " "), text)
    text = _NUMBERED.sub(lambda found: _number(int(found[1]), found[2]), text)
    for wrong, right in _ONE.items():
        text = re.sub(rf"\b{wrong}", right, text)
    return text


def _advice(reading: Reading, target: str) -> str:
    if reading.code is ReadingCode.NOT_READY:
        waiting = _number(reading.counts.unanswered, "objection")
        verb = "waits" if reading.counts.unanswered == 1 else "wait"
        return (
            f"It is too early to say where this {target} stands: "
            f"{waiting} {verb} for an answer."
        )
    advice = f"{reading.code.label} would be a fair reading of this {target}"
    if reading.code is ReadingCode.INSUFFICIENT:
        return f"{advice}: {'; '.join(map(in_words, reading.reasons))}."
    return f"{advice}."


def _numbers(reading: Reading) -> str:
    counts = reading.counts
    said = (
        f"{_people(counts.supporting, 'support')} it "
        f"({counts.reservation} with a reservation), "
        f"{_people(counts.abstain, 'stand')} aside, "
        f"{_people(counts.opposing, 'object')}"
    )
    return f"{said}{_state_of_objections(counts)}."


def _state_of_objections(counts: Counts) -> str:
    """What holds of the objections; a dissent asks for no answer."""
    state = ""
    if counts.objection and not counts.unanswered:
        state = "; every objection has been answered"
    if counts.unconfirmed:
        lapsed = _number(counts.unconfirmed, "objection")
        verb = "was" if counts.unconfirmed == 1 else "were"
        state += f"; {lapsed} to an earlier wording {verb} neither confirmed nor lifted"
    return state


def _flags(reading: Reading) -> list[str]:
    told = "; ".join(in_words(flag.text) for flag in reading.flags)
    return [f"{told[0].upper()}{told[1:]}."] if told else []


def _people(number: int, verb: str) -> str:
    return f"{number} {verb}s" if number == 1 else f"{number} {verb}"


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
