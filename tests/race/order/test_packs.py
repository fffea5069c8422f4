"""Packs: who runs together at a checkpoint, and how the packs changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from race.fold.history import History
from race.laps import Stretch
from race.order.packs import Pack, PackChange, pack_changes, packs_at
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, board, gun, order, row_of, split, start_list

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Message, StartList

BIBS = "ABCDEFGH"


def state_of(times: dict[str, list[str]], lap_m: float | None = 400) -> tuple[RaceState, Course]:
    """A race with times at 400, 800 and so on, by bib; an empty one is missing."""
    messages: list[Message] = [start_list(times, lap_m=lap_m), GUN]
    for bib, own in times.items():
        messages += [split(bib, 400 * n, time) for n, time in enumerate(own, start=1) if time]
    state = History(messages).at(AFTER_ALL_MS)
    assert state.course is not None
    return state, state.course


def words(packs: list[Pack]) -> str:
    """The packs from the front, a word of bibs each."""
    return " ".join("".join(runner.entrant.bib for runner in pack.runners) for pack in packs)


def at_400(lap_m: float | None = 400, **times: str) -> list[Pack]:
    """The packs of some times at the first checkpoint."""
    state, course = state_of({bib: [time] for bib, time in times.items()}, lap_m)
    return packs_at(state, course, 0)


def changes(before: list[str], now: list[str]) -> list[PackChange]:
    """How the packs changed, from the times of A, B, C and so on at two checkpoints."""
    state, course = state_of(dict(zip(BIBS, map(list, zip(before, now, strict=True)), strict=False)))
    return pack_changes(packs_at(state, course, 0), packs_at(state, course, 1))


def bibs(runners: tuple[Runner, ...]) -> str:
    """The bibs of some runners, as a word."""
    return "".join(runner.entrant.bib for runner in runners)


def test_a_second_behind_the_one_in_front_is_another_pack_on_the_track() -> None:
    """It is the one in front that counts, not the first of all."""
    assert words(at_400(A="60.0", B="60.9", C="61.8", D="62.8")) == "ABC D"


def test_on_a_road_it_takes_three_seconds() -> None:
    """Whole seconds are no measure of a second."""
    assert words(at_400(lap_m=None, A="2:00", B="2:02", C="2:05", D="2:06")) == "AB CD"


def test_a_pack_knows_how_far_it_is_behind_and_how_long_it_is() -> None:
    """Behind the last of the pack in front, and behind the first of all."""
    first, second = at_400(A="60.0", B="60.5", C="62.0", D="62.3")

    assert (first.gap, first.length, first.behind_ms) == (None, Time(500, 1), 0)
    assert (second.gap, second.length, second.behind_ms) == (Time(1500, 1), Time(300, 1), 2000)


def test_runners_of_two_waves_run_together() -> None:
    """What counts is race time, not the time from the own gun."""
    early, late = "2026-07-28T10:00:00Z", "2026-07-28T10:01:00Z"
    entrants = start_list("AB")
    waves = tuple(replace(e, wave="2" if e.bib == "B" else "") for e in entrants.entrants)
    log = [
        replace(entrants, entrants=waves),
        gun(early),
        gun(late, wave="2"),
        split("A", 400, "2:00.0"),
        split("B", 400, "60.2"),
    ]
    state = History(log).at(AFTER_ALL_MS)
    assert state.course is not None

    assert words(packs_at(state, state.course, 0)) == "AB"


def test_no_one_is_in_a_pack_without_a_time() -> None:
    """Neither a runner known from the order alone nor one with a suspect time."""
    log = [start_list("ABC"), GUN, split("A", 400, "60.0"), order(400, "A", "B")]
    state = History([*log, split("C", 400, "60.1", suspect=True)]).at(AFTER_ALL_MS)
    assert state.course is not None

    assert words(packs_at(state, state.course, 0)) == "A"


def test_two_packs_that_run_together_become_one() -> None:
    """The runners of the smaller one have come."""
    [change] = changes(["60.0", "60.2", "60.3", "63.0"], ["2:00.0", "2:00.2", "2:00.3", "2:01.0"])

    assert change.origins == (1, 2)
    assert bibs(change.came) == "D"
    assert change.whole


def test_a_pack_that_falls_apart() -> None:
    """The foremost part is the pack; the others are lost."""
    front, dropped = changes(["60.0", "60.2", "60.3"], ["2:00.0", "2:00.2", "2:05.0"])

    assert (front.origins, bibs(front.lost), front.whole) == ((1,), "C", False)
    assert (dropped.origins, dropped.lost, dropped.whole) == ((1,), (), False)


def test_a_runner_still_to_come_is_not_lost() -> None:
    """A runner not seen yet may still be with the pack."""
    [change] = changes(["60.0", "60.2", "60.3"], ["2:00.0", "2:00.2", ""])

    assert (change.lost, change.whole) == ((), True)


@given(st.lists(st.integers(600, 900), min_size=1, max_size=8), st.sampled_from([400, None]))
def test_every_runner_with_a_time_is_in_one_pack(tenths: list[int], lap_m: float | None) -> None:
    """Gaps within a pack are less than a break, and gaps between packs are not."""
    limit_ms = 1000 if lap_m else 3000
    times = {bib: Time(100 * n, 1).show() for bib, n in zip(BIBS, tenths, strict=False)}

    packs = at_400(lap_m, **times)

    assert sorted(words(packs).replace(" ", "")) == sorted(times)
    assert all(after.gap and after.gap.ms >= limit_ms for _, after in pairwise(packs))
    for pack in packs:
        own = sorted(Time.parse(times[bib]).ms for bib in pack.bibs)
        assert all(b - a < limit_ms for a, b in pairwise(own))


def test_a_pack_of_runners_not_seen_before_comes_from_none() -> None:
    """The packs behind it are compared all the same."""
    new, old = changes(["", "", "60.3"], ["2:00.0", "2:00.2", "2:05.0"])

    assert new == PackChange((), (), (), whole=False)
    assert (old.origins, old.whole) == ((1,), True)


def test_a_pack_comes_from_the_one_that_most_of_its_runners_were_in() -> None:
    """Not from the foremost one."""
    [change] = changes(["60.0", "63.0", "63.1"], ["2:00.9", "2:00.0", "2:00.1"])

    assert (change.origins, bibs(change.came), change.lost) == ((1, 2), "A", ())


def test_equal_times_stand_in_the_order_of_their_places() -> None:
    """Tables in tenths have many; the printed ranks beside them say who was in front."""
    times = {"A": ("2:49.7", 5), "B": ("2:49.7", 4), "C": ("2:49.9", 9), "D": ("2:49.9", 8)}
    log = [start_list("ABCD"), GUN, *(split(bib, 400, time, rank) for bib, (time, rank) in times.items())]
    state = History(log).at(AFTER_ALL_MS)
    assert state.course is not None

    assert words(packs_at(state, state.course, 0)) == "BADC"


def test_the_gap_in_front_of_a_pack_is_that_of_the_board() -> None:
    """On a road between whole seconds, as the times are shown."""
    log = [road_start_list("AB"), GUN, split("A", 5000, "15:00.10"), split("B", 5000, "15:05.20")]
    shown = board(*log)
    assert shown.state.course is not None

    _, second = packs_at(shown.state, shown.state.course, 0)

    assert row_of(shown, "B").interval == Stretch(Time(5000, 0), 5000, False)
    assert second.gap == Time(5000, 0)


def road_start_list(bibs: str) -> StartList:
    """A race on a road."""
    return replace(start_list(bibs, checkpoints_m=(5000, 10_000), lap_m=None), setting="road")
