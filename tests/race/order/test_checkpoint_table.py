"""The checkpoint table: places, leaders, laps and the fastest of them, checkpoint by checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from race.course import START
from race.fold.history import History
from race.order.checkpoint_table import CheckpointTable
from tests.race.messages_by_hand import (
    AFTER_ALL_MS,
    GUN,
    board,
    entrant,
    order,
    row_of,
    split,
    start_list,
    status,
)
from tests.race.random_races import clocks_of, tidy_races

if TYPE_CHECKING:
    from race.fold.state import RaceState
    from race.messages import Message


def table_of(*messages: Message) -> tuple[CheckpointTable, RaceState]:
    """The table at the end of a log, and the state that it is of."""
    state = History(messages).at(AFTER_ALL_MS)
    assert state.course is not None
    return CheckpointTable(state, state.course), state


def test_the_fastest_lap_is_a_measured_one() -> None:
    """An estimated time at either end makes none."""
    table, state = table_of(
        start_list("A"),
        GUN,
        split("A", 400, "60.0"),
        split("A", 800, "1:55.0", evidence="estimated"),
        split("A", 1200, "2:58.0"),
        split("A", 1600, "3:57.0"),
    )

    assert table.best_of(state.runners["A"]) == 3
    assert table.best == ("A", 3)


def test_the_end_of_a_mile_counts_as_a_lap() -> None:
    """Its last 409 m in 54.64 hold a faster lap than the pacemaker's 55.91; a longer end does not."""
    mile = start_list(("A", entrant("P", "pacemaker")), (400, 800, 1200, 1609))
    log = [split("P", 400, "55.91"), split("P", 800, "1:52.7")]
    finish = [split("A", 1200, "2:50.70"), split("A", 1609, "3:45.34")]
    longer = start_list(("A", entrant("P", "pacemaker")), (400, 800, 1100, 1609))

    assert table_of(mile, GUN, *log)[0].best == ("P", 0)
    assert table_of(mile, GUN, *log, *finish)[0].best == ("A", 3)
    assert table_of(longer, GUN, *log, finish[1])[0].best == ("P", 0)


def test_a_single_lap_is_not_the_fastest() -> None:
    """There must be two to compare."""
    table, state = table_of(start_list("A"), GUN, split("A", 400, "60.0"))

    assert table.best_of(state.runners["A"]) is None


def test_the_last_lap_of_a_mile_begins_at_the_checkpoint_nearest_to_it() -> None:
    """Its 409 m count as a lap; the first 200 m do not."""
    distances = (200, 400, 800, 1200, 1609.344)
    table, _ = table_of(start_list("A", checkpoints_m=distances), GUN)

    assert [round(table.span_m(index)) for index in range(5)] == [200, 400, 400, 400, 409]
    assert [table.is_lap(index) for index in range(5)] == [False, True, True, True, True]


def test_the_last_stretch_of_a_mile_leaves_out_a_checkpoint_near_the_finish() -> None:
    """It is from 1200 m and not from 1600; far from a lap it is from the checkpoint before."""
    near, _ = table_of(start_list("A", checkpoints_m=(400, 800, 1200, 1600, 1609.344)), GUN)
    far, _ = table_of(start_list("A", checkpoints_m=(1000, 1300, 1550, 1609.344)), GUN)

    assert (near.start(4), round(near.span_m(4)), near.is_lap(4)) == (2, 409, True)
    assert (far.start(3), round(far.span_m(3)), far.is_lap(3)) == (2, 59, False)


def test_a_stretch_over_a_missed_checkpoint_is_left_out() -> None:
    """It would be compared with shorter ones."""
    table, state = table_of(
        start_list("A", lap_m=None), GUN, split("A", 400, "60.0"), split("A", 1200, "3:00.0")
    )

    assert table.stretch(state.runners["A"], 2) is None


@given(tidy_races(), st.data())
def test_a_table_reused_is_as_one_made_afresh(messages: list[Message], data: st.DataObject) -> None:
    """Going through a race in any order."""
    history = History(messages)
    clocks = clocks_of(history)
    reused: CheckpointTable | None = None
    for clock_ms in data.draw(st.lists(st.sampled_from(clocks), min_size=1, max_size=6)):
        state = history.at(clock_ms)
        if state.course is None:
            continue
        reused, fresh = CheckpointTable(state, state.course, reused), CheckpointTable(state, state.course)

        assert picture(reused, state) == picture(fresh, state)


def picture(table: CheckpointTable, state: RaceState) -> object:
    """Everything in a table."""
    runners = list(state.runners.values())
    indices = range(START + 1, len(table.course.checkpoints))
    ranks = [[table.place(runner, index) for runner in runners] for index in indices]
    packs = [[(pack.bibs, pack.start, pack.end, pack.gap) for pack in table.packs(i)] for i in indices]
    laps = [[table.stretch(runner, index) for runner in runners] for index in indices]
    return (
        table.reached,
        table.leader and table.leader.entrant.bib,
        ranks,
        packs,
        laps,
        [table.best_of(runner) for runner in runners],
        table.best,
    )


TWO = (
    start_list("AB", checkpoints_m=(400, 800, 1200, 1609.344)),
    GUN,
    *(split("A", at, time) for at, time in ((400, "60.0"), (800, "2:01.0"), (1200, "3:05.0"))),
    *(split("B", at, time) for at, time in ((400, "60.5"), (800, "2:03.0"), (1200, "3:04.0"))),
    split("A", "1609.34", "4:10.0", rank=2),
    split("B", "1609.34", "4:06.0", rank=1),
)


def test_a_table_of_a_mile() -> None:
    """Leaders, places, packs, laps and the fastest of them, checkpoint by checkpoint."""
    table, state = table_of(*TWO)
    runner_a, runner_b = state.runners["A"], state.runners["B"]

    assert table.leader is runner_b
    assert [table.place(runner_a, index) for index in range(4)] == [1, 1, 2, 2]
    assert [len(table.packs(index)) for index in range(4)] == [1, 2, 2, 2]
    assert [table.start(index) for index in range(4)] == [START, 0, 1, 2]
    laps = [table.stretch(runner_b, index) for index in range(4)]
    assert [str(lap.time) for lap in laps if lap] == ["1:00.5", "1:02.5", "1:01.0", "1:02.0"]
    assert [round(lap.metres) for lap in laps if lap] == [400, 400, 400, 409]
    assert (table.reached, table.best_of(runner_b), table.best) == (3, 0, ("A", 0))


def test_a_table_of_nothing_yet() -> None:
    """Nothing is reached, and nothing is known."""
    table, state = table_of(start_list("A"))

    assert table.reached == START
    assert (table.leader, table.place(state.runners["A"], 0), table.packs(0)) == (None, None, [])
    assert (table.stretch(state.runners["A"], 0), table.best) == (None, None)


def test_the_fastest_stretch_of_a_road_race_is_one_of_the_usual_length() -> None:
    """A shorter last one does not count."""
    field = start_list("A", checkpoints_m=(1000, 2000, 3000, 3500), lap_m=None)
    times = ((1000, "3:00.0"), (2000, "6:10.0"), (3000, "9:05.0"), (3500, "10:20.0"))
    table, state = table_of(field, GUN, *(split("A", at, time) for at, time in times))

    assert table.best_of(state.runners["A"]) == 2


def test_what_did_not_change_is_not_worked_out_again() -> None:
    """The next table takes over columns, stretches and fastest laps that are still right."""
    history = History(TWO)
    early, late = history.at(130_000), history.at(AFTER_ALL_MS)
    assert early.course is not None
    first = CheckpointTable(early, early.course)
    packs, best, stretch = first.packs(0), first.best, first.stretch(early.runners["A"], 0)
    second = CheckpointTable(early, early.course, first)
    third = CheckpointTable(late, early.course, second)

    assert second.packs(0) is packs
    assert third.packs(0) is packs
    assert second.stretch(early.runners["A"], 0) is stretch
    assert best == second.best == third.best == ("A", 0)
    assert CheckpointTable(late, early.course).packs(0) is not packs


def test_a_place_that_was_published_stays() -> None:
    """Eighth at 400 m is eighth there, though the pacemaker in front has left since and few are known."""
    field = start_list([entrant("P", "pacemaker"), "K"])
    log = [field, GUN, split("P", 400, "55.9", 1), order(400, "K", first=8), status("P", "dnf", when="2:00")]
    now, state = table_of(*log)
    later, later_state = table_of(*log, split("K", 800, "2:10", 5))

    assert now.place(state.runners["K"], 0) == row_of(board(*log), "K").place == 7
    assert [later.place(later_state.runners["K"], index) for index in (0, 1)] == [8, 5]


def test_places_gained_are_those_of_the_board() -> None:
    """At every checkpoint the figure is the one that the board showed there; none over a pacemaker."""
    field = start_list([entrant("P", "pacemaker"), *"ABK"])
    log: list[Message] = [field, GUN]
    log += [split(bib, 800, f"2:0{i}", i + 1) for i, bib in enumerate("PABK")]
    log += [status("P", "dnf", when="2:30")]
    first = [split(bib, 1200, f"3:0{i}", i + 1) for i, bib in enumerate("KAB")]
    then = [split(bib, 1600, f"4:0{i}", i + 1) for i, bib in enumerate("AKB")]
    table, state = table_of(*log, *first, *then)

    shown = [row_of(board(*log, *first), "K").gain, row_of(board(*log, *first, *then), "K").gain]

    assert [table.gained(state.runners["K"], index) for index in (2, 3)] == shown
    assert shown == [2, -1]
