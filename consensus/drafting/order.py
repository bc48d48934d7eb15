"""
Order keys: strings between which there is always room for another.

A block's place is its key in code point order, then its id. Two random characters at
the end keep two people who insert at one place at once from making the same key.
"""

import re
import secrets

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST_KEY = 512
"""Characters; each insertion at one and the same gap adds about three."""

_BASE = len(DIGITS)
_STEP_DIGITS = 4  # keys at the end of the text count up in so many digits
_KEY = re.compile(r"[0-9A-Za-z]*[1-9A-Za-z]")


def is_order_key(text: object) -> bool:
    """Whether a value can be an order key: base 62, not ending in 0, not too long."""
    if not isinstance(text, str) or len(text) > LONGEST_KEY:
        return False
    return _KEY.fullmatch(text) is not None


def between(before: str, after: str | None) -> str:
    """
    A new key that sorts after `before` ("" is the start) and before `after`, if given.

    Keys that do not leave room (equal, or in the wrong order) give a key after
    `before`, so that a text somebody disturbed can still be written in.
    """
    if after is None or before >= after:
        return _next(before) + _random()
    key = _middle(before, after)
    while after.startswith(key):  # else the random characters could lead past it
        key = _middle(key, after)
    return key + _random()


def _next(before: str) -> str:
    """Count up, so that a text written from top to bottom keeps short keys."""
    number = 0
    for digit in before[:_STEP_DIGITS].ljust(_STEP_DIGITS, "0"):
        number = number * _BASE + DIGITS.index(digit)
    number += _BASE
    if number >= _BASE**_STEP_DIGITS:
        return _middle(before, None)
    digits = []
    for _ in range(_STEP_DIGITS):
        number, digit_value = divmod(number, _BASE)
        digits.append(DIGITS[digit_value])
    return "".join(reversed(digits))


def _middle(low: str, high: str | None) -> str:
    """A string strictly between two, taken as fractions in base 62."""
    key = ""
    while True:
        first = DIGITS.index(low[0]) if low else 0
        last = DIGITS.index(high[0]) if high else _BASE
        if last - first > 1:
            return key + DIGITS[(first + last) // 2]
        if last == first:
            key, low, high = key + DIGITS[first], low[1:], (high or "")[1:]
        elif high is not None and len(high) > 1:
            return key + high[0]
        else:  # the digits are neighbours: anything that follows the lower one
            key, low, high = key + DIGITS[first], low[1:], None


def _random() -> str:
    return "".join(secrets.choice(DIGITS[1:]) for _ in range(2))
