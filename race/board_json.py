"""The JSON of a board. Times in milliseconds; unknown is None."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from collections.abc import Iterable
from typing import Literal, cast

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.belief.doubt import Reason, Unbelieved
from race.board import Board, Phase
from race.course import START, Course
from race.doubted_claims import DoubtedClaim
from race.fold.runner import Runner
from race.json_version import VERSION
from race.mark_json import MarkGapJson, MarkJson, mark_gap_json, mark_json, stretch_m, stretch_ms
from race.marks import MarkRow, in_running_order
from race.messages import Evidence
from race.order.unordered_packs import UnorderedPack
from race.pace import KM_M, pace_of
from race.place_chances import Chances
from race.projection.projector import Basis
from race.row_choice import ALL_ROWS, RowChoice
from race.sorted_rows import SortedBy, sorted_rows
from race.standings import Row, RowStatus
from race.times import Time
from race.what_if import WhatIf


class CheckpointJson(TypedDict):
    """A checkpoint."""

    id: str
    distance_m: float
    """Metres from the start."""


class ExpectationJson(TypedDict):
    """What is expected of an entrant; all null, but for `overdue`, once the entrant is overdue."""

    projected_ms: int | None
    """Projected finishing time; for a finisher, the time."""
    projected_low_ms: int | None
    """Lower end of its range, which holds four times in five; null where none was measured."""
    projected_high_ms: int | None
    projected_m: float | None
    """In a race to a time, the distance projected for its end; at the end, that of the result."""
    projected_place: int | None
    """Place by projected times."""
    projected_by: Basis | None
    """What the projection rests on."""
    projected_from_estimates: bool | None
    """False where there is a projection: it never rests on an estimate."""
    chances: list[float] | None
    """The chance of each place, from 0 to 1; of the first three in a field of more than 40."""
    next_checkpoint: str | None
    """Id of the next checkpoint."""
    next_ms: int | None
    """The time expected there."""
    next_low_ms: int | None
    next_high_ms: int | None
    overdue: bool
    """Whether the entrant should have passed the next checkpoint long ago."""


class DoubtJson(TypedDict):
    """A claim that is not believed."""

    number: int
    """Number of the message in the log, from 1."""
    id: str | None
    """Its id."""
    bib: str | None
    """The entrant; null for an order of several."""
    checkpoint: str
    """The id of the checkpoint."""
    time_ms: int | None
    """The time claimed, from the entrant's own gun, negative before it."""
    digits: int | None
    """Decimals of a second that are given."""
    belief: Unbelieved
    """How far it is believed."""
    reason: Reason
    """Why it is not believed."""
    text: str
    """What is claimed and what is wrong with it, in a sentence."""
    remedy: str
    """What would make it count."""


class DoubtfulTimeJson(TypedDict):
    """A doubtful claim that an entrant was at a checkpoint."""

    checkpoint: str
    """The id of the checkpoint."""
    distance_m: float
    """Metres from the start."""
    time_ms: int | None
    """The time claimed, from the entrant's own gun."""
    digits: int | None
    """Decimals of a second that are given."""


class RowJson(ExpectationJson):
    """A row of a board: an entrant or, if asked for, a mark."""

    place: int | None
    """Place in the running order; at the finish, in the result."""
    pack: int | None
    """Number of the pack that the entrant runs in, where no order was published; then there is no place."""
    bib: str | None
    name: str
    nation: str | None
    category: str | None
    category_place: int | None
    """Place among those of the same category."""
    sex_place: int | None
    """Place among the men, or among the women."""
    role: Literal["runner", "pacemaker", "mark"]
    status: RowStatus
    checkpoint: str | None
    """Id of the furthest checkpoint passed."""
    distance_m: float | None
    """Its distance from the start, in metres."""
    time_ms: int | None
    """Time there, from the entrant's own gun."""
    net_ms: int | None
    """The same from the start line, where crossing it is timed."""
    digits: int | None
    """Decimals of a second that are known."""
    evidence: Evidence | None
    """How the time is known."""
    rank: int | None
    """The official place at this checkpoint."""
    lap_ms: int | None
    """The lap that ends here."""
    lap_behind_average_ms: int | None
    """How much slower it was than the average of all who ran it; negative if faster."""
    segment_ms: int | None
    """The stretch since the timed checkpoint before; at a track finish, the one nearest to a last lap."""
    segment_m: float | None
    pace_km_ms: int | None
    """The pace of that stretch per kilometre."""
    gap_ms: int | None
    """Behind the leader at the last checkpoint where both have a time."""
    chosen_gap_ms: int | None
    """Behind the athlete who was asked for, likewise; negative ahead."""
    interval_ms: int | None
    """Behind the row before, likewise; negative after an overtake since."""
    gap_m: float | None
    """In a race to a time, metres behind the leader by the checkpoints passed; 0 where the time decides."""
    interval_m: float | None
    """Behind the row before, likewise."""
    laps_down: int | None
    """Whole laps behind the leader."""
    change: int | None
    """Places gained since the checkpoint before; negative if lost."""
    change_estimated: bool | None
    """False where there is a change: it never rests on an estimate."""
    notes: list[str]
    """Printed beside the time: WR, NR, PB."""
    badges: list[str]
    """The notes, and the records, bests and standards recognised besides."""
    marks: list[MarkGapJson] | None
    """The entrant against each mark, and against personal and season's best, if asked for."""
    reason: str | None
    """Why the entrant is out of the race."""
    doubtful: list[DoubtfulTimeJson]
    """The doubtful claims beyond the last time that counts, in the order of the course."""


class PackJson(TypedDict):
    """Runners who are somewhere in a pack, in an order that was not published."""

    number: int
    """Counted from the front, from 1; the `pack` of their rows."""
    checkpoint: CheckpointJson
    """The checkpoint that they have come to."""
    low_ms: int
    """The race time from which they are likely to have passed it,"""
    high_ms: int
    """and until when."""
    size: int
    """How many they are."""


class WhatIfJson(TypedDict):
    """The finish of a runner at some pace."""

    bib: str
    pace_ms: int
    pace_m: float
    """The distance that takes this time."""
    checkpoint: str | None
    """Id of the checkpoint from which it is run; null at the start."""
    finish_ms: int
    place: int | None
    """By the projections of the others; null where someone in front now has none."""
    ahead_bib: str | None
    """Who would finish just ahead, by these."""
    ahead_ms: int | None
    """When."""
    beaten: list[str]
    """Labels of the marks that would be equalled or beaten, fastest first."""


class BoardJson(TypedDict):
    """What `lapbell board --json` prints."""

    version: int
    race: str
    """The id of the race."""
    name: str | None
    meet: str | None
    date: str | None
    distance_m: float | None
    state: Phase
    clock_ms: int
    """Race time from the gun."""
    starts_in_ms: int | None
    """How long it is until the gun; null from then on, and where that is not known."""
    checkpoint: CheckpointJson | None
    """The leader's furthest checkpoint; null where no leader is known."""
    packs: list[PackJson]
    """The packs whose order was not published, from the front."""
    marks: list[MarkJson]
    """The marks of this event, in running order."""
    chances_of_another: list[float] | None
    """The chances that someone comes in each place of whom no time is known; null where there is no one."""
    rows: list[RowJson]
    """Everyone in running order, then those not seen yet, then those out of the race; or sorted."""
    sorted_by: SortedBy
    """By what they are sorted: `order` as they run."""
    doubts: list[DoubtJson]
    """What needs review: claims that are not believed, the newest first."""
    devices: list[str]
    """How the timing devices of a live race are, a sentence each, as far as publishers say it."""
    what_if: WhatIfJson | None
    """What was asked for."""


def board_json(
    board: Board,
    doubts: Iterable[DoubtedClaim] = (),
    *,
    with_marks: bool = False,
    sort: SortedBy = "order",
    chosen: Runner | None = None,
    asked: WhatIf | None = None,
    choice: RowChoice = ALL_ROWS,
) -> BoardJson:
    """The object that `lapbell board --json` prints.

    If asked for with the marks, which are among rows in running order, with gaps to a `chosen` runner, with
    a finish at some pace, and with the rows of a `choice` alone.
    """
    course, start_list = board.state.course, board.state.start_list
    leader = board.leader
    shown = choice.of(sorted_rows(board.rows, sort))
    rows = [_row(board, row, chosen, with_marks=with_marks) for row in shown]
    return {
        "version": VERSION,
        "race": board.race,
        "name": start_list.name if start_list else None,
        "meet": start_list.meet if start_list else None,
        "date": start_list.date if start_list else None,
        "distance_m": course.distance_m if course else None,
        "state": board.phase,
        "clock_ms": board.clock_ms,
        "starts_in_ms": board.edge.starts_in_ms or None,
        "checkpoint": _checkpoint(course, leader.checkpoint) if leader else None,
        "packs": [_pack(course, pack) for pack in board.packs] if course else [],
        "chances_of_another": _chances(board.rows[0].field.all_chances.another) if board.rows else None,
        "marks": [mark_json(mark, board.targets) for mark in in_running_order(board.marks)],
        "rows": _with_marks(rows, board.marks)[: choice.top] if with_marks and sort == "order" else rows,
        "sorted_by": sort,
        "doubts": [_doubt(claim) for claim in doubts],
        "devices": list(board.edge.devices),
        "what_if": _what_if(asked) if asked is not None else None,
    }


def _what_if(asked: WhatIf) -> WhatIfJson:
    point = _checkpoint(asked.row.field.course, asked.since)
    return {
        "bib": asked.row.runner.entrant.bib,
        "pace_ms": asked.pace.time.ms,
        "pace_m": asked.pace.per_m,
        "checkpoint": point["id"] if point else None,
        "finish_ms": asked.finish.ms,
        "place": asked.place,
        "ahead_bib": asked.ahead.runner.entrant.bib if asked.ahead else None,
        "ahead_ms": _time_ms(asked.ahead_time),
        "beaten": [mark.label for mark in asked.beaten],
    }


def _pack(course: Course, pack: UnorderedPack) -> PackJson:
    checkpoint = course.checkpoints[pack.checkpoint]
    return {
        "number": pack.number,
        "checkpoint": {"id": checkpoint.id, "distance_m": checkpoint.distance_m},
        "low_ms": pack.band.low_ms,
        "high_ms": pack.band.high_ms,
        "size": len(pack.runners),
    }


def _doubt(claim: DoubtedClaim) -> DoubtJson:
    return {
        "number": claim.number,
        "id": claim.message.id,
        "bib": claim.bib,
        "checkpoint": claim.checkpoint,
        "time_ms": _time_ms(claim.time),
        "digits": claim.time.digits if claim.time else None,
        "belief": claim.doubt.belief,
        "reason": claim.doubt.reason,
        "text": claim.text,
        "remedy": claim.remedy,
    }


def _row(board: Board, row: Row, chosen: Runner | None, *, with_marks: bool) -> RowJson:
    course = board.state.course
    passing, entrant, segment, gain = row.passing, row.runner.entrant, row.segment, row.gain
    point = _checkpoint(course, row.checkpoint)
    return {
        "place": row.place,
        "pack": row.pack.number if row.pack else None,
        "bib": entrant.bib,
        "name": entrant.name,
        "nation": entrant.nation or None,
        "category": entrant.category or None,
        "category_place": row.category_place,
        "sex_place": row.sex_place,
        "role": entrant.role,
        "status": row.status,
        "checkpoint": point["id"] if point else None,
        "distance_m": point["distance_m"] if point else None,
        "time_ms": _time_ms(passing.time) if passing else None,
        "net_ms": _time_ms(row.net),
        "digits": passing.time.digits if passing and passing.time else None,
        "evidence": passing.evidence if passing else None,
        "rank": passing.official_place if passing else None,
        "lap_ms": stretch_ms(row.lap),
        "lap_behind_average_ms": stretch_ms(row.lap_behind_average),
        "segment_ms": stretch_ms(segment),
        "segment_m": stretch_m(segment),
        "pace_km_ms": pace_of(segment, KM_M).time.ms if segment else None,
        "gap_ms": stretch_ms(row.gap),
        "chosen_gap_ms": stretch_ms(row.gap_to(chosen)) if chosen is not None else None,
        "interval_ms": stretch_ms(row.interval),
        "gap_m": row.gap_m,
        "interval_m": row.interval_m,
        "laps_down": row.laps_down if row.is_racing else None,
        "change": gain,
        "change_estimated": None if gain is None else False,
        **_expectation(course, row),
        "notes": list(passing.notes) if passing else [],
        "badges": list(board.badges.get(entrant.bib) or (passing.notes if passing else ())),
        "marks": [
            mark_gap_json(mark, row.runner) for mark in (*board.marks, *board.own_marks(row.runner.entrant))
        ]
        if with_marks
        else None,
        "reason": row.runner.statuses[-1].reason or None if row.runner.statuses else None,
        "doubtful": [_doubtful(course, row, index) for index in _beyond_times(row)] if course else [],
    }


def _beyond_times(row: Row) -> list[int]:
    """Where claims are doubtful beyond the last time that counts, which the place there may do alone."""
    return sorted(index for index in row.runner.doubtful if index > row.runner.last_timed)


def _doubtful(course: Course, row: Row, index: int) -> DoubtfulTimeJson:
    time = row.runner.doubtful[index].time
    return {
        "checkpoint": course.checkpoints[index].id,
        "distance_m": course.checkpoints[index].distance_m,
        "time_ms": _time_ms(time),
        "digits": time.digits if time else None,
    }


def _chances(chances: Chances | None) -> list[float] | None:
    return [round(chance, 3) for chance in chances] if chances else None


def _expectation(course: Course | None, row: Row) -> ExpectationJson:
    known, expected = row.projection, row.next
    point = _checkpoint(course, expected.checkpoint) if expected else None
    return {
        "projected_ms": known.time.ms if known else None,
        "projected_low_ms": _time_ms(known.low) if known else None,
        "projected_high_ms": _time_ms(known.high) if known else None,
        "projected_m": round(row.projected_m, 1) if row.projected_m is not None else None,
        "projected_place": row.projected_place if known else None,
        "projected_by": known.basis if known else None,
        "projected_from_estimates": False if known else None,
        "chances": _chances(row.all_chances),
        "next_checkpoint": point["id"] if point else None,
        "next_ms": expected.time.ms if expected else None,
        "next_low_ms": _time_ms(expected.low) if expected else None,
        "next_high_ms": _time_ms(expected.high) if expected else None,
        "overdue": row.overdue is not None,
    }


def _with_marks(rows: list[RowJson], marks: list[MarkRow]) -> list[RowJson]:
    """The rows with the marks among them, each with the same fields; no marks where there are no entrants."""
    if not rows:
        return []
    blank = cast("RowJson", dict.fromkeys(rows[0]))
    woven: list[RowJson] = []
    waiting = in_running_order(marks)
    for number, row in enumerate([*rows, None]):
        while waiting and waiting[0].position == number:
            woven.append(_mark_row(waiting.pop(0), blank))
        if row is not None:
            woven.append(row)
    return woven


def _mark_row(row: MarkRow, blank: RowJson) -> RowJson:
    time = row.time
    return {
        **blank,
        "name": row.mark.label,
        "nation": row.mark.nation or None,
        "role": "mark",
        "status": "finished" if time and time.time == row.mark.time else "running",
        "distance_m": time.metres if time else None,
        "time_ms": stretch_ms(time),
        "digits": time.time.digits if time else None,
        "evidence": ("estimated" if time.estimated else "published") if time else None,
        "gap_ms": stretch_ms(row.gap),
        "overdue": False,
        "notes": [],
        "badges": [],
        "doubtful": [],
    }


def _checkpoint(course: Course | None, index: int) -> CheckpointJson | None:
    if course is None or index == START:
        return None
    checkpoint = course.checkpoints[index]
    return {"id": checkpoint.id, "distance_m": checkpoint.distance_m}


def _time_ms(time: Time | None) -> int | None:
    return time.ms if time else None
