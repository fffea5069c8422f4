"""A race session without a screen: what the keys change, in any order, and what always holds."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from textual.actions import parse
from textual.binding import Binding

from feeds.errors import FeedError
from feeds.hub_address import Address
from race.board_json import board_json
from race.messages import Gun, Mark, Message, Official
from race.times import Time, TimeOfDay
from replays.library import find
from replays.storage.json_store import load_json
from replays.watching.live_race import LiveRace
from replays.watching.session import Session
from tests.race.messages_by_hand import GUN, split, start_list
from tests.tui.app_on_stage import BOWERMAN, Clock
from tests.tui.small_races import recorded
from tui.race_session import BOARD, RaceSession
from tui.race_sources import HubSource, RecordedSource
from tui.screens.race_keys import LIVE_KEYS, PLAYBACK_KEYS
from tui.screens.race_notices import mode, notice, shown_moments
from tui.settings.preferences import ALERTS, NAME, Preferences
from tui.views.view_registry import ANNOUNCER, HEAD_TO_HEAD, SPLITS, VIEWS

KEYS = [binding.action for binding in (*PLAYBACK_KEYS, *LIVE_KEYS) if isinstance(binding, Binding)]

ZERO_MS = 1_785_247_402_700
"""When the gun of the live race went, by the hub's clock."""


def press(session: RaceSession, action: str) -> None:
    """Do what a key is bound to."""
    _, _, parameters = parse(action)
    arguments: Any = parameters[1] if len(parameters) > 1 else ()
    session.change(str(parameters[0]), arguments)


class Opened(RaceSession):
    """The Bowerman Mile, paused at 1200 m."""

    def __init__(self, speed: float = 1.0, *marks: Mark) -> None:
        source = RecordedSource(find(BOWERMAN), speed=speed, at_ms=170_700, marks=marks)
        super().__init__(source, Clock())
        self.race = self.open(recorded(BOWERMAN))


@pytest.mark.parametrize("action", KEYS)
def test_before_the_race_is_read_no_key_does_harm(action: str) -> None:
    """Each playback key names a change of the session, which there is nothing to make to yet."""
    session = RaceSession(RecordedSource(find(BOWERMAN)))

    press(session, action)

    assert session.watched is None
    assert session.status == "opening"


async def test_a_recorded_race_is_read_to_its_end() -> None:
    """From a hub on loopback, as a live one would be; nothing else is to come."""
    session = RaceSession(RecordedSource(find(BOWERMAN), at_ms=170_700), Clock())
    progress = [session.status async for _ in session.follow()]

    assert any("of" in status and status.startswith("opening, ") for status in progress)
    assert session.watched is not None
    assert board_json(session.watched.view().board) == board_json(Opened().race.view().board)
    assert not session.is_live


def test_the_source_has_its_say() -> None:
    """On the speed; a mark of another distance is refused with a reason."""
    far = Mark(label="too far", time=Time.parse("3:40.0"), event="5000")

    session = Opened(4.0, far)

    assert session.race.playhead.speed == 4.0
    assert Opened().race.playhead.speed == 1.0
    assert [reason for reason in session.refused_marks if "too far" in reason]


def test_each_step_up_is_one() -> None:
    """From the comparison to the view it was opened from, from there to the board, and no further."""
    session = Opened()
    session.pick_view(SPLITS)

    session.compare_with("7")
    assert (session.view, session.compared_with) == (HEAD_TO_HEAD.name, "7")
    session.step_up()
    assert (session.view, session.compared_with) == (SPLITS, None)
    session.step_up()
    assert session.view == BOARD
    session.step_up()
    assert session.view == BOARD


def test_comparing_again_ends_it_whoever_is_under_the_cursor() -> None:
    """What was shown before is shown again; no one can be compared with no one."""
    session = Opened()
    for other in ("7", "8", None):
        session.pick_view(SPLITS)
        session.compare_with("7")
        session.compare_with(other)
        assert (session.view, session.compared_with) == (SPLITS, None)

    session.compare_with(None)
    assert session.view == SPLITS


def test_the_cursor_of_the_splits_goes_along_again_past_the_newest() -> None:
    """It stops at the start; past the newest checkpoint it moves with the race."""
    session = Opened()
    session.move_column(-1)
    assert session.column is None, "the board has no such cursor"

    session.view = SPLITS
    session.move_column(-1)
    newest = session.column
    assert newest is not None
    session.move_column(-100)
    assert session.column == 0
    session.move_column(newest + 1)
    assert session.column is None

    session.view = ANNOUNCER
    session.move_column(-1)
    assert session.arrivals_at is not None
    assert session.column is None


def test_those_followed_here_and_elsewhere_are_remembered() -> None:
    """With what tells them from others of the same name, so that they are followed in the next race."""
    session = Opened()
    kerr = session.race.view().board.rows[0].runner.entrant
    session.follow_athlete(kerr.bib)
    assert load_json(NAME)["followed"] == [
        {"name": kerr.name, "born": kerr.born, "nation": kerr.nation, "race": BOWERMAN, "bib": kerr.bib}
    ]

    again = Opened()
    assert again.race.followed == {kerr.bib}
    again.follow_athlete(kerr.bib)
    assert load_json(NAME)["followed"] == []


def test_words_narrow_the_board_until_escape() -> None:
    """Every word must begin a word about the athlete."""
    session = Opened()
    entrants = [row.runner.entrant for row in session.race.view().board.rows]
    session.find("gbr ker")

    assert session.filter is not None
    assert [entrant.name for entrant in entrants if session.filter(entrant)] == ["Josh Kerr"]
    assert mode(session, session.race, session.race.view()).startswith("only gbr ker (esc: all)")
    assert session.is_narrowed
    session.stop_finding()
    assert not session.is_narrowed


def test_the_end_of_the_feed_is_reported() -> None:
    """In place of the board, or above it where there is one."""
    session = Opened()
    session.fail("no such race")

    assert session.status == "cannot open the race: no such race"
    assert notice(session, session.race, session.race.view()) == "no such race"
    assert mode(session, session.race, session.race.view()).startswith("not connected")


def test_a_live_race_is_not_paused_when_it_is_hidden() -> None:
    """A recorded one is."""
    session = Opened()
    session.play_or_pause()
    session.pause_recorded()
    assert not session.race.playhead.playing

    machine = Keys()
    machine.open_live()
    machine.session.pause_recorded()
    assert machine.watched.playhead.live


@pytest.mark.parametrize("late_s", [0.0, 4.3, 61.0, 599.9])
def test_the_gun_on_the_television_sets_the_delay(late_s: float) -> None:
    """Pressed when it goes there, the race is as late from then on; also in other races, also from behind."""
    machine = Keys()
    machine.open_live(at_gun=True)
    machine.wait(late_s)
    machine.session.change("play_or_pause")

    said = machine.session.change("see_gun")

    playhead = machine.watched.playhead
    assert said.startswith(f"in step with the television: {late_s:g} s late")
    assert playhead.live
    assert playhead.position_ms < 50
    machine.wait(10)
    assert 10_000 <= playhead.position_ms < 10_050
    assert Preferences.load().delay_s == playhead.delay_s == late_s


def test_a_gun_that_cannot_be_on_the_television_changes_no_delay() -> None:
    """Not gone yet, gone too long ago, in a race that is over; a recorded race has no delay at all."""
    assert Opened().change("see_gun") == ""
    machine = Keys()
    machine.open_live(at_gun=None)
    assert "not gone here yet" in machine.session.change("see_gun")
    machine.hear(Gun(clock=TimeOfDay(ZERO_MS)))
    machine.wait(601)
    assert "too long ago" in machine.session.change("see_gun")
    machine.hear(Official())
    assert machine.session.change("see_gun") == "the race is over"
    assert machine.watched.playhead.delay_s == 0


class Keys(RuleBasedStateMachine):
    """Someone at the keyboard, with a clock, and messages that come while the race is live."""

    def __init__(self) -> None:
        super().__init__()
        self.wall = Clock()
        self.sent = 0
        self.live: LiveRace | None = None

    @initialize(live=st.booleans())
    def open(self, live: bool) -> None:
        """A recorded race from its start, or one that has just begun."""
        if live:
            self.open_live()
        else:
            self.session = RaceSession(RecordedSource(find(BOWERMAN)), self.wall)
            self.session.open(recorded(BOWERMAN))

    def open_live(self, *, at_gun: bool | None = False) -> None:
        """Three runners and a gun; with a time of day if `at_gun`, not gone yet if None."""
        begun_s = self.wall()
        self.live = LiveRace("race", lambda: ZERO_MS + (self.wall() - begun_s) * 1000)
        self.session = RaceSession(HubSource(Address.parse("ws://127.0.0.1:1/v1/races/race")), self.wall)
        self.hear(start_list("ABC"))
        if at_gun is not None:
            self.hear(Gun(clock=TimeOfDay(ZERO_MS)) if at_gun else GUN)
        self.session.open(self.live)

    def hear(self, *messages: Message) -> None:
        """Messages come from the hub."""
        assert self.live is not None
        heard_ms = ZERO_MS + self.live.clock_ms()
        self.live.extend([replace(message, heard_ms=heard_ms) for message in messages])

    @property
    def watched(self) -> Session:
        """The race and its playhead."""
        assert self.session.watched is not None
        return self.session.watched

    @rule(action=st.sampled_from(KEYS))
    def press(self, action: str) -> None:
        """A playback key."""
        press(self.session, action)

    @rule(name=st.sampled_from([BOARD, HEAD_TO_HEAD.name, "no such view", *(kind.name for kind in VIEWS)]))
    def pick_view(self, name: str) -> None:
        """A view."""
        self.session.pick_view(name)

    @rule(steps=st.sampled_from([-20, -1, 1, 20]))
    def move_column(self, steps: int) -> None:
        """Another checkpoint."""
        self.session.move_column(steps)

    @rule(row=st.integers(0, 4), follow=st.booleans())
    def pick_athlete(self, row: int, follow: bool) -> None:
        """Follow an athlete, or compare with one."""
        rows = self.watched.view().board.rows
        bib = rows[row].runner.entrant.bib if row < len(rows) else None
        (self.session.follow_athlete if follow else self.session.compare_with)(bib)

    @rule(text=st.sampled_from(["", "ker", "nobody at all", "a"]))
    def find(self, text: str) -> None:
        """Words to find by."""
        self.session.is_finding = True
        self.session.find(text)

    @rule(label=st.sampled_from(["mine", "other"]), seconds=st.integers(200, 260))
    def add_mark(self, label: str, seconds: int) -> None:
        """A mark of one's own; a race of unknown distance has no place for it."""
        with suppress(FeedError):
            self.session.add_marks(f"{label}={seconds}")

    @rule()
    def escape(self) -> None:
        """One press leads out of any filter; the next leads to the library."""
        self.session.stop_finding()
        assert not self.session.is_narrowed

    @rule(seconds=st.sampled_from([0.02, 1.0, 7.0, 90.0]))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.wall.now += seconds

    @precondition(lambda self: self.live is not None and self.sent < 9)
    @rule()
    def receive(self) -> None:
        """The next split of a live race, taken a moment ago."""
        assert self.live is not None
        bib, lap = "ABC"[self.sent % 3], self.sent // 3 + 1
        took = Time(max(self.live.clock_ms() - 10, 1), 3)
        self.hear(split(bib, (400, 800, 1200)[lap - 1], took.show()))
        self.sent += 1

    @invariant()
    def something_is_shown(self) -> None:
        """A board, a head, moments and a view can be drawn, whatever was pressed."""
        shown = self.watched.view()
        assert shown.board.rows
        assert mode(self.session, self.watched, self.watched.view())
        assert notice(self.session, self.watched, self.watched.view()) == "" or self.live is not None
        chosen = shown.board.rows[0].runner.entrant.bib
        assert self.session.scene(shown, chosen).board is shown.board
        assert 0 <= shown.clock_ms <= self.session.span_ms(shown)
        self.session.alert(shown, ALERTS)

    @invariant()
    def nothing_is_later_than_the_clock(self) -> None:
        """Neither a moment nor a split nor a checkpoint."""
        shown = self.watched.view()
        later = partial(max, default=0)
        assert later(moment.when_ms for moment in shown_moments(shown)) <= shown.clock_ms
        assert later(reached.when_ms for reached in shown.reached) <= shown.clock_ms
        times = [row.passing.time for row in shown.board.rows if row.passing]
        assert later(time.ms for time in times if time) <= shown.clock_ms


TestKeys = Keys.TestCase
TestKeys.settings = settings(max_examples=40, stateful_step_count=30)
