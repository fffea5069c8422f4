"""Logs moved into an archive, with and without a hub that serves them."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack, aclosing, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from feeds.client.reconnect import HubLost
from feeds.errors import FeedError, Refused
from feeds.file_lock import try_lock
from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.log import read
from feeds.log_archive import ASKING, archive_log, is_being_archived
from feeds.log_file import Locked
from feeds.serving.race_folder import RaceFolder
from feeds.serving.tokens import Tokens
from feeds.viewer import Joined, Update
from tests.feeds.journals import journal, lines, reopened
from tests.feeds.patient_viewer import until, watch
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import notes, teller
from tests.patience import PATIENCE_S
from tests.patience import until as until_so


def test_an_archived_log_is_whole_and_gone_from_its_place(tmp_path: Path) -> None:
    """It is unpacked to the same bytes, and can be read as a race file."""
    path = journal(tmp_path, 3)
    before = path.read_bytes()

    archived = archive_log(path, "race", tmp_path / "archive")

    assert not path.exists()
    assert (archived.messages, archived.fault) == (3, None)
    assert gzip.decompress(archived.path.read_bytes()) == before
    assert read(archived.path).head == 3
    assert [left.name for left in tmp_path.iterdir()] == ["archive"]


def test_archives_of_a_race_stand_beside_each_other(tmp_path: Path) -> None:
    """No archived log is written over."""
    paths = set()
    for count in (1, 2, 3):
        paths.add(archive_log(journal(tmp_path, count), "race", tmp_path / "archive").path)

    assert sorted(read(path).head for path in paths) == [1, 2, 3]


def test_a_damaged_log_is_archived_as_it_is(tmp_path: Path) -> None:
    """Its damage is named."""
    path = journal(tmp_path, 5)
    path.write_bytes(path.read_bytes().replace(b'"3"', b'"X"'))
    before = path.read_bytes()

    archived = archive_log(path, "race", tmp_path / "archive")

    assert archived.messages == 2
    assert archived.fault is not None
    assert "line 4 is damaged" in archived.fault
    assert gzip.decompress(archived.path.read_bytes()) == before


def test_a_log_stays_where_it_is_if_the_archive_cannot_be_written(tmp_path: Path) -> None:
    """Nothing is left of the attempt."""
    path = journal(tmp_path, 3)
    (tmp_path / "archive").touch()

    with pytest.raises(OSError, match="archive"):
        archive_log(path, "race", tmp_path / "archive")

    assert reopened(path)[0] == lines(1, 3)
    assert not is_being_archived(path)


def test_a_log_stays_where_it_is_if_its_copy_is_not_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy is read again before the original goes."""
    path = journal(tmp_path, 3)
    monkeypatch.setattr(gzip.GzipFile, "read", lambda *_: b"something else")

    with pytest.raises(FeedError, match="the log stays where it is"):
        archive_log(path, "race", tmp_path / "archive")

    assert path.exists()


def test_what_another_program_has_open_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while it is said."""
    monkeypatch.setattr("feeds.log_archive.WAIT_S", 0.2)
    path = journal(tmp_path, 3)
    opened = Journal.open(path, "race")

    with pytest.raises(FeedError, match=r"race.jsonl: the hub has not closed the race for 0.2 s"):
        archive_log(path, "race", tmp_path / "archive")

    opened.close()
    assert path.exists()


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub that looks often at its folder."""
    monkeypatch.setattr("feeds.serving.live_races.LOOK_S", 0.05)
    return Hub(settings=Settings(folder=tmp_path / "hub", heartbeat_s=0.2))


def path_of(hub: Hub) -> Path:
    """The log of the race."""
    assert hub.settings.folder
    return hub.settings.folder / "club-800.jsonl"


@contextmanager
def asked_for(asking: Path) -> Iterator[None]:
    """Hold what asks the hub to close a race, as one who archives its log does."""
    with asking.open("ab") as request:
        assert try_lock(request)
        yield


async def archive(hub: Hub, *, begin_anew: bool = False) -> Path:
    """Archive the race as another program does."""
    path = path_of(hub)
    folder = path.parent / "archive"
    done = await asyncio.to_thread(archive_log, path, "club-800", folder, begin_anew=begin_anew)
    return done.path


async def losses(updates: AsyncGenerator[Update, None]) -> list[str]:
    """Why a viewer is cut off, until it is refused for good."""
    reasons: list[str] = []
    async with asyncio.timeout(PATIENCE_S):
        try:
            async for update in updates:
                if isinstance(update, HubLost):
                    reasons.append(update.reason)
                    await asyncio.sleep(0.02)
        except Refused as refusal:
            reasons.append(str(refusal))
    return reasons


async def test_a_running_hub_closes_an_archived_race(hub: Hub) -> None:
    """Viewers are told; then the race is not there any more, and everything is in the archive."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 20))
            await mat.until_acked(20)
        Tokens(path_of(hub).parent).revoke("club-800", "mat-a", use="publish")
        async with aclosing(watch(hub.url("club-800"))) as updates:
            await until(updates, 20)
            archiving = asyncio.create_task(archive(hub))
            reasons = await losses(updates)
            archived = await archiving
        listed = await get(hub, "/v1/races")
        health = await get(hub, "/health")

    assert reasons[0] == "the race is being archived"
    assert "There is no race 'club-800'" in reasons[-1]
    assert read(archived).head == 20
    assert '"races":[]' in listed.body
    assert health.status == HTTPStatus.OK


@pytest.mark.parametrize("looks", [1, 2])
async def test_a_log_that_goes_while_the_hub_looks_is_not_begun_anew(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, looks: int
) -> None:
    """The hub has seen the log that is being archived; a moment later all is done."""
    path, stamp = path_of(hub), RaceFolder.stamp
    asking = path.with_name(f"{path.name}{ASKING}")
    looked = []

    def then_done(folder: RaceFolder, race: str) -> object:
        looked.append(stamp(folder, race))
        if len(looked) >= looks:
            path.unlink(missing_ok=True)
            asking.unlink(missing_ok=True)
        return looked[-1]

    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        monkeypatch.setattr(RaceFolder, "stamp", then_done)
        with asked_for(asking):
            await until_so(lambda: len(looked) >= looks and not hub.registry.unserved)

    assert "club-800" not in hub.registry.broadcasts
    assert not path.exists()


def test_a_log_whose_archiving_begins_as_it_is_opened_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub lets go of it, and it goes to the archive whole."""
    path, opened = journal(tmp_path, 3), Journal.open
    asking = path.with_name(f"{path.name}{ASKING}")

    with ExitStack() as archiving, monkeypatch.context() as meanwhile:

        def then_asked(*given: Any, **options: Any) -> Journal:
            found = opened(*given, **options)
            archiving.enter_context(asked_for(asking))
            return found

        meanwhile.setattr(Journal, "open", then_asked)
        with pytest.raises(Locked, match="the race is being archived"):
            RaceFolder(tmp_path).open_log("race", None, begin=True)

    assert archive_log(path, "race", tmp_path / "archive").messages == 3


async def test_a_running_hub_serves_a_race_that_was_reset(hub: Hub) -> None:
    """Viewers begin anew with the empty log."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        async with aclosing(watch(hub.url("club-800"))) as updates:
            [joined, *_] = await until(updates, 3)
            assert isinstance(joined, Joined)
            await archive(hub, begin_anew=True)
            async with asyncio.timeout(PATIENCE_S):
                async for update in updates:
                    if isinstance(update, Joined):
                        break
                    await asyncio.sleep(0.02)

    assert isinstance(update, Joined)
    assert (update.hello.mode, update.hello.head) == ("start", 0)
    assert update.hello.epoch != joined.hello.epoch


async def test_a_race_is_served_again_if_its_archiving_was_killed(hub: Hub, tmp_path: Path) -> None:
    """What the killed program has left behind does not keep it closed."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        await hub.registry.remove("club-800", "as if it had been closed")
        (tmp_path / "hub" / "club-800.jsonl.archiving").touch()
        async with teller(hub) as mat:
            assert mat.ready["last"] == 3
