"""Hubs are remembered, the last one first, and polled now and then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feeds.client.race_list import RaceList
from feeds.errors import Interrupted
from feeds.hub_address import Address
from feeds.protocol.race_notice import RaceNotice
from replays.hubs import hub_poller, known_hubs
from replays.hubs.hub_poller import HubPoller
from replays.hubs.known_hubs import (
    forget,
    forget_silent,
    note_answer,
    remember,
    remembered,
    token_files,
)

HUB = Address.parse("10.0.0.5:8400")
OTHER = Address.parse("wss://timing.example")

NOTICE = RaceNotice(
    race="mile", name="Mile", meet="", date="", event="", state="before", head=1, publishers=0, viewers=0
)


def test_the_last_one_is_the_first() -> None:
    """Each once, without the race that was watched."""
    assert remembered() == []
    remember(HUB.of("mile"))
    remember(OTHER)
    remember(HUB)

    assert remembered() == [HUB, OTHER]
    forget(HUB.of("mile"))
    assert remembered() == [OTHER]


def test_the_file_with_the_token_is_remembered(data_folder: Path, tmp_path: Path) -> None:
    """Until the hub is forgotten; the token itself is written nowhere."""
    file = tmp_path / "token"
    file.write_text("secret")
    remember(HUB.of("mile"), file)
    remember(OTHER)
    remember(HUB)

    assert token_files() == {HUB: file}
    assert "secret" not in (data_folder / known_hubs.NAME).read_text()
    forget(HUB)
    assert token_files() == {}


@pytest.mark.parametrize("files", [3, [], {"ws://10.0.0.5:8400": 3}, {"elsewhere": "/token"}, {3: None}])
def test_broken_token_files_are_ignored(data_folder: Path, files: object) -> None:
    """The hubs are still known."""
    data_folder.mkdir()
    written = {"version": 1, "hubs": [HUB.base], "token_files": files}
    (data_folder / known_hubs.NAME).write_text(json.dumps(written))

    assert token_files() == {}
    assert remembered() == [HUB]


def test_only_so_many_are_remembered(data_folder: Path) -> None:
    """The one that was watched longest ago is dropped."""
    for number in range(12):
        remember(Address.parse(f"10.0.0.{number}:8400"))

    assert [hub.host for hub in remembered()] == [f"10.0.0.{n}:8400" for n in range(11, 3, -1)]
    assert [path.name for path in data_folder.iterdir()] == ["hubs.json"]


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", '{"hubs": 3}', '{"hubs": [3, null, "file:///x", "nowhere"]}', "[" * 60_000],
)
def test_a_broken_file_is_ignored(data_folder: Path, text: str) -> None:
    """And replaced when there is something to remember."""
    data_folder.mkdir()
    (data_folder / known_hubs.NAME).write_text(text)

    assert remembered() == []
    remember(HUB)
    assert json.loads((data_folder / known_hubs.NAME).read_text()) == {"version": 1, "hubs": [HUB.base]}


def test_what_is_readable_of_a_file_is_read(data_folder: Path) -> None:
    """Each hub once, and no more than are remembered."""
    data_folder.mkdir()
    written = ["10.0.0.5:8400", "?", "ws://10.0.0.5:8400/v1/races/mile", *(f"h{n}:1" for n in range(20))]
    (data_folder / known_hubs.NAME).write_text(json.dumps({"hubs": written}))

    assert remembered()[:2] == [HUB, Address.parse("h0:1")]
    assert len(remembered()) == known_hubs.MOST


def test_a_folder_that_cannot_be_written_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is remembered then."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path / "file"))

    remember(HUB)
    forget(HUB)
    assert remembered() == []


async def test_a_hub_that_does_not_answer_is_asked_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last answer is kept; when it answers again it is asked as often as before."""
    now_s, answers = 100.0, True

    async def programme(_hub: Address) -> RaceList:
        if not answers:
            raise Interrupted("no answer")
        return RaceList(version=1, races=(NOTICE,), now_ms=1_000)

    monkeypatch.setattr(hub_poller, "race_list", programme)
    looking = HubPoller(HUB, seconds=lambda: now_s)
    waits, troubles = [looking.due_s], []
    for answers in (True, False, False, False, False, False, True):  # noqa: B007
        now_s += looking.due_s
        await looking.poll()
        waits.append(looking.due_s)
        troubles.append(looking.trouble)

    assert waits == [0, 3, 6, 12, 24, 30, 30, 3]
    assert troubles == [None, *["no answer"] * 5, None]
    assert looking.races == (NOTICE,)
    now_s += 2.5
    assert looking.now_ms == 3_500


def test_a_hub_that_has_never_answered_is_not_remembered_for_good(tmp_path: Path) -> None:
    """A mistyped one goes with the next start or the next hub; one that has answered once stays."""
    remember(HUB)
    remember(OTHER.of("mile"), tmp_path, has_answered=False)
    assert remembered() == [OTHER, HUB]
    forget_silent()
    assert (remembered(), token_files()) == ([HUB], {})

    remember(OTHER, has_answered=False)
    remember(HUB, has_answered=False)
    assert remembered() == [HUB]
    forget_silent()
    assert remembered() == [HUB], "it answered another day"

    remember(OTHER, has_answered=False)
    note_answer(OTHER.of("mile"))
    forget_silent()
    assert remembered() == [OTHER, HUB]


@pytest.mark.parametrize("silent", [3, {}, ["http://"], [None], "ws://10.0.0.5:8400"])
def test_a_broken_list_of_those_that_never_answered_is_ignored(data_folder: Path, silent: object) -> None:
    """The hubs are still known."""
    data_folder.mkdir()
    written = {"version": 1, "hubs": [HUB.base], known_hubs.SILENT: silent}
    (data_folder / known_hubs.NAME).write_text(json.dumps(written))

    forget_silent()

    assert remembered() == [HUB]
