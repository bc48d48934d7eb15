"""Who may open a socket, and how many (decisions.md 4, trust.md findings 7, 8, 12)."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consensus.accounts.queries import open_session_of
from consensus.app import create_app
from consensus.config import Settings, SettingsError
from consensus.db import db
from consensus.realtime import close_sockets
from consensus.realtime.gate import SOCKETS_PER_ADDRESS, Gate, origins_of
from consensus.realtime.lines import SOCKETS_PER_PERSON
from tests.realtime.conftest import Open
from tests.realtime.pages import open_page
from tests.world import World

HANDSHAKE = "/socket.io/?EIO=4&transport=websocket"
OWN = "http://localhost"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://sub.localhost"},
        {"Origin": "http://localhost:8001"},
        {"Origin": "https://localhost"},
        {"Origin": "http://evil.example", "Host": "evil.example"},
        {"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"},
    ],
    ids=[
        "none", "null", "another site", "a neighbour", "another port",
        "another scheme", "origin and host", "forwarded host",
    ],
)  # fmt: skip
def test_sec_8_no_page_of_another_origin_opens_a_socket(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
    answer = client.get(HANDSHAKE, headers=headers | upgrade)
    assert answer.status_code in {400, 403}
    assert answer.get_data(as_text=True)


def test_a_name_that_is_not_ours_is_refused_even_with_our_origin(
    client: FlaskClient,
) -> None:
    headers = {"Origin": OWN, "Host": "evil.example"}
    assert client.get(HANDSHAKE, headers=headers).status_code == 400


def test_long_polling_is_refused(client: FlaskClient) -> None:
    # Its id in the address would be a key for whoever reads the log (finding 12).
    answer = client.get("/socket.io/?EIO=4&transport=polling", headers={"Origin": OWN})
    assert answer.status_code == 400


@pytest.mark.parametrize("address", ["", "*", "https://*", "https://", "ftp://host"])
def test_sec_8_the_service_does_not_start_without_one_origin(
    settings: Settings, address: str
) -> None:
    with pytest.raises(SettingsError):
        origins_of(replace(settings, base_url=address))
    with pytest.raises(SettingsError):
        create_app(replace(settings, base_url=address))


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://Consensus.example", "https://consensus.example"),
        ("https://consensus.example:443", "https://consensus.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_origin_is_spelled_as_browsers_spell_it(
    settings: Settings, address: str, origin: str
) -> None:
    assert origins_of(replace(settings, base_url=address)) == [origin]


def test_visitors_and_members_are_let_in(world: World, open_as: Open) -> None:
    assert open_as(None).is_live
    assert open_as(world.person("Ada")).is_live


def test_sec_9_a_token_opens_sockets_of_its_own_browser_only(
    app: Flask, world: World
) -> None:
    ada, bo = world.person("Ada"), world.person("Bo")
    for token in [None, "", "guessed", bo.token, "é", "\ud800", 7, ["x"], {"a": 1}]:
        assert not open_page(app, ada.client, token).is_live
        assert not open_page(app, app.test_client(), token).is_live
    # Not single use: a poor line reconnects often (decisions.md 4).
    assert open_page(app, ada.client, ada.token).is_live
    assert open_page(app, ada.client, ada.token).is_live


def test_a_person_has_twelve_live_pages_at_most(world: World, open_as: Open) -> None:
    ada, bo = world.person("Ada"), world.person("Bo")
    pages = [open_as(ada) for _ in range(SOCKETS_PER_PERSON)]
    assert all(page.is_live for page in pages)
    assert not open_as(ada).is_live
    assert open_as(bo).is_live

    pages[0].line.disconnect()
    assert open_as(ada).is_live


def test_visitors_share_no_limit_of_a_person(open_as: Open) -> None:
    pages = [open_as(None) for _ in range(SOCKETS_PER_PERSON + 1)]
    assert all(page.is_live for page in pages)


def test_an_address_has_five_hundred_sockets_at_most() -> None:
    held = []

    def hold(*_: object) -> list[bytes]:
        held.append(1)
        return []

    gate = Gate(hold, frozenset({OWN}), ("localhost",))
    gate.open_from["192.0.2.7"] = SOCKETS_PER_ADDRESS
    gate.open_from["2001:db8::/64"] = SOCKETS_PER_ADDRESS - 1

    assert _knock(gate, "192.0.2.7") == "429 Too Many Requests"
    assert _knock(gate, "192.0.2.8") is None
    assert _knock(gate, "2001:db8::5") is None
    gate.open_from["2001:db8::/64"] += 1
    assert _knock(gate, "2001:db8::6") == "429 Too Many Requests"
    assert len(held) == 2


def test_sec_4_signing_out_closes_the_sockets_of_that_browser(
    app: Flask, world: World, open_as: Open
) -> None:
    ada, bo = world.person("Ada"), world.person("Bo")
    first, second, others = open_as(ada), open_as(ada), open_as(bo)
    with app.app_context():
        close_sockets(_session_of(ada.client))

    assert first.heard("ended") == [{}]
    assert not first.is_live
    assert not second.is_live
    assert others.is_live


def test_sec_4_a_session_that_has_ended_opens_no_socket(
    app: Flask, world: World
) -> None:
    ada = world.person("Ada")
    assert ada.post("/sign-out").status_code == 303
    ada.client.set_cookie("sid", "copied")
    assert not open_page(app, ada.client, ada.token).is_live


def _knock(gate: Gate, address: str) -> str | None:
    """The status of a refusal, None when the handshake went on."""
    statuses: list[str] = []
    environ = {
        "PATH_INFO": "/socket.io/", "HTTP_HOST": "localhost", "HTTP_ORIGIN": OWN,
        "REMOTE_ADDR": address,
    }  # fmt: skip

    def start_response(status: str, *_: object) -> None:
        statuses.append(status)

    list(gate(environ, start_response))  # type: ignore[arg-type]
    return statuses[0] if statuses else None


def _session_of(browser: FlaskClient) -> int:
    cookie = browser.get_cookie("sid")
    assert cookie is not None
    found = open_session_of(db.session, cookie.value)
    assert found is not None
    return found.id
