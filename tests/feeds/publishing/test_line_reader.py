"""Lines are there as soon as they are whole, and what was not asked for is left in the input."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.publishing.line_reader import line_groups
from tests.patience import PATIENCE_S

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="a pipe is copied by tee(2), of Linux")


async def next_group(groups: AsyncIterator[list[bytes]]) -> list[bytes]:
    """The next lines."""
    async with asyncio.timeout(PATIENCE_S):
        return await anext(groups)


async def all_lines(descriptor: int) -> list[bytes]:
    """The lines up to the end."""
    async with asyncio.timeout(PATIENCE_S):
        return [line async for group in line_groups(descriptor) for line in group]


@on_linux
async def test_a_pipe_keeps_what_was_not_asked_for() -> None:
    """Another reader of the same pipe, as the next run of a program, finds all but the first group."""
    out, into = os.pipe()
    os.write(into, b"one\ntwo\nthr")
    async with aclosing(line_groups(out)) as groups:
        assert await next_group(groups) == [b"one", b"two"]
        waiting = asyncio.create_task(next_group(groups))
        await asyncio.sleep(0.05)
        os.write(into, b"ee\nfour\nfi")
        assert await waiting == [b"three", b"four"]
    os.close(into)

    assert os.read(out, 100) == b"three\nfour\nfi"


async def test_a_file_keeps_what_was_not_asked_for(tmp_path: Path) -> None:
    """It is read from its position, which stays until a group is done."""
    path = tmp_path / "lines"
    path.write_bytes(b"zero\none\ntwo")
    with path.open("rb", buffering=0) as file:
        file.seek(5)
        async with aclosing(line_groups(file.fileno())) as groups:
            assert await next_group(groups) == [b"one", b"two"]
            assert file.tell() == 5
            assert [group async for group in groups] == []
            assert file.tell() == 12


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"a",
        b"a\n",
        b"\n\na\r\n",
        b"x" * 200_000 + b"\n" + b"y" * 70_000,
        b"".join(b"line %d\n" % number for number in range(30_000)),
    ],
    ids=["nothing", "no end", "a line", "blank", "long", "many"],
)
async def test_every_line_comes_once(sent: bytes, tmp_path: Path) -> None:
    """Of a pipe into which a program writes more than it holds, and of a file."""
    out, into = os.pipe()

    def write() -> None:
        with os.fdopen(into, "wb") as file:
            file.write(sent)

    writing = asyncio.create_task(asyncio.to_thread(write))
    piped = await all_lines(out)
    await writing
    os.close(out)
    path = tmp_path / "lines"
    path.write_bytes(sent)
    with path.open("rb") as file:
        from_file = await all_lines(file.fileno())

    expected = sent.split(b"\n")
    assert piped == from_file == (expected if expected[-1] else expected[:-1])
