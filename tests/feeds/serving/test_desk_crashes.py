"""A hub that is killed in the middle of a desk's act has done it or not, and never half of it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feeds.client.hub_admin import HubAdmin
from feeds.client.race_list import race_list
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import read
from tests.feeds.conftest import start_list
from tests.feeds.desks import desk
from tests.feeds.raw_publisher import notes, teller

RACE = "club-800"

CHANGES = {"open", "os.rename", "os.remove", "os.truncate", "os.mkdir", "os.link"}
"""What Python says of itself before a file is made, moved or deleted."""

State = tuple[list[bytes] | None, bool, int]
"""The log of the race, whether it has ended, and how many logs are in the archive."""


class Snapshots:
    """Copies of a folder as it is before each change of it: what a hub leaves that is killed just then."""

    folder: Path | None = None
    into: Path
    count = 0
    is_copying = False

    def note(self, event: str, _: object) -> None:
        """Copy the folder. Called by Python for whatever it does."""
        if self.folder is None or self.is_copying or event not in CHANGES:
            return
        self.is_copying = True
        try:
            shutil.copytree(self.folder, self.into / f"{self.count}", ignore=shutil.ignore_patterns("*.lock"))
            self.count += 1
        finally:
            self.is_copying = False

    @contextmanager
    def taken_of(self, folder: Path, into: Path) -> Iterator[None]:
        """While the block runs, and at its end."""
        self.into, self.count, self.folder = into, 0, folder
        try:
            yield
        finally:
            self.folder = None
        shutil.copytree(folder, into / f"{self.count}", ignore=shutil.ignore_patterns("*.lock"))


SNAPSHOTS = Snapshots()


@pytest.fixture(scope="module")
def snapshots() -> Snapshots:
    """A hook of Python cannot be taken away again; it does nothing outside of these tests."""
    sys.addaudithook(SNAPSHOTS.note)
    return SNAPSHOTS


async def state_of(folder: Path) -> State:
    """What a hub finds that is started with a folder."""
    path, archive = folder / f"{RACE}.jsonl", folder / "archive"
    async with Hub(settings=Settings(folder=folder)) as hub:
        listed = (await race_list(Address.parse(hub.base))).races
        has_ended = RACE in hub.registry.ended
        assert [one.ended for one in listed] == [has_ended] * path.is_file()
        assert not hub.registry.unserved
    archived = sum(name.endswith(".gz") for name in os.listdir(archive)) if archive.is_dir() else 0
    return read(path).lines if path.is_file() else None, has_ended, archived


async def make(admin: HubAdmin) -> object:
    """Make a race."""
    return await admin.make_race(RACE, start_list())


async def end(admin: HubAdmin) -> object:
    """End it."""
    return await admin.end_race(RACE)


async def reopen(admin: HubAdmin) -> object:
    """Reopen it."""
    return await admin.reopen_race(RACE)


async def withdraw(admin: HubAdmin) -> object:
    """Withdraw it."""
    return await admin.withdraw_race(RACE)


Act = Callable[[HubAdmin], Awaitable[object]]


@pytest.mark.parametrize(
    ("before", "act"),
    [
        ([], make),
        ([make, end, withdraw], make),
        ([make], end),
        ([make, end, reopen], end),
        ([make, end], reopen),
        ([make, end, withdraw], reopen),
        ([make, end], withdraw),
    ],
    ids=lambda acts: "-".join(one.__name__ for one in acts) if isinstance(acts, list) else acts.__name__,
)
async def test_killed_in_the_middle_of_an_act(
    tmp_path: Path, snapshots: Snapshots, before: list[Act], act: Act
) -> None:
    """At whatever change of a file: the hub that is started then has the state before or after the act."""
    folder, copies = tmp_path / "hub", tmp_path / "copies"
    async with Hub(settings=Settings(folder=folder)) as hub, desk(hub) as admin:
        for number, one in enumerate(before, start=1):
            await one(admin)
            if one is make and number < len(before):
                async with teller(hub) as mat:
                    await mat.say(1, *notes(1, 3))
                    await mat.until_acked(3)
        shutil.copytree(folder, tmp_path / "first", ignore=shutil.ignore_patterns("*.lock"))
        with snapshots.taken_of(folder, copies):
            await act(admin)
    first = await state_of(tmp_path / "first")
    states = [await state_of(copies / f"{number}") for number in range(snapshots.count + 1)]

    last = states[-1]
    assert first != last
    changes = [number for number, state in enumerate(states) if state[:2] != first[:2]]
    assert changes, "the act was seen in no snapshot"
    assert [state[:2] for state in states] == [
        first[:2] if number < changes[0] else last[:2] for number in range(len(states))
    ]
    assert len(states) > 2
    assert all(state[2] >= 1 for state in states if state[0] is None and act is withdraw)
