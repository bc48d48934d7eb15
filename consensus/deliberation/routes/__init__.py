"""Posts and pages where members say where they stand; one module for each subject."""

from consensus.deliberation.blueprint import bp
from consensus.deliberation.routes import (
    behalf,
    from_comments,
    leaving,
    mapping,
    objections,
    offering,
    positions,
    receipts,
    recusing,
    reopening,
    settling,
    suggesting,
)

__all__ = [
    "behalf", "bp", "from_comments", "leaving", "mapping", "objections",
    "offering", "positions", "receipts", "recusing", "reopening", "settling",
    "suggesting",
]  # fmt: skip
