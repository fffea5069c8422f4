"""A live race has a clock, and is the same race in whatever pieces it came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from race.fold.history import History
from race.messages import Message, Official, Split
from race.times import Time
from replays.watching.live_race import LiveRace
from replays.watching.step_times import find_step_times
from tests.race.messages_by_hand import GUN, gun, split, start_list, status, void
from tests.race.random_races import clocks_of, picture, tidy_races, wild_logs

EXAMPLES = settings(max_examples=60)

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
    """A wrong split puts the clock forward only as long as it stands."""
    right = [heard(GUN, 1_000), heard(split("A", 400, "1:00"), 61_000)]
    wrong = heard(split("B", 400, "9:00", id_="w"), 62_000)
    doubtful = heard(split("B", 400, "1:30", suspect=True), 62_000)

    assert live(*right, wrong, now_ms=70_000).clock_ms() == 548_000
    corrected = live(*right, wrong, void("w", id_="v"), now_ms=70_000)
    assert corrected.clock_ms() == 69_000
    corrected.extend([void("v")])
    assert corrected.clock_ms() == 548_000
    assert live(*right, doubtful, now_ms=95_000).clock_ms() == 94_000


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
    begun = [log[0], GUN_AT if timed else GUN]
    for message in as_heard([*begun, *(m for m in log if isinstance(m, Split) and m.time)], random):
        assert message.heard_ms is not None
        wall.now = max(wall.now, message.heard_ms + random.randrange(100))
        race.extend([message])
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
