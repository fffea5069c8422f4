"""The adjectives of nations and areas, for their records: a British record, a North American one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.areas import Area

_TABLE = """
AFG Afghan|AIA Anguillan|ALB Albanian|ALG Algerian|AND Andorran|ANG Angolan|ANT Antiguan|ARG Argentine
ARM Armenian|ARU Aruban|ASA American Samoan|AUS Australian|AUT Austrian|AZE Azerbaijani|BAH Bahamian
BAN Bangladeshi|BAR Barbadian|BDI Burundian|BEL Belgian|BEN Beninese|BER Bermudian|BHU Bhutanese|BIH Bosnian
BIZ Belizean|BLR Belarusian|BOL Bolivian|BOT Botswanan|BRA Brazilian|BRN Bahraini|BRU Bruneian|BUL Bulgarian
BUR Burkinabé|CAF Central African|CAM Cambodian|CAN Canadian|CAY Caymanian|CGO Congolese|CHA Chadian
CHI Chilean|CHN Chinese|CIV Ivorian|CMR Cameroonian|COD DR Congo|COK Cook Islands|COL Colombian|COM Comorian
CPV Cape Verdean|CRC Costa Rican|CRO Croatian|CUB Cuban|CYP Cypriot|CZE Czech|DEN Danish|DJI Djiboutian
DMA Dominica|DOM Dominican|ECU Ecuadorian|EGY Egyptian|ERI Eritrean|ESA Salvadoran|ESP Spanish|EST Estonian
ETH Ethiopian|FIJ Fijian|FIN Finnish|FRA French|FSM Micronesian|GAB Gabonese|GAM Gambian|GBR British
GBS Bissau-Guinean|GEO Georgian|GEQ Equatorial Guinean|GER German|GHA Ghanaian|GIB Gibraltarian|GRE Greek
GRN Grenadian|GUA Guatemalan|GUI Guinean|GUM Guamanian|GUY Guyanese|HAI Haitian|HKG Hong Kong|HON Honduran
HUN Hungarian|INA Indonesian|IND Indian|IRI Iranian|IRL Irish|IRQ Iraqi|ISL Icelandic|ISR Israeli
ISV US Virgin Islands|ITA Italian|IVB British Virgin Islands|JAM Jamaican|JOR Jordanian|JPN Japanese
KAZ Kazakh|KEN Kenyan|KGZ Kyrgyz|KIR I-Kiribati|KOR South Korean|KOS Kosovan|KSA Saudi|KUW Kuwaiti|LAO Lao
LAT Latvian|LBA Libyan|LBN Lebanese|LBR Liberian|LCA Saint Lucian|LES Lesotho|LIE Liechtenstein
LTU Lithuanian|LUX Luxembourg|MAC Macanese|MAD Malagasy|MAR Moroccan|MAS Malaysian|MAW Malawian|MDA Moldovan
MDV Maldivian|MEX Mexican|MGL Mongolian|MHL Marshallese|MKD North Macedonian|MLI Malian|MLT Maltese
MNE Montenegrin|MON Monegasque|MOZ Mozambican|MRI Mauritian|MSR Montserratian|MTN Mauritanian|MYA Myanmar
NAM Namibian|NCA Nicaraguan|NED Dutch|NEP Nepali|NFI Norfolk Island|NGR Nigerian|NIG Nigerien
NMI Northern Marianas|NOR Norwegian|NRU Nauruan|NZL New Zealand|OMA Omani|PAK Pakistani|PAN Panamanian
PAR Paraguayan|PER Peruvian|PHI Philippine|PLE Palestinian|PLW Palauan|PNG Papua New Guinean|POL Polish
POR Portuguese|PRK North Korean|PUR Puerto Rican|PYF French Polynesian|QAT Qatari|ROU Romanian
RSA South African|RUS Russian|RWA Rwandan|SAM Samoan|SEN Senegalese|SEY Seychellois
SGP Singaporean|SIN Singaporean
SKN Saint Kitts and Nevis|SLE Sierra Leonean|SLO Slovenian|SMR Sammarinese|SOL Solomon Islands|SOM Somali
SRB Serbian|SRI Sri Lankan|SSD South Sudanese|STP São Toméan|SUD Sudanese|SUI Swiss|SUR Surinamese
SVK Slovak|SWE Swedish|SWZ Swazi|SYR Syrian|TAN Tanzanian|TCA Turks and Caicos|TGA Tongan|THA Thai
TJK Tajik|TKM Turkmen|TKS Turks and Caicos|TLS Timorese|TOG Togolese|TPE Taiwanese
TTO Trinidad and Tobago|TUN Tunisian|TUR Turkish|TUV Tuvaluan|UAE Emirati|UGA Ugandan|UKR Ukrainian
URU Uruguayan|USA American|UZB Uzbek|VAN Vanuatuan|VEN Venezuelan|VIE Vietnamese|VIN Vincentian|YEM Yemeni
ZAM Zambian|ZIM Zimbabwean
AHO Dutch Antillean|EUN Unified Team|FRG West German|GDR East German|SCG Serbia and Montenegro
TCH Czechoslovak|URS Soviet|YUG Yugoslav
"""

NATIONS = {entry[:3]: entry[4:] for line in _TABLE.splitlines() for entry in line.split("|") if entry}
"""By the three-letter code."""

AREAS: dict[Area, str] = {
    "Africa": "African",
    "Asia": "Asian",
    "Europe": "European",
    "NACAC": "North American",
    "Oceania": "Oceanian",
    "South America": "South American",
}
