"""What became of an objection whose author holds a receipt (INV-8)."""

from typing import Any

from consensus.archive.receipts import receipt_hash
from consensus.deliberation.models import HolderState
from consensus.deliberation.statement_models import SignatureState
from consensus.publication.inspection import Inspection
from consensus.publication.record import Fault, Held, Opposed, ReceiptGiven
from consensus.publication.statement_record import SignatureGiven

_ENDED = {
    HolderState.RESOLVED: "its holder said that the text meets it",
    HolderState.WITHDRAWN: "its holder withdrew it",
    HolderState.VOIDED: "a record custodian voided it as an impersonation",
    HolderState.UNCONFIRMED: (
        "its holder neither confirmed nor lifted it, and the paragraph is no longer "
        "in the text"
    ),
}


def what_became_of(bundle: Inspection, receipt: dict[str, Any]) -> str:
    """
    A sentence on a receipt's objection: printed as D-n, withdrawn, resolved, or
    unconfirmed. Fault if the receipt is not one, or the bundle has lost it.

    The receipt is the file that the service gave its author: `object`, `document.id`,
    `words`, `at`, `nonce`, `hash` and `entry_seq`.
    """
    if not _fits(receipt, receipt["words"]):
        raise Fault(
            "This receipt contradicts itself: its hash is not that of its words."
        )
    if receipt["document"]["id"] != bundle.manifest["cover"]["document"]:
        raise Fault("This receipt is for another document.")
    given = _given(bundle, receipt)
    beside = bundle.lines[given.seq - 1].get("words")
    # Words hidden under the Code of Conduct are not there: the receipt has them.
    if beside is not None and not _fits(receipt, beside["value"]):
        raise Fault(
            f"The words of {receipt['object']} in this bundle are not those that "
            "the receipt was given for."
        )
    if isinstance(given, SignatureGiven):
        return _of_signature(bundle, given)
    about = bundle.record.objections[given.objection]
    held = next(one for one in about.holders if one.number == given.holder)
    printed = _printed(bundle, about, held)
    hidden = ", its words hidden under the Code of Conduct" if about.stub else ""
    if printed:
        return f"{about.name} is in the annex as {printed}{hidden}."
    return _not_printed(about, held)


def _not_printed(about: Opposed, held: Held) -> str:
    """Why an objection is not in this annex, and in which it is (R40)."""
    if held.state is HolderState.RECORDED:
        return (
            f"{about.name} is in the annex of version {held.recorded_in}: the words it "
            "is about are not in this one."
        )
    return f"{about.name} is not in the annex: {_ENDED[held.state]}."


def _of_signature(bundle: Inspection, given: SignatureGiven) -> str:
    """A sentence on a signature: printed, or why it is not (INV-8)."""
    about = bundle.record.statements[given.statement]
    by = next(one for one in about.signatures if one.number == given.signature)
    if by.state is SignatureState.VOID:
        return f"The signature under {about.name} ended when its text was changed."
    if not by.is_valid:
        return f"The signature under {about.name} was withdrawn by its holder."
    hidden = ", its words hidden under the Code of Conduct" if about.stub else ""
    if about.is_printed:
        return f"{about.name} is in the annex, with this signature{hidden}."
    return f"{about.name} is not in the annex: it was not filed in time."


def _fits(receipt: dict[str, Any], words: dict[str, str]) -> bool:
    about, at, nonce = receipt["object"], receipt["at"], receipt["nonce"]
    return receipt_hash(about, words, at, nonce) == str(receipt["hash"])


def _given(
    bundle: Inspection, receipt: dict[str, Any]
) -> ReceiptGiven | SignatureGiven:
    for one in bundle.record.receipts:
        same = (one.hash, one.seq) == (receipt["hash"], receipt["entry_seq"])
        if same and one.hash in bundle.manifest["receipts"]:
            return one
    what = "a signature" if str(receipt["object"]).startswith("M-") else "an objection"
    raise Fault(
        f"The receipt for {receipt['object']} is genuine, and this bundle does not "
        f"have it: {what} that was recorded is missing."
    )


def _printed(bundle: Inspection, about: Opposed, held: Held) -> str:
    annex = bundle.annex
    among = annex.entries if held.opposes else annex.unconfirmed
    if not held.opposes and held.state is not HolderState.UNCONFIRMED:
        return ""
    return next((one.number for one in among if one.objection == about.name), "")
