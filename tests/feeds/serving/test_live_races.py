"""The races in a hub's folder while their files are spoilt, replaced and mended."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from contextlib import aclosing
from http import HTTPStatus
from io import FileIO
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from feeds.hub import Hub, Settings
from feeds.log import Log, read
from feeds.viewer import Joined, Update
from tests.feeds.journals import journal
from tests.feeds.patient_viewer import texts, until, watch
from tests.feeds.raw_publisher import note, notes, teller
from tests.feeds.serving.live_logs import copied, events, of_race, path_of, put, said
from tests.patience import PATIENCE_S


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that keeps live races in a folder."""
    return Hub(settings=Settings(folder=tmp_path / "hub", heartbeat_s=0.2))


class FailingDisk(FileIO):
    """A file on a disk that fails at times."""

    fails = False

    def write(self, data: Any, /) -> int:
        """Write half of it, then nothing."""
        if not self.fails:
            return super().write(data)
        if len(data) > 60:
            return super().write(bytes(data)[:50])
        raise OSError(5, "Input/output error")

    def truncate(self, size: int | None = None, /) -> int:
        """Cut off, or fail."""
        if self.fails:
            raise OSError(5, "Input/output error")
        return super().truncate(size)


async def test_a_log_that_cannot_be_cut_is_closed_and_opened_again(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is acknowledged behind half a line; when the disk is well it goes on, unseen by viewers."""
    monkeypatch.setattr("feeds.log_file.FileIO", FailingDisk)
    async with hub, teller(hub) as mat, aclosing(watch(hub.url("club-800"))) as updates:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        seen = await until(updates, 3)
        monkeypatch.setattr(FailingDisk, "fails", True)
        await mat.say(4, note(4))
        with pytest.raises(ConnectionClosed):
            await mat.until_acked(4)
        troubles = said(hub)[1]["troubles"]
        async with teller(hub) as again:
            await again.say(4, note(4))
            with pytest.raises(ConnectionClosed):
                await again.until_acked(4)
        monkeypatch.setattr(FailingDisk, "fails", False)
        async with teller(hub) as later:
            assert later.ready["last"] == 3
            await later.say(4, *notes(4, 5))
            await later.until_acked(5)
        seen += await until(updates, 5)
        assert said(hub)[1]["status"] == "ok"

    assert troubles == ["club-800: messages cannot be kept: Input/output error"]
    assert texts(seen) == ["1", "2", "3", "4", "5"]
    assert sum(isinstance(update, Joined) for update in seen) == 1
    assert read(path_of(hub)).head == 5
    assert "torn end cut off" in events(caplog)
    caplog.clear()


async def test_a_log_that_is_gone_while_the_disk_is_full_is_written_later(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The hub still has its messages, and does not begin an empty log for want of the old one."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
            path_of(hub).unlink()
            with monkeypatch.context() as patched:
                patched.setattr("feeds.journal.write_whole", full)
                await mat.say(4, note(4))
                with pytest.raises(ConnectionClosed):
                    await mat.until_acked(4)
        async with teller(hub) as later:
            assert (later.ready["last"], later.ready["epoch"]) == (3, mat.ready["epoch"])
            await later.say(4, note(4))
            await later.until_acked(4)

    assert read(path_of(hub)).head == 4
    caplog.clear()


async def test_a_log_that_is_replaced_is_taken_with_the_next_message(hub: Hub) -> None:
    """An operator put a good copy in place of a log that is served: it is what holds from then on."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
            put(hub, of_race(journal(path_of(hub).parent / "copy", 7).read_bytes(), "club-800"))
            await mat.say(4, note(4))
            with pytest.raises(ConnectionClosed):
                await mat.until_acked(4)
        async with teller(hub) as later, aclosing(watch(hub.url("club-800"))) as updates:
            seen = await until(updates, 7)
            await later.say(1, note(8))
            await later.until_acked(1)

    assert texts(seen) == [str(number) for number in range(1, 8)]
    assert read(path_of(hub)).head == 8


@pytest.mark.parametrize("place", [put, copied])
async def test_sighup_sends_those_who_are_connected_to_the_other_log(
    hub: Hub, place: Callable[[Hub, bytes], None]
) -> None:
    """Viewers are dismissed and begin anew; the publisher comes again."""
    async with hub, teller(hub) as mat, aclosing(watch(hub.url("club-800"))) as updates:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        seen = await until(updates, 3)
        place(hub, of_race(journal(path_of(hub).parent / "copy", 7).read_bytes(), "club-800"))
        await hub.reread()
        with pytest.raises(ConnectionClosed):
            await mat.until_acked(4)
        seen += await until(updates, 7)
        assert said(hub)[1]["status"] == "ok"

    assert mat.answers[-1]["reason"] == "the race has another log"
    assert texts(seen)[-7:] == [str(number) for number in range(1, 8)]


async def test_an_older_copy_goes_on_under_a_new_name(hub: Hub) -> None:
    """Viewers have a message that is not in it, so what follows is another history."""
    async with hub, teller(hub) as mat, aclosing(watch(hub.url("club-800"))) as updates:
        await mat.say(1, *notes(1, 2))
        await mat.until_acked(2)
        older = path_of(hub).read_bytes()
        await mat.say(3, note(3))
        await mat.until_acked(3)
        await until(updates, 3)
        put(hub, older)
        await hub.reread()
        async with teller(hub) as later:
            assert later.ready["last"] == 2
            assert later.ready["epoch"] != mat.ready["epoch"]
            await later.say(3, note(33))
            await later.until_acked(3)
        seen: list[Update] = []
        while "33" not in texts(seen):
            seen += await until(updates, 3)

    assert texts(seen) == ["1", "2", "33"]
    assert read(path_of(hub)).epoch == later.ready["epoch"]


async def test_sighup_takes_no_log_that_is_damaged(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """It is what is there, so nothing is served of the race until it is mended."""
    async with hub, teller(hub) as mat, aclosing(watch(hub.url("club-800"))) as updates:
        await mat.say(1, *notes(1, 3))
        await mat.until_acked(3)
        await until(updates, 3)
        good = path_of(hub).read_bytes()
        put(hub, good.replace(b'"text":"2"', b'"text":"9"'))
        await hub.reread()
        with pytest.raises(ConnectionClosed):
            await mat.until_acked(4)
        status, answer = said(hub)
        put(hub, good)
        assert hub.live is not None
        await hub.live.look_again()
        assert said(hub)[0] == HTTPStatus.OK
        async with teller(hub) as later:
            assert later.ready["last"] == 3

    assert status == HTTPStatus.SERVICE_UNAVAILABLE
    assert answer["not_served"][0]["reason"] == "line 3 is damaged, and 3 messages were on disk"
    caplog.clear()


async def test_sighup_changes_nothing_for_a_log_that_is_as_it_was(hub: Hub) -> None:
    """Neither the publisher nor the viewers notice it."""
    async with hub, teller(hub) as mat, aclosing(watch(hub.url("club-800"))) as updates:
        for number in range(1, 30):
            await mat.say(number, note(number))
            await hub.reread()
        await mat.until_acked(29)
        seen = await until(updates, 29)

    assert sum(isinstance(update, Joined) for update in seen) == 1


async def test_two_hubs_do_not_share_a_folder(hub: Hub) -> None:
    """The second begins once the first has ended."""
    second = Hub(settings=hub.settings)
    async with hub:
        standing_by = asyncio.create_task(second.stand_by())
        with pytest.raises(Exception, match="another hub"):
            async with Hub(settings=hub.settings):
                pass
        assert not standing_by.done()
    async with asyncio.timeout(PATIENCE_S):
        await standing_by
    async with second:
        assert second.port


async def test_nothing_is_kept_of_a_race_that_was_taken_away(hub: Hub) -> None:
    """Its log leaves the memory."""
    async with hub:
        async with teller(hub) as mat:
            await mat.say(1, *notes(1, 3))
            await mat.until_acked(3)
        path_of(hub).unlink()
        await hub.reread()
        await asyncio.sleep(0)
        gc.collect()
        assert [
            found for found in gc.get_objects() if isinstance(found, Log) and found.race == "club-800"
        ] == []
