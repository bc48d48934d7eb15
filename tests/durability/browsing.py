"""A signed-in browser of a real server, as little of one as it takes to send forms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from tests.world import Person

PATIENCE = 120  # seconds for one answer before a server counts as gone

CUT_OFF = (OSError, HTTPException)
"""What a browser gets from a server that ends in the middle of a conversation."""


@dataclass(frozen=True)
class Answer:
    """A page as it came: HTTP status and text."""

    status: int
    text: str

    @property
    def acknowledges(self) -> bool:
        """Whether the server says that it did what it was asked."""
        return 200 <= self.status < 400

    def field(self, name: str) -> str:
        """The value of a hidden field that the page has."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found is not None, f"the page has a field {name}"
        return unescape(found[1])


@dataclass(frozen=True)
class Browser:
    """Somebody at `host:port`; each page comes over a connection of its own."""

    host: str
    port: int
    cookie: str
    token: str

    @classmethod
    def of(cls, person: Person, port: int) -> "Browser":
        """The browser of somebody who is signed in already."""
        session = person.client.get_cookie("sid")
        assert session is not None, f"{person.name} is signed in"
        return cls("127.0.0.1", port, session.value, person.token)

    def get(self, path: str) -> Answer:
        """Open a page; raises one of CUT_OFF if it does not come whole."""
        return self._asked("GET", path, "")

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """
        Send a form with its token; redirects are not followed.

        What counts is the first line of the answer: the rest may be cut off.
        """
        return self._asked(
            "POST", path, urlencode({"csrf_token": self.token, **fields})
        )

    def _asked(self, method: str, path: str, body: str) -> Answer:
        headers = {"Cookie": f"sid={self.cookie}", "Connection": "close"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            if method == "POST" and answer.status < 400:
                return Answer(answer.status, "")
            return Answer(answer.status, answer.read().decode("utf-8"))
        finally:
            connection.close()
