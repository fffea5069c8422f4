"""Reconstruction adds splits that were not published, and times to messages without one."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest

from feeds import log
from race.board import Board
from race.fold.history import History
from race.messages import (
    Checkpoint,
    Entrant,
    Estimate,
    Gun,
    Message,
    Note,
    Official,
    Order,
    Split,
    StartList,
    Status,
    TimeBand,
    Void,
)
from race.order.field_order import FieldOrder
from race.times import Time, TimeOfDay
from replays.hubs.rehearsal import rehearsal
from replays.library import RACES
from replays.reconstruction import reconstruct, with_known_times


def fixture(name: str) -> list[Message]:
    """The messages of a race that comes with Lapbell."""
    return list(log.read(Path(RACES) / f"{name}.jsonl").messages())


BOWERMAN = fixture("2024-bowerman-mile")
LONDON = fixture("2026-london-dl-mile")
TOKYO = fixture("2020-tokyo-olympics-1500m-men-final")


def start_list(*bibs: str, pacemaker: str = "") -> StartList:
    """A mile with marks at 400, 800 and 1200 m."""
    return StartList(
        name="Mile",
        distance_m=1600,
        lap_m=400,
        checkpoints=(
            *(Checkpoint(id=f"{metres}", distance_m=metres) for metres in (400, 800, 1200)),
            Checkpoint(id="finish", distance_m=1600),
        ),
        entrants=tuple(
            Entrant(bib=bib, name=bib, role="pacemaker" if bib == pacemaker else "runner") for bib in bibs
        ),
    )


def split(bib: str, checkpoint: str, time: str, rank: int | None = None, *, suspect: bool = False) -> Split:
    """An official split."""
    return Split(
        bib=bib,
        checkpoint=checkpoint,
        time=Time.parse(time),
        rank=rank,
        evidence="published",
        suspect=suspect,
    )


def estimates(messages: list[Message]) -> dict[tuple[str, str], Estimate]:
    """The estimates by bib and checkpoint."""
    return {(m.bib, m.checkpoint): m for m in messages if isinstance(m, Estimate)}


def test_a_place_with_a_wrong_time_counts_as_soon_as_that_is_seen() -> None:
    """A winner in 4:58 for 3:58 is first as the second comes in, and not a minute later."""
    laps = [split(bib, at, time) for bib in "AB" for at, time in (("400", "59.0"), ("800", "1:58.0"))]
    log = [start_list("A", "B", "C"), Gun(), *laps, split("A", "finish", "4:58.0", 1)]
    log += [split("B", "finish", "3:58.5", 2), split("C", "finish", "3:59.0", 3)]

    history = History(reconstruct(log))
    state = history.at(238_500)
    assert state.course is not None
    assert FieldOrder(state, state.course).leader is state.runners["A"]
    assert state.runners["A"].passings[3].time is None
    assert history.at(238_499).runners["A"].furthest == 1
    moved = [message.bib for message in with_known_times(log) if isinstance(message, Split) and message.when]
    assert moved == ["A"]
    assert [message.when for message in with_known_times(log[:-2]) if isinstance(message, Split)] == [
        None
    ] * 5


def ms(messages: list[Message], bib: str, checkpoint: str) -> int:
    """The likely time of a bib at a checkpoint, in milliseconds."""
    return estimates(messages)[bib, checkpoint].band.likely_ms


def when(messages: list[Message], kind: type[Message]) -> int | None:
    """When the first message of a type takes effect."""
    message = next(m for m in messages if isinstance(m, kind))
    return message.when.ms if message.when else None


def test_nothing_is_said_of_those_of_whom_nothing_is_known() -> None:
    """Entrants whose start is in doubt get no split, nor does anyone a finishing time."""
    rebuilt = reconstruct(BOWERMAN)

    start = BOWERMAN[0]
    assert isinstance(start, StartList)
    silent = {"KES", "CEN"}
    assert {bib for bib, _ in estimates(rebuilt)} == {entrant.bib for entrant in start.entrants} - silent
    assert not [point for _, point in estimates(rebuilt) if point == "finish"]
    assert [point for bib, point in estimates(rebuilt) if bib == "KIP"] == ["200", "400", "600", "800", "900"]
    assert [point for bib, point in estimates(rebuilt) if bib == "ALV"] == ["200", "600"]


@pytest.mark.parametrize("race", [LONDON, TOKYO])
def test_a_race_with_every_split_stays_as_it_is(race: list[Message]) -> None:
    """Where all was published nothing is estimated."""
    assert estimates(reconstruct(race)) == {}


def test_the_same_race_gives_the_same_splits() -> None:
    """Run again it gives the same, on its own result and with the start list in another order too."""
    rebuilt = reconstruct(BOWERMAN)
    start = BOWERMAN[0]
    assert isinstance(start, StartList)
    entrants = random.Random(1).sample(start.entrants, len(start.entrants))

    assert reconstruct(BOWERMAN) == rebuilt
    assert reconstruct(rebuilt) == rebuilt
    assert reconstruct([replace(start, entrants=tuple(entrants)), *BOWERMAN[1:]])[1:] == rebuilt[1:]


def test_a_place_without_a_time_gets_no_finishing_time() -> None:
    """Who is known to be second gets splits up to the last checkpoint before the line."""
    rebuilt = reconstruct(
        [
            start_list("A", "B"),
            Gun(),
            split("A", "finish", "4:00.00", 1),
            Order(checkpoint="finish", places={"B": 2}),
        ]
    )

    assert [point for bib, point in estimates(rebuilt) if bib == "B"] == ["400", "800", "1200"]


def test_what_was_replaced_is_no_figure() -> None:
    """A voided split, and a suspect one, leave the estimate where it was without them."""
    figures = [
        start_list("A", "B"),
        Gun(),
        split("A", "finish", "4:00.00", 1),
        split("B", "finish", "4:02.00"),
    ]
    wrong = replace(split("B", "800", "1:40.00"), id="wrong")

    voided = reconstruct([*figures, wrong, Void(replaces="wrong")])
    suspected = reconstruct([*figures, split("B", "800", "1:40.00", suspect=True)])

    assert estimates(voided) == estimates(suspected) == estimates(reconstruct(figures))


def test_a_dropout_has_one_time_in_a_replay_a_rehearsal_and_a_live_log() -> None:
    """Where no time is stated the next checkpoint tells; a hub that heard it knows when it came."""
    london = list(log.read(RACES / "2026-london-dl-mile.jsonl").messages())

    def left_ms(messages: list[Message], bib: str) -> int:
        return History(messages).at(10**9).runners[bib].status_claims[-1].when_ms

    replayed = reconstruct(london)
    assert left_ms(replayed, "RUD") == left_ms(
        [cue.message for cue in rehearsal(with_known_times(london))], "RUD"
    )
    heard = [replace(message, heard_ms=number) for number, message in enumerate(london)]
    assert left_ms(reconstruct(heard), "RUD") == left_ms(heard, "RUD")


def test_waves_and_times_of_day_count_from_their_gun() -> None:
    """A split known as a time of day is a figure like any other, and messages wait for the later wave."""
    noon = TimeOfDay.parse("2026-05-01T12:00:00Z")
    start = start_list("A", "B")
    late = replace(start.entrants[1], wave="2")
    finish = [TimeOfDay(noon.utc_ms + 240_000, 2), TimeOfDay(noon.utc_ms + 60_000 + 242_000, 2)]
    rebuilt = reconstruct(
        [
            replace(start, entrants=(start.entrants[0], late)),
            Gun(clock=noon),
            Gun(clock=TimeOfDay(noon.utc_ms + 60_000, 3), wave="2"),
            *(
                Split(bib=bib, checkpoint="finish", clock=clock, evidence="device")
                for bib, clock in zip("AB", finish, strict=True)
            ),
            Order(checkpoint="400", places={"A": 1, "B": 2}),
        ]
    )

    assert 119_000 < ms(rebuilt, "B", "400") < 122_000
    assert when(rebuilt, Order) == ms(rebuilt, "B", "400")


def band(messages: list[Message], bib: str, checkpoint: str) -> TimeBand:
    """The band of a bib at a checkpoint."""
    return estimates(messages)[bib, checkpoint].band


def packs_at(messages: list[Message], checkpoint: str) -> list[str]:
    """Who is with whom at a checkpoint, from the front: the bibs with the same band."""
    found: defaultdict[tuple[int, int], str] = defaultdict(str)
    for (bib, at), estimate in sorted(estimates(messages).items()):
        if at == checkpoint:
            found[estimate.band.low_ms, estimate.band.high_ms] += bib
    return [bibs for _, bibs in sorted(found.items())]


def result(**times: str) -> list[Message]:
    """A start list, the gun and a result; and no more."""
    finishes = [split(bib, "finish", time, place) for place, (bib, time) in enumerate(times.items(), start=1)]
    return [start_list(*times), Gun(), *finishes]


def test_all_who_may_be_in_the_pack_have_one_band() -> None:
    """It begins with the leader, and gives nothing away of who finishes where in it."""
    one = reconstruct([*result(A="4:00.00", B="4:01.00", C="4:02.00"), split("C", "800", "2:00.00", 1)])
    other = reconstruct([*result(B="4:00.00", A="4:01.00", C="4:02.00"), split("C", "800", "2:00.00", 1)])

    assert packs_at(one, "800") == ["AB"]
    for bib in "AB":
        assert (band(one, bib, "800").low_ms, band(one, bib, "800").high_ms) == (120_000, 120_500)
        assert (band(other, bib, "800").low_ms, band(other, bib, "800").high_ms) == (120_000, 120_500)


def test_a_gap_too_large_for_the_rest_of_the_race_parts_a_runner_from_the_pack() -> None:
    """Not at first: who finishes far back has lost touch on the way."""
    rebuilt = reconstruct(result(A="4:00.00", B="4:01.00", C="4:08.00", D="4:08.30"))

    assert [packs_at(rebuilt, at) for at in ("400", "800", "1200")] == [["ABCD"], ["ABCD"], ["AB", "CD"]]
    assert band(rebuilt, "C", "1200").low_ms > band(rebuilt, "A", "1200").high_ms


def test_a_split_parts_a_runner_from_the_pack() -> None:
    """Between two of the runner's own, five seconds behind, the runner is not in it."""
    own = [split("C", "400", "1:05.00"), split("C", "1200", "3:05.00")]
    leading = [split("A", at, time, 1) for at, time in (("400", "1:00.00"), ("1200", "3:00.00"))]

    rebuilt = reconstruct([*result(A="4:00.00", B="4:01.00", C="4:02.00"), *own, *leading])

    assert packs_at(rebuilt, "800") == ["AB", "C"]
    assert ms(rebuilt, "C", "800") == pytest.approx(125_000, abs=300)


def test_a_note_says_where_a_runner_lost_touch() -> None:
    """Who jogs in half a minute later was in the pack until then; without a note no one knows, at 1200 m."""
    jogging = result(A="4:00.00", B="4:01.00", C="4:40.00")
    note = Note(text="C pulled up about 500 m from home", checkpoint="1200", bib="C")

    named = replace(note, bib=None)

    for told in (note, named):
        rebuilt = reconstruct([*jogging, told])
        assert [packs_at(rebuilt, at) for at in ("400", "800", "1200")] == [["ABC"], ["ABC"], ["AB", "C"]]
    assert packs_at(reconstruct(jogging), "800") == ["AB", "C"]


def test_a_closing_time_is_kept_to() -> None:
    """At 1200 m the winner is where the last 400 m in 53.20 leave room for."""
    note = Note(text="B's last 400 m was timed at 53.20", checkpoint="finish", bib="B")

    rebuilt = reconstruct([*result(B="4:00.00", A="4:00.50", C="4:01.00"), note])

    assert ms(rebuilt, "B", "1200") == 186_800
    assert packs_at(rebuilt, "1200") == ["ABC"]
    assert band(rebuilt, "A", "1200").low_ms >= 186_790


def test_who_has_the_only_time_is_not_known_to_lead() -> None:
    """The winner's time at 1200 m, worked out from a closing time, says nothing of who was ahead there."""
    race = [*result(A="4:00.00", B="4:00.50", C="4:01.00"), split("B", "800", "2:02.00", 1)]

    unplaced = History(reconstruct([*race, split("A", "1200", "3:06.80")])).at(186_800)
    placed = History(reconstruct([*race, split("A", "1200", "3:06.80", 1)])).at(186_800)

    assert [row.place for row in Board.at("race", 186_800, unplaced).rows] == [None] * 3
    assert Board.at("race", 186_800, placed).rows[0].place == 1


def test_the_one_time_in_hundredths_is_the_leader_s() -> None:
    """The handbook of 1996 prints tenths, and hundredths of the leader: Kipkorir leads at 400 m."""
    leader = Board.at(
        "race", 65_000, History(reconstruct(fixture("1996-atlanta-olympics-1500m-final"))).at(65_000)
    ).leader

    assert leader is not None
    assert leader.runner.entrant.name == "Stephen Kipkorir"


def test_a_time_is_as_exact_as_it_was_printed() -> None:
    """Of a leader in 2:00 half a second either way; tenths are exact enough."""
    race = result(A="4:00.00", B="4:01.00", C="4:02.00")

    rough = reconstruct([*race, split("C", "800", "2:00", 1)])
    exact = reconstruct([*race, split("C", "800", "2:00.0", 1)])

    assert band(rough, "A", "800").low_ms == 119_500
    assert band(exact, "A", "800").low_ms == 120_000
    assert band(rough, "A", "800").high_ms - band(exact, "A", "800").high_ms == 500


def test_pacemakers_who_are_fast_leave_the_pack_behind() -> None:
    """It is further back where the leader is far ahead of the pace of the winning time."""
    race = [*result(A="4:00.00", B="4:01.00", C="4:02.00")[1:]]
    field = start_list("A", "B", "C", "P", pacemaker="P")

    fast = reconstruct(
        [field, *race, split("P", "800", "1:55.00", 1), Status(bib="P", status="dnf", after="800")]
    )
    slow = reconstruct(
        [field, *race, split("P", "800", "2:00.00", 1), Status(bib="P", status="dnf", after="800")]
    )

    assert ms(fast, "A", "800") - 115_000 > ms(slow, "A", "800") - 120_000 + 1000


def test_all_of_the_start_list_are_in_the_opening_pack() -> None:
    """Of whom no result is known too, in the largest pack; not if the start was in doubt."""
    field = start_list("A", "B", "C", "D", "E", "F")
    figures = [
        split("C", "800", "2:00.00", 1),
        split("A", "finish", "4:00.00", 1),
        split("B", "finish", "4:09.00", 2),
        split("C", "finish", "4:10.00", 3),
        Status(bib="D", status="unknown", reason="place and time not published"),
        Status(bib="F", status="unknown"),
    ]
    doubtful = Status(bib="E", status="unknown", reason="announced; start not confirmed")

    rebuilt = reconstruct([field, doubtful, Gun(), *figures])

    assert packs_at(rebuilt, "400") == ["ABCDF"]
    assert packs_at(rebuilt, "800") == ["ABDF"]
    assert packs_at(rebuilt, "1200") == ["A", "BCDF"]
    later = [m for m in rebuilt if isinstance(m, Status) and m.bib in "DF"]
    assert all(m.when is not None and m.when.ms > 250_000 for m in later)


@pytest.mark.parametrize("race", ["2025-london-dl-1500m", "2025-gst-kingston-800m", "2025-gst-miami-800m"])
def test_the_opening_pack_of_the_library_tells_no_one_from_the_others(race: str) -> None:
    """All whose place at the first checkpoint was not published are in it."""
    messages = fixture(race)
    start = messages[0]
    assert isinstance(start, StartList)
    first = start.checkpoints[0].id
    placed = {bib for m in messages if isinstance(m, Order) and m.checkpoint == first for bib in m.places}

    made = {
        bib: e.band
        for (bib, at), e in estimates(reconstruct(messages)).items()
        if at == first and bib not in placed
    }

    assert made.keys() == {entrant.bib for entrant in start.entrants} - placed
    assert len({(band.low_ms, band.high_ms) for band in made.values()}) == 1


def test_a_few_missed_reads_put_no_one_in_a_race_who_was_never_seen() -> None:
    """Where nearly all are timed an entrant without any time may have stayed at home."""
    bibs = [f"{number}" for number in range(10)]
    times = [
        split(bib, at, time) for bib in bibs[:9] for at, time in (("400", "1:00.0"), ("finish", "4:00.0"))
    ]

    rebuilt = reconstruct(
        [start_list(*bibs), Gun(), *(m for m in times if (m.bib, m.checkpoint) != ("3", "400"))]
    )

    assert ("3", "400") in estimates(rebuilt)
    assert not [key for key in estimates(rebuilt) if key[0] == "9" and key[1] == "400"]


def road(*bibs: str) -> StartList:
    """A half marathon with checkpoints at 5, 10 and 15 km."""
    return StartList(
        name="Half marathon",
        distance_m=21097.5,
        setting="road",
        checkpoints=(
            *(Checkpoint(id=f"{km}k", distance_m=1000 * km) for km in (5, 10, 15)),
            Checkpoint(id="finish", distance_m=21097.5),
        ),
        entrants=tuple(Entrant(bib=bib, name=bib) for bib in bibs),
    )


ROAD = [
    road("A", "B", "C", "D"),
    Gun(),
    split("A", "finish", "1:00:00", 1),
    split("B", "finish", "1:00:40", 2),
    split("C", "finish", "1:01:30", 3),
    split("D", "finish", "1:01:45", 4),
]


def test_on_a_road_runners_are_together_until_they_lose_touch() -> None:
    """Who finishes 90 s back was 25 minutes from home with the leaders; those left behind run together."""
    rebuilt = reconstruct(ROAD)

    assert [packs_at(rebuilt, at) for at in ("5k", "10k", "15k")] == [["ABCD"], ["ABCD"], ["AB", "CD"]]
    assert ms(rebuilt, "C", "15k") - ms(rebuilt, "A", "15k") > 20_000


def test_a_split_far_along_the_road_does_not_part_a_runner_before() -> None:
    """Twenty seconds back at 15 km is no gap at 5 km."""
    rebuilt = reconstruct([*ROAD, split("A", "15k", "42:30", 1), split("B", "15k", "42:50", 2)])

    assert packs_at(rebuilt, "5k") == ["ABCD"]


def test_a_note_says_who_was_in_front_without_the_others() -> None:
    """From there on they are behind, also those whom the result would leave in the pack."""
    only = Note(text="Only B is with A", checkpoint="10k", bib="A")

    rebuilt = reconstruct([*ROAD, only])

    assert [packs_at(rebuilt, at) for at in ("5k", "10k", "15k")] == [["ABCD"], ["AB", "CD"], ["AB", "CD"]]


def test_the_time_of_a_leading_group_is_the_leader_s() -> None:
    """It is printed without a name, and as exact as it was printed."""
    leading = Note(text="The leading group passes 5 km in 14:25", checkpoint="5k", when=Time.parse("14:25"))

    rebuilt = reconstruct([*ROAD, leading])

    assert band(rebuilt, "A", "5k").low_ms == 864_500


@pytest.mark.parametrize(
    ("race", "checkpoint", "together"),
    [
        ("2023-chicago-marathon-men", "10k", ["MAT", "ABD KRU KOR TUR"]),
        ("2023-berlin-marathon-women", "15k", ["EDE", "CHE PUR SHA"]),
        ("2025-london-marathon-men", "half", ["EKI KKO KLI MEN MUT NAG SAW TOL", "MAH YEE"]),
        ("2025-london-marathon-men", "30k", ["KKO KLI MEN MUT NAG", "EKI TOL", "MAH YEE"]),
    ],
)
def test_on_real_roads_those_are_together_of_whom_it_is_known(
    race: str, checkpoint: str, together: list[str]
) -> None:
    """Only Mateiko was with Kiptum at 10 km, only Edesa with Assefa at 15 km, and a group at halfway."""
    packs: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for (bib, at), estimate in estimates(reconstruct(fixture(race))).items():
        if at == checkpoint:
            packs[estimate.band.low_ms, estimate.band.high_ms].add(bib)

    assert [there for _, there in sorted(packs.items())] == [set(bibs.split()) for bibs in together]


def test_a_runner_between_two_own_times_has_a_narrow_band() -> None:
    """A second or so, where the times a lap before and after are known and all others too."""
    own = [split(bib, at, time) for bib in "AB" for at, time in (("400", "1:00.0"), ("1200", "3:02.0"))]
    others = [split("A", "800", "2:00.0", 1)]

    rebuilt = reconstruct([*result(A="4:00.00", B="4:00.50"), *own, *others])

    assert band(rebuilt, "B", "800").high_ms - band(rebuilt, "B", "800").low_ms < 2000


def test_a_smooth_pace_is_closer_than_an_even_one() -> None:
    """Laps of 60, 62 and 66 s: half of the second takes less than half of its time."""
    field = start_list("A", "B")
    checkpoints = (*field.checkpoints[:1], Checkpoint(id="600", distance_m=600), *field.checkpoints[1:])
    own = [split("B", at, time) for at, time in (("400", "1:00.0"), ("800", "2:02.0"), ("1200", "3:08.0"))]

    rebuilt = reconstruct(
        [replace(field, checkpoints=checkpoints), *result(A="4:00.0", B="4:18.0")[1:], *own]
    )

    assert 90_000 < ms(rebuilt, "B", "600") < 91_000


def is_kept(split: Split) -> bool:
    """Whether a split is the result's, or the leader's after a multiple of 400 m."""
    return split.checkpoint == "finish" or (split.rank == 1 and int(split.checkpoint) % 400 == 0)


def test_hidden_splits_are_found_again_better_than_by_even_pace() -> None:
    """Of the Commonwealth mile only the result and the leader every 400 m are left; 204 are estimated."""
    glasgow = fixture("2026-glasgow-commonwealth-mile-final")
    start = glasgow[0]
    assert isinstance(start, StartList)
    hidden = {
        (m.bib, m.checkpoint): m.time.ms
        for m in glasgow
        if isinstance(m, Split) and m.time and not is_kept(m)
    }
    kept = [m for m in glasgow if not isinstance(m, Split) or is_kept(m)]
    finish = {m.bib: m.time.ms for m in kept if isinstance(m, Split) and m.checkpoint == "finish" and m.time}

    made = estimates(reconstruct(kept))

    compared = [key for key in hidden if key in made and key[0] in finish]
    own = mean(abs(made[key].band.likely_ms - hidden[key]) for key in compared)
    even = mean(abs(finish[bib] * int(at) / start.distance_m - hidden[bib, at]) for bib, at in compared)
    assert len(compared) > 190
    assert own < 600
    assert own < even / 4
    within = [made[key].band.low_ms <= hidden[key] <= made[key].band.high_ms for key in compared]
    assert mean(within) > 0.9


class TestWhen:
    """Messages without a time of their own."""

    def test_an_order_waits_for_the_last_of_those_it_lists(self) -> None:
        """Kerr's eighth place at 400 m is shown when he is there."""
        rebuilt = reconstruct(BOWERMAN)

        band = estimates(rebuilt)["KER", "400"].band
        assert band.low_ms <= (when(rebuilt, Order) or 0) <= band.high_ms

    def test_an_absence_is_noticed_on_the_way_to_the_next_checkpoint(self) -> None:
        """The pacemaker steps off after 800 m: halfway between his time there and the first at 900 m."""
        rebuilt = reconstruct(BOWERMAN)

        status = next(m for m in rebuilt if isinstance(m, Status) and m.bib == "ALV")
        assert status.when is not None
        assert status.when.ms == (112_740 + ms(rebuilt, "KIP", "900")) // 2

    def test_an_absence_with_a_distance_comes_there(self) -> None:
        """Who is said to have stepped off after 1000 m is in the race until the leader is there."""
        figures = result(A="4:00.00", B="4:01.00")
        left = Status(bib="C", status="dnf", after="800", reason="steps off after 1000 m")

        rebuilt = reconstruct(
            [start_list("A", "B", "C"), *figures[1:], split("C", "800", "2:00.00", 1), left]
        )

        assert when(rebuilt, Status) == pytest.approx(150_000, abs=500)

    def test_a_note_comes_at_the_distance_that_it_names(self) -> None:
        """Between the checkpoints on both sides of its own; elsewhere its checkpoint tells."""
        figures = result(A="4:00.00", B="4:01.00")
        early = Note(text="B trips about 600 m from home", checkpoint="1200", bib="B")
        other = Note(text="B, second at 400 m, leads now", checkpoint="1200", bib="B")

        assert when(reconstruct([*figures, early]), Note) == pytest.approx(151_000, abs=1000)
        assert when(reconstruct([*figures, other]), Note) == pytest.approx(181_000, abs=1000)

    def test_an_absence_is_not_noticed_before_the_last_sight(self) -> None:
        """A runner far back is not out before passing the checkpoint where last seen."""
        rebuilt = reconstruct(
            [
                start_list("A", "B"),
                Gun(),
                split("A", "finish", "4:00.00", 1),
                split("B", "400", "2:30.00"),
                Status(bib="B", status="dnf"),
            ]
        )

        assert when(rebuilt, Status) == 150_000

    def test_an_absence_is_not_noticed_before_the_leader_is_where_a_wrong_time_was_printed(self) -> None:
        """The place of B at 800 m stands, the time does not: B led, and is in the race until then."""
        figures = [*result(A="4:00.00"), split("A", "400", "1:00.00", 2), split("A", "800", "2:00.20", 2)]
        slip = [split("B", "400", "59.90", 1), split("B", "800", "2:59.90", 1)]

        rebuilt = reconstruct([start_list("A", "B"), *figures[1:], *slip, Status(bib="B", status="dnf")])

        assert (when(rebuilt, Status) or 0) > 120_000

    def test_an_absence_at_the_end_comes_after_the_last_split(self) -> None:
        """Who is disqualified after the finish stays until all are in."""
        rebuilt = reconstruct(
            [
                start_list("A", "B"),
                Gun(),
                split("A", "finish", "4:00.00", 1),
                split("B", "finish", "4:01.00"),
                Status(bib="A", status="dq"),
            ]
        )

        assert when(rebuilt, Status) == 241_010

    def test_what_was_known_before_the_gun_stays_known(self) -> None:
        """Entrants who are announced but never seen are shown as such from the beginning."""
        rebuilt = reconstruct(BOWERMAN)

        unseen = [m for m in rebuilt if isinstance(m, Status) and m.bib in {"KES", "CEN"}]
        assert [status.when for status in unseen] == [None] * 2

    def test_notes_wait_for_their_subject(self) -> None:
        """A note comes when its entrant is at its checkpoint, else when the first is, else at the end."""
        figures = [
            start_list("A", "B"),
            Gun(),
            split("A", "finish", "4:00.00", 1),
            split("B", "finish", "4:02.00"),
        ]
        about = [Note(text="x", checkpoint="400", bib="B"), Note(text="x", checkpoint="400"), Note(text="x")]

        rebuilt = reconstruct([*figures, *about])

        notes = [m.when.ms for m in rebuilt if isinstance(m, Note) and m.when]
        bands = [estimates(rebuilt)[bib, "400"].band for bib in "BA"]
        assert all(band.low_ms <= ms <= band.high_ms for ms, band in zip(notes, bands, strict=False))
        assert notes[2] == 242_010

    def test_the_result_is_official_after_the_last_finish(self) -> None:
        """Official comes when all are in, and keeps a time of its own."""
        figures = [start_list("A"), Gun(), split("A", "finish", "4:00.00", 1)]
        own = Official(when=Time(600_000, 0))

        assert when(reconstruct([*figures, Official()]), Official) == 240_010
        assert reconstruct([*figures, own])[3] == own

    def test_an_order_nobody_was_timed_at_comes_with_the_leader(self) -> None:
        """Where those it lists have no times the likely time of the leader serves."""
        figures = [
            start_list("A", "B"),
            Gun(),
            split("A", "finish", "4:00.00", 1),
            Status(bib="B", status="dns"),
        ]

        rebuilt = reconstruct([*figures, Order(checkpoint="800", places={"B": 1})])

        assert when(rebuilt, Order) == pytest.approx(120_000, abs=2_000)


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [Gun()],
        [start_list("A", "B")],
        [start_list("A"), Gun(), Order(checkpoint="400", places={"A": 1}), Official()],
        [start_list("A"), Gun(), split("A", "nowhere", "55.0"), Note(text="x", checkpoint="nowhere")],
    ],
)
def test_without_a_single_time_nothing_changes(messages: list[Message]) -> None:
    """There is nothing to estimate from."""
    assert reconstruct(messages) == messages


def test_there_is_no_estimate_in_place_of_a_read() -> None:
    """Read by time of day while no gun of its wave is known, a runner has been there at no known time."""
    listed = start_list("a", "b")
    waves = replace(listed, entrants=tuple(replace(e, wave="Elite") for e in listed.entrants))
    gun = Gun(wave="elite", clock=TimeOfDay(10**12))
    read = Split(bib="b", checkpoint="800", clock=TimeOfDay(10**12 + 125_000), evidence="device")
    finishes = [split("a", "finish", "4:00.0"), split("b", "finish", "4:10.0")]

    estimated = estimates(reconstruct([waves, gun, read, *finishes]))

    assert estimated.keys() == {("a", "400"), ("a", "800"), ("a", "1200"), ("b", "400"), ("b", "1200")}


@pytest.mark.parametrize(
    ("event", "are_estimated"), [("1600", True), ("", True), ("4x400", False), ("1600W", False)]
)
def test_packs_are_those_of_runners(event: str, are_estimated: bool) -> None:
    """How wide a pack is was measured on runs: in a relay, a walk or in wheelchairs nothing is estimated."""
    log = [
        replace(start_list("A", "B"), event=event),
        Gun(),
        split("A", "400", "60.0"),
        split("A", "800", "2:00.0"),
        split("A", "1200", "3:00.0"),
        split("A", "finish", "4:00.0"),
        split("B", "finish", "4:01.0"),
    ]
    assert any(isinstance(message, Estimate) for message in reconstruct(log)) == are_estimated
