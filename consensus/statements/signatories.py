"""How a signer is shown: their own choice, and in which capacity (R17, R19)."""

from consensus.coalitions.attribution import Shown, shown, who_line
from consensus.coalitions.models import Attribution, Capacity, Member


def signatory(member: Member, attribution: Attribution, capacity: Capacity) -> Shown:
    """
    What a signature shows of its signer, the capacity always included (R19).

    Refuses (`Invalid`) an organisation's name where the seat names none.
    """
    return shown(member, attribution) | {"capacity": str(capacity)}


def signatory_line(identity: Shown, number: str = "") -> str:
    """
    The line printed for a signer, for example "a member from civil society, personal
    capacity". Without proof, speaking for an organisation is what they state (R19).
    `number` tells unnamed signers apart in the working space: " (Member 7)" (R17).
    """
    line = who_line(identity)
    if identity.get("name"):
        return line
    return f"{line}{number}, {_capacity(identity)}"


def _capacity(identity: Shown) -> str:
    if identity.get("capacity") != Capacity.ORGANISATION:
        return "personal capacity"
    whom = identity.get("organisation") or "an organisation"
    return f"states that they speak for {whom}"
