"""A real server against misuse on the wire (trust.md findings 9 to 12, SEC-26)."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing

import pytest

from consensus.realtime.frames import LONGEST_MESSAGE
from tests.realtime.staging import Line, Stage, handshake_status, wire

Knock = Callable[..., Line]

FOLLOW = '["follow",{"document":%d}]'


def test_a_visitor_follows_a_document(stage: Stage, knock: Knock) -> None:
    line = knock()
    line.send("420" + FOLLOW % stage.document_id)
    answer = line.next()
    assert answer is not None
    assert answer.startswith('430[{"seq":')


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://evil.example", "Host": "evil.example"}, 400),
        ({"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}, 403),
    ],
)
def test_sec_8_a_foreign_page_gets_no_socket(
    stage: Stage, headers: dict[str, str], status: int
) -> None:
    assert handshake_status(stage, headers) == status
    assert handshake_status(stage, {"Origin": stage.url}) == 101


def test_sec_9_without_the_pages_token_nothing_is_heard(stage: Stage) -> None:
    for handshake in ["40", '40{"token":"guessed"}', '40{"token":7}', '40{"a":1}']:
        with closing(Line(wire(stage, {"Origin": stage.url}))) as line:
            line.next()
            line.send(handshake)
            assert (line.next() or "").startswith('44{"message":"')


def test_long_polling_is_refused(stage: Stage) -> None:
    address = f"{stage.url}/socket.io/?EIO=4&transport=polling"
    request = urllib.request.Request(address, headers={"Origin": stage.url})  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310
    refused.value.close()
    assert refused.value.code == 400


@pytest.mark.parametrize(
    "frame",
    [
        '451-["follow",{"_placeholder":true,"num":0}]',
        '459999999999-["follow"]',
        '461-0[{"_placeholder":true,"num":0}]',
        b"four", "bZm91cg==", "", "x", "4", "49", "44{}", "2probe", "5", "6", "0",
        "42", "42{}", "42[]", "42[1]", '42["a', "42.5", "40e5",
        '42["connect",{}]', '42["disconnect"]', '42["connect_error"]', '42["*",1]',
        '42["' + "n" * 65 + '"]', "42" + "[" * 100_000, "42" + "9" * 101 + '["a"]',
        "4²[]", "43{}",
        "42" + json.dumps(["follow", "x" * LONGEST_MESSAGE]),
    ],
    ids=lambda frame: repr(frame)[:24],
)  # fmt: skip
def test_a_frame_no_page_of_ours_sends_ends_the_line_and_nothing_else(
    stage: Stage, knock: Knock, frame: str | bytes
) -> None:
    other, line = knock(), knock()
    line.send(frame)
    line.until_closed()

    other.send("427" + FOLLOW % stage.document_id)
    assert (other.next() or "").startswith("437[")
    assert "Traceback" not in stage.printed()


def test_compression_is_not_agreed_to(stage: Stage, knock: Knock) -> None:
    offered = {"Sec-WebSocket-Extensions": "permessage-deflate"}
    line = knock(**offered)
    line.send("420" + FOLLOW % stage.document_id)
    assert (line.next() or "").startswith("430[")


def test_the_events_of_one_page_are_answered_in_their_order(
    stage: Stage, knock: Knock
) -> None:
    line = knock()
    line.send(*[f"42{n}" + FOLLOW % stage.document_id for n in range(50)])
    answers = [line.next() or "" for _ in range(50)]
    assert [one.partition("[")[0] for one in answers] == [f"43{n}" for n in range(50)]


def test_sec_26_a_page_that_floods_is_cut_off_and_others_are_served(
    stage: Stage,
    knock: Knock,
) -> None:
    other, line = knock(), knock()
    line.send(*['42["nothing"]'] * 3_000)
    line.until_closed()

    other.send("421" + FOLLOW % stage.document_id)
    assert (other.next() or "").startswith("431[")
    assert "Traceback" not in stage.printed()
