"""Signatures are OpenSSH's own, and the key is made once and kept to its owner."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from consensus.publication.record import Fault
from consensus.publication.signing import (
    BUNDLE,
    HEAD,
    public_key,
    sign,
    signing_key,
    verified,
)
from tests.publication.bundles import KEY


def test_the_key_is_made_on_first_use_and_only_its_owner_reads_it(
    tmp_path: Path,
) -> None:
    path = tmp_path / "kept" / "signing-key"
    made = public_key(signing_key(path))
    assert public_key(signing_key(path)) == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["signing-key"]


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "signing-key"
    other = generate_private_key(SECP256R1())
    path.write_bytes(
        other.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
    )  # fmt: skip
    with pytest.raises(TypeError, match="another kind"):
        signing_key(path)


def test_a_signature_names_the_key_that_made_it() -> None:
    assert verified(sign(KEY, b"text", BUNDLE), b"text", BUNDLE) == public_key(KEY)


def test_another_text_another_purpose_and_rubbish_are_refused() -> None:
    signature = sign(KEY, b"text", BUNDLE)
    with pytest.raises(Fault, match="does not fit what was signed"):
        verified(signature, b"texts", BUNDLE)
    with pytest.raises(Fault, match="another purpose"):
        verified(signature, b"text", HEAD)
    for rubbish in ("", signature[:-40], signature.replace("U1NI", "AAAA", 1), "ä"):
        with pytest.raises(Fault, match="format of OpenSSH"):
            verified(rubbish, b"text", BUNDLE)
