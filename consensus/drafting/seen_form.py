"""Reading from a form which words its reader had before them (decisions.md 11)."""

from flask import current_app, request

from consensus.config import Settings
from consensus.drafting.seen import Seen
from consensus.wordings.seal import check_seal


def secret() -> str:
    """The key of the seals on words seen."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.secret_key


def seen_words(document_id: int, block_id: str) -> Seen:
    """The words the form was shown with, its seal checked (decisions.md 11)."""
    ref = request.form.get("seen_ref", "")
    seq = int(ref) if ref.isascii() and ref.isdigit() and len(ref) < 12 else -1  # noqa: PLR2004
    hash_ = request.form.get("seen_hash", "")
    mac = request.form.get("seen_mac", "")
    check_seal(mac, secret(), document_id, block_id, hash_, seq)
    return Seen(block_id, hash_, seq)
