"""The timeline shows how far the race has been told, and nothing that lies ahead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from race.messages import Entrant
from race.times import Time
from tests.race.messages_by_hand import board, start_list
from tui.text.timeline import ROUND_MS, Stop, column, expected_ms, scale_ms, time_at, timeline

END_MS = 230_150

widths = st.integers(0, 220)
lengths = st.integers(1, 14_000_000)


def text_of(pieces: tuple[tuple[str, str], ...]) -> str:
    """The line without its styles."""
    return "".join(text for text, _ in pieces)


@given(widths, lengths, st.data())
def test_it_fills_its_line(width: int, end_ms: int, data: st.DataObject) -> None:
    """At any width and place it takes the line to the cell, or says no more than its start."""
    position_ms = data.draw(st.integers(0, end_ms))

    drawn = timeline(width, position_ms, end_ms, [Stop(0, ""), Stop(position_ms, "400")])

    assert cell_len(text_of(drawn)) == (width if len(drawn) > 1 else 5)


@given(st.integers(40, 220), st.lists(st.integers(0, END_MS)), st.integers(0, END_MS))
def test_nothing_ahead_of_the_playhead_is_marked(width: int, stops: list[int], position_ms: int) -> None:
    """To the right of the playhead the line is bare."""
    reached = [Stop(when_ms, "400" if when_ms % 2 else "") for when_ms in stops if when_ms <= position_ms]

    _, ahead = text_of(timeline(width, position_ms, END_MS, reached)).split("●")

    assert set(ahead.split("┤")[0]) <= {"─"}


@given(lengths)
def test_its_end_does_not_give_the_finish_away(end_ms: int) -> None:
    """It ends on a full half minute at or after the end, so that the last seconds cannot be read off."""
    scale = scale_ms(end_ms)

    assert scale % ROUND_MS == 0
    assert end_ms <= scale < end_ms + ROUND_MS


def test_what_was_reached_is_labelled_where_there_is_room() -> None:
    """Checkpoints are ticks with labels, moments are marks of another shape."""
    stops = [Stop(55_910, "400"), Stop(112_740, "800"), Stop(141_800, "")]

    drawn = text_of(timeline(78, 170_700, END_MS, stops))

    assert drawn == "0:00 ├───────────────┴400────────────┴800───▴───────●───────────────────┤ 4:00"


def test_the_biggest_moments_are_seen_first() -> None:
    """By a mark of their own, which a checkpoint does not hide, nor a smaller one."""
    stops = [Stop(112_740, "", is_big=True), Stop(112_740, "800"), Stop(112_740, "")]

    drawn = text_of(timeline(78, 170_700, END_MS, stops))

    assert "▲800" in drawn
    assert "┴" not in drawn
    assert "▴" not in drawn


def test_checkpoints_that_stand_too_close_are_thinned_out() -> None:
    """Of 25 laps every fifth has a tick and its label; of splits at each 100 m every second one."""
    laps = [Stop(lap * 64_000, f"{lap * 400}") for lap in range(1, 26)]
    splits = [Stop(number * 14_000, f"{number * 100}") for number in range(1, 16)]

    of_laps = text_of(timeline(78, 1_610_000, 1_610_000, laps))
    of_splits = text_of(timeline(78, 215_000, 215_000, splits))

    assert all(f"┴{metres}─" in of_laps for metres in (2000, 4000, 6000, 8000))
    assert of_laps.count("┴") == 4  # the playhead stands on the fifth
    assert of_splits.count("┴") == 7
    assert all(f"┴{metres}─" in of_splits for metres in range(200, 1400, 200))


def test_a_label_without_room_behind_its_tick_stands_before_it() -> None:
    """The newest checkpoint is named although the playhead stands right behind it."""
    stops = [Stop(55_910, "400"), Stop(112_740, "800")]

    assert "─800┴●" in text_of(timeline(78, 118_000, END_MS, stops))


@given(st.integers(20, 220), lengths)
def test_a_click_goes_where_it_was_made(width: int, end_ms: int) -> None:
    """The time of a cell is one whose playhead stands in that cell."""
    scale = scale_ms(end_ms)
    left = len("0:00") + 2
    room = text_of(timeline(width, 0, end_ms, [])).count("─") + 1

    for cell in range(room if room > 1 else 0):
        when_ms = time_at(left + cell, width, end_ms)

        assert column(when_ms, scale, room) == cell or when_ms == end_ms


@given(st.integers(-5, 300), widths, lengths)
def test_no_click_leaves_the_race(x: int, width: int, end_ms: int) -> None:
    """Beside the line, a click goes to its nearer end."""
    assert 0 <= time_at(x, width, end_ms) <= end_ms


def test_it_expects_the_pace_that_the_track_view_shows() -> None:
    """Before anyone has a pace: that of the personal bests, or 3:20 a kilometre."""
    slow = [Entrant(bib="1", name="Ann Bell", pb=Time.parse("5:00")), Entrant(bib="2", name="Bea Low")]

    assert expected_ms(board(start_list(slow))) == 300_000
    assert expected_ms(board(start_list(["1"]))) == 1600 * 200
