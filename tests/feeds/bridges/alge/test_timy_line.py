"""Lines of a Timy, as its manuals and programs that listen to one have them."""

from __future__ import annotations

import pytest

from feeds.bridges.alge.timy_line import TimyLine, read_timy_line
from tests.feeds.bridges.alge.timy import HEAD, impulse, with_checksum


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (" 0035 C0M 21:46:36.3900 00", TimyLine("", 35, "C0", True, "21:46:36.3900")),
        (" 0035 C0  21:46:36.3910 00", TimyLine("", 35, "C0", False, "21:46:36.3910")),
        ("?0034 C1M 21:46:48.3300 00", TimyLine("?", 34, "C1", True, "21:46:48.3300")),
        (" 0034 C1  21:46:48.123  00", TimyLine("", 34, "C1", False, "21:46:48.123")),
        (" 0034 C1  21:46:48.1    01", TimyLine("", 34, "C1", False, "21:46:48.1", 1)),
        (" 0034 C1  21:46:48      00", TimyLine("", 34, "C1", False, "21:46:48")),
        (" 0001 c0  15:43:49,8863 00    ", TimyLine("", 1, "c0", False, "15:43:49.8863")),
        ("   35 C1   9:46:48.1234 00", TimyLine("", 35, "C1", False, "9:46:48.1234")),
        ("0006 C0  13:20:16.0431 00", TimyLine("", 6, "C0", False, "13:20:16.0431")),
        ("      C1  13:20:16.0431", TimyLine("", 0, "C1", False, "13:20:16.0431")),
        ("C1  13:20:16.0431", TimyLine("", 0, "C1", False, "13:20:16.0431")),
        ("m 0009 c0 15:44:00,5499 00", TimyLine("m", 9, "c0", False, "15:44:00.5499")),
        ("C 0011 c0 15:44:01,0366 00", TimyLine("C", 11, "c0", False, "15:44:01.0366")),
        ("n 0014 c0 15:44:01,0366 00", TimyLine("n", 14, "c0", False, "15:44:01.0366")),
        ("c0023 c1  15:44:15,7847 00", TimyLine("c", 23, "c1", False, "15:44:15.7847")),
        ("t0003 C1  16:01:56.6585 00", TimyLine("t", 3, "C1", False, "16:01:56.6585")),
        (" 0016rC1  19:52:20.3900 09", TimyLine("", 16, "C1", False, "19:52:20.3900", 9)),
        ("b0034 C1M 21:46:48.3300 00", TimyLine("b", 34, "C1", True, "21:46:48.3300")),
        (" 0015bDTR 00:00:03.01   09", TimyLine("", 15, "DTR", False, "00:00:03.01", 9)),
        (" 0004 RTM 00:00:13.89   00 0003", TimyLine("", 4, "RT", True, "00:00:13.89")),
        (" 0004 RT  00:00:13.89   000003", TimyLine("", 4, "RT", False, "00:00:13.89")),
        (" 0012 C1  10:00:01:1234 00", TimyLine("", 12, "C1", False, "10:00:01.1234")),
        (" 0012 C10 10:00:01.12345 00", TimyLine("", 12, "C10", False, "10:00:01.12345")),
        (" 0012 C10 10:00:01.123456 00", TimyLine("", 12, "C10", False, "10:00:01.123456")),
        ("n0034", TimyLine("n", 34)),
        ("s0003", TimyLine("n", 3)),
        ("n0016r", TimyLine("n", 16)),
        ("\x11 0034 C1  21:46:48.1230 00\x13", TimyLine("", 34, "C1", False, "21:46:48.1230")),
    ],
)
def test_times_and_numbers(line: str, found: TimyLine) -> None:
    """With and without blanks at the beginning, with comma and point, with up to four decimals."""
    assert read_timy_line(line) == found


@pytest.mark.parametrize(
    "line",
    [
        *HEAD,
        "TIMY: 480170000",
        "TIMY V 0974",
        "PROG: Backup",
        "CLR",
        "CLASSEMENT:",
        "ALL",
        "RUN TIME",
        "00:01:12.3",
        "10:02",
        "1:12",
        " 0012 kmh 023.45 00",
    ],
)
def test_what_else_it_says(line: str) -> None:
    """The time that runs, heads of lists, that it is there."""
    assert read_timy_line(line) is None


def test_a_checksum_is_checked() -> None:
    """If there is one; the blank at the beginning may be lost on the way."""
    line = impulse(35, "21:46:36.3910")
    plain = read_timy_line(line)

    assert read_timy_line(with_checksum(line)) == plain
    assert read_timy_line(with_checksum(line).lstrip()) == plain
    for number in range(len(line)):
        sign = chr(ord(line[number]) ^ 1)
        with pytest.raises(ValueError, match=r"the checksum is wrong|not a line|is not known"):
            read_timy_line(line[:number] + sign + with_checksum(line)[number + 1 :])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (" 0035 C1  21:4", "not a line of a Timy"),
        ("5 C1  21:46:36.39100 00 7 8 9", "not a line of a Timy"),
        ("x0035 C1  21:46:36.3910 00", "'x' stands before it"),
        ("\xfe\x80\xff", "the serial line has another speed"),
        ("~\x7f\x01", "the serial line has another speed"),
        ("aa0005800012860800012603071348515f8a", "not a line of a Timy"),
    ],
)
def test_what_it_does_not_say_is_refused(line: str, sentence: str) -> None:
    """With what may be wrong."""
    with pytest.raises(ValueError, match=sentence):
        read_timy_line(line)
