"""Reading the pieces that a Yjs update (version 1) is made of, trusting none."""

import struct
from typing import Any

from consensus.errors import Invalid

DEEPEST_VALUE = 3
MOST_KEYS = 16
LONGEST_STRING = 4_096  # characters in an attribute's value

_FIXED = {123: (">d", 8), 124: (">f", 4)}
_CONSTANTS = {120: True, 121: False, 126: None, 127: None}
_BIGGEST = 2**53 - 1  # beyond this Yjs itself cannot count
_MORE = 128  # the bit that says that another byte follows
_INTEGER, _STRING, _OBJECT = 125, 119, 118


class Reader:
    """A place in some bytes; reading past their end is refused (`Invalid`)."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    @property
    def left(self) -> int:
        """How many bytes are still to come."""
        return len(self.data) - self.place

    def byte(self) -> int:
        """The next byte."""
        if self.place >= len(self.data):
            raise malformed("it breaks off")
        self.place += 1
        return self.data[self.place - 1]

    def number(self) -> int:
        """A whole number that is not negative."""
        if self.place < len(self.data) and self.data[self.place] < _MORE:
            self.place += 1  # one byte, as nearly all are
            return self.data[self.place - 1]
        number = shift = 0
        while True:
            byte = self.byte()
            number |= (byte & 127) << shift
            _check_size(number)
            if byte < _MORE:
                return number
            shift += 7

    def id(self) -> tuple[int, int]:
        """The name of one thing in the document: client id and clock."""
        return self.number(), self.number()

    def bytes(self, size: int) -> bytes:
        """So many bytes."""
        if size > self.left:
            raise malformed("it breaks off")
        self.place += size
        return self.data[self.place - size : self.place]

    def string(self) -> str:
        """A text in UTF-8, its length in bytes before it."""
        try:
            return self.bytes(self.number()).decode("utf-8")
        except UnicodeDecodeError as error:
            raise malformed("a text is not Unicode") from error

    def value(self, depth: int = 0) -> Any:
        """A value as JSON knows it, numbers as floats or int."""
        kind = self.byte()
        if kind in _CONSTANTS:
            return _CONSTANTS[kind]
        if kind in _FIXED:
            layout, size = _FIXED[kind]
            return struct.unpack(layout, self.bytes(size))[0]
        if kind == _INTEGER:
            return self._signed()
        if kind == _STRING:
            return self._short(self.string())
        if kind == _OBJECT and depth < DEEPEST_VALUE:
            return self._object(depth)
        raise malformed("it holds a value that the text does not know")

    def _object(self, depth: int) -> dict[str, Any]:
        size = self.number()
        if size > MOST_KEYS:
            raise malformed("a value is too large")
        return {self.string(): self.value(depth + 1) for _ in range(size)}

    def _signed(self) -> int:
        byte = self.byte()
        number, shift = byte & 63, 6
        sign = -1 if byte & 64 else 1
        while byte >= _MORE:
            byte = self.byte()
            number |= (byte & 127) << shift
            shift += 7
            _check_size(number)
        return sign * number

    def _short(self, text: str) -> str:
        if len(text) > LONGEST_STRING:
            raise malformed("a value is too large")
        return text


def malformed(what: str) -> Invalid:
    """The refusal of an update, saying what is wrong with it."""
    return Invalid(f"This change cannot be taken in: {what}.")


def _check_size(number: int) -> None:
    if number > _BIGGEST:
        raise malformed("a number is too large")
