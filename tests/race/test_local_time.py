"""Times of day in words: in the race's zone, or in that of the clock on which they were read."""

from __future__ import annotations

import pytest

from race.local_time import time_of_day
from race.times import TimeOfDay


@pytest.mark.parametrize(
    ("clock", "zone", "words"),
    [
        ("2026-05-02T10:07:30+02:00", "Europe/Berlin", "10:07:30 in Berlin"),
        ("2026-05-02T08:07:30.25Z", "America/New_York", "04:07:30.25 in New York"),
        ("2026-01-02T10:07:30+02:00", "Europe/Berlin", "09:07:30 in Berlin"),
        ("2026-05-02T10:07:30+02:00", "", "10:07:30 UTC+2"),
        ("2026-05-02T10:07:30.5+05:45", "Europe/Atlantis", "10:07:30.5 UTC+5:45"),
        ("2026-05-02T23:07:30-03:00", "", "23:07:30 UTC-3"),
        ("2026-05-02T08:07:30Z", "../../etc/passwd", "08:07:30 UTC"),
    ],
)
def test_where_the_race_is(clock: str, zone: str, words: str) -> None:
    """With daylight saving time, and the decimals that are known."""
    assert time_of_day(TimeOfDay.parse(clock), zone) == words


def test_one_moment_is_one_time_of_day_in_every_zone() -> None:
    """A hub writes it in UTC, and it is still the same message."""
    here, there = TimeOfDay.parse("2026-05-02T10:07:30+02:00"), TimeOfDay.parse("2026-05-02T08:07:30Z")

    assert (here, hash(here), str(here)) == (there, hash(there), str(there))
    assert here != TimeOfDay.parse("2026-05-02T08:07:30.0Z")
