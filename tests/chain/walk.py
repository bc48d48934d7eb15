"""
A document's whole way through the front door: command line and pages, nothing else.

Each step is what one person does on one day. A step checks that it was accepted;
what the pages then show is for the test to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from consensus import scheduling
from consensus.coalitions.models import Role, StakeholderGroup
from consensus.config import Settings
from tests.chain.reading import fields_of, is_plain, only, page_of
from tests.chain.terminal import run
from tests.deliberation.panels import answer, move, panel_of, take
from tests.world import RIVERS, Person, World

GROUPS = (
    StakeholderGroup.CIVIL_SOCIETY,
    StakeholderGroup.GOVERNMENT,
    StakeholderGroup.PRIVATE_SECTOR,
    StakeholderGroup.TECHNICAL_COMMUNITY,
)
NAMES = (
    "Ada Nwosu", "Bo Lind", "Cy Okafor", "Dee Marsh",
    "Eli Stone", "Fay Tan", "Gus Bell", "Hana Ito",
)  # fmt: skip

OBJECTION = (
    "“Must” is <em>too</em> weak & too late:\nلا أحد يسأل المستخدمين.\n\n"
    "  We said so in 2024 – nobody answered. 🙃"
)
HARM = "People who pay for code they may not read."
CURE = "A date, and a name."
ANSWER = "We name a year now. A shorter time is more than small offices can do."
DISSENT = 'I do not share this at all: naming people "harms" those at risk.\n1 < 2.'
FINDING = "It was heard twice, and the text was changed once for it."
RATIONALE = "Six of eight support it, from every group; both who do not are answered."


@dataclass
class Walk:
    """One document on its way, and the people around it."""

    world: World
    settings: Settings
    folder: Path
    mara: Person = field(init=False)
    """The editor, who imports the text."""
    ines: Person = field(init=False)
    """The coordinator, who publishes."""
    cleo: Person = field(init=False)
    """The consensus caller."""
    people: list[Person] = field(init=False)
    document: int = 0
    contested: str = ""
    """Block id of the paragraph that is objected to, and changed."""
    doubted: str = ""
    """Block id of the paragraph that is dissented from."""
    words: dict[str, str] = field(default_factory=dict)
    """The words of these paragraphs as imported."""
    changed_words: str = ""

    def __post_init__(self) -> None:
        person = self.world.person
        self.ines = person("Ines Duarte", role=Role.COORDINATOR)
        self.mara = person("Mara Vance")
        self.cleo = person("Cleo Park")
        groups = (*GROUPS, *GROUPS)
        pairs = zip(NAMES, groups, strict=True)
        self.people = [person(name, group) for name, group in pairs]

    @property
    def address(self) -> str:
        """The document's address."""
        return f"/documents/{self.document}"

    @property
    def objector(self) -> Person:
        """Who holds O-1."""
        return self.people[0]

    @property
    def dissenter(self) -> Person:
        """Who holds O-2."""
        return self.people[5]

    @property
    def supporters(self) -> Sequence[Person]:
        """Who supports the text."""
        return [
            one for one in self.people if one not in (self.objector, self.dissenter)
        ]

    def is_imported(self, file: Path) -> None:
        """Mara imports a file; Ines names Cleo the consensus caller."""
        order = (
            "import",
            file,
            "--coalition",
            RIVERS,
            "--by",
            "mara.vance@example.org",
        )
        ended = run(self.settings, *order)
        assert ended.code == 0, ended.err
        number, address = ended.out.splitlines()[-1].split()
        self.document = int(number)
        assert address.endswith(self.address)
        people = f"{self.address}/people"
        offered = page_of(self.ines.get(people)).select("select[name=member] option")
        (cleo,) = [o["value"] for o in offered if o.get_text().startswith("Cleo Park")]
        given = self.ines.post(people, role="consensus caller", member=cleo)
        assert given.status_code == 303
        self._choose_paragraphs()

    def is_argued_over(self) -> None:
        """Eight members of four groups take positions; one of them objects."""
        for one in self.supporters:
            kind = "reservation" if one.name == "Bo Lind" else "support"
            note = "If the budget is there." if kind == "reservation" else ""
            self._takes(one, kind, self.contested, note=note)
        self._takes(self.dissenter, "abstain", self.contested)
        self._takes(
            self.objector, "objection", self.contested,
            reason=OBJECTION, harm_to=HARM, would_resolve=CURE,
        )  # fmt: skip

    def is_changed(self) -> None:
        """The editor changes the contested paragraph."""
        form = f"{self.address}/paragraphs/{self.contested}/edit"
        held = fields_of(self.mara.get(form))
        sent = self.mara.post(form, **{**held, "words": self.changed_words})
        assert sent.status_code == 302

    def is_offered(self) -> None:
        """The editor offers the text as it stands."""
        sent = self.mara.post(f"{self.address}/offer", label="Second draft")
        assert sent.status_code == 303

    def is_kept(self) -> None:
        """The objector, asked again, keeps the objection."""
        assert move(self.objector, self.document, 1, "keep").status_code == 303

    def is_answered(self) -> None:
        """The editors answer the objection."""
        sent = answer(self.mara, self.document, 1, ANSWER)
        assert sent.status_code == 303

    def is_maintained(self) -> None:
        """The objector is not satisfied by the answer."""
        assert move(self.objector, self.document, 1, "maintain").status_code == 303

    def is_dissented_from(self) -> None:
        """Another member has their dissent recorded, on another paragraph."""
        self._takes(self.dissenter, "dissent", self.doubted, reason=DISSENT)

    def is_reviewed(self) -> None:
        """The editor offers the text for member review, and its week goes by."""
        form = {"days": "7", "notice": "Read it, please."}
        sent = self.mara.post(f"{self.address}/review", **form)
        assert sent.status_code == 303, sent.get_data(as_text=True)
        self.world.days_pass(8)
        assert scheduling.tick(self.world.app)

    def is_called(self) -> None:
        """The caller opens a consensus call of two weeks on the desk."""
        sent = self.cleo.post(
            f"{self.address}/call", days="14", notice="Answer, please."
        )
        assert sent.status_code == 303, sent.get_data(as_text=True)

    def is_supported_again(self) -> None:
        """Members support the whole text that is put to the call."""
        for one in self.supporters:
            panel = page_of(one.get(f"{self.address}/panel"))
            seen = str(only(panel, "input[name=seen_ref]")["value"])
            sent = one.post(
                f"{self.address}/position",
                kind="support", seen_ref=seen, attribution="named",
            )  # fmt: skip
            assert sent.status_code == 303, sent.get_data(as_text=True)

    def call_closes(self) -> None:
        """Sixteen days later the clock comes by."""
        self.world.days_pass(16)
        assert scheduling.tick(self.world.app)

    def is_declared(self) -> None:
        """The caller declares levels, with findings and the rationale."""
        sent = self.cleo.post(f"{self.address}/declaration", **self._declaration())
        assert sent.status_code == 303, sent.get_data(as_text=True)

    def windows_pass(self) -> None:
        """Sixteen days later nobody can file a statement or a challenge any more."""
        for _ in range(2):
            for one in (self.ines, self.mara, self.cleo, *self.people):
                one.get(self.address)  # stays signed in
            self.world.days_pass(8)
        assert scheduling.tick(self.world.app)

    def is_published(self) -> None:
        """The coordinator publishes."""
        sent = self.ines.post(f"{self.address}/publication")
        assert sent.status_code == 303, sent.get_data(as_text=True)
        assert sent.location.endswith(f"{self.address}/versions/1.0")

    def saved(self, what: str) -> Path:
        """A file of the published version, saved by a visitor."""
        answer = self.world.visitor().get(f"{self.address}/versions/1.0/{what}")
        assert answer.status_code == 200
        return self._save(what, answer.get_data())

    def saved_receipt(self) -> Path:
        """The objector's receipt, saved from the link in their panel."""
        panel = page_of(panel_of(self.objector, self.document, self.contested))
        link = only(panel, "a[href*=receipts]")
        answer = self.objector.get(str(link["href"]))
        assert answer.status_code == 200
        return self._save("receipt.json", answer.get_data())

    def whole_way(self, file: Path) -> None:
        """Everything from the import to the publication."""
        self.is_imported(file)
        self.is_argued_over()
        self.is_changed()
        self.is_offered()
        self.is_kept()
        self.is_answered()
        self.is_maintained()
        self.is_dissented_from()
        self.is_reviewed()
        self.is_called()
        self.is_supported_again()
        self.call_closes()
        self.is_declared()
        self.windows_pass()
        self.is_published()

    def _choose_paragraphs(self) -> None:
        """The first plain paragraph that says "must", and the next plain one."""
        page = page_of(self.mara.get(self.address))
        ids = [
            str(link["href"]).split("/")[-2] for link in page.select("a[href$='/edit']")
        ]
        for block_id in dict.fromkeys(ids):
            words = fields_of(
                self.mara.get(f"{self.address}/paragraphs/{block_id}/edit")
            ).get("words", "")
            if not is_plain(words) or len(words) < 60:
                continue
            if not self.contested and " must" in words:
                self.contested, self.words[block_id] = block_id, words
            elif self.contested:
                self.doubted, self.words[block_id] = block_id, words
                break
        assert self.doubted, "the text has two paragraphs to argue over"
        before = self.words[self.contested]
        self.changed_words = before.replace(" must", " should", 1) + " No later."

    def _takes(self, who: Person, kind: str, block_id: str, **fields: str) -> None:
        sent = take(who, self.document, kind, block_id=block_id, seen=None, **fields)
        assert sent.status_code == 303, sent.get_data(as_text=True)

    def _declaration(self) -> dict[str, str]:
        levels = {
            f"{name}-{row}": value
            for row in ("document", self.contested, self.doubted)
            for name, value in (("level", "consensus"), ("rationale", RATIONALE))
        }
        findings = {
            "finding-1": "outweighed", "reason-1": FINDING,
            "alternatives-1": "Half a year; no date at all.",
            "finding-2": "answered_not_accommodated", "reason-2": FINDING,
        }  # fmt: skip
        return {**levels, **findings}

    def _save(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path
