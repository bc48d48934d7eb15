"""People at their browsers in front of one text that they write together."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from consensus.coalitions.models import Role
from tests.serving import Server
from tests.world import Person, World


@dataclass
class Table:
    """A text on a real server, and the people's browsers in front of it."""

    server: Server
    world: World
    document_id: int
    editor: Person
    new_page: Callable[[], Page]

    @property
    def address(self) -> str:
        """Of the page where the text is written."""
        return f"{self.server.url}/documents/{self.document_id}/draft"

    def seat(self, name: str, *, role: Role = Role.EDITOR) -> Page:
        """A new member in a role, on the page, when it is open for writing."""
        person = self.world.person(name)
        if role is not Role.MEMBER:
            self.world.appoint(person, role, self.document_id)
        return self.sit_down(person)

    def sit_down(self, person: Person) -> Page:
        """Somebody who has a seat, on the page, when it is open."""
        page = self.new_page()
        cookie = person.client.get_cookie("sid")
        assert cookie is not None
        page.context.add_cookies(
            [{"name": "sid", "value": cookie.value, "url": self.server.url}]
        )
        self.open(page)
        return page

    def open(self, page: Page) -> None:
        """Load the page and wait for the editor."""
        page.goto(self.address)
        saved(page)


def saved(page: Page) -> None:
    """Wait until everything that was done here is stored."""
    expect(page.locator("#ed-state")).to_have_attribute("data-state", "saved")


def block(page: Page, number: int) -> Locator:
    """The words of a block by its place in the text, from 0; -1 is the last one."""
    return page.locator("#ed > .para").nth(number).locator(".read, .sec-h").first


def write_at_end(page: Page, number: int, words: str) -> None:
    """Type at the end of a block."""
    go_to(page, number, at="end")
    page.keyboard.type(words)


def go_to(page: Page, number: int, *, at: str) -> None:
    """Put the cursor at the start or the end of a block, as a click there does."""
    page.evaluate(
        """async ([number, at]) => {
          const block = [...document.querySelectorAll("#ed > .para")].at(number);
          block.scrollIntoView({ block: "center", behavior: "instant" });
          document.querySelector("#ed").focus();
          await new Promise((r) => requestAnimationFrame(() => setTimeout(r, 30)));
          const words = block.querySelector(
            ".read li, .read p, .read, .sec-h, td, th");
          const range = document.createRange();
          range.selectNodeContents(words);
          range.collapse(at === "start");
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
          document.dispatchEvent(new Event("selectionchange"));  // before others' words
        }""",
        [number, at],
    )
    settle(page)


def settle(page: Page) -> None:
    """Let the browser tell the page where the cursor is."""
    page.evaluate(
        "() => new Promise((r) => requestAnimationFrame(() => setTimeout(r, 0)))"
    )


_TEXTS = """() => [...document.querySelectorAll("#ed > .para")].map((one) => {
  const copy = one.querySelector(".ptext > :first-child").cloneNode(true);
  const aside = ".cur, .ProseMirror-widget, .read-kind, .vh";
  for (const it of copy.querySelectorAll(aside)) it.remove();
  return copy.textContent;
})"""


def texts(page: Page) -> list[str]:
    """The words of all blocks, as they are on the screen, without others' cursors."""
    found: list[str] = page.evaluate(_TEXTS)
    return found


def reads(page: Page, number: int, words: str) -> None:
    """Wait until a block has these words and no others."""
    page.wait_for_function(
        f"([number, words]) => ({_TEXTS})().at(number) === words", arg=[number, words]
    )


def text_reads(page: Page, words: list[str]) -> None:
    """Wait until the whole text has these words, block by block."""
    page.wait_for_function(
        f"(words) => JSON.stringify(({_TEXTS})()) === JSON.stringify(words)", arg=words
    )


def block_reads(page: Page, number: int, pattern: re.Pattern[str]) -> None:
    """Wait until the words of a block are of this form."""
    page.wait_for_function(
        f"([n, form]) => new RegExp(form, 'u').test(({_TEXTS})()[n])",
        arg=[number, pattern.pattern],
    )


def paste(page: Page, html: str, plain: str) -> None:
    """Paste as a browser does, with markup and with words only."""
    page.evaluate(
        """([html, plain]) => {
          const data = new DataTransfer();
          if (html) data.setData("text/html", html);
          data.setData("text/plain", plain);
          const it = { clipboardData: data, bubbles: true, cancelable: true };
          document.activeElement.dispatchEvent(new ClipboardEvent("paste", it));
        }""",
        [html, plain],
    )
