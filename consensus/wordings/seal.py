"""
The seal on what a form says its reader saw (decisions.md 11).

A form carries the wording's hash and the place in the log where it was read; the
seal proves that the page really showed this, so that nobody can answer words that
never stood before them, and GET need not write.
"""

import hashlib
import hmac

import rfc8785

from consensus.errors import Invalid


def seal(secret: str, document_id: int, block_id: str, wording: str, seq: int) -> str:
    """The seal of a wording seen: HMAC-SHA256 as 64 lowercase hex digits."""
    seen = rfc8785.dumps(["seen/1", document_id, block_id, wording, seq])
    return hmac.new(secret.encode(), seen, hashlib.sha256).hexdigest()


def check_seal(
    given: str, secret: str, document_id: int, block_id: str, wording: str, seq: int
) -> None:
    """Refuse (`Invalid`) a seal that this service did not make for these words."""
    right = seal(secret, document_id, block_id, wording, seq)
    if not hmac.compare_digest(given.encode("utf-8", "replace"), right.encode()):
        raise Invalid(
            "The form does not say which words you read. "
            "Open the paragraph again and answer there."
        )
