"""The scene of the authorisation matrix: every actor, and a document at each stage."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from consensus.accounts.models import BrowserSession
from consensus.archive.actions import Actor
from consensus.coalitions.models import Attribution, Member, Role, RoleTerm
from consensus.comments.actions.making import Author, Words, comment
from consensus.comments.models import CommentKind
from consensus.deliberation.actions.offering import offer_text
from consensus.deliberation.actions.on_behalf import Relayed, record_on_behalf
from consensus.deliberation.actions.positions import Stand, take_position
from consensus.deliberation.actions.suggestions import Proposal, suggest
from consensus.deliberation.behalf_models import OnBehalf, Source
from consensus.deliberation.editorial_models import EditorialChange
from consensus.deliberation.models import (
    Holder,
    Objection,
    Position,
    PositionKind,
    Receipt,
)
from consensus.deliberation.suggestion_models import SuggestionKind
from consensus.documents.access import Act, open_document
from consensus.documents.models import Document, OutputPath, Stage
from consensus.drafting.seen import seen_now
from consensus.sense_checks.models import SenseCheck
from tests.deliberation.saying import reword
from tests.deliberation.stories import GROUPS, Story
from tests.world import RIVERS, Person, World

PARAGRAPHS = ["Every notice is read out.", "Every notice is short.", "All are kept."]
SAID = (
    "position",
    "objection",
    "objection_holder",
    "objection_answer",
    "objection_move",
    "draft_block",
    "role_term",
    "designation",
    "suggestion",
    "comment",
    "comment_post",
    "editorial_change",
    "review_window",
    "decision",
    "decision_opposition",
    "sense_check",
    "sense_answer",
    "statement",
    "statement_signature",
    "group_response",
    "version",
    "hiding",
    "suspension",
    "sent_through",
)
"""The tables that a refused request must leave as they are, besides the record."""

Values = dict[str, object]


@dataclass
class Scene:
    """Everybody and everything that the matrix asks about; `file` is the database."""

    world: World
    file: Path
    people: dict[str, Person] = field(default_factory=dict)
    documents: dict[Stage, Story] = field(default_factory=dict)
    values: dict[Stage, Values] = field(default_factory=dict)
    fields: dict[str, Values] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    """The service's rules by the names of the matrix."""
    at_first: list[object] = field(default_factory=list)
    """What `said` tells of the database as it is kept."""

    def ask(self, actor: str, rule: Rule, method: str, stage: Stage) -> TestResponse:
        """Send an actor's smallest request to a rule, about the document at a stage."""
        person = self.people[actor]
        if actor in self.cookies:
            person.client.set_cookie("sid", self.cookies[actor])
        names = rule.arguments
        given = {name: self.values[stage][name] for name in names}
        if rule.endpoint.startswith("publication.") and "number" in given:
            given["number"] = "1.0"
        urls = self.world.app.url_map.bind("localhost")
        path = urls.build(rule.endpoint, given, method=method)
        if method == "GET":
            answer = person.get(path)
        else:
            answer = person.post(path, **self.fields.get(rule.endpoint, {}))
        answer.close()  # a file is open until then
        return answer

    def said(self) -> list[object]:
        """Every row of what people said and of what was decided about the texts."""
        with closing(sqlite3.connect(self.file)) as read:
            rows = [read.execute(f"SELECT * FROM {name}").fetchall() for name in SAID]  # noqa: S608
            return [*rows, read.execute("SELECT hash FROM archive_entry").fetchall()]

    def keep(self) -> None:
        """Keep the database as it is now, for `restore`."""
        _copy(self.file, self.file.with_suffix(".kept"))
        self.at_first = self.said()

    def restore(self) -> None:
        """Put the database back as it was kept."""
        _copy(self.file.with_suffix(".kept"), self.file)


def set_scene(world: World, file: Path) -> Scene:
    """Make it all by the deeds of the product, in the course of a month."""
    scene = Scene(world, file)
    _people(scene)
    published, assessed = _story(scene, "Old notices"), _story(scene, "Late notices")
    commented = _reviewed(scene, "Commented notices")
    for one in (published, assessed):
        assert one.open_call().status_code == 303
    published.everybody_supports()
    _speak_in_a_call(scene, assessed)
    over = _noticed(scene, "Noticed notices")
    scene.world.days_pass(15)
    _publish(scene, published)
    assert commented.opens_comment().status_code == 303
    reviewed = _reviewed(scene, "Reviewed notices")
    parked = _parked(scene)
    drafted = _story(scene, "New notices", Stage.DRAFTING)
    called = _story(scene, "Open notices")
    assert called.open_call().status_code == 303
    noticed = _noticed(scene, "Announced notices")
    over.tick()
    drafted.objects(scene.people["member"], "b1")
    _take_a_position(scene, drafted)
    _speak_in_a_call(scene, called)
    _name(
        scene,
        (drafted, reviewed, commented, called, assessed, published, parked, noticed,
         over),
    )  # fmt: skip
    scene.keep()
    return scene


def _reviewed(scene: Scene, title: str) -> Story:
    reviewed = _story(scene, title, Stage.DRAFTING)
    assert reviewed.offers_for_review().status_code == 303
    return reviewed


def _parked(scene: Scene) -> Story:
    parked = _story(scene, "Parked notices")
    assert parked.parks(scene.people["coordinator"]).status_code == 303
    return parked


def _noticed(scene: Scene, title: str) -> Story:
    """A notice document that the coordinator puts to the members, and what is said."""
    story = _story(scene, title)
    with story.at_work() as (_, document):
        document.path = OutputPath.NOTICE
    sent = {"days": "7", "notice": "It will be published."}
    address = f"/documents/{story.document}/notice"
    assert scene.people["coordinator"].post(address, **sent).status_code == 303
    _speak_in_a_call(scene, story)
    return story


def _publish(scene: Scene, story: Story) -> None:
    """A level is declared, both windows pass, and the coordinator publishes."""
    story.tick()
    few = "insufficient_participation"  # three take part, and R30 claims no more
    whole = {"level-document": few, "rationale-document": "Too few to say."}
    assert story.declares(**whole).status_code == 303
    for _ in range(2):  # so that nobody can file a statement or a challenge any more
        for person in scene.people.values():
            person.get("/")  # stays signed in
        scene.world.days_pass(8)
    address = f"/documents/{story.document}/publication"
    assert scene.people["coordinator"].post(address).status_code == 303


def _name(scene: Scene, stories: Iterable[Story]) -> None:
    """Keep every story by its stage, with what its addresses and forms name."""
    scene.documents = {one.stage(): one for one in stories}
    with scene.world.session() as session:
        for stage, one in scene.documents.items():
            scene.values[stage] = _values(session, scene, one)
        scene.fields = _fields(session, scene)


def _people(scene: Scene) -> None:
    world, people = scene.world, scene.people
    people["coordinator"] = world.person("Kim Ode", role=Role.COORDINATOR)
    people["observer"] = world.person("Obi Watts", role=Role.OBSERVER)
    for actor, name, group in zip(
        ("member", "editor", "caller", "former"),
        ("Mo Bell", "Edda Ray", "Cal Ling", "Flo Park"),
        GROUPS,
        strict=False,
    ):
        people[actor] = world.person(name, group)
    world.coalition("forests", "Forests")
    people["other"] = world.person("Otto Hale", coalition="forests")
    left = people["former"].post(f"/coalitions/{RIVERS}/leave")
    assert left.status_code == 303
    for actor, person in people.items():
        cookie = person.client.get_cookie("sid")
        assert cookie is not None
        scene.cookies[actor] = cookie.value
    people["visitor"] = world.visitor()


def _story(scene: Scene, title: str, stage: Stage = Stage.REVISION) -> Story:
    people = scene.people
    editor, caller = people["editor"], people["caller"]
    document = scene.world.document(
        title, PARAGRAPHS, by=editor, caller=caller, stage=stage
    )
    with scene.world.session() as session:
        made, _ = open_document(session, document, None, to=Act.READ)
        seat = session.get_one(Member, people["member"].member_id)
        seen = seen_now(session, document, "b1")
        content = [{"type": "text", "text": "Every notice is read out loud."}]
        block = {"type": "paragraph", "attrs": {}, "content": content}
        proposal = Proposal(SuggestionKind.WORDING, block, "", Attribution.NAMED)
        suggest(session, made, seen, proposal, by=seat, acting_as="member")
        words = Words(CommentKind.GENERAL, "It is rather short.")
        comment(session, made, seen, words, Author(seat, Attribution.NAMED))
        opened, closes = scene.world.now, scene.world.now + timedelta(days=60)
        session.add(
            SenseCheck(
                document_id=document, number=1, question="Too long?", opens_at=opened,
                closes_at=closes, opened_by=seat.id,
            )
        )  # fmt: skip
        _record_for(session, made, seat, session.get_one(Member, editor.member_id))
    _edit(scene, document)
    supporters = [people[one] for one in ("member", "editor", "coordinator")]
    return Story(scene.world, document, caller, editor, supporters)


def _record_for(
    session: Session, document: Document, member: Member, editor: Member
) -> None:
    """The editor records a support of the member's, which waits for them."""
    actor = Actor(editor.account_id, "editor")
    said = Relayed("support", "", Source.MAIL, "3 May, our list", editor, actor)
    seen = seen_now(session, document.id, "b2")
    record_on_behalf(session, document, seen, said, member=member)


def _edit(scene: Scene, document: int) -> None:
    """The member supports a paragraph, and an editorial change takes that along."""
    with scene.world.session() as session:
        made, _ = open_document(session, document, None, to=Act.READ)
        member, editor = (
            session.get_one(Member, scene.people[one].member_id)
            for one in ("member", "editor")
        )
        actor = Actor(editor.account_id, "editor")
        offer_text(session, made, label="First", actor=actor)
        stand = Stand(PositionKind.SUPPORT, "", Attribution.NAMED)
        seen = seen_now(session, document, "b3")
        take_position(session, made, seen, stand, by=member)
        reword(session, made, editor, "b3", "All are kept!")
        why = {"b3": "A sign."}
        offer_text(session, made, label="Second", actor=actor, editorial=why)


def _take_a_position(scene: Scene, story: Story) -> None:
    with story.at_work() as (session, document):
        seat = session.get_one(Member, scene.people["member"].member_id)
        seen = seen_now(session, document.id, "b2")
        stand = Stand(PositionKind.SUPPORT, "", Attribution.NAMED)
        take_position(session, document, seen, stand, by=seat)


def _speak_in_a_call(scene: Scene, story: Story) -> None:
    """The member objects, takes a position and announces a statement."""
    story.objects(scene.people["member"], "b1")
    _take_a_position(scene, story)
    fields = {"intent": "Otherwise", "attribution": "named", "capacity": "personal"}
    address = f"/documents/{story.document}/statements"
    assert scene.people["member"].post(address, **fields).status_code == 303


def _values(session: Session, scene: Scene, story: Story) -> Values:
    """What stands in the addresses: things of the member's, where they are own."""
    member = scene.people["member"]
    here = select(Position.id).where(Position.document_id == story.document)
    receipts = (
        select(Receipt.id)
        .join(Holder, Holder.id == Receipt.holder_id)
        .join(Objection, Objection.id == Holder.objection_id)
        .where(Objection.document_id == story.document)
    )
    own = BrowserSession.account_id == member.account_id
    return {
        "document_id": story.document,
        "block_id": "b1",
        "number": 1,
        "edition": 1,
        "position_id": session.scalars(
            here.where(Position.member_id == member.member_id)
        ).first(),
        "change_id": session.scalars(
            select(EditorialChange.id).where(
                EditorialChange.document_id == story.document
            )
        ).one(),
        "recorded_id": session.scalars(
            select(OnBehalf.id).where(OnBehalf.document_id == story.document)
        ).one(),
        "receipt_id": session.scalars(receipts).first() or 1,
        "session_id": session.scalars(select(BrowserSession.id).where(own)).one(),
        "slug": RIVERS,
        "token": "x" * 43,
        "key": "provider",
        "identity_id": 1,
        "filename": "favicon.svg",
        "sha256": "0" * 64,
        "kind": "comment",
        "sent_id": 1,
    }


def _fields(session: Session, scene: Scene) -> dict[str, Values]:
    """The fields without which a form names nothing that anybody could be refused."""
    terms = select(RoleTerm).order_by(RoleTerm.id)
    of = {(one.role, one.document_id): one.id for one in session.scalars(terms)}
    drafted = scene.documents[Stage.DRAFTING].document
    return {
        "coalitions.give_coalition_role": {"member": scene.people["member"].member_id},
        "coalitions.end_coalition_role": {"term": of[Role.COORDINATOR, None]},
        "workspace.end_document_role": {"term": of[Role.EDITOR, drafted]},
        "deliberation.change_position_shown": {"attribution": "member"},
        "deliberation.move_objection": {"move": "withdraw"},
        "publication.withdraw_entry": {"entry": "D-1"},
        "deliberation.narrow_objection": {"part": "b1"},
        "deliberation.change_how_shown": {"attribution": "group"},
        "deliberation.change_suggester_shown": {"attribution": "group"},
        "sense_checks.answer_sense_check": {"step": "unclear"},
        "comments.answer_comment": {"disposition": "out_of_scope", "answer": "Later."},
        "comments.comment_on_text": {
            "kind": "general",
            "text": "Shorter, please.",
            "attribution": "named",
        },
        "comments.post_to_thread": {"text": "Indeed.", "attribution": "named"},
        "comments.reply": {"satisfied": "yes"},
        "moderation.hide_words": {"rule": "insult", "reason": "An insult."},
        "moderation.reword_words": {"text": "It is short."},
        "statements.change_signer_shown": {
            "attribution": "group",
            "capacity": "personal",
        },
        "deliberation.suggest_at_start": {
            "kind": "after",
            "words": "First of all.",
            "attribution": "named",
        },
        "deliberation.adopt_suggestion_in_part": {"words": "All notices are read."},
        "deliberation.decline_suggestion": {"answer": "It is long enough."},
    }


def _copy(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source)) as read,
        closing(sqlite3.connect(target)) as written,
    ):
        read.backup(written)
