"""
A text's whole way as people at their browsers go it, whatever they drive them with.

Each step begins on a page that a mail leads to, and ends with what the page then says.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

from consensus.coalitions.models import Role
from tests.browser.drivers import Driver
from tests.serving import Server, environment
from tests.world import RIVERS, World

TITLE = "Gates for fish"
FIRST = "Every weir must keep a gate open for fish."
CHANGED = "Every weir should keep a gate open for fish, all year."
SECOND = "The key of the gate hangs where anyone can take it."
REASON = "“Must” binds weirs that have no gate at all; ours was walled up in 1950."
ANSWER = "A weir without a gate is outside this sentence, which we kept short."
DISSENT = "A key that anyone can take is a key that <somebody> keeps."
FINDING = "It was answered, and the text was changed once."
RATIONALE = "Nobody else asked for other words."
_DAY = 24 * 3600  # seconds


@dataclass
class Walk:
    """One text on its way; `drive` gives somebody's browser its driver."""

    server: Server
    world: World
    new_page: Callable[[], Page]
    drive: Callable[[Page], Driver]
    drivers: dict[str, Driver] = field(default_factory=dict)
    days: int = 0
    """How many have passed on the server's clock."""
    address: str = ""
    """Of the document, with the server's."""

    def seat(self, name: str, *, role: Role = Role.MEMBER) -> None:
        """Give somebody a seat, and a browser that is signed in."""
        cookie = self.world.person(name, role=role).client.get_cookie("sid")
        assert cookie is not None
        url = self.server.url
        self._at_a_browser(name).page.context.add_cookies(
            [{"name": "sid", "value": cookie.value, "url": url}]
        )

    def signs_in_by_mail(self, name: str, email: str) -> None:
        """Somebody with a seat signs in with the link from their mail."""
        driver = self._at_a_browser(name)
        driver.page.goto(f"{self.server.url}/sign-in")
        driver.write("Email address", email)
        driver.press("Email me a link")
        (link,) = re.findall(r"http\S+/sign-in/link/\S+", self.server.printed())
        driver.page.goto(link)
        driver.press("Sign in")
        expect(driver.page.get_by_role("link", name=name)).to_be_visible()

    def is_begun(self, editor: str) -> None:
        """A text of two paragraphs is written into the pages' own forms."""
        driver = self.drivers[editor]
        driver.page.goto(f"{self.server.url}/coalitions/{RIVERS}")
        driver.follow("Propose a text")
        driver.write("Title", TITLE)
        driver.write("Or write the first paragraph", FIRST)
        driver.press("Begin the document")
        self.address = driver.page.url.partition("#")[0].partition("?")[0]
        driver.follow("Add a paragraph after")
        driver.write("Words", SECOND)
        driver.press("Add it to the text")
        expect(driver.page.get_by_text(SECOND)).to_be_visible()

    def gets_a_caller(self, coordinator: str, caller: str) -> None:
        """The coordinator names the consensus caller."""
        driver = self._before(coordinator)
        driver.follow("Who looks after it")
        driver.pick("Role", "Consensus caller")
        driver.pick("Member", caller)
        driver.press("Give the role")
        expect(driver.page.get_by_role("row", name=caller)).to_be_visible()

    def is_supported(self, who: str, *, place: str) -> None:
        """A member supports a paragraph, or the whole text."""
        driver = self._before(who)
        driver.follow(f"Deliberation on {place}")
        driver.choose("I can put my name")
        driver.press("Record my position")
        expect(driver.page.get_by_text("You: support,").first).to_be_visible()

    def is_opposed(self, who: str, kind: str, reason: str, *, place: str) -> None:
        """A member objects or dissents, with a reason."""
        driver = self._before(who)
        driver.follow(f"Deliberation on {place}")
        driver.choose(kind)
        driver.write("Your reason", reason)
        driver.press("Record my position")
        expect(driver.page.locator(".obj .say", has_text=reason)).to_be_visible()

    def is_changed(self, editor: str) -> None:
        """The editor changes the first paragraph in the form."""
        driver = self._before(editor)
        driver.follow("Edit paragraph 1")
        driver.write("Words", CHANGED)
        driver.press("Save this paragraph")
        expect(driver.page.get_by_text(CHANGED).first).to_be_visible()

    def is_offered(self, editor: str) -> None:
        """The editor offers the text as it stands."""
        driver = self._before(editor)
        driver.follow("Offer this text")
        driver.press("Offer this text for positions")

    def decides(self, who: str, button: str, then: str) -> None:
        """The holder presses a button of what waits for them."""
        driver = self._before(who)
        driver.follow("Start with what needs you")
        driver.press(button)
        expect(driver.page.locator(".obj .state")).to_have_text(then)

    def is_answered(self, editor: str, answer: str) -> None:
        """The editor answers the objection."""
        driver = self._before(editor)
        driver.follow("Start with what needs you")
        driver.write("Your answer", answer)
        driver.press("Answer O-1")
        expect(driver.page.locator(".ans .say")).to_have_text(answer)

    def is_reviewed(self, editor: str) -> None:
        """The editor offers the text for member review, and its week goes by."""
        driver = self._before(editor)
        driver.follow("Stages and windows of this text")
        driver.page.get_by_label("Days").fill("7")
        driver.press("Open the member review")
        expect(driver.page.get_by_text("The member review is open")).to_be_visible()
        self.days_pass(8)

    def is_called(self, caller: str) -> None:
        """The caller opens the call with the notice drawn up for it."""
        driver = self._before(caller)
        driver.follow("Consensus desk")
        driver.press("Open the call and freeze the text")
        title = driver.page.get_by_role("heading", name="A consensus call is open")
        expect(title).to_be_visible()

    def days_pass(self, days: int = 16) -> None:
        """Days later, sixteen unless said, the clock comes by."""
        settings = self.server.settings
        self.days += days
        Path(settings.clock_file).write_text(str(self.days * _DAY), "ascii")
        # Not while the server's own clock is at it, as it is every minute.
        while complaint := self._tick():
            assert "Another process is doing what is due" in complaint

    def is_declared(
        self, caller: str, objections: Sequence[str], places: Sequence[str]
    ) -> None:
        """
        The caller finds on what stands (`O-1`) and declares levels (of `¶1`): of the
        few people of a walk it can only be said that too few took part (R30).
        """
        driver = self._before(caller)
        driver.follow("Consensus desk")
        for name in objections:
            driver.pick(f"What you find on {name}", "Answered")
            driver.write(f"The reason of your finding on {name}", FINDING)
        for place in ("the whole document", *places):
            driver.pick(f"Declared level of {place}", "Too few took part")
            driver.write(f"Rationale for {place}", RATIONALE)
        driver.press("Declare the levels and findings")
        done = driver.page.get_by_text("Everything that needs a level has one.")
        expect(done).to_be_visible()

    def follows_declaration(self, coordinator: str) -> None:
        """Nobody can publish while members can still speak; then the days pass."""
        driver = self._before(coordinator)
        driver.follow("Consensus desk")
        driver.follow("What must be true before")
        waits = driver.page.get_by_text("Members can file minority statements until")
        expect(waits).to_be_visible()
        self.days_pass()

    def is_published(self, coordinator: str) -> None:
        """The coordinator publishes."""
        driver = self._before(coordinator)
        driver.follow("Consensus desk")
        driver.follow("What must be true before")
        driver.press("Publish as version 1.0")
        expect(driver.page).to_have_url(re.compile("/versions/1.0$"))

    def is_read(self, folder: Path, title: str, quoted: Sequence[str]) -> Path:
        """A visitor finds what the annex quotes, and saves the text's bundle."""
        driver = self._at_a_browser("a visitor")
        driver.page.goto(self.server.url)
        driver.follow(title)
        annex = driver.page.locator("#annex")
        for words in quoted:
            expect(annex.get_by_text(words, exact=True).first).to_be_visible()
        return driver.save("Save with log and signature", folder / "bundle.zip")

    def _tick(self) -> str:
        """Do what is due, from outside; what the command complained of, if it did."""
        order = [str(Path(sys.executable).with_name("consensus")), "tick"]
        of_server = environment(self.server.settings)
        done = subprocess.run(
            order, check=False, env=of_server, capture_output=True, text=True
        )
        return done.stderr or "no word" if done.returncode else ""

    def _at_a_browser(self, name: str) -> Driver:
        self.drivers[name] = self.drive(self.new_page())
        return self.drivers[name]

    def _before(self, name: str) -> Driver:
        """Somebody comes to the text; the others have left, or all would follow it."""
        driver = self.drivers[name]
        for other in self.drivers.values():
            if other is not driver and other.page.url != "about:blank":
                other.page.goto("about:blank")
        driver.page.goto(self.address)
        return driver


def whole_way(walk: Walk, folder: Path) -> Path:
    """From a text in somebody's head to a bundle on a reader's disk."""
    walk.seat("Ines Duarte", role=Role.COORDINATOR)
    for name in ("Mara Vance", "Cleo Park", "Ada Nwosu", "Cy Okafor"):
        walk.seat(name)
    walk.world.person("Bo Lind")
    walk.signs_in_by_mail("Bo Lind", "bo.lind@example.org")
    walk.is_begun("Mara Vance")
    walk.gets_a_caller("Ines Duarte", "Cleo Park")
    walk.is_supported("Bo Lind", place="paragraph 1")
    walk.is_opposed("Ada Nwosu", "I cannot accept", REASON, place="paragraph 1")
    walk.is_changed("Mara Vance")
    walk.is_offered("Mara Vance")
    walk.decides("Ada Nwosu", "Keep it", "Open")
    walk.is_answered("Mara Vance", ANSWER)
    walk.decides("Ada Nwosu", "Maintain my objection", "Maintained")
    walk.is_opposed("Cy Okafor", "I disagree and want", DISSENT, place="paragraph 2")
    walk.is_reviewed("Mara Vance")
    walk.is_called("Cleo Park")
    walk.is_supported("Bo Lind", place="the whole text")
    walk.days_pass()
    walk.is_declared("Cleo Park", ["O-1", "O-2"], ["¶1", "¶2"])
    walk.follows_declaration("Ines Duarte")
    walk.is_published("Ines Duarte")
    quoted = (FIRST, CHANGED, REASON, ANSWER, DISSENT, FINDING)
    return walk.is_read(folder, TITLE, quoted)
