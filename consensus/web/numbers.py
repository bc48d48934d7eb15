"""Numbers in addresses: each has one spelling, so checks and deeds see the same."""

from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**31 - 1  # what an id column holds on every database


class PlainNumber(IntegerConverter):
    """
    Plain digits without a leading zero or sign; anything else is not found (SEC-22).

    Werkzeug's own takes the digits of every script, and numbers that no id can have.
    """

    regex = r"(?:0|[1-9][0-9]{0,9})"

    def __init__(self, url_map: Map, **options: int | bool) -> None:
        options.setdefault("max", _LARGEST)
        super().__init__(url_map, **options)  # type: ignore[arg-type]
