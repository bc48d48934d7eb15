"""
Signing with Ed25519 in the format of OpenSSH, so that anybody can check a file with
`ssh-keygen -Y verify` (PROTOCOL.sshsig; decisions.md 18).
"""

import base64
import binascii
import hashlib
import os
import struct
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from consensus.publication.record import Fault

BUNDLE = "consensus-publication"
"""Namespace of signatures over a manifest."""
HEAD = "consensus-head"
"""Namespace of signatures over the head of a chain."""
SIGNER = "consensus"
"""The identity in allowed_signers; who it stands for is told by the fingerprint."""

_MAGIC, _KIND, _HASH = b"SSHSIG", b"ssh-ed25519", b"sha512"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


@dataclass(frozen=True)
class PublicKey:
    """The key that a signature was made with, as OpenSSH writes it."""

    blob: bytes

    @property
    def fingerprint(self) -> str:
        """As `ssh-keygen -l` prints it: SHA256:…"""
        digest = base64.b64encode(hashlib.sha256(self.blob).digest())
        return "SHA256:" + digest.decode("ascii").rstrip("=")

    @property
    def allowed_signers(self) -> str:
        """The line of an allowed_signers file that lets it sign both namespaces."""
        key = base64.b64encode(self.blob).decode("ascii")
        return f'{SIGNER} namespaces="{BUNDLE},{HEAD}" {_KIND.decode()} {key}\n'


def signing_key(path: Path) -> Ed25519PrivateKey:
    """
    The key kept in a file, made on first use and readable by its owner only.

    Raises ValueError or TypeError if the file holds something else.
    """
    if not path.exists():
        _make_key(path)
    key = serialization.load_ssh_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds a key of another kind than Ed25519.")
    return key


def public_key(key: Ed25519PrivateKey) -> PublicKey:
    """The public half, by which others check signatures."""
    raw = key.public_key().public_bytes_raw()
    return PublicKey(_string(_KIND) + _string(raw))


def sign(key: Ed25519PrivateKey, message: bytes, namespace: str) -> str:
    """An armoured signature of a message (PROTOCOL.sshsig)."""
    signed = key.sign(_to_sign(message, namespace))
    blob = (
        _MAGIC
        + struct.pack(">I", 1)
        + _string(public_key(key).blob)
        + _string(namespace.encode("ascii"))
        + _string(b"")
        + _string(_HASH)
        + _string(_string(_KIND) + _string(signed))
    )
    lines = textwrap.wrap(base64.b64encode(blob).decode("ascii"), 70)
    return "\n".join([_BEGIN, *lines, _END]) + "\n"


def verified(signature: str, message: bytes, namespace: str) -> PublicKey:
    """The key that made a signature of this message; Fault if it does not fit."""
    try:
        blob, namespace_found, signed = _parts(signature)
    except (ValueError, struct.error, binascii.Error) as error:
        raise Fault("The signature is not in the format of OpenSSH.") from error
    if namespace_found != namespace.encode("ascii"):
        raise Fault("The signature was made for another purpose.")
    try:
        raw = _read_strings(blob, 2)[1]
        Ed25519PublicKey.from_public_bytes(raw).verify(
            signed, _to_sign(message, namespace)
        )
    except (InvalidSignature, ValueError, struct.error) as error:
        raise Fault("The signature does not fit what was signed.") from error
    return PublicKey(blob)


def _to_sign(message: bytes, namespace: str) -> bytes:
    digest = hashlib.sha512(message).digest()
    parts = (namespace.encode("ascii"), b"", _HASH, digest)
    return _MAGIC + b"".join(_string(part) for part in parts)


def _parts(signature: str) -> tuple[bytes, bytes, bytes]:
    """Public key, namespace and raw signature of an armoured signature."""
    lines = signature.strip().splitlines()
    if len(lines) < 3 or (lines[0], lines[-1]) != (_BEGIN, _END):  # noqa: PLR2004
        raise ValueError("armour")
    blob = base64.b64decode("".join(lines[1:-1]), validate=True)
    if blob[:6] != _MAGIC or struct.unpack(">I", blob[6:10]) != (1,):
        raise ValueError("version")
    key, namespace, reserved, digest, wrapped = _read_strings(blob[10:], 5)
    kind, signed = _read_strings(wrapped, 2)
    if (reserved, digest, kind) != (b"", _HASH, _KIND):
        raise ValueError("kind")
    return key, namespace, signed


def _string(value: bytes) -> bytes:
    return struct.pack(">I", len(value)) + value


def _read_strings(data: bytes, number: int) -> list[bytes]:
    """Exactly so many length-prefixed strings; ValueError if it is not that."""
    found, place = [], 0
    for _ in range(number):
        (length,) = struct.unpack(">I", data[place : place + 4])
        found.append(data[place + 4 : place + 4 + length])
        place += 4 + length
    if place != len(data):
        raise ValueError("length")
    return found


def _make_key(path: Path) -> None:
    """Write a new key beside its place, then put it there unless one came first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    handle, name = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
        os.link(temporary, path)
    except FileExistsError:
        return  # another process made it first: that one counts
    finally:
        temporary.unlink()
