"""Pictures for tests: honest ones, and what people send instead."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), **options: Any
) -> bytes:
    """A picture of two colours as a file of a kind that Pillow can write."""
    image = Image.new("RGB", size, (20, 90, 160))
    image.paste((240, 200, 40), (0, 0, size[0] // 2, size[1] // 2))
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def with_metadata() -> bytes:
    """A photograph that says where it was taken, and stands on its side."""
    facts = Image.Exif()
    facts[0x010E] = "taken at the safe house"
    facts[0x0112] = 6  # turned by a quarter
    return picture("JPEG", exif=facts.tobytes(), comment=b"camera of Ada")


def bomb(side: int = 30_000) -> bytes:
    """A PNG of some kilobytes that unpacks into gigabytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000_000, 9)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    whole = kind + data
    return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b"<script>alert(1)</script></svg>"
)
