"""
The pictures of a version: inside its page, and beside it in the bundle.

A picture's name is the SHA-256 of its bytes, and it is part of the wording of the
figure that names it, so a bundle proves its pictures as it proves its words.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping

from consensus.errors import Invalid
from consensus.pictures import ending_of, media_type_of
from consensus.publication.record import Fault
from consensus.schema import Block

Pictures = Mapping[str, bytes]
"""The bytes of pictures by their names."""

MOST_PICTURES = 1_000  # in one bundle
_FILE = re.compile(r"figures/([0-9a-f]{64})\.(?:png|jpg|webp)")


def as_files(pictures: Pictures) -> dict[str, bytes]:
    """Pictures as they lie in a bundle: figures/<name>.<ending>."""
    return {
        f"figures/{name}.{ending_of(data)}": data for name, data in pictures.items()
    }


def is_picture_file(name: str) -> bool:
    """Whether a file in a bundle can be a picture, by its name."""
    return _FILE.fullmatch(name) is not None


def pictures_in(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """
    The pictures among a bundle's files.

    Fault for one that is no picture, or that is not the one its name says.
    """
    found = {}
    for path, data in sorted(files.items()):
        if match := _FILE.fullmatch(path):
            if hashlib.sha256(data).hexdigest() != match[1] or not _is_picture(data):
                raise Fault(f"The file {path} is not the picture that it is named for.")
            found[match[1]] = data
    return found


def named_in(blocks: Iterable[Block]) -> set[str]:
    """The pictures that the figures of a text name."""
    return {one["attrs"]["file"] for one in blocks if one["type"] == "figure"}


def data_address(data: bytes) -> str:
    """A picture as an address that holds it."""
    return f"data:{media_type_of(data)};base64,{b64encode(data).decode('ascii')}"


def _is_picture(data: bytes) -> bool:
    try:
        media_type_of(data)
    except Invalid:
        return False
    return True
