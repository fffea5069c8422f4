"""The hub's log is written beside the hub: who logs never waits, and what was lost is counted."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from feeds.descriptor_writing import write_all
from feeds.serving import background_log
from feeds.serving.background_log import FAREWELL_S, MOST_WAITING, BackgroundHandler
from tests.patience import PATIENCE_S, wait_until


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    """A log that no one else writes to."""
    own = logging.getLogger("tests.background_log")
    own.propagate = False
    own.setLevel(logging.INFO)
    yield own
    for handler in tuple(own.handlers):
        own.removeHandler(handler)


def read_until(descriptor: int, pattern: str) -> str:
    """All that comes until a text is among it."""
    came, until_s = "", time.monotonic() + PATIENCE_S
    while not re.search(pattern, came):
        assert time.monotonic() < until_s, came[-500:]
        came += os.read(descriptor, 1 << 16).decode()
    return came


def test_no_line_waits_for_a_reader(log: logging.Logger) -> None:
    """A pipe takes some hundred lines; the rest waits or is counted, and all is said when someone reads."""
    reader, writer = os.pipe()
    handler = BackgroundHandler(writer)
    log.addHandler(handler)

    begun_s = time.monotonic()
    sent = MOST_WAITING * 3
    for number in range(sent):
        log.info("viewer joined number %d of a long line %s", number, "x" * 100)
    assert time.monotonic() - begun_s < PATIENCE_S

    came, until_s = "", time.monotonic() + PATIENCE_S
    numbers: list[int] = []
    lost = 0
    while len(numbers) + lost < sent:  # the loss is counted in several lines, if the thread comes late
        assert time.monotonic() < until_s, (len(numbers), lost)
        came += os.read(reader, 1 << 16).decode()
        numbers = [int(number) for number in re.findall(r"number (\d+) .*\n", came)]
        lost = sum(int(lines) for lines in re.findall(r"were lost lines=(\d+)\n", came))
    log.info("last")
    read_until(reader, "last\n")
    assert (len(numbers) + lost, numbers) == (sent, sorted(numbers))
    assert lost > 0
    handler.close()


def test_a_full_disk_loses_lines_and_says_so_later(
    log: logging.Logger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is counted, until something can be."""
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    reader, writer = os.pipe()
    target = os.open("/dev/full", os.O_WRONLY)
    written: list[bool] = []

    def write(descriptor: int, data: bytes) -> bool:
        written.append(write_all(descriptor, data))
        return written[-1]

    monkeypatch.setattr(background_log, "write_all", write)
    handler = BackgroundHandler(target)
    log.addHandler(handler)
    for _ in range(3):
        log.info("lost")
    wait_until(lambda: False in written)

    os.dup2(writer, target)
    log.info("kept")

    came = read_until(reader, "kept\n")
    [lost] = re.findall(r"were lost lines=(\d+)\n", came)
    assert int(lost) + len(re.findall(r" lost\n", came)) == 3
    handler.close()


def test_the_same_error_is_written_once_with_its_count(log: logging.Logger) -> None:
    """Whatever is raised again and again, there is no traceback, and two lines at most."""
    reader, writer = os.pipe()
    handler = BackgroundHandler(writer)
    log.addHandler(handler)

    for number in range(5000):
        try:
            raise OSError(24, f"too many open files {number}")
        except OSError:
            log.exception("socket.accept() out of\nsystem resource")
    handler.close()

    first, second = read_until(reader, "repeated=").splitlines()
    assert "socket.accept() out of system resource error=" in first
    assert "at=test_background_log.py:" in first
    assert "repeated=4999" in second


def test_what_is_left_at_the_end_is_written(log: logging.Logger) -> None:
    """Up to the last line, if someone reads; and if not, the hub ends all the same."""
    reader, writer = os.pipe()
    handler = BackgroundHandler(writer)
    log.addHandler(handler)
    for number in range(300):
        log.info("line %d", number)
    handler.close()
    assert "line 299\n" in read_until(reader, "line 299\n")

    stuck = BackgroundHandler(writer)
    log.addHandler(stuck)
    for _ in range(MOST_WAITING):
        log.info("x" * 1000)
    begun_s = time.monotonic()
    stuck.close()
    assert time.monotonic() - begun_s < FAREWELL_S + PATIENCE_S
    with suppress(OSError):
        os.close(reader)  # frees the thread that writes
