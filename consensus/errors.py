"""What the rules refuse. Each message may be shown to the person who asked."""


class Refused(Exception):
    """
    The deed is understood but the rules do not allow it now (HTTP 409).

    `why` is a word for scripts that act on the refusal by themselves; "" as a rule.
    """

    why = ""


class NotFound(Refused):
    """Nothing there, or nothing this person may know about (HTTP 404)."""


class NotAllowed(Refused):
    """The person may see it but may not do this to it (HTTP 403)."""


class SignInFirst(NotAllowed):
    """Only a person who has signed in may do this (HTTP 401)."""


class Invalid(Refused):
    """What was sent makes no sense as it stands (HTTP 422)."""


class Untrusted(Refused):
    """What another service handed over is not to be believed (HTTP 400)."""


class TooOften(Refused):
    """The same was asked too many times in a short time (HTTP 429)."""

    why = "slow"


class WordsChanged(Refused):
    """
    The words the person answered are no longer the words in the text (decision 11).

    `seen` and `now` are both texts, so that the page can show what changed (HTTP 409).
    """

    def __init__(self, sentence: str, *, seen: str, now: str) -> None:
        super().__init__(sentence)
        self.seen = seen
        self.now = now
