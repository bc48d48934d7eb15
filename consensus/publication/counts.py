"""The numbers on the cover of an output: entries, and the people behind them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """Entries, and the distinct people behind the objections that stand (INV-1)."""

    objections: int
    people: int
    unconfirmed: int
    statements: int = 0
    signers: int = 0
    """Distinct people who signed the statements of Part 2."""
    reservations: int = 0
    concurrences: int = 0
    """Those of Part 4, which lower no level (R16)."""
    withdrawn: int = 0
    """Entries withdrawn after publication (R24); no other number has them."""
    added: int = 0
    """Statements after publication, in Part 5 (R25)."""

    def as_json(self) -> dict[str, int]:
        """As plain JSON; statements only where there are any, as in earlier bundles."""
        plain = {
            "objections": self.objections,
            "people": self.people,
            "unconfirmed": self.unconfirmed,
        }
        if self.statements:
            plain |= {"statements": self.statements, "signers": self.signers}
        later = {
            "reservations": self.reservations, "concurrences": self.concurrences,
            "withdrawn": self.withdrawn, "added": self.added,
        }  # fmt: skip
        return plain | {name: number for name, number in later.items() if number}
