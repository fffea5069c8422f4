"""The timing screen: what the keys of someone who times by hand do to the race."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from errno import ENOSPC
from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.log import write
from race.messages import Entrant, Gun, Official, Order, Read, Split, StartList, Status
from tests.race.edits.timed_race import GUN_CLOCK, clock, start_list_1500
from tests.tui.golden import compare
from tests.tui.screens.timed_stage import TimedStage

GOLDENS = Path(__file__).parent / "timing_goldens"


@pytest.fixture
async def timing(tmp_path: Path) -> AsyncIterator[TimedStage]:
    """The screen over a new file of a race of four, 11 to 14: Berg, Zee, Okafor, Hare."""
    async with TimedStage(tmp_path / "club.jsonl", start_list_1500()).open() as stage:
        yield stage


def bibs(stage: TimedStage) -> list[str]:
    """The bibs of the times that hold, in the order of time."""
    return [split.bib for split in sorted(stage.held(Split), key=lambda split: str(split.clock))]


async def test_taps_are_named_in_their_order(timing: TimedStage) -> None:
    """A blank takes a time, also while a bib is half typed; the bibs come later."""
    timing.type("g", at=0)
    timing.type(" ", at=55.12)
    timing.type("1")
    timing.type(" ", at=56.31)
    timing.type("4\n12\n", at=60)
    await timing.until(lambda: bibs(timing) == ["14", "12"])

    assert not timing.held(Read)
    await timing.sees("55.2    14 Hare", "56.4    12 Zee")


async def test_several_bibs_name_several_taps_or_a_pack_of_one(timing: TimedStage) -> None:
    """With one tap they came by together: the first has its time, the others are in order behind."""
    timing.type("g", at=0)
    timing.type(" ", at=55)
    timing.type(" ", at=56)
    timing.type("14,12\n", at=60)
    await timing.until(lambda: bibs(timing) == ["14", "12"])
    timing.type(" ", at=61)
    timing.type("11.13\n", at=64)
    await timing.until(lambda: bool(timing.held(Order)))

    assert timing.held(Order)[0].places == {"11": 3, "13": 4}
    await timing.sees("1:01.0    11 +13 Berg")


async def test_a_bib_without_a_tap_is_timed_at_enter(timing: TimedStage) -> None:
    """Not when its digits were pressed."""
    timing.type("g", at=0)
    timing.type("13", at=54)
    timing.type("\n", at=55.55)
    await timing.sees("55.6    13 Okafor")


async def test_a_plus_taps_while_words_are_typed(timing: TimedStage) -> None:
    """There a blank is a blank."""
    timing.type("g", at=0)
    timing.type("x13 dnf calf ", at=50)
    timing.type("+", at=55)
    timing.type("injury\n")
    await timing.until(lambda: len(timing.held(Status)) == len(timing.held(Read)) == 1)

    assert timing.held(Status)[0].reason == "calf injury"


async def test_a_tap_counts_while_the_help_is_open(timing: TimedStage) -> None:
    """And the help stays."""
    timing.type("g", at=0)
    timing.press("question_mark", "?")
    await timing.sees("Take a time")
    timing.type(" ", at=55.12)
    await timing.until(lambda: len(timing.held(Read)) == 1)


async def test_ctrl_c_asks_while_the_help_is_open(timing: TimedStage) -> None:
    """As it does otherwise: a slip must not end a timing."""
    timing.press("question_mark", "?")
    await timing.sees("Take a time")
    timing.press("ctrl+c")
    await timing.sees("Leave? The file keeps all")


async def test_everything_that_was_said_can_be_read_again(tmp_path: Path) -> None:
    """As that a race file was taken over; a tap counts meanwhile."""
    path = tmp_path / "club.jsonl"
    write(path, "club", [start_list_1500()])
    stage = TimedStage(path, start_list_1500())
    async with stage.open():
        await stage.sees("club.jsonl is a timing file from now on")
        stage.type("g", at=0)
        await stage.sees("Gun at")
        stage.press("N", "N")
        await stage.sees("What was said", "club.jsonl.old-1 is the file")
        stage.type(" ", at=55)
        await stage.until(lambda: len(stage.held(Read)) == 1)


async def test_a_letter_is_a_bib(timing: TimedStage) -> None:
    """In the order of the start list, so that a late entrant changes no letter."""
    timing.type("g", at=0)
    timing.type("l")
    await timing.sees("a   11 Berg", "d   14 Hare")
    timing.type("d", at=55)
    timing.type("a", at=56)
    await timing.until(lambda: bibs(timing) == ["14", "11"])
    timing.type("-")
    await timing.until(lambda: bibs(timing) == ["14"])
    timing.press("escape")
    await timing.does_not_see("Letters")


async def test_edits_are_undone_and_redone_without_limit(timing: TimedStage) -> None:
    """Also the gun, and again after that."""
    timing.type("g", at=0)
    timing.type("14\n", at=55)
    await timing.until(lambda: bibs(timing) == ["14"])
    timing.type("uu")
    await timing.until(lambda: not timing.held(Gun))
    timing.type("UU")
    await timing.until(lambda: bibs(timing) == ["14"])


async def test_an_unlisted_bib_is_kept_and_said(timing: TimedStage) -> None:
    """Its time is one that someone took."""
    timing.type("g", at=0)
    timing.type("99\n", at=55)
    await timing.sees("99 unlisted", "99 is not on the start list")
    timing.type("a99 Eva Ruud\n")
    await timing.sees("99 Ruud")


async def test_a_bib_with_a_letter_is_typed_after_a_slash(tmp_path: Path) -> None:
    """Or at once, from its second character on."""
    start_list = replace(start_list_1500(), entrants=(Entrant(bib="F2", name="Ada Berg"),))
    async with TimedStage(tmp_path / "club.jsonl", start_list).open() as stage:
        stage.type("g", at=0)
        stage.type("/F2\n", at=55)
        await stage.until(lambda: bibs(stage) == ["F2"])


async def test_the_cursor_chooses_what_is_put_right(timing: TimedStage) -> None:
    """Swapped, another time, another bib, deleted, inserted."""
    timing.type("g", at=0)
    for seconds, bib in ((55, "11"), (56, "12"), (58, "13")):
        timing.type(f"{bib}\n", at=seconds)
    await timing.sees("›      58.0    13 Okafor")
    timing.type("s")
    await timing.sees("›      58.0    12 Zee")
    timing.type("i14\n")
    await timing.sees("57.0    14 Hare")
    timing.press("up")
    await timing.sees("›      57.0    14 Hare")
    timing.type("t")
    await timing.sees("Time from the gun, or @ and the time of day: 57.0")
    for _ in range(4):
        timing.press("backspace")
    timing.type("56.4\n")
    await timing.sees("56.4    14 Hare")
    timing.type("d")
    await timing.until(lambda: bibs(timing) == ["11", "13", "12"])


async def test_another_bib_or_time_takes_the_place_of_the_one_under_the_cursor(timing: TimedStage) -> None:
    """As soon as a digit is typed; anything else goes on with what stands there."""
    timing.type("g", at=0)
    timing.type("11\n", at=55)
    await timing.sees("›      55.0    11 Berg")
    timing.type("x14 dnf\n")
    await timing.sees("DNF")
    assert [(s.bib, s.status) for s in timing.held(Status)] == [("14", "dnf")]
    timing.type("xdq TR 17.3\n")
    await timing.until(lambda: [s.bib for s in timing.held(Status)] == ["14", "11"])
    timing.type("t54.2\n")
    await timing.until(lambda: [str(split.time) for split in timing.held(Split)] == ["54.2"])


async def test_what_cannot_be_done_stays_in_the_line(timing: TimedStage) -> None:
    """So that it is put right, and not typed again."""
    timing.type("g", at=0)
    timing.type("x14 dnff\n")
    await timing.sees("write a bib and dnf, dns or dq", "14 dnff_")
    timing.press("backspace")
    timing.type("\n")
    await timing.until(lambda: [status.bib for status in timing.held(Status)] == ["14"])
    timing.type(" ", at=55)
    timing.type(" ", at=56)
    await timing.sees("2 to name")
    timing.type("11,12,13\n", at=60)
    await timing.sees("3 bibs, but 2 taps without a runner", "11,12,13_")
    timing.press("backspace")
    timing.press("backspace")
    timing.press("backspace")
    timing.type("\n")
    await timing.until(lambda: bibs(timing) == ["11", "12"])


async def test_bibs_that_cannot_be_timed_leave_their_time(timing: TimedStage) -> None:
    """It is a tap, to be named later."""
    timing.type("g", at=0)
    timing.type("14,14\n", at=55)
    await timing.until(lambda: len(timing.held(Read)) == 1)
    await timing.sees("the time is kept as a tap", "Bib of 55.0")


async def test_waves_have_guns_of_their_own(tmp_path: Path) -> None:
    """The gun asks which goes; enter alone is that of the others."""
    async with TimedStage(tmp_path / "club.jsonl", start_list_1500()).open() as stage:
        stage.type("w13-14 = B\n")
        await stage.sees("particulars changed")
        stage.type("g", at=0)
        await stage.sees("The gun of which wave, B or, without a name, the others")
        stage.type("\n", at=3)
        await stage.sees("others 18:00:00.12 B waits")
        stage.type("g", at=60)
        await stage.until(lambda: {gun.wave for gun in stage.held(Gun)} == {"", "B"})

        assert {gun.wave: str(gun.clock) for gun in stage.held(Gun)} == {
            "": "2026-06-03T18:00:00.12Z",
            "B": "2026-06-03T18:01:00.12Z",
        }


async def test_the_gun_is_moved_and_recalled(timing: TimedStage) -> None:
    """And all times with it."""
    timing.type("g", at=0)
    timing.type("14\n", at=55)
    timing.type("G+2.5\n")
    await timing.sees("52.5    14 Hare")
    timing.type("R")
    await timing.until(lambda: not timing.held(Gun))


async def test_two_watches_stand_side_by_side(tmp_path: Path) -> None:
    """What each has, which counts, and by which rule; how many differ is always said."""
    other = [
        Split(bib=bib, checkpoint="300", clock=clock(seconds), evidence="hand", source="Timed by Ben")
        for bib, seconds in (("14", 55.3), ("12", 56.02))
    ]
    stage = TimedStage(tmp_path / "club.jsonl", start_list_1500(), more=[Gun(clock=GUN_CLOCK), *other])
    async with stage.open((120, 40)):
        stage.type("  ", at=55)
        stage.type("14\n", at=60)
        await stage.sees("1 to name", "&55.0    14 Hare")
        stage.type("v")
        await stage.sees("two watches differ 1x", "55.0 Ann >55.3 Ben  0.30 apart")
        await stage.sees("Two watches: of two the slower counts", "Ann 55.0, Ben 55.3 counts")
        stage.type("v")
        await stage.sees("4 runners, longest ago first")


async def test_the_end_of_a_long_answer_is_seen(timing: TimedStage) -> None:
    """What is asked gives way to it."""
    timing.type("w11, 12, 13, 14 every 30 from 19:40:00")
    await timing.sees("Waves, as in", "13, 14 every 30 from 19:40:00_")


async def test_the_bell_is_announced(timing: TimedStage) -> None:
    """Before the lap on which it is rung, and on the last one."""
    timing.type("g", at=0)
    for seconds, seen in ((50, "3 laps to go"), (120, "2 laps to go, next the BELL"), (190, "the last lap")):
        timing.type("14\n", at=seconds)
        await timing.sees(seen)
    timing.type("14\n", at=240)
    await timing.sees("the first has finished")


async def test_it_is_left_only_when_asked_twice(timing: TimedStage) -> None:
    """And with all on disk."""
    timing.type("g", at=0)
    await timing.sees("Gun at")
    timing.type("q\n")
    await timing.sees("y and enter do it")
    timing.type("y\n")
    timing.type("14\n", at=55)
    await timing.until(lambda: not timing.app.is_running)


async def test_what_was_pressed_is_on_disk_however_the_program_ends(tmp_path: Path) -> None:
    """Also presses whose turn had not come."""
    stage = TimedStage(tmp_path / "club.jsonl", start_list_1500())
    async with stage.open():
        stage.type("g", at=0)
        await stage.sees("Gun at")
        for number in range(20):
            stage.type(" ", at=55 + number)
        await stage.pilot.pause(0)
        stage.app.exit()
    assert len(stage.held(Read)) == 20


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """While there is something in it, the disk takes nothing."""
    is_full: list[bool] = []
    append = Journal.append

    def appended(journal: Journal, lines: Sequence[bytes]) -> None:
        if is_full:
            raise OSError(ENOSPC, "No space left on device")
        append(journal, lines)

    monkeypatch.setattr(Journal, "append", appended)
    return is_full


async def test_what_is_not_on_disk_is_not_on_the_screen(full_disk: list[bool], timing: TimedStage) -> None:
    """The screen says why; once there is room, all is done in its order."""
    timing.type("g", at=0)
    await timing.sees("Gun at")
    full_disk.append(True)
    timing.type(" ", at=55)
    timing.type(" ", at=56)
    await timing.sees("pressed and not kept: 2; club.jsonl is not on disk: No space left on device")
    assert "to name" not in timing.text
    full_disk.clear()
    await timing.sees("2 to name")
    assert "No space left" not in timing.text


async def test_a_full_disk_does_not_hold_anyone(full_disk: list[bool], timing: TimedStage) -> None:
    """Who leaves then knows what is lost."""
    timing.type("g", at=0)
    await timing.sees("Gun at")
    full_disk.append(True)
    timing.type(" ", at=55)
    await timing.sees("not kept: 1")
    timing.type("q")
    await timing.sees("pressed and lost: 1")
    timing.type("y\n")
    await timing.until(lambda: not timing.app.is_running)


async def test_the_result_is_official_when_asked_twice(timing: TimedStage) -> None:
    """And open again. The keys at the bottom say so once no one is still running."""
    timing.type("g", at=0)
    for bib in ("11", "12", "13"):
        timing.type(f"x{bib} dnf\n")
    await timing.sees("Okafor: did not finish")
    assert "o official" not in timing.text
    timing.type("x14 dnf\n")
    await timing.sees("o official")
    timing.type("oy\n")
    await timing.until(lambda: bool(timing.held(Official)))
    await timing.sees("OFFICIAL")
    timing.type("oy\n")
    await timing.until(lambda: not timing.held(Official))


async def test_a_start_list_by_hand_grows(tmp_path: Path) -> None:
    """Late entrants, changed bibs, a scratch."""
    empty = replace(start_list_1500(), entrants=())
    async with TimedStage(tmp_path / "club.jsonl", empty).open() as stage:
        stage.type("a21 Anna Berg GBR\n")
        stage.type("a22 Eva Ruud\n")
        await stage.sees("21 Berg", "22 Ruud")
        stage.type("c22 = 31 Eva Ruud\n")
        await stage.sees("31 Ruud")
        stage.type("x31 dns\n")
        await stage.sees("DNS")
        entrants = stage.held(StartList)[-1].entrants
        assert [entrant.bib for entrant in entrants] == ["21", "31"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_screen_looks_as_it_did(tmp_path: Path, size: tuple[int, int]) -> None:
    """With a pack, a missed lap, taps that wait, someone out, and a bib of no one."""
    stage = TimedStage(tmp_path / "club.jsonl", start_list_1500(6), by="Ann")
    async with stage.open(size):
        stage.type("g", at=0)
        for seconds in (50, 51, 51.4, 52.07):
            stage.type(" ", at=seconds)
        stage.type("11,12,13,14\n", at=60)
        stage.type("15.16\n", at=62)
        stage.type("99\n", at=63)
        stage.type("x16 dnf\n")
        for bib, seconds in (("12", 118.31), ("11", 119), ("13", 120.5), ("14", 190)):
            stage.type(f"{bib}\n", at=seconds)
        await stage.sees("Hare took 2:18")
        stage.type(" ", at=191.44)
        await stage.sees("1 to name", "3:11.5", "Tap 5")
        stage.press("up")
        await stage.sees("›")
        await stage.pilot.pause(0.2)
        compare(GOLDENS / f"timing-{size[0]}x{size[1]}.txt", stage.text)
