"""Times of day as devices write them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from feeds.bridges.bridge import BridgeSettings
from feeds.bridges.reads.device_clock import DeviceClock, Style
from feeds.errors import UserError

BERLIN = BridgeSettings(zone=ZoneInfo("Europe/Berlin"), date=date(2026, 5, 2))


@pytest.mark.parametrize(
    ("text", "style", "shown"),
    [
        ("14:02:15.31", "clock", "2026-05-02T12:02:15.31Z"),
        (" 9:02:15,4", "clock", "2026-05-02T07:02:15.4Z"),
        ("2021-05-08T14:02:15.31", "clock", "2021-05-08T12:02:15.31Z"),
        ("2021-05-08 14:02:15.123456", "clock", "2021-05-08T12:02:15.123Z"),
        ("2021-05-08T14:02:15Z", "clock", "2021-05-08T14:02:15Z"),
        ("2021-05-08T14:02:15.5-04:30", "clock", "2021-05-08T18:32:15.5Z"),
        ("Sat Feb 01 14:11:29.139089  2020-02-01", "clock", "2020-02-01T13:11:29.139Z"),
        ("08-05-2021 14:02:15.310", "clock", "2021-05-08T12:02:15.310Z"),
        ("8.5.2021 14:02:15", "clock", "2021-05-08T12:02:15Z"),
        ("1620458535.31", "unix", "2021-05-08T07:22:15.31Z"),
        ("1620458535310", "unix ms", "2021-05-08T07:22:15.310Z"),
        ("1620458535.31", "local unix", "2021-05-08T05:22:15.31Z"),
    ],
)
def test_times_are_read_to_the_digit(text: str, style: Style, shown: str) -> None:
    """In the zone that is stated, with the decimals that were written, and never more than three."""
    assert DeviceClock(BERLIN, style).read(text).show() == shown


@pytest.mark.parametrize(
    "text", ["", "soon", "25:00:00", "14:60:00", "14:02", "2021-02-30 14:02:15", "0000-00-00 1:02:03"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    """With a ValueError, whatever it is."""
    with pytest.raises(ValueError, match=r"."):
        DeviceClock(BERLIN).read(text)


def test_midnight_is_passed_in_both_directions() -> None:
    """A time is of the day on which it is nearest to the one before; who begins again is on the first."""
    clock = DeviceClock(BERLIN)
    texts = ["23:59:50", "00:00:10", "23:59:58", "00:00:11", "12:00:00", "23:00:00", "01:00:00"]
    assert [clock.read(text).show()[8:10] for text in texts] == ["02", "02", "02", "02", "03", "03", "03"]

    clock.begin("")
    assert clock.read("23:59:50").show() == "2026-05-02T21:59:50Z"


def test_a_connection_after_midnight_goes_on_there() -> None:
    """One that sends all again does not; nor does a file that is read from its beginning."""
    clock = DeviceClock(BERLIN)

    def first(stream: str, text: str, *, is_whole: bool = False) -> str:
        clock.begin(stream, is_whole=is_whole)
        clock.stream = stream
        return clock.read(text).show()[:13]

    assert first("start", "18:00:00") == "2026-05-02T16"
    for hour in (21, 0, 3, 6, 9, 11):
        last = clock.read(f"{hour:02}:30:00")
    assert last.show() == "2026-05-03T09:30:00Z"

    assert first("finish", "11:31:00") == "2026-05-03T09", "another device, for the first time"
    assert first("start", "11:32:00") == "2026-05-03T09", "it goes on where it was"
    assert first("start", "18:00:00") == "2026-05-02T16", "it sends all again"
    clock.stream = "finish"
    assert clock.read("11:33:00").show() == "2026-05-03T09:33:00Z", "others go on meanwhile"
    assert first("reads.csv", "23:00:00", is_whole=True) == "2026-05-02T21"


def test_zone_and_date_must_be_stated() -> None:
    """Neither is taken from this computer."""
    with pytest.raises(UserError, match="--zone"):
        DeviceClock(BridgeSettings())
    with pytest.raises(ValueError, match="--date"):
        DeviceClock(BridgeSettings(zone=ZoneInfo("Europe/Berlin"))).read("14:02:15")
    assert DeviceClock(BridgeSettings(), "unix").read("1620458535").show() == "2021-05-08T07:22:15Z"
