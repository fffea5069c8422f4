"""What a hub announces of a race whose gun is set for later."""

from __future__ import annotations

from feeds.log import Log
from feeds.serving.race_status import RaceStatus
from race.messages import Split
from race.times import Time, TimeOfDay
from tests.race.messages_by_hand import gun, start_list

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
