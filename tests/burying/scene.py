"""
Texts at every stage on which one member's dissent stands, and people with power over
them who would rather not have it seen.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from consensus.accounts.models import Account
from consensus.coalitions.models import Role
from consensus.coalitions.site_roles import OF_THE_SITE, give_site_role
from consensus.deliberation.machine import Move
from consensus.documents.models import Stage
from tests.deliberation.stories import GROUPS, NAMES, Story
from tests.world import Person, World

PARAGRAPHS = ["Every notice is read out.", "Every notice is short.", "All are kept."]
REASONS = {
    "b1": "Nobody hears it at the back of the hall.",
    "b2": "Short notices hide what matters to the poor.",
    "b3": "Old notices are a burden to small clubs.",
    None: "The whole text speaks for the loud.",
}
"""What the victim says of each paragraph, and of the whole text."""

WHOLE = {"level-document": "consensus", "rationale-document": "Most of us agree."}
POWERS = {
    "editor": (Role.EDITOR,),
    "caller": (Role.CALLER,),
    "coordinator": (Role.COORDINATOR,),
    "editor who coordinates": (Role.EDITOR, Role.COORDINATOR),
    "secretariat": (Role.SECRETARIAT,),
    "record custodian": (Role.CUSTODIAN,),
}
"""Who attacks, and the roles that they hold besides that of a member. A text has one
consensus caller."""


@dataclass
class Scene:
    """The texts by stage, the member whose dissent it is, and the attackers."""

    world: World
    file: Path
    victim: Person
    attackers: dict[str, Person] = field(default_factory=dict)
    texts: dict[Stage, Story] = field(default_factory=dict)
    _cookies: dict[str, str] = field(default_factory=dict)

    def keep(self) -> None:
        """Keep the database as it is now, for `restore`."""
        for name, person in self.attackers.items():
            cookie = person.client.get_cookie("sid")
            assert cookie is not None
            self._cookies[name] = cookie.value
        _copy(self.file, self.file.with_suffix(".kept"))

    def restore(self) -> None:
        """Put the database back as it was kept, and everybody's browser with it."""
        _copy(self.file.with_suffix(".kept"), self.file)
        for name, person in self.attackers.items():
            person.client.set_cookie("sid", self._cookies[name])


def set_scene(world: World, file: Path) -> Scene:
    """Make it all by the deeds of the product, in the course of some weeks."""
    victim = world.person("Vita Moss")
    scene = Scene(world, file, victim)
    _seat_attackers(scene)
    crowd = [world.person(*both) for both in zip(NAMES, GROUPS, strict=True)]
    editor = world.person("Edda Ray")

    published, assessed = (
        _text(scene, "Old notices", editor, crowd),
        _text(scene, "Late notices", editor, crowd),
    )
    for one in (published, assessed):
        _call(one, victim)
    _days_pass(scene, 15)
    for one in (published, assessed):
        one.tick()
    _declare(published)
    _days_pass(scene, 16)
    published.tick()
    address = f"/documents/{published.document}/publication"
    done = scene.attackers["coordinator"].post(address)
    assert done.status_code == 303, done.get_data(as_text=True)
    drafted, called = (
        _text(scene, "New notices", editor, crowd),
        _text(scene, "Open notices", editor, crowd),
    )
    _object(drafted, victim)
    _call(called, victim)
    for one in (drafted, called, assessed, published):
        scene.texts[one.stage()] = one
    scene.keep()
    return scene


def _text(scene: Scene, title: str, editor: Person, crowd: list[Person]) -> Story:
    world, caller = scene.world, scene.attackers["caller"]
    document = world.document(title, PARAGRAPHS, by=editor, caller=caller)
    for name, roles in POWERS.items():
        if Role.EDITOR in roles:
            world.appoint(scene.attackers[name], Role.EDITOR, document)
    return Story(world, document, caller, editor, crowd)


def _days_pass(scene: Scene, days: int) -> None:
    scene.world.days_pass(days)
    for person in scene.attackers.values():
        person.get("/")  # whoever does not come for thirty days is signed out


def _seat_attackers(scene: Scene) -> None:
    for number, (name, roles) in enumerate(POWERS.items()):
        role = Role.COORDINATOR if Role.COORDINATOR in roles else Role.MEMBER
        person = scene.world.person(f"Rex {'ABCDEFGH'[number]} Hush", role=role)
        scene.attackers[name] = person
        for role in set(roles) & set(OF_THE_SITE):
            with scene.world.session() as session:
                account = session.get_one(Account, person.account_id)
                give_site_role(session, account, role)


def _object(story: Story, victim: Person) -> None:
    """One objection each: open, answered and maintained; and two dissents."""
    story.objects(victim, "b1", REASONS["b1"])
    story.objects(victim, "b2", REASONS["b2"])
    story.answers(2)
    story.decides(victim, 2, Move.MAINTAIN)
    story.dissents(victim, "b3", REASONS["b3"])
    story.dissents(victim, None, REASONS[None])


def _call(story: Story, victim: Person) -> None:
    opened = story.open_call()
    assert opened.status_code == 303, opened.get_data(as_text=True)
    story.everybody_supports()
    _object(story, victim)


def _declare(story: Story) -> None:
    story.answers(1)
    fields = dict(WHOLE)
    for number in range(1, 5):
        fields |= {f"finding-{number}": "outweighed", f"reason-{number}": "Weighed."}
        fields[f"alternatives-{number}"] = "Leaving it out."
    for block in ("b1", "b2", "b3"):
        fields |= {f"level-{block}": "consensus", f"rationale-{block}": "Weighed."}
    story.decides(_victim_of(story), 1, Move.MAINTAIN)
    declared = story.declares(**fields)
    assert declared.status_code == 303, declared.get_data(as_text=True)


def _victim_of(story: Story) -> Person:
    member = story.holder(1).member_id
    return Person("", story.world.app.test_client(), "", member_id=member)


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
