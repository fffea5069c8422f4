"""A Timy of ALGE in a test: the lines that it writes, with the manners of real ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

HEAD = ("  ALGE TIMING", "   TdC  8001", "  DEU V 18.92", "26-05-02  19:04", " " * 32)
"""What is printed when it is switched on."""


def impulse(
    number: int | str, time: str, channel: str = "C1", flag: str = " ", *, hand: bool = False, group: int = 0
) -> str:
    """The line of an impulse, such as ` 0035 C1  19:41:02.1234 00`; blanks follow a time of few decimals."""
    shown = f"{number:04}" if isinstance(number, int) else f"{number:4}"
    return f"{flag}{shown} {channel}{'M' if hand else ' '} {time:<13} {group:02}"


def with_checksum(line: str) -> str:
    """A line with its checksum, each half a byte as a sign from 0 to ?."""
    total = sum(line.encode()) % 256
    return f"{line}{chr(0x30 + total // 16)}{chr(0x30 + total % 16)}"


def race_lines(reads: Iterable[str], gun: str = "19:40:00.0000") -> list[str]:
    """The lines of a race whose reads are such as `1,19:40:50.1`: a number, then its impulse.

    Between them the time runs, and the device says that it is there.
    """
    lines = [*HEAD, impulse(1, gun, "C0")]
    for read in reads:
        bib, time = read.split(",")
        lines += [f"n{int(bib):04}", "TIMY: 480170000", "00:01:12.3", impulse(int(bib), f"{time}000")]
        lines.append(f" {int(bib):04} RT  00:00:58.12   00")
    return lines


def sent(lines: Iterable[str]) -> bytes:
    """Lines as they go over the line."""
    return "".join(f"{line}\r" for line in lines).encode()


def cut(data: bytes, size: int = 9) -> Iterator[bytes]:
    """Bytes in pieces that end anywhere."""
    for start in range(0, len(data), size):
        yield data[start : start + size]
