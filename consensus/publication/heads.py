"""Signed heads: who signed what a chain had come to, at every publication."""

from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consensus.archive.chain import canonical, first_fault
from consensus.archive.models import Chain, Signature
from consensus.publication.record import Fault
from consensus.publication.signing import HEAD, sign, verified


def signed_head(chain: Chain, key: Ed25519PrivateKey) -> bytes:
    """An armoured signature over a chain's name, its last place and the hash there."""
    message = _message(chain.name, chain.last_seq, chain.head)
    return sign(key, message, HEAD).encode("ascii")


def chain_fault(
    chain: Chain,
    lines: Iterable[Mapping[str, Any]],
    signatures: Iterable[Signature],
) -> str | None:
    """
    The first thing wrong with a stored chain, in a sentence; None if all is well.

    Its entries must be one unbroken chain that ends where its own row says, and every
    signed head must be a place it went through: a log cut short and written on shows.
    """
    entries = [dict(line) for line in lines]
    fault = first_fault(entries)
    if fault is not None:
        return fault
    ends = (len(entries), entries[-1]["hash"] if entries else "")
    if ends != (chain.last_seq, chain.head):
        return f"The chain should end with entry {chain.last_seq} and does not."
    hashes = {line["entry"]["seq"]: line["hash"] for line in entries}
    return _signature_fault(chain.name, hashes, signatures)


def _signature_fault(
    name: str, hashes: Mapping[int, str], signatures: Iterable[Signature]
) -> str | None:
    for one in signatures:
        if hashes.get(one.seq) != one.head:
            return f"Entry {one.seq} is not the one that was signed."
        try:
            armoured = one.signature.decode("ascii", "replace")
            verified(armoured, _message(name, one.seq, one.head), HEAD)
        except Fault as fault:
            return f"The signed head at entry {one.seq}: {fault}"
    return None


def _message(name: str, seq: int, head: str) -> bytes:
    return canonical({"chain": name, "seq": seq, "head": head})
