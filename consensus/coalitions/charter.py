"""
A coalition's own settings: windows and the participation floor (domain.md 6.9, 7.1).

Kept as JSON on the coalition; each call copies the charter in force (versioned).
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from consensus.errors import Invalid


class PublicComment(StrEnum):
    """Whether a coalition's texts are put to public comment before a call (6.1)."""

    NEVER = "never"
    OPTIONAL = "optional"
    ALWAYS = "always"


@dataclass(frozen=True)
class Charter:
    """Days and people; every default and floor is from domain.md 6.9 and 7.1."""

    version: int = 1
    review_days: int = 14
    public_comment: str = PublicComment.OPTIONAL.value
    comment_days: int = 30
    comment_again_days: int = 15
    call_days: int = 14
    notice_days: int = 14
    urgent_allowed: bool = False
    sense_checks_allowed: bool = False
    answer_days: int = 7
    reminder_gap_days: int = 3
    statement_days: int = 14
    challenge_days: int = 7
    min_people: int = 5
    min_groups: int = 3
    min_support: int = 3
    challenge_reviewers: tuple[int, ...] = ()
    """Seats that review escalated challenges; nobody: others are found (6.7)."""

    REVIEW_FLOOR = 7
    COMMENT_FLOOR = 14
    COMMENT_AGAIN_FLOOR = 7
    CALL_FLOOR = 7
    NOTICE_FLOOR = 7
    URGENT_FLOOR = 3
    STATEMENT_FLOOR = 7
    CHALLENGE_FLOOR = 5

    def check(self) -> None:
        """Refuse (`Invalid`) what lies under a floor."""
        for days, floor, what in self._windows():
            if days < floor:
                raise Invalid(f"{what} lasts {floor} days at least.")
        if self.public_comment not in list(PublicComment):
            raise Invalid(
                "Public comment is held never, always, or where editors wish."
            )
        if self.min_people < 3 or not 2 <= self.min_groups <= 5 or self.min_support < 1:  # noqa: PLR2004
            raise Invalid(
                "The participation floor is 3 people and 2 groups at the lowest."
            )
        if self.reminder_gap_days < 3:  # noqa: PLR2004 - R3
            raise Invalid("Reminders are 3 days apart at least.")
        self._check_what_follows()

    def _check_what_follows(self) -> None:
        if self.statement_days < self.STATEMENT_FLOOR:
            raise Invalid(
                "Minority statements can be filed for "
                f"{self.STATEMENT_FLOOR} days at least after a declaration."
            )
        if self.challenge_days < self.CHALLENGE_FLOOR:
            raise Invalid(
                f"A level can be challenged for {self.CHALLENGE_FLOOR} days at least."
            )

    def _windows(self) -> list[tuple[int, int, str]]:
        return [
            (self.review_days, self.REVIEW_FLOOR, "A member review"),
            (self.comment_days, self.COMMENT_FLOOR, "The first public comment"),
            (
                self.comment_again_days,
                self.COMMENT_AGAIN_FLOOR,
                "A later public comment",
            ),
            (self.call_days, self.CALL_FLOOR, "A consensus call"),
            (self.notice_days, self.NOTICE_FLOOR, "A notice"),
        ]

    def as_dict(self) -> dict[str, Any]:
        """The charter as JSON."""
        return asdict(self) | {"challenge_reviewers": list(self.challenge_reviewers)}


def charter_of(values: dict[str, Any]) -> Charter:
    """The charter kept on a coalition, missing settings at their defaults."""
    known = {key: value for key, value in values.items() if key in _FIELDS}
    reviewers = tuple(known.pop("challenge_reviewers", ()))
    charter = Charter(**known, challenge_reviewers=reviewers)
    charter.check()
    return charter


_FIELDS = set(Charter.__dataclass_fields__)
