"""
A coalition's own settings: windows and the participation floor (domain.md 6.9, 7.1).

Kept as JSON on the coalition; each call copies the charter in force (versioned).
"""

from dataclasses import asdict, dataclass
from typing import Any

from consensus.errors import Invalid


@dataclass(frozen=True)
class Charter:
    """Days and people; every default and floor is from domain.md 6.9 and 7.1."""

    version: int = 1
    call_days: int = 14
    urgent_allowed: bool = False
    answer_days: int = 7
    reminder_gap_days: int = 3
    min_people: int = 5
    min_groups: int = 3
    min_support: int = 3

    CALL_FLOOR = 7
    URGENT_FLOOR = 3

    def check(self) -> None:
        """Refuse (`Invalid`) what lies under a floor."""
        if self.call_days < self.CALL_FLOOR:
            raise Invalid(f"A consensus call lasts {self.CALL_FLOOR} days at least.")
        if self.min_people < 3 or not 2 <= self.min_groups <= 5 or self.min_support < 1:  # noqa: PLR2004
            raise Invalid(
                "The participation floor is 3 people and 2 groups at the lowest."
            )
        if self.reminder_gap_days < 3:  # noqa: PLR2004 - R3
            raise Invalid("Reminders are 3 days apart at least.")

    def as_dict(self) -> dict[str, Any]:
        """The charter as JSON."""
        return asdict(self)


def charter_of(values: dict[str, Any]) -> Charter:
    """The charter kept on a coalition, missing settings at their defaults."""
    known = {key: value for key, value in values.items() if key in _FIELDS}
    charter = Charter(**known)
    charter.check()
    return charter


_FIELDS = set(Charter.__dataclass_fields__)
