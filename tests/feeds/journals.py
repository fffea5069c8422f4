"""Journals to be spoilt, and what is in them afterwards."""

from __future__ import annotations

from pathlib import Path

from feeds.journal import Journal


def lines(first: int, last: int) -> list[bytes]:
    """Notes that say their number."""
    return [b'{"type":"note","text":"%d"}' % number for number in range(first, last + 1)]


def journal(folder: Path, count: int) -> Path:
    """A journal with some messages, closed."""
    opened = Journal.open(folder / "race.jsonl", "race")
    opened.append(lines(1, count))
    opened.close()
    return opened.path


def reopened(path: Path) -> tuple[list[bytes], int]:
    """What is in a journal, and how many bytes were cut from its end."""
    opened = Journal.open(path, "race")
    opened.close()
    return opened.log.lines, opened.tail.size if opened.tail else 0
