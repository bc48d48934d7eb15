"""What can be done once two answers have not met an objection (domain.md R31)."""

from dataclasses import dataclass

from consensus.deliberation.models import HolderState, Objection
from consensus.documents.access import Act, Asker
from consensus.documents.models import Document, Stage

ANSWERS = 2
"""After how many answers nothing is gained by a third of the same kind."""

_KEPT = {HolderState.ANSWERED, HolderState.MAINTAINED}


@dataclass(frozen=True)
class WayOut:
    """One thing that can be done: what, who does it, and where; href "" for others."""

    label: str
    who: str
    href: str


def is_deadlocked(objection: Objection) -> bool:
    """Whether it was answered twice and somebody keeps it, or has still to say."""
    kept = any(one.state in _KEPT for one in objection.holders)
    return kept and len(objection.answers) >= ANSWERS


def is_kept(objection: Objection) -> bool:
    """Whether somebody keeps it over two answers."""
    maintained = any(o.state is HolderState.MAINTAINED for o in objection.holders)
    return maintained and len(objection.answers) >= ANSWERS


def ways_out(
    document: Document, asker: Asker, objection: Objection, block: str | None
) -> list[WayOut]:
    """
    What is offered then, with the way there for who can go it; asking the same again
    is not among them. Nothing where no two answers were given, or after publication.
    `block` is where in the text it is now; None: nowhere, or on the whole.
    """
    if not is_deadlocked(objection) or document.stage_now is Stage.PUBLISHED:
        return []
    text = f"/documents/{document.id}"
    desk = f"{text}/desk"
    edit = asker.may(Act.EDIT_TEXT, document)
    suggest = asker.may(Act.SUGGEST, document)
    found = []
    if block is not None:
        place = f"{text}/paragraphs/{block}"
        form = f"{place}/edit" if edit else f"{place}/suggestions?kind=wording"
        gone = f"{place}/edit" if edit else f"{place}/suggestions?kind=removal"
        found = [
            WayOut(
                "Find other words", "Editors write them, everybody can suggest them.",
                form if edit or suggest else "",
            ),
            WayOut(
                "Print the wordings side by side, none of them agreed",
                "Editors add them as options.",
                f"{text}/paragraphs/new?after={block}&kind=options" if edit else "",
            ),
            WayOut(
                "Leave it out", "Editors remove it, everybody can suggest that.",
                gone if edit or suggest else "",
            ),
        ]  # fmt: skip
    returns = asker.may(Act.RETURN, document) or asker.may(Act.STOP_CALL, document)
    declares = asker.may(Act.DECLARE, document)
    return [
        *found,
        WayOut(
            "Put it off",
            "The caller returns the text after a call, an editor stops an open one.",
            desk if returns else "",
        ),
        WayOut(
            "Declare a level with the dissent printed",
            "The caller does, after the call; whoever objects can record a dissent.",
            desk if declares else "",
        ),
    ]
