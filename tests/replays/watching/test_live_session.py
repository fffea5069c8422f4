"""A live race being watched: live or behind, delayed, corrected, with what is new counted."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from race.board_json import board_json
from race.corrections.corrections import corrections
from race.fold.history import History
from race.messages import Gun, Message, Official, Status
from race.times import TimeOfDay
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session, Snapshot
from tests.examples import examples
from tests.race.messages_by_hand import GUN, entrant, split, start_list, status, void
from tests.race.random_races import clocks_of, picture, wild_logs

EXAMPLES = examples(30)

ZERO_MS = 1_785_247_402_700
FIELD = start_list("ABC")


class Wall:
    """Seconds since the gun: the wall clock, and the hub's beside it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """The time."""
        return self.now

    def hub_ms(self) -> float:
        """The hub's clock."""
        return ZERO_MS + self.now * 1000


class LiveStage:
    """A race whose messages the hub receives without delay."""

    def __init__(self) -> None:
        self.wall = Wall()
        self.live = LiveRace("race", self.wall.hub_ms)
        self.session = Session(self.live, self.wall)

    def receive(self, *messages: Message, at_s: float | None = None, fresh: bool = True) -> None:
        """Receive messages, at a time where one is given."""
        if at_s is not None:
            self.wall.now = at_s
        heard_ms = int(self.wall.hub_ms())
        self.live.extend([replace(message, heard_ms=heard_ms) for message in messages], fresh=fresh)


def running() -> LiveStage:
    """A race of three, 70 s old, with A and B through 400 m."""
    stage = LiveStage()
    stage.receive(FIELD, GUN, at_s=0, fresh=False)
    stage.receive(split("A", 400, "1:00", id_="a"), at_s=60)
    stage.receive(split("B", 400, "1:05", id_="b"), at_s=65)
    stage.wall.now = 70
    return stage


def through(view: Snapshot) -> str:
    """The bibs of those who passed a checkpoint."""
    return "".join(row.runner.entrant.bib for row in view.board.rows if row.passing)


def test_new_messages_are_on_the_board() -> None:
    """Also where they change the past and add nothing."""
    stage = running()
    assert through(stage.session.view()) == "AB"

    stage.receive(void("a"))
    assert through(stage.session.view()) == "B"
    stage.receive(split("C", 400, "0:59"))

    assert through(stage.session.view()) == "CB"
    assert stage.session.view().clock_ms == 70_000


def test_a_corrected_past_is_drawn_again() -> None:
    """At the playhead, after as many messages as before."""
    stage = running()
    stage.session.playhead.seek(62_000)
    stage.session.playhead.pause()
    assert through(stage.session.view()) == "A"

    stage.receive(split("C", 400, "1:01", id_="c"), replace(split("A", 400, "1:08"), replaces="a"))

    assert through(stage.session.view()) == "AC"


def test_describes_how_it_is_watched() -> None:
    """Before the gun, live, delayed, behind, with what is new, and when it is over."""
    stage = LiveStage()
    stage.receive(FIELD)
    session, playhead = stage.session, stage.session.playhead
    assert session.describe() == "before the gun"

    stage.receive(GUN, at_s=5)
    assert session.describe() == "live"
    playhead.set_delay(8)
    assert session.describe() == "live, 8 s delay"
    playhead.set_delay(0)
    playhead.pause()
    stage.receive(split("A", 400, "1:00"), at_s=65)
    stage.wall.now = 70
    assert session.describe() == "paused, behind by 1:05, 1 new"
    playhead.set_speed(4)
    playhead.play()
    stage.wall.now = 72
    assert session.describe() == "4x, behind by 59 s, 1 new"
    playhead.to_end()
    stage.receive(*(split(bib, 1600, f"4:0{n}") for n, bib in enumerate("ABC")), at_s=250)
    assert session.describe() == "race finished"
    stage.receive(Official(id="o"))
    assert session.describe() == "race official"
    stage.receive(void("o"))
    assert session.describe() == "race finished"


def test_new_moments_are_counted_and_not_shown() -> None:
    """Behind the edge; live, none are new."""
    stage = running()
    stage.session.playhead.seek(10_000)
    stage.session.playhead.pause()
    stage.receive(split("A", 800, "2:00"), at_s=120)

    view = stage.session.view()
    assert (len(view.moments), stage.session.new_moments) == (1, 3)
    stage.session.playhead.set_delay(30)
    assert stage.session.new_moments == 2
    stage.session.playhead.set_delay(0)
    stage.session.playhead.to_end()
    view = stage.session.view()
    assert (len(view.moments), stage.session.new_moments) == (4, 0)


def test_a_delay_holds_back_what_the_picture_does_not_show_yet() -> None:
    """Splits, moments and corrections alike, and says when the next is due."""
    stage = running()
    stage.session.playhead.set_delay(8)
    stage.receive(void("b"))

    view = stage.session.view()
    assert (view.clock_ms, through(view), view.corrections) == (62_000, "A", [])
    assert stage.session.due_s() == 3
    stage.wall.now = 74
    assert [c.text for c in stage.session.view().corrections] == ["B at 400 m: 1:05 withdrawn"]


def test_a_withdrawn_slip_leaves_the_race_where_it_was() -> None:
    """A time minutes ahead does not put the clock forward, and its withdrawal is shown at once."""
    stage = running()
    stage.receive(split("C", 400, "9:00", id_="c"))
    assert stage.session.view().clock_ms == 70_000
    assert through(stage.session.view()) == "ABC"

    stage.receive(void("c"))

    view = stage.session.view()
    assert (view.clock_ms, through(view)) == (70_000, "AB")
    assert [c.text for c in view.corrections] == ["C at 400 m: 9:00 withdrawn"]
    stage.receive(void("b"))
    assert through(stage.session.view()) == "A"
    stage.receive(Status(bib="B", status="dnf"))

    view = stage.session.view()
    assert view.clock_ms == 70_000
    assert [row.status for row in view.board.rows if row.runner.entrant.bib == "B"] == ["dnf"]
    [out] = [moment for moment in view.moments if moment.kind == "out"]
    assert out.when_ms <= view.clock_ms


def test_what_is_doubted_is_pointed_out_once() -> None:
    """For 10 s from when it came; not what was doubted before the viewer joined."""
    stage = LiveStage()
    stage.receive(FIELD, GUN, split("B", 400, "55.0", suspect=True), at_s=56, fresh=False)
    assert [claim.bib for claim in stage.session.view().doubts] == ["B"]
    assert stage.session.recent_doubts() == []

    stage.receive(split("A", 400, "1:00"), split("A", 800, "1:01", id_="slip"), at_s=61)
    assert [claim.bib for claim in stage.session.recent_doubts()] == ["A"]
    stage.receive(void("slip"), at_s=63)
    assert stage.session.recent_doubts() == []
    stage.wall.now = 72
    assert stage.session.recent_doubts() == []
    stage.receive(split("C", 400, "1:10"), at_s=73)
    assert [claim.bib for claim in stage.session.view().doubts] == ["B"]
    assert stage.session.recent_doubts() == []


def test_a_doubtful_time_that_is_still_to_come_is_known_at_once() -> None:
    """It has no effect on the board, but must be looked at."""
    stage = running()
    stage.receive(split("A", 800, "9:00:00", suspect=True))

    view = stage.session.view()
    assert [claim.checkpoint for claim in view.doubts] == ["800"]
    assert view.clock_ms == 70_000
    assert [claim.checkpoint for claim in stage.session.recent_doubts()] == ["800"]


def test_nothing_is_due_until_a_message_comes() -> None:
    """Live at the edge, and paused."""
    stage = running()
    assert stage.session.due_s() == math.inf

    stage.session.playhead.seek(20_000)
    assert stage.session.due_s() == 40
    stage.session.playhead.pause()
    assert stage.session.due_s() == math.inf


def test_moves_while_the_race_does() -> None:
    """Not before the gun nor when paused, and to the end of what a delay holds back."""
    stage = LiveStage()
    stage.receive(FIELD)
    assert not stage.session.moving
    stage.receive(GUN)
    assert stage.session.moving
    stage.session.playhead.set_delay(8)
    stage.receive(*(split(bib, 1600, "4:00") for bib in "ABC"), at_s=240)
    assert stage.session.moving
    stage.wall.now = 248
    assert not stage.session.moving


def test_corrections_are_recent_for_ten_seconds() -> None:
    """From their arrival; those from before the viewer joined are not."""
    stage = running()
    stage.receive(split("A", 400, "1:01", replaces="a"), fresh=False)
    assert stage.session.recently_corrected_bibs() == frozenset()

    stage.receive(status("B", "dnf", id_="s"), void("s"), at_s=80)
    assert stage.session.recently_corrected_bibs() == {"B"}
    stage.wall.now = 89
    assert stage.session.recently_corrected_bibs() == {"B"}
    stage.wall.now = 91
    assert stage.session.recently_corrected_bibs() == frozenset()
    assert len(stage.session.view().corrections) == 2


def test_a_correction_that_is_explained_later_is_recent_then() -> None:
    """A withdrawal was there when the viewer joined; what it withdraws comes afterwards."""
    stage = LiveStage()
    stage.receive(FIELD, GUN, void("a"), at_s=0, fresh=False)
    assert stage.session.recently_corrected_bibs() == frozenset()

    stage.receive(split("A", 400, "1:00", id_="a"), at_s=60)
    assert stage.session.recently_corrected_bibs() == {"A"}


def test_in_a_recording_they_are_recent_when_the_playhead_passes_them() -> None:
    """For as long by the wall clock at any speed, and each time that they are passed."""
    log = [FIELD, GUN, split("A", 400, "1:00", id_="a"), split("B", 400, "1:05"), void("a")]
    session = Session(RecordedRace("race", log), Wall(), at_ms=64_999)

    assert (session.view().corrections, session.recently_corrected_bibs()) == ([], frozenset())
    session.playhead.seek(65_000)
    assert session.recently_corrected_bibs() == {"A"}
    assert [c.text for c in session.view().corrections] == ["A at 400 m: 1:00 withdrawn"]
    assert session.new_moments == 0


def shown(session: Session) -> Any:
    """All that is the same for every viewer at the same time."""
    view = session.view()
    new = session.new_moments
    return view.clock_ms, board_json(view.board), view.moments, view.reached, view.corrections, new


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_late_viewers_see_what_the_others_see(log: list[Message], random: Random) -> None:
    """At any time, as in a history of the whole log, whatever was shown on the way."""
    first, late = LiveStage(), LiveStage()
    for message in log:
        first.receive(message, at_s=first.wall.now + random.random() * 20)
        first.session.playhead.seek(random.randrange(300_000))
        first.session.view()
    late.live.extend(first.live.history().messages, fresh=False)
    late.wall.now = first.wall.now
    whole = History(log)

    for clock_ms in [*clocks_of(whole), random.randrange(300_000)]:
        for stage in (first, late):
            stage.session.playhead.pause()
            stage.session.playhead.seek(min(max(clock_ms, 0), stage.session.playhead.end_ms - 200))
        view = first.session.view()

        assert shown(first.session) == shown(late.session)
        assert board_json(view.board) == picture(whole, view.clock_ms)[0]
        listed = [c._replace(heard_ms=None) for c in view.corrections]
        assert listed == [c for c in corrections(whole) if c.when_ms <= view.clock_ms]
    assert late.session.recently_corrected_bibs() == frozenset()


def test_while_the_feed_is_lost_no_one_becomes_overdue() -> None:
    """Nothing is said of what may have happened since; back again, all is said at once."""
    wall, lost_ms = Wall(), list[float]()
    live = LiveRace("race", wall.hub_ms, lambda: lost_ms[-1] if lost_ms else None)
    session = Session(live, wall)
    splits = [split(bib, 400, f"1:0{n}") for n, bib in enumerate("ABC")]
    splits += [split(bib, 800, f"2:0{n}") for n, bib in enumerate("ABC")]
    log: list[Message] = [start_list("ABC", (400, 800, 1200, 1600)), GUN, *splits]
    live.extend([replace(message, heard_ms=ZERO_MS) for message in log[:2]])
    live.extend([replace(m, heard_ms=ZERO_MS + m.time.ms) for m in splits if m.time is not None])

    def said() -> tuple[list[bool], list[bool], int]:
        view = session.view()
        rows = board_json(view.board)["rows"]
        overdue = [moment for moment in view.moments if moment.kind == "overdue"]
        return [r["overdue"] for r in rows], [r["next_ms"] is not None for r in rows], len(overdue)

    wall.now = 130
    assert said() == ([False] * 3, [True] * 3, 0)
    lost_ms.append(wall.hub_ms())
    wall.now = 170
    assert said() == ([False] * 3, [True] * 3, 0)
    wall.now = 1000
    assert said() == ([False] * 3, [False] * 3, 0)
    assert session.view().clock_ms == 1_000_000
    lost_ms.clear()
    assert said() == ([True] * 3, [False] * 3, 3)


def test_while_the_feed_is_lost_no_one_wins() -> None:
    """A rider who started later may have been faster; back again, one who was not seen was not."""
    wall, lost_ms = Wall(), list[float]()
    live = LiveRace("race", wall.hub_ms, lambda: lost_ms[-1] if lost_ms else None)
    session = Session(live, wall)
    field = start_list([entrant("A", wave="one"), entrant("B", wave="two")], (400, 1600))
    guns = [Gun(wave="one", clock=TimeOfDay(ZERO_MS)), Gun(wave="two", clock=TimeOfDay(ZERO_MS + 60_000))]
    live.extend([replace(message, heard_ms=ZERO_MS + 60_000) for message in (field, *guns)])
    live.extend([replace(split("A", 1600, "4:00"), heard_ms=ZERO_MS + 240_000)])

    def won() -> tuple[bool, bool]:
        view = session.view()
        return any(moment.text == "A wins in 4:00" for moment in view.moments), bool(view.board.winners)

    wall.now = 250
    lost_ms.append(wall.hub_ms())
    assert won() == (False, False)
    wall.now = 1000
    assert won() == (False, False)
    lost_ms.clear()
    assert won() == (True, True)
