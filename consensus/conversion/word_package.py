"""
The zip package of a Word file: opened within limits, cut down to its text parts.

The limits are those of export.md 3 and trust.md SEC-S28: a file that unpacks to far
more than it holds is refused before anything large is unpacked.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml import etree

from consensus.conversion.safe_xml import checked_xml, local_name, parsed_xml
from consensus.conversion.word_pictures import media_of
from consensus.errors import Invalid

MOST_PARTS = 3_000
MOST_PART_BYTES = 60 * 1024 * 1024
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 200  # unpacked to packed, over 1 MB

_KEPT = ("styles", "numbering", "footnotes", "endnotes", "settings")
_DAMAGED = "This Word file is damaged and cannot be read."
_LARGE = "This Word file is too large to be read."
_LOCKED = "This file is protected by a password; save it without one and try again."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class WordPackage:
    """The parts of a Word file that hold text and its form, by their role."""

    document: str  # the name of the part with the body
    parts: dict[str, bytes]  # by name, checked and without declarations
    notes: list[str]  # names of the parts with footnotes and endnotes
    styles: str | None
    headers: int  # page headers and footers that hold words
    title: str | None  # the title in the file's properties
    media: dict[str, bytes]  # pictures by the relation id that the body names

    def packed(self, changed: dict[str, bytes]) -> bytes:
        """The package as a zip file, with some parts changed."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {**self.parts, **changed}.items():
                archive.writestr(name, content)
        return packed.getvalue()


def open_package(content: bytes) -> WordPackage:
    """
    The text parts of a Word file. Refused with one `Invalid` sentence: what is
    protected, no zip, damaged, larger than the limits, or has entities of its own.
    """
    if content.startswith(_OLE):
        raise Invalid(_LOCKED)
    with _damage_refused(), zipfile.ZipFile(io.BytesIO(content)) as archive:
        _check_archive(archive)
        return _read_package(archive)


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        etree.XMLSyntaxError,
        KeyError,
        NotImplementedError,
        OSError,
        EOFError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Invalid(_DAMAGED) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise Invalid(_LOCKED)
    total = sum(entry.file_size for entry in entries)
    largest = max((entry.file_size for entry in entries), default=0)
    if len(entries) > MOST_PARTS or total > MOST_BYTES or largest > MOST_PART_BYTES:
        raise Invalid(_LARGE)
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise Invalid(_DAMAGED)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Invalid(_DAMAGED)
    packed = max(entry.compress_size, 1)
    if entry.file_size > 1024 * 1024 and entry.file_size > MOST_RATIO * packed:
        raise Invalid("This Word file unpacks to far more than it holds.")


def _read_package(archive: zipfile.ZipFile) -> WordPackage:
    top = _relations(archive, "")
    document = dict(reversed(top)).get("officeDocument")
    if document is None:
        raise Invalid("This is not a Word file.")
    around = _relations(archive, document)
    kept = {kind: path for kind, path in around if kind in _KEPT}
    own = [_relations_name(""), _relations_name(document), "[Content_Types].xml"]
    names = [document, *kept.values(), *own]
    parts = {name: _part(archive, name) for name in names if _holds(archive, name)}
    notes = [kept[kind] for kind in ("footnotes", "endnotes") if kind in kept]
    return WordPackage(
        document=document,
        parts=parts,
        notes=[name for name in notes if name in parts],
        styles=kept.get("styles"),
        headers=_headers_with_words(archive, around),
        title=_title(archive, top),
        media=media_of(archive, _pictures(archive, document)),
    )


def _relations(archive: zipfile.ZipFile, source: str) -> list[tuple[str, str]]:
    """The kind and the part name of each part that a part (or "") refers to."""
    return [(kind, path) for _, kind, path in _named_relations(archive, source)]


def _pictures(archive: zipfile.ZipFile, source: str) -> dict[str, str]:
    """The part names of the pictures that a part refers to, by relation id."""
    related = _named_relations(archive, source)
    return {name: path for name, kind, path in related if kind == "image"}


def _named_relations(
    archive: zipfile.ZipFile, source: str
) -> list[tuple[str, str, str]]:
    """Id, kind and part name of each part that a part (or "") refers to."""
    name = _relations_name(source)
    if not _holds(archive, name):
        return []
    found: list[tuple[str, str, str]] = []
    for relation in parsed_xml(_part(archive, name)):
        kind = str(relation.get("Type", "")).rpartition("/")[2]
        if relation.get("TargetMode") != "External":
            folder = posixpath.dirname(source)
            path = posixpath.join("/", folder, str(relation.get("Target", "")))
            inside = posixpath.normpath(path).lstrip("/")
            found.append((str(relation.get("Id", "")), kind, inside))
    return found


def _relations_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _holds(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    return checked_xml(archive.read(name))


def _headers_with_words(archive: zipfile.ZipFile, around: list[tuple[str, str]]) -> int:
    names = {path for kind, path in around if kind in {"header", "footer"}}
    roots = (
        parsed_xml(_part(archive, name)) for name in names if _holds(archive, name)
    )
    return sum(bool("".join(_words(root)).strip()) for root in roots)


def _words(root: etree._Element) -> Iterator[str]:
    return (node.text or "" for node in root.iter() if local_name(node) == "t")


def _title(archive: zipfile.ZipFile, top: list[tuple[str, str]]) -> str | None:
    name = dict(top).get("core-properties", "")
    if not _holds(archive, name):
        return None
    root = parsed_xml(_part(archive, name))
    titles = [node.text or "" for node in root if local_name(node) == "title"]
    return " ".join("".join(titles).split()) or None
