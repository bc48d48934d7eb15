"""
Pictures that come from outside: decoded, made small enough, and encoded anew.

What is kept is made here, byte for byte: no metadata (places, cameras, comments), no
second image, nothing that lay behind the picture's end (trust.md S28, S33).
"""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps

from consensus.errors import Invalid

LARGEST_PICTURE = 5 * 1024 * 1024  # bytes, as sent and as kept
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_400  # pixels; a page is never wider, print is sharp enough

_TOO_MANY_PIXELS = f"A picture has at most {MOST_PIXELS // 10**6} million pixels."
_KINDS = ("PNG", "JPEG", "WEBP", "GIF")
_ENCODED: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": 88, "optimize": True}),
    "WEBP": ("WEBP", {"quality": 88}),
}
_LOSSLESS: tuple[str, dict[str, Any]] = ("PNG", {"optimize": True})
_BEGINNINGS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"RIFF": "image/webp",
}
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True)
class Picture:
    """A picture as it is kept; width and height in pixels."""

    data: bytes
    width: int
    height: int

    @property
    def name(self) -> str:
        """What a figure calls it: SHA-256 as 64 lowercase hex digits."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def media_type(self) -> str:
        """image/png, image/jpeg or image/webp."""
        return media_type_of(self.data)


def read_picture(data: bytes) -> Picture:
    """
    A PNG, JPEG, WebP or GIF file, told by its content, as a picture to keep.

    Of a moving picture the first frame; a GIF becomes a PNG. Refuses (`Invalid`) more
    than 5 MB, more than 40 million pixels, and all that is no such picture: SVG too,
    which is a program.
    """
    if not data:
        raise Invalid("Choose a picture.")
    _check_size(data)
    try:
        with Image.open(io.BytesIO(data), formats=_KINDS) as opened:
            _check_pixels(opened)
            kept = _encoded(opened, opened.format or "PNG")
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise Invalid(_TOO_MANY_PIXELS) from error
    except Exception as error:  # the decoders raise what they like on damaged data
        raise Invalid(
            "This file is no picture that can be used. Choose a PNG, JPEG, WebP or GIF."
        ) from error
    _check_size(kept.data)
    return kept


def media_type_of(data: bytes) -> str:
    """The type of a kept picture by its first bytes; `Invalid` for anything else."""
    for beginning, media_type in _BEGINNINGS.items():
        if data.startswith(beginning):
            return media_type
    raise Invalid("This is no picture.")


def ending_of(data: bytes) -> str:
    """The ending that a kept picture's file has: png, jpg or webp."""
    return _ENDINGS[media_type_of(data)]


def _check_size(data: bytes) -> None:
    if len(data) > LARGEST_PICTURE:
        raise Invalid(
            f"A picture holds at most {LARGEST_PICTURE // 2**20} MB. Make it smaller, "
            "or save a photograph as JPEG."
        )


def _check_pixels(opened: Image.Image) -> None:
    """Only the head of the file has been read so far: a bomb has not gone off."""
    if opened.width * opened.height > MOST_PIXELS:
        raise Invalid(_TOO_MANY_PIXELS)


def _encoded(opened: Image.Image, kind: str) -> Picture:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is read at its half
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = upright.convert(_mode(upright))
    # A new image: nothing of what the file said about itself comes along.
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    target = io.BytesIO()
    name, options = _ENCODED.get(kind, _LOSSLESS)
    bare.save(target, name, **options)
    return Picture(target.getvalue(), bare.width, bare.height)


def _mode(image: Image.Image) -> str:
    if image.has_transparency_data:
        return "RGBA"
    return "L" if image.mode in {"1", "L"} else "RGB"
