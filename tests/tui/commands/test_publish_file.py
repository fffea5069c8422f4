"""`lapbell publish FILE` of a file that was edited: that is noticed, and sent only where it is asked for."""

from __future__ import annotations

import asyncio
import os
import pty
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from feeds.log import read, write
from race.fold.history import History
from race.messages import Gun, Message, Note
from replays.reconstruction import with_known_times
from tests.feeds.fake_acceptor import FakeAcceptor, opened
from tests.patience import PATIENCE_S
from tests.race.messages_by_hand import split, start_list
from tests.race.random_races import picture
from tests.tui.commands.publish_office import Office, lines

RACE: list[Message] = [
    start_list(["1", "2"]),
    Gun(),
    split("1", "400", "1:01.0"),
    split("2", "400", "1:02.0"),
]

EDITED: list[Message] = [
    RACE[0],
    RACE[1],
    split("1", "400", "1:00.0"),
    Note(text="Runner 2 was not timed"),
    Note(text="Rain"),
]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A hub that is open, which has a race."""
    office = Office(tmp_path)
    async with office.hub:
        done = await office.publish_here(saved(office, RACE))
        assert done.returncode == 0, done.stderr
        yield office


def saved(office: Office, messages: list[Message]) -> Path:
    """The file of a race."""
    path = office.folder.parent / "race.jsonl"
    write(path, "club-800", messages)
    return path


def is_as_in_the_file(office: Office, path: Path) -> bool:
    """Whether the hub's race is that of a file."""
    in_file = with_known_times(list(read(path).messages()))
    return bool(picture(History(office.log("club-800").messages())) == picture(History(in_file)))


async def test_a_change_in_the_middle_is_noticed(office: Office) -> None:
    """Nothing is sent, also of what is new at the end, and the way out is named."""
    done = await office.publish_here(saved(office, [*RACE[:2], EDITED[2], RACE[3], Note(text="Rain")]))

    assert done.returncode == 2
    assert lines(done)[-1] == (
        "the hub has other messages of mat-a: mat-a:3 is not the same there (1 changed, 0 gone, 1 new); "
        "--replace shows the changes and sends corrections"
    )
    assert office.log("club-800").head == 4


async def test_corrections_are_shown_and_sent(office: Office) -> None:
    """A changed line becomes `replaces`, one that is gone a `void`, a new one is added; twice is harmless."""
    path = saved(office, EDITED)
    unasked = await office.publish_here(path, "--replace")
    before = office.log("club-800").head
    done = await office.publish_here(path, "--replace", "--yes")
    again = await office.publish_here(path)
    write(path, "club-800", [*EDITED, Note(text="Sun")])
    grown = await office.publish_here(path)

    shown = [
        'mat-a:4 is withdrawn: {"type": "split", "bib": "2", "checkpoint": "400", "time": "1:02.0", '
        '"evidence": "device"}',
        'mat-a:3 (split 1 400): time "1:01.0" becomes "1:00.0"',
        'new: {"type": "note", "when": "1:00.010", "text": "Runner 2 was not timed"}',
        'new: {"type": "note", "when": "1:00.010", "text": "Rain"}',
        "4 corrections in all: 1 changed, 1 gone, 2 new",
    ]
    said = [(m.type, m.replaces) for m in office.log("club-800").messages() if m.replaces]  # type: ignore[attr-defined]
    assert (unasked.returncode, before) == (2, 4)
    assert lines(unasked)[-1] == "--replace asks before it sends anything; without a terminal, add --yes"
    assert lines(unasked)[-6:-1] == shown
    assert (done.returncode, again.returncode, grown.returncode) == (0, 0, 0), done.stderr
    assert lines(done)[-1] == "4 messages published; the hub has 8 of mat-a"
    assert "note: the hub has these messages in another form or order; what holds is the same" in lines(again)
    assert lines(again)[-1] == "0 messages published; the hub has 8 of mat-a"
    assert lines(grown)[-1] == "1 message published; the hub has 9 of mat-a"
    assert said == [("void", "mat-a:4"), ("split", "mat-a:3")]
    assert is_as_in_the_file(office, path)


async def test_a_file_that_grows_is_published_again_and_again(office: Office) -> None:
    """What is new goes out, though the time of a note without one follows from the splits below it."""
    path = saved(office, [*RACE, Note(text="Rain")])
    first = await office.publish_here(path)
    saved(office, [*RACE, Note(text="Rain"), split("1", "800", "2:10.0")])
    second = await office.publish_here(path)

    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert lines(second)[-1] == "1 message published; the hub has 6 of mat-a"


async def test_a_shorter_file_is_noticed(office: Office) -> None:
    """As the hub has more messages than it."""
    path = saved(office, RACE[:3])
    refused = await office.publish_here(path)
    done = await office.publish_here(path, "--replace", "--yes")

    assert refused.returncode == 2
    assert (
        "the hub has 4 messages of mat-a, and there are only 3 here (0 changed, 1 gone, 0 new)"
        in refused.stderr
    )
    assert done.returncode == 0, done.stderr
    assert is_as_in_the_file(office, path)


@pytest.mark.parametrize(("answer", "head"), [(b"\n", 4), (b"y\n", 8)])
async def test_it_is_asked_before_anything_is_sent(office: Office, answer: bytes, head: int) -> None:
    """On a terminal; whatever is not yes is no."""
    terminal, stdin = pty.openpty()
    process = await office.start(saved(office, EDITED), "--replace", stdin=stdin)
    assert process.stderr
    async with asyncio.timeout(PATIENCE_S):
        said = await process.stderr.readuntil(b"Send these corrections? [y/N] ")
        os.write(terminal, answer)
        await process.communicate()
    os.close(stdin)
    os.close(terminal)

    assert b"4 corrections in all: 1 changed, 1 gone, 2 new" in said
    assert process.returncode == (0 if head == 8 else 2)
    assert office.log("club-800").head == head


async def test_an_old_hub_is_told_from_a_wrong_file(office: Office) -> None:
    """A hub of version 1.1 compares, but cannot give its messages back for corrections."""
    async with opened(FakeAcceptor(old=True)) as old:
        to = old.url.split("/")[2]
        await office.publish_here(saved(office, RACE), to=to)
        done = await office.publish_here(saved(office, EDITED), "--replace", "--yes", to=to)

    assert done.returncode == 2
    assert lines(done)[-1] == (
        "the hub has other messages of mat-a: mat-a:3 is not the same there; "
        "the hub speaks version 1.0 of the feed, and gives messages back since 1.2"
    )
    assert len(old.kept) == 4
