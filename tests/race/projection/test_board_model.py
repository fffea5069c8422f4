"""The model of projections: what it rests on, and what it must not know."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.fold.history import History
from race.messages import Checkpoint, Gun, Message, Setting, Split, StartList
from race.projection.board_model import BoardModel, project
from race.projection.previous_edition import Edition
from race.projection.projector import Overdue, Projection
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, split, start_list, status
from tests.race.random_races import clocks_of, tidy_races, wild_logs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from race.fold.state import RaceState

MARATHON = (5_000, 10_000, 15_000, 20_000, 21_097.5, 25_000, 30_000, 35_000, 40_000, 42_195)

MOUNTAIN = (10_000, 20_000, 30_000, 40_000)

HUNDRED = (25_000, 50_000, 75_000, 100_000)


def course(distances: Sequence[float], setting: Setting, entrants: int = 1) -> StartList:
    """A road or a trail with its field: bibs from 1."""
    bibs = [str(bib) for bib in range(1, entrants + 1)]
    return replace(start_list(bibs, checkpoints_m=distances, lap_m=None), setting=setting)


def run(bib: str, distances: Sequence[float], paces: Sequence[float]) -> list[Message]:
    """A split at each checkpoint, at so many seconds a kilometre over the stretch before it."""
    splits: list[Message] = []
    seconds = metres = 0.0
    for point_m, pace in zip(distances, paces, strict=False):
        seconds, metres = seconds + (point_m - metres) / 1000 * pace, point_m
        splits.append(split(bib, point_m, f"{seconds:.1f}"))
    return splits


def state_of(*messages: Message) -> RaceState:
    """The state after all messages."""
    return History(messages).at(AFTER_ALL_MS)


def projection(state: RaceState, bib: str = "1", model: BoardModel | None = None) -> Projection:
    """What is expected of one entrant."""
    found = (model or BoardModel())(state)(state.runners[bib])
    assert found
    return found


def on_a_road(log: Sequence[Message]) -> list[Message]:
    """The same race off the track, over ten times the distance in ten times the time."""
    return [_stretched(message) for message in log]


def _stretched(message: Message) -> Message:
    if isinstance(message, StartList):
        checkpoints = tuple(Checkpoint(id=c.id, distance_m=c.distance_m * 4) for c in message.checkpoints)
        distance_m = message.distance_m * 4
        return replace(message, setting="trail", lap_m=None, distance_m=distance_m, checkpoints=checkpoints)
    if isinstance(message, Split) and message.time is not None:
        return replace(message, time=Time(message.time.ms * 4, message.time.digits))
    return message


@settings(max_examples=60)
@given(
    st.one_of(wild_logs(), tidy_races(), wild_logs().map(on_a_road), tidy_races().map(on_a_road)),
    st.randoms(),
)
def test_a_projection_hangs_on_nothing_but_its_state(log: list[Message], random: Random) -> None:
    """A model that has seen other states of the race, later ones too, says what a fresh one says."""
    history, model = History(log), BoardModel()
    states = [history.at(clock_ms) for clock_ms in clocks_of(history)]
    random.shuffle(states)

    for state in states:
        seasoned, fresh = model(state), project(state)
        for runner in state.runners.values():
            assert seasoned(runner) == fresh(runner)


@settings(max_examples=30)
@given(tidy_races().map(on_a_road), st.integers(0, 10**6))
def test_later_messages_change_nothing(log: list[Message], clock_ms: int) -> None:
    """A message later than a time is not used at that time."""
    whole = History(log)
    before = whole.at(clock_ms)
    past = [m for m in log if isinstance(m, Gun) or whole.effect_ms(m) <= clock_ms]
    alone = History(past).at(clock_ms)

    with_all, from_past = project(before), project(alone)
    for bib, runner in before.runners.items():
        assert with_all(runner) == from_past(alone.runners[bib])


def test_projectors_of_two_states_do_not_mix() -> None:
    """One that was made first says the same after another has been asked."""
    log = [course(MOUNTAIN, "trail", 9), GUN]
    for bib in range(1, 9):
        log += run(str(bib), MOUNTAIN, (400, 600, 300, 300))
    log += run("9", MOUNTAIN, (500,))
    early, late = History(log[:20]).at(AFTER_ALL_MS), state_of(*log)
    model = BoardModel()
    first = model(early)
    alone = first(early.runners["1"])

    assert model(late)(late.runners["9"]) == project(late)(late.runners["9"])
    assert first(early.runners["1"]) == alone == project(early)(early.runners["1"])


def test_a_marathon_fades() -> None:
    """At 5:30 a kilometre so far, the next five take about as long, and the rest some more."""
    log = [course(MARATHON, "road"), GUN, *run("1", MARATHON, (330, 330))]

    found = projection(state_of(*log))

    assert found.basis == "curve"
    assert found.next
    assert found.next.checkpoint == 2
    assert found.next.time.ms / 1000 == pytest.approx(15 * 330, rel=0.005)
    assert 42.195 * 330 * 1.05 < found.time.ms / 1000 < 42.195 * 330 * 1.12
    assert found.low
    assert found.high
    assert found.low < found.time < found.high


def test_a_woman_is_one_by_her_category_or_by_the_field() -> None:
    """In the marathon, at the same pace: the category counts more than the field."""
    times = run("1", MARATHON, [330] * 5)

    def finish(sex: str, category: str = "") -> int:
        field = replace(course(MARATHON, "road"), sex=sex)
        entrants = (replace(field.entrants[0], category=category),)
        return projection(state_of(replace(field, entrants=entrants), GUN, *times)).time.ms

    woman, unknown, man = finish("W"), finish(""), finish("M")

    assert woman < unknown < man
    assert (finish("", "W40"), finish("M", "F"), finish("W", "M")) == (woman, woman, man)


@pytest.mark.parametrize(("distances", "share"), [(MARATHON, 0.9), (HUNDRED, 0.6)])
def test_most_of_a_range_in_a_marathon_is_the_own_of_a_runner(
    distances: Sequence[float], share: float
) -> None:
    """Elsewhere the course makes all slower or faster alike."""
    found = projection(state_of(course(distances, "road"), GUN, *run("1", distances, (300, 300))))

    assert found.own_share == share


def test_the_first_read_of_an_unknown_race() -> None:
    """Constant pace, and no range."""
    found = projection(state_of(course((1_000, 10_000), "road"), GUN, *run("1", (1_000,), (330,))))

    assert (found.time, found.low, found.basis) == (Time(3_300_000, 0), None, "even pace")


@pytest.mark.parametrize(
    ("distances", "setting", "paces", "has_range"),
    [
        (MARATHON, "road", (300,), True),
        ((10_000, 21_097.5), "road", (300,), True),
        (MOUNTAIN, "trail", (300,), True),
        (HUNDRED, "trail", (300, 300), True),
        (HUNDRED, "road", (300, 300), True),
        ((2_000, 10_000), "trail", (300,), True),
        ((1_900, 10_000), "trail", (300,), False),
        ((4_000, 42_195), "road", (300,), False),
        ((4_300, 42_195), "road", (300,), True),
        (MARATHON, "track", (300, 300), False),
    ],
)
def test_a_range_needs_a_measured_basis(
    distances: Sequence[float], setting: Setting, paces: Sequence[float], has_range: bool
) -> None:
    """None in the first tenth of a marathon, in the first fifth of other races, or on a track."""
    found = projection(state_of(course(distances, setting), GUN, *run("1", distances, paces)))

    assert found.next
    assert (found.low is not None) is (found.high is not None) is has_range
    assert (found.next.low is not None) is (found.next.high is not None) is has_range


def test_on_a_road_whole_seconds_are_expected() -> None:
    """A projection there has no decimals."""
    found = projection(state_of(course(MARATHON, "road"), GUN, *run("1", MARATHON, (330, 330))))

    assert found.low
    assert found.high
    assert found.next
    assert {found.time.digits, found.low.digits, found.high.digits, found.next.time.digits} == {0}


def hills(entrants: int, *, last: Sequence[float]) -> list[Message]:
    """A hilly course, run by all but the last entrant to the end."""
    log: list[Message] = [course(MOUNTAIN, "trail", entrants), GUN]
    for bib in range(1, entrants):
        log += run(str(bib), MOUNTAIN, (300 + bib, 450 + bib, 450 + bib, 300 + bib))
    return log + run(str(entrants), MOUNTAIN, last)


def test_those_ahead_teach_the_course() -> None:
    """The hill is expected of those behind; the first runner there is expected to slow down a little."""
    found = projection(state_of(*hills(60, last=(400,))), "60")
    first = projection(state_of(*hills(1, last=(400,))), "1")

    assert first.basis == "curve"
    assert found.basis == "field"
    assert first.next
    assert found.next
    assert 8_000_000 < first.next.time.ms < 8_100_000
    assert 9_400_000 < found.next.time.ms < 4_000_000 + 6_000_000


def test_a_lesson_waits_for_the_slow_ones() -> None:
    """A passing teaches nothing before a runner a tenth slower than expected would also have passed."""
    log = [course(MOUNTAIN, "trail", 2), GUN, *run("1", MOUNTAIN, (300, 250)), *run("2", MOUNTAIN, (310,))]
    late = split("1", 30_000, "8900")

    assert projection(state_of(*log), "2").basis == "curve"
    assert projection(state_of(*log, late), "2").basis == "field"


def test_estimated_splits_teach_nothing() -> None:
    """The live field learns from measured times alone."""
    log = hills(60, last=(400,))
    estimated = [
        replace(m, evidence="estimated") if isinstance(m, Split) and m.bib != "60" else m for m in log
    ]

    assert projection(state_of(*estimated), "60").time == projection(state_of(*hills(1, last=(400,)))).time


def test_a_suspect_time_is_left_out() -> None:
    """So is one that is not plausible."""
    log: list[Message] = [course(MARATHON, "road"), GUN, split("1", 5_000, "25:00")]
    suspect = split("1", 10_000, "55:00", suspect=True)
    too_fast = split("1", 10_000, "36:00")

    sound = projection(state_of(*log)).time

    assert projection(state_of(*log, suspect)).time == sound
    assert projection(state_of(*log, too_fast)).time == sound


def test_nothing_is_projected_from_a_mistake() -> None:
    """If that is the only time, there is no projection."""
    state = state_of(course(MARATHON, "road"), GUN, split("1", 5_000, "9:00"))

    assert project(state)(state.runners["1"]) is None


def crowd(entrants: int, at: int) -> list[Message]:
    """A marathon in which so many have passed the first checkpoint."""
    log: list[Message] = [course(MARATHON, "road", entrants), GUN]
    for bib in range(1, at + 1):
        log += run(str(bib), MARATHON, (300 + bib,))
    return log


@pytest.mark.parametrize(
    ("entrants", "at", "missed"), [(1, 1, True), (9, 4, False), (9, 5, True), (90, 8, True), (90, 7, False)]
)
def test_a_late_runner_is_overdue_where_the_checkpoint_works(entrants: int, at: int, missed: bool) -> None:
    """Eight times at the last checkpoint show that, or those of more than half the field."""
    last = str(entrants)
    ahead = run(last, MARATHON, (299, 300)) if at < entrants else []

    found = projection(state_of(*crowd(entrants, at - bool(ahead)), *ahead))

    assert found.next
    assert found.next.limit_ms == pytest.approx(1.5 * found.next.when_ms - 0.5 * 1_505_000, abs=1)
    assert isinstance(found.at(found.next.limit_ms), Projection)
    assert found.at(found.next.limit_ms + 1) == (Overdue(1, found.next.limit_ms + 1) if missed else None)


def test_times_of_the_leader_alone_make_no_one_overdue() -> None:
    """As in old races, with one time at each checkpoint."""
    log: list[Message] = [course(MARATHON, "road", 3), GUN]
    leaders = [
        split(bib, point_m, f"{point_m * 0.19:.0f}", evidence="published")
        for bib, point_m in zip("123", MARATHON, strict=False)
    ]
    state = state_of(*log, *leaders)

    for bib in "123":
        assert projection(state, bib).at(10**8) is None


@pytest.mark.parametrize(
    ("distances", "setting", "patience"),
    [(HUNDRED, "trail", 1.5), ((25_000, 50_000, 160_000), "trail", 2.5), ((400, 800), "track", 1.2)],
)
def test_patience_is_longer_in_longer_races(
    distances: tuple[float, ...], setting: Setting, patience: float
) -> None:
    """Half as long again as expected on trails, more where runners sleep, less on the track."""
    found = projection(state_of(course(distances, setting), GUN, *run("1", distances, (400,))))

    assert found.next
    run_ms, next_ms = distances[0] * 400, found.next.time.ms
    assert found.next.limit_ms == pytest.approx(run_ms + patience * (next_ms - run_ms), abs=1)


def test_a_start_far_back_is_no_slow_pace() -> None:
    """Where the crossing of the start line is timed, pace is since then; times stay those from the gun."""
    distances = (0, *MARATHON)
    late: list[Message] = [
        course(distances, "road"),
        GUN,
        split("1", 0, "10:00"),
        split("1", 5_000, "35:00"),
        split("1", 10_000, "1:00:00"),
    ]
    prompt = [course(MARATHON, "road"), GUN, split("1", 5_000, "25:00"), split("1", 10_000, "50:00")]

    found, expected = projection(state_of(*late)), projection(state_of(*prompt))

    assert found.next
    assert expected.next
    assert found.time.ms == expected.time.ms + 600_000
    assert found.next.when_ms == expected.next.when_ms + 600_000


def test_a_wave_starts_later() -> None:
    """Times are from the entrant's own gun, and the expected passing in race time."""
    listed = course(MARATHON, "road")
    waves = replace(listed, entrants=tuple(replace(e, wave="B") for e in listed.entrants))
    log = [waves, GUN, Gun(wave="B", when=Time(300_000)), split("1", 5_000, "25:00")]

    found = projection(state_of(*log))

    assert found.next
    assert found.next.when_ms == found.next.time.ms + 300_000


def earlier(distances: Sequence[float], paces: Sequence[float]) -> Edition:
    """An edition with sixty athletes at even pace, each a little slower than the one before."""
    rows = []
    for number in range(60):
        seconds, metres, row = 0.0, 0.0, []
        for point_m, pace in zip(distances, paces, strict=True):
            seconds, metres = (
                seconds + (point_m - metres) / 1000 * (pace + number) * (1 + number % 7 / 100),
                point_m,
            )
            row.append(seconds)
        rows.append(row)
    return Edition.of(distances, rows)


def test_an_earlier_edition_knows_the_hills() -> None:
    """From the first read on, with a range of its own, and beyond a marathon too."""
    edition = earlier(HUNDRED, (400, 600, 800, 400))
    state = state_of(course(HUNDRED, "trail"), GUN, *run("1", HUNDRED, (430,)))

    found = projection(state, model=BoardModel(edition))

    assert found.basis == "edition"
    assert 25 * (430 + 610 + 780 + 400) < found.time.ms / 1000 < 25 * (430 + 680 + 880 + 480)
    assert found.low
    assert found.high
    assert found.low <= found.time <= found.high
    assert found.next
    assert found.next.low
    assert found.next.high


def test_a_course_may_have_changed_a_little() -> None:
    """A checkpoint more, and others moved by less than a hundredth of the distance."""
    edition = earlier(HUNDRED, (400, 600, 800, 400))
    distances = (10_000, 25_500, 50_500, 75_500, 100_900)

    assert edition.matches(distances) == {1: 0, 2: 1, 3: 2, 4: 3}
    state = state_of(course(distances, "trail"), GUN, *run("1", distances, (430, 430)))
    assert projection(state, model=BoardModel(edition)).basis == "edition"


def test_a_new_start_moves_every_checkpoint() -> None:
    """Then the metres to go show which is which."""
    edition = earlier(HUNDRED, (400, 600, 800, 400))

    assert edition.matches([point_m + 2_000 for point_m in HUNDRED]) == {0: 0, 1: 1, 2: 2, 3: 3}


def test_another_course_teaches_nothing() -> None:
    """An edition of half the length is of another course."""
    edition = earlier(MOUNTAIN, (400, 600, 800, 400))
    state = state_of(course(HUNDRED, "trail"), GUN, *run("1", HUNDRED, (430,)))

    assert edition.matches(HUNDRED) == {}
    assert projection(state, model=BoardModel(edition)) == projection(state)


def test_two_checkpoints_may_lie_at_one_place() -> None:
    """Two mats in a row, the finish too."""
    listed = course(MOUNTAIN, "trail", 3)
    twins = tuple(Checkpoint(id=f"again {c.id}", distance_m=c.distance_m) for c in listed.checkpoints)
    log = [replace(listed, checkpoints=(*listed.checkpoints, *twins)), GUN]
    for bib in "12":
        log += [*run(bib, MOUNTAIN, (300, 400, 350)), split(bib, "again 10000", "50:00")]
    edition = Edition((10_000, 10_000, 40_000, 40_000), [(3000, 3000, 14_000, 14_000)])

    state = state_of(*log, *run("3", MOUNTAIN, (330,)))

    assert projection(state, "3").time.ms > 3_300_000
    assert projection(state, "3", BoardModel(edition)).time == projection(state, "3").time


def test_a_runner_who_stops_is_still_a_lesson() -> None:
    """The splits before stopping count."""
    log = hills(60, last=(400,))
    stopped = [status(str(bib), "dnf") for bib in range(1, 40)]

    assert projection(state_of(*log, *stopped), "60").time == projection(state_of(*log), "60").time
