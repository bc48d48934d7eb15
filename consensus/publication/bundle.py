"""
The bundle: all that is needed to check a version without its service (domain.md 11.8).

Same version, same key, same bytes: dates in the zip are fixed and names are sorted.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from consensus.archive.chain import canonical
from consensus.publication.edition import Edition
from consensus.publication.html import publication_html
from consensus.publication.pictures import Pictures, as_files, is_picture_file
from consensus.publication.record import Record
from consensus.publication.revision_record import AnnexRevised
from consensus.publication.signing import BUNDLE, public_key, sign

FORMAT = "consensus-bundle/1"
SOFTWARE = {"name": "consensus", "version": version("consensus")}
MANIFEST, SIGNATURE, SUMS = "manifest.json", "manifest.json.sig", "SHA256SUMS"
TEXT, ANNEX, LOG = "text.json", "annex.json", "log.ndjson"
HTML, SIGNERS, VERIFY = "publication.html", "allowed_signers", "VERIFY.txt"
LISTED = (ANNEX, HTML, LOG, SIGNERS, TEXT, VERIFY)
"""The files whose hashes every manifest holds; pictures come after them."""
PARTICIPATION = "participation.json"
DECISIONS = "decisions.json"
OPTIONAL = frozenset({PARTICIPATION, DECISIONS})
"""Files that later versions of the software added: older bundles lack them."""
_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say

INSTRUCTIONS = """\
HOW TO CHECK THIS BUNDLE

With the program that made it (no network, no account):

    consensus verify bundle.zip
    consensus verify bundle.zip --signer SHA256:...    (the key you expect)
    consensus verify bundle.zip --receipt receipt.json (was my dissent kept?)

With ordinary tools, after unpacking it into an empty folder:

    sha256sum --check SHA256SUMS
    ssh-keygen -Y verify -f allowed_signers -I consensus \\
        -n consensus-publication -s manifest.json.sig < manifest.json
    ssh-keygen -l -f <(cut -d' ' -f3- allowed_signers)

The last line prints the fingerprint of the key that signed. Compare it with one you
got in another way: a bundle always fits the key that lies inside it.

WHAT IS INSIDE

    publication.html   the text with its annex of dissent, complete by itself
    text.json          the paragraphs, each with the hash of its wording
    annex.json         the dissents, as rebuilt from the log
    participation.json who took part, in numbers, small ones kept back
    decisions.json     every decision with how it was assessed, and by whom
    figures/           the pictures, each named by its SHA-256
    log.ndjson         the public log, one entry a line; docs/record.md explains it
    manifest.json      counts, levels, receipts and the hashes of all files

The hash of an entry is SHA-256 over the hash of the entry before it (as hex) and the
entry in the form of RFC 8785. Names that people chose not to show are not in the log;
their salted hashes are. A chain shows that nothing was changed since the first copy
left the service. It cannot show that the service had written down everything: for
that, each author of an objection holds a receipt.
"""


@dataclass(frozen=True)
class Contents:
    """What a bundle is made of: the version, its record, and the log's lines."""

    edition: Edition
    record: Record
    lines: tuple[Mapping[str, Any], ...]
    pictures: Pictures = field(default_factory=dict)


def build_bundle(contents: Contents, key: Ed25519PrivateKey) -> bytes:
    """The bundle as a zip file, its manifest signed with the key."""
    edition = contents.edition
    files = {
        TEXT: _json(text_json(edition)),
        ANNEX: _json(edition.annex.as_json()),
        LOG: log_bytes(contents.lines),
        HTML: publication_html(edition, contents.pictures),
        SIGNERS: public_key(key).allowed_signers.encode("ascii"),
        VERIFY: INSTRUCTIONS.encode("utf-8"),
        **as_files(contents.pictures),
        **_participation(edition),
        **_decisions(edition),
    }
    manifest = canonical(manifest_json(contents, files))
    files[MANIFEST] = manifest
    files[SIGNATURE] = sign(key, manifest, BUNDLE).encode("ascii")
    files[SUMS] = sums(files)
    return zipped(files)


def manifest_json(contents: Contents, files: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest; `files` are the listed files as they will be in the bundle."""
    edition, lines = contents.edition, contents.lines
    return {
        "format": FORMAT,
        "software": SOFTWARE,
        "cover": edition.cover.as_json(),
        "coalition": contents.record.coalition,
        "version": edition.cover.version,
        "content_hash": edition.frozen.content_hash,
        "snapshot": edition.frozen.number,
        "counts": edition.annex.counts.as_json(),
        "level": levels_json(contents.record, edition),
        "status_line": edition.status_line,
        "agreement_line": edition.agreement_line,
        "challenges": challenges_json(edition),
        "receipts": [one.hash for one in contents.record.receipts],
        "files": [
            {"name": name, "sha256": _sha256(files[name]), "bytes": len(files[name])}
            for name in listed(files)
        ],
        "log": {
            "first_seq": lines[0]["entry"]["seq"],
            "last_seq": lines[-1]["entry"]["seq"],
            "head": lines[-1]["hash"],
        },
        "annex_revision": edition.annex_revision,
        "revisions": [revision_json(one) for one in edition.revisions],
        "previous": edition.revisions[-1].previous if edition.revisions else None,
        "follows": follows_json(contents.record),
    }


def revision_json(one: AnnexRevised) -> dict[str, Any]:
    """A later edition of the annex: when it was made, and what was changed (INV-10)."""
    return {
        "name": one.name, "on": one.at.isoformat(timespec="seconds"),
        "because": one.because, "previous": one.previous,
    }  # fmt: skip


def _participation(edition: Edition) -> dict[str, bytes]:
    stated = edition.participation
    return {PARTICIPATION: _json(stated.as_json())} if stated else {}


def _decisions(edition: Edition) -> dict[str, bytes]:
    decided = edition.decided
    return {DECISIONS: _json(decided.as_json())} if decided else {}


def listed(files: Mapping[str, bytes]) -> list[str]:
    """The files whose hashes a manifest holds: the fixed ones, then the pictures."""
    later = sorted(OPTIONAL & set(files))
    return [*LISTED, *later, *sorted(filter(is_picture_file, files))]


def levels_json(record: Record, edition: Edition) -> dict[str, Any]:
    """The declared levels: of the document, and of each block that has its own."""
    call = edition.call.number if edition.call else 0
    return {
        "document": str(edition.level),
        "blocks": [
            {"block": block, "label": label, "level": record.levels[call, block].level}
            for block, _, label in edition.frozen.items
            if (call, block) in record.levels
        ],
    }


def challenges_json(edition: Edition) -> list[dict[str, Any]]:
    """Every challenge of a level with how it ended (INV-33)."""
    return [one.challenge.as_json() for one in edition.challenged]


def follows_json(record: Record) -> dict[str, str] | None:
    """The version before and the SHA-256 of its bundle; None for the first (R40)."""
    if not record.begun:
        return None
    facts = record.begun[-1]
    return {"version": facts["version"], "bundle": facts["bundle"]}


def text_json(edition: Edition) -> dict[str, Any]:
    """The text as data: each block with its label and the hash of its wording."""
    return {
        "title": edition.cover.title,
        "language": edition.cover.language,
        "content_hash": edition.frozen.content_hash,
        "blocks": [
            {"label": label, "wording": wording, "block": block}
            for block, (_, wording, label) in zip(
                edition.blocks, edition.frozen.items, strict=True
            )
        ],
    }


def log_bytes(lines: Iterable[Mapping[str, Any]]) -> bytes:
    """Log lines as the file log.ndjson: RFC 8785, one entry a line."""
    return b"".join(canonical(line) + b"\n" for line in lines)


def sums(files: Mapping[str, bytes]) -> bytes:
    """The file SHA256SUMS for all files but itself, as `sha256sum` reads it."""
    return "".join(
        f"{_sha256(data)}  {name}\n"
        for name, data in sorted(files.items())
        if name != SUMS
    ).encode("ascii")


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip with fixed dates and sorted names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return target.getvalue()


def _json(value: Any) -> bytes:
    """JSON that people can read too: the same value always gives the same bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return text.encode("utf-8") + b"\n"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
