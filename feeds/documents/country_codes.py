"""World Athletics' codes of countries by those of ISO 3166 and by names that are not English."""

from __future__ import annotations

from feeds.documents.nation_codes import CODES
from race.people.folding import folded_letters

_ISO = """
AD AND AND|AE ARE UAE|AF AFG AFG|AG ATG ANT|AI AIA AIA|AL ALB ALB|AM ARM ARM|AO AGO ANG|AR ARG ARG|AS ASM ASA
AT AUT AUT|AU AUS AUS|AW ABW ARU|AZ AZE AZE|BA BIH BIH|BB BRB BAR|BD BGD BAN|BE BEL BEL|BF BFA BUR|BG BGR BUL
BH BHR BRN|BI BDI BDI|BJ BEN BEN|BM BMU BER|BN BRN BRU|BO BOL BOL|BR BRA BRA|BS BHS BAH|BT BTN BHU|BW BWA BOT
BY BLR BLR|BZ BLZ BIZ|CA CAN CAN|CD COD COD|CF CAF CAF|CG COG CGO|CH CHE SUI|CI CIV CIV|CK COK COK|CL CHL CHI
CM CMR CMR|CN CHN CHN|CO COL COL|CR CRI CRC|CU CUB CUB|CV CPV CPV|CY CYP CYP|CZ CZE CZE|DE DEU GER|DJ DJI DJI
DK DNK DEN|DM DMA DMA|DO DOM DOM|DZ DZA ALG|EC ECU ECU|EE EST EST|EG EGY EGY|ER ERI ERI|ES ESP ESP|ET ETH ETH
FI FIN FIN|FJ FJI FIJ|FM FSM FSM|FR FRA FRA|GA GAB GAB|GB GBR GBR|GD GRD GRN|GE GEO GEO|GH GHA GHA|GI GIB GIB
GM GMB GAM|GN GIN GUI|GQ GNQ GEQ|GR GRC GRE|GT GTM GUA|GU GUM GUM|GW GNB GBS|GY GUY GUY|HK HKG HKG|HN HND HON
HR HRV CRO|HT HTI HAI|HU HUN HUN|ID IDN INA|IE IRL IRL|IL ISR ISR|IN IND IND|IQ IRQ IRQ|IR IRN IRI|IS ISL ISL
IT ITA ITA|JM JAM JAM|JO JOR JOR|JP JPN JPN|KE KEN KEN|KG KGZ KGZ|KH KHM CAM|KI KIR KIR|KM COM COM|KN KNA SKN
KP PRK PRK|KR KOR KOR|KW KWT KUW|KY CYM CAY|KZ KAZ KAZ|LA LAO LAO|LB LBN LBN|LC LCA LCA|LI LIE LIE|LK LKA SRI
LR LBR LBR|LS LSO LES|LT LTU LTU|LU LUX LUX|LV LVA LAT|LY LBY LBA|MA MAR MAR|MC MCO MON|MD MDA MDA|ME MNE MNE
MG MDG MAD|MH MHL MHL|MK MKD MKD|ML MLI MLI|MM MMR MYA|MN MNG MGL|MO MAC MAC|MR MRT MTN|MS MSR MSR|MT MLT MLT
MU MUS MRI|MV MDV MDV|MW MWI MAW|MX MEX MEX|MY MYS MAS|MZ MOZ MOZ|NA NAM NAM|NE NER NIG|NG NGA NGR|NI NIC NCA
NL NLD NED|NO NOR NOR|NP NPL NEP|NR NRU NRU|NZ NZL NZL|OM OMN OMA|PA PAN PAN|PE PER PER|PF PYF PYF|PG PNG PNG
PH PHL PHI|PK PAK PAK|PL POL POL|PR PRI PUR|PS PSE PLE|PT PRT POR|PW PLW PLW|PY PRY PAR|QA QAT QAT|RO ROU ROU
RS SRB SRB|RU RUS RUS|RW RWA RWA|SA SAU KSA|SB SLB SOL|SC SYC SEY|SD SDN SUD|SE SWE SWE|SG SGP SGP|SI SVN SLO
SK SVK SVK|SL SLE SLE|SM SMR SMR|SN SEN SEN|SO SOM SOM|SR SUR SUR|SS SSD SSD|ST STP STP|SV SLV ESA|SY SYR SYR
SZ SWZ SWZ|TC TCA TCA|TD TCD CHA|TG TGO TOG|TH THA THA|TJ TJK TJK|TL TLS TLS|TM TKM TKM|TN TUN TUN|TO TON TGA
TR TUR TUR|TT TTO TTO|TV TUV TUV|TW TWN TPE|TZ TZA TAN|UA UKR UKR|UG UGA UGA|US USA USA|UY URY URU|UZ UZB UZB
VC VCT VIN|VE VEN VEN|VG VGB IVB|VI VIR ISV|VN VNM VIE|VU VUT VAN|WS WSM SAM|XK XKX KOS|YE YEM YEM|ZA ZAF RSA
ZM ZMB ZAM|ZW ZWE ZIM
"""
"""Two letters, three letters, World Athletics' own, which hold where three letters mean two."""

_NAMES = """
GER Deutschland Allemagne Alemania Germania Duitsland Tyskland|AUT Österreich Autriche Oostenrijk Österrike
SUI Schweiz Suisse Svizzera Suiza Zwitserland Sveits|FRA Frankreich Francia Frankrijk Frankrike
ITA Italien Italie Italia Italië|ESP España Spanien Espagne Spagna Spanje Spania
NED Niederlande Pays-Bas Holland Nederland Nederländerna|BEL Belgien Belgique België Belgio Bélgica Belgia
SWE Sverige Schweden Suède Suecia Svezia Zweden|NOR Norge Norwegen Norvège Noruega Norvegia Noorwegen
DEN Danmark Dänemark Danemark Dinamarca Danimarca Denemarken|FIN Suomi Finnland Finlande Finlandia
GBR Großbritannien Grande-Bretagne Royaume-Uni Storbritannien Storbritannia|IRL Irland Irlande Irlanda Ierland
POR Portogallo|POL Polen Pologne Polonia|CZE Tschechien Tsjechië Tjeckien|KEN Kenia Kenya
ETH Äthiopien Éthiopie Etiopía Etiopia Ethiopië|MAR Marokko Maroc Marruecos Marocko|UGA Ouganda Oeganda
USA Vereinigte-Staaten États-Unis Estados-Unidos Stati-Uniti|JPN Japon Giappone|LUX Luxembourg Luxemburg
"""
"""Of the countries whose runners are in lists that are not in English; a hyphen may be a space."""


def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for entry in _ISO.replace("\n", "|").strip("|").split("|"):
        two, three, code = entry.split()
        codes[two] = code
        if three not in CODES:
            codes[three] = code
    return codes


ISO_CODES = _codes()
"""World Athletics' codes by those of ISO 3166 that are no other country's there."""

FOREIGN_NAMES = {
    folded_letters(name.replace("-", " ")): entry[:3]
    for entry in _NAMES.replace("\n", "|").strip("|").split("|")
    for name in entry[4:].split()
}
"""World Athletics' codes by the folded names in the languages of Europe."""
