"""The next sentence to say: what an announcer could read out now, made of the board and of the moments.

At each lap, and at each checkpoint about which there is a moment, the order is called: who leads in what
time, who follows, and the pace of a record. A moment that is news is said first. Once a lap has gone by
without a call it is said who is expected where, so that there is always something to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.eligibility import may_hold
from race.field_in_a_sentence import before_the_gun, underway
from race.laps import gap_at
from race.moments import sentences
from race.moments.checkpoint_story import LEADING
from race.moments.moment import CHATTER
from race.moments.phrases import (
    JUST_OVER_M,
    back,
    due_at,
    gap_words,
    place_word,
    rough_span,
    through,
)
from race.moments.record_pace import GREAT, IN_REACH, pace_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.board import Board
    from race.course import Course
    from race.fold.runner import Runner
    from race.moments.moment import Moment
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row

NAMED = 2
"""So many are named behind the leader."""

FOREMOST = 8
"""Among so many are looked for those who are no pacemakers."""

MOST_NAMED = 5
"""Who is further back is not named, even where no one else in front is known."""

LEAVING = frozenset({"off", "out"})
"""Kinds of moments that are about someone who leaves the race."""

SAME_AS_CALL = frozenset({"gun", "through", "order", "gap"})
"""Kinds of moments that say what a call says."""

PODIUM = 3

MOST_SILENT = 1.05
"""Laps that may go by without a call."""

LONG_AGO = 2
"""Laps after which a call is said no more."""

ROAD_LAP_M = 1000.0
"""What counts as a lap on a road, where it is asked how long nothing was said."""


class Call(NamedTuple):
    """A checkpoint at which the order is called."""

    checkpoint: int
    """Its index."""
    leader: Runner
    when_ms: int
    """Race time at which the leader passed."""


def to_say(board: Board, table: CheckpointTable, moments: Sequence[Moment]) -> list[str]:
    """What to say now, the most important first: a sentence, or a few that belong together."""
    start_list = board.state.start_list
    if start_list is None:
        return []
    news = [moment for moment in moments if moment.priority >= CHATTER and moment.kind not in SAME_AS_CALL]
    if board.phase == "before":
        return [before_the_gun(start_list)]
    call = _last_call(table, news)
    if call is None:
        return [news[-1].text if news else underway(board, start_list), *_meanwhile(board, table.course)]
    if call.checkpoint == table.course.finish:
        return _finish(board, news) or [_finished(table.course, call)]
    best = max((m for m in news if m.when_ms >= call.when_ms), key=_importance, default=None)
    lap_ms = _lap_ms(table.course, call)
    last_ms = best.when_ms if best is not None and best.kind in LEADING else call.when_ms
    is_silent, is_old = (board.clock_ms - last_ms > laps * lap_ms for laps in (1, LONG_AGO))
    if best is None or best.when_ms < call.when_ms + lap_ms:
        said = [*_news_and_call(board, table, call, best), *_on_for(board, table.course)]
    else:
        said = [best.text]
    meanwhile = _meanwhile(board, table.course) if is_silent else []
    return meanwhile if meanwhile and is_old else [*said, *meanwhile]


def _importance(moment: Moment) -> tuple[int, int]:
    return moment.priority, moment.when_ms


def _last_call(table: CheckpointTable, news: Sequence[Moment]) -> Call | None:
    """The last checkpoint with a known leader where a lap ends, or about which there is news."""
    newest = len(news) - 1
    for index in range(table.reached, START, -1):
        call = _call(table, index)
        if call is None:
            continue
        has_news = newest >= 0 and news[newest].when_ms >= call.when_ms
        if has_news or _ends_lap(table.course, index):
            return call
    return None


def _call(table: CheckpointTable, index: int) -> Call | None:
    leader = next(iter(table.in_order(index, 1)), None)
    if leader is None or leader.time_at(index) is None or table.place_there(leader, index) != 1:
        return None
    return Call(index, leader, leader.passings[index].when_ms)


def order_at(board: Board, table: CheckpointTable, index: int) -> str:
    """The order at a checkpoint in a sentence; empty where the leader there is not known."""
    call = _call(table, index)
    return _news_and_call(board, table, call, None)[-1] if call is not None else ""


def named_at(table: CheckpointTable, index: int) -> list[Runner]:
    """Whom the order at a checkpoint names; no one where the leader there is not known."""
    call = _call(table, index)
    return [call.leader, *_behind(table, index)] if call is not None else []


def _ends_lap(course: Course, index: int) -> bool:
    """Whether whole laps were run, or are left."""
    if course.lap_m is None or course.ends_lap(index):
        return True
    to_go_m = course.to_go(index)
    return to_go_m >= course.lap_m and to_go_m % course.lap_m <= JUST_OVER_M


def _news_and_call(board: Board, table: CheckpointTable, call: Call, news: Moment | None) -> list[str]:
    """What is news, and the order at a checkpoint: shorter where the news has just named the leader.

    Without the order where someone has led further on, and behind it where the leader has left the race.
    """
    time = call.leader.time_at(call.checkpoint)
    assert time is not None
    waves = {runner.entrant.wave for runner in board.state.runners.values()}
    template = sentences.CALL_PACED if _is_pacing(call.leader) else sentences.CALL
    fields = {
        "leader": call.leader.spoken_name,
        "spot": through(table.course, call.checkpoint),
        "time": time.show(table.course.digits),
    }
    text = (sentences.CALL_SO_FAR if len(waves) > 1 else template).format(**fields)
    if news is not None and text.startswith(news.text):
        news = None
    if news is not None and _names_leader(news, call):
        text = sentences.CALL_TIME.format(**fields)
    elif news is not None and news.kind in LEADING:
        return [news.text]
    said = [news.text] if news is not None else []
    pace = _pace(board, table, call.checkpoint, *said)
    order = ", ".join(part for part in (text, *_followers(table, call), pace) if part)
    is_gone = news is not None and news.kind in LEAVING and news.bib == call.leader.entrant.bib
    return [order, *said] if is_gone else [*said, order]


def _names_leader(news: Moment, call: Call) -> bool:
    """Whether a moment says who leads at the checkpoint of a call."""
    is_same = news.bib == call.leader.entrant.bib and news.when_ms == call.when_ms
    return is_same and (news.kind in LEADING or news.text.startswith(f"{call.leader.spoken_name} leads"))


def _followers(table: CheckpointTable, call: Call) -> list[str]:
    """The next behind the leader, pacemakers left out: how far back, then by place."""
    course, index = table.course, call.checkpoint
    phrases: list[str] = []
    for runner in _behind(table, index):
        place, gap = table.place_there(runner, index), gap_at(course, runner, call.leader, index)
        name, far = runner.spoken_name, back(gap.time) if gap is not None else ""
        if place == 2 and far and not phrases:
            phrases.append(sentences.CALL_SECOND.format(runner=name, back=far))
        elif place is not None:
            template = sentences.CALL_PLACE_BACK if far and not phrases else sentences.CALL_PLACE
            phrases.append(template.format(runner=name, place=place_word(place), back=far))
    return phrases


def _behind(table: CheckpointTable, index: int) -> list[Runner]:
    """Those who are named behind the leader."""
    behind = table.in_order(index, FOREMOST)[1:]
    named = [runner for runner in behind if not _is_pacing(runner)][:NAMED]
    return [runner for runner in named if (table.place_there(runner, index) or 1) <= MOST_NAMED]


def _is_pacing(runner: Runner) -> bool:
    return runner.entrant.role == "pacemaker"


def _pace(board: Board, table: CheckpointTable, index: int, said: str = "") -> str:
    """The pace of the first record that the first runner can still take, from halfway on.

    Empty where that was said, and outside it: for a great record further than `IN_REACH`.
    """
    course = table.course
    first = next((runner for runner in table.in_order(index, FOREMOST) if not _is_pacing(runner)), None)
    if first is None or course.to_go(index) > course.distance_m / 2 + JUST_OVER_M:
        return ""
    for row in board.marks:
        mark, gap = row.mark, row.running.gap(first, index)
        words = pace_words(mark, course.event.code)
        if gap is None or not words or row.chaser is None or not may_hold(first.entrant, mark):
            continue
        behind_ms = gap.time.ms
        if behind_ms <= 0 or (mark.code in GREAT and behind_ms <= IN_REACH * mark.time.ms):
            template = sentences.CALL_PACE if behind_ms else sentences.CALL_ON_PACE
            apart = gap_words(gap.time._replace(ms=abs(behind_ms)))
            side = "inside" if behind_ms < 0 else "outside"
            return "" if words in said else template.format(gap=apart, side=side, pace=words)
    return ""


def _lap_ms(course: Course, call: Call) -> float:
    """A little more than a lap takes at the pace so far."""
    lap_m = course.lap_m or ROAD_LAP_M
    return MOST_SILENT * lap_m * call.when_ms / course.distance(call.checkpoint)


def _first_under_way(board: Board) -> Row | None:
    """The first who is still running, pacemakers left out."""
    racing = (row for row in board.rows if row.is_racing and row.status == "running")
    return next((row for row in racing if not _is_pacing(row.runner)), None)


def _on_for(board: Board, course: Course) -> list[str]:
    """The finish that is projected for the first runner of a road race, and how sure that is."""
    first = _first_under_way(board) if course.lap_m is None else None
    projection = first.projection if first is not None else None
    if first is None or projection is None or projection.low is None or projection.high is None:
        return []
    shown, span = projection.time.show(0), rough_span((projection.high.ms - projection.low.ms) // 2)
    return [sentences.ON_FOR.format(runner=first.runner.spoken_name, time=shown, span=span)]


def _meanwhile(board: Board, course: Course) -> list[str]:
    """Where the first runner is expected, and when."""
    first = _first_under_way(board)
    if first is None:
        return []
    expected, name = first.next, first.runner.spoken_name
    if expected is None:
        return [sentences.NOT_SEEN_SINCE.format(runner=name, spot=due_at(course, first.checkpoint))]
    left_ms = expected.when_ms - board.clock_ms
    template = sentences.EXPECTED if left_ms > 0 else sentences.DUE
    spot = due_at(course, expected.checkpoint)
    return [template.format(runner=name, spot=spot, span=rough_span(max(left_ms, 0)))]


def _finished(course: Course, call: Call) -> str:
    """The first at the finish, where no moment is about that: it was not settled, or was corrected."""
    time = call.leader.time_at(call.checkpoint)
    assert time is not None
    shown = time.show(course.digits)
    return sentences.FINISH.format(runner=call.leader.spoken_name, does="finishes", time=shown)


def _finish(board: Board, news: Sequence[Moment]) -> list[str]:
    """The first to finish, by their places, and the result, or the newest before there is one."""
    newest = {moment.bib: moment for moment in news if moment.kind == "finish"}
    first = sorted(newest.values(), key=lambda m: (-m.priority, m.when_ms))[:PODIUM]
    places = {row.runner.entrant.bib: number for number, row in enumerate(board.rows)}
    first.sort(key=lambda moment: places.get(moment.bib or "", len(places)))
    result = [moment for moment in news if moment.kind in ("result", "official")]
    last = result or [moment for moment in news[-1:] if moment not in first]
    return [moment.text for moment in (*first, *last)]
