"""Listening to pages: what they send is checked here before a handler sees it."""

import logging
from collections.abc import Callable
from typing import Any

from flask import current_app, request
from flask_socketio import SocketIO, emit

from consensus.errors import Invalid, Refused
from consensus.realtime.limits import DEEDS, Budget, Flooding, Rate

socketio = SocketIO()
"""The one Socket.IO server of the process, opened by `realtime.init_app`."""

Answer = dict[str, Any]
Kind = type[int] | type[str]

log = logging.getLogger(__name__)

LARGEST_NUMBER = 2**53 - 1  # the largest that JavaScript counts to
LONGEST_TEXT = 262_144  # characters
FAILED = "This did not work, and the failure was written down. Load the page again."


def listen(
    event: str, handler: Callable[..., Answer], *, rate: Rate = DEEDS, **fields: Kind
) -> None:
    """
    Let a handler answer an event; call it from a feature's `register()`.

    The page sends one object with exactly the named fields: whole numbers from 0 to
    2**53 - 1 or texts. The handler gets them by keyword and answers with an object. A
    refusal, too, is an answer: `{"refused": sentence}`, with its `why` if it has one,
    sent as event `refused` besides for pages that wait for no answer.
    """

    def answer(*sent: object) -> Answer:
        try:
            _spend(rate)
            return handler(**_checked(sent, fields))
        except Flooding as refusal:
            socketio.server.disconnect(_sid())
            return _refused(event, str(refusal), refusal.why)
        except Refused as refusal:
            return _refused(event, str(refusal), refusal.why)
        except Exception:
            # The engine would leave the page without an answer, for ever waiting.
            log.exception("the event %s failed", event)
            return _refused(event, FAILED)

    socketio.on_event(event, answer)


def refuse_the_rest() -> None:
    """Answer any event that nobody listens to with a refusal."""

    def answer(event: str, *_: object) -> Answer:
        return _refused(event, "This service does not know that event.")

    socketio.on_event("*", answer)


def _checked(sent: tuple[object, ...], fields: dict[str, Kind]) -> dict[str, Any]:
    (values,) = sent if len(sent) == 1 else (None,)
    if not isinstance(values, dict) or values.keys() != fields.keys():
        names = ", ".join(fields) or "nothing"
        raise Invalid(f"This event takes one object with {names}.")
    for name, kind in fields.items():
        if not _fits(values[name], kind):
            raise Invalid(f"The value of {name} is not one this event takes.")
    return values


def _fits(value: object, kind: Kind) -> bool:
    if type(value) is not kind:  # True is an int to isinstance, and no number here
        return False
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return isinstance(value, int) and 0 <= value <= LARGEST_NUMBER


def _spend(rate: Rate) -> None:
    line = current_app.extensions["lines"][_sid()]
    if seconds := line.budgets.setdefault(rate, Budget(rate)).take():
        socketio.sleep(seconds)


def _refused(event: str, sentence: str, why: str = "") -> Answer:
    answer = {"refused": sentence} | ({"why": why} if why else {})
    emit("refused", {"event": event, **answer})
    return answer


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid
