"""How many cells a terminal draws signs in: they are written, and it is asked where its cursor is."""

from __future__ import annotations

import os
import re
import select
import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE_S = 1.0
"""A terminal that has not answered by then does not."""

_PLACE = re.compile(rb"\x1b\[\d+;(\d+)R")


def cells_of(signs: Sequence[str], output: TextIO) -> list[int] | None:
    """The cells that each sign takes; None where the terminal does not answer. The line is left empty.

    The keys that are pressed meanwhile are lost.
    """
    try:
        with _unbuffered_keys(sys.stdin.fileno()) as keys:
            return [_asked(sign, output, keys) - 1 for sign in signs]
    except (ImportError, OSError, ValueError, TimeoutError):
        return None
    finally:
        output.write("\r\x1b[K")
        output.flush()


def _asked(sign: str, output: TextIO, keys: int) -> int:
    """The column of the cursor behind a sign, from 1."""
    output.write(f"\r\x1b[K{sign}\x1b[6n")
    output.flush()
    answer, until_s = b"", monotonic() + PATIENCE_S
    while (found := _PLACE.search(answer)) is None:
        if not select.select([keys], [], [], max(until_s - monotonic(), 0.0))[0]:
            raise TimeoutError
        answer = (answer + os.read(keys, 256))[-256:]
    return int(found[1])


@contextmanager
def _unbuffered_keys(keys: int) -> Iterator[int]:
    """Take keys as they come, and do not show them."""
    if sys.platform == "win32":
        raise OSError("the keys cannot be taken one by one")
    import termios
    import tty

    try:
        before = termios.tcgetattr(keys)
    except termios.error as error:  # which is no OSError
        raise OSError(*error.args) from error
    try:
        tty.setcbreak(keys)
        mode = termios.tcgetattr(keys)
        mode[3] &= ~termios.ECHO
        termios.tcsetattr(keys, termios.TCSANOW, mode)
        yield keys
    finally:
        termios.tcsetattr(keys, termios.TCSAFLUSH, before)
