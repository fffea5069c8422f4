"""What another program writes to a bridge, line by line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from feeds.bridges.inputs.named_source import named_source
from feeds.errors import UserError
from tests.feeds.bridges.pieces_of import given_by
from tests.patience import until


async def test_whole_lines_come_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a line waits for its end; at the end of the input it is said to be closed."""
    out, into = os.pipe()
    with os.fdopen(out) as reading:
        monkeypatch.setattr(sys, "stdin", reading)
        async with given_by(named_source("-", print)) as given:
            os.write(into, b"one\ntwo\nthr")
            await given.has(b"one\ntwo\n")
            os.write(into, b"ee\n")
            os.close(into)
            await until(lambda: "closed" in given.kinds)

    assert given.data == b"one\ntwo\nthree\n"
    assert (given.kinds[0], given.kinds[-1]) == ("opened", "closed")
    assert {piece.origin for piece in given.pieces} == {"stdin"}


async def test_an_input_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one sentence."""
    source = named_source("-", print)
    with os.fdopen(os.open(tmp_path / "input", os.O_WRONLY | os.O_CREAT), "w") as file:
        monkeypatch.setattr(sys, "stdin", file)
        with pytest.raises(UserError, match="cannot read standard input: Bad file descriptor"):
            _ = [piece async for piece in source.pieces()]
