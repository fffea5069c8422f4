"""`lapbell publish --to A,B`: when the first hub is gone the second gets the same history, or a clear no."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.patience import PATIENCE_S, until
from tests.tui.commands.publish_office import Office, lines

CLUB = ["-", "--race", "club-800"]


@pytest.fixture
async def offices(tmp_path: Path) -> AsyncIterator[tuple[Office, Office]]:
    """Two hubs, each with a token of its own for the same source."""
    first, second = Office(tmp_path, "first"), Office(tmp_path, "second")
    async with first.hub, second.hub:
        yield first, second


def note(text: str) -> str:
    """A line."""
    return f'{{"type":"note","text":"{text}"}}\n'


async def publish(
    first: Office, second: Office, *arguments: str | Path, typed: str = ""
) -> tuple[int, list[str]]:
    """The exit code, and what was said."""
    to, token = f"{first.host},{second.host}", f"{first.token} {second.token}"
    done = await first.publish_here(*arguments, typed=typed, to=to, token=token)
    return done.returncode, lines(done)


async def test_the_second_hub_goes_on_where_the_first_was_killed(tmp_path: Path) -> None:
    """With all that the first one had; and the first again when the second is killed. Hubs as processes."""
    first, second = HubProcess(tmp_path / "first"), HubProcess(tmp_path / "second")
    office, other = Office(tmp_path, "first"), Office(tmp_path, "second")
    tokens = f"{office.token} {other.token}"
    to = f"127.0.0.1:{first.port},127.0.0.1:{second.port}"
    out, into = os.pipe()
    async with first, second, asyncio.timeout(PATIENCE_S):
        publisher = await office.start(*CLUB, stdin=out, token=tokens, to=to)
        os.write(into, note("1").encode())
        await until(lambda: office.noted == ["1"])
        await first.kill()
        os.write(into, note("2").encode())
        await until(lambda: other.noted == ["1", "2"])
        await first.start()
        await second.kill()
        os.write(into, note("3").encode())
        os.close(into)
        os.close(out)
        said = (await publisher.communicate())[1].decode()
        at_first = office.noted

    assert publisher.returncode == 0, said
    assert f"connected to 127.0.0.1:{second.port} as mat-a; the hub has 0 of its messages" in said
    assert f"connected to 127.0.0.1:{first.port} as mat-a; the hub has 1 of its messages" in said
    assert at_first == ["1", "2", "3"]


async def test_a_second_hub_that_differs_is_left_out_while_the_first_is_gone(tmp_path: Path) -> None:
    """It could not be compared at the start. The first one has everything when it is back."""
    first, second = HubProcess(tmp_path / "first"), HubProcess(tmp_path / "second")
    office, other = Office(tmp_path, "first"), Office(tmp_path, "second")
    to = f"127.0.0.1:{first.port},127.0.0.1:{second.port}"
    async with asyncio.timeout(PATIENCE_S), second:
        theirs = await other.start(
            *CLUB,
            "--outbox",
            tmp_path / "theirs",
            stdin=asyncio.subprocess.PIPE,
            to=f"127.0.0.1:{second.port}",
        )
        await theirs.communicate(note("other").encode())
    assert other.noted == ["other"]

    out, into = os.pipe()
    async with AsyncExitStack() as stack, first, asyncio.timeout(PATIENCE_S):
        stack.push_async_callback(second.kill)
        publisher = await office.start(*CLUB, stdin=out, token=f"{office.token} {other.token}", to=to)
        os.write(into, note("1").encode())
        await until(lambda: office.noted == ["1"])
        await second.start()
        await first.kill()
        os.write(into, note("2").encode())
        assert publisher.stderr is not None
        said = b""
        while b"is left out" not in said:
            said += await publisher.stderr.readline()
        await first.start()
        os.close(into)
        os.close(out)
        said += (await publisher.communicate())[1]

    assert publisher.returncode == 0, said
    assert f"there; 127.0.0.1:{second.port} is left out; trying again" in said.decode()
    assert (office.noted, other.noted) == (["1", "2"], ["other"])


async def test_two_hubs_that_differ_are_a_clear_no(offices: tuple[Office, Office]) -> None:
    """Before anything is sent to either."""
    first, second = offices
    await second.publish_here(*CLUB, typed=note("another race"), data=second.folder)
    code, said = await publish(first, second, *CLUB, typed=note("1"))

    assert code == 2
    assert said[-1].startswith(f"{second.host}: the hub has 1 messages of mat-a, and there are only 0 here; ")
    assert (first.noted, second.noted) == ([], ["another race"])


async def test_a_hub_that_does_not_answer_holds_nothing_up(tmp_path: Path) -> None:
    """Of the second it is said, and the first is passed over."""
    office, gone = Office(tmp_path), f"127.0.0.1:{free_port()}"
    async with office.hub:
        done = await office.publish_here(*CLUB, typed=note("1"), to=f"{office.host},{gone}")
        turned = await office.publish_here(
            *CLUB, "--outbox", office.outbox(), typed=note("2"), to=f"{gone},{office.host}"
        )

    assert (done.returncode, turned.returncode) == (0, 0)
    assert f"note: {gone} does not answer; what it has is compared when it is needed" in lines(done)
    assert office.noted == ["1", "2"]


async def test_there_is_a_token_for_each_hub(offices: tuple[Office, Office]) -> None:
    """Or one for both; a token that the second hub does not know is a clear no."""
    first, second = offices
    to = f"{first.host},{second.host}"
    wrong = await first.publish_here(*CLUB, typed=note("1"), to=to, token=first.token)
    three = await first.publish_here(*CLUB, typed=note("1"), to=to, token="a b c")

    assert lines(wrong)[-1].startswith(f"{second.host}: Publishing needs a token of this hub")
    assert lines(three) == ["there are 3 tokens for 2 hubs"]
    assert first.noted == []
