"""What pages must know about who asks; the part that signs people in supplies it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Visitors:
    """
    Two questions about the request at hand, each answered anew whenever it is asked.

    `person` is the account that is signed in, or None. `form_token` is the secret that
    forms of this signed-in browser carry, or None for a visitor.
    """

    person: Callable[[], object | None]
    form_token: Callable[[], str | None]
