"""The rows above and below the table: title, day, start, records, weather, the time of printing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feeds.documents.printed_days import CLOCK, DAY, iso_day
from feeds.documents.printed_document import RaceHeading, TextRow
from feeds.documents.printed_names import read_name
from feeds.documents.row_figures import TIME, is_time, read_heads
from race.messages import Mark, Setting
from race.times import Time

MILE_M = 1609.344
SHORTEST_M = 50

_METRES = re.compile(r"(?<![\d.,])(\d{1,2}[,.'’ ]?\d{3}|\d{3})\s?(?:m|metres?|meters?)\b", re.I)
_MILES = re.compile(r"(?:\b(\d|one|two)[\s-])?\bmiles?\b", re.I)
_NUMBERS = {"one": 1, "two": 2}
_SEX = re.compile(r"\b(wo)?men(?:['’]s)?\b|\b(girls|boys)\b", re.I)
_STEEPLE = re.compile(r"steeple|\d\s?(?:m\s?)?sc\b", re.I)
_INDOOR = re.compile(r"\bindoor\b|\bshort track\b", re.I)
_ROUND = r"(?:semi-?\s?final|final|round|heat|race)s?(?:\s*(?:\d{1,2}|[A-Z]))?\b|\b[A-Z]\s(?:race|final)\b"
_ROUNDS = re.compile(rf"[\s\-–,:()]*(?:(?:{_ROUND})[\s\-–,:()]*(?:of \d+)?)+", re.I)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?"
_STAMP = re.compile(rf"(?:(?P<version>version\s\S+)\s)?(?P<day>{_WEEKDAY}\s{DAY}\s{CLOCK}(?::\d\d)?)", re.I)
_WEATHER = (
    re.compile(r"temperature\D*?(?P<heat>-?\d+)\D*?humidity\D*?(?P<wet>\d+)\s?%?\s?(?P<sky>.*)", re.I),
    re.compile(r"(?P<heat>-?\d{1,2})\s?(?:°\s?C)?\s(?P<wet>\d{1,3})\s?%?(?:\s(?P<sky>[A-Z][A-Za-z ]+))?"),
)
_RECORD = re.compile(
    rf"(?P<label>(?:[^\W\d_][\w'’-]*\s){{0,4}}(?:records?|lead(?:ing)?|best)(?:\s[A-Z]{{2,3}})?"
    rf"|(?:WR|OR|AR|CR|MR|NR|ER|DLR|WL|EL|CGR|WU20R|GR|SR))\s(?P<time>{TIME})(?:\s(?P<rest>.*))?",
    re.I,
)
_HOLDER = re.compile(
    rf"(?P<name>\D*?[a-z]\D*?)\s(?P<nation>[A-Z]{{3}})\b\s?(?P<venue>.*?)(?:\s(?P<day>(?i:{DAY})))?"
)
_DOCUMENT = re.compile(
    r"race analysis|\bresults?\b|result list|\bsplits?\b|lap times|start list|official", re.I
)
_VENUE = re.compile(r"\([A-Z]{3}\)$|stadi|arena|track|field|\bpark\b", re.I)


def find_heading(rows: Sequence[TextRow], tail: Sequence[TextRow]) -> RaceHeading | None:
    """Which race it is, from the rows above the table; None where no row names a distance.

    The time of the start may be a row of its own in the `tail` below it.
    """
    rows = [row for row in rows if not read_record(row.text) and len(read_heads(row.text) or ()) < 2]
    named = [row for row in rows if _distance(row.text)]
    title = next((row for row in named if _SEX.search(row.text)), named[0] if named else None)
    if title is None:
        return None
    head = [row.text for row in rows if row is not title and not is_stamp(row.text)]
    distance_m, event = _distance(title.text) or (0.0, "")
    sex = next(filter(None, (_sex(text) for text in (title.text, *head))), "")
    clocks = [text for text in (title.text, *head) if re.search(CLOCK, text)]
    clocks += [row.text for row in tail if re.fullmatch(CLOCK, row.text)]
    start = re.search(CLOCK, clocks[0]) if clocks else None
    meet, venue = _places(head)
    return RaceHeading(
        title=_title_text(title.text, head),
        distance_m=distance_m,
        event=event,
        sex=sex,
        date=next(filter(None, (_day(text) for text in (title.text, *head))), ""),
        start=start[0] if start else "",
        meet=meet,
        venue=venue,
        setting=_setting([title.text, *head]),
    )


def is_other_race(head: Sequence[str], text: str) -> bool:
    """Whether a row is the title of a race other than the one in the head."""
    return bool(_distance(text) and _SEX.search(text)) and text not in head


def _distance(text: str) -> tuple[float, str] | None:
    """Metres and event code of the race named in a row."""
    if metres := _METRES.search(text):
        length = int(re.sub(r"\D", "", metres[1]))
        steeple = "SC" if _STEEPLE.search(text) else ""
        return (float(length), f"{length}{steeple}") if length >= SHORTEST_M else None
    if miles := _MILES.search(text):
        number = (miles[1] or "1").lower()
        count = _NUMBERS[number] if number in _NUMBERS else int(number)
        return (count * MILE_M, "MILE" if count == 1 else f"{count}MILE") if count else None
    return None


def _sex(text: str) -> str:
    match = _SEX.search(text)
    if match is None:
        return ""
    return match[2].lower() if match[2] else "women" if match[1] else "men"


def _title_text(title: str, head: Sequence[str]) -> str:
    text = re.sub(rf"\bstart time\b|{DAY}|{CLOCK}", " ", title, flags=re.I)
    rounds = [text for text in head if _ROUNDS.fullmatch(text)]
    return " ".join(" ".join([text, *rounds]).split()).strip(" -–,|")


def _day(text: str) -> str:
    match = re.search(DAY, text, re.I)
    return iso_day(match[0]) if match else ""


def _places(head: Sequence[str]) -> tuple[str, str]:
    """The meeting and the venue: the rows of the head that are nothing else."""
    left = [
        text
        for text in head
        if not any(pattern.search(text) for pattern in (_DOCUMENT, *_WEATHER))
        and not _ROUNDS.fullmatch(text)
        and not (_day(text) or re.search(CLOCK, text) or read_record(text) or _distance(text))
        and not re.fullmatch(r"(?:rank|pos|place|bib|name|nat|result|\W).*", text, re.I)
    ]
    venue = next((text for text in left if _VENUE.search(text)), "")
    return next((text for text in left if text != venue), ""), venue


def _setting(texts: Sequence[str]) -> Setting:
    return "indoor" if any(map(_INDOOR.search, texts)) else "track"


STAMPED = "Printed"
"""First word of the sentence that says when a document was printed."""


def is_stamp(text: str) -> bool:
    """Whether a row says when it was printed."""
    return _STAMP.fullmatch(text) is not None


def read_remark(text: str) -> str:
    """The weather or the time of printing in a row, as a sentence; empty for other rows."""
    if stamp := _STAMP.fullmatch(text):
        version = f", {stamp['version'].lower()}" if stamp["version"] else ""
        return f"{STAMPED} {stamp['day']}{version}."
    weather = next((match for pattern in _WEATHER if (match := pattern.fullmatch(text))), None)
    if weather is None:
        return ""
    sky = re.sub(r"^sky\s+", "", weather["sky"] or "", flags=re.I).lower()
    return f"{weather['heat']} °C, humidity {weather['wet']} %{', ' if sky else ''}{sky}."


def read_record(text: str) -> Mark | None:
    """A row of the record block: `WORLD RECORD 3:43.13 EL GUERROUJ Hicham MAR Roma (ITA) 7 JUL 1999`."""
    record = _RECORD.fullmatch(text)
    if record is None or not is_time(record["time"]):
        return None
    time = Time.parse(record["time"])
    label = record["label"] if len(record["label"]) <= 5 else record["label"].capitalize()
    holder = _HOLDER.fullmatch(record["rest"] or "")
    if holder is None:
        return Mark(label=label, time=time)
    return Mark(
        label=label,
        time=time,
        holder=read_name(holder["name"])[0],
        nation=holder["nation"],
        venue=holder["venue"],
        date=iso_day(holder["day"] or ""),
    )
