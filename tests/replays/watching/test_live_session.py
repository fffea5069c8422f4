"""A live race being watched: live or behind, delayed, corrected, with what is new counted."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from race.board_json import board_json
from race.corrections.corrections import corrections
from race.fold.history import History
from race.messages import Message, Official, Status
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session, Snapshot
from tests.race.messages_by_hand import GUN, split, start_list, status, void
from tests.race.random_races import clocks_of, picture, wild_logs

EXAMPLES = settings(max_examples=60)

ZERO_MS = 1_785_247_402_700
FIELD = start_list("ABC")


class Wall:
    """Seconds since the gun: the clock on the wall, and the hub's beside it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now

    def hub_ms(self) -> float:
        """The hub's clock."""
        return ZERO_MS + self.now * 1000


class Stage:
    """A race whose messages the hub takes without delay."""

    def __init__(self) -> None:
        self.wall = Wall()
        self.live = LiveRace("race", self.wall.hub_ms)
        self.watch = Session(self.live, self.wall)

    def hear(self, *messages: Message, at_s: float | None = None, fresh: bool = True) -> None:
        """Messages come, at a time if it is given."""
        if at_s is not None:
            self.wall.now = at_s
        heard_ms = int(self.wall.hub_ms())
        self.live.extend([replace(message, heard_ms=heard_ms) for message in messages], fresh=fresh)


def running() -> Stage:
    """A race of three, 70 s old, with A and B through 400 m."""
    stage = Stage()
    stage.hear(FIELD, GUN, at_s=0, fresh=False)
    stage.hear(split("A", 400, "1:00", id_="a"), at_s=60)
    stage.hear(split("B", 400, "1:05", id_="b"), at_s=65)
    stage.wall.now = 70
    return stage


def through(view: Snapshot) -> str:
    """Who is known to have passed a checkpoint."""
    return "".join(row.runner.entrant.bib for row in view.board.rows if row.passing)


def test_what_comes_is_on_the_board() -> None:
    """Also where it changes what was there and is no more than was there."""
    stage = running()
    assert through(stage.watch.view()) == "AB"

    stage.hear(void("a"))
    assert through(stage.watch.view()) == "B"
    stage.hear(split("C", 400, "0:59"))

    assert through(stage.watch.view()) == "CB"
    assert stage.watch.view().clock_ms == 70_000


def test_a_past_that_is_corrected_is_drawn_anew() -> None:
    """Where the playhead stands, after as many messages as before."""
    stage = running()
    stage.watch.playhead.seek(62_000)
    stage.watch.playhead.pause()
    assert through(stage.watch.view()) == "A"

    stage.hear(split("C", 400, "1:01", id_="c"), replace(split("A", 400, "1:08"), replaces="a"))

    assert through(stage.watch.view()) == "AC"


def test_says_how_it_is_watched() -> None:
    """Before the gun, live, delayed, behind, with what is new, and when it is over."""
    stage = Stage()
    stage.hear(FIELD)
    watch, playhead = stage.watch, stage.watch.playhead
    assert watch.describe() == "before the gun"

    stage.hear(GUN, at_s=5)
    assert watch.describe() == "live"
    playhead.set_delay(8)
    assert watch.describe() == "live, 8 s delay"
    playhead.set_delay(0)
    playhead.pause()
    stage.hear(split("A", 400, "1:00"), at_s=65)
    stage.wall.now = 70
    assert watch.describe() == "paused, behind by 1:05, 1 new"
    playhead.set_speed(4)
    playhead.play()
    stage.wall.now = 72
    assert watch.describe() == "4x, behind by 59 s, 1 new"
    playhead.to_end()
    stage.hear(*(split(bib, 1600, f"4:0{n}") for n, bib in enumerate("ABC")), at_s=250)
    assert watch.describe() == "race finished"
    stage.hear(Official(id="o"))
    assert watch.describe() == "race official"
    stage.hear(void("o"))
    assert watch.describe() == "race finished"


def test_new_moments_are_counted_and_not_shown() -> None:
    """Of those at the edge; none are new to who is live."""
    stage = running()
    stage.watch.playhead.seek(10_000)
    stage.watch.playhead.pause()
    stage.hear(split("A", 800, "2:00"), at_s=120)

    view = stage.watch.view()
    assert (len(view.moments), view.new_moments) == (1, 3)
    stage.watch.playhead.set_delay(30)
    assert stage.watch.view().new_moments == 2
    stage.watch.playhead.set_delay(0)
    stage.watch.playhead.to_end()
    view = stage.watch.view()
    assert (len(view.moments), view.new_moments) == (4, 0)


def test_a_delay_keeps_back_what_the_picture_does_not_show() -> None:
    """Splits, moments and corrections alike, and says when the next is due."""
    stage = running()
    stage.watch.playhead.set_delay(8)
    stage.hear(void("b"))

    view = stage.watch.view()
    assert (view.clock_ms, through(view), view.corrections) == (62_000, "A", [])
    assert stage.watch.due_s() == 3
    stage.wall.now = 74
    assert [c.text for c in stage.watch.view().corrections] == ["B at 400 m: 1:05 withdrawn"]


def test_a_slip_that_is_taken_back_leaves_the_race_where_it_is() -> None:
    """A time of minutes ahead puts the clock forward, and its withdrawal is seen at once."""
    stage = running()
    stage.hear(split("C", 400, "9:00", id_="c"))
    assert stage.watch.view().clock_ms == 540_000

    stage.hear(void("c"))

    view = stage.watch.view()
    assert (view.clock_ms, through(view)) == (70_000, "AB")
    assert [c.text for c in view.corrections] == ["C at 400 m: 9:00 withdrawn"]
    stage.hear(void("b"))
    assert through(stage.watch.view()) == "A"
    stage.hear(Status(bib="B", status="dnf"))

    view = stage.watch.view()
    assert view.clock_ms == 70_000
    assert [row.status for row in view.board.rows if row.runner.entrant.bib == "B"] == ["dnf"]
    [out] = [moment for moment in view.moments if moment.kind == "out"]
    assert out.when_ms <= view.clock_ms


def test_nothing_is_due_until_something_comes() -> None:
    """Live at the edge, and paused."""
    stage = running()
    assert stage.watch.due_s() == math.inf

    stage.watch.playhead.seek(20_000)
    assert stage.watch.due_s() == 40
    stage.watch.playhead.pause()
    assert stage.watch.due_s() == math.inf


def test_moves_while_the_race_does() -> None:
    """Not before the gun, not in a pause, and to the end of what a delay holds back."""
    stage = Stage()
    stage.hear(FIELD)
    assert not stage.watch.moving
    stage.hear(GUN)
    assert stage.watch.moving
    stage.watch.playhead.set_delay(8)
    stage.hear(*(split(bib, 1600, "4:00") for bib in "ABC"), at_s=240)
    assert stage.watch.moving
    stage.wall.now = 248
    assert not stage.watch.moving


def test_corrections_are_fresh_for_a_while() -> None:
    """From when they come; what was there before the watching began is not."""
    stage = running()
    stage.hear(split("A", 400, "1:01", replaces="a"), fresh=False)
    assert stage.watch.recently_corrected_bibs() == frozenset()

    stage.hear(status("B", "dnf", id_="s"), void("s"), at_s=80)
    assert stage.watch.recently_corrected_bibs() == {"B"}
    stage.wall.now = 89
    assert stage.watch.recently_corrected_bibs() == {"B"}
    stage.wall.now = 91
    assert stage.watch.recently_corrected_bibs() == frozenset()
    assert len(stage.watch.view().corrections) == 2


def test_in_a_recording_they_are_fresh_when_the_playhead_comes_by() -> None:
    """For as long on the wall at any speed, and again when it comes by again."""
    log = [FIELD, GUN, split("A", 400, "1:00", id_="a"), split("B", 400, "1:05"), void("a")]
    watch = Session(RecordedRace("race", log), Wall(), at_ms=64_999)

    assert (watch.view().corrections, watch.recently_corrected_bibs()) == ([], frozenset())
    watch.playhead.seek(65_000)
    assert watch.recently_corrected_bibs() == {"A"}
    assert [c.text for c in watch.view().corrections] == ["A at 400 m: 1:00 withdrawn"]
    assert watch.view().new_moments == 0


def seen(view: Snapshot) -> Any:
    """All of a view that is the same for everyone who looks at that time."""
    return (
        view.clock_ms,
        board_json(view.board),
        view.moments,
        view.reached,
        view.corrections,
        view.new_moments,
    )


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_who_comes_late_sees_what_the_others_see(log: list[Message], random: Random) -> None:
    """At any time, and as in a history of the whole log, whatever was looked at on the way."""
    first, late = Stage(), Stage()
    for message in log:
        first.hear(message, at_s=first.wall.now + random.random() * 20)
        first.watch.playhead.seek(random.randrange(300_000))
        first.watch.view()
    late.live.extend(first.live.history().messages, fresh=False)
    late.wall.now = first.wall.now
    whole = History(log)

    for clock_ms in [*clocks_of(whole), random.randrange(300_000)]:
        for stage in (first, late):
            stage.watch.playhead.pause()
            stage.watch.playhead.seek(min(max(clock_ms, 0), stage.watch.playhead.end_ms - 200))
        view = first.watch.view()

        assert seen(view) == seen(late.watch.view())
        assert board_json(view.board) == picture(whole, view.clock_ms)[0]
        told = [c._replace(heard_ms=None) for c in view.corrections]
        assert told == [c for c in corrections(whole) if c.when_ms <= view.clock_ms]
    assert late.watch.recently_corrected_bibs() == frozenset()
