"""Whole logs that tests begin from: one text, three dissents, one unconfirmed."""

from tests.publication.logs import Log, paragraph

INTRO = paragraph("b1", "Water is a common good.")
LIMITS_OLD = paragraph("b2", "Operators should keep logs for twelve months.")
LIMITS = paragraph("b2", "Operators should keep logs for six months.")
PRICE = paragraph("b3", "Prices are set once a year.")
REMOVED = paragraph("b4", "Meters are read by hand.")
TEXT = [INTRO, LIMITS, PRICE]


def contested() -> Log:
    """
    Up to the declared levels: O-1 maintained on b2 by two, O-2 a bare dissent on b3
    by "a member", O-3 to the whole document, O-4 unconfirmed on b2, O-5 withdrawn.
    """
    log = Log()
    log.propose()
    log.freeze(1, [INTRO, LIMITS_OLD, PRICE, REMOVED])
    old, new = log.mint(LIMITS_OLD), log.mint(LIMITS)
    price = log.mint(PRICE)
    first = log.object(1, LIMITS_OLD, "P5", reason="Too long — “far” too long.",
                       harm_to="Users", would_resolve="six weeks")  # fmt: skip
    second = log.join(1, "P6", "I share this.", wording=old)
    log.answer(1, "We halved it.", [first, second], wording=old)
    lapsed = log.object(4, LIMITS_OLD, "P8", reason="Logs invite misuse.")
    gone = log.object(5, PRICE, "P9", reason="No prices here.")
    log.move(5, gone, "withdraw", ("raised", "withdrawn"), "P9", wording=price)
    log.object(2, PRICE, "P7", reason="", state="dissenting", attribution="member")
    log.object(3, None, "P5", reason="It should wait a year.", state="dissenting")
    for number, holder, before in [(1, first, "answered"), (1, second, "answered"),
                                   (4, lapsed, "raised")]:  # fmt: skip
        log.move(number, holder, "words_changed", (before, "recheck"), "system",
                 wording=old)  # fmt: skip
    log.freeze(2, TEXT)
    log.call(1, 2)
    log.move(1, first, "keep", ("recheck", "maintained"), "P5", wording=new)
    log.move(1, second, "keep", ("recheck", "maintained"), "P6", wording=new)
    log.move(4, lapsed, "silent_on_recheck", ("recheck", "unconfirmed"), "system",
             wording=old)  # fmt: skip
    _assess(log)
    return log


def _assess(log: Log) -> None:
    log.read(1, None, people=9, support=7, dissent=1)
    log.read(1, "b2", people=9, support=6, objection=2, unconfirmed=1)
    log.read(1, "b3", people=8, support=6, reservation=1, dissent=1)
    for block in (None, "b2", "b3"):
        log.declare(1, block, "consensus")
    for number in (1, 2, 3):
        log.find(1, number)
    log.open_windows(1)


def agreed() -> Log:
    """Up to the declared level of a text that nobody opposes."""
    log = Log()
    log.propose("Calm water")
    log.freeze(1, [INTRO, PRICE])
    log.call(1, 1)
    log.read(1, None, people=9, support=9)
    log.declare(1, None, "full_consensus")
    log.open_windows(1)
    return log
