"""What a hub announces of a race whose gun is set for later."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from functools import partial
from random import Random

import pytest

from feeds import codec
from feeds.client.local_clock import LocalClock
from feeds.log import Log
from feeds.serving.race_registry import RaceRegistry
from feeds.serving.race_status import RaceStatus
from race.board import phase
from race.fold.history import History
from race.messages import Message, Official, Split, Status, Void
from race.times import Time, TimeOfDay
from tests.race.messages_by_hand import GUN, gun, split, start_list

GUN_MS = TimeOfDay.parse("2026-05-02T08:00:00Z").utc_ms


def state_of(status: RaceStatus) -> str:
    """The state that is announced now."""
    status.refresh()
    return status.notice(1, 0).state


def test_until_then_it_is_before_the_gun() -> None:
    """From then on it runs, without another message; at once if someone has been seen."""
    log, now_ms = Log("club-800", complete=False), [GUN_MS - 1000]
    status = RaceStatus(log, lambda: now_ms[0])
    log.append(start_list("AB"))
    log.append(gun("2026-05-02T08:00:00Z"))
    assert state_of(status) == "before"

    now_ms[0] = GUN_MS
    assert state_of(status) == "running"
    now_ms[0] = GUN_MS - 1000
    assert state_of(status) == "before"
    log.append(Split(bib="A", checkpoint="400", time=Time(60_000), evidence="hand"))

    assert state_of(status) == "running"


def test_a_hub_whose_clock_is_behind_sees_who_runs() -> None:
    """By its clock the gun is an hour away, but someone has been read; also if it looks once."""
    log = Log("club-800", complete=False)
    status, late = RaceStatus(log, lambda: GUN_MS - 3_500_000), RaceStatus(log, lambda: GUN_MS - 3_500_000)
    log.append(start_list("AB"))
    for seconds, message in ((0, gun("2026-05-02T08:00:00Z")), (60, split("A", 400, "2026-05-02T08:01:00Z"))):
        log.append(replace(message, id=f"mat:{seconds + 1}", heard_ms=GUN_MS + (seconds - 3600) * 1000))
        state_of(status)

    assert (state_of(status), state_of(late)) == ("running", "running")


def test_the_plan_its_delay_and_the_gun_are_announced() -> None:
    """The plan that was made first stays known; a false start that is taken back is no start."""
    log = Log("club-800", complete=False)
    status = RaceStatus(log, lambda: GUN_MS + 600_000)
    noon, later = TimeOfDay.parse("2026-05-02T08:00:00Z"), TimeOfDay.parse("2026-05-02T08:25:00Z")
    log.append(replace(start_list("AB", id_="mat:1"), planned=noon, zone="Europe/Berlin"))
    log.append(replace(start_list("AB", id_="mat:2", replaces="mat:1"), planned=later, zone="Europe/Berlin"))
    assert state_of(status) == "before"
    notice = status.notice(0, 0)
    assert (notice.first_planned_ms, notice.planned_ms) == (noon.utc_ms, later.utc_ms)
    assert (notice.zone, notice.gun_ms) == ("Europe/Berlin", None)

    log.append(replace(gun("2026-05-02T08:09:00Z"), id="mat:3"))
    assert (state_of(status), status.notice(0, 0).gun_ms) == ("running", GUN_MS + 540_000)
    log.append(Void(id="mat:4", replaces="mat:3"))
    assert (state_of(status), status.notice(0, 0).gun_ms) == ("before", None)


async def test_races_are_announced_in_the_order_of_the_timetable() -> None:
    """Those without a plan come last, as they came."""
    registry = RaceRegistry(1.0, LocalClock())
    for race, hour in (("b", 10), ("none", None), ("a", 12), ("other", None), ("c", 9)):
        log = Log(race, complete=False)
        clock = TimeOfDay.parse(f"2026-05-02T{hour:02}:00:00Z") if hour is not None else None
        log.append(replace(start_list("AB"), planned=clock))
        registry.add(log)
    await registry.refresh()

    assert [notice.race for notice in registry.notices()] == ["c", "b", "a", "none", "other"]


def test_a_race_to_a_time_is_finished_when_it_is_up() -> None:
    """By the hub's clock, without another message; also where the gun has no time of day."""
    timed = replace(start_list("AB"), limit_s=3600)
    heard = replace(GUN, heard_ms=GUN_MS)
    for first in (gun("2026-05-02T08:00:00Z"), heard):
        log, now_ms = Log("hour", complete=False), [GUN_MS + 3_599_000]
        status = RaceStatus(log, partial(now_ms.__getitem__, 0))
        for message in (timed, first, split("A", 400, "10:00")):
            log.append(message)
        assert state_of(status) == "running"

        now_ms[0] = GUN_MS + 3_600_000
        assert state_of(status) == "finished"
        log.append(Official())
        assert state_of(status) == "official"


@pytest.mark.parametrize("finish", ['the "end"', "Ziel\\é", "a\x1b[2J\x9b\u202eb"])
def test_a_race_finishes_whatever_its_finish_is_called(finish: str) -> None:
    """Also in the log of an older hub, which took every text as it came."""
    log = Log("club-800", complete=False)
    status = RaceStatus(log, lambda: GUN_MS + 600_000)
    race = start_list("A")
    last = race.checkpoints[-1].id
    for message in (race, gun("2026-05-02T08:00:00Z"), split("A", 400, "1:00"), split("A", last, "4:00")):
        body = json.loads(codec.encode(message))
        if "checkpoints" in body:
            body["checkpoints"][-1]["id"] = finish
        if body.get("checkpoint") == last:
            body["checkpoint"] = finish
        log.keep(json.dumps(body, separators=(",", ":")).encode())
        state = state_of(status)

    assert state == "finished"


@pytest.mark.parametrize("seed", range(8))
def test_the_state_is_that_of_a_whole_count(seed: int) -> None:
    """In whatever order runners finish, drop out, come back and are corrected: as if all were looked at."""
    random = Random(seed)
    log = Log("club-800", complete=False)
    status = RaceStatus(log, lambda: GUN_MS + 600_000)
    bibs = "ABCDEFGH"
    messages: list[Message] = [start_list(bibs), gun("2026-05-02T08:00:00Z")]
    for bib in random.sample(bibs, len(bibs)):
        name = f"m:{bib}"
        finish = replace(split(bib, 1600, f"6:{random.randrange(10, 60)}"), id=name)
        dropped = Status(bib=bib, status="dnf", id=name)
        came = random.choice([finish, dropped])
        messages.append(came)
        if random.random() < 0.3:
            messages.append(Void(replaces=name))
            messages.append(replace(came, id=f"{name}+"))
    messages.append(Official())

    for message in messages:
        log.append(message)
        counted = History(log.messages())
        assert state_of(status) == phase(counted.at(counted.end_ms))


async def test_a_long_log_is_read_beside_the_event_loop() -> None:
    """The hub goes on meanwhile; and those who ask wait for it together."""
    log = Log("marathon", complete=False)
    bibs = [str(number) for number in range(4000)]
    for message in (start_list(bibs), gun("2026-05-02T08:00:00Z")):
        log.append(message)
    for number, bib in enumerate(bibs):
        log.append(split(bib, 1600, f"6:{number // 100:02d}.{number % 100:02d}"))
    registry = RaceRegistry(5.0, LocalClock())
    registry.add(log)
    turns, asking = 0, [asyncio.create_task(registry.refresh()) for _ in range(50)]
    while not all(task.done() for task in asking):
        await asyncio.sleep(0)
        turns += 1

    assert [notice.state for notice in registry.notices()] == ["finished"]
    assert turns > 20
