"""How a timing begins that has no race file yet."""

from __future__ import annotations

import os
from datetime import date as Date
from pathlib import Path
from time import time

import pytest

from feeds.log import write
from feeds.new_race import read_event
from feeds.timing.timing_start import TypedRace, on_its_day, usual_file
from race.messages import Entrant, Message, Official, StartList
from tests.race.messages_by_hand import GUN


@pytest.mark.parametrize(
    ("event", "distances_m"),
    [
        ("1500 m", [300, 700, 1100, 1500]),
        ("5000 m", [*range(200, 5001, 400)]),
        ("800 m indoors", [200, 400, 600, 800]),
        ("mile", [409.344, 809.344, 1209.344, 1609.344]),
        ("400 m", [400]),
        ("4x400 m", [400, 800, 1200, 1600]),
        ("10 km road", [10_000]),
        ("marathon", [42_195]),
    ],
)
def test_a_typed_race_is_timed_at_the_finish_line(event: str, distances_m: list[float]) -> None:
    """Where one person stands: each lap on a track, and once on a road."""
    start = TypedRace(read_event(event), event).with_field([Entrant(bib="1", name="Ada Lind")])

    [start_list] = [message for message in start.messages if isinstance(message, StartList)]
    assert [point.distance_m for point in start_list.checkpoints] == distances_m


def test_other_checkpoints_may_be_typed() -> None:
    """They take the place of the line."""
    typed = TypedRace(read_event("1500 m"), "1500 m", ("400", "800"))

    [start_list] = [m for m in typed.with_field([]).messages if isinstance(m, StartList)]

    assert [point.id for point in start_list.checkpoints] == ["400", "800", "finish"]


TODAY, TYPED = Date(2026, 6, 13), TypedRace(read_event("100 km"), "Night run")


@pytest.mark.parametrize(
    ("more", "hours_ago", "day"),
    [
        ([], 1, "2026-06-13"),
        ([GUN], 1, "2026-06-12"),
        ([GUN], 7, "2026-06-13"),
        ([GUN, Official()], 1, "2026-06-13"),
    ],
    ids=["not begun", "on", "long over", "official"],
)
def test_a_race_through_the_night_goes_on(
    more: list[Message], hours_ago: int, day: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After midnight the same command is for the race of the evening, unless that is over."""
    monkeypatch.chdir(tmp_path)
    evening = TYPED._replace(date="2026-06-12").with_field(())
    file = usual_file(evening.race)
    write(file, evening.race, [*evening.messages, *more])
    then_s = time() - hours_ago * 3600
    os.utime(file, (then_s, then_s))

    assert on_its_day(TYPED, None, TODAY).date == day
    assert on_its_day(TYPED, Path("other.jsonl"), TODAY).date == "2026-06-13"


def test_a_race_that_has_begun_again_today_is_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if yesterday's is not official."""
    monkeypatch.chdir(tmp_path)
    for day in ("2026-06-12", "2026-06-13"):
        start = TYPED._replace(date=day).with_field(())
        write(usual_file(start.race), start.race, [*start.messages, GUN])

    assert on_its_day(TYPED, None, TODAY).date == "2026-06-13"
