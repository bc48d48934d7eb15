"""What becomes of pictures that people send, and of what is none (SEC-28, SEC-33)."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from consensus.errors import Invalid
from consensus.pictures import (
    LARGEST_PICTURE,
    LONGEST_SIDE,
    media_type_of,
    read_picture,
)
from tests.figures.pictures import SVG, bomb, picture, with_metadata


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        ("PNG", "image/png"),
        ("GIF", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
    ],
)
def test_a_picture_is_kept_in_its_colours(kind: str, media_type: str) -> None:
    kept = read_picture(picture(kind))
    assert kept.media_type == media_type == media_type_of(kept.data)
    with Image.open(io.BytesIO(kept.data)) as opened:
        assert opened.size == (60, 40) == (kept.width, kept.height)
        red, green, blue = opened.convert("RGB").getpixel((50, 30))  # type: ignore[misc]
    assert (abs(red - 20) < 12, abs(green - 90) < 12, abs(blue - 160) < 12) == (
        True, True, True,
    )  # fmt: skip


def test_what_a_photograph_says_about_its_owner_is_gone() -> None:
    sent = with_metadata()
    kept = read_picture(sent)
    assert b"safe house" in sent
    assert b"safe house" not in kept.data
    assert b"Ada" not in kept.data
    with Image.open(io.BytesIO(kept.data)) as opened:
        assert not opened.getexif()
    assert (kept.width, kept.height) == (40, 60)  # it stands upright by itself


def test_what_lies_behind_the_end_of_a_picture_is_gone() -> None:
    kept = read_picture(picture() + b"PK\x03\x04 a program")
    assert b"a program" not in kept.data


def test_see_through_parts_stay_see_through() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(read_picture(target.getvalue()).data)) as opened:
        assert opened.mode == "RGBA"


def test_a_very_wide_picture_is_made_smaller() -> None:
    kept = read_picture(picture("JPEG", (6000, 1500)))
    assert (kept.width, kept.height) == (LONGEST_SIDE, LONGEST_SIDE // 4)


def test_the_same_picture_is_kept_under_the_same_name() -> None:
    assert read_picture(picture()).name == read_picture(picture()).name


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (b"", "Choose a picture."),
        (SVG, "is no picture that can be used"),
        (b"GIF89a" + SVG, "is no picture that can be used"),
        (b"<html><script>alert(1)</script>", "is no picture that can be used"),
        (b"%PDF-1.7 and more", "is no picture that can be used"),
        (picture("BMP"), "is no picture that can be used"),
        (picture("TIFF"), "is no picture that can be used"),
        (picture()[:120], "is no picture that can be used"),
        (bomb(), "at most 40 million pixels"),
        (bomb(8_000), "at most 40 million pixels"),
        (bomb(6_000), "is no picture that can be used"),  # it promises more than it has
        (picture() + b"\0" * LARGEST_PICTURE, "holds at most 5 MB"),
    ],
    ids=["empty", "svg", "svg as gif", "html", "pdf", "bmp", "tiff", "broken off",
         "bomb", "small bomb", "hollow bomb", "huge"],
)  # fmt: skip
def test_what_is_no_picture_gets_a_sentence(sent: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        read_picture(sent)


@given(st.data())
def test_a_damaged_picture_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from([picture(k) for k in _KINDS])))
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    try:
        kept = read_picture(bytes(whole))
    except Invalid:
        return
    assert media_type_of(kept.data)


_KINDS = ("PNG", "GIF", "JPEG", "WEBP")
