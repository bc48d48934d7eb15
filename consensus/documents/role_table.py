"""
The table of roles as the help page shows it (domain.md 8): what each role may do.

Most cells are read from the one table of the door (`access.RULES`), so that the page
cannot say other than what happens. Acts that no document's door guards name who may.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from consensus.coalitions.models import Role
from consensus.documents.access import RULES, Act

GUEST = "guest"
COLUMNS: tuple[tuple[str, str, str], ...] = (
    (Role.VISITOR, "V", "Visitor, not signed in"),
    (GUEST, "G", "Guest: name shown, mail address checked, group self-declared"),
    (Role.OBSERVER, "Ob", "Observer"),
    (Role.MEMBER, "M", "Member"),
    (Role.EDITOR, "Ed", "Editor of the text"),
    (Role.CALLER, "CC", "Consensus caller of the text"),
    (Role.COORDINATOR, "Co", "Coordinator"),
    (Role.SECRETARIAT, "Se", "Secretariat, on the whole site"),
    (Role.CUSTODIAN, "RC", "Record custodian, on the whole site"),
)
"""Key, short name and name of each role, in the order of the table."""

NOTES = {
    "a": "Inside a comment.",
    "b": "Suggestions only; coordinators edit where they are named editor.",
    "c": "Allowed, and shown: whoever declares the level of a text they drafted or "
    "object to is not independent, and should hand that over.",
    "d": "On procedure only: that a comment is out of scope.",
    "e": "Editors offer a text for member review and open public comment.",
    "f": "Only if independent in the matter.",
    "g": "With rule, reason and a stub; a coordinator never moderates dissent against "
    "a text they drafted. Who coordinates a coalition is not its record custodian.",
    "h": "On a written reason: a legal duty, or proven impersonation. Each time is "
    "recorded and counted on the coalition’s page.",
    "own": "Of themselves.",
}


@dataclass(frozen=True)
class Line:
    """
    One line: what is done, by which acts of the door, or else by whom.

    `noted` holds the cells that are limited, each with the letter of its note.
    """

    what: str
    acts: Set[Act] = frozenset()
    who: Set[str] = frozenset()
    noted: Mapping[str, str] = field(default_factory=dict)
    never: Set[str] = frozenset()
    """Roles that cannot, though members can: the deed itself refuses them."""

    def cell(self, role: str) -> str:
        """● may, ○ with the letter of a note: may with limits, – may not."""
        if role in self.never:
            return "–"
        if role in self.noted:
            return f"○{self.noted[role]}"
        return "●" if role in self.who or self._opens(role) else "–"

    def _opens(self, role: str) -> bool:
        if role == GUEST:
            return bool(self.acts & {Act.READ, Act.COMMENT_AS_GUEST})
        return any(role in RULES[act].roles for act in self.acts)


_V, _G, _OB, _M, _ED, _CC, _CO, _SE, _RC = (key for key, _, _ in COLUMNS)
_MEMBERS = frozenset({_M, _ED, _CC, _CO})
_CALLED = {_CC: "c"}

LINES: tuple[Line, ...] = (
    Line("Read drafts, comments, objections, answers, the record", {Act.READ}),
    Line("Follow by mail", who=_MEMBERS | {_OB}),
    Line("Comment in public comment", {Act.COMMENT}, {_G, _SE}),
    Line("Comment in member review", {Act.COMMENT}),
    Line("Suggest a wording", {Act.SUGGEST}, noted={_G: "a"}),
    Line("Edit the draft", {Act.EDIT_TEXT}, noted={_M: "b", _CO: "b"}),
    Line("Take a position", {Act.TAKE_POSITION}, noted=_CALLED),
    Line("Raise or join an objection, from drafting on", {Act.OBJECT}, noted=_CALLED),
    Line("Resolve, maintain or withdraw one’s own objection", {Act.END_OWN_OBJECTION}),
    Line("Answer objections and comments", {Act.ANSWER}, noted={_CO: "d"}),
    Line("Write and sign a minority statement", {Act.STATE}),
    Line(
        "Open and extend a call; declare a level; write findings",
        {Act.OPEN_CALL, Act.EXTEND_CALL, Act.DECLARE},
    ),
    Line(
        "Move stages other than the call; publish; park",
        {Act.PUBLISH, Act.PARK}, noted={_ED: "e"},
    ),
    Line("Challenge a level", {Act.CHALLENGE}, never={_CC}),
    Line("Review an escalated challenge", noted={_M: "f", _CO: "f"}),
    Line("Propose a new text", who=_MEMBERS),
    Line("Join a coalition", who={_V, _G, _OB, _SE, _RC}),
    Line("Change one’s own group, region, attribution", who=_MEMBERS | {_OB}),
    Line("Name editors and the consensus caller", {Act.APPOINT}),
    Line(
        "Hide words under the Code of Conduct, suspend posting",
        noted={_CO: "g", _RC: "g"},
    ),
    Line("See who stands behind a hidden name", noted={_M: "own", _RC: "h"}),
    Line("Record what somebody said elsewhere", {Act.RECORD_ON_BEHALF}),
    Line("Mark recognition and activity", who={_SE}),
    Line("Record what a suspended member sent; void an impersonation", {Act.VOID}),
    Line("Delete anything another person wrote"),
    Line("Change a published version"),
)  # fmt: skip
"""The whole table; the last two lines are empty for everybody, the operator too."""
