"""Each kind of moment, in a small race made for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.fold.history import History
from race.messages import Entrant, Mark, Message, Note
from race.moments.commentary import Commentary
from race.projection.projector import Expected, Projection, Projector
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, entrant, gun, moments, split, start_list, status

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
    assert texts(moved, "move") == ["E moves from fifth to second at 1200 m, with a lap of 1:00.1"]


def test_a_leader_lifts_the_pace() -> None:
    """By three in a hundred against the lap before it."""
    assert texts(race(*TOGETHER, (1200, "178.3")), "move") == []
    assert texts(race(*TOGETHER, (1200, "178.2")), "move") == [
        "A lifts the pace at 1200 m, with a lap of 58.2 after 1:00.0"
    ]


def test_a_big_gain_into_the_lead_is_bigger_than_the_bell() -> None:
    """And a change of leader names the earlier one."""
    log = race(*TOGETHER, (1200, "181.0 181.2 181.4 181.6 180.8"), (1600, "240.0 240.2 240.4 240.6 240.8"))

    leads = moments_of(log, "lead", "bell")

    assert [moment.text for moment in leads] == [
        "A leads through 400 m",
        "E moves from fifth past D, C, B and A into the lead with two laps to go",
        "The bell: A takes the lead from E",
    ]
    assert leads[1].priority > leads[2].priority > leads[0].priority


def test_dropped_clear_and_together_again() -> None:
    """A break is a second or more, announced when a runner passes behind it."""
    log = race(
        (400, "60.0 60.2 60.4 60.6 62.0"),
        (800, "120.0 120.2 120.4 122.0 124.0"),
        (1200, "180.0 180.2 180.4 180.9 181.0"),
        (1600, "240.0 240.2 243.0 243.2 243.4"),
    )

    assert texts(log, "dropped", "pack") == [
        "Four are clear, 1.4 s ahead of E at 400 m",
        "D is dropped, 1.6 s behind at 800 m",
        "Five together at the front at 1200 m, within 1.0 s",
        "A and B are clear, 2.8 s ahead of C at 1600 m",
    ]
    assert [moment.when_ms for moment in moments_of(log, "dropped")] == [62_000, 122_000, 243_000]


def test_the_gap_at_the_bell() -> None:
    """As soon as it is known, and only once."""
    log = race((1600, "240.0 240.3 240.9 241.5 242.0"))

    assert texts(log, "bell", "gap", "order") == [
        "The bell: A leads",
        "B is second at the bell, three tenths back",
    ]


def test_kicks_and_the_second_half() -> None:
    """Of the winner, and of others with a faster last lap than those before."""
    log = race((800, "130.0 130.0 130.0"), (1600, "250.0 251.0 252.0"), (2000, "308.0 309.5 309.9"))

    assert texts(log, "finish") == [
        "A wins in 5:08.0, with a last lap of 58.0",
        "B is second in 5:09.5, 1.5 back",
        "C is third in 5:09.9, 1.9 back, with a last lap of 57.9",
    ]
    halves = [start_list("A", (2000, 4000)), GUN, split("A", 2000, "6:01.00"), split("A", 4000, "11:59.50")]
    assert texts(halves, "finish") == ["A finishes in 11:59.50, the second half in 5:58.50 after 6:01.00"]


def test_a_last_lap_that_a_note_is_about_is_not_said_twice() -> None:
    """Two figures for last stretches of different lengths would stand side by side."""
    log = race((800, "130.0 130.0"), (1600, "250.0 251.0"), (2000, "308.0 309.5"))
    note = Note(text="A took 57.0 for the last 400 m", bib="A", when=Time(308_000, 1))

    assert texts([*log, note], "finish", "note") == [
        "A wins in 5:08.0",
        "A took 57.0 for the last 400 m",
        "B is second in 5:09.5, 1.5 back",
    ]


def test_the_fastest_lap_so_far() -> None:
    """From the third on, by a hundredth, and not where a move says it."""
    start = (400, "60.0 60.6"), (800, "120.0 121.2")
    moved = (1200, "180.3 180.5 180.6 181.0 180.2")

    assert texts(race(*start, (1200, "180.0 180.7")), "fastest") == []
    assert texts(race(*start, (1200, "180.0 180.6")), "fastest") == ["B runs the fastest lap yet, 59.4"]
    assert texts(race(*TOGETHER, moved), "fastest") == []


def test_record_pace_is_won_and_lost() -> None:
    """From halfway on, by more than a margin, and only by runners who may hold the record."""
    mark = Mark(label="Record", code="WR", time=Time.parse("5:00.00"))
    field = replace(start_list("AB", CHECKPOINTS_M), marks=(mark,))

    def paces(*times: str) -> list[str]:
        splits = [split("A", metres, time) for metres, time in zip((800, 1200, 1600), times, strict=True)]
        return texts([field, GUN, *splits], "record", "bell")

    assert paces("110.0", "179.9", "239.9") == ["The bell: A leads"]
    assert paces("110.0", "179.0", "242.0") == [
        "A leads through 1200 m, 1.0 s inside world-record pace",
        "The bell: A leads, 2.0 s outside world-record pace",
    ]
    assert paces("110.0", "179.0", "239.0") == [
        "A leads through 1200 m, 1.0 s inside world-record pace",
        "The bell: A leads, 1.0 s inside world-record pace",
    ]


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
        "E is fifth at 400 m, eight tenths back",
        "E is fifth at 800 m, eight tenths back",
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


def test_the_result_is_read_out_when_everyone_is_there() -> None:
    """Or has left the race: the first three, and how many were under a round figure."""
    log = race((2000, "300.0 301.0 - 302.0 303.0"))

    assert texts(log, "result") == []
    assert texts([*log, status("C", "dnf", "5:10")], "result") == ["The result: A first, B second, D third"]


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
        "A leads through 1200 m, 6.0 s inside world-record pace",
        "A is inside sub-5:05 pace at 1200 m, by 3.0 s",
        "A is inside 5:01 pace at 1200 m, by six tenths",
        "A is inside the pace of Coe 1980 at 1200 m, by 12.0 s",
        "A falls off 5:01 pace at 1600 m, 1.2 s down",
    ]
    assert [moment.text for moment in announced if moment.kind == "finish"] == [
        "A wins in 5:01.5, a world record by 8.5, inside sub-5:05",
        "B is second in 5:06.0, 4.5 back",
    ]


def time_trial(*times: str, more: tuple[Message, ...] = ()) -> list[Message]:
    """Riders of ten kilometres who start a minute apart, with their times."""
    field = "ABCDEFG"[: len(times)]
    riders = [entrant(bib, wave=f"s{bib}") for bib in field]
    guns = [gun(f"2026-05-02T10:0{n}:00Z", wave=f"s{bib}") for n, bib in enumerate(field)]
    splits = [split(bib, 10_000, time) for bib, time in zip(field, times, strict=True) if time != "-"]
    return [start_list(riders, (5000, 10_000), lap_m=None), *guns, *splits, *more]


def test_no_one_wins_while_a_rider_who_is_still_out_may_be_faster() -> None:
    """Until then it is the fastest so far; the last to come in may win."""
    log = time_trial("30:50", "30:00", "30:30", "29:50")

    assert texts(log, "finish") == [
        "A is the fastest so far in 30:50",
        "B is the fastest so far in 30:00",
        "C is second so far in 30:30",
        "D wins in 29:50",
        "B is second in 30:00",
        "C is third in 30:30",
    ]


def test_a_win_is_announced_once_the_others_have_been_out_for_longer() -> None:
    """Or have left the race."""

    def wins(log: list[Message]) -> list[tuple[str, int]]:
        return [(m.text, m.when_ms) for m in moments_of(log, "finish") if "wins" in m.text]

    assert wins(time_trial("30:00", "31:00", "-")) == [("A wins in 30:00", 32 * 60_000)]
    gone = time_trial("30:00", "31:00", "-", more=(status("C", "dnf", "31:00"),))
    assert wins(gone) == [("A wins in 30:00", 31 * 60_000)]


def test_a_wave_that_has_yet_to_start_may_win() -> None:
    """Whether its gun comes in the log later or never came."""
    field = start_list([entrant("A", wave="one"), entrant("B", wave="two")], (10_000,), lap_m=None)
    first = gun("2026-05-02T10:00:00Z", wave="one")
    came = split("A", 10_000, "30:00")
    later = gun("2026-05-02T11:00:00Z", wave="two")

    assert texts([field, first, came], "finish") == ["A is the fastest so far in 30:00"]
    assert texts([field, GUN, came], "finish") == ["A is the fastest so far in 30:00"]
    assert texts([field, first, came, later], "finish")[1:] == ["A wins in 30:00"]
    assert texts([field, first, later, came, split("B", 10_000, "29:00")], "finish") == [
        "A is the fastest so far in 30:00",
        "B wins in 29:00",
        "A is second in 30:00",
    ]


def test_no_one_leads_an_intermediate_that_a_later_start_may_win() -> None:
    """The first there is the fastest so far, also at the bell, and places are so far."""
    riders = [entrant("A", wave="one"), entrant("B", wave="two")]
    guns = [gun("2026-05-02T10:00:00Z", wave="one"), gun("2026-05-02T10:01:00Z", wave="two")]
    log = [start_list(riders, CHECKPOINTS_M), *guns, split("A", 1600, "4:00"), split("B", 1600, "4:01")]

    assert texts(log, "lead", "bell", "gap", "dropped") == [
        "The bell: A is the fastest so far",
        "A is clear, 1 s ahead of B at 1600 m",
    ]


def test_no_gap_is_announced_while_a_rival_is_unaccounted_for() -> None:
    """One who was level or ahead, has not passed and is not known to have left."""
    one_missing = race(*TOGETHER, (1600, "240.0 - 241.5 241.7 242.0"))

    assert texts(one_missing, "dropped", "gap", "order") == texts(race(*TOGETHER), "dropped", "gap", "order")
    left = texts([*one_missing, status("B", "dnf", "3:00")], "bell", "dropped", "gap")
    assert left[-1:] == ["The bell: A leads by 1.5 s"]
    late = race(*TOGETHER, (1600, "240.0 241.6 241.5 241.7 242.0"))
    assert [m.when_ms for m in moments_of(late, "dropped")] == [241_600]
    behind = race((400, "60.0 62.0 60.2 60.4 60.6"), (1600, "240.0 - 241.5 241.7 242.0"))
    assert "The bell: A leads by 1.5 s" in texts(behind, "bell")


def test_a_lead_that_lasted_is_announced_before_it_is_lost_again() -> None:
    """One taken back at once is not, nor is the taking back."""
    metres = (400, 500, 600, 700, 800, 1000, 2000)

    def leads(*columns: tuple[float, str]) -> list[str]:
        log = [start_list("AB", metres), *race(*columns, field="AB")[1:]]
        return texts(log, "lead")

    start = (400, "60.0 60.5")
    lasted = (500, "75.5 75.0"), (600, "90.5 90.0"), (700, "105.5 105.0"), (1000, "150.0 150.5")
    assert leads(start, *lasted) == [
        "A leads through 400 m",
        "B took the lead from A at 500 m and still leads with three and a half laps to go",
        "A takes the lead from B with 1000 to go",
    ]
    assert leads(start, (500, "75.5 75.0"), (600, "90.0 90.5"), (1000, "150.0 150.5")) == [
        "A leads through 400 m"
    ]


def test_places_left_by_pacemakers_and_dropouts_are_no_move() -> None:
    """E, sixth before and now third, has passed no one; with two runners and a third behind, E moves."""
    paced = [entrant("P", "pacemaker"), entrant("Q", "pacemaker"), *(entrant(bib) for bib in "ABCE")]
    at_800 = [split(bib, 800, f"2:00.{n}") for n, bib in enumerate("PQABCE")]
    log = [start_list(paced, CHECKPOINTS_M), GUN, *at_800]
    ahead = split("A", 1200, "3:00.5"), split("B", 1200, "3:00.6")
    gone = status("P", "dnf", "2:30"), status("C", "dnf", "2:31")

    assert texts([*log, *gone, *ahead, split("E", 1200, "3:00.7")], "move") == []
    passed = split("E", 1200, "3:00.4"), split("A", 1200, "3:00.9"), split("B", 1200, "3:01.0")
    assert texts([*log, *passed], "lead")[-1] == "E moves up three places into the lead with two laps to go"


def test_the_pace_changes_hands_between_pacemakers() -> None:
    """Neither of whom is the pacemaker."""
    paced: list[str | Entrant] = [entrant("P", "pacemaker"), entrant("Q", "pacemaker"), "A"]
    log: list[Message] = [start_list(paced, CHECKPOINTS_M), GUN]
    log += [split("P", 400, "60.0"), split("Q", 800, "120.0"), split("P", 800, "120.1")]
    log += [status("P", "dnf", "2:10"), split("A", 1200, "180.0")]

    assert texts(log, "lead", "off") == [
        "P takes them through 400 m",
        "Q takes over the pace from P with three laps to go",
        "P, a pacemaker, steps off after 800 m",
        "A takes the lead from Q, a pacemaker, with two laps to go",
    ]


def test_gaps_on_a_road_are_in_whole_seconds() -> None:
    """As the board has them: 15:01 and 15:06 are five seconds apart, however long the chips say."""
    field = replace(start_list("ABC", (5000, 10_000), lap_m=None), setting="road")
    times = {"A": "15:00.10", "B": "15:05.90", "C": "15:20.20"}
    log: list[Message] = [field, GUN, *(split(bib, 5000, time) for bib, time in times.items())]
    finish = {"A": "29:58.20", "B": "30:30.00", "C": "31:00.00"}
    log += [split(bib, 10_000, time) for bib, time in finish.items()]

    assert texts(log, "order", "dropped", "finish") == [
        "A is clear, 5 s ahead of B after 5 km",
        "A wins in 29:59, the second half in 14:58 after 15:01",
        "B is second in 30:30, 31 s back",
        "C is third in 31:00, 1:01 back",
    ]


def test_of_several_runs_the_fastest_is_announced() -> None:
    """A runner who is inside many of them is announced once, and again when off that pace."""
    log = race(*TOGETHER, (1200, "180.0 181.0"), (1600, "242.0 244.0"), (2000, "301.5 306.0"))
    runs = [("Coe 1979", 320_000), ("Coe 1980", 310_000), ("Coe 1981", 301_000)]
    targets = tuple(Mark(label=label, time=Time(ms, 2), distance_m=2000) for label, ms in runs)

    announced = Commentary(targets=targets).moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)

    assert [moment.text for moment in announced if moment.kind == "record"] == [
        "A is inside the pace of Coe 1981 at 1200 m, by six tenths",
        "A falls off the pace of Coe 1981 at 1600 m, 1.2 s down",
    ]
