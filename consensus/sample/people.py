"""Who sits in the sample coalition. Nobody here exists."""

from dataclasses import dataclass

from consensus.coalitions.models import (
    Attribution,
    Capacity,
    Region,
    SeatStatus,
    StakeholderGroup,
)

_G, _R = StakeholderGroup, Region


@dataclass(frozen=True)
class Person:
    """A name, an address, and what their seat says."""

    key: str
    name: str
    group: StakeholderGroup
    region: Region
    organisation: str = ""
    capacity: Capacity = Capacity.PERSONAL
    shown: Attribution = Attribution.NAMED
    status: SeatStatus = SeatStatus.MEMBER

    @property
    def email(self) -> str:
        """An address that no mail reaches (RFC 2606)."""
        return f"{self.key}@slow-lines.example"


NAME = "Dynamic Coalition on Slow Lines"
ACRONYM = "DC-SL"
SLUG = "slow-lines"
PURPOSE = (
    "We write down what people on poor, shared and costly connections need from the "
    "Internet and from the meetings that govern it. Members sit on islands, on ships, "
    "in valleys and in offices with very good fibre; everyone may join."
)

PEOPLE = (
    Person(
        "amara", "Amara Nwosu", _G.CIVIL_SOCIETY, _R.AFRICAN, "Lagoon Radio Network"
    ),
    Person("lucas", "Lucas Ferrand", _G.TECHNICAL_COMMUNITY, _R.WEOG, "Open Relay Lab"),
    Person(
        "ines",
        "Inês Batalha",
        _G.INTERGOVERNMENTAL,
        _R.INTERGOVERNMENTAL,
        "Island Ports Union",
    ),
    Person("teuila", "Teuila Fonoti", _G.CIVIL_SOCIETY, _R.ASIA_PACIFIC),
    Person("rafael", "Rafael Oquendo", _G.PRIVATE_SECTOR, _R.GRULAC, "Andes Uplink"),
    Person("noor", "Noor Haddad", _G.CIVIL_SOCIETY, _R.ASIA_PACIFIC, "Desk and Cable"),
    Person(
        "hiroko",
        "Hiroko Tamura",
        _G.TECHNICAL_COMMUNITY,
        _R.ASIA_PACIFIC,
        "Packet Weather Group",
    ),
    Person(
        "sione",
        "Sione Vaea",
        _G.GOVERNMENT,
        _R.ASIA_PACIFIC,
        "Office of Telecommunications, Lepuka",
        Capacity.ORGANISATION,
    ),
    Person(
        "greta",
        "Greta Lindholm",
        _G.PRIVATE_SECTOR,
        _R.WEOG,
        "Northmast Hosting",
        shown=Attribution.ORGANISATION,
    ),
    Person(
        "kofi",
        "Kofi Asante",
        _G.GOVERNMENT,
        _R.AFRICAN,
        "Ministry of Works, Adansi",
        shown=Attribution.GROUP,
    ),
    Person(
        "yara",
        "Yara Monteiro",
        _G.CIVIL_SOCIETY,
        _R.GRULAC,
        shown=Attribution.MEMBER,
    ),
    Person("piotr", "Piotr Zalewski", _G.TECHNICAL_COMMUNITY, _R.EASTERN_EUROPEAN),
    Person("wen", "Wen Jiahui", _G.TECHNICAL_COMMUNITY, _R.ASIA_PACIFIC),
    Person(
        "milena",
        "Milena Kovač",
        _G.CIVIL_SOCIETY,
        _R.EASTERN_EUROPEAN,
        "Mountain Schools Trust",
    ),
    Person(
        "omar", "Omar Benali", _G.PRIVATE_SECTOR, _R.AFRICAN, "Sahel Carrier Services"
    ),
    Person(
        "olive",
        "Olive Thornton",
        _G.OTHER,
        _R.WEOG,
        status=SeatStatus.OBSERVER,
    ),
)
"""Coordinator first, then the editor, then the consensus caller."""
