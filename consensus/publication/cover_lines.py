"""The fixed sentences on the cover of an output (domain.md 11.1, 11.9)."""

from collections.abc import Sequence
from datetime import datetime

from consensus.deliberation.levels import Level
from consensus.deliberation.windows import in_words
from consensus.publication.annex import Annex
from consensus.publication.counts import Counts

_OUTPUT = frozenset({Level.FULL_CONSENSUS, Level.CONSENSUS, Level.STRONG_SUPPORT})

ANNEX_OPENING = (
    "The IGF Dynamic Coalitions require that outputs reflect agreement and also "
    "minority and dissenting viewpoints. The texts below are printed as their authors "
    "wrote them. Nobody else may change, shorten or reorder them. Answers by the "
    "editors are separate and marked."
)
DISCLAIMER = (
    "The views expressed do not necessarily reflect those of the United Nations "
    "Secretariat. The designations and terminology employed do not imply the "
    "expression of any opinion on the part of the Organization."
)
COLLECTED = "Collected views; not put to the coalition for agreement."
"""The fixed label of R46, on the cover and on each block."""

UNCLAIMED = {
    Level.NOT_ASSESSED: "No level of agreement is claimed.",
    Level.NO_CLAIM: "Collected views: no level of agreement is claimed.",
}
"""How the agreement line begins where nobody was asked for agreement."""

CALLER_TOO = {
    "drafted_this_text": "The person who declared this level also drafted this text.",
    "holds_a_position": (
        "The person who declared this level also holds a position on this text."
    ),
}
"""The line that R33 asks for, by independence."""


def coalition_line(name: str) -> str:
    """A coalition as it is named on a cover, always with "IGF Dynamic Coalition"."""
    if name.startswith("IGF Dynamic Coalition"):
        return name
    if name.startswith("Dynamic Coalition"):
        return f"IGF {name}"
    return f"IGF Dynamic Coalition on {name}"


def independence_note(coalition: str) -> str:
    """Who made the text, and that it is no outcome of the IGF (INV-40)."""
    return (
        f"This text was produced independently by {coalition}, a self-organised "
        "Dynamic Coalition of the Internet Governance Forum. It is not an official "
        "outcome of the IGF."
    )


def status_line(coalition: str, level: Level, *, recognised: bool) -> str:
    """
    Exactly one of the status lines (INV-17). The level tells the path: a notice
    document is `not_assessed`, collected views are `no_consensus_claimed`.

    A coalition the IGF Secretariat has not recognised is said to be proposed.
    """
    lines = {
        Level.DIVERGENCE: (
            f"Text of {coalition} on which there is no agreement (divergence); "
            "published to show the views."
        ),
        Level.INSUFFICIENT: (
            f"Working paper of {coalition}; too few members took part to speak of "
            "consensus."
        ),
        Level.NOT_ASSESSED: (
            f"Notice document of {coalition}; no level of agreement is claimed."
        ),
        Level.NO_CLAIM: COLLECTED,
    }
    if level in _OUTPUT:
        line = f"Output of {coalition}. Level declared: {level.label}."
    else:
        line = lines[level]
    proposed = "Proposed coalition (not yet recognised by the IGF Secretariat). "
    return line if recognised else proposed + line


def agreement_line(level: Level, annex: Annex) -> str:
    """
    The one line that says how far a text is agreed, for example "Document level:
    Consensus. 3 objections stand (4 people). Contested: ¶4, ¶9."
    """
    claim = UNCLAIMED.get(level, f"Document level: {level.label}.")
    parts = [claim, standing(annex.counts)]
    if annex.counts.statements:
        parts.append(statements(annex.counts))
    if annex.counts.unconfirmed:
        parts.append(unconfirmed(annex.counts.unconfirmed))
    labels = list(
        dict.fromkeys(
            [*(e.label for e in annex.entries if not e.retired_on), *_aimed_at(annex)]
        )
    )
    if labels:
        parts.append(f"Contested: {', '.join(labels)}.")
    return " ".join([*parts, *since_publication(annex.counts)])


def since_publication(counts: Counts) -> list[str]:
    """What later editions of the annex say: what was withdrawn, what was added."""
    found = []
    if counts.withdrawn:
        one = counts.withdrawn == 1
        what = "1 entry was" if one else f"{counts.withdrawn} entries were"
        whose = "its author" if one else "their authors"
        found.append(f"Since publication, {what} withdrawn by {whose}.")
    if counts.added:
        one = counts.added == 1
        what = "1 statement was" if one else f"{counts.added} statements were"
        found.append(f"Since publication, {what} added (Annex A, Part 5).")
    return found


def block_label(level: Level) -> str:
    """What each block carries that was not put to a consensus call (INV-19, R46)."""
    if level is Level.NO_CLAIM:
        return COLLECTED
    return f"{level.label}." if level is Level.NOT_ASSESSED else ""


def windows_line(statements: datetime | None, challenges: datetime | None) -> str:
    """Until when members could still speak after the declaration (domain.md 6.9)."""
    if statements is None or challenges is None:
        return (
            "When these levels were declared, there were no windows for minority "
            "statements and challenges."
        )
    return (
        f"Minority statements could be filed until {in_words(statements)}, and the "
        f"declared levels could be challenged until {in_words(challenges)}."
    )


def standing(counts: Counts) -> str:
    """How many objections stand, and how many people hold them."""
    if not counts.objections:
        return "No objection stands."
    verb = "objection stands" if counts.objections == 1 else "objections stand"
    return f"{counts.objections} {verb} ({people(counts.people)})."


def statements(counts: Counts) -> str:
    """How many minority statements there are, and how many people signed them."""
    noun = "statement" if counts.statements == 1 else "statements"
    return f"{counts.statements} minority {noun} ({people(counts.signers)})."


def _aimed_at(annex: Annex) -> list[str]:
    """The places of the text that statements are about, in printed order."""
    return [
        target.label
        for one in annex.statements
        if not one.retired_on
        for target in one.targets
        if target.label and one.is_on(target.block)
    ]


def unconfirmed(number: int) -> str:
    """How many objections to earlier words nobody confirmed or lifted."""
    if number == 1:
        return "1 objection to an earlier wording is neither confirmed nor lifted."
    return (
        f"{number} objections to an earlier wording are neither confirmed nor lifted."
    )


def people(number: int) -> str:
    """A number of people in words."""
    return "1 person" if number == 1 else f"{number} people"


def disagreement_line(numbers: Sequence[str]) -> str:
    """The line after a contested paragraph, without its links (INV-5)."""
    return f"Not everyone agrees: {', '.join(numbers)}."
