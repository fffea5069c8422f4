"""Commentary: everything is reported once, when it is known, and what no longer holds is withdrawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feeds.log import read
from race.belief.doubt import Doubt
from race.corrections.corrections import Correction, corrections
from race.doubted_claims import DoubtedClaim, doubted_claims
from race.fold.history import History
from race.messages import Message, Note, Ruling
from race.moments.moment import Moment
from race.projection.board_model import BoardModel
from race.times import LONGEST_MS, Time
from replays.commentary.live_narration import LiveNarration
from replays.commentary.narration import NarratedEvent, Narration, narrate
from replays.library import files
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from tests.examples import examples
from tests.race.messages_by_hand import GUN, gun, moments, split, start_list, status, void
from tests.race.random_races import Maker, tidy_races, wild_logs

EXAMPLES = examples(30)

LONGEST = ("2022-hengelo-10000m-men", "2024-rome-europeans-10000m-b")
LARGEST_FILE = 30_000

RACES = [path for path in files() if path.stem not in LONGEST and path.stat().st_size < LARGEST_FILE]
"""Without the races of the most splits, which take as long as all others together."""
GUN_MS = 1_785_247_402_700
GUN_AT = gun("2026-07-28T14:03:22.7Z")
FIELD = start_list("ABC")


class HubClock:
    """A hub's clock, moved by hand."""

    def __init__(self, now: float = GUN_MS) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time."""
        return self.now


class Follower:
    """A live race, and its commentary."""

    def __init__(self) -> None:
        self.clock = HubClock()
        self.live = LiveRace("race", self.clock)
        self.narration = LiveNarration()

    def receive(self, *messages: Message, at_s: float | None = None) -> list[str]:
        """Receive messages, at a time of the race; the sentences reported then."""
        if at_s is not None:
            self.clock.now = GUN_MS + at_s * 1000
        self.live.extend(replace(message, heard_ms=int(self.clock.now)) for message in messages)
        return sentences(self.narration.new_events(self.live))


def sentences(events: Iterable[NarratedEvent]) -> list[str]:
    """Sentences, with - before those that no longer hold, ! before corrections and ? before doubts."""
    return [f"{_sign(event)}{event.subject.text}" for event in events]


def _sign(event: NarratedEvent) -> str:
    if event.withdrawn:
        return "- "
    if isinstance(event.subject, DoubtedClaim):
        return "? "
    return "" if isinstance(event.subject, Moment) else "! "


def happened(history: History, clock_ms: int) -> list[Moment]:
    """All moments up to a race time, those by the clock among them."""
    state = history.at(clock_ms)
    return moments(state, clock_ms, projector=BoardModel()(state))


def standing(events: Iterable[NarratedEvent]) -> Counter[Moment]:
    """The moments that were reported and not withdrawn; only reported ones are withdrawn."""
    found: Counter[Moment] = Counter()
    for event in events:
        if isinstance(event.subject, Moment):
            found[event.subject] += -1 if event.withdrawn else 1
            assert found[event.subject] >= 0
    return +found


def timeless(found: Iterable[Moment]) -> Counter[Moment]:
    """The moments that hold once and for all: a runner is overdue until seen."""
    return Counter(moment for moment in found if moment.kind != "overdue")


def overdue(found: Iterable[Moment]) -> set[tuple[str | None, str]]:
    """The runners who are overdue, and where, without since when: the projection may have changed that."""
    return {(moment.bib, moment.text) for moment in found if moment.kind == "overdue"}


def each_is_reported(doubts: dict[int, Doubt]) -> set[int]:
    """The doubts that are reported one by one: of the reads that wait for a gun the first speaks for all."""
    return {number for number, doubt in doubts.items() if doubt.reason != "no gun"}


def recorded(log: list[Message]) -> RecordedRace:
    """A recorded race, as it is."""
    return RecordedRace("race", log)


@pytest.mark.parametrize("path", RACES, ids=lambda path: path.name)
def test_a_recorded_race_is_narrated_as_a_playhead_passes_it(path: object) -> None:
    """Step by step from one message to the next the same is reported, at the same times.

    Except runners who are overdue until they are seen: they are not overdue in the end.
    """
    recording = recorded(list(read(path).messages()))  # type: ignore[arg-type]
    history, narration, stepped = recording.history(), Narration(), []
    for clock_ms in [*history.times(), recording.end_ms]:
        state = history.at(clock_ms)
        stepped += narration.new_events(
            happened(history, clock_ms),
            corrections(history),
            clock_ms,
            doubted=doubted_claims(history, state, clock_ms),
            state=state,
        )

    events = list(narrate(recording))
    gone = [event.subject for event in stepped if event.withdrawn]

    assert sentences(events) == sentences(event for event in stepped if event.subject not in gone)
    assert all(isinstance(moment, Moment) and moment.kind == "overdue" for moment in gone)
    assert not [event for event in events if event.withdrawn]
    assert [event.clock_ms for event in events] == [event.subject.when_ms for event in events]


@EXAMPLES
@given(tidy_races() | wild_logs())
@example(Maker(4, 4, waves=True, ranks=True).tidy())
@example(Maker(182, 6, waves=True, ranks=True).wild())
@example(Maker(1_000_000, 4, waves=True, ranks=True).wild())
@example(Maker(818, 6, waves=True, ranks=True).wild())
@example(Maker(740, 4, waves=True, ranks=True).wild())
def test_the_narration_of_a_recorded_race_is_complete_in_the_end(log: list[Message]) -> None:
    """Whatever its log holds: each moment in order, when it was known, and every correction."""
    recording = recorded(log)
    history = recording.history()
    events = list(narrate(recording))

    assert standing(events) == Counter(happened(history, recording.end_ms))
    assert [event.clock_ms for event in events] == sorted(event.clock_ms for event in events)
    assert all(event.subject.when_ms <= event.clock_ms for event in events)
    reported = [event.subject.text for event in events if isinstance(event.subject, Correction)]
    listed = [found.text for found in corrections(history) if found.when_ms <= recording.end_ms]
    assert sorted(reported) == sorted(listed)
    numbers = [c.number for e in events if isinstance(c := e.subject, DoubtedClaim) and not e.withdrawn]
    assert len(set(numbers)) == len(numbers)
    assert each_is_reported(history.at(recording.end_ms).doubts) <= set(numbers)


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
@example(Maker(752, 3, waves=True, ranks=True).wild(), Random(752))
@example(Maker(3424, 1, waves=True, ranks=True).wild(), Random(3424))
def test_the_narration_of_a_live_race_is_complete_in_the_end(log: list[Message], random: Random) -> None:
    """In any pieces, however late, and wherever its clock went back to."""
    follower, events = Follower(), []
    for message in [*log[:1], GUN_AT, *log[1:]]:
        follower.clock.now += random.randrange(20_000)
        follower.live.extend([replace(message, heard_ms=int(follower.clock.now))])
        if random.random() < 0.7:
            new = follower.narration.new_events(follower.live)
            assert all(event.clock_ms <= follower.live.clock_ms() for event in new)
            events += new
    follower.clock.now = GUN_MS + LONGEST_MS
    events += follower.narration.new_events(follower.live)

    clock_ms, history = follower.live.clock_ms(), follower.live.history()
    kept, now, known = standing(events), happened(history, clock_ms), happened(history, LONGEST_MS)
    assert timeless(m for m in kept.elements() if m.when_ms <= clock_ms) == timeless(now)
    assert overdue(now) <= overdue(kept) <= overdue(known)
    reported = [(c.number, c.known_by) for event in events if isinstance(c := event.subject, Correction)]
    assert len(set(reported)) == len(reported)
    assert {(found.number, found.known_by) for found in corrections(history)} <= set(reported)
    doubted = [c.number for e in events if isinstance(c := e.subject, DoubtedClaim) and not e.withdrawn]
    assert len(set(doubted)) == len(doubted)
    assert each_is_reported(history.doubts) <= set(doubted)


def test_each_moment_is_reported_once() -> None:
    """Leads, finishes and the end, as they come."""
    follower = Follower()

    assert follower.receive(FIELD) == []
    assert follower.receive(GUN_AT, at_s=1) == ["The gun"]
    assert follower.receive(split("A", 400, "1:00"), at_s=60) == ["A leads through 400 m"]
    assert follower.receive(split("B", 400, "1:05"), at_s=66) == ["A is clear, 5 s ahead of B at 400 m"]
    assert follower.receive(status("C", "dnf"), at_s=70) == ["C drops out"]
    assert follower.receive(at_s=100) == []


def test_a_moment_that_no_longer_holds_is_withdrawn() -> None:
    """After the correction that undid it, and before what holds instead."""
    follower = Follower()
    follower.receive(FIELD, GUN_AT, split("A", 400, "1:00", id_="a"), split("B", 400, "1:05"), at_s=66)

    assert follower.receive(void("a"), at_s=70) == [
        "! A at 400 m: 1:00 withdrawn",
        "- A leads through 400 m",
        "- A is clear, 5 s ahead of B at 400 m",
        "B leads through 400 m",
    ]


def test_a_claim_that_is_not_believed_is_reported_once() -> None:
    """As a doubt, however the race goes on; and once that it is believed, when later times bear it out."""
    follower = Follower()
    too_fast = "A at 800 m in 1:49: 400 m in 41 s is too fast"

    log = [FIELD, GUN_AT, split("A", 400, "1:08"), split("A", 800, "1:49")]
    assert f"? {too_fast}" in follower.receive(*log, at_s=109)
    assert f"? {too_fast}" not in follower.receive(split("B", 400, "1:50"), at_s=110)
    events = follower.receive(split("A", 1200, "2:44"), at_s=164)
    assert f"- {too_fast}" in events
    assert "? A at 400 m in 1:08: 400 m in 41 s is too fast" in events
    assert not [text for text in follower.receive(split("B", 800, "2:50"), at_s=170) if text[0] in "?-"]


def test_of_reads_that_wait_for_a_gun_the_first_is_reported() -> None:
    """People warm up over the mats by the hundred, and each read is said to count or not by the gun alone."""
    follower = Follower()
    reads = [split(bib, 400, f"2026-07-28T13:5{n}:00Z") for n, bib in enumerate("ABC")]

    events = follower.receive(FIELD, *reads) + follower.receive(GUN_AT, at_s=1)

    assert [text for text in events if text.startswith("?")] == [
        "? A at 400 m: read by time of day, and no gun is known"
    ]
    assert not [text for text in events if text.startswith("-")]


def test_a_recorded_race_says_what_was_doubted_for_a_while() -> None:
    """When it was claimed, and when it was ruled to be right."""
    slip, ruling = split("A", 800, "1:02.1", id_="slip"), Ruling(of="slip", belief="believed")
    log = [FIELD, GUN, split("A", 400, "1:01"), slip, replace(ruling, when=Time.parse("2:00"))]

    doubts = [event for event in narrate(recorded(log)) if isinstance(event.subject, DoubtedClaim)]

    assert sentences(doubts) == [f"{sign} A at 800 m in 1:02.1: 400 m in 1.1 s is too fast" for sign in "?-"]
    assert [event.clock_ms for event in doubts] == [62_100, 120_000]


def test_what_was_doubted_and_withdrawn_is_not_called_believed() -> None:
    """The correction says what happened to it."""
    follower = Follower()
    follower.receive(FIELD, GUN_AT, split("A", 400, "1:01"), split("A", 800, "1:02", id_="slip"), at_s=62)

    assert not [
        text for text in follower.receive(void("slip"), at_s=70) if text.startswith("- A at 800 m in")
    ]


def test_a_runner_is_reported_overdue_once() -> None:
    """However often other runners change what is expected; withdrawn when the runner is seen."""
    follower, events = Follower(), []
    road = replace(start_list("ABCDEFGHIJKL", (5000, 10_000, 15_000, 20_000), lap_m=None), setting="road")
    follower.receive(road, GUN_AT, at_s=1)
    follower.receive(*(split(bib, 5000, f"15:{n:02}.0") for n, bib in enumerate("ABCDEFGHIJKL")), at_s=912)
    for n, bib in enumerate("ABDEFGHIJKL"):
        events += follower.receive(split(bib, 10_000, f"{31 + 2 * n}:00.0"), at_s=1860 + 120 * n)
        events += follower.receive(at_s=1979 + 120 * n)

    assert [text for text in events if "C is overdue" in text] == ["C is overdue at 10 km"]
    assert "- C is overdue at 10 km" in follower.receive(split("C", 10_000, "53:40.0"), at_s=3220)


def test_a_late_viewer_gets_what_happened() -> None:
    """In the order of the race, with what was corrected, and nothing that was withdrawn."""
    follower = Follower()
    reported = follower.receive(
        FIELD,
        GUN_AT,
        split("A", 400, "1:00", id_="a"),
        split("B", 400, "1:05"),
        void("a"),
        split("B", 800, "2:00"),
        at_s=130,
    )

    assert reported == [
        "The gun",
        "! A at 400 m: 1:00 withdrawn",
        "B leads through 400 m",
        "B lifts the pace at 800 m, with a lap of 55 after 1:05",
    ]


def test_a_later_moment_is_reported_at_its_time() -> None:
    """A note for a time that the clock has yet to reach."""
    follower = Follower()
    note = Note(text="Rain", when=Time.parse("1:30"))
    follower.receive(FIELD, GUN_AT, split("A", 400, "1:00"), at_s=60)
    follower.live.extend([note])
    before = follower.live.clock_ms()

    assert sentences(follower.narration.new_events(follower.live)) == (["Rain"] if before >= 90_000 else [])
    follower.clock.now = GUN_MS + 91_000
    assert sentences(follower.narration.new_events(follower.live)) == ([] if before >= 90_000 else ["Rain"])


def test_a_race_that_is_sent_again_is_not_reported_again() -> None:
    """A hub that starts its log again: what is the same is known already, what is missing is withdrawn."""
    follower = Follower()
    log = [FIELD, GUN_AT, split("A", 400, "1:00", id_="a"), replace(split("A", 400, "1:01"), replaces="a")]
    follower.receive(*log, at_s=61)
    again = [replace(message, heard_ms=GUN_MS + 61_000) for message in log]

    follower.live = LiveRace("race", follower.clock)
    more = ["A lifts the pace at 800 m, with a lap of 59 after 1:01"]
    assert follower.receive(*again, split("A", 800, "2:00"), at_s=121) == more
    follower.live = LiveRace("race", follower.clock)
    assert follower.receive(*again, at_s=122) == [f"- {text}" for text in more]


def test_an_empty_race_has_no_narration() -> None:
    """Neither recorded nor live."""
    assert list(narrate(recorded([]))) == []
    assert list(narrate(recorded([FIELD]))) == []
    assert sentences(narrate(recorded([FIELD, GUN]))) == ["The gun"]
    assert Follower().receive() == []
    assert History().end_ms == 0
