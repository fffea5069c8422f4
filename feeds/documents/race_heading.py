"""The rows above and below the table: title, day, start, records, weather, the time of printing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.documents.printed_days import CLOCK, DAY, DAYS, iso_day
from feeds.documents.printed_document import RaceHeading, TextRow
from feeds.documents.printed_names import read_name
from feeds.documents.row_figures import LONG_TIME, TIME, is_time, read_figures, read_heads
from race.event_names import EventTitle, names_event, parse_title, read_round, read_sex, title_of
from race.messages import Mark
from race.times import Time

if TYPE_CHECKING:
    from race.event import Event

_INDOOR = re.compile(r"\bindoor\b|\bshort track\b", re.I)
_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?"
_STAMP = re.compile(rf"(?:(?P<version>version\s\S+)\s)?(?P<day>{_WEEKDAY}\s{DAY}\s{CLOCK}(?::\d\d)?)", re.I)
_DATED = re.compile(rf"\W*(?:{_WEEKDAY}\s)?(?:{DAYS}|[\d./-]*\d)\W*", re.I)
"""A row that is a date in figures, or that of several days."""
_WEATHER = (
    re.compile(r"temperature\D*?(?P<heat>-?\d+)\D*?humidity\D*?(?P<wet>\d+)\s?%?\s?(?P<sky>.*)", re.I),
    re.compile(r"(?P<heat>-?\d{1,2})\s?(?:°\s?C)?\s(?P<wet>\d{1,3})\s?%?(?:\s(?P<sky>[A-Z][A-Za-z ]+))?"),
)
_RECORD = re.compile(
    rf"(?P<label>(?:[^\W\d_][\w'’-]*\s){{0,4}}(?:records?|lead(?:ing)?|best)(?:\s[A-Z]{{2,3}})?"
    rf"|(?:WR|OR|AR|CR|MR|NR|ER|DLR|WL|EL|CGR|WU20R|GR|SR))\s(?P<time>{LONG_TIME}|{TIME})(?:\s(?P<rest>.*))?",
    re.I,
)
_HOLDER = re.compile(
    rf"(?P<name>\D*?[a-z]\D*?)\s(?P<nation>[A-Z]{{3}})\b\s?(?P<venue>.*?)(?:\s(?P<day>(?i:{DAY})))?"
)
_WIND = re.compile(r"\bw(?:ind)?(?:\sspeed)?\s*[:=]?\s*(?P<wind>[+-]?\d{1,2}[.,]\d)(?:\s?m/s)?(?!\S)", re.I)
_HEADS = re.compile(
    r"(?:rank|rk|pos|pl|place|bib|no|name|rang|platz|clt|plass|plac)\b.*\b(?:time|result|mark|finish|zeit|temps|tid)",
    re.I,
)
"""The heads of columns, which are no title."""
_DOCUMENT = re.compile(
    r"race analysis|\bresults?\b|result list|\bsplits?\b|lap times|start list|official", re.I
)
_VENUE = re.compile(r"\([A-Z]{3}\)$|stadi|arena|track|field|\bpark\b", re.I)


def find_heading(
    rows: Sequence[TextRow], tail: Sequence[TextRow], event: Event | None = None
) -> RaceHeading | None:
    """Which race it is, from the rows above the table; None where no row names an event.

    An `event` that was said beside the document comes before what the rows say. The time of the start may be
    a row of its own in the `tail` below it. Raises ValueError where the rows name two events, or one that is
    no race.
    """
    rows = [row for row in rows if not read_record(row.text) and len(read_heads(row.text) or ()) < 2]
    rows = [row for row in rows if not _HEADS.fullmatch(row.text)]
    found = _find_title(rows) if event is None else _said_title(rows, event)
    if found is None:
        return None
    row, title = found
    head = [other.text for other in rows if other is not row and not is_stamp(other.text)]
    clocks = [text for text in (row.text, *head) if re.search(CLOCK, text)]
    clocks += [other.text for other in tail if re.fullmatch(CLOCK, other.text)]
    start = re.search(CLOCK, clocks[0]) if clocks else None
    meet, venue = _places(head)
    rounds = [read for text in head if (read := read_round(text))]
    is_indoor = any(map(_INDOOR.search, head)) and title.event.setting == "track"
    return RaceHeading(
        title=_title_text(row.text, head),
        event=title.event.indoors() if is_indoor else title.event,
        sex=title.sex or next(filter(None, map(read_sex, head)), ""),
        round=title.round or next((named for named, _ in rounds if named), ""),
        heat=title.heat or next((heat for _, heat in rounds if heat), ""),
        date=next(filter(None, (_day(text) for text in (row.text, *head))), ""),
        start=start[0] if start else "",
        meet=meet,
        venue=venue,
    )


def is_other_race(head: Sequence[str], text: str) -> bool:
    """Whether a row is the title of a race other than the one in the head."""
    if text in head or not read_sex(text):
        return False
    try:
        return parse_title(text) is not None
    except ValueError:
        return False


def _find_title(rows: Sequence[TextRow]) -> tuple[TextRow, EventTitle] | None:
    """The row that names the event: one that also says for whom, before others."""
    titles: list[tuple[TextRow, EventTitle]] = []
    refused: list[ValueError] = []
    for row in rows:
        try:
            if title := parse_title(row.text):
                titles.append((row, title))
        except ValueError as error:
            refused.append(error)
    best = [found for found in titles if found[1].sex] or titles
    if not best and refused:
        raise refused[0]
    for _, title in best:
        if (title.event.code, title.sex) != (best[0][1].event.code, best[0][1].sex):
            names = " and ".join(dict.fromkeys(row.text for row, _ in best))
            raise ValueError(f"the rows above the table name different races: {names}")
    return best[0] if best else None


def _said_title(rows: Sequence[TextRow], event: Event) -> tuple[TextRow, EventTitle] | None:
    """The row that is most like a title, with the event that was said; a distance alone completes a title's.

    Raises ValueError where that is another distance than the title's.
    """
    if not event.code and (found := _find_title(rows)):
        row, title = found
        if title.event.distance_m not in (0, event.distance_m):
            raise ValueError(
                f"{row.text!r} is {title.event.distance_m:g} m: give the event with --event EVENT"
            )
        return row, title._replace(event=replace(title.event, distance_m=event.distance_m))
    row_of = [row for row in rows if names_event(row.text)] or [row for row in rows if read_sex(row.text)]
    row = next(iter([*row_of, *rows]), TextRow(0, event.code))
    return row, title_of(row.text, event)


def _title_text(title: str, head: Sequence[str]) -> str:
    text = _without_moment(title)
    rounds = [_without_moment(text) for text in head if read_round(text)]
    return " ".join(" ".join([text, *rounds]).split()).strip(" -–,|")


def _without_moment(text: str) -> str:
    return re.sub(rf"\bstart time\b|{DAYS}|{DAY}|{CLOCK}", " ", _WIND.sub(" ", text), flags=re.I)


def _day(text: str) -> str:
    match = re.search(DAY, re.sub(DAYS, " ", text, flags=re.I), re.I)
    return iso_day(match[0]) if match else ""


def _places(head: Sequence[str]) -> tuple[str, str]:
    """The meeting and the venue: the rows of the head that are nothing else."""
    left = [
        text
        for text in head
        if not any(pattern.search(text) for pattern in (_DOCUMENT, _WIND, *_WEATHER))
        and not _DATED.fullmatch(text)
        and not read_round(text)
        and not (_day(text) or re.search(CLOCK, text) or read_record(text) or names_event(text))
        and not re.fullmatch(r"(?:rank|pos|place|bib|name|nat|result)\b.*|\W.*", text, re.I)
    ]
    venue = next((text for text in left if _VENUE.search(text)), "")
    return next((text for text in left if text != venue), ""), venue


STAMPED = "Printed"
"""First word of the sentence that says when a document was printed."""


def is_stamp(text: str) -> bool:
    """Whether a row says when it was printed."""
    return _STAMP.fullmatch(text) is not None


def read_remark(text: str) -> str:
    """The weather, the time of printing or the days in a row, as a sentence; empty for other rows."""
    if stamp := _STAMP.fullmatch(text):
        version = f", {stamp['version'].lower()}" if stamp["version"] else ""
        return f"{STAMPED} {stamp['day']}{version}."
    if re.search(r"[^\W\d]", text) and _DATED.fullmatch(text):
        return f"The meeting is dated {text}."
    weather = next((match for pattern in _WEATHER if (match := pattern.fullmatch(text))), None)
    if weather is None:
        return ""
    sky = re.sub(r"^sky\s+", "", weather["sky"] or "", flags=re.I).lower()
    return f"{weather['heat']} °C, humidity {weather['wet']} %{', ' if sky else ''}{sky}."


def read_wind(text: str) -> float | None:
    """The wind in a row, in metres a second: `Wind: +0.4 m/s`; negative against the runners."""
    match = _WIND.search(text)
    return float(match["wind"].replace(",", ".")) if match else None


def read_record(text: str) -> Mark | None:
    """A row of the record block: `WORLD RECORD 3:43.13 EL GUERROUJ Hicham MAR Roma (ITA) 7 JUL 1999`."""
    record = _RECORD.fullmatch(text)
    if record is None or not is_time(record["time"]) or read_figures(record["rest"] or ""):
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
