"""Alerts: each moment once, as it comes; none for what was there before or was jumped over."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.messages import Gun, Message
from replays.watching.live_race import LiveRace
from replays.watching.session import Session
from tests.tui.app_on_stage import LONDON, Clock, on_stage
from tests.tui.small_races import recorded, runners, split, start_list
from tui.settings.alerts import APART_S, Alerts
from tui.settings.notification import can_notify, notification
from tui.settings.preferences import ALERTS, remember

FIELD = start_list(1200, (400, 800), runners("Ann Able", "Bea Best"))

ZERO_MS = 1_785_247_402_700


class Listener:
    """A viewer of a race, whose screen is painted on request."""

    def __init__(self, race: str = LONDON, *wanted: str, followed: frozenset[str] = frozenset()) -> None:
        self.wall = Clock()
        self.live = LiveRace("club", lambda: ZERO_MS + (self.wall.now - 1000) * 1000)
        self.watch = Session(recorded(race) if race else self.live, self.wall)
        self.alerts = Alerts(self.wall)
        self.wanted, self.followed = wanted or ALERTS, followed
        self.called: list[str] = []

    def paint(self) -> None:
        """Draw what there is now."""
        called = self.alerts.next_alert(self.watch.view(), self.watch.playhead, self.wanted, self.followed)
        if called is not None:
            self.called.append(called.text)

    def run(self, seconds: float, step_s: float = 0.5) -> None:
        """Paint again and again while time passes."""
        for _ in range(round(seconds / step_s)):
            self.wall.now += step_s
            self.paint()

    def send(self, *messages: Message) -> None:
        """Receive messages from the hub."""
        heard_ms = int(ZERO_MS + (self.wall.now - 1000) * 1000)
        self.live.extend([replace(message, heard_ms=heard_ms) for message in messages])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("lead", ["Rudolf takes over the pace from Kidder", "Kerr takes over the lead"]),
        ("bell", ["The bell: Kerr leads"]),
        (
            "record",
            [
                "Kerr, second at 900 m, is inside European",
                "Kerr is inside world",
                "Kerr wins in 3:42.66, a world record",
            ],
        ),
        ("followed", []),
    ],
)
def test_a_playing_race_alerts_to_the_wanted_kind(kind: str, expected: list[str]) -> None:
    """Each moment of the kind once, in its order, and no other."""
    listener = Listener(LONDON, kind)

    listener.run(224)

    assert len(listener.called) == len(expected)
    for called, begins in zip(listener.called, expected, strict=True):
        assert called.startswith(begins)


def test_a_claim_that_is_not_believed_gives_an_alert_once() -> None:
    """Live, with what is wrong with it; not when it is repeated on the screen, nor what was there before."""
    listener = Listener("", "doubt")
    listener.send(FIELD, Gun(), split("1", "400", "50.0", suspect=True))
    listener.wall.now += 61
    listener.paint()

    listener.send(split("1", "800", "1:01.0", suspect=True))
    listener.run(30)

    assert listener.called == ["Able at 800 m in 1:01.0: published with a doubt of its own"]


def test_followed_athletes_give_alerts() -> None:
    """Every moment about them, and about no one else."""
    listener = Listener(LONDON, "followed", followed=frozenset({"FAR"}))

    listener.run(240)

    assert listener.called
    assert all("Farken" in called for called in listener.called)


def test_jumping_over_moments_gives_no_alert() -> None:
    """Seeking and stepping give none; playing on from there does."""
    listener = Listener()
    listener.run(1)
    for position_ms in (160_000, 220_000, 100_000, 160_000):
        listener.watch.playhead.seek(position_ms)
        listener.paint()
    listener.watch.playhead.pause()
    for _ in range(12):
        listener.watch.step("message", 1)
        listener.paint()
    assert not listener.called

    listener.watch.playhead.seek(166_000)
    listener.paint()
    listener.watch.playhead.play()
    listener.run(3)

    assert listener.called == ["The bell: Kerr leads, a tenth outside world-record pace"]


def test_a_moment_played_again_gives_no_second_alert() -> None:
    """The race is rewound and played again, and the bell rings once."""
    listener = Listener(LONDON, "bell")
    for _ in range(3):
        listener.watch.playhead.seek(160_000)
        listener.paint()
        listener.run(12)

    assert listener.called == ["The bell: Kerr leads, a tenth outside world-record pace"]


@given(st.lists(st.integers(0, 230_000), min_size=1, max_size=8))
def test_seeking_alone_gives_no_alert(positions: list[int]) -> None:
    """Whatever the positions."""
    listener = Listener()
    listener.watch.playhead.pause()
    for position_ms in positions:
        listener.watch.playhead.seek(position_ms)
        listener.paint()

    assert not listener.called


def test_alerts_keep_apart() -> None:
    """However fast a race is played, there is time between two alerts; the most important moment wins."""
    listener = Listener()
    listener.watch.playhead.set_speed(64)
    listener.run(4, 0.05)

    assert 1 <= len(listener.called) <= 4 / APART_S + 1


def live() -> Listener:
    """A live race, 70 s old, that was joined after 400 m."""
    listener = Listener("", "lead", "bell")
    listener.send(FIELD, Gun())
    listener.wall.now += 70
    listener.send(split("1", "400", "1:02.0"), split("2", "400", "1:02.5"))
    listener.paint()
    return listener


def test_joining_a_live_race_gives_no_alert() -> None:
    """The board shows what happened before."""
    listener = live()
    listener.run(10)

    assert not listener.called


def test_a_live_race_at_its_edge_alerts_once() -> None:
    """The bell gives an alert, even if it is a little late; a correction of its time does not."""
    listener = live()
    listener.wall.now += 60
    listener.send(split("1", "800", "2:06.0"))
    listener.run(4)
    assert listener.called == ["The bell: Able leads"]

    listener.send(split("2", "800", "2:05.9"))
    listener.run(4)

    assert sum("bell" in called for called in listener.called) == 1


def test_behind_a_live_race_there_is_no_alert() -> None:
    """What came during a pause is not announced afterwards."""
    listener = live()
    listener.watch.playhead.pause()
    listener.wall.now += 60
    listener.send(split("1", "800", "2:06.0"))
    listener.run(2)

    listener.watch.playhead.to_end()
    listener.run(4)

    assert not listener.called


async def test_the_race_screen_alerts_in_the_chosen_ways() -> None:
    """The bell of the race rings the terminal's bell once, if that is chosen."""
    for wanted, rings in ((frozenset({"bell"}), 1), (frozenset[str](), 0)):
        remember(alerts=wanted)
        with patch("tui.app.LapbellApp.bell") as bell:
            async with on_stage(LONDON, "2:46.3") as stage:
                await stage.press("space")
                stage.wall.now += 1.0
                await stage.until("The bell")

                assert bell.call_count == rings


@pytest.mark.parametrize(
    ("environment", "sent"),
    [
        ({"TERM": "xterm-256color"}, "\x1b]777;notify;Lapbell;Kerr leads\x07"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "\x1b]9;Lapbell: Kerr leads\x07"),
        (
            {"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "TMUX": "/tmp/x"},
            "\x1bPtmux;\x1b\x1b]777;notify;Lapbell;Kerr leads\x07\x1b\\",
        ),
        (
            {"TERM": "tmux-256color", "LC_TERMINAL": "iTerm2", "TMUX": "/tmp/x"},
            "\x1bPtmux;\x1b\x1b]9;Lapbell: Kerr leads\x07\x1b\\",
        ),
        ({"TERM": "linux"}, ""),
        ({}, ""),
    ],
)
def test_each_terminal_gets_the_sequence_it_knows(environment: dict[str, str], sent: str) -> None:
    """OSC 9 or 777, through tmux or not, and none where it would be printed."""
    assert notification("Kerr leads", environment) == sent
    assert can_notify(environment) == bool(sent)


@given(st.text())
def test_no_text_from_a_feed_gets_out_of_a_notification(text: str) -> None:
    """Whatever the text, there is one escape sequence of bounded length and nothing else."""
    sent = notification(f"\x1b]0;x\x07{text}\x9c\x1b\\", {"TERM": "foot"})

    begins = "\x1b]777;notify;Lapbell;"
    said = sent.removeprefix(begins).removesuffix("\x07")
    assert sent == f"{begins}{said}\x07"
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in said)
    assert ";" not in said
    assert len(said) <= 1000
