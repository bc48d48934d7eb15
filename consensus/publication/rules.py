"""What guard G2 asks for, and what is told of a thing that is missing."""

from dataclasses import dataclass
from enum import StrEnum

from consensus.documents.models import OutputPath

CALLER, EDITOR = "the consensus caller", "an editor"
COORDINATOR = "a coordinator"
HOLDER, OPERATOR = "the person who holds it, or an editor", "whoever runs this service"
CUSTODIAN = "a record custodian"
TIME = "nobody: it passes by itself"
SILENCE = "the person who holds it; two unanswered reminders count as maintained"


class Rule(StrEnum):
    """What must hold, in the words of the page; the letters are those of G2."""

    CALL = "A consensus call on this text has closed"
    NOTICE = "The notice of this text is over"
    DECIDED = "Every objection is answered, and decided by the person who holds it"
    ANSWERED = "Every objection that is maintained has its answer"
    HEARD = "Every objection that stands has its answer and its finding"
    LEVELS = "Levels are declared for the text and for each contested paragraph"
    STATEMENTS = "Members had their time to file minority statements"
    CHALLENGES = (
        "Members had their time to challenge the levels, and no challenge is open"
    )
    PICTURES = "Every figure has its picture, and together they fit into a bundle"
    EDITORIAL = "Nobody can contest an editorial change of the text any more"
    PARTICIPATION = "The participation statement counts everybody who took part"
    COMMENTS = "Every comment received in a window has its answer"
    HIDDEN = "Whoever dissents in hidden words had 7 days to say it otherwise"
    SENT = "Every objection sent through a record custodian is recorded"
    ANNEX = "The annex built from the record is the one that the database gives"


_AFTER_NOTICE_ONLY = frozenset({Rule.NOTICE, Rule.ANSWERED})
_AFTER_CALL_ONLY = frozenset(
    {Rule.CALL, Rule.HEARD, Rule.LEVELS, Rule.CHALLENGES, Rule.PARTICIPATION}
)


def rules_on(path: OutputPath) -> list[Rule]:
    """The rules that G2 has for texts on a path, in order (domain.md 6.1)."""
    is_called = path is OutputPath.CONSENSUS
    others = _AFTER_NOTICE_ONLY if is_called else _AFTER_CALL_ONLY
    return [one for one in Rule if one not in others]


@dataclass(frozen=True)
class Need:
    """One thing that is missing: which rule, what, who can see to it, and where."""

    rule: Rule
    sentence: str
    who: str
    href: str
