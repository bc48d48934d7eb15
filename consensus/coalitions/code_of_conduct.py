"""The rules of the Code of Conduct for which words are hidden or posting suspended."""

from enum import StrEnum


class CodeRule(StrEnum):
    """The rules of the Code of Conduct for which words can be hidden (domain.md 4)."""

    INSULT = "insult"
    ACCUSATION = "accusation"
    THREAT = "threat"
    DISCRIMINATION = "discrimination"
    PRIVATE = "private"
    ADVERTISING = "advertising"

    @property
    def words(self) -> str:
        """The rule as it is printed."""
        return _RULES[self]


_RULES = {
    CodeRule.INSULT: "No insults: speak of what was said, not of the person.",
    CodeRule.ACCUSATION: "No accusations against persons without grounds.",
    CodeRule.THREAT: "No threats and no harassment.",
    CodeRule.DISCRIMINATION: "Nobody is put down for who they are.",
    CodeRule.PRIVATE: "Private matters of others stay private.",
    CodeRule.ADVERTISING: "No advertising.",
}


RULE_CHOICES = [(str(one), one.words) for one in CodeRule]
"""The rules to choose from in a form."""
