"""Whether the declared levels can stand beside what the annex prints (INV-12, R15)."""

from consensus.deliberation.levels import Level
from consensus.publication.annex import Annex
from consensus.publication.record import Fault, Record


def check_levels(record: Record, annex: Annex, call: int) -> None:
    """Fault where a full consensus is claimed over an entry that stands (INV-12)."""
    for (of_call, block), declared in record.levels.items():
        entries = annex.on(block) if block is not None else annex.entries
        against = [one.objection for one in entries]
        against += [one.number for one in annex.statements if one.holds(block)]
        if of_call == call and declared.level == Level.FULL_CONSENSUS and against:
            frozen = record.snapshot(record.calls[call].snapshot)
            place = "the document" if block is None else frozen.labels.get(block, block)
            raise Fault(
                f"Full consensus is declared for {place}, but {against[0]} stands."
            )
