"""
Receipts: what the author of an objection holds, to find it in any published bundle.

The hash is printed in the manifest; the nonce is known to the author alone, so that
nobody can guess from a hash who wrote what (domain.md 11.8, INV-8).
"""

import hashlib
import secrets
from collections.abc import Mapping

from consensus.archive.chain import canonical

TAG = "receipt/1"
"""Names the bytes that are hashed; other bytes would need another tag."""


def new_nonce() -> str:
    """128 random bits as 32 lowercase hex digits."""
    return secrets.token_hex(16)


def receipt_hash(about: str, words: Mapping[str, str], at: str, nonce: str) -> str:
    """
    The hash of a receipt, 64 lowercase hex digits.

    SHA-256 over the RFC 8785 form of `["receipt/1", about, words hash, at, nonce]`:
    `about` is the object's public name ("O-3"), the words hash is the SHA-256 of the
    RFC 8785 form of the words as recorded, `at` is ISO 8601 in UTC.
    """
    words_hash = hashlib.sha256(canonical(dict(words))).hexdigest()
    return hashlib.sha256(canonical([TAG, about, words_hash, at, nonce])).hexdigest()
