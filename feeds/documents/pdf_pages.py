"""The words on the pages of a PDF, read in a process of its own whose memory and time are bounded.

A PDF can unpack to anything: the library that reads it is not trusted to stop.
"""

from __future__ import annotations

import json
import math
import multiprocessing
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection as Connection
    else:
        from multiprocessing.connection import Connection

MOST_PAGES = 500
MOST_WORDS = 20_000
"""On a page."""

MOST_MEMORY = 150 * 1024 * 1024
"""Bytes of the process that reads. A book of results takes 60 MiB."""

MOST_SECONDS = 40.0
"""A page takes a tenth of a second."""

WORD_GAP = 0.18
"""A gap between letters is one between words from this share of the size of the type. A space takes 0.25."""

TEXT_HINT = "save its text as a .txt file and convert that"

PDF_HINT = "reading PDF needs pdfplumber: pip install pdfplumber (pipx: pipx inject lapbell pdfplumber)"


class Word(NamedTuple):
    """A word, its edges in points from the left and the top of the page as it is read."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float


Pages = tuple[tuple[Word, ...], ...]


def pdf_pages(content: bytes, name: str) -> Pages:
    """The words of each page. Raises FeedError with what to do."""
    if find_spec("pdfplumber") is None:
        raise FeedError(f"{name}: {PDF_HINT}")
    pages, fault = _read(content)
    if fault:
        raise FeedError(f"{name}: {fault}")
    return pages


class _UnreadableError(Exception):
    """Why a PDF cannot be read, and what to do."""


@lru_cache(maxsize=8)
def _read(content: bytes) -> tuple[Pages, str]:
    """The pages, or why they could not be read."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_read_pages, args=(content, sender), daemon=True)
    process.start()
    sender.close()
    try:
        return tuple(_received(receiver)), ""
    except _UnreadableError as error:
        return (), str(error)
    finally:
        process.kill()
        process.join()
        receiver.close()


def _received(receiver: Connection) -> Iterator[tuple[Word, ...]]:
    """The pages, as they come from the process that reads them."""
    until = monotonic() + MOST_SECONDS
    while True:
        if not receiver.poll(max(0.0, until - monotonic())):
            raise _UnreadableError(f"reading this PDF takes too long; {TEXT_HINT}")
        try:
            kind, value = json.loads(receiver.recv_bytes())
        except (EOFError, OSError):
            raise _UnreadableError(f"this PDF needs too much memory; {TEXT_HINT}") from None
        if kind == "end":
            return
        if kind == "error":
            raise _UnreadableError(value)
        yield tuple(Word(*word) for word in value)


def _read_pages(content: bytes, sender: Connection) -> None:
    """In the process that reads: send each page, then the end or what went wrong."""
    _limit_memory()
    try:
        import pdfplumber  # an optional dependency

        with pdfplumber.open(BytesIO(content)) as document:
            for number, page in enumerate(document.pages, 1):
                if number > MOST_PAGES:
                    _send(
                        sender, "error", f"a PDF of more than {MOST_PAGES} pages; give the pages of the race"
                    )
                    return
                _send(sender, "page", _words(page))
                page.close()
        _send(sender, "end", "")
    except Exception as error:  # the library raises anything at all
        if any(isinstance(cause, MemoryError) for cause in (error, *error.args)):
            sys.exit(1)
        _send(sender, "error", f"not a PDF that can be read ({type(error).__name__})")


def _limit_memory() -> None:
    """Where the system can: Linux does, Windows and macOS read without this bound."""
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))


def _send(sender: Connection, kind: str, value: object) -> None:
    sender.send_bytes(json.dumps((kind, value)).encode())


def _words(page: Any) -> list[tuple[str, float, float, float, float]]:
    """The words of a page, turned so that most of its letters stand upright."""
    from pdfplumber.utils.text import extract_words

    turned = [_turned(char, page) for char in page.chars[: 10 * MOST_WORDS]]
    angles = [angle for angle, _ in turned]
    usual = max(set(angles), key=angles.count, default=0)
    chars = [char for angle, char in turned if angle == usual]
    found = extract_words(chars, x_tolerance_ratio=WORD_GAP, keep_blank_chars=False)
    return [(w["text"], w["x0"], w["x1"], w["top"], w["bottom"]) for w in found[:MOST_WORDS]]


def _turned(char: dict[str, Any], page: Any) -> tuple[int, dict[str, Any]]:
    """A letter's angle in quarters of a turn against the clock, and the letter where it is read upright."""
    a, b, *_ = char["matrix"]
    quarters = round(math.atan2(b, a) / (math.pi / 2)) % 4
    x0, x1, top, bottom = char["x0"], char["x1"], char["top"], char["bottom"]
    width, height = float(page.width), float(page.height)
    edges = {
        0: (x0, x1, top, bottom),
        1: (height - bottom, height - top, x0, x1),
        2: (width - x1, width - x0, height - bottom, height - top),
        3: (top, bottom, width - x1, width - x0),
    }[quarters]
    left, right, upper, lower = edges
    moved = {"x0": left, "x1": right, "top": upper, "bottom": lower, "doctop": upper, "upright": True}
    size = {"width": right - left, "height": lower - upper}
    return quarters, {**char, **moved, **size}
