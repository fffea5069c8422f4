"""Times are read as the sport writes them, shown rounded up, and never made more exact than they are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.times import LONGEST_MS, Time, TimeOfDay, span_text

EXAMPLES = settings(max_examples=200)

DIGITS = st.integers(0, 3)


@st.composite
def printed_times(draw: st.DrawFn) -> Time:
    """Times as they can be printed: a whole number of the last decimal."""
    digits = draw(DIGITS)
    unit: int = 10 ** (3 - digits)
    return Time(draw(st.integers(0, (LONGEST_MS - 1) // unit)) * unit, digits)


measured_times = st.builds(Time, st.integers(0, LONGEST_MS - 1001), DIGITS)


@EXAMPLES
@given(printed_times())
def test_what_is_shown_is_read_back(time: Time) -> None:
    """Showing a time and reading it gives the same time with the same precision."""
    assert Time.parse(time.show()) == time
    assert Time.parse(time.show().replace(".", ",")) == time


@EXAMPLES
@given(measured_times, DIGITS)
def test_rounding_is_up_to_the_next_unit(time: Time, digits: int) -> None:
    """A time is shown as the next full unit, never with more decimals than are known."""
    shown = time.rounded(digits)

    assert shown.digits == min(digits, time.digits)
    unit: int = 10 ** (3 - shown.digits)
    assert shown.ms % unit == 0
    assert 0 <= shown.ms - time.ms < unit
    assert Time.parse(time.show(digits)) == shown


@EXAMPLES
@given(st.builds(Time, st.integers(-LONGEST_MS, LONGEST_MS), DIGITS), DIGITS)
def test_cutting_is_down_to_the_unit_before(time: Time, digits: int) -> None:
    """Of what is left, or has passed, never more is shown than there is."""
    cut = time.cut(digits)

    assert cut.digits == min(digits, time.digits)
    assert 0 <= time.ms - cut.ms < 10 ** (3 - cut.digits)
    assert cut.ms % 10 ** (3 - cut.digits) == 0


@EXAMPLES
@given(measured_times, measured_times)
def test_a_difference_is_that_of_the_times_as_shown(one: Time, other: Time) -> None:
    """Subtracting the times on the screen gives the gap on the screen."""
    gap = one.minus(other)

    assert gap.digits == min(one.digits, other.digits)
    assert gap.ms == one.rounded(gap.digits).ms - other.rounded(gap.digits).ms
    assert gap.rounded(gap.digits) == gap
    assert other.minus(one).ms == -gap.ms


@EXAMPLES
@given(st.text(alphabet="0123456789:., -+TZ٣", max_size=12))
def test_anything_else_is_refused_in_words(text: str) -> None:
    """What can be read is below the limit; what cannot raises a ValueError that names it."""
    try:
        time = Time.parse(text)
    except ValueError as error:
        reason = str(error)
    else:
        reason = ""
        assert 0 <= time.ms < LONGEST_MS
    assert not reason or repr(text[:40]) in reason


@pytest.mark.parametrize(
    ("text", "ms", "digits"),
    [
        ("58.2", 58_200, 1),
        ("3:45.34", 225_340, 2),
        ("2:05:13", 7_513_000, 0),
        ("0.001", 1, 3),
        (" 3:45,34 ", 225_340, 2),
        ("75.3", 75_300, 1),
        ("100:00", 6_000_000, 0),
        ("999:59:59.999", LONGEST_MS - 1, 3),
    ],
)
def test_reads_the_grammar_of_the_sport(text: str, ms: int, digits: int) -> None:
    """Seconds, minutes and hours, with up to three decimals after a point or a comma."""
    assert Time.parse(text) == Time(ms, digits)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fast",
        "-1.0",
        "1:60.0",
        "1:2",
        "1:60:00",
        "1.2345",
        "1:00:5",
        ":30",
        "1:",
        "1.",
        "1000:00:00",
        "3 45",
    ],
)
def test_refuses_what_is_not_a_time(text: str) -> None:
    """Sixty of anything after a larger unit, a sign, a fourth decimal, a thousand hours."""
    with pytest.raises(ValueError, match="time"):
        Time.parse(text)


@pytest.mark.parametrize(
    ("time", "digits", "shown"),
    [
        (Time(225_341, 3), 2, "3:45.35"),
        (Time(7_512_001, 3), 0, "2:05:13"),
        (Time(59_999, 3), 1, "1:00.0"),
        (Time(3_599_999, 3), 0, "1:00:00"),
        (Time(225_300, 1), 3, "3:45.3"),
        (Time(0, 0), 3, "0"),
        (Time(-1_250, 2), 3, "-1.25"),
        (Time(-61_000, 0), 3, "-1:01"),
    ],
)
def test_shows_a_time(time: Time, digits: int, shown: str) -> None:
    """Rounded up, with a sign where negative, and without decimals that were not measured."""
    assert time.show(digits) == shown


def test_str_is_the_time_as_given() -> None:
    """As exactly as it is known."""
    assert f"{Time(225_340, 2)}" == "3:45.34"


def test_tenths_minus_hundredths_gives_tenths() -> None:
    """A gap is as coarse as the coarser of two times."""
    assert Time.parse("3:45.4").minus(Time.parse("3:45.21")) == Time(100, 1)


moments_of_day = st.builds(
    lambda ms, digits: TimeOfDay(ms // 10 ** (3 - digits) * 10 ** (3 - digits), digits),
    st.integers(-5_000_000_000_000, 253_000_000_000_000),
    DIGITS,
)


@EXAMPLES
@given(moments_of_day)
def test_a_time_of_day_shown_is_read_back(moment: TimeOfDay) -> None:
    """In every year that a race can have, with the decimals that are known."""
    assert TimeOfDay.parse(moment.show()) == moment
    assert str(moment) == moment.show()


def test_an_offset_is_taken_into_account() -> None:
    """The same moment in two zones is the same moment."""
    assert TimeOfDay.parse("2024-05-25T14:52:00.5-07:00") == TimeOfDay.parse("2024-05-25T21:52:00.5Z")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2024-05-25T14:52:00", "zone"),
        ("2024-05-25", "zone"),
        ("2024-05-25T14:52:00.1234Z", "three decimals"),
        ("2024-13-25T14:52:00Z", "not a date and time of day: .* \\(write 2026"),
        ("0001-01-01T00:00:00+14:00", "year"),
        ("9999-12-31T23:59:59-14:00", "year"),
        ("noon", "noon"),
    ],
)
def test_refuses_what_is_no_time_of_day(text: str, why: str) -> None:
    """An offset is needed, four decimals are too many, and there were no races in the year 1."""
    with pytest.raises(ValueError, match=why):
        TimeOfDay.parse(text)


def test_the_longest_time_that_can_be_written() -> None:
    """A millisecond less than a thousand hours."""
    assert Time.parse("999:59:59.999").ms == LONGEST_MS - 1


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0 s"), (41_001, "42 s"), (252_000, "4:12"), (3_852_000, "1:04:12"), (172_800_000, "2 days")],
)
def test_a_span_in_words(ms: int, text: str) -> None:
    """To the second, rounded up; with hours where there are any."""
    assert span_text(ms) == text
