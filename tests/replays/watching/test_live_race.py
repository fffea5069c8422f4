"""A live race has a clock, and is the same race in whatever pieces it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.fold.history import History
from race.messages import Message, Official, Split
from race.times import Time, TimeOfDay
from replays.watching.live_race import LiveRace
from replays.watching.step_times import find_step_times
from tests.examples import examples
from tests.race.messages_by_hand import GUN, gun, split, start_list, status, void
from tests.race.random_races import clocks_of, picture, tidy_races, wild_logs

EXAMPLES = examples(30)

FIELD = start_list("AB")
GUN_MS = 1_785_247_402_700
GUN_AT = gun("2026-07-28T14:03:22.7Z")


class HubClock:
    """A hub's clock, moved by hand."""

    def __init__(self, now: float = GUN_MS) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time."""
        return self.now


def heard(message: Message, after_ms: int) -> Message:
    """A message that the hub received so long after the gun."""
    return replace(message, heard_ms=GUN_MS + after_ms)


def live(*messages: Message, now_ms: int = 0) -> LiveRace:
    """A race at so long after its gun."""
    race = LiveRace("race", HubClock(GUN_MS + now_ms))
    race.extend([FIELD, *messages])
    return race


def test_with_a_known_gun_the_clock_is_the_time_since() -> None:
    """However late splits come."""
    assert live(GUN_AT, now_ms=61_234).clock_ms() == 61_234
    assert live(GUN_AT, heard(split("A", 400, "1:00"), 64_000), now_ms=65_000).clock_ms() == 65_000


def test_of_several_waves_the_first_gun_counts() -> None:
    """The race started with it."""
    assert live(gun("2026-07-28T14:04:22.7Z", wave="B"), GUN_AT, now_ms=70_000).clock_ms() == 70_000


def test_before_the_gun_it_is_zero() -> None:
    """Without messages, with a start list, and with a gun in the future."""
    assert LiveRace("race", HubClock()).clock_ms() == 0
    assert live().clock_ms() == 0
    assert live(GUN_AT, now_ms=-5_000).clock_ms() == 0


def test_without_a_time_of_day_the_messages_set_the_clock() -> None:
    """The race is as far as the latest of them says, and has gone on since the hub received it."""
    log = [heard(GUN, 3_000), heard(split("A", 400, "1:00"), 61_000), heard(split("B", 400, "1:02"), 65_000)]

    assert live(log[0], now_ms=5_000).clock_ms() == 2_000
    assert live(*log, now_ms=70_000).clock_ms() == 69_000


def test_the_clock_is_never_before_what_is_known() -> None:
    """Where messages do not say when they were received, and where a split is ahead of the hub's clock."""
    assert live(GUN, split("A", 400, "1:00"), now_ms=70_000).clock_ms() == 60_000
    assert live(GUN_AT, split("A", 400, "1:00"), now_ms=58_000).clock_ms() == 60_000


def test_what_is_withdrawn_or_suspect_sets_no_clock() -> None:
    """A slip that only one message makes does not put the clock forward, whether it stands or not."""
    right = [heard(GUN, 1_000), heard(split("A", 400, "1:00"), 61_000)]
    wrong = heard(split("B", 400, "9:00", id_="w"), 62_000)
    doubtful = heard(split("B", 400, "1:30", suspect=True), 62_000)

    assert live(*right, wrong, now_ms=70_000).clock_ms() == 69_000
    corrected = live(*right, wrong, void("w", id_="v"), now_ms=70_000)
    assert corrected.clock_ms() == 69_000
    assert live(*right, doubtful, now_ms=95_000).clock_ms() == 94_000


def test_two_that_report_the_same_set_the_clock() -> None:
    """Without a gun's time of day; once one is withdrawn the other is alone, until it comes back."""
    log = [heard(GUN, 300_000), heard(split("A", 400, "5:20"), 321_000)]
    race = live(*log, heard(split("B", 400, "5:22", id_="b"), 322_500), now_ms=330_000)

    assert race.clock_ms() == 329_500
    race.extend([void("b", id_="v")])
    assert race.clock_ms() == 30_000
    race.extend([void("v")])
    assert race.clock_ms() == 329_500


def test_a_gun_of_long_ago_belongs_to_a_race_that_is_sent_again() -> None:
    """The clock is that of the new sending."""
    told = [replace(GUN_AT, heard_ms=GUN_MS + 10**11), heard(split("A", 400, "1:00"), 10**11 + 60_500)]

    assert live(*told, now_ms=10**11 + 65_000).clock_ms() == 65_000


def test_the_clock_stops_when_the_race_is_over() -> None:
    """At the last effect time, and goes on if the end is withdrawn."""
    log = [GUN_AT, split("A", 1600, "4:00"), split("B", 1600, "4:05", id_="b")]
    race = live(*log, now_ms=300_000)

    assert (race.phase, race.clock_stopped, race.clock_ms()) == ("finished", True, 245_000)
    race.extend([Official()])
    assert (race.phase, race.clock_ms()) == ("official", 245_000)
    open_again = live(*log, void("b"), now_ms=300_000)
    assert (open_again.phase, open_again.clock_ms()) == ("running", 300_000)
    assert live(*log[:2], status("B", "dnf"), now_ms=300_000).clock_ms() == 240_000


def test_a_delayed_clock_comes_to_the_end_as_well() -> None:
    """It is as far behind all the way, and stops at the same time."""
    log = [GUN_AT, split("A", 1600, "4:00"), split("B", 1600, "4:05")]

    assert live(GUN_AT, now_ms=5_000).clock_ms(8_000) == 0
    assert live(*log[:2], now_ms=242_000).clock_ms(8_000) == 234_000
    assert live(*log, now_ms=246_000).clock_ms(8_000) == 238_000
    assert live(*log, now_ms=260_000).clock_ms(8_000) == 245_000


def chunks(log: Sequence[Message], random: Random) -> list[Sequence[Message]]:
    """A log cut anywhere."""
    cuts = sorted(random.randrange(len(log) + 1) for _ in range(random.randrange(6)))
    return [log[start:end] for start, end in zip([0, *cuts], [*cuts, len(log)], strict=True)]


def as_heard(log: Sequence[Message], random: Random) -> list[Message]:
    """A log as a hub received it, each message some time after the one before."""
    times = sorted(random.randrange(0, 400_000) for _ in log)
    return [heard(message, ms) for message, ms in zip(log, times, strict=True)]


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_in_any_pieces_it_is_the_same_race(log: list[Message], random: Random) -> None:
    """The board at any time, the step times and the clock are as if all had come at once."""
    log = as_heard(log, random)
    late, early = LiveRace("race", HubClock(GUN_MS + 300_000)), LiveRace("race", HubClock(GUN_MS + 300_000))
    late.extend(log, fresh=False)
    for piece in chunks(log, random):
        early.extend(piece)
        early.history().at(random.randrange(300_000))
        early.step_times("message")

    whole = History(log)

    for clock_ms in clocks_of(whole):
        assert picture(early.history(), clock_ms) == picture(late.history(), clock_ms)
        assert picture(early.history(), clock_ms) == picture(whole, clock_ms)
    for kind in ("checkpoint", "moment", "message"):
        assert early.step_times(kind) == late.step_times(kind) == find_step_times(whole, kind)
    assert early.clock_ms() == late.clock_ms()
    assert early.phase == late.phase


@EXAMPLES
@given(tidy_races(waves=False), st.booleans(), st.randoms(use_true_random=False))
def test_the_clock_runs_forward(log: list[Message], timed: bool, random: Random) -> None:
    """While nothing is corrected and the race is running, it never goes back and passes all that is known."""
    wall = HubClock()
    race = LiveRace("race", wall)
    before = 0
    splits = sorted(
        (message.time.ms + random.randrange(50_000), number)
        for number, message in enumerate(log)
        if isinstance(message, Split) and message.time is not None
    )
    race.extend([heard(log[0], 0), heard(GUN_AT if timed else GUN, random.randrange(50_000))])
    for after_ms, number in splits:
        wall.now = max(wall.now, GUN_MS + after_ms + random.randrange(100))
        race.extend([heard(log[number], after_ms)])
        if not race.is_over:
            assert race.clock_ms() >= before
            before = race.clock_ms()
        assert race.clock_ms() >= race.end_ms


def test_the_backlog_is_counted() -> None:
    """It separates what came before the viewer joined from what came since."""
    race = LiveRace("race", HubClock())
    race.extend([FIELD, GUN], fresh=False)
    race.extend([split("A", 400, "1:00"), replace(GUN, when=Time(1))])

    assert race.backlog == 2


TEN_MS = TimeOfDay.parse("2026-05-02T10:00:00Z").utc_ms


def at_ten(hub_ms: int = 0, *, minutes: float) -> LiveRace:
    """A race of 10,000 m, so long after its gun at ten; the hub's clock is ahead by `hub_ms`."""
    race = LiveRace("race", HubClock(TEN_MS + minutes * 60_000 + hub_ms))
    race.extend([start_list("ABC", (5000, 10_000), lap_m=None)])
    return race


def sent(message: Message, minutes: float, hub_ms: int = 0, mat: str = "mat") -> Message:
    """A message as the hub heard it, in minutes after ten."""
    return replace(message, id=f"{mat}:1", heard_ms=TEN_MS + round(minutes * 60_000) + hub_ms)


def test_before_a_gun_in_the_future_the_race_has_not_begun() -> None:
    """It is known how long it is until then; at the gun it runs."""
    clock = HubClock(TEN_MS - 300_000)
    race = LiveRace("race", clock)
    race.extend([FIELD, sent(gun("2026-05-02T10:00:00Z"), -5)])

    assert (race.phase, race.clock_ms(), race.edge.starts_in_ms) == ("before", 0, 300_000)
    clock.now += 299_000
    assert (race.phase, race.clock_ms(), race.edge.starts_in_ms) == ("before", 0, 1000)
    clock.now += 2000
    assert (race.phase, race.clock_ms(), race.edge.starts_in_ms) == ("running", 1000, 0)
    race.extend([replace(gun("2026-05-02T10:10:00Z"), replaces="mat:1")])
    assert (race.phase, race.edge.starts_in_ms) == ("before", 599_000)


def test_the_race_clock_allows_for_a_wrong_clock_of_the_hub() -> None:
    """An hour behind or ahead: it is the time since the gun, and by how much it is wrong is known."""
    for hub_ms in (-3_600_000, 3_600_000, 0):
        for splits in (("2026-05-02T10:15:00Z", "2026-05-02T10:15:30Z"), ("15:00", "15:30")):
            race = at_ten(hub_ms, minutes=20)
            race.extend([sent(gun("2026-05-02T10:00:00Z"), 0, hub_ms)])
            race.extend([sent(split("A", 5000, splits[0]), 15, hub_ms)])
            race.extend([sent(split("B", 5000, splits[1]), 15.5, hub_ms)])

            assert race.clock_ms() == 1_200_000
            assert race.edge.hub_offset_ms == hub_ms
            assert race.phase == "running"


@pytest.mark.parametrize("before_ms", [-3_600_000, -90_000, 0, 3_600_000])
@pytest.mark.parametrize("after_ms", [-3_600_000, -20_000, 0, 20_000, 3_600_000])
@pytest.mark.parametrize("is_gun_known", [True, False])
def test_the_hub_s_clock_is_set_while_it_is_watched(
    before_ms: int, after_ms: int, *, is_gun_known: bool
) -> None:
    """The race clock goes on as before: at once, while the reads show how the clocks are now, and after."""
    wall, was_set = HubClock(), [0.0]
    race = LiveRace("race", wall, hub_set_ms=lambda: was_set[0])

    def extend(message: Message, minutes: float, hub_ms: int, mat: str = "mat") -> None:
        wall.now = TEN_MS + minutes * 60_000 + hub_ms
        message = sent(message, minutes, hub_ms)
        race.extend([replace(message, id=f"{mat}:{len(race.history().messages)}")])

    race.extend([FIELD])
    extend(gun("2026-05-02T10:00:00Z") if is_gun_known else GUN, 0, before_ms)
    extend(split("A", 5000, "15:00"), 15, before_ms)
    extend(split("B", 5000, "15:30"), 15.5, before_ms)
    wall.now = TEN_MS + 20 * 60_000 + after_ms
    was_set[0] = after_ms - before_ms
    assert race.clock_ms() == 1_200_000

    for bib, minutes in (("A", 31), ("B", 32)):
        extend(split(bib, 10_000, f"{minutes}:00"), minutes, after_ms)
        assert race.clock_ms() == minutes * 60_000
    for bib, minutes in (("A", 47), ("B", 48)):
        extend(split(bib, 15_000, f"{minutes}:00"), minutes, after_ms)
        assert race.clock_ms() == minutes * 60_000


@pytest.mark.parametrize("is_noticed_late", [False, True])
def test_what_was_read_before_the_hub_s_clock_was_set_right_stays_believed(*, is_noticed_late: bool) -> None:
    """It was ahead of the hub's clock, which is no reason to doubt it; nor if the gun is corrected then."""
    wall, was_set = HubClock(), [0.0]
    race = LiveRace("race", wall, hub_set_ms=lambda: was_set[0])
    field = start_list("AB", (5000, 10_000), lap_m=None)
    race.extend([field, sent(gun("2026-05-02T10:00:00Z", id_="desk:1"), 0, -3_600_000, mat="desk")])
    race.extend([sent(split("A", 5000, "2026-05-02T10:15:00Z"), 15, -3_600_000, mat="a")])
    was_set[0] = 0.0 if is_noticed_late else 3_600_000.0
    race.extend([sent(split("A", 10_000, "2026-05-02T10:31:00Z"), 31, mat="b")])
    assert bool(race.history().doubts) == is_noticed_late
    was_set[0] = 3_600_000.0

    race.extend([sent(split("B", 10_000, "2026-05-02T10:32:00Z"), 32, mat="c")])
    assert race.history().doubts == {}
    race.extend([sent(replace(gun("2026-05-02T10:00:01Z"), replaces="desk:1"), 33, mat="other")])
    assert race.history().doubts == {}


def test_a_clock_of_the_hub_that_is_seconds_behind() -> None:
    """Two runners show it: the race clock is never behind what both passed."""
    race = at_ten(-20_000, minutes=15.1)
    race.extend([sent(gun("2026-05-02T10:00:00Z"), 0, -20_000)])
    race.extend([sent(split("A", 5000, "15:00"), 15, -20_000)])
    assert race.clock_ms() == 886_000

    race.extend([sent(split("B", 5000, "15:01"), 15.02, -20_000)])

    assert race.clock_ms() == 905_800


def test_one_mat_never_moves_the_race_clock() -> None:
    """Five hours ahead by time of day or by the time from the gun, alone or beside one that is right."""
    for wrong in ("2026-05-02T15:15:00Z", "5:15:00"):
        for right in ([], [sent(split("A", 5000, "2026-05-02T10:15:00Z"), 15, mat="b")]):
            race = at_ten(minutes=20)
            race.extend([sent(gun("2026-05-02T10:00:00Z"), 0, mat="desk"), *right])
            race.extend([sent(split(bib, 10_000, wrong), 15.5) for bib in "BC"])

            assert race.clock_ms() == 1_200_000
            assert race.edge.hub_offset_ms == 0


def test_while_the_feed_is_lost_no_time_passes_for_those_who_are_awaited() -> None:
    """The race clock goes on, and stands for them at the time at which it was lost."""
    wall, lost_ms = HubClock(), list[float]()
    race = LiveRace("race", wall, lambda: lost_ms[-1] if lost_ms else None)
    race.extend([FIELD, heard(GUN_AT, 0), heard(split("A", 400, "1:00"), 60_500)])
    wall.now += 70_000
    assert (race.clock_ms(), race.seen_ms) == (70_000, 70_000)

    lost_ms.append(wall.now)
    wall.now += 500_000

    assert (race.clock_ms(), race.seen_ms, race.edge.seen_ms) == (570_000, 70_000, 70_000)
    lost_ms.append(GUN_MS + 30_000)
    assert race.seen_ms == 60_000
    lost_ms.clear()
    assert race.seen_ms == 570_000
