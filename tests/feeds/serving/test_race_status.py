"""What a hub announces of a race whose gun is set for later."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial

import pytest

from feeds import codec
from feeds.log import Log
from feeds.serving.race_status import RaceStatus
from race.messages import Official, Split
from race.times import Time, TimeOfDay
from tests.race.messages_by_hand import GUN, gun, split, start_list

GUN_MS = TimeOfDay.parse("2026-05-02T08:00:00Z").utc_ms


def test_until_then_it_is_before_the_gun() -> None:
    """From then on it runs, without another message; at once if someone has been seen."""
    log, now_ms = Log("club-800", complete=False), [GUN_MS - 1000]
    status = RaceStatus(log, lambda: now_ms[0])
    log.append(start_list("AB"))
    log.append(gun("2026-05-02T08:00:00Z"))
    assert status.notice(1, 0).state == "before"

    now_ms[0] = GUN_MS
    assert status.notice(1, 0).state == "running"
    now_ms[0] = GUN_MS - 1000
    assert status.notice(1, 0).state == "before"
    log.append(Split(bib="A", checkpoint="400", time=Time(60_000), evidence="hand"))

    assert status.notice(1, 0).state == "running"


def test_a_race_to_a_time_is_finished_when_it_is_up() -> None:
    """By the hub's clock, without another message; also where the gun has no time of day."""
    timed = replace(start_list("AB"), limit_s=3600)
    heard = replace(GUN, heard_ms=GUN_MS)
    for first in (gun("2026-05-02T08:00:00Z"), heard):
        log, now_ms = Log("hour", complete=False), [GUN_MS + 3_599_000]
        status = RaceStatus(log, partial(now_ms.__getitem__, 0))
        for message in (timed, first, split("A", 400, "10:00")):
            log.append(message)
        assert status.notice(1, 0).state == "running"

        now_ms[0] = GUN_MS + 3_600_000
        assert status.notice(1, 0).state == "finished"
        log.append(Official())
        assert status.notice(1, 0).state == "official"


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
        state = status.notice(1, 0).state

    assert state == "finished"
