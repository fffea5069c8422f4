"""What a hub says of its health."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from time import sleep

import pytest

from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.serving.race_folder import MOST_FOREIGN
from tests.feeds.raw_publisher import note, teller
from tests.feeds.serving.live_logs import events, path_of, said


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that keeps live races in a folder."""
    return Hub(settings=Settings(folder=tmp_path / "hub", heartbeat_s=0.2))


async def test_a_hub_that_is_well(hub: Hub) -> None:
    """Its page has no more than figures."""
    async with hub, teller(hub) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        status, answer = said(hub)

    assert status == HTTPStatus.OK
    assert answer == {
        "status": "ok",
        "races": 1,
        "not_served": [],
        "troubles": [],
        "slow": [],
        "clocks": [],
        "notes": [],
        "contested": [],
        "devices": [],
        "viewers": 0,
        "publishers": 1,
        "now_ms": None,
        "version": "",
        "free_bytes": None,
        "file_limit": None,
    }


async def test_a_slow_disk_is_said_with_status_200(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every race is served, only later."""
    append: Callable[..., None] = Journal.append

    def slowly(journal: Journal, lines: list[bytes]) -> None:
        sleep(0.3)
        append(journal, lines)

    monkeypatch.setattr(Journal, "append", slowly)
    monkeypatch.setattr("feeds.serving.http_pages.SLOW_S", 0.2)
    async with hub, teller(hub) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        status, answer = said(hub)

    assert (status, answer["status"]) == (HTTPStatus.OK, "slow")
    [sentence] = answer["slow"]
    assert sentence.startswith("club-800: writing takes 0.")


async def test_a_race_that_cannot_be_begun_is_said(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that may not be written: for as long as someone tries, and not when it has come in."""
    opened = Journal.open

    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    async with hub:
        monkeypatch.setattr(Journal, "open", forbidden)
        async with teller(hub, "heat-1") as mat:
            assert (mat.ready["type"], mat.ready["code"]) == ("bye", 1013)
        status, during = said(hub)
        monkeypatch.setattr("feeds.serving.recent_troubles.LAST_S", 0.0)
        _, given_up = said(hub)
        monkeypatch.setattr("feeds.serving.recent_troubles.LAST_S", 30.0)
        monkeypatch.setattr(Journal, "open", opened)
        async with teller(hub, "heat-1") as mat:
            assert mat.ready["type"] == "ready"
        _, after = said(hub)

    assert (status, during["status"]) == (HTTPStatus.OK, "trouble")
    assert during["troubles"] == ["heat-1: its log cannot be opened or begun: Permission denied"]
    assert given_up["troubles"] == after["troubles"] == []


async def test_a_message_that_cannot_be_read_spoils_no_list(
    hub: Hub, caplog: pytest.LogCaptureFixture
) -> None:
    """A log whose checksums are right, and whose start list is none: the other races are listed."""
    spoilt = Journal.open(path_of(hub, "spoilt"), "spoilt")
    spoilt.append([b'{"type":"start-list","name":7}'])
    spoilt.close()
    async with hub, teller(hub) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        for _ in range(2):
            await hub.registry.refresh()
            assert [notice.race for notice in hub.registry.notices()] == ["club-800"]
        status, answer = said(hub)

    assert status == HTTPStatus.OK
    assert answer["notes"] == ["spoilt: not in the list of races: a message in its log cannot be read"]
    assert events(caplog).count("race not listed") == 1
    caplog.clear()


async def test_only_so_many_foreign_files_are_named(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    """Someone may have unpacked an archive there."""
    path_of(hub).parent.mkdir()
    for number in range(MOST_FOREIGN + 50):
        (path_of(hub).parent / f"Race {number}.jsonl").touch()
    async with hub:
        assert len(said(hub)[1]["notes"]) == MOST_FOREIGN

    assert events(caplog).count("file not taken") == MOST_FOREIGN
    caplog.clear()
