"""Posts and pages where members say where they stand; one module for each subject."""

from consensus.deliberation.blueprint import bp
from consensus.deliberation.routes import (
    from_comments,
    mapping,
    mine,
    objections,
    offering,
    positions,
    receipts,
    settling,
    suggesting,
)

__all__ = [
    "bp", "from_comments", "mapping", "mine", "objections", "offering", "positions",
    "receipts",
    "settling", "suggesting",
]  # fmt: skip
