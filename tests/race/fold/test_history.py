"""A history gives the same state however its log came and however the playhead moves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from race.fold import history as history_module
from race.fold.history import History
from race.messages import Message, Note, Order, Split, StartList
from race.times import Time
from tests.examples import examples
from tests.race.messages_by_hand import GUN, board, gun, row_of, split, start_list, status, void
from tests.race.random_races import Maker, clocks_of, picture, tidy_races, wild_logs

if TYPE_CHECKING:
    from random import Random

EXAMPLES = examples(60)


@pytest.fixture(autouse=True)
def short_strides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots are taken at every other message, so that small races need them."""
    monkeypatch.setattr(history_module, "SHORTEST_STRIDE", 2)


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_seek_equals_play_through(log: list[Message], random: Random) -> None:
    """The state at a time is the same from the start and from any other time."""
    played = History(log)
    clocks = clocks_of(played)
    chosen = random.choices(clocks, k=12)
    expected = {}
    for clock_ms in clocks:
        played.at(clock_ms)
        if clock_ms in chosen:
            expected[clock_ms] = picture(played, clock_ms)
            assert picture(History(log), clock_ms) == expected[clock_ms]

    sought = History(log)

    for clock_ms in chosen:
        assert picture(sought, clock_ms) == expected[clock_ms]


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_read_in_one_go_equals_message_by_message(log: list[Message], random: Random) -> None:
    """A log that grows while it is looked at ends as the log that was there from the start."""
    whole = History(log)

    grown = History()
    rest = list(log)
    while rest:
        size = random.choice((1, 1, 2, 5))
        grown.extend(rest[:size])
        rest = rest[size:]
        grown.at(random.choice(clocks_of(grown)))

    clocks = clocks_of(whole)
    assert clocks_of(grown) == clocks
    assert [grown.count(clock_ms) for clock_ms in clocks] == [whole.count(clock_ms) for clock_ms in clocks]
    random.shuffle(clocks)
    for clock_ms in clocks:
        assert picture(grown, clock_ms) == picture(whole, clock_ms)


@EXAMPLES
@given(wild_logs())
@example(Maker(3614, 6, waves=True, ranks=True).wild())
@example(Maker(824692, 3, waves=False, ranks=True).wild())
def test_a_log_cut_off_is_what_was_known_then(log: list[Message]) -> None:
    """Looking at each stage of a growing log shows the same as a log that ends there."""
    grown = History()

    for number, message in enumerate(log, start=1):
        grown.extend([message])

        assert picture(grown) == picture(History(log[:number]))


@EXAMPLES
@given(tidy_races(), st.randoms(use_true_random=False))
def test_late_arrival_equals_on_time_arrival(log: list[Message], random: Random) -> None:
    """Messages that say their time may come in any order, even before the start list and the gun."""
    on_time = History(log)

    shuffled = list(log)
    random.shuffle(shuffled)
    late = History(shuffled)

    clocks = clocks_of(on_time)
    assert clocks_of(late) == clocks
    for clock_ms in clocks:
        assert picture(late, clock_ms) == picture(on_time, clock_ms)


@EXAMPLES
@given(wild_logs())
def test_what_comes_later_leaves_the_past_alone(log: list[Message]) -> None:
    """A message changes nothing before it takes effect, unless it moves the clocks."""
    history = History([message for message in log if isinstance(message, StartList)][:1])
    movers = ("gun", "start-list")
    moving = {m.id for m in log if getattr(m, "type", "") in movers} - {None}
    shown: dict[int, Any] = {}

    for message in log:
        if getattr(message, "type", "") in movers or message.replaces in moving:
            continue
        effect_ms = history.effect_ms(message)
        before = [clock_ms for clock_ms in clocks_of(history) if clock_ms < effect_ms]
        seen = {clock_ms: shown.get(clock_ms) or picture(history, clock_ms) for clock_ms in before}
        history.extend([message])
        shown = {clock_ms: picture(history, clock_ms) for clock_ms in before}
        assert shown == seen


@EXAMPLES
@given(wild_logs())
def test_times_are_where_something_changes(log: list[Message]) -> None:
    """The count of messages grows at each of the times and nowhere between; the last is the end."""
    history = History(log)

    times = history.times()

    assert times == sorted(set(times))
    for ms in times:
        assert history.count(ms) > history.count(ms - 1)
    assert history.count(history.end_ms) == history.count(10**12)
    assert sum(history.count(ms) - history.count(ms - 1) for ms in times) == history.count(10**12) - (
        history.count(-1)
    )
    assert history.end_ms == max([0, *times])


@EXAMPLES
@given(wild_logs())
def test_a_state_handed_out_does_not_change(log: list[Message]) -> None:
    """Neither by seeking elsewhere nor by a longer log."""
    history = History(log[: len(log) // 2])
    middle_ms = clocks_of(history)[len(clocks_of(history)) // 2]
    held = history.at(middle_ms)
    runners, course, guns = dict(held.runners), held.course, held.guns

    for clock_ms in clocks_of(history):
        history.at(clock_ms)
    history.extend(log[len(log) // 2 :])
    picture(history)

    assert (held.runners, held.course, held.guns) == (runners, course, guns)


def test_a_split_takes_effect_at_its_own_time() -> None:
    """Not a millisecond before."""
    history = History([start_list("A"), GUN, split("A", 400, "1:00.00")])

    assert history.at(59_999).runners["A"].passings == {}
    assert history.at(60_000).runners["A"].time_at(0) == Time(60_000, 2)


def test_a_late_split_lands_where_its_time_says() -> None:
    """A split that comes after later ones is on the board of its own time."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), split("A", 800, "2:00")]
    history = History(log)
    history.at(120_000)

    history.extend([split("B", 400, "0:59"), split("B", 800, "2:01")])

    assert history.at(59_000).runners["B"].furthest == 0
    assert board(*history.messages, at="1:30").rows[0].runner.entrant.bib == "B"
    assert history.at(120_500).runners["B"].furthest == 0
    assert history.at(121_000).runners["B"].furthest == 1


def test_what_has_no_time_takes_effect_when_it_came() -> None:
    """A status without a time counts from the latest time that the log had reached."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), status("B", "dnf"), split("A", 800, "2:00")]
    history = History(log)

    assert history.at(59_999).runners["B"].out is None
    assert history.at(60_000).runners["B"].out == "dnf"


def test_when_moves_a_message() -> None:
    """A message with a time of its own takes effect then, wherever it is in the log."""
    history = History([start_list("A"), status("A", "dnf", when="1:30"), GUN, split("A", 400, "1:00")])

    assert history.at(89_999).runners["A"].out is None
    assert history.at(90_000).runners["A"].out == "dnf"


def test_messages_before_the_gun_are_known_before_the_race() -> None:
    """A runner who does not start is known not to at any time, whether before or after the start list."""
    history = History([status("B", "dns"), start_list("AB"), status("A", "dns"), GUN])

    before = history.at(-1)

    assert {bib: runner.out for bib, runner in before.runners.items()} == {"A": "dns", "B": "dns"}
    assert before.guns == ()
    assert history.at(0).guns == (GUN,)


def test_a_new_start_list_in_the_middle_keeps_passings() -> None:
    """With another checkpoint and another entrant every earlier claim still counts."""
    old = start_list("AB", checkpoints_m=(400, 800, 1600))
    new = start_list("CAB", checkpoints_m=(400, 800, 1200, 1600))
    log: list[Message] = [old, GUN, split("A", 800, "2:00"), split("A", 1200, "3:00")]

    before, after = board(*log), board(*log, new)

    assert before.state.runners["A"].furthest == 1
    assert after.state.runners["A"].furthest == 2
    assert row_of(after, "A").runner.time_at(1) == Time(120_000, 0)
    assert {row.runner.entrant.bib for row in after.rows} == set("ABC")


def test_a_start_list_from_some_time_on() -> None:
    """A start list with `when` brings its checkpoints from then on, and claims made before find theirs."""
    old = start_list("A", checkpoints_m=(400, 1600))
    new = start_list("A", checkpoints_m=(400, 800, 1600))
    log = [old, GUN, split("A", 800, "2:00"), split("A", 400, "1:00")]
    history = History([*log, replace(new, when=Time(180_000))])

    assert history.at(179_999).runners["A"].furthest == 0
    assert history.at(180_000).runners["A"].furthest == 1
    assert history.at(179_999).runners["A"].furthest == 0


def test_nothing_is_lost_that_comes_before_the_start_list() -> None:
    """Splits, orders and times of day that come first are there once the start list is."""
    log: list[Message] = [
        split("A", 400, "1:00"),
        split("B", 400, "2026-07-28T12:01:01Z"),
        Order(checkpoint="800", places={"B": 1}),
        Note(text="Rain"),
    ]

    shown = board(*log, start_list("AB"), gun("2026-07-28T12:00:00Z"))

    assert row_of(shown, "A").runner.time_at(0) == Time(60_000, 0)
    assert row_of(shown, "B").runner.time_at(0) == Time(61_000, 0)
    assert row_of(shown, "B").place == 1
    assert len(shown.state.notes) == 1


def test_without_a_start_list_the_board_is_empty() -> None:
    """Nothing can be shown on no course, and nothing fails."""
    shown = board(GUN, split("A", 400, "1:00"))

    assert (shown.rows, shown.leader, shown.phase) == ([], None, "running")
    assert board().phase == "before"


def test_an_empty_history() -> None:
    """A log without messages has a state, an end and no times."""
    history = History()

    assert (history.end_ms, history.times(), history.count(0)) == (0, [], 0)
    assert history.at(0).runners == {}


def test_a_message_sent_twice_counts_once() -> None:
    """The same message under the same id has no second effect, so that its void withdraws it."""
    twice = split("A", 400, "1:00", id_="a")

    history = History([start_list("A"), GUN, twice, twice])

    assert len(history.at(60_000).runners["A"].passings[0].claims) == 1
    assert len(history.messages) == 4


def test_a_taken_id_loses_no_message() -> None:
    """Another message under an id that is taken counts all the same, and the id stays with the first."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00", id_="a"), split("B", 400, "1:01", id_="a")]

    shown = board(*log, split("A", 400, "1:02", replaces="a"))

    assert row_of(shown, "A").runner.time_at(0) == Time(62_000, 0)
    assert row_of(shown, "B").runner.time_at(0) == Time(61_000, 0)


def test_a_log_that_breaks_off_is_not_half_read() -> None:
    """An iterator that fails leaves the history as it was."""
    history = History([start_list("A"), GUN])

    def broken() -> object:
        yield split("A", 400, "1:00")
        raise ValueError("the line is cut")

    with pytest.raises(ValueError, match="cut"):
        history.extend(broken())  # type: ignore[arg-type]

    assert len(history.messages) == 2
    assert isinstance(history.messages[-1], type(GUN))
    assert not any(isinstance(message, Split) for message in history.messages)


def test_what_comes_late_is_counted_as_a_rewrite() -> None:
    """A message that takes effect before another changes the past; one at the end does not."""
    history = History([start_list("AB"), GUN, split("A", 400, "1:00.0")])
    before = history.rewrites

    history.extend([split("A", 800, "2:01.0")])
    assert history.rewrites == before
    history.extend([split("B", 400, "1:01.0")])
    history.extend([split("B", 800, "2:00.0")])
    assert history.rewrites == before + 2


def test_the_next_change_and_the_end_of_what_is_known() -> None:
    """A withdrawn or suspect time does not count, but the log goes on to where it was."""
    history = History([start_list("AB"), GUN, split("A", 400, "1:00.0"), split("B", 400, "1:01.0")])

    assert history.next_ms(0) == 60_000
    assert history.next_ms(60_000) == 61_000
    assert history.next_ms(61_000) is None
    assert (history.reach_ms, history.last_effect_ms) == (61_000, 61_000)

    history.extend([split("A", 800, "9:00.0", id_="slip"), Note(text="A pause")])
    assert (history.reach_ms, history.last_effect_ms) == (540_000, 540_000)
    history.extend([void("slip"), split("B", 800, "20:00", suspect=True)])
    assert (history.reach_ms, history.last_effect_ms) == (61_000, 540_000)


def test_an_empty_history_ends_at_the_gun() -> None:
    """There is nothing to come, and nothing known."""
    history = History()

    assert (history.next_ms(0), history.end_ms, history.reach_ms, history.last_effect_ms) == (None, 0, 0, 0)
