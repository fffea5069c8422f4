"""The six areas of World Athletics, and which nation belongs to which.

The members of each area are those named in the World Athletics Constitution, by the three letters that
results print. Former nations keep the area they were in.
"""

from __future__ import annotations

from typing import Literal

Area = Literal["Africa", "Asia", "Europe", "NACAC", "Oceania", "South America"]
"""NACAC is North and Central America and the Caribbean."""

MEMBERS: dict[Area, str] = {
    "Africa": "ALG ANG BDI BEN BOT BUR CAF CGO CHA CIV CMR COD COM CPV DJI EGY ERI ETH GAB GAM GBS GEQ GHA "
    "GUI KEN LBA LBR LES MAD MAR MAW MLI MOZ MRI MTN NAM NGR NIG RSA RWA SEN SEY SLE SOM SSD STP SUD SWZ "
    "TAN TOG TUN UGA ZAM ZIM",
    "Asia": "AFG BAN BHU BRN BRU CAM CHN HKG INA IND IRI IRQ JOR JPN KAZ KGZ KOR KSA KUW LAO LBN MAC MAS "
    "MDV MGL MYA NEP OMA PAK PHI PLE PRK QAT SGP SIN SRI SYR THA TJK TKM TLS TPE UAE UZB VIE YEM",
    "Europe": "ALB AND ARM AUT AZE BEL BIH BLR BUL CRO CYP CZE DEN ESP EST FIN FRA GBR GEO GER GIB GRE HUN "
    "IRL ISL ISR ITA KOS LAT LIE LTU LUX MDA MKD MLT MNE MON NED NOR POL POR ROU RUS SLO SMR SRB SUI SVK "
    "SWE TUR UKR EUN FRG GDR SCG TCH URS YUG",
    "NACAC": "AIA ANT ARU BAH BAR BER BIZ CAN CAY CRC CUB DMA DOM ESA GRN GUA HAI HON ISV IVB JAM LCA MEX "
    "MSR NCA PUR SKN TCA TKS TTO USA VIN AHO",
    "Oceania": "ASA AUS COK FIJ FSM GUM KIR MHL NFI NMI NRU NZL PLW PNG PYF SAM SOL TGA TUV VAN",
    "South America": "ARG BOL BRA CHI COL ECU GUY PAN PAR PER SUR URU VEN",
}

AREAS: dict[str, Area] = {nation: area for area, nations in MEMBERS.items() for nation in nations.split()}

HOME_NATIONS = frozenset({"ENG", "GGY", "IOM", "JEY", "NIR", "SCO", "WAL"})
"""They compete for themselves at the Commonwealth Games and for Great Britain in World Athletics."""


def member_of(nation: str) -> str:
    """The member of World Athletics that an athlete of a nation competes for: SCO competes for GBR."""
    return "GBR" if nation in HOME_NATIONS else nation


def area_of(nation: str) -> Area | None:
    """The area of a nation; None for an unknown code."""
    return AREAS.get(member_of(nation))
