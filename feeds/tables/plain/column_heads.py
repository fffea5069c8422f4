"""What the head of a column says: a role, or a checkpoint with what was measured there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from feeds.tables.plain.head_compounds import single_words
from feeds.tables.plain.head_roles import role_of, role_of_parts
from feeds.tables.plain.head_spelling import small_letters, with_blanks, words_parted
from feeds.tables.plain.point_words import KIND_OF, OVERALL
from race.event import HALF_MARATHON_M, MARATHON_M, MILE_M

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole

LONGEST_HEAD = 80
"""Characters."""

SHORTEST_BARE_M = 50
"""A number without a unit counts metres from here on; a smaller one may be a lap or kilometres."""

LONGEST_BARE_M = 100_000
"""A longer number without a unit is that of something in a program: `split-278311`."""

MOST_COUNTED = 99
"""`Lap 99` is a lap, `Lap 400` one of 400 m or the one that ends there."""

YEARS = range(1900, 2101)
"""Numbers that are years, unless a unit follows: 2000 is both and counts as metres."""

Figure = Literal["time", "place", "other place", "pace", "gap"]

Measured = Literal["laps", "times", ""]
"""Whether figures are said to be laps or times from the start; empty where that is not said."""


class PointHead(NamedTuple):
    """A checkpoint in the head of a column."""

    figure: Figure = "time"
    metres: float | None = None
    """Metres from the start."""
    from_metres: float | None = None
    """Where the stretch begins that ends at `metres`, as in `400-800`."""
    is_half: bool = False
    """Whether it is half of the race, as in `Halfway`."""
    number: int | None = None
    """As in `Lap 2`, `Split 3`, `Aid 1`."""
    measured: Measured = ""
    clock: Literal["net", "gun", ""] = ""
    """The start from which its times are said to be."""
    name: str = ""
    """The folded words that name it, where only its times tell that it is a checkpoint."""


class Head(NamedTuple):
    """The head of a column; with neither a role nor a checkpoint it is not understood."""

    text: str
    role: ColumnRole | None = None
    point: PointHead | None = None


_COUNTED = re.compile(
    r"(lap|laps|l|split|splits|runde|r|tour|vuelta|v|giro|g|ronde|varv|rundetid|varvtid|rundenzeit|cp"
    r"|checkpoint|aid|aid station|int|inter|intermediate|interm|zz|zwischenzeit|mellantid|mellomtid"
    r"|tussentijd|paso|parcial|passage|point"
    r"|parziale|intermedio|ravito|control|kontroll|kontrolle|post|tp|cum|cumulative|segment|leg"
    r"|station|t|time|zeit|temps|tps|tiempo|tempo|tijd|tid|varvning|passering|passing|passaggio|doorkomst|durchgang|durchlauf"
    r"|abschnitt|sektor|sector|tramo|tratto|troncon|okrazenie|kolo|okruh|kierros|volta|omgang|tur|kor)"
    r"\s*[.#:nr]*\s*(\d{1,3})",
)
_NUMBER_FIRST = re.compile(r"\s*([1-9]\d?)\s*(?:[.°ºª]|st|nd|rd|th|er|e|eme)?\s*([a-z]+)\s*")
"""`1.kolo`, `2nd lap`, `1° giro`."""

_PLACE_AT = re.compile(r"\s*([a-z]+)\s*([1-9]\d?)\s*")
"""A place where the time with the same number was taken: `Clt1`."""

_ONE_LETTER_LAPS = frozenset("lrvg")

_UNIT = r"(?:kilom[a-z]*|kms?|k|met[a-z]+|m|miles?|mi|meilen?|milles?|miglia?|miglio|millas?|mijl|mil)"
_NUMBER = r"(?:\d{1,3}(?:[ .,’']\d{3})+|\d+(?:[.,]\d+)?)"
_STRETCH = re.compile(
    rf"(start|depart|salida|partenza|{_NUMBER})\s*({_UNIT})?\s*(?:-|–|—|→|>|to|bis|au|al)"
    rf"\s*({_NUMBER})\s*({_UNIT})?(?![\w.,])"
)
_DISTANCE = re.compile(rf"(?<![\w.,])({_NUMBER})\s*[-. ]?\s*({_UNIT})?(?![\w])")
_UNIT_FIRST = re.compile(rf"(?<![\w.,])(km|k|m|mile|meile|mi)\s*[.-]?\s*({_NUMBER})(?![\w.,])")
_LONE_MILE = re.compile(r"(?<!\w)(?:one |1 )?(?:mile|meile)(?!\w)")
_HALF_MARATHON = re.compile(
    r"(?<!\w)(?:pol ?mara[a-z]+|puli ?maraton|puolimaraton|felmaraton|meia maratona?|yari maraton"
    r"|ハーフ(?:マラソン)?|半[程马馬]"
    r"|half[- ]?marathon|halbmarathon|semi[- ]?marathon|media maraton|mezza maratona|halve marathon"
    r"|halvmaraton|halvmarathon|hm)(?!\w)"
)
_MARATHON = re.compile(r"(?<!\w)(?:marathon|maraton|maratona)(?!\w)")
_HALFWAY = re.compile(
    r"(?<!\w)(?:halfway|half way|halb|中間点|中间点|中間|half ?1|first half|1st half|half|meio|polovina"
    r"|polowa|puolivali|halbzeit|halfte|mi[- ]?course|mi[- ]?parcours|semi|media|meta"
    r"|mezza|halverwege"
    r"|halvvags|halvveis)(?!\w)"
)


@lru_cache(maxsize=4096)
def read_head(text: str) -> Head:
    """What a head says: `Bib`, `Startnr.`, `400 m`, `5 km Platz`, `Lap 2`, `Halbmarathon`, `400-800`."""
    shown = " ".join(text.split())[:LONGEST_HEAD]
    plain = with_blanks(shown)
    role = role_of(plain)
    if role is None:
        point = _read_point(small_letters(plain))
        if point is not None:
            return Head(shown, None, point)
        role = role_of_parts(plain) or role_of(words_parted(plain))
    return Head(shown, role)


def _read_point(text: str) -> PointHead | None:
    """A checkpoint; None where a word is left that says something else."""
    for find in (_named, _stretch, _counted, _distance):
        found = find(text)
        if found is not None:
            point, rest = found
            return _with_words(point, rest)
    return None


def _named(text: str) -> tuple[PointHead, str] | None:
    for pattern, point in (
        (_HALF_MARATHON, PointHead(metres=HALF_MARATHON_M)),
        (_MARATHON, PointHead(metres=MARATHON_M)),
        (_HALFWAY, PointHead(is_half=True)),
    ):
        match = pattern.search(text)
        if match:
            return point, text[: match.start()] + " " + text[match.end() :]
    return None


def _stretch(text: str) -> tuple[PointHead, str] | None:
    match = _STRETCH.search(text)
    if match is None:
        return None
    start, start_unit, end, unit = match.groups()
    end_m = _metres(end, unit)
    start_m = _metres(start, start_unit or unit) if start[0].isdigit() else 0.0
    if start_m is None and start[0] == "0":
        start_m = 0.0
    if end_m is None or start_m is None or start_m >= end_m:
        return None
    rest = text[: match.start()] + " " + text[match.end() :]
    return PointHead(metres=end_m, from_metres=start_m, measured="laps"), rest


def _counted(text: str) -> tuple[PointHead, str] | None:
    place = _PLACE_AT.fullmatch(text)
    if place is not None and KIND_OF.get(place[1]) == "place":
        return PointHead("place", number=int(place[2])), ""
    if first := _NUMBER_FIRST.fullmatch(text):
        text = f"{first[2]} {first[1]}" if KIND_OF.get(first[2]) == "laps" else text
    match = re.fullmatch(rf"\s*{_COUNTED.pattern}\s*(.*)", text)
    if match is None or re.match(rf"\s*(?:[.,]\d|{_UNIT}(?!\w))", match[3]):
        return None
    word, number = match[1].strip(), int(match[2])
    if not 1 <= number <= MOST_COUNTED:
        return None
    kind = "laps" if word in _ONE_LETTER_LAPS else KIND_OF.get(word.split()[0])
    point, rest = _distance(match[3]) or (PointHead(), match[3])
    measured: Measured = "laps" if kind == "laps" else "times" if kind == "times" else ""
    return point._replace(number=number, measured=measured), rest


def _distance(text: str) -> tuple[PointHead, str] | None:
    match = _UNIT_FIRST.search(text)
    if match:
        metres = _metres(match[2], match[1])
    else:
        matches = list(_DISTANCE.finditer(text))
        if len(matches) > 1:
            return None
        match = matches[0] if matches else _LONE_MILE.search(text)
        if match is None:
            return None
        metres = _metres(match[1], match[2]) if matches else MILE_M
    if metres is None:
        return None
    return PointHead(metres=metres), text[: match.start()] + " " + text[match.end() :]


def stated_metres(text: str) -> float | None:
    """The only distance with a unit in kilometres or miles in a head, whatever other words it has."""
    found = [
        match
        for match in _DISTANCE.finditer(small_letters(with_blanks(text)))
        if match[2] and match[2] not in ("m", "met")
    ]
    return _metres(found[0][1], found[0][2]) if len(found) == 1 else None


def _metres(number: str, unit: str | None) -> float | None:
    """Metres; None where a number without a unit could be a lap, kilometres or a year."""
    is_long = unit and (unit.startswith("k") or unit.startswith("mi") or unit.startswith(("meil", "mij")))
    if not is_long and re.fullmatch(r"\d{1,3}(?:[ .,’']\d{3})+", number):
        value = float(re.sub(r"\D", "", number))
    else:
        value = float(number.replace(",", ".").replace(" ", ""))
    if is_long and unit:
        value *= 1000 if unit.startswith("k") else MILE_M
    elif not unit:
        if value in (42.2, 42.195, 21.1, 21.0975):
            value *= 1000
        elif not SHORTEST_BARE_M <= value <= LONGEST_BARE_M or (value in YEARS and value != 2000):
            return None
    for exact in (HALF_MARATHON_M, MARATHON_M):
        if abs(value - exact) <= 5.5:
            return exact
    return round(value, 3) if 0 < value <= 1_000_000 else None


def _with_words(point: PointHead, rest: str) -> PointHead | None:
    """The checkpoint, with what the other words of its head say; None if they say something else."""
    words = single_words(rest)
    kinds = [KIND_OF.get(word) for word in words if word not in OVERALL]
    if None in kinds and role_of(rest) == "other place":
        return point._replace(figure="other place")
    if None in kinds:
        return None
    for kind in kinds:
        match kind:
            case "place" | "pace" | "gap":
                point = point._replace(figure=kind)
            case "times" | "laps":
                point = point._replace(measured=kind)
            case "net" | "gun":
                point = point._replace(clock=kind)
    return point
