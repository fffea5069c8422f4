"""The JSON of a race's rows. Times in milliseconds; unknown is None."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from collections.abc import Iterator

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.belief.doubt import Reason
from race.json_version import VERSION
from race.messages import Checkpoint, Evidence, RaceKind, Role, Setting
from race.split_rows import EntrantRows, RaceRows, SplitRow
from race.standings import RowStatus
from race.times import Time


class RaceFactsJson(TypedDict):
    """What is known of a race as a whole."""

    version: int
    race: str
    """The id of the race."""
    race_name: str
    meet: str | None
    venue: str | None
    date: str | None
    """The day of the race, as 2024-05-25."""
    zone: str | None
    """The time zone of the race by its IANA name."""
    event: str | None
    """The event's code: 1500, MILE, 3000SC."""
    sex: str | None
    round: str | None
    heat: str | None
    kind: RaceKind | None
    """How it is run."""
    setting: Setting
    race_m: float
    """The length of the race."""
    course_lap_m: float | None
    """The length of a lap; null on a road."""
    limit_s: float | None
    """In a race to a time, how many seconds it lasts."""
    official: bool
    """Whether the result is final."""


class EntrantFactsJson(TypedDict):
    """What is known of an entrant."""

    bib: str
    athlete: str
    """The name."""
    family: str | None
    """The family name, where the start list says it."""
    athlete_id: str | None
    """The person's id in all races."""
    nation: str | None
    club: str | None
    team: str | None
    category: str | None
    born: str | None
    role: Role
    pb_ms: int | None
    """Personal best before this race."""
    pb_digits: int | None
    """Decimals of a second that are known of it."""
    sb_ms: int | None
    """Season's best before this race."""
    sb_digits: int | None
    """Decimals of a second that are known of it."""
    entrant_note: str | None
    """What the start list says besides."""
    wave: str | None
    start_ms: int | None
    """The entrant's own gun after the first one; null while it is not known to have gone."""
    gun: str | None
    """The time of day of that gun."""
    overall_place: int | None
    """Place in the running order; at the end, in the result."""
    status: RowStatus
    after: str | None
    """Id of the last checkpoint passed by an entrant who is out."""
    reason: str | None
    """Why the entrant is out of the race."""


class PointJson(TypedDict):
    """A checkpoint."""

    checkpoint: str
    """Its id."""
    checkpoint_name: str | None
    """Its name, where the id does not say it."""
    distance_m: float
    """Metres from the start."""


class FiguresJson(TypedDict):
    """What is known of an entrant at a checkpoint."""

    time_ms: int | None
    """From the entrant's own gun."""
    digits: int | None
    """Decimals of a second that are known."""
    place: int | None
    """The place there: the official one, or else as counted from what is believed."""
    official_place: int | None
    """The place that was printed."""
    evidence: Evidence | None
    """How time and official place are known; `estimated` where there is the estimate alone."""
    doubt: Reason | None
    """Why the time is not believed. It then decides nothing: there is no lap, gap or place by it."""
    notes: list[str]
    """Printed beside the time: WR, NR, PB."""
    lap_ms: int | None
    """The lap that ends here, or else the stretch since a checkpoint before."""
    lap_m: float | None
    """Its length."""
    lap_evidence: Evidence | None
    """How the lap is known: the less sure of the times at its ends."""
    gap_ms: int | None
    """Behind the leader; negative ahead."""
    last_400_ms: int | None
    """At the finish, the last 400 m; null where no checkpoint lies 400 m before it."""
    last_400_evidence: Evidence | None
    """How these are known, likewise."""
    net_ms: int | None
    """The time from the start line, where crossing it is timed."""
    leg: int | None
    """The leg of a relay that ends here, from 1."""
    wind: float | None
    """Metres a second; negative against the runners."""
    clock: str | None
    """The time of day, where the time is not known."""
    estimate_ms: int | None
    """Where no time was published: when the entrant is likely to have passed, from the own gun."""
    estimate_low_ms: int | None
    """The earliest that this may have been."""
    estimate_high_ms: int | None
    """The latest."""
    source: str | None
    """Where the figure was published, in words."""


class SplitJson(PointJson, FiguresJson):
    """An entrant at a checkpoint."""


class EntrantJson(EntrantFactsJson):
    """An entrant with all splits."""

    splits: list[SplitJson]
    """In the order of the course; checkpoints of which nothing is known are left out."""


class RaceNoteJson(TypedDict):
    """A sentence about the race, a checkpoint or an entrant."""

    text: str
    bib: str | None
    checkpoint: str | None
    when_ms: int | None
    """The race time at which it was said."""


class ExportJson(RaceFactsJson):
    """What `lapbell export RACE --json` prints."""

    clock_ms: int
    """The race time at which this was the state."""
    checkpoints: list[PointJson]
    """In the order of the course."""
    entrants: list[EntrantJson]
    """In running order, then those not seen yet, then those out of the race."""
    race_notes: list[RaceNoteJson]
    remarks: list[str]
    """What to know about the figures."""


class LibrarySplitJson(RaceFactsJson, EntrantFactsJson, FiguresJson):
    """A line of `lapbell export --library --json`: an entrant at a checkpoint.

    An entrant without splits has one line without a checkpoint.
    """

    checkpoint: str | None
    """Its id."""
    checkpoint_name: str | None
    """Its name, where the id does not say it."""
    distance_m: float | None
    """Metres from the start."""


def export_json(race: RaceRows, clock_ms: int) -> ExportJson:
    """The object that `lapbell export RACE --json` prints."""
    return {
        **_race_facts(race),
        "clock_ms": clock_ms,
        "checkpoints": [_point(checkpoint) for checkpoint in race.checkpoints],
        "entrants": [entrant_json(entrant) for entrant in race.entrants],
        "race_notes": [
            {"text": note.text, "bib": note.bib, "checkpoint": note.checkpoint, "when_ms": _ms(note.when)}
            for note in race.notes
        ],
        "remarks": list(race.start_list.remarks),
    }


def entrant_json(entrant: EntrantRows) -> EntrantJson:
    """An entrant in that object."""
    splits: list[SplitJson] = [{**_point(split.checkpoint), **_figures(split)} for split in entrant.splits]
    return {**_entrant_facts(entrant), "splits": splits}


def library_lines(race: RaceRows) -> Iterator[LibrarySplitJson]:
    """The lines of `lapbell export --library --json` about a race."""
    race_facts = _race_facts(race)
    for entrant in race.entrants:
        facts = _entrant_facts(entrant)
        for split in entrant.splits:
            yield {**race_facts, **facts, **_point(split.checkpoint), **_figures(split)}
        if not entrant.splits:
            nothing = _figures(SplitRow(checkpoint=race.checkpoints[-1]))
            yield {
                **race_facts,
                **facts,
                "checkpoint": None,
                "checkpoint_name": None,
                "distance_m": None,
                **nothing,
            }


def _race_facts(race: RaceRows) -> RaceFactsJson:
    start_list = race.start_list
    return {
        "version": VERSION,
        "race": race.race,
        "race_name": start_list.name,
        "meet": start_list.meet or None,
        "venue": start_list.venue or None,
        "date": start_list.date or None,
        "zone": start_list.zone or None,
        "event": start_list.event or None,
        "sex": start_list.sex or None,
        "round": start_list.round or None,
        "heat": start_list.heat or None,
        "kind": start_list.kind,
        "setting": start_list.setting,
        "race_m": start_list.distance_m,
        "course_lap_m": start_list.lap_m,
        "limit_s": start_list.limit_s,
        "official": race.is_official,
    }


def _entrant_facts(rows: EntrantRows) -> EntrantFactsJson:
    entrant = rows.runner.entrant
    return {
        "bib": entrant.bib,
        "athlete": entrant.name,
        "family": entrant.family or None,
        "athlete_id": entrant.athlete or None,
        "nation": entrant.nation or None,
        "club": entrant.club or None,
        "team": entrant.team or None,
        "category": entrant.category or None,
        "born": entrant.born or None,
        "role": entrant.role,
        "pb_ms": _ms(entrant.pb),
        "pb_digits": _digits(entrant.pb),
        "sb_ms": _ms(entrant.sb),
        "sb_digits": _digits(entrant.sb),
        "entrant_note": entrant.note or None,
        "wave": entrant.wave or None,
        "start_ms": _ms(rows.start),
        "gun": str(rows.gun) if rows.gun else None,
        "overall_place": rows.place,
        "status": rows.status,
        "after": rows.after or None,
        "reason": rows.reason or None,
    }


def _point(checkpoint: Checkpoint) -> PointJson:
    return {
        "checkpoint": checkpoint.id,
        "checkpoint_name": checkpoint.name or None,
        "distance_m": checkpoint.distance_m,
    }


def _figures(split: SplitRow) -> FiguresJson:
    low, likely, high = split.estimate or (None, None, None)
    return {
        "time_ms": _ms(split.time),
        "digits": _digits(split.time),
        "place": split.place,
        "official_place": split.official_place,
        "evidence": split.evidence,
        "doubt": split.doubt,
        "notes": list(split.notes),
        "lap_ms": _ms(split.lap.time) if split.lap else None,
        "lap_m": round(split.lap.metres, 3) if split.lap else None,
        "lap_evidence": split.lap_evidence,
        "gap_ms": _ms(split.gap.time) if split.gap else None,
        "last_400_ms": _ms(split.last_400),
        "last_400_evidence": split.last_400_evidence,
        "net_ms": _ms(split.net),
        "leg": split.leg,
        "wind": split.wind,
        "clock": str(split.clock) if split.clock else None,
        "estimate_ms": _ms(likely),
        "estimate_low_ms": _ms(low),
        "estimate_high_ms": _ms(high),
        "source": split.source or None,
    }


def _ms(time: Time | None) -> int | None:
    return time.ms if time is not None else None


def _digits(time: Time | None) -> int | None:
    return time.digits if time is not None else None
