"""What a record of the scoreboard output says: a heading, a runner, the end of a list, or the running time.

By Lapbell's own script, between tabs:

    H  L|S|R  event  round  heat  name  wind  official  state  distance  start  runners
    A  place  lane  ID  name  affiliation  time  split  lap  laps-to-go  licence  reaction  ID
    E  event  round  heat
    C  R|S  running-time

L is the start list, S the heat while it is on, R its results. The ID behind the row, and what stands behind
E, show whether anything in between was lost; scripts that lack them are read too.

Another script that is in wide use sends frames, `LH <STX> official | name | wind | event | round | heat ...`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from feeds.legal_text import legal

if TYPE_CHECKING:
    from feeds.bridges.lynx_scoreboard.scoreboard_text import ScoreboardRecord
    from feeds.tables.printed.lynx_files import HeatKey

ListKind = Literal["L", "S", "R", ""]
"""Start list, started, results; empty where a script sends the same for the last two."""

LONGEST_FIELD = 120
"""Characters."""

LONGEST_PART = 32
"""Characters of an event's number, a round or a heat."""

_HALF = re.compile(r"(?P<whole>\d{1,3})?(?:\s*(?P<half>1/2|½))?(?:[.,](?P<decimal>\d))?", re.ASCII)


class RunningTime(NamedTuple):
    """The clock of the scoreboard."""

    is_running: bool
    text: str


class ListHead(NamedTuple):
    """The heading of a list."""

    kind: ListKind
    event: str
    round: str
    heat: str
    title: str
    wind: str
    distance: str = ""
    start: str = ""
    """Time of day of the gun; empty where none was taken."""
    runners: int | None = None
    """How many rows the list has if it is whole."""
    is_official: bool = False

    @property
    def key(self) -> HeatKey:
        """Which heat it is."""
        return _key(self.event, self.round, self.heat)


class ListRow(NamedTuple):
    """A runner in a list, as shown."""

    place: str
    """A number, a status, or empty."""
    lane: str
    bib: str
    name: str
    affiliation: str
    time: str
    """The result; empty while there is none."""
    split: str
    """The time of the last pass."""
    lap: str
    """The time since the pass before it."""
    to_go: float | None
    """Laps to go, in halves; None if none are shown."""
    reaction: str


class ListEnd(NamedTuple):
    """The end of a list."""

    key: HeatKey | None = None
    """Of which heat, where the script says it."""


Item = RunningTime | ListHead | ListRow | ListEnd

OFFICIAL = "OFFICIAL"
"""In place of UNOFFICIAL, once the operator has said so."""

OWN_HEAD, OWN_ROW, FRAMED_HEAD, FRAMED_ROW = 12, 12, 7, 11
"""Fields at least, the first of which says what it is."""


def read_item(record: ScoreboardRecord) -> Item | None:
    """What a record says; None for one without meaning for a race, such as the wind alone.

    Raises ValueError for a record of another script.
    """
    if record.is_too_long:
        raise ValueError("a line that is too long")
    if record.is_frame:
        return _framed(record.text)
    fields = [legal(" ".join(field.split()))[:LONGEST_FIELD] for field in record.text.split("\t")]
    match fields:
        case ["C", "R" | "S" as state, text, *_]:
            return RunningTime(state == "R", text)
        case ["H", "L" | "S" | "R" as kind, *rest]:
            _expect(fields, OWN_HEAD, "heading")
            event, round_, heat, title, wind, official, _state, distance, start, runners = rest[:10]
            is_official = official.upper() == OFFICIAL
            count = _count(runners)
            return ListHead(kind, event, round_, heat, title, wind, distance, start, count, is_official)
        case ["A", *rest]:
            _expect(fields, OWN_ROW, "row")
            if len(rest) > 11 and rest[11] and rest[11] != rest[2]:
                raise ValueError(
                    "the beginning of one row and the end of another: something was lost in between"
                )
            return _row(rest[:6], rest[6:9], rest[10])
        case ["E", event, round_, heat, *_]:
            return ListEnd(_key(event, round_, heat))
        case ["E", *_]:
            return ListEnd()
    raise ValueError("not a line of Lapbell's script")


def _framed(text: str) -> Item | None:
    """What a frame says. Raises ValueError."""
    kind, _, body = text.partition("\x02")
    fields = [legal(" ".join(field.split()))[:LONGEST_FIELD] for field in body.split("|")]
    match kind:
        case "TR" | "TS" | "TB":
            return RunningTime(kind == "TR", fields[0])
        case "LH" | "SH":
            _expect(fields, FRAMED_HEAD - 1, "heading")
            official, title, wind, event, round_, heat = fields[:6]
            return ListHead(
                "" if kind == "LH" else "L",
                *(event, round_, heat, title, wind),
                runners=_count(fields[7]) if len(fields) > 7 else None,
                is_official=official.upper() == OFFICIAL,
            )
        case "LR" | "SR":
            _expect(fields, FRAMED_ROW - 1, "row")
            return _row(fields[:6], fields[7:10], fields[11] if len(fields) > 11 else "")
        case "LE" | "SE":
            return ListEnd()
        case "WL" | "TD" | "TA" | "TG" | "TU":
            return None
    raise ValueError("not a frame that is known")


def _row(who: Sequence[str], splits: Sequence[str], reaction: str) -> ListRow:
    place, lane, bib, name, affiliation, time = who
    split, lap, to_go = splits
    return ListRow(place, lane, bib, name, affiliation, time, split, lap, _laps(to_go), reaction)


def _expect(fields: Sequence[str], fewest: int, what: str) -> None:
    if len(fields) < fewest:
        raise ValueError(f"a {what} with {len(fields)} fields, and not {fewest}")


def _key(event: str, round_: str, heat: str) -> HeatKey:
    return event[:LONGEST_PART], round_[:LONGEST_PART], heat[:LONGEST_PART]


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _laps(text: str) -> float | None:
    """Laps to go: `9`, `4 1/2`, `1/2`."""
    match = _HALF.fullmatch(text)
    if match is None or not text:
        return None
    return int(match["whole"] or 0) + (0.5 if match["half"] or match["decimal"] == "5" else 0.0)
