"""Two ways to use a page: by the keyboard alone, and by clicks where no script runs."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

_MOST_TABS = 300
_STOP = """
(wanted) => {
  const it = document.activeElement;
  const drawn = (e) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(e);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const nowhere = it === null || it === document.body;
  const group = (e) => (e !== null && e.type === "radio" ? e.name : null);
  return {
    there: it === wanted || (group(it) !== null && group(it) === group(wanted)),
    gone: !wanted.isConnected,
    hidden: nowhere || drawn(it) ? "" : it.outerHTML.slice(0, 200),
  };
}
"""


class Driver(Protocol):
    """What a person does on a page. Names are accessible names, or part of them."""

    page: Page

    def follow(self, name: str) -> None:
        """Follow a link to another page, or to a part of this one."""

    def press(self, name: str) -> None:
        """Press a button that sends a form."""

    def write(self, name: str, words: str) -> None:
        """Put words into a field, in place of what it holds."""

    def choose(self, name: str) -> None:
        """Choose one of several radio buttons."""

    def pick(self, name: str, choice: str) -> None:
        """Choose from a list what begins so."""

    def save(self, name: str, path: Path) -> Path:
        """Save what a link leads to in a file."""


def _named(page: Page, role: str, name: str) -> Locator:
    return page.get_by_role(role, name=name)  # type: ignore[arg-type]


@dataclass
class Clicks:
    """A mouse, and a browser that runs no scripts."""

    page: Page

    def follow(self, name: str) -> None:
        """See `Driver`."""
        with self.page.expect_navigation():
            _named(self.page, "link", name).click()

    def press(self, name: str) -> None:
        """See `Driver`."""
        with self.page.expect_navigation():
            _named(self.page, "button", name).click()

    def write(self, name: str, words: str) -> None:
        """See `Driver`."""
        _named(self.page, "textbox", name).fill(words)

    def choose(self, name: str) -> None:
        """See `Driver`."""
        _named(self.page, "radio", name).check()

    def pick(self, name: str, choice: str) -> None:
        """See `Driver`."""
        wanted = _named(self.page, "combobox", name)
        expect(wanted).to_be_visible()
        labels = wanted.locator("option").all_inner_texts()
        (label,) = [one for one in labels if one.startswith(choice)]
        wanted.select_option(label=label)

    def save(self, name: str, path: Path) -> Path:
        """See `Driver`."""
        with self.page.expect_download() as download:
            _named(self.page, "link", name).click()
        download.value.save_as(path)
        return path


@dataclass
class Keyboard:
    """Tab, Shift+Tab, Enter, Space, arrows and letters; every stop must show itself."""

    page: Page
    unseen: set[str] = field(default_factory=set)
    """Beginnings of the markup of stops where the focus could not be seen."""

    def follow(self, name: str) -> None:
        """See `Driver`."""
        self._reach(_named(self.page, "link", name))
        with self.page.expect_navigation():
            self._press("Enter")

    def press(self, name: str) -> None:
        """See `Driver`."""
        self._reach(_named(self.page, "button", name))
        with self.page.expect_navigation():
            self._press("Enter")

    def write(self, name: str, words: str) -> None:
        """See `Driver`."""
        self._reach(_named(self.page, "textbox", name))
        self._press("Control+a")
        self._press("Delete")
        self.page.keyboard.type(words)

    def choose(self, name: str) -> None:
        """See `Driver`."""
        wanted = _named(self.page, "radio", name)
        self._reach(wanted)
        for _ in range(_MOST_TABS):
            if _is_focused(wanted):
                break
            self._press("ArrowDown")
        self._press("Space")
        expect(wanted).to_be_checked()

    def pick(self, name: str, choice: str) -> None:
        """See `Driver`."""
        wanted = _named(self.page, "combobox", name)
        self._reach(wanted)
        chosen = wanted.locator("option:checked")
        for _ in range(_MOST_TABS):
            before = chosen.inner_text()
            if before.startswith(choice):
                return
            self._press("ArrowDown")
            expect(chosen).not_to_have_text(before)
        raise AssertionError(f"{name} does not offer {choice}")

    def save(self, name: str, path: Path) -> Path:
        """See `Driver`."""
        self._reach(_named(self.page, "link", name))
        with self.page.expect_download() as download:
            self._press("Enter")
        download.value.save_as(path)
        return path

    def _reach(self, wanted: Locator) -> None:
        """Tab to an element, or to the radio button of its group that Tab leads to."""
        expect(wanted).to_have_count(1)
        # One question a stop: to find an element by its name takes the longest.
        element = wanted.element_handle()
        stop = element.evaluate(_STOP)
        for _ in range(_MOST_TABS):
            if stop["there"]:
                return
            if stop["gone"]:  # another one stands in its place now
                element = wanted.element_handle()
            self._press("Tab")
            stop = element.evaluate(_STOP)
            if stop["hidden"]:
                self.unseen.add(stop["hidden"])
        raise AssertionError(f"Tab does not lead to {wanted}")

    def _press(self, key: str) -> None:
        self.page.keyboard.press(key)


def _is_focused(element: Locator) -> bool:
    return bool(element.evaluate("e => e === document.activeElement"))
