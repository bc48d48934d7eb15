"""What stands before the socket: which sites may open one, and how many at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.sansio.utils import host_is_trusted

from consensus.config import Settings, SettingsError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/socket.io"
SOCKETS_PER_ADDRESS = 500
"""A meeting room shares one address (decisions.md 4)."""

_HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Security-Policy", "default-src 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
]


def origins_of(settings: Settings) -> list[str]:
    """
    The origins whose pages may open a socket: that of `base_url`, as browsers spell it.

    Raises SettingsError when there is none, for an empty list means "anyone".
    """
    parts = urlsplit(settings.base_url.lower())
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    if usual is None or not parts.hostname or "*" in parts.netloc:
        raise SettingsError(
            "CONSENSUS_BASE_URL must name one origin, or any site could open sockets."
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = "" if parts.port in {None, usual} else f":{parts.port}"
    return [f"{parts.scheme}://{host}{port}"]


@dataclass
class Gate:
    """
    A WSGI layer that refuses a handshake before anything is opened for it.

    Unlike the Socket.IO server it also refuses requests without an Origin, and looks
    at the host name (decisions.md 4). Refusals: 400 host, 403 origin, 429 too many.
    """

    application: "WSGIApplication"
    origins: frozenset[str]
    hosts: tuple[str, ...]
    open_from: Counter[str] = field(default_factory=Counter)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if not environ.get("PATH_INFO", "").startswith(PATH):
            return self.application(environ, start_response)
        address = _network(environ.get("REMOTE_ADDR", ""))
        if refusal := self._refusal(environ, address):
            status, sentence = refusal
            start_response(status, _HEADERS)
            return [sentence.encode()]
        self.open_from[address] += 1
        try:
            # Returns only when the socket has ended.
            return self.application(environ, start_response)
        finally:
            self.open_from[address] -= 1
            self.open_from += Counter()  # forgets addresses without a socket

    def _refusal(
        self, environ: "WSGIEnvironment", address: str
    ) -> tuple[str, str] | None:
        if not host_is_trusted(environ.get("HTTP_HOST", ""), self.hosts):
            return "400 Bad Request", "This service does not answer to that name."
        if environ.get("HTTP_ORIGIN") not in self.origins:
            return "403 Forbidden", "Only pages of this service may open a socket."
        if self.open_from[address] >= SOCKETS_PER_ADDRESS:
            return (
                "429 Too Many Requests",
                f"There are {SOCKETS_PER_ADDRESS} live pages at this address already.",
            )
        return None


def _network(text: str) -> str:
    """The network address, of IPv6 only the part that one connection keeps (/64)."""
    try:
        address = ip_address(text)
    except ValueError:
        return text  # a local socket has none
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)
