"""Each kind of moment, in a small race made for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.fold.history import History
from race.messages import Entrant, Mark, Message
from race.moments.commentary import Commentary
from race.projection.projector import Expected, Projection, Projector
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, entrant, moments, split, start_list, status

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.moments.moment import Moment

CHECKPOINTS_M = (400, 800, 1200, 1600, 2000)


def race(*columns: tuple[float, str], field: str = "ABCDE", more: tuple[Message, ...] = ()) -> list[Message]:
    """Times at some checkpoints: at each, a row of times in the order of the start list."""
    splits = [
        split(bib, metres, time)
        for metres, times in columns
        for bib, time in zip(field, times.split(), strict=False)
        if time != "-"
    ]
    return [start_list(field, CHECKPOINTS_M), GUN, *splits, *more]


def moments_of(
    log: list[Message], *kinds: str, followed: str = "", projector: Projector | None = None
) -> list[Moment]:
    """The moments of some kinds."""
    state = History(log).at(AFTER_ALL_MS)
    found = moments(state, AFTER_ALL_MS, frozenset(followed), projector)
    return [moment for moment in found if moment.kind in kinds]


def texts(log: list[Message], *kinds: str, followed: str = "") -> list[str]:
    """The sentences, without the gun and without what the board shows."""
    return [moment.text for moment in moments_of(log, *kinds, followed=followed)]


TOGETHER = (400, "60.0 60.2 60.4 60.6 60.8"), (800, "120.0 120.2 120.4 120.6 120.8")


def test_overtaking_is_announced_when_the_second_of_the_two_passes() -> None:
    """With the first one's time. Undone at once it is not announced again; nor are places after third."""
    log = race(*TOGETHER, (1200, "180.0 180.4 180.2 180.8 180.6"), (1600, "240.0 240.2 240.4 240.6 240.8"))

    [passed] = moments_of(log, "pass")

    assert passed.text == "C passes B into second at 1200 m"
    assert (passed.when_ms, passed.time, passed.bibs) == (180_400, Time(180_200, 1), ("C", "B"))
    assert "E passes D into fourth at 1200 m" in texts(log, "pass", followed="E")


def test_no_one_overtakes_a_pacemaker_or_a_dropout() -> None:
    """A runner who steps off is not overtaken."""
    log = race(*TOGETHER, (1200, "180.0 - 180.2 180.6 180.8"))
    paced = [start_list([entrant("A"), entrant("B", "pacemaker"), *"CDE"], CHECKPOINTS_M), *log[1:]]

    assert texts(log, "pass") == []
    assert texts([*paced, split("B", 1200, "181.0")], "pass") == []


def test_a_move_is_a_lap_clearly_faster_than_that_in_front() -> None:
    """Three places and more, by more than others' stumbling."""
    log = race(*TOGETHER, (1200, "180.8 181.0 181.2 181.4 181.1"))
    moved = race(*TOGETHER, (1200, "180.8 181.0 181.2 181.4 180.9"))

    assert texts(log, "move") == []
    assert texts(moved, "move") == ["E moves: 1:00.1 for the last 400 m, fifth to second"]


def test_a_leader_lifts_the_pace() -> None:
    """By three in a hundred against the lap before it."""
    assert texts(race(*TOGETHER, (1200, "178.3")), "move") == []
    assert texts(race(*TOGETHER, (1200, "178.2")), "move") == [
        "A lifts the pace: 58.2 for the last 400 m after 1:00.0"
    ]


def test_a_big_gain_into_the_lead_is_bigger_than_the_bell() -> None:
    """And a change of leader names the earlier one."""
    log = race(*TOGETHER, (1200, "181.0 181.2 181.4 181.6 180.8"), (1600, "240.0 240.2 240.4 240.6 240.8"))

    leads = moments_of(log, "lead")

    assert [moment.text for moment in leads] == [
        "A leads through 400 m",
        "E moves from fifth into the lead with two laps to go",
        "A takes the lead from E with a lap to go",
    ]
    [bell] = moments_of(log, "bell")
    assert leads[1].priority > bell.priority > leads[0].priority


def test_dropped_clear_and_together_again() -> None:
    """A break is a second or more, announced when a runner passes behind it."""
    log = race(
        (400, "60.0 60.2 60.4 60.6 62.0"),
        (800, "120.0 120.2 120.4 122.0 124.0"),
        (1200, "180.0 180.2 180.4 180.9 181.0"),
        (1600, "240.0 240.2 243.0 243.2 243.4"),
    )

    assert texts(log, "dropped", "pack") == [
        "Four are clear: 1.4 s to E at 400 m",
        "D is dropped: 1.6 s behind at 800 m",
        "Five together at the front, within 1.0 s, at 1200 m",
        "A and B are clear: 2.8 s to C at 1600 m",
    ]
    assert [moment.when_ms for moment in moments_of(log, "dropped")] == [62_000, 122_000, 243_000]


def test_the_gap_at_the_bell_and_the_order() -> None:
    """As soon as they are known; the order says how many are together."""
    log = race((1600, "240.0 240.3 240.9 241.5 242.0"))

    assert texts(log, "bell", "gap", "order") == [
        "The bell: A leads",
        "A leads B by 0.3 s at the bell",
        "At 1600 m: A, B 0.3 s, C 0.9 s; three within a second",
    ]


def test_kicks_and_the_second_half() -> None:
    """Of the winner, and of others with a faster last lap than those before."""
    log = race((800, "130.0 130.0 130.0"), (1600, "250.0 251.0 252.0"), (2000, "308.0 309.5 309.9"))

    assert texts(log, "kick") == ["A kicks: 58.0 for the last 400 m", "C kicks: 57.9 for the last 400 m"]
    halves = [start_list("A", (400, 800)), GUN, split("A", 400, "61.00"), split("A", 800, "1:59.50")]
    assert texts(halves, "negative") == ["A runs the second half faster: 58.50 after 1:01.00"]


def test_the_fastest_lap_so_far() -> None:
    """From the third on, by a hundredth, once a checkpoint, and not where a move or a kick says it."""
    slower = (1200, "180.2 179.7 180.0 181.0 181.0")
    faster = (1200, "180.2 179.6 179.7 181.0 181.0")
    lifted = (1600, "237.0 241.0")

    assert texts(race(*TOGETHER, slower), "fastest") == []
    assert texts(race(*TOGETHER, faster), "fastest") == ["B runs the fastest lap so far: 59.4"]
    assert texts(race(*TOGETHER, faster, lifted), "fastest", "move") == [
        "B runs the fastest lap so far: 59.4",
        "A lifts the pace: 56.8 for the last 400 m after 59.6",
    ]


def test_record_pace_is_won_and_lost() -> None:
    """From halfway on, by more than a margin, and only by runners who may hold the record."""
    mark = Mark(label="Record", code="WR", time=Time.parse("5:00.00"))
    field = replace(start_list("AB", CHECKPOINTS_M), marks=(mark,))

    def paces(*times: str) -> list[str]:
        splits = [split("A", metres, time) for metres, time in zip((800, 1200, 1600), times, strict=True)]
        return texts([field, GUN, *splits], "record")

    assert paces("110.0", "179.9", "239.9") == []
    assert paces("110.0", "179.0", "242.0") == [
        "A is inside world-record pace, 1.0 s up at 1200 m",
        "A falls off world-record pace, 2.0 s down at 1600 m",
    ]
    assert paces("110.0", "179.0", "239.0") == ["A is inside world-record pace, 1.0 s up at 1200 m"]


def test_an_overdue_runner_is_announced_until_seen() -> None:
    """By the clock, once the range of the next checkpoint has passed."""

    def projector(runner: Runner) -> Projection:
        time = Time(60_000 * (runner.furthest + 2))
        limit_ms = time.ms + 5000
        return Projection(time, next=Expected(runner.furthest + 1, time, None, None, time.ms, limit_ms))

    log = race((400, "60.0"))

    assert [(m.text, m.when_ms) for m in moments_of(log, "overdue", projector=projector)] == [
        ("A is overdue at 800 m", 125_001)
    ]
    later = moments_of([*log, split("A", 800, "130.0")], "overdue", projector=projector)
    assert [m.text for m in later] == ["A is overdue at 1200 m"]
    assert moments_of([*log, status("A", "dnf", "1:30")], "overdue", projector=projector) == []


def test_followed_athletes_are_announced_in_full() -> None:
    """Wherever in the field, and with a higher priority."""
    log = race(*TOGETHER)

    assert texts(log, "place", followed="E") == [
        "E is fifth at 400 m, 0.8 s back",
        "E is fifth at 800 m, 0.8 s back",
    ]
    assert moments_of(log, "lead", followed="A")[0].priority == moments_of(log, "lead")[0].priority + 15


def test_two_runners_of_a_name_have_first_names() -> None:
    """Sentences use the whole name."""
    twins = [Entrant(bib="A", name="Tim Cole"), Entrant(bib="B", name="Rey Cole"), entrant("C")]
    log: list[Message] = [
        start_list(twins, CHECKPOINTS_M),
        GUN,
        split("A", 400, "60.0"),
        split("C", 800, "2:00.0"),
    ]

    assert texts(log, "lead") == [
        "Tim Cole leads through 400 m",
        "C takes the lead from Tim Cole with three laps to go",
    ]


def test_the_result_is_read_out_when_everybody_is_there() -> None:
    """Or has left the race; a list too long is cut."""
    log = race((2000, "300.0 301.0 - 302.0 303.0"))

    assert texts(log, "result") == []
    assert texts([*log, status("C", "dnf", "5:10")], "result") == [
        "Result: 1 A 5:00.0; 2 B 5:01.0; 3 D 5:02.0; 4 E 5:03.0"
    ]


def test_each_target_is_announced_on_its_own() -> None:
    """Besides the records: when the leader is inside its pace or falls off it, and who reaches it."""
    record = Mark(label="World record", code="WR", time=Time(310_000, 2))
    log = race(*TOGETHER, (1200, "180.0 181.0"), (1600, "242.0 244.0"), (2000, "301.5 306.0"))
    log = [replace(start_list("ABCDE", CHECKPOINTS_M), marks=(record,)), *log[1:]]
    sub = Mark(label="sub-5:05", code="sub-5:05", time=Time(304_990, 2))
    close = Mark(label="5:01", code="5:01", time=Time(301_000, 2))
    run = Mark(label="Coe 1980", time=Time(320_000, 2), distance_m=2000)

    announced = Commentary(targets=(sub, close, run)).moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)

    assert [moment.text for moment in announced if moment.kind == "record"] == [
        "A is inside world-record pace, 6.0 s up at 1200 m",
        "A is inside sub-5:05 pace, 3.0 s up at 1200 m",
        "A is inside 5:01 pace, 0.6 s up at 1200 m",
        "A is inside the pace of Coe 1980, 12.0 s up at 1200 m",
        "A falls off 5:01 pace, 1.2 s down at 1600 m",
    ]
    assert [moment.text for moment in announced if moment.kind == "finish"] == [
        "A wins in 5:01.5, a world record and sub-5:05",
        "B is second in 5:06.0",
    ]
