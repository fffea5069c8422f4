"""One file is the race file and the outbox of who times a race."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.journal import Journal
from feeds.log import examine, read, write
from feeds.timing import timing_file
from feeds.timing.timing_file import TimingFile
from race.messages import Message, Note, Split, Void
from race.times import Time
from tests.feeds.conftest import start_list
from tests.feeds.journals import journal, on_disk
from tests.feeds.timing.timing_runs import RACE
from tests.patience import PATIENCE_S


async def kept(path: Path, *messages: Message, beginning: tuple[Message, ...] = ()) -> None:
    """Put messages into a timing file."""
    file = TimingFile.open(path, RACE, beginning)
    await file.kept(file.put(messages))
    await file.close()


async def test_it_is_a_race_file_that_names_messages_by_number(tmp_path: Path) -> None:
    """A beginning is written once; what is put later goes on from it."""
    path = tmp_path / "race.jsonl"
    await kept(path, Note(text="a"), beginning=(start_list(),))
    await kept(path, Void(replaces=":2"), beginning=(start_list(), start_list()))

    log, problems = examine(path)
    assert log is not None
    assert problems == [problem for problem in problems if not problem.fatal]
    assert [(m.id, m.replaces) for m in log.messages()] == [(":1", None), (":2", None), (":3", ":2")]


async def test_a_race_file_that_was_written_by_hand_goes_on(tmp_path: Path) -> None:
    """With what is in it, under other names; the file as it was is kept."""
    path = tmp_path / "race.jsonl"
    early = Split(id="s", bib="1", checkpoint="400", time=Time(58_200, 1), evidence="hand", by="me", record=7)
    late = Split(bib="1", checkpoint="400", time=Time(59_200, 1), evidence="hand", replaces="s")
    write(path, RACE, [start_list(), early, late])
    before = path.read_bytes()

    file = TimingFile.open(path, RACE)
    assert file.notices == (
        "race.jsonl is a timing file from now on; race.jsonl.old-1 is the file as it was",
    )
    await file.close()
    again = TimingFile.open(path, RACE)
    assert again.notices == ()
    await again.close()

    assert (tmp_path / "race.jsonl.old-1").read_bytes() == before
    messages = list(read(path).messages())
    assert [(m.id, m.replaces, m.record) for m in messages] == [
        (":1", None, None),
        (":2", None, None),
        (":3", ":2", None),
    ]


@pytest.mark.parametrize(
    ("race", "sentence"),
    [
        ("other", "race.jsonl: it is the file of other, not of club-800"),
        ("club-800", "race.jsonl: this is a hub's log, which cannot be timed into"),
    ],
)
def test_other_files_are_left_alone(tmp_path: Path, race: str, sentence: str) -> None:
    """Those of another race, and the logs of hubs, whose messages have other names."""
    path = tmp_path / "race.jsonl"
    if race == "other":
        write(path, race, [start_list()])
    else:
        opened = Journal.open(path, RACE)
        opened.append([b'{"type":"gun","id":"mat-a:1","heard_ms":1}'])
        opened.close()
    content = path.read_bytes()

    with pytest.raises(FeedError, match=sentence):
        TimingFile.open(path, RACE)

    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["race.jsonl"]


async def test_the_log_of_another_timing_is_left_alone(tmp_path: Path) -> None:
    """By its race."""
    await kept(tmp_path / "race.jsonl", beginning=(start_list(),))

    with pytest.raises(FeedError, match=r"race.jsonl: it is the log of club-800, not of other"):
        TimingFile.open(tmp_path / "race.jsonl", "other")


async def test_two_at_once_are_one_too_many(tmp_path: Path) -> None:
    """The second hears it, and may begin when the first has ended."""
    first = TimingFile.open(tmp_path / "race.jsonl", RACE)
    with pytest.raises(FeedError, match=r"race.jsonl: another program is writing to it"):
        TimingFile.open(tmp_path / "race.jsonl", RACE)
    await first.close()

    await TimingFile.open(tmp_path / "race.jsonl", RACE).close()


async def test_what_a_hub_would_refuse_is_not_kept(tmp_path: Path) -> None:
    """Nor anything that was put with it."""
    file = TimingFile.open(tmp_path / "race.jsonl", RACE)
    with pytest.raises(ValueError, match="text"):
        file.put([Note(text="a"), Note(text="x" * 1001)])
    assert file.put([Note(text="b")]) == 1
    await file.close()

    assert [m.text for m in read(file.path).messages() if isinstance(m, Note)] == ["b"]


async def test_a_disk_that_is_full_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was put waits and is tried again, in its order; that is said, and nothing is shown before."""
    monkeypatch.setattr(timing_file, "RETRY_S", 0.01)
    path = tmp_path / "race.jsonl"
    await kept(path, beginning=(start_list(),))
    opened, disk = on_disk(path, RACE)
    disk.room = path.stat().st_size + 30
    file = TimingFile(opened)
    seen: list[str | None] = []
    file.on_kept = lambda messages: seen.extend(message.id for message in messages)

    last = [file.put([Note(text=text)]) for text in "abc"][-1]
    async with asyncio.timeout(PATIENCE_S):
        while file.trouble is None:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)
    assert file.trouble == "race.jsonl is not on disk: No space left on device"
    assert (seen, file.waiting) == ([], 3)
    disk.room = 1_000_000
    await file.kept(last)

    assert (seen, file.waiting) == ([":2", ":3", ":4"], 0)
    assert not file.trouble
    await file.close()
    assert [m.text for m in read(path).messages() if isinstance(m, Note)] == list("abc")


async def test_a_file_that_another_took_the_place_of(tmp_path: Path) -> None:
    """Nothing more can be kept, which everyone who waits hears."""
    file = TimingFile.open(tmp_path / "race.jsonl", RACE)
    journal(tmp_path / "other", 2).replace(file.path)

    with pytest.raises(FeedError, match=r"race.jsonl was moved, deleted or changed; start again"):
        await file.kept(file.put([Note(text="a")]))
    with pytest.raises(FeedError, match="start again"):
        await file.kept(file.put([Note(text="b")]))
    await file.close()


async def test_an_end_while_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No one waits for ever; what is on disk is whole."""
    monkeypatch.setattr(timing_file, "RETRY_S", 0.01)
    path = tmp_path / "race.jsonl"
    await kept(path, beginning=(start_list(),))
    opened, disk = on_disk(path, RACE)
    disk.room = path.stat().st_size + 30
    file = TimingFile(opened)
    waits = asyncio.create_task(file.kept(file.put([Note(text="a")])))
    async with asyncio.timeout(PATIENCE_S):
        while file.trouble is None:  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.005)
        await file.close()
        with pytest.raises(FeedError, match=r"not on disk: No space left on device; start again"):
            await waits

    assert read(path).head == 1


async def test_an_outbox_of_another_command_goes_on(tmp_path: Path) -> None:
    """Whatever names its messages had from there, they are known by their numbers."""
    opened = Journal.open(tmp_path / "race.jsonl", RACE)
    opened.append([b'{"type":"note","text":"a"}', b'{"type":"note","id":"mine","text":"b"}'])
    opened.close()
    await kept(opened.path, Void(replaces=":2"))

    file = TimingFile.open(opened.path, RACE)
    assert [(m.id, m.replaces) for m in file.messages()] == [(":1", None), (":2", None), (":3", ":2")]
    await file.close()


def test_nothing_is_timed_into_a_packed_file(tmp_path: Path) -> None:
    """Its end could not be written to."""
    path = tmp_path / "race.jsonl.gz"
    write(path, RACE, [start_list()])

    with pytest.raises(FeedError, match="a packed file cannot be timed into: unpack it first"):
        TimingFile.open(path, RACE)
