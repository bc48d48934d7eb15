"""Stubs as the tables have them, to be held against those from the log."""

from consensus.documents.hiding_models import Hiding
from consensus.publication.printed import PrintedStub


def stub_in_row(hiding: Hiding | None) -> PrintedStub | None:
    """The stub in the place of a row's words; None while they can be read."""
    return None if hiding is None else printed_stub(hiding)


def printed_stub(hiding: Hiding) -> PrintedStub:
    """The stub that a hiding puts in the place of words."""
    return PrintedStub(
        hiding.rule.words, hiding.reason, hiding.at.date().isoformat(),
        hiding.account.name, hiding.acting_as,
    )  # fmt: skip
