"""The words of a published page, to be held against the annex word for word."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_ANNEX = "annex-"


@dataclass
class PageText:
    """All text of a page, and that of each entry of the annex, in printed order."""

    whole: str = ""
    entries: dict[str, str] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """Address and alternative text of each picture, in printed order."""


def page_text(html: str) -> PageText:
    """
    The text of a page without its markup. Line ends are all \\n, as a browser has
    them; nothing else is changed.
    """
    reader = _Reader()
    reader.feed(_line_ends(html))
    reader.close()
    return reader.found


def same_words(text: str, printed: str) -> bool:
    """Whether a printed text has these words, letter for letter."""
    return _line_ends(text) in printed


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = PageText()
        self._entry: str | None = None
        self._parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("id") or ""
        if tag == "img":
            shown = (given.get("src") or "", _line_ends(given.get("alt") or ""))
            self.found.pictures.append(shown)
        if tag == "article" and name.startswith(_ANNEX):
            self._entry = name.removeprefix(_ANNEX)
            if self._entry in self.found.entries:
                self.found.repeated.append(self._entry)
            self.found.entries[self._entry] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._entry = None

    def handle_data(self, data: str) -> None:
        self._parts.append(data)
        if self._entry is not None:
            self.found.entries[self._entry] += data

    def close(self) -> None:
        super().close()
        self.found.whole = "".join(self._parts)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
