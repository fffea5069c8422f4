"""A live race is recorded byte for byte, over breaks and restarts, and never mixed with another."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.journal import Journal
from feeds.log import Log, read
from feeds.protocol.viewer_frames import Hello
from feeds.recorder import Recorder
from race.messages import Note


def log_of(count: int, epoch: str = "00000001", word: str = "note") -> Log:
    """A log at a hub."""
    log = Log("club-800", named_epoch=epoch, complete=False)
    for number in range(1, count + 1):
        log.append(Note(text=f"{word} {number}"))
    return log


def hello(log: Log, mode: str = "start") -> Hello:
    """What the hub says first."""
    return Hello(
        version=1,
        minor=0,
        race=log.race,
        epoch=log.epoch,
        head=log.head,
        complete=False,
        now_ms=1,
        heartbeat_ms=5000,
        mode=mode,  # type: ignore[arg-type]  # one of two words
    )


def test_goes_on_after_a_break_and_after_a_restart(tmp_path: Path) -> None:
    """The hub may go on or begin from the first message: the file has each message once."""
    log = log_of(9)
    first = Recorder(tmp_path)
    first.join(hello(log))
    first.keep(log.lines[:3], 3)
    first.join(hello(log, "resume"))
    first.keep(log.lines[3:5], 5)
    first.close()

    again = Recorder(tmp_path)
    again.join(hello(log))
    again.keep(log.lines[:4], 4)
    again.keep(log.lines[4:9], 9)
    assert again.path == tmp_path / "club-800.jsonl"
    again.close()

    assert read(tmp_path / "club-800.jsonl").lines == log.lines
    assert read(tmp_path / "club-800.jsonl").epoch == log.epoch
    assert len(list(tmp_path.iterdir())) == 1


def test_what_was_written_survives_a_kill(tmp_path: Path) -> None:
    """Without being closed, the file has what was kept; a torn end is mended by the next."""
    log = log_of(5)
    killed = Recorder(tmp_path)
    killed.join(hello(log))
    killed.keep(log.lines[:4], 4)
    path = tmp_path / "club-800.jsonl"
    assert read(path).lines == log.lines[:4]
    killed.close()
    with path.open("ab") as file:
        file.write(b'{"type":"no')

    again = Recorder(tmp_path)
    again.join(hello(log))
    again.keep(log.lines, 5)
    again.close()

    assert read(path).lines == log.lines


def test_every_history_has_a_file_of_its_own(tmp_path: Path) -> None:
    """A hub that began anew is another history; each is found again."""
    logs = [log_of(3, "0000000a", "one"), log_of(4, "0000000b", "two"), log_of(2, "0000000c", "three")]
    for _ in range(2):
        recorder = Recorder(tmp_path)
        for log in logs:
            recorder.join(hello(log))
            recorder.keep(log.lines, log.head)
        recorder.close()

    names = ["club-800.jsonl", "club-800-2.jsonl", "club-800-3.jsonl"]
    assert [read(tmp_path / name).lines for name in names] == [log.lines for log in logs]
    assert len(list(tmp_path.iterdir())) == 3


def put_back(copied: int, *words: str) -> Log:
    """The log of a hub that was given an earlier copy, and went on under the same epoch."""
    log = log_of(copied)
    for word in words:
        log.append(Note(text=word))
    return log


def test_a_history_that_only_claims_to_be_the_same_has_a_file_of_its_own(tmp_path: Path) -> None:
    """Over restarts too; the first file stays as it was, and that is said."""
    before, after = log_of(5), put_back(2, "other", "still other", "and more", "and more")
    third = put_back(2, "other", "a third")
    for log, times in ((before, 1), (after, 2), (third, 2), (after, 1), (before, 1)):
        for _ in range(times):
            recorder = Recorder(tmp_path)
            recorder.join(hello(log))
            for number, line in enumerate(log.lines, start=1):
                recorder.keep([line], number)
            recorder.close()
            assert recorder.trouble is None
            is_first = log is before
            assert recorder.notice == (
                None if is_first else "club-800.jsonl has another history of this race"
            )

    names = ["club-800.jsonl", "club-800-2.jsonl", "club-800-3.jsonl"]
    assert [read(tmp_path / name).lines for name in names] == [log.lines for log in (before, after, third)]
    assert len(list(tmp_path.iterdir())) == 3


def test_another_history_in_one_piece(tmp_path: Path) -> None:
    """While the recorder goes on: the hub sends it in one frame, in part as it was before."""
    before, after = log_of(5), put_back(2, "other", "still other", "and more", "and more")
    recorder = Recorder(tmp_path)
    for log in (before, after):
        recorder.join(hello(log))
        recorder.keep(log.lines, log.head)
    assert recorder.path == tmp_path / "club-800-2.jsonl"
    recorder.close()

    assert read(tmp_path / "club-800.jsonl").lines == before.lines
    assert read(tmp_path / "club-800-2.jsonl").lines == after.lines


def test_another_history_has_no_place_in_a_chosen_file(tmp_path: Path) -> None:
    """It is not recorded, which is said; the file stays as it was."""
    before, after = log_of(5), put_back(2, "other")
    recorder = Recorder(tmp_path, tmp_path / "mine.jsonl")
    for log in (before, after):
        recorder.join(hello(log))
        recorder.keep(log.lines, log.head)

    assert recorder.trouble == "mine.jsonl has another history of this race"
    assert recorder.path is None
    recorder.close()
    assert read(tmp_path / "mine.jsonl").lines == before.lines


def test_a_file_of_somebody_s_choice(tmp_path: Path) -> None:
    """It is written where it was asked for; what is no recording is left alone."""
    log, chosen = log_of(2), tmp_path / "deep" / "mine.jsonl"
    recorder = Recorder(tmp_path, chosen)
    recorder.join(hello(log))
    recorder.keep(log.lines, 2)
    recorder.close()
    assert read(chosen).lines == log.lines

    chosen.write_text("Dear diary\n")
    recorder = Recorder(tmp_path, chosen)
    recorder.join(hello(log))
    recorder.keep(log.lines, 2)
    assert recorder.trouble is not None
    assert recorder.trouble.startswith("mine.jsonl: line 1: not JSON")
    assert chosen.read_text() == "Dear diary\n"


def test_a_file_that_is_no_recording_is_left_alone(tmp_path: Path) -> None:
    """One of the user's own, one that is damaged, and a text of one line: the race gets its own file."""
    log = log_of(3)
    recorder = Recorder(tmp_path)
    recorder.join(hello(log))
    recorder.keep(log.lines, 3)
    recorder.close()
    whole = (tmp_path / "club-800.jsonl").read_bytes()
    others = {
        "club-800.jsonl": b'{"type":"log","version":1,"race":"club-800"}\n',
        "club-800-2.jsonl": whole[:-30] + b"*" + whole[-29:],
        "club-800-3.jsonl": b"One line, and no line end",
    }
    for name, content in others.items():
        (tmp_path / name).write_bytes(content)

    again = Recorder(tmp_path)
    again.join(hello(log))
    again.keep(log.lines, 3)
    again.close()

    assert again.trouble is None
    assert again.notice == "club-800-3.jsonl: it is not a recording of club-800"
    assert read(tmp_path / "club-800-4.jsonl").lines == log.lines
    assert {name: (tmp_path / name).read_bytes() for name in others} == others


@pytest.mark.parametrize("content", [b"A thesis", b"{", b"\0" * 500, b'{"type":"log","version":1}', b" \n"])
@pytest.mark.parametrize("is_chosen", [False, True])
def test_no_recording_takes_the_place_of_anything_else(
    tmp_path: Path, content: bytes, is_chosen: bool
) -> None:
    """However short it is, and whatever it could have become: it stays as it is, and that is said."""
    log, path = log_of(2), tmp_path / "club-800.jsonl"
    path.write_bytes(content)

    recorder = Recorder(tmp_path, path if is_chosen else None)
    recorder.join(hello(log))
    recorder.keep(log.lines, 2)
    recorder.close()

    assert path.read_bytes() == content
    said = recorder.trouble if is_chosen else recorder.notice
    assert said is not None
    assert said.startswith("club-800.jsonl: ")
    others = {other.name for other in tmp_path.iterdir()} - {path.name}
    assert others == (set() if is_chosen else {"club-800-2.jsonl"})


@pytest.mark.parametrize("edited", [1, 3, 5])
@pytest.mark.parametrize("is_by_rename", [True, False])
def test_a_recording_that_was_edited_is_left_alone(tmp_path: Path, edited: int, is_by_rename: bool) -> None:
    """Also while it is recorded into, and whichever line it was: the race goes on in a second file, whole."""
    log, path = log_of(8), tmp_path / "club-800.jsonl"
    recorder = Recorder(tmp_path)
    recorder.join(hello(log))
    recorder.keep(log.lines[:5], 5)
    content = path.read_bytes().replace(b"note %d" % edited, b"Note %d by hand" % edited)
    if is_by_rename:
        (tmp_path / "edited").write_bytes(content)
        (tmp_path / "edited").rename(path)
    else:
        path.write_bytes(content)
    recorder.keep(log.lines[5:7], 7)
    assert recorder.trouble == "club-800.jsonl was moved, deleted or changed"
    recorder.close()
    before = path.read_bytes()

    again = Recorder(tmp_path)
    again.join(hello(log))
    again.keep(log.lines, 8)
    again.close()

    assert again.notice == f"club-800.jsonl: line {edited + 1} is not as it was written"
    assert (path.read_bytes(), b"by hand" in before) == (before, True)
    assert read(tmp_path / "club-800-2.jsonl").lines == log.lines
    assert len(list(tmp_path.iterdir())) == 2


def test_what_was_put_in_the_place_of_an_empty_recording_stays(tmp_path: Path) -> None:
    """The empty one would have been removed at the end."""
    recorder = Recorder(tmp_path)
    recorder.join(hello(log_of(0)))
    (tmp_path / "mine").write_text("Dear diary\n")
    (tmp_path / "mine").rename(tmp_path / "club-800.jsonl")

    recorder.close()

    assert (tmp_path / "club-800.jsonl").read_text() == "Dear diary\n"


def test_two_programs_do_not_record_into_one_file(tmp_path: Path) -> None:
    """The second says so, and the first goes on."""
    pytest.importorskip("fcntl")
    log = log_of(3)
    first, second = Recorder(tmp_path), Recorder(tmp_path)
    for recorder in (first, second):
        recorder.join(hello(log))
        recorder.keep(log.lines, 3)

    assert second.trouble == "club-800.jsonl: another program is writing to it"
    assert first.trouble is None
    first.close()
    assert read(tmp_path / "club-800.jsonl").lines == log.lines


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The race goes on without being recorded."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    log, recorder = log_of(3), Recorder(tmp_path)
    recorder.join(hello(log))
    monkeypatch.setattr(Journal, "append", full)
    recorder.keep(log.lines[:1], 1)
    recorder.keep(log.lines[1:], 3)
    recorder.close()

    assert recorder.trouble == "No space left on device"


def test_nothing_is_left_of_a_race_of_which_nothing_came(tmp_path: Path) -> None:
    """As of one that has not started publishing, or whose name is mistyped."""
    recorder = Recorder(tmp_path)
    recorder.join(hello(log_of(0)))
    assert [path.name for path in tmp_path.iterdir()] == ["club-800.jsonl"]

    recorder.close()

    assert [*tmp_path.iterdir()] == []
