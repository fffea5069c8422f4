"""The words of race titles in English, German, French, Spanish, Italian, Dutch, Swedish and Norwegian.

All are patterns for a text that `plain` has folded.
"""

from __future__ import annotations

import re
from unicodedata import combining, normalize

from race.people.folding import APOSTROPHES, PLAIN
from race.titles.title_patterns import UNIT

_KEPT_APART = (
    (re.compile(r"\bmän\b"), "herrar"),
    (re.compile(r"\bgång\b"), "kappgang"),
    (re.compile(r"marché"), "market"),
    (re.compile(r"[×*]"), "x"),
    (re.compile(r"½"), "1/2"),
)
"""Words that would be others without their accents."""


def plain(text: str) -> str:
    """A title in small letters without accents; what is not a letter stays."""
    text = normalize("NFC", text).casefold()
    for pattern, word in _KEPT_APART:
        text = pattern.sub(word, text)
    letters = (PLAIN.get(c, c) for c in normalize("NFKD", text) if not combining(c))
    return "".join("'" if c in APOSTROPHES else c for c in letters)


def _words(patterns: str) -> re.Pattern[str]:
    """A pattern of whole words; they are apart by two blanks or by a line."""
    words = "|".join(re.split(r"\s{2,}", patterns.strip()))
    return re.compile(rf"(?<![\w'])(?:{words})(?![\w'])")


SEXES = (
    (
        "mixed",
        _words(
            r"""
    mixed  mixte  mixto  mista?o?  gemischt  gemengd  co-?ed  men ?(?:&|and|\+|/) ?women
    """
        ),
    ),
    (
        "girls",
        _words(
            r"""
    girls?(?:'s?)?  madchen  weibliche jugend  filles  ninas  ragazze  meisjes  flickor  jenter
    """
        ),
    ),
    (
        "boys",
        _words(
            r"""
    boys?(?:'s?)?  jungen  knaben  mannliche jugend  garcons  ninos  ragazzi  jongens  pojkar  gutter
    """
        ),
    ),
    (
        "women",
        _words(
            r"""
    wom[ae]n(?:'?s'?)?  ladies'?  females?  frauen  damen  weiblich  femmes?  dames  feminines?
    mujeres  damas  femenin[oa]s?  donne  femminil[ei]  vrouwen  kvinnor  damer  kvinner  juniorinnen
    seniorinnen
    """
        ),
    ),
    (
        "men",
        _words(
            r"""
    men(?:'?s'?)?  gentlemen  males?  herren  manner  mannlich  hommes?  messieurs  masculins?
    hombres  varones  masculin[oa]s?  uomini  maschil[ei]  heren  mannen  herrar?  herrer  menn
    """
        ),
    ),
)
"""By what a race file calls it; the first that is found counts."""

SEX_OF_LETTER = {"m": "men", "w": "women", "f": "women"}

_HEAT = (
    r"(?:(?:\s*(?:no\.?|nr\.?|#)?\s*(?P<number>\d{1,2})|[\s-]+(?P<letter>[a-h]))"
    rf"(?![\w'])(?!\s?x\s?\d)(?![.,]\d)(?!\s?{UNIT}(?!\w))(?:\s*(?:of|von|de|di|av|/)\s*\d{{1,2}})?)?"
)
"""The heat behind a round: "Heat 2 of 3", "Final A"; not the distance in "Race 21 km"."""


def _round(patterns: str) -> re.Pattern[str]:
    words = "|".join(re.split(r"\s{2,}", patterns.strip()))
    return re.compile(rf"(?<![\w'])(?:(?P<before>[a-h])[\s-])?(?:{words}){_HEAT}(?![\w'])")


ROUNDS = (
    (
        "quarter-final",
        _round(
            r"""
            quarter-?\s?finals?  viertelfinal\w*  quarts? de finale?  cuartos? de final  quarti di finale
            kwartfinales?  kvartsfinal\w*  kvartfinal\w*
            """
        ),
    ),
    (
        "semi-final",
        _round(
            r"""
            semi-?\s?final[es]*  halbfinal\w*  zwischenlauf\w*  demi-?\s?finales?  halve finales?
            semis?(?![\s-]?marath?on)  demi(?![\s-]?fond)
            """
        ),
    ),
    (
        "final",
        _round(r"(?:timed\s|direct\s|grand\s)?finals?  (?:grande\s)?finale[ns]?  endlauf\w*  zeitendlauf\w*"),
    ),
    ("preliminary", _round(r"preliminar\w+  prelims?")),
    ("qualification", _round(r"qualif\w+")),
    (
        "heats",
        _round(
            r"""
            heats?  vorlauf\w*  series?  eliminatorias?  batteri[ae]  forsok  innledende(?:\sheat)?
            voorronde\w*
            """
        ),
    ),
    ("", _round(r"lauf  section  race  wave  zeitlauf\w*  course  gara")),
)
"""By what a race file calls the round; the heat may stand behind it, a letter before it too."""

ROUND_NUMBER = _words(
    r"""
    (?:round|runde|ronde|tour|turno|omgang)\s*(?P<n>\d)  (?P<word>first|second|third)\s+round
    (?P<r>r)(?P<rn>[1-4])
    """
)

NO_RACES = (
    (
        _words(
            r"""
    high\s?jump  long\s?jump  triple\s?jump  pole\s?vault\w*  (?:shot|stone)\s?puts?  shotput
    (?:weight|hammer|discus|javelin|ball|club|turbojav|hammer|medicine ball)\s?throw\w*  hochsprung
    weitsprung  dreisprung  stabhoch\w*  kugelsto(?:ss|s)\w*  diskuswurf  hammerwurf  speerwurf
    ballwurf  saut (?:en|a la) \w+  triple saut  lancers? du? \w+
    salto (?:de|con|en|in|triple|triplo|alto|lungo)(?: \w+)?  triple salto  lanzamiento \w+
    lancio \w+  getto del peso  hoogspringen  verspringen  hink-?\s?stap\w*  polsstok\w*
    kogelsto(?:ten|oten)  discuswerpen  speerwerpen  kogelslingeren  hojdhopp  langdhopp  stavhopp
    tresteg\w*  kulstotning  diskuskastning  slaggkastning  spjutkastning  hoyde(?: uten tillop)?
    lengde(?: uten tillop)?
    """
        ),
        "a field event, not a race",
    ),
    (
        _words(
            r"""
    swim\w*  freestyle  backstroke  breaststroke  butterfly  cycling  time trial bike  rowing  ski\w*
    speed skating  triathlon\w*  duathlon\w*  aquathlon\w*  aquabike  biathlon\w*  schwimm\w*
    """
        ),
        "not a race on foot",
    ),
)
"""Words for what is not a race on foot, whatever else a title says."""

FIELD_WORDS = _words(
    r"""
    shot  discus  diskus  disque  disco  hammer  marteau  martillo  martello  javelin\w*  javelot
    jabalina  giavellotto  speer  spyd  spjut  slegge  slagga  kule  kula  kugel  perche  pertiga
    garrocha  hauteur  longueur  altura  longitud  alto  lungo  triplo  asta  peso  poids  stav  hojd
    langd  jumps?  throws?  vault  put  hj  pv  lj  tj  sp  dt  ht  jt  wt
    """
)
"""Words of field events, which are also others: they say something only where no distance is named."""

COMBINED = _words(
    r"""
    (?:dec|hept|pent|oct|icos|tetr|hex)athlons?  (?:zehn|sieben|funf|mehr|vier|drei)kampf\w*
    (?:dec|hept|pent|oct)at(?:h?lon|lon|lo)s?\w*  (?:eptathlon|esathlon)  (?:tien|zeven|vijf|meer)kamp
    (?:tio|sju|fem|mang)kamp  (?:ti|syv|sju)kamp  combined events?  epreuves combinees
    pruebas combinadas  prove multiple  multi-?events?  dec|hep|pen|oct
    """
)

HURDLES = _words(
    r"""
    (?:high |low |intermediate )?hurd(?:les?)?  hdls?  hurden\w*  \w*hurden  haies  vallas  ostacoli
    horden  hack  \w*hekk  hh  ih  lh  hs
    """
)
STEEPLE = _words(
    r"""
    steeple[\w-]*  s'?chase  stpl\w*  s/c  hindernis\w*  hinder\w{0,7}  siepi  obstaculos  obst\.?
    """
)
WALK = _words(
    r"""
    (?:race[\s-]?)?walk(?:ing|s)?  racewalk\w*  gehen  \w+gehen  marche(?: athletique)?
    marcha(?: atletica)?  marcia  snelwandelen  kappgang
    """
)
RUN = _words(r"run(?:ning|s)?  jog(?:gers?|ging)?  lauf(?:en)?  fun ?run")
WHEELCHAIR = _words(
    r"""
    wheel-?\s?chairs?  rollstuhl\w*  (?:fauteuils?|fauteuil roulant)  sillas? de ruedas  carrozzin[ae]
    rolstoel\w*  rullstol\w*  handcycles?  push ?rim
    """
)
CROSS = _words(
    r"""
    xc  x-?country  cross[\s-]country  cross\s?lauf\w*  veldloop\w*  campo (?:a )?traves
    (?:run|race|[\d.,]*\s?(?:km?|met(?:er|re)s?|miles?)) cc
    (?:corsa )?campestre  terrang(?:lop\w*)?  terreng(?:lop\w*)?  ^cross
    cross (?:long|court|corto|lungo|largo|de|des|du|del|della|dei)
    """
)
RELAY = _words(
    r"""
    relays?  \w*staffel\w*  relais  relevos?  staffett[ae]  estafette\w*  \w*stafett\w*  ekiden
    medley  smr
    """
)
INDOOR = _words(
    r"""
    indoors?  short track  hallen\w+  in der halle  (?:en )?salle  pista cubierta  pista coperta
    indoorbaan  inomhus\w*  innendors\w*  sh
    """
)
ROAD = _words(
    r"""
    road (?:race|runn?ing|run|relay|walk|championships?|\d+ ?k\w*)
    (?<![a-z]\s)road mile  (?:street|avenue|boulevard) (?:mile|\d+ ?k\w*)  on (?:the )?roads?  \(road\)
    strassen\w+  sur route  en ruta  su strada  op de weg  gate(?:lop\w*)  landsvag\w*
    """
)
TRAIL = _words(
    r"""
    (?:trail|mountain|fell) (?:race|run|runn?ing|half|marathon|ultra|championships?|\d+ ?\w+)
    (?:\d+ ?km?|miles?|ultra|marathon)[\s-]trail  ^trail  trail (?:de|du|des|del|della)  ultra-?trail
    berglauf\w*  course de montagne  carrera de montana  corsa in montagna  sky-?\s?(?:race|run\w*)
    (?:fjell|fjall)lop\w*
    """
)
TRACK = _words(r"track  on the track  bahn  sur piste  en pista")

AGES = _words(
    rf"""
    (?:u|under|sub|unter|jo|ju)[\s-]?(?:[89]|1\d|2[0-3])(?:[mwf])?
    (?:over|veterans?|masters?|seniors?|v)[\s-]?[3-9]\d\+?(?:-\d\d)?  [mwfk][3-9][05](?:-\d\d)?
    [mw](?:[89]|1\d|2[0-3])
    (?:[1-9]?\d)[-–](?:\d\d)(?![.,'\s]?\d)(?!\s?{UNIT}\b)  \d\d\s?(?:&|and)\s?(?:under|over)  \d\d\+
    (?:grade|year|klasse)\s\d{{1,2}}  [wm]?ju\s?\d\d  juniors?  cadets?  youth  masters
    """
)
_CLASS = r"(?:1[1-3]|20|3[1-8]|4[0-7]|5[1-4]|6[1-4]|7[12])"
PARA_CLASS = re.compile(rf"(?<!\w)t{_CLASS}(?:\s?[-/&,]\s?t?{_CLASS})*(?!\w)")
WHEELCHAIR_CLASSES = frozenset({"31", "32", "33", "34", "51", "52", "53", "54"})
"""World Para Athletics: the classes of cerebral palsy and of limbs that race in chairs."""

HALF_MARATHON = _words(
    r"""
    half[\s-]?marathons?  halbmarathon\w*  semi[\s-]?marathon  medi[ao][\s-]?marath?on
    mezza[\s-]?maratona  maratonina  halve[\s-]?marathon  halvmarath?on\w*  1/2[\s-]?marath?on\w*
    """
)
OTHER_MARATHON = _words(
    r"""
    quarter[\s-]?marathons?  viertelmarathon  kwart[\s-]?marathon  kvartsmaraton  cuarto de maraton
    ultra[\s-]?marath?on\w*  mini[\s-]?marathons?  marathon relays?  staffelmarathon  marathonstaffel\w*
    kids'? marathon  double marathon  3/4[\s-]?marathon
    """
)
"""Races that are named after the marathon and are not one."""
MARATHON = _words(r"marathons?  marathonlauf  maratona?  maratonlop\w*")
HOUR = _words(r"(?:the\s)?hour (?:run|race|walk)  stundenlauf  uurloop  timmeslop\w*  timeslop\w*")

BEHIND_A_NUMBER = (HURDLES, STEEPLE, WALK, RUN, _words(r"dash  sprint  flat  planos  lisos  plat"))
"""Words that make metres of a number alone before them."""
