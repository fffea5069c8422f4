"""Splits that claim to be later than the hub's clock, or earlier than all others, decide nothing."""

from __future__ import annotations

from dataclasses import replace

from race.doubted_claims import doubted_claims
from race.fold.history import History
from race.messages import Message
from race.times import TimeOfDay
from tests.race.messages_by_hand import AFTER_ALL_MS, gun, split, start_list

TEN_MS = TimeOfDay.parse("2026-05-02T10:00:00Z").utc_ms
TEN = gun("2026-05-02T10:00:00Z", id_="desk:1")
FIELD = start_list("ABC", (5000, 10_000), lap_m=None)


def heard(message: Message, minutes: float, source: str = "mat:1") -> Message:
    """A message as the hub heard it, in minutes after ten."""
    return replace(message, id=message.id or source, heard_ms=TEN_MS + round(minutes * 60_000))


def doubts(*log: Message) -> list[str]:
    """What is said of the messages that are not believed, whether they came at once or one by one."""
    whole, grown = History(log), History()
    for message in log:
        grown.extend([message])
        grown.at(AFTER_ALL_MS)
    said = [claim.text for claim in doubted_claims(whole, whole.at(AFTER_ALL_MS))]
    assert said == [claim.text for claim in doubted_claims(grown, grown.at(AFTER_ALL_MS))]
    assert whole.reach_ms == grown.reach_ms
    return said


def test_a_mat_that_is_hours_ahead() -> None:
    """Its reads are doubtful at once, and neither the race nor the runner is where they say."""
    right = [
        heard(split("A", 5000, "2026-05-02T10:15:00Z"), 15, "mat:2"),
        heard(split("B", 5000, "2026-05-02T10:16:00Z"), 16, "mat:3"),
    ]
    wrong = heard(split("C", 5000, "2026-05-02T15:16:00Z"), 16, "other:1")
    log = [FIELD, heard(TEN, 0), *right, wrong]

    assert doubts(*log) == ["C at 5 km in 5:16:00: 5:00:00 later than when the hub heard of it"]
    assert History(log).reach_ms == 960_000


def test_a_time_from_the_gun_that_is_still_to_come() -> None:
    """An hour too many is doubtful at once; it is not if it came when that time had passed."""
    slip = heard(split("A", 5000, "1:15:00", id_="a"), 15)
    log = [FIELD, heard(TEN, 0), slip]

    assert doubts(*log) == ["A at 5 km in 1:15:00: 1:00:00 later than when the hub heard of it"]
    assert doubts(*log, heard(split("A", 5000, "15:00", replaces="a"), 16)) == []
    assert doubts(*log[:2], heard(split("A", 5000, "15:00"), 75)) == []


def test_times_from_a_gun_whose_time_of_day_is_too_late() -> None:
    """All are ahead together: then it is the hub's clock or the gun, and no reason to doubt anyone."""
    late = gun("2026-05-02T10:10:00Z", id_="desk:1")
    splits = [heard(split("A", 5000, "15:00"), 15), heard(split("B", 5000, "16:00"), 16)]

    assert doubts(FIELD, heard(late, 0), *splits) == []
    corrected = heard(replace(TEN, id="desk:2", replaces="desk:1"), 20)
    assert doubts(FIELD, heard(late, 0), *splits, corrected) == []


def test_the_hub_s_clock_is_an_hour_behind_or_ahead() -> None:
    """No read is doubted for it."""
    for hours in (-1, 1):
        log = [
            FIELD,
            heard(TEN, 60 * hours),
            heard(split("A", 5000, "2026-05-02T10:15:00Z"), 15 + 60 * hours, "mat:2"),
            heard(split("B", 5000, "2026-05-02T10:16:00Z"), 16 + 60 * hours, "mat:3"),
        ]
        assert doubts(*log) == []
        assert History(log).source_clocks.hub_offset_ms == hours * 3_600_000
