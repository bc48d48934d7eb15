"""
Word between several workers: that a draft has moved on, and who is in it.

The database is the truth and Redis only a nudge (collab.md 8.10): a message says which
draft and how far, never what was typed, so a lost message costs three seconds and a
forged one a look at the database (trust.md 13).
"""

import json
import logging
import secrets
from collections.abc import Callable
from typing import Any

import gevent
from redis import Redis
from redis.exceptions import RedisError

CHANNEL = "draft:"
LONGEST_REST = 10.0  # seconds between two tries while Redis is down
PATIENCE = 2.0  # seconds that Redis may take to answer

Heard = Callable[[int, dict[str, Any]], None]

log = logging.getLogger(__name__)


class Relay:
    """One worker's line to the others; `node` is its name among them."""

    def __init__(self, url: str, heard: Heard) -> None:
        self.node = secrets.token_hex(4)
        self.heard = heard
        self.redis = Redis.from_url(
            url,
            socket_timeout=None,
            socket_connect_timeout=PATIENCE,
            health_check_interval=20,
        )
        self.waiting: dict[tuple[int, str], dict[str, Any]] = {}
        self.sending: Any = None

    def listen(self) -> None:
        """Hear the others from now on; call it once, after the server forked."""
        gevent.spawn(self._listen)

    def say(self, document_id: int, what: str, **more: Any) -> None:
        """
        Tell the others of a draft; never waits, and fails silently while Redis is down.

        Of several sayings of one kind (`what`) only the last is sent.
        """
        self.waiting[document_id, what] = {"node": self.node, "what": what, **more}
        if self.sending is None or self.sending.dead:
            self.sending = gevent.spawn(self._send)

    def _send(self) -> None:
        while self.waiting:
            (document_id, what), message = next(iter(self.waiting.items()))
            del self.waiting[document_id, what]
            try:
                self.redis.publish(f"{CHANNEL}{document_id}", json.dumps(message))
            except RedisError as error:
                log.warning("other workers were not told of a draft: %s", error)
                gevent.sleep(1)  # they look at the database by themselves

    def _listen(self) -> None:
        rest = 0.5
        while True:
            try:
                with self._line() as line:
                    line.psubscribe(f"{CHANNEL}*")
                    for message in line.listen():
                        rest = 0.5
                        self._hear(message)
            except RedisError as error:
                log.warning("no word from other workers: %s", error)
                gevent.sleep(rest)
                rest = min(LONGEST_REST, rest * 2)

    def _line(self) -> Any:
        make: Any = self.redis.pubsub  # published without types
        return make(ignore_subscribe_messages=True)

    def _hear(self, message: dict[str, Any]) -> None:
        try:
            document_id = int(message["channel"].removeprefix(CHANNEL.encode()))
            said = json.loads(message["data"])
            if said["node"] != self.node:
                self.heard(document_id, said)
        except (ValueError, KeyError, TypeError):
            log.warning("a message of another worker could not be read")
