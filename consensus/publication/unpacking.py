"""Opening a bundle that may come from anybody: nothing in it is trusted."""

import io
import zipfile
from pathlib import Path

from consensus.publication.bundle import LISTED, MANIFEST, OPTIONAL, SIGNATURE, SUMS
from consensus.publication.pictures import MOST_PICTURES, is_picture_file
from consensus.publication.record import Fault

NAMES = frozenset({*LISTED, MANIFEST, SIGNATURE, SUMS})
LARGEST_BUNDLE = 64 * 1024 * 1024  # bytes, packed
LARGEST_FILE = 512 * 1024 * 1024  # bytes, unpacked
_STEP = 1024 * 1024


def unpacked(path: Path) -> dict[str, bytes]:
    """
    The files of a bundle by name.

    Fault if it is not a zip, holds a file too many or too few, or is too large when
    unpacked (what a zip says of its own sizes is not believed).
    """
    return unpacked_bytes(_packed(path))


def unpacked_bytes(data: bytes) -> dict[str, bytes]:
    """The files of a bundle that is in memory; refuses what `unpacked` refuses."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_names(archive)
            return {one.filename: _read(archive, one) for one in archive.infolist()}
    except Fault:
        raise
    except Exception as error:
        # The inflater and the zip reader raise what they like on damaged data.
        raise Fault("The bundle is not a zip file, or it is damaged.") from error


def _packed(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_BUNDLE else b""
    except OSError as error:
        raise Fault(f"The file {path} cannot be read.") from error
    if size > LARGEST_BUNDLE:
        raise Fault("The file is too large to be a bundle.")
    return data


def _check_names(archive: zipfile.ZipFile) -> None:
    names = [one.filename for one in archive.infolist()]
    for name in NAMES - set(names):
        raise Fault(f"The file {name} is missing from the bundle.")
    pictures = set(filter(is_picture_file, names))
    if len(pictures) > MOST_PICTURES:
        raise Fault("The bundle holds too many pictures.")
    known = NAMES | pictures | (OPTIONAL & set(names))
    if len(names) != len(known):
        extra = sorted(set(names) - known) or names
        raise Fault(f"The bundle holds a file it should not hold: {extra[0][:80]}.")


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    parts, size = [], 0
    with archive.open(info) as file:
        while part := file.read(_STEP):
            size += len(part)
            if size > LARGEST_FILE:
                raise Fault(f"The file {info.filename} is too large.")
            parts.append(part)
    return b"".join(parts)
