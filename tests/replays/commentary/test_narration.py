"""What is told of a race: everything once, when it is known, and nothing that does not hold in the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from feeds.log import read
from race.corrections.corrections import Correction, corrections
from race.fold.history import History
from race.messages import Message, Note
from race.moments.moment import Moment
from race.projection.board_model import BoardModel
from race.times import LONGEST_MS, Time
from replays.commentary.live_narration import LiveNarration
from replays.commentary.narration import NarratedEvent, Narration, narrate
from replays.library import files
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import GUN, gun, moments, split, start_list, status, void
from tests.race.random_races import Maker, tidy_races, wild_logs
from tests.replays.invented_marathon import RACE as INVENTED

EXAMPLES = settings(max_examples=60)

TRACK_RACES = [path for path in files() if path.stem not in (INVENTED, "2022-hengelo-10000m-men")]
"""Those in which every message can be waited for: the two longest take as long as all others together."""

GUN_MS = 1_785_247_402_700
GUN_AT = gun("2026-07-28T14:03:22.7Z")
FIELD = start_list("ABC")


class HubClock:
    """The hub's clock, which moves when told."""

    def __init__(self, now: float = GUN_MS) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time."""
        return self.now


class Ear:
    """A live race, and what is told of it."""

    def __init__(self) -> None:
        self.clock = HubClock()
        self.live = LiveRace("race", self.clock)
        self.narration = LiveNarration()

    def hear(self, *messages: Message, at_s: float | None = None) -> list[str]:
        """Messages come, at a time of the race; what is told then."""
        if at_s is not None:
            self.clock.now = GUN_MS + at_s * 1000
        self.live.extend(replace(message, heard_ms=int(self.clock.now)) for message in messages)
        return said(self.narration.new_events(self.live))


def said(told: Iterable[NarratedEvent]) -> list[str]:
    """Sentences, with a sign before those that do not hold any more and before corrections."""
    return [
        f"{'- ' if one.withdrawn else '' if isinstance(one.subject, Moment) else '! '}{one.subject.text}"
        for one in told
    ]


def happened(history: History, clock_ms: int) -> list[Moment]:
    """All moments up to a race time, those by the clock among them."""
    state = history.at(clock_ms)
    return moments(state, clock_ms, projector=BoardModel()(state))


def standing(told: Iterable[NarratedEvent]) -> Counter[Moment]:
    """What was told and not withdrawn; nothing is withdrawn that was not told."""
    found: Counter[Moment] = Counter()
    for one in told:
        if isinstance(one.subject, Moment):
            found[one.subject] += -1 if one.withdrawn else 1
            assert found[one.subject] >= 0
    return +found


def undated(found: Counter[Moment]) -> Counter[Moment]:
    """Without the time from which somebody is overdue, which is that of the projection when it was told."""
    return Counter(m._replace(when_ms=0) if m.kind == "overdue" else m for m in found.elements())


def recorded(log: list[Message]) -> RecordedRace:
    """A recorded race, as it is."""
    return RecordedRace("race", log)


@pytest.mark.parametrize("path", TRACK_RACES, ids=lambda path: path.name)
def test_a_recorded_race_is_told_as_a_playhead_comes_by_it(path: object) -> None:
    """Step by step from one message to the next nothing else is told, and nothing at another time.

    But for those who are overdue until they come by: they are not in the end.
    """
    recording = recorded(list(read(path).messages()))  # type: ignore[arg-type]
    history, narration, stepped = recording.history(), Narration(), []
    for clock_ms in [*history.times(), recording.end_ms]:
        stepped += narration.new_events(happened(history, clock_ms), corrections(history), clock_ms)

    told = list(narrate(recording))
    gone = [one.subject for one in stepped if one.withdrawn]

    assert said(told) == said(one for one in stepped if one.subject not in gone)
    assert all(isinstance(moment, Moment) and moment.kind == "overdue" for moment in gone)
    assert not [one for one in told if one.withdrawn]
    assert [one.clock_ms for one in told] == [one.subject.when_ms for one in told]


@EXAMPLES
@given(tidy_races() | wild_logs())
@example(Maker(182, 6, waves=True, ranks=True).wild())
@example(Maker(1_000_000, 4, waves=True, ranks=True).wild())
@example(Maker(818, 6, waves=True, ranks=True).wild())
def test_in_the_end_a_recorded_race_has_been_told(log: list[Message]) -> None:
    """Whatever its log holds: each moment in order, when it was known, and every correction."""
    recording = recorded(log)
    history = recording.history()
    told = list(narrate(recording))

    assert standing(told) == Counter(happened(history, recording.end_ms))
    assert [one.clock_ms for one in told] == sorted(one.clock_ms for one in told)
    assert all(one.subject.when_ms <= one.clock_ms for one in told)
    heard = [one.subject.text for one in told if not isinstance(one.subject, Moment)]
    listed = [found.text for found in corrections(history) if found.when_ms <= recording.end_ms]
    assert sorted(heard) == sorted(listed)


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
@example(Maker(752, 3, waves=True, ranks=True).wild(), Random(752))
def test_in_the_end_a_live_race_has_been_told(log: list[Message], random: Random) -> None:
    """In whatever pieces it came, however late, and wherever its clock went back to."""
    ear, told = Ear(), []
    for message in [*log[:1], GUN_AT, *log[1:]]:
        ear.clock.now += random.randrange(20_000)
        ear.live.extend([replace(message, heard_ms=int(ear.clock.now))])
        if random.random() < 0.7:
            new = ear.narration.new_events(ear.live)
            assert all(one.clock_ms <= ear.live.clock_ms() for one in new)
            told += new
    ear.clock.now = GUN_MS + LONGEST_MS
    told += ear.narration.new_events(ear.live)

    clock_ms, history = ear.live.clock_ms(), ear.live.history()
    now = Counter(happened(history, clock_ms))
    overdue = {(m.bib, m.text) for m in now if m.kind == "overdue"}
    # A runner may have been reported overdue at a time that the clock has gone back before.
    kept = {m: n for m, n in standing(told).items() if m.when_ms <= clock_ms or (m.bib, m.text) in overdue}
    assert undated(Counter(kept)) == undated(now)
    heard = [(c.number, c.known_by) for event in told if isinstance(c := event.subject, Correction)]
    assert len(set(heard)) == len(heard)
    assert {(found.number, found.known_by) for found in corrections(history)} <= set(heard)


def test_what_comes_is_told_once() -> None:
    """Leads, finishes and the end, as they come."""
    ear = Ear()

    assert ear.hear(FIELD) == []
    assert ear.hear(GUN_AT, at_s=1) == ["The gun"]
    assert ear.hear(split("A", 400, "1:00"), at_s=60) == ["A leads through 400 m"]
    assert ear.hear(split("B", 400, "1:05"), at_s=66) == ["A is clear: 5 s to B at 400 m"]
    assert ear.hear(status("C", "dnf"), at_s=70) == ["C did not finish"]
    assert ear.hear(at_s=100) == []


def test_what_does_not_hold_any_more_is_withdrawn() -> None:
    """After the correction that undid it, and before what holds instead."""
    ear = Ear()
    ear.hear(FIELD, GUN_AT, split("A", 400, "1:00", id_="a"), split("B", 400, "1:05"), at_s=66)

    assert ear.hear(void("a"), at_s=70) == [
        "! A at 400 m: 1:00 withdrawn",
        "- A leads through 400 m",
        "- A is clear: 5 s to B at 400 m",
        "B leads through 400 m",
    ]


def test_who_is_overdue_is_told_to_be_so_once() -> None:
    """However often those who do come by change what is expected; withdrawn when the athlete is seen."""
    ear, told = Ear(), []
    road = replace(start_list("ABCDEFGHIJKL", (5000, 10_000, 15_000, 20_000), lap_m=None), setting="road")
    ear.hear(road, GUN_AT, at_s=1)
    ear.hear(*(split(bib, 5000, f"15:{n:02}.0") for n, bib in enumerate("ABCDEFGHIJKL")), at_s=912)
    for n, bib in enumerate("ABDEFGHIJKL"):
        told += ear.hear(split(bib, 10_000, f"{31 + n // 2}:{30 * (n % 2):02}.0"), at_s=1860 + 30 * n)
        told += ear.hear(at_s=1889 + 30 * n)

    assert [text for text in told if "C is overdue" in text] == ["C is overdue after 10 km"]
    assert "- C is overdue after 10 km" in ear.hear(split("C", 10_000, "36:40.0"), at_s=2200)


def test_who_comes_late_is_told_what_happened() -> None:
    """In the order of the race, with what was corrected, and nothing that was withdrawn."""
    ear = Ear()
    told = ear.hear(
        FIELD,
        GUN_AT,
        split("A", 400, "1:00", id_="a"),
        split("B", 400, "1:05"),
        void("a"),
        split("B", 800, "2:00"),
        at_s=130,
    )

    assert told == [
        "The gun",
        "! A at 400 m: 1:00 withdrawn",
        "B leads through 400 m",
        "B leads through 800 m",
        "B lifts the pace: 55 for the last 400 m after 1:05",
    ]


def test_what_is_to_come_is_told_when_it_is_there() -> None:
    """A note for a time that the clock has yet to reach."""
    ear = Ear()
    note = Note(text="Rain", when=Time.parse("1:30"))
    ear.hear(FIELD, GUN_AT, split("A", 400, "1:00"), at_s=60)
    ear.live.extend([note])
    before = ear.live.clock_ms()

    assert said(ear.narration.new_events(ear.live)) == (["Rain"] if before >= 90_000 else [])
    ear.clock.now = GUN_MS + 91_000
    assert [*said(ear.narration.new_events(ear.live))] == ([] if before >= 90_000 else ["Rain"])


def test_told_anew_it_is_not_said_again() -> None:
    """A hub that begins its log anew: what is the same is known already, what is missing does not hold."""
    ear = Ear()
    log = [FIELD, GUN_AT, split("A", 400, "1:00", id_="a"), replace(split("A", 400, "1:01"), replaces="a")]
    ear.hear(*log, at_s=61)
    again = [replace(message, heard_ms=GUN_MS + 61_000) for message in log]

    ear.live = LiveRace("race", ear.clock)
    more = ["A leads through 800 m", "A lifts the pace: 59 for the last 400 m after 1:01"]
    assert ear.hear(*again, split("A", 800, "2:00"), at_s=121) == more
    ear.live = LiveRace("race", ear.clock)
    assert ear.hear(*again, at_s=122) == [f"- {text}" for text in more]


def test_a_race_without_anything_has_nothing_to_tell() -> None:
    """Neither recorded nor live."""
    assert list(narrate(recorded([]))) == []
    assert list(narrate(recorded([FIELD]))) == []
    assert said(narrate(recorded([FIELD, GUN]))) == ["The gun"]
    assert Ear().hear() == []
    assert History().end_ms == 0
