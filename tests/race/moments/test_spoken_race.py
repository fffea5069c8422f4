"""What someone who only listens needs: how far to go, the bell with the lead, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from race.course import Course
from race.fold.history import History
from race.messages import Checkpoint, Mark, Message, Note, StartList, Status
from race.moments.phrases import where
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, entrant, moments, split, start_list

if TYPE_CHECKING:
    from collections.abc import Sequence

KILOMETRES = tuple(range(400, 10_001, 200))
AT_900_M = ("2:24.0", "2:24.1", "2:24.2", "2:24.4", "2:24.6")
MILE = (400, 800, 1200, 1600)


def told(log: Sequence[Message], metres: Sequence[float], *kinds: str) -> list[str]:
    """The sentences of some kinds of a race of six."""
    field = start_list([entrant("P", "pacemaker"), *"ABCDEF"], metres)
    found = moments(History([field, GUN, *log]).at(AFTER_ALL_MS), AFTER_ALL_MS)
    return [moment.text for moment in found if moment.kind in kinds]


def passes(bib: str, metres: int, place: int | None = None) -> Message:
    """Someone passes, at sixteen seconds for 100 m and two tenths for each place."""
    return split(bib, metres, str(Time(metres * 160 + (place or 0) * 200, 1)), place)


def test_in_a_race_of_many_laps_the_lead_is_told_with_how_far_there_is_to_go() -> None:
    """Whole laps, or thousands, or half laps; in a race of few laps as before."""
    long = [passes("A", metres, 1) for metres in (1000, 2000, 8000)]
    changed = [*long, passes("B", 8200, 1), passes("A", 8400, 1)]

    assert told(changed, KILOMETRES, "lead", "through") == [
        "A leads through 1000 m, 9000 to go",
        "A leads through 2000 m, 20 laps to go",
        "A leads through 8000 m, five laps to go",
        "B takes the lead from A with four and a half laps to go",
        "A takes the lead from B with four laps to go",
    ]
    assert told([passes("A", 400, 1)], MILE, "lead") == ["A leads through 400 m"]


def test_the_place_of_the_only_one_known_is_told_where_it_is_news() -> None:
    """Where it is far from the last, at halfway and in the last kilometres; at the bell always."""
    places = {1000: 3, 2000: 5, 3000: 8, 4000: 6, 5000: 6, 6000: 6, 8000: 6, 9000: 5, 9600: 5}
    log = [passes("A", metres, place) for metres, place in places.items()]

    assert told(log, KILOMETRES, "order", "bell") == [
        "A is third with 9000 to go",
        "A is eighth with 7000 to go",
        "A is sixth at halfway",
        "A is fifth with 1000 to go",
        "The bell: A is fifth",
    ]


def test_who_comes_after_the_only_one_known_is_not_told_instead() -> None:
    """The place of the first is no news; those further back are none either."""
    log = [passes("A", 1000, 3), passes("A", 2000, 3), passes("F", 2000, 6)]

    assert told(log, KILOMETRES, "order") == ["A is third with 9000 to go"]


def test_the_bell_waits_for_the_second_who_was_close() -> None:
    """It says by how much the leader leads; else, as soon as another passes, who leads."""
    before = [passes(bib, 800, place) for place, bib in enumerate("ABC", 1)]
    bell = [passes("A", 1200, 1), passes("B", 1200, 2), passes("C", 1200, 3)]

    assert told([*before, *bell], MILE, "bell", "gap", "order")[1:] == ["The bell: A leads by two tenths"]
    assert told([*before, bell[0], bell[2]], MILE, "bell") == ["The bell: A leads"]
    assert told(bell, MILE, "bell") == ["The bell: A leads"]


def test_the_bell_does_not_wait_for_one_who_was_far_behind() -> None:
    """The gap is told when the second passes."""
    before = [passes("A", 800, 1), split("B", 800, "2:20.0", 2), split("C", 800, "2:21.0", 3)]
    log = [*before, passes("A", 1200, 1), split("B", 1200, "3:30.0", 2)]

    assert told(log, MILE, "bell", "gap") == ["The bell: A leads", "B is second at the bell, 17.8 s back"]


def test_behind_the_leader_the_next_one_known_is_told() -> None:
    """With the place that was published, though others are in between."""
    log = [passes("A", 800, 1), passes("D", 800, 4), passes("F", 800, 6)]

    assert told(log, MILE, "order") == ["D is fourth at 800 m, six tenths back"]


def test_who_leaves_in_the_finish_is_told_of_after_it() -> None:
    """At the end, or a minute after the win; before the last half lap at once."""
    out = Status(bib="B", status="dnf", when=Time.parse("4:10.0"))
    near = [passes("A", 1400, 1), passes("B", 1400, 2), out]
    home = [passes("A", 1600, 1), split("C", 1600, "5:30.0", 2)]
    metres = (400, 1400, 1600)

    assert told([passes("A", 400, 1), passes("B", 400, 2), out], metres, "out") == ["B drops out after 400 m"]
    assert told(near, metres, "out") == []
    assert told([*near, *home], metres, "out") == ["B did not finish, last seen at 1400 m"]


def test_a_leader_who_drops_out_is_told_with_who_was_second() -> None:
    """Where that is known."""
    out = Status(bib="A", status="dnf", when=Time.parse("2:30.0"))

    assert told([passes("A", 800, 1), passes("B", 800, 2), out], MILE, "out") == [
        "A, who led at 800 m, drops out; B was second there"
    ]
    assert told([passes("A", 800, 1), out], MILE, "out") == ["A drops out after 800 m"]


@pytest.mark.parametrize(("metres", "lap"), [(1000, ""), (2000, ", with a lap of 1:03.7")])
def test_a_lap_that_ends_within_the_last_is_not_spoken_of(metres: int, lap: str) -> None:
    """In a race of hardly more than two it is taken for the last one."""
    log = [split(bib, 500, f"1:20.{n}") for n, bib in enumerate("ABCDE")]
    log += [split(bib, 900, time) for bib, time in zip("AEBCD", AT_900_M, strict=True)]

    assert told(log, (500, 900, metres), "move") == [f"E moves from fifth to second at 900 m{lap}"]


def note(text: str, bib: str, when: str, checkpoint: str | None = None, source: str = "") -> Note:
    """A note about someone."""
    return Note(text=text, bib=bib, when=Time.parse(when), checkpoint=checkpoint, source=source)


def test_a_move_that_a_note_tells_is_told_once() -> None:
    """The note says how, and the lead who has it."""
    before = [passes(bib, 800, place) for place, bib in enumerate("ABCDE", 1)]
    lead = [split("E", 1000, "2:40.0", 1)]
    metres = (400, 800, 1000, 1600)
    how = note("E comes through on the inside", "E", "2:39.5")

    assert told([*before, *lead], metres, "lead")[1:] == [
        "E moves from fifth past D, C, B and A into the lead with 600 to go"
    ]
    assert told([*before, how, *lead], metres, "lead")[1:] == ["E takes the lead with 600 to go"]


def test_of_what_two_sources_say_of_one_runner_at_one_point_the_last_is_told() -> None:
    """Two notes of one source are two, and so are those about two runners."""
    one, other = (note(f"A {does}", "A", "1:00.0", "400", does) for does in ("runs", "leads"))

    assert told([one, other], MILE, "note") == ["A leads"]
    assert told([one, replace(other, source="runs")], MILE, "note") == ["A runs", "A leads"]
    assert told([one, replace(other, bib="B")], MILE, "note") == ["A runs", "A leads"]


def test_how_many_were_under_a_figure_is_said_where_they_were_heard() -> None:
    """Of more than are known it is said with the result."""
    home = [passes(bib, 1600, place) for place, bib in enumerate("ABC", 1)]
    others = [Status(bib=bib, status="unknown", when=Time.parse("4:17")) for bib in "DEF"]
    all_off = [*home, *others, Status(bib="P", status="dnf", when=Time.parse("2:00"))]
    five = note("Five men have run under 4:17", "C", "4:16.6")

    assert told([*all_off, five], MILE, "note", "result") == [
        "The result: A first, B second, C third; five under 4:17"
    ]
    heard = note("Three men have run under 4:17", "C", "4:16.6")
    assert told([*all_off, heard], MILE, "note")[-1:] == ["Three men have run under 4:17"]


def test_the_pace_of_the_year_is_that_of_the_event() -> None:
    """The fastest mile, or 5000 m, or just time of the year."""

    def pace(event: str) -> str:
        mark = Mark(label="World lead", time=Time.parse("4:20.0"), code="WL")
        field = replace(start_list("A", MILE), event=event, marks=(mark,))
        log = [field, GUN, split("A", 1200, "3:00.0", 1)]
        found = moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)
        return next(m.text for m in found if m.kind == "bell")

    assert pace("MILE") == "The bell: A leads, 15.0 s inside the pace of the fastest mile of the year"
    assert pace("5000").endswith("the fastest 5000 m of the year")
    assert pace("3000SC").endswith("the fastest 3000 m steeplechase of the year")
    assert pace("").endswith("the fastest time of the year")


def test_half_a_lap_is_left_of_a_race_in_long_laps() -> None:
    """Not "no and a half laps"; and one and a half before it."""
    lap_m = 8690.0
    course = Course(
        StartList(
            name="Laps",
            distance_m=lap_m * 14,
            lap_m=lap_m,
            setting="track",
            checkpoints=tuple(Checkpoint(id=str(half), distance_m=lap_m / 2 * half) for half in range(1, 29)),
            entrants=(),
        )
    )

    assert where(course, 26) == "with half a lap to go"
    assert where(course, 24) == "with one and a half laps to go"
    assert where(course, 25) == "with a lap to go"
