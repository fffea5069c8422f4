"""Three-letter codes of the countries that FlashResults prints by their English names."""

from __future__ import annotations

from race.people.folding import folded_letters

_TABLE = """
AFG Afghanistan|AIA Anguilla|ALB Albania|ALG Algeria|AND Andorra|ANG Angola|ANT Antigua and Barbuda
ARG Argentina|ARM Armenia|ARU Aruba|ASA American Samoa|AUS Australia|AUT Austria|AZE Azerbaijan|BAH Bahamas
BAN Bangladesh|BAR Barbados|BDI Burundi|BEL Belgium|BEN Benin|BER Bermuda|BHU Bhutan
BIH Bosnia and Herzegovina|BIZ Belize|BLR Belarus|BOL Bolivia|BOT Botswana|BRA Brazil|BRN Bahrain|BRU Brunei
BUL Bulgaria|BUR Burkina Faso|CAF Central African Republic|CAM Cambodia|CAN Canada|CAY Cayman Islands
CGO Congo|CHA Chad|CHI Chile|CHN China|CIV Cote d'Ivoire|CIV Ivory Coast|CMR Cameroon|COD DR Congo
COD Democratic Republic of the Congo|COK Cook Islands|COL Colombia|COM Comoros|CPV Cape Verde|CPV Cabo Verde
CRC Costa Rica|CRO Croatia|CUB Cuba|CYP Cyprus|CZE Czech Republic|CZE Czechia|DEN Denmark|DJI Djibouti
DMA Dominica|DOM Dominican Republic|ECU Ecuador|EGY Egypt|ERI Eritrea|ESA El Salvador|ESP Spain|EST Estonia
ETH Ethiopia|FIJ Fiji|FIN Finland|FRA France|FSM Micronesia|GAB Gabon|GAM Gambia|GBR Great Britain
GBR Great Britain and NI|GBR Great Britain and Northern Ireland|GBR United Kingdom|GBS Guinea-Bissau
GEO Georgia|GEQ Equatorial Guinea|GER Germany|GHA Ghana|GIB Gibraltar|GRE Greece|GRN Grenada|GUA Guatemala
GUI Guinea|GUM Guam|GUY Guyana|HAI Haiti|HKG Hong Kong|HKG Hong Kong, China|HON Honduras|HUN Hungary
INA Indonesia|IND India|IRI Iran|IRL Ireland|IRQ Iraq|ISL Iceland|ISR Israel|ITA Italy
IVB British Virgin Islands|ISV US Virgin Islands|JAM Jamaica|JOR Jordan|JPN Japan|KAZ Kazakhstan|KEN Kenya
KGZ Kyrgyzstan|KIR Kiribati|KOR Korea|KOR South Korea|KOR Republic of Korea|KOS Kosovo|KSA Saudi Arabia
KUW Kuwait|LAO Laos|LAT Latvia|LBA Libya|LBN Lebanon|LBR Liberia|LCA Saint Lucia|LCA St. Lucia|LES Lesotho
LIE Liechtenstein|LTU Lithuania|LUX Luxembourg|MAC Macau|MAD Madagascar|MAR Morocco|MAS Malaysia|MAW Malawi
MDA Moldova|MDV Maldives|MEX Mexico|MGL Mongolia|MHL Marshall Islands|MKD Macedonia|MKD North Macedonia
MLI Mali|MLT Malta|MNE Montenegro|MON Monaco|MOZ Mozambique|MRI Mauritius|MSR Montserrat|MTN Mauritania
MYA Myanmar|NAM Namibia|NCA Nicaragua|NED Netherlands|NEP Nepal|NGR Nigeria|NIG Niger
NMI Northern Mariana Islands|NOR Norway|NRU Nauru|NZL New Zealand|OMA Oman|PAK Pakistan|PAN Panama
PAR Paraguay|PER Peru|PHI Philippines|PLE Palestine|PLW Palau|PNG Papua New Guinea|POL Poland|POR Portugal
PRK North Korea|PUR Puerto Rico|PYF French Polynesia|QAT Qatar|ROU Romania|RSA South Africa|RUS Russia
RWA Rwanda|SAM Samoa|SEN Senegal|SEY Seychelles|SGP Singapore|SKN Saint Kitts and Nevis
SKN St. Kitts and Nevis|SLE Sierra Leone|SLO Slovenia|SMR San Marino|SOL Solomon Islands|SOM Somalia
SRB Serbia|SRI Sri Lanka|SSD South Sudan|STP Sao Tome and Principe|SUD Sudan|SUI Switzerland|SUR Suriname
SVK Slovakia|SWE Sweden|SWZ Eswatini|SWZ Swaziland|SYR Syria|TAN Tanzania|TCA Turks and Caicos Islands
TGA Tonga|THA Thailand|TJK Tajikistan|TKM Turkmenistan|TLS Timor-Leste|TOG Togo|TPE Chinese Taipei
TTO Trinidad and Tobago|TUN Tunisia|TUR Turkey|TUR Turkiye|TUV Tuvalu|UAE United Arab Emirates|UGA Uganda
UKR Ukraine|URU Uruguay|USA United States|USA United States of America|UZB Uzbekistan|VAN Vanuatu
VEN Venezuela|VIE Vietnam|VIN Saint Vincent and the Grenadines|YEM Yemen|ZAM Zambia|ZIM Zimbabwe
ENG England|GGY Guernsey|IOM Isle of Man|JEY Jersey|NIR Northern Ireland|SCO Scotland|WAL Wales
ART Athlete Refugee Team|ANA Authorised Neutral Athletes
"""


def _letters(country: str) -> str:
    return folded_letters(country.replace("&", " and ").replace("N.I.", "NI"))


_ENTRIES = [entry for line in _TABLE.split("\n") for entry in line.split("|") if entry]

NATIONS = {_letters(entry[4:]): entry[:3] for entry in _ENTRIES}

CODES = frozenset(NATIONS.values())

COUNTRY_NAMES = frozenset(
    name.replace(*change)
    for entry in _ENTRIES
    for name in (entry[4:], entry[4:].replace(" and ", " & "))
    for change in (("", ""), (" NI", " N.I."))
)
"""As they are printed."""


def nation_code(country: str) -> str:
    """The World Athletics code of a country by its English name; empty where it is unknown."""
    return country if country in CODES else NATIONS.get(_letters(country), "")
