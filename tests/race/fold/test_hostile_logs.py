"""Logs made to break an engine: long chains, one id replaced over and over, everything late.

Nothing here is timed; what grows with the square of its length would not end.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from race.belief.doubt import Doubt
from race.board import Board
from race.doubted_claims import doubted_claims
from race.fold.history import History
from race.fold.replacements import VOIDS_IN_A_ROW
from race.messages import Message, Note, Order, Ruling, Split, StartList, Status, Void
from race.times import LONGEST_MS, Time
from tests.race.messages_by_hand import (
    GUN,
    board,
    gun,
    moments,
    places,
    read_json,
    row_of,
    split,
    start_list,
    void,
)
from tests.race.random_races import picture

MANY = 5_000
"""More than the stack of calls is deep."""


def test_a_long_chain_of_corrections() -> None:
    """Of many corrections of corrections the last holds, in either order of arrival."""
    field = start_list("A")
    chain = [
        Split(
            id=str(number),
            replaces=str(number - 1) if number else None,
            bib="A",
            checkpoint="400",
            time=Time(60_000 + number),
            evidence="hand",
        )
        for number in range(MANY)
    ]

    for arrival in (chain, chain[::-1]):
        runner = row_of(board(field, GUN, *arrival), "A").runner
        assert runner.time_at(0) == Time(60_000 + MANY - 1)
        assert len(runner.passings[0].claims) == 1


def test_a_long_chain_behind_the_gun() -> None:
    """All that replaces the gun, through others, is followed step by step, and never searched for."""
    first = replace(GUN, id="0")
    chain = [Note(id=str(number), replaces=str(number - 1), text="-") for number in range(1, 4 * MANY)]

    assert row_of(board(start_list("A"), first, *chain, split("A", 400, "1:00")), "A").runner.time_at(
        0
    ) == Time(60_000, 0)


def test_a_long_row_of_voids() -> None:
    """Each turns over all that it rests on, as far as that makes sense; the next one withdraws nothing."""
    voids = [void(str(number), id_=str(number + 1)) for number in range(VOIDS_IN_A_ROW + 1)]
    for length, counts in ((VOIDS_IN_A_ROW - 1, False), (VOIDS_IN_A_ROW, True), (VOIDS_IN_A_ROW + 1, True)):
        log = [start_list("A"), GUN, split("A", 400, "1:00", id_="0"), *voids[:length]]
        assert len(board(*log).state.runners["A"].passings) == counts


def test_one_message_replaced_many_times() -> None:
    """Every replacement holds; among equally sure ones the latest time counts."""
    replacements = [
        Split(bib="A", checkpoint="400", time=Time(60_000 + number), evidence="hand", replaces="a")
        for number in range(MANY)
    ]
    log: list[Message] = [start_list("A"), GUN, split("A", 400, "9:00", id_="a"), *replacements]

    history = History(log)

    passing = history.at(10**9).runners["A"].passings[0]
    assert (passing.time, len(passing.claims)) == (Time(60_000 + MANY - 1), MANY)
    middle = history.at(60_000 + MANY // 2 - 1).runners["A"].passings[0]
    assert len(middle.claims) == MANY // 2


def test_a_chip_that_lies_beside_a_mat() -> None:
    """Its first read counts, all are kept, and those too many to be weighed are set aside in a sentence."""
    reads = [split("A", 400, str(Time(60_000 + 1_000 * number))) for number in range(800)]
    log: list[Message] = [start_list("A"), GUN, *reads]

    for arrival in (log, [*log[:2], *reads[::-1]]):
        history = History(arrival)
        state = history.at(history.end_ms)
        passing = state.runners["A"].passings[0]
        assert (passing.time, len(passing.claims)) == (Time(60_000), len(reads))
        too_many = [claim for claim in doubted_claims(history, state) if "more than 32 claims" in claim.text]
        assert {claim.doubt for claim in too_many} == {Doubt("set aside", "one of too many")}
        assert len(too_many) == len(reads) - 32

    late = split("A", 400, "1:00.5", evidence="official")
    assert row_of(board(*log, late), "A").runner.time_at(0) == Time(60_500, 1)


def test_many_reads_at_every_checkpoint() -> None:
    """Of those before the race gets there none counts; the runner's own reads do."""
    checkpoints = (400, 800, 1200, 1600)
    reads = [split("A", at, str(Time(1_000 + 10 * n))) for at in checkpoints for n in range(50)]
    own = [split("A", at, str(Time(at * 150))) for at in checkpoints]

    runner = row_of(board(start_list("A"), GUN, *reads, *own), "A").runner

    assert [str(runner.time_at(index)) for index in range(4)] == [
        "1:00.000",
        "2:00.000",
        "3:00.000",
        "4:00.000",
    ]


def test_many_rulings_of_one_message() -> None:
    """The newest holds, and each withdrawn one leaves it to the one before."""
    rulings = [
        Ruling(id=f"r{number}", of="a", belief="doubtful" if number % 2 else "believed")
        for number in range(MANY)
    ]
    log: list[Message] = [start_list("A"), GUN, split("A", 400, "1:00", id_="a"), *rulings]

    assert places(board(*log)) == {"A": None}
    assert places(board(*log, void(f"r{MANY - 1}"))) == {"A": 1}


def test_many_claims_of_one_passing_withdrawn() -> None:
    """What is left counts, whichever end they are withdrawn from."""
    claims = [
        Split(id=str(number), bib="A", checkpoint="400", time=Time(60_000 + number), evidence="hand")
        for number in range(1_000)
    ]
    log: list[Message] = [start_list("A"), GUN, *claims]

    for left in (0, 999):
        others = [void(claim.id) for claim in claims if claim.id and claim.id != str(left)]
        for voids in (others, others[::-1]):
            runner = row_of(board(*log, *voids), "A").runner
            assert runner.time_at(0) == Time(60_000 + left)


def test_one_message_voided_many_times() -> None:
    """One void is enough, and each of them must be withdrawn before it holds again."""
    voids = [Void(id=f"v{number}", replaces="a") for number in range(MANY)]
    voids_of_voids = [Void(replaces=f"v{number}") for number in range(MANY)]
    log: list[Message] = [start_list("A"), GUN, split("A", 400, "1:00", id_="a"), *voids]

    assert places(board(*log)) == {"A": None}
    assert places(board(*log, *voids_of_voids[1:])) == {"A": None}
    assert places(board(*log, *voids_of_voids)) == {"A": 1}


def test_a_log_in_no_order() -> None:
    """Many splits that all come late are the race that they are in order."""
    bibs = [f"{number}" for number in range(400)]
    field = start_list(bibs, checkpoints_m=[100.0 * (i + 1) for i in range(50)])
    splits = [
        Split(bib=bib, checkpoint=f"{100 * i}", time=Time(20_000 * i + number * i), evidence="device")
        for number, bib in enumerate(bibs)
        for i in range(1, 51)
    ]
    shuffled = Random(1).sample(splits, len(splits))

    in_order, late = History([field, GUN, *splits]), History([field, GUN, *shuffled])

    assert len(splits) == 20_000
    for clock_ms in (0, 333_333, 700_000, 10**9):
        assert picture(late, clock_ms) == picture(in_order, clock_ms)


def test_late_splits_one_by_one_with_a_look_after_each() -> None:
    """A live race whose messages come backwards is right at each of them."""
    bibs = [f"{number}" for number in range(1_000)]
    history = History([start_list(bibs), GUN])

    for number, bib in reversed(list(enumerate(bibs))):
        history.extend([split(bib, 400, str(Time(60_000 + number)))])
        assert bib in history.at(60_000 + number).runners
        assert history.count(10**9) == len(history.messages)

    assert [row.place for row in Board.at("race", 0, history.at(10**9)).rows] == list(range(1, 1_001))


def test_many_guns() -> None:
    """Each amends the one before, and the times of day are read from the last."""
    guns = [
        gun(f"2026-07-28T12:{number // 60:02}:{number % 60:02}Z", id_=str(number), replaces=str(number - 1))
        for number in range(1_500)
    ]

    shown = board(start_list("A"), *guns, split("A", 400, "2026-07-28T12:30:00Z"))

    assert row_of(shown, "A").runner.time_at(0) == Time(301_000, 0)
    assert len(shown.state.guns) == 1


def test_many_guns_each_at_a_time_of_its_own() -> None:
    """The last one counts in the end, as if there had been no others."""
    guns = [
        replace(gun(f"2026-07-28T12:{number // 60:02}:{number % 60:02}Z"), when=Time(number))
        for number in range(1_500)
    ]

    shown = board(start_list("A"), *guns, split("A", 400, "2026-07-28T12:30:00Z"))

    assert row_of(shown, "A").runner.time_at(0) == Time(301_000, 0)


def test_many_departed_and_many_ranked() -> None:
    """Half a large field out of the race and the other half with printed ranks."""
    bibs = [f"{number}" for number in range(6_000)]
    log: list[Message] = [start_list(bibs), GUN, Order(checkpoint="400", places=_ranks(bibs))]

    rows = board(*log, *(Status(bib=bib, status="dnf") for bib in bibs[::2])).rows

    assert [row.place for row in rows[:3_000]] == list(range(1, 3_001))
    assert {row.place for row in rows[3_000:]} == {None}


def _ranks(bibs: list[str]) -> dict[str, int]:
    return {bib: rank for rank, bib in enumerate(bibs, start=1)}


def test_all_at_the_same_time() -> None:
    """All share the first place without a gap."""
    bibs = [f"{number}" for number in range(2_000)]

    shown = board(start_list(bibs), GUN, *(split(bib, 1600, "4:00") for bib in bibs))

    assert {row.place for row in shown.rows} == {1}
    assert {row.gap.time.ms for row in shown.rows if row.gap} == {0}
    assert shown.missing_places() == {}


def test_times_at_the_limits() -> None:
    """A thousand hours are a time like any other; zero is one that no one can run."""
    road = replace(start_list("AB", lap_m=None), setting="road")
    log = [road, GUN, Split(bib="A", checkpoint="1600", time=Time(0, 0), evidence="device")]
    last = Split(bib="B", checkpoint="400", time=Time(LONGEST_MS - 1), evidence="device")
    history = History([*log, last])

    shown = Board.at("race", history.end_ms, history.at(history.end_ms))

    assert places(shown) == {"A": None, "B": 1}
    projection = shown.rows[0].projection
    assert projection
    assert read_json(shown)["rows"][0]["projected_ms"] == projection.time.ms > 3 * LONGEST_MS
    assert moments(shown.state, history.end_ms)[-1].when_ms == LONGEST_MS - 1


def test_a_start_list_without_entrants() -> None:
    """A race without entrants has a board without rows."""
    empty = StartList(
        name="", distance_m=100, checkpoints=start_list("", checkpoints_m=(100,)).checkpoints, entrants=()
    )

    shown = board(empty, GUN)

    assert shown.rows == []
    assert read_json(shown)["checkpoint"] is None


def test_bibs_are_any_text() -> None:
    """Wide, combining and right-to-left characters are bibs like any other, in a stable order."""
    strange = ["é", "e\u0301", "\u05d0", "走", "\x1b[31m", "[b]"]

    shown = board(start_list("A"), GUN, *(split(bib, 400, "1:00") for bib in strange))

    assert sorted(row.runner.entrant.bib for row in shown.rows) == sorted([*strange, "A"])
    assert {row.place for row in shown.rows} == {1, None}
