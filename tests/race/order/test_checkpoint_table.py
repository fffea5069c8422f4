"""The sheet of a race: ranks, leaders, laps and the fastest of them, checkpoint by checkpoint."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from race.course import START
from race.fold.history import History
from race.messages import Message
from race.order.checkpoint_table import CheckpointTable
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, split, start_list
from tests.race.random_races import clocks_of, tidy_races


def sheet_of(*messages: Message) -> CheckpointTable:
    """The sheet at the end of a log."""
    state = History(messages).at(AFTER_ALL_MS)
    assert state.course is not None
    return CheckpointTable(state, state.course)


def best(sheet: CheckpointTable, bib: str) -> int | None:
    """The end of an athlete's fastest lap."""
    return sheet.best_of(sheet._state.runners[bib])


def test_the_fastest_lap_is_a_measured_one() -> None:
    """An estimated time at either end makes none."""
    sheet = sheet_of(
        start_list("A"),
        GUN,
        split("A", 400, "60.0"),
        split("A", 800, "1:55.0", evidence="estimated"),
        split("A", 1200, "2:58.0"),
        split("A", 1600, "3:57.0"),
    )

    assert best(sheet, "A") == 3
    assert sheet.best == ("A", 3)


def test_of_one_lap_nobody_says_that_it_is_the_fastest() -> None:
    """There must be two to compare."""
    assert best(sheet_of(start_list("A"), GUN, split("A", 400, "60.0")), "A") is None


def test_the_last_lap_of_a_mile_begins_at_the_mark_nearest_to_it() -> None:
    """Its 409 m count as a lap; the first 200 m do not."""
    marks = (200, 400, 800, 1200, 1609.344)
    sheet = sheet_of(start_list("A", marks=marks), GUN)

    assert [round(sheet.span_m(index)) for index in range(5)] == [200, 400, 400, 400, 409]
    assert [sheet.is_lap(index) for index in range(5)] == [False, True, True, True, True]


def test_a_stretch_over_a_missed_checkpoint_is_none_of_its_column() -> None:
    """It would be compared with shorter ones."""
    sheet = sheet_of(start_list("A", lap_m=None), GUN, split("A", 400, "60.0"), split("A", 1200, "3:00.0"))

    assert sheet.stretch(sheet._state.runners["A"], 2) is None


@given(tidy_races(), st.data())
def test_what_a_sheet_lends_is_what_the_next_one_would_have_found(
    messages: list[Message], data: st.DataObject
) -> None:
    """Going through a race in any order, each sheet is as one that was made afresh."""
    history = History(messages)
    clocks = clocks_of(history)
    lent: CheckpointTable | None = None
    for clock_ms in data.draw(st.lists(st.sampled_from(clocks), min_size=1, max_size=6)):
        state = history.at(clock_ms)
        if state.course is None:
            continue
        lent, fresh = CheckpointTable(state, state.course, lent), CheckpointTable(state, state.course)

        assert picture(lent) == picture(fresh)


def picture(sheet: CheckpointTable) -> object:
    """All that a sheet says."""
    runners = list(sheet._state.runners.values())
    indices = range(START + 1, len(sheet.course.checkpoints))
    firsts = [first.entrant.bib if (first := sheet.first(index)) else None for index in indices]
    ranks = [[sheet.place(runner, index) for runner in runners] for index in indices]
    packs = [[(pack.bibs, pack.start, pack.end, pack.gap) for pack in sheet.packs(i)] for i in indices]
    laps = [[sheet.stretch(runner, index) for runner in runners] for index in indices]
    return (
        sheet.reached,
        firsts,
        ranks,
        packs,
        laps,
        [sheet.best_of(runner) for runner in runners],
        sheet.best,
    )
