"""The chances of the first places."""

from __future__ import annotations

from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.board import Board
from race.fold.history import History
from race.messages import Gun, Message
from race.place_chances import PlaceChances, chances
from race.projection.last_lap import last_lap
from race.projection.projector import Projection
from race.standings import standings
from race.times import Time
from tests.race.messages_by_hand import (
    AFTER_ALL_MS,
    GUN,
    entrant,
    gun,
    order,
    read_json,
    split,
    start_list,
    status,
)
from tests.race.random_races import clocks_of, wild_logs

CLOSE = 0.003
"""What the steps of the sum may cost."""

SURE = 0.001

SHARE = 0.5
"""How much of the ranges is the runners' own."""


def within(middle_s: float, minus_s: float, plus_s: float) -> Projection:
    """A projection with its range, in seconds."""
    return Projection(
        Time(round(1000 * middle_s)),
        Time(round(1000 * (middle_s - minus_s))),
        Time(round(1000 * (middle_s + plus_s))),
        own_share=SHARE,
    )


def fields(least: int = 1) -> st.SearchStrategy[dict[str, Projection]]:
    """Projections of a field, some of them near one another, some with the same."""
    seconds = st.floats(0.1, 10)
    one = st.builds(within, st.floats(200, 240), seconds, seconds)
    return st.lists(one, min_size=least, max_size=14).map(
        lambda found: {f"{i}": p for i, p in enumerate(found)}
    )


def later(projection: Projection, ms: int) -> Projection:
    """The same, so much later."""
    low, high = projection.low, projection.high
    assert low
    assert high
    moved = projection._replace(time=Time(projection.time.ms + ms))
    return moved._replace(low=Time(low.ms + ms), high=Time(high.ms + ms))


@given(fields(least=3))
def test_each_place_goes_to_one(field: dict[str, Projection]) -> None:
    """The chances of a place add up to one, and no runner's add up to more."""
    found = chances(field).by_bib

    for place in range(3):
        assert sum(chance[place] for chance in found.values()) == pytest.approx(1)
    for chance in found.values():
        assert all(0 <= share <= 1 for share in chance)
        assert sum(chance) <= 1 + 0.0005


@given(fields().filter(lambda field: len(field) <= 3))
def test_with_three_left_every_runner_has_a_place(field: dict[str, Projection]) -> None:
    """Each runner's chances add up to one, and places beyond the field have none."""
    for chance in chances(field).by_bib.values():
        assert sum(chance) == pytest.approx(1, abs=0.0005)
        assert all(share == 0 for share in chance[len(field) :])


@given(fields(), st.integers(0, 13))
def test_equals_have_equal_chances(field: dict[str, Projection], number: int) -> None:
    """To the last digit, and whatever their bibs."""
    twin = field[f"{number % len(field)}"]
    found = chances({**field, "twin": twin}).by_bib

    assert found["twin"] == found[f"{number % len(field)}"]


@pytest.mark.parametrize("ahead_s", [0.0, 0.5, 2.0])
def test_of_two_it_is_the_normal_distribution(ahead_s: float) -> None:
    """The difference of two normal times is normal."""
    deviation = SHARE * 2.0 / NormalDist().inv_cdf(0.9)
    first = NormalDist(ahead_s, deviation * 2**0.5).cdf(0)

    found = chances({"A": within(220, 2, 2), "B": within(220 - ahead_s, 2, 2)}).by_bib

    assert found["A"][:2] == pytest.approx((first, 1 - first), abs=CLOSE)


@settings(max_examples=50)
@given(fields(least=4), st.floats(-100, 100))
def test_only_differences_matter(field: dict[str, Projection], later_s: float) -> None:
    """A whole field that comes later has the same chances."""
    moved = {bib: later(projection, round(1000 * later_s)) for bib, projection in field.items()}

    for bib, chance in chances(field).by_bib.items():
        assert chances(moved).by_bib[bib] == pytest.approx(chance, abs=1e-6)


KNOWN = {"A": within(220, 2, 2), "B": within(221, 2, 2), "C": within(222, 2, 2), "D": within(260, 2, 2)}


def of_first(found: PlaceChances) -> tuple[float, ...]:
    """Of A and of another runner to win; they and the others add up to one."""
    assert sum(chance[0] for chance in found.by_bib.values()) + sum(found.another[:1]) == pytest.approx(1)
    return found.by_bib["A"][0], *found.another[:1]


def test_a_rival_without_a_time_may_win() -> None:
    """More so ahead in the running order than behind the leader, and not at all behind one who is beaten."""
    alone = of_first(chances(KNOWN))
    ahead = of_first(chances({"E": None, **KNOWN}))
    level = of_first(chances({"A": KNOWN["A"], "E": None, **KNOWN}))
    beaten = of_first(chances({**KNOWN, "E": None}))

    assert ahead[0] < level[0] < beaten[0] == alone[0]
    assert ahead[1] > level[1] > 0.05
    assert len(beaten) == 1


def test_a_rival_without_a_range_may_win_as_much_as_the_projection_says() -> None:
    """One expected too late may not."""
    assert len(of_first(chances({**KNOWN, "E": Projection(Time(300_000))}))) == 1
    near, far = (of_first(chances({**KNOWN, "E": Projection(Time(ms))})) for ms in (219_000, 221_000))

    assert near[1] > far[1] > 0


def test_a_leader_of_eleven_without_times_is_not_sure_to_win() -> None:
    """With the only time at the checkpoint; in races that are known whole 38 in 100 leaders won."""
    rivals = dict.fromkeys("BCDEF")

    assert of_first(chances({"A": within(220, 2, 2), **rivals}, unseen=6))[0] == pytest.approx(0.39, abs=0.03)
    assert chances({"B": None, "E": Projection(Time(220_000))}) == PlaceChances({})


@given(fields(least=2), st.integers(0, 3), st.integers(0, 4))
def test_every_place_goes_to_one(field: dict[str, Projection], taken: int, unseen: int) -> None:
    """With another runner where there is one."""
    number = len(field) + unseen
    found = chances(field, taken, number + taken, unseen)
    all_of_them = [*found.by_bib.values(), found.another] if found.another else [*found.by_bib.values()]

    for place in range(number + taken):
        expected = 1 if place >= taken else 0
        assert sum(chance[place] for chance in all_of_them) == pytest.approx(expected, abs=1e-6)
    for chance in found.by_bib.values():
        assert sum(chance) == pytest.approx(1, abs=0.15)


def test_the_chances_of_all_places_are_those_of_all_orders() -> None:
    """By simulation, in a field of six."""
    rng = Random(1)
    field = {f"{i}": within(220 + i, 2, 3) for i in range(6)}
    won = [[0] * 6 for _ in range(6)]
    for _ in range(20_000):
        times = []
        for i in range(6):
            deviate = rng.gauss(0, SHARE / NormalDist().inv_cdf(0.9))
            times.append((220 + i + deviate * (2 if deviate < 0 else 3), i))
        for place, (_, i) in enumerate(sorted(times)):
            won[i][place] += 1

    first = chances(field).by_bib
    for bib, chance in chances(field, places=6).by_bib.items():
        assert first[bib] == pytest.approx(chance[:3], abs=2 * CLOSE)
        assert chance == pytest.approx([count / 20_000 for count in won[int(bib)]], abs=0.015)


def test_of_a_large_field_there_are_the_first_places() -> None:
    """Of more than 40 runners three are given, though more are asked for."""
    field = {f"{i}": within(220 + i, 2, 2) for i in range(41)}

    assert {len(chance) for chance in chances(field, places=41).by_bib.values()} == {3}


def test_no_one_still_running_is_certain() -> None:
    """Not even the last one left, on any version of Python."""
    assert 0.999 < chances({"A": within(220, 2, 2)}).by_bib["A"][0] < 1


def test_places_that_are_taken_are_gone() -> None:
    """With one finisher the next is second, with three no one else has a chance."""
    field = {"A": within(220, 1, 1), "B": within(230, 1, 1)}

    assert chances(field, taken=1).by_bib["A"] == pytest.approx((0, 1, 0), abs=SURE)
    assert chances(field, taken=2).by_bib["B"] == pytest.approx((0, 0, 0), abs=SURE)
    assert chances(field, taken=3).by_bib == {"A": (0, 0, 0), "B": (0, 0, 0)}


def of_race(*messages: Message) -> dict[str, tuple[float, ...] | None]:
    """The chances in the rows of a race, by bib, by the last-lap rule."""
    rows = standings(History(messages).at(AFTER_ALL_MS), last_lap)
    return {row.runner.entrant.bib: row.chances for row in rows}


FIELD = start_list([entrant("P", "pacemaker"), *"ABC"], (300, 700, 1100, 1500))
AT_300 = [split(bib, 300, f"45.{i}") for i, bib in enumerate("PABC")]


def test_in_a_race() -> None:
    """Every runner at the first checkpoint has a chance; pacemakers and those who are out have none."""
    found = of_race(FIELD, GUN, *AT_300)

    assert found["P"] is None
    assert [round(sum(c[place] for c in found.values() if c), 6) for place in range(3)] == [1, 1, 1]
    assert of_race(FIELD, GUN, *AT_300, status("A", "dnf"))["A"] is None


def test_no_chances_before_all_are_seen() -> None:
    """At the first checkpoint; later the unseen are another runner, unless they are half of the field."""
    assert set(of_race(FIELD, GUN, *AT_300[:3]).values()) == {None}
    found = of_race(FIELD, GUN, *AT_300[:3], split("A", 700, "1:45"))
    assert 0.8 < sum(chance[0] for chance in found.values() if chance) < 0.95
    assert of_race(FIELD, GUN, *AT_300[:2], split("A", 700, "1:45"))["A"] is None


def test_the_finish_is_certain() -> None:
    """The winner has a chance of one; the second place is between the others."""
    found = of_race(FIELD, GUN, *AT_300, split("B", 1500, "3:40.0"))

    assert found["B"] == (1, 0, 0)
    left = [chance for bib in "AC" if (chance := found[bib])]
    assert [chance[0] for chance in left] == [0, 0]
    assert sum(chance[1] for chance in left) == pytest.approx(1)


def test_those_who_finished_level_are_both_first() -> None:
    """And the next is third."""
    log = [FIELD, GUN, *AT_300, split("B", 1500, "3:40.0", 1), split("C", 1500, "3:40.0", 1)]

    found = of_race(*log)

    assert (found["B"], found["C"]) == ((1, 0, 0), (1, 0, 0))
    assert found["A"] == pytest.approx((0, 0, 1), abs=SURE)


def test_with_several_guns_a_finish_decides_nothing() -> None:
    """A runner who started later may still be faster."""
    waves = start_list([entrant("A", wave="1"), entrant("B", wave="2")], (300, 700, 1100, 1500))
    log = [
        waves,
        gun("2026-07-28T12:00:00Z", "1"),
        gun("2026-07-28T12:00:10Z", "2"),
        split("A", 300, "45.0"),
        split("B", 300, "44.0"),
    ]

    assert of_race(*log)["A"] is not None
    assert of_race(*log, split("A", 1500, "3:45")) == {"A": None, "B": None}


def test_a_place_in_an_order_is_no_projection() -> None:
    """A runner known only by a place has no chances of their own, and takes from those of the others."""
    found = of_race(FIELD, GUN, *AT_300[1:3], order(300, "C"))

    assert found["C"] is None
    assert 0.3 < sum(chance[0] for chance in found.values() if chance) < 0.99


def test_the_json_has_them() -> None:
    """To three digits; null where there are none."""
    board = Board.at("race", 46_000, History([FIELD, GUN, *AT_300]).at(46_000), last_lap)
    rows = {row["bib"]: row for row in read_json(board)["rows"]}

    assert rows["P"]["chances"] is None
    assert sum(rows[bib]["chances"][0] for bib in "ABC") == pytest.approx(1, abs=3 * 0.0005)


@settings(max_examples=100)
@given(wild_logs())
def test_whatever_the_log(log: list[Message]) -> None:
    """Every runner who may finish has chances, or none has, and each place goes to one at most."""
    history = History([*log, Gun()])

    for clock_ms in clocks_of(history):
        rows = standings(history.at(clock_ms), last_lap)
        known = [row.chances for row in rows if row.chances]
        known += [rows[0].field.chances.another] if known and rows[0].field.chances.another else []
        finished = any(row.status == "finished" for row in rows)
        for place in range(3) if known and not finished else ():
            total = sum(chance[place] for chance in known)
            assert total == pytest.approx(1) or (total == 0 and place >= len(known))
