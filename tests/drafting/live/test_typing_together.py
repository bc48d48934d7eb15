"""People type in one text at once, on a real server, over real sockets."""

from base64 import b64decode
from collections.abc import Callable
from contextlib import closing

from sqlalchemy import select

from consensus import clock
from consensus.app import create_app
from consensus.archive.actions import CLOCK, Deed, record
from consensus.archive.models import ChainKind
from consensus.archive.verbs import Verb
from consensus.coalitions.models import Role, RoleTerm
from consensus.coalitions.roles import end_role
from consensus.config import Settings
from consensus.db import db
from consensus.documents.models import Document, Stage
from consensus.drafting.models import DraftUpdate
from consensus.drafting.queries import blocks_of
from consensus.schema import SCHEMA_VERSION
from tests.drafting.clients import Typist, insert, typist
from tests.drafting.live.conftest import THREE
from tests.drafting.updates import STRING, inside, item, string, update
from tests.serving import Server
from tests.world import Person, World

Open = Callable[[Person], Typist]


def end_editing(world: World, person: Person, document_id: int) -> None:
    """End somebody's role as editor, at another worker."""
    with world.session() as session:
        terms = select(RoleTerm).where(
            RoleTerm.member_id == person.member_id,
            RoleTerm.document_id == document_id,
        )
        end_role(session, session.scalars(terms).one(), by=None)


def test_what_two_people_type_at_once_is_the_same_text_for_both(
    ada: Person, ben: Person, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    assert one.joined["can"] == other.joined["can"] == "write"
    assert one.client != other.client
    for number in range(20):
        assert one.type("b1", f" a{number}") == {}
        assert other.type("b1", f" b{number}") == {}
    one.until_saved()
    other.until_saved()
    one.until(lambda: "b19" in one.words("b1"))
    other.until(lambda: "a19" in other.words("b1"))
    assert one.words("b1") == other.words("b1")
    assert opened(ada).words("b1") == one.words("b1")


def test_what_came_back_as_saved_is_in_the_log_under_its_authors_number(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    one, other = opened(ada), opened(ben)
    one.type("b1", " By Ada.")
    other.type("b2", " By Ben.")
    one.until_saved()
    other.until_saved()
    with world.session() as session:
        rows = [
            (row.client_id, row.blocks, row.number)
            for row in session.scalars(
                select(DraftUpdate)
                .where(DraftUpdate.document_id == document_id, DraftUpdate.number > 0)
                .order_by(DraftUpdate.seq)
            )
        ]
        assert sorted(rows) == sorted(
            [(one.client, ["b1"], 1), (other.client, ["b2"], 1)]
        )
        kept = {row.block_id: row.text for row in blocks_of(session, document_id)}
    assert kept["b1"] == "Rivers need care. By Ada."
    assert kept["b2"] == "Cables cross borders. By Ben."


def test_after_a_crash_all_that_was_saved_is_there_and_the_page_goes_on(
    serve: Callable[[Settings | None], Server],
) -> None:
    server = serve(None)
    ada, document_id = a_text_of_ada(server)
    page = typist(server.url, ada, document_id)
    page.join()
    for number in range(30):
        page.type("b1", f" {number}")
    page.until_saved()
    before, client = page.words("b1"), page.client
    server.kill()
    page.close()
    page.change(lambda doc: insert(doc, "b1", " offline"))
    again = serve(server.settings)
    assert again.url == server.url
    joined = page.join()
    assert page.client == client
    assert page.words("b1") == before + " offline"
    lacking = page.doc.get_update(b64decode(joined["vector"]))
    assert page.send(lacking) == {}
    page.until_saved()
    page.close()
    with closing(typist(server.url, ada, document_id)) as fresh:
        fresh.join()
        assert fresh.words("b1") == before + " offline"


def a_text_of_ada(server: Server) -> tuple[Person, int]:
    """Ada, and the id of a text that she edits, at a server of its own."""
    world = World(create_app(server.settings), now=clock.now())
    ada = world.person("Ada Nwosu")
    document_id = world.document("Rivers and cables", THREE, by=ada)
    with world.app.app_context():
        db.engine.dispose()
    return ada, document_id


def test_a_copy_from_an_earlier_page_of_the_same_person_is_taken_in(
    ada: Person, ben: Person, opened: Open
) -> None:
    page = opened(ada)
    page.type("b1", " online")
    page.until_saved()
    page.change(lambda doc: insert(doc, "b1", " offline"))
    kept = page.doc.get_update()
    page.close()

    fresh = opened(ada)
    assert fresh.client != page.client
    fresh.doc.apply_update(kept)
    lacking = fresh.doc.get_update(b64decode(fresh.joined["vector"]))
    assert fresh.send(lacking) == {}
    fresh.until_saved()
    assert opened(ben).words("b1") == "Rivers need care. online offline"

    thief = opened(ben)
    answer = thief.send(
        update(item(STRING, inside(1, 1), string("x")), client=page.client)
    )
    assert answer["why"] == "refused"


def test_who_is_no_longer_editor_is_told_and_stores_nothing_more(
    world: World, ada: Person, ben: Person, document_id: int, opened: Open
) -> None:
    page, watcher = opened(ben), opened(ada)
    page.type("b1", " before")
    page.until_saved()
    end_editing(world, ben, document_id)
    page.type("b1", " AFTER")  # taken into the room at most, never stored
    ended = page.until_heard("draft:ended")
    assert ended["can"] == "suggest"
    assert page.type("b1", " LATER")["why"] == "closed"
    watcher.type("b2", " Ada goes on.")
    watcher.until_saved()
    fresh = opened(ada)
    assert fresh.words("b1") == "Rivers need care. before"


def test_who_becomes_an_editor_is_told_to_join_again_and_can_write(
    world: World, document_id: int, opened: Open
) -> None:
    chen = world.person("Chen Wei")
    page = opened(chen)
    assert page.joined["can"] == "suggest"
    world.appoint(chen, Role.EDITOR, document_id)
    page.until_heard("draft:gained")  # the room looks every three seconds
    assert page.join()["can"] == "write"
    page.type("b1", " Chen writes.")
    page.until_saved()


def test_who_signs_out_elsewhere_stores_nothing_more(
    ada: Person, ben: Person, opened: Open
) -> None:
    page = opened(ben)
    page.type("b1", " before")
    page.until_saved()
    ben.post("/sign-out")  # at another worker: this one is told nothing
    page.type("b1", " AFTER")
    refused = page.until_heard("draft:refused")
    assert (refused["why"], refused["numbers"]) == ("closed", [2])
    assert page.until_heard("draft:ended")["can"] == "read"
    assert page.type("b1", " LATER")["why"] == "closed"
    assert opened(ada).words("b1") == "Rivers need care. before"


def test_a_change_of_stage_ends_the_writing_at_once(
    world: World, ada: Person, document_id: int, opened: Open
) -> None:
    page = opened(ada)
    with world.session() as session:
        document = session.get_one(Document, document_id)
        document.stage = Stage.ASSESSMENT
        deed = Deed(Verb.RETURNED_FOR_WORK, "document", {})
        record(session, ChainKind.DOCUMENT, document_id, deed, by=CLOCK)
    ended = page.until_heard("draft:ended")  # the room looks every three seconds
    assert ended["can"] == "read"
    assert page.type("b1", " late")["why"] == "closed"


def test_a_page_of_another_release_is_told_to_load_again(
    ada: Person, opened: Open, server: Server, document_id: int
) -> None:
    with closing(typist(server.url, ada, document_id)) as page:
        answer = page.join(schema=SCHEMA_VERSION - 1)
        assert answer["why"] == "reload"
        assert (
            page.ask("draft:here", document=document_id, block="b1", at="", idle=0)[
                "why"
            ]
            == "closed"
        )


def test_visitors_read_along_and_cannot_write(
    world: World, ada: Person, document_id: int, server: Server, opened: Open
) -> None:
    writer = opened(ada)
    with closing(typist(server.url, world.visitor(), document_id)) as page:
        joined = page.join()
        assert (joined["can"], joined["client"]) == ("read", 0)
        writer.type("b1", " Read this.")
        assert page.until(lambda: "Read this." in page.words("b1"))
        page.client = writer.client
        assert page.send(b"\0\0")["why"] == "closed"


def test_the_service_says_who_is_where_not_the_page(
    ada: Person, ben: Person, opened: Open, document_id: int
) -> None:
    one, other = opened(ada), opened(ben)
    place = '{"anchor": 1, "name": "Somebody Else"}'
    assert (
        other.ask("draft:here", document=document_id, block="b2", at=place, idle=0)
        == {}
    )

    def ben_is_seen() -> bool:
        lists = [sent for event, sent in one.heard if event == "draft:here"]
        return any(p["block"] == "b2" for sent in lists for p in sent["people"])

    one.until(ben_is_seen)
    last = [sent for event, sent in one.heard if event == "draft:here"][-1]
    seen = next(p for p in last["people"] if p["block"] == "b2")
    assert (seen["name"], seen["client"], seen["at"]) == (
        "Ben Silva",
        other.client,
        place,
    )
    assert seen["group"] == "civil_society"
    assert "refused" in other.ask(
        "draft:here", document=document_id, block="b2", at="x" * 3000, idle=0
    )
    other.close()
    one.until(
        lambda: (
            [len(sent["people"]) for event, sent in one.heard if event == "draft:here"][
                -1
            ]
            == 1
        )
    )


def test_who_only_reads_the_document_hears_of_typing_now_and_then(
    world: World, ada: Person, document_id: int, server: Server, opened: Open
) -> None:
    writer = opened(ada)
    with closing(typist(server.url, world.visitor(), document_id)) as reader:
        reader.connect()
        assert "seq" in reader.ask("follow", document=document_id)
        for number in range(30):
            writer.type("b2", f" {number}")
        writer.until_saved()
        signal = reader.until_heard("changed")
        assert (signal["about"], signal["blocks"]) == ("text", ["b2"])
        reader.ask("unfollow", document=document_id)
        assert len([event for event, _ in reader.heard if event == "changed"]) < 10
        assert not [event for event, _ in reader.heard if event.startswith("draft:")]
