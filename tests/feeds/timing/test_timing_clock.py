"""The clock of a timing goes on evenly, whatever is done to the computer's."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from feeds.client.local_clock import steady_s
from feeds.timing import timing_clock
from feeds.timing.timing_clock import TimingClock
from race.times import TimeOfDay


class Computer:
    """Clocks that go on together until something is done to one of them."""

    def __init__(self) -> None:
        self.steady, self.wall, self.awake = 100.0, 1_700_000_000.0, 40.0

    def clock(self) -> TimingClock:
        """The clock of a timing that begins now."""
        return TimingClock(
            seconds=lambda: self.steady, wall=lambda: self.wall, pressed=lambda: self.awake, boot="this"
        )

    def wait(self, seconds: float, *, asleep: bool = False) -> None:
        """Let time pass."""
        self.steady += seconds
        self.wall += seconds
        self.awake += 0 if asleep else seconds


@pytest.mark.parametrize(
    ("set_s", "sentence"),
    [
        (
            -3600.0,
            "the computer's clock was set, and is now 1:00:00 behind the timing clock, which was not touched",
        ),
        (
            61.0,
            "the computer's clock was set, and is now 1:01 ahead of the timing clock, which was not touched",
        ),
        (
            0.75,
            "the computer's clock was set, and is now 0.8 s ahead of the timing clock, which was not touched",
        ),
    ],
)
def test_a_clock_that_is_set_moves_no_stamp(set_s: float, sentence: str) -> None:
    """It is said once, and once more when it is right again."""
    computer = Computer()
    clock = computer.clock()
    before = clock.now()
    computer.wait(12.345)
    computer.wall += set_s

    assert clock.now().utc_ms - before.utc_ms == 12_340
    assert clock.look() == sentence
    assert clock.look() is None
    computer.wall -= set_s
    assert clock.look() == "the computer's clock agrees with the timing clock again"
    assert clock.look() is None


def test_a_key_is_stamped_when_it_was_pressed() -> None:
    """Not when it is read: by the clock of the terminal's events, also after the computer slept."""
    computer = Computer()
    clock = computer.clock()
    computer.wait(600, asleep=True)
    pressed_s = computer.awake
    computer.wait(0.25)

    assert clock.at(pressed_s) == TimeOfDay(1_700_000_600_000, 2)
    assert clock.now() == TimeOfDay(1_700_000_600_250, 2)


def test_stamps_are_cut_to_the_hundredth() -> None:
    """As on a stopwatch: a time between two of them is rounded up where it is shown."""
    computer = Computer()
    clock = computer.clock()
    computer.wait(1.239)

    assert clock.now().show() == "2023-11-14T22:13:21.23Z"


def test_a_timing_that_starts_again_has_the_same_clock(tmp_path: Path) -> None:
    """Were the computer's clock set in between, the times since the gun would be wrong."""
    path = tmp_path / "race.jsonl"
    first = TimingClock.beside(path)
    again = TimingClock.beside(path)

    assert again.anchor == first.anchor
    assert again.now().utc_ms - first.now().utc_ms in range(200)


@pytest.mark.parametrize("record", [b"", b"{}", b"\0" * 60, b'{"boot":"x","steady_ms":1}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path: Path, record: bytes) -> None:
    """It is written anew, with the time of day."""
    path = tmp_path / "race.jsonl"
    path.with_name("race.jsonl.clock").write_bytes(record)

    clock = TimingClock.beside(path)

    assert clock.now().utc_ms / 1000 == pytest.approx(time.time(), abs=5)
    assert TimingClock.beside(path).anchor == clock.anchor


def test_after_the_computer_was_started_anew_the_time_of_day_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock that only counts has begun again, too."""
    path, boot = tmp_path / "race.jsonl", tmp_path / "boot_id"
    monkeypatch.setattr(timing_clock, "BOOT_ID", boot)
    boot.write_text("first\n")
    before = TimingClock.beside(path)
    boot.write_text("second\n")
    after = TimingClock.beside(path)
    boot.unlink()

    assert (before.anchor.boot, after.anchor.boot) == ("first", "second")
    assert after.anchor.steady_ms / 1000 == pytest.approx(steady_s(), abs=5)
    assert TimingClock.beside(path).anchor.boot == ""
