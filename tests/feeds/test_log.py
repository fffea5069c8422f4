"""A log keeps its messages as they are sent; its file is read with all that is wrong with it."""

from __future__ import annotations

import gzip
import json
import os
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from feeds import log
from feeds.errors import Problem, RaceFileError
from feeds.journal import Journal
from feeds.log import Log
from race.messages import Message, Note, Official, Order, Split, Status, Unknown

HEADER = b'{"type":"log","version":1,"race":"club-800"}\n'


@pytest.mark.parametrize("name", ["race.jsonl", "race.jsonl.gz"])
def test_a_file_comes_back_the_same(tmp_path: Path, name: str, small_race: list[Message]) -> None:
    """What is written is read again, packed or not, and read again it is the same history."""
    messages = [*small_race, Unknown(type="photo", body={"type": "photo", "x": 1})]

    log.write(tmp_path / name, "club-800", messages)

    read = log.read(tmp_path / name)
    assert (read.race, read.head, read.complete) == ("club-800", 5, True)
    assert list(read.messages()) == messages
    assert read.epoch == log.read(tmp_path / name).epoch == f"{read.chain(5):08x}"


def test_reads_what_editors_leave(tmp_path: Path, growing: Log) -> None:
    """A byte order mark, empty lines, CRLF and a missing last line end do no harm."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n\r\n") + b"\r\n".join(growing.lines))

    assert log.read(path).lines == growing.lines


def test_spaces_stay_as_they_are(tmp_path: Path, growing: Log) -> None:
    """A line that was written by hand is passed on as it was."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + growing.lines[0] + b'\n {"type": "gun"}\n')

    assert log.read(path).lines[1:] == [b'{"type": "gun"}']


def test_a_number_that_json_does_not_have_is_refused(tmp_path: Path, growing: Log) -> None:
    """Where it stands; it is not made into something else."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + growing.lines[0] + b'\n{"type":"photo","x":1,"y":-Infinity}\n')

    with pytest.raises(RaceFileError, match=r"line 3: y: not a finite number"):
        log.read(path)


def test_a_start_list_gives_evidence_and_source_to_the_lines_below(tmp_path: Path) -> None:
    """A line with its own keeps them, and what is served is complete."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(
        HEADER
        + b'{"type":"start-list","source":"Anna with a stopwatch","evidence":"device","name":"Club 800",'
        b'"distance_m":800,"checkpoints":[{"id":"finish","distance_m":800}],'
        b'"entrants":[{"bib":"1","name":"A"},{"bib":"2","name":"B"}]}\n{"type":"gun"}\n'
        b'{"type":"split","bib":"1","checkpoint":"finish","time":"2:01.2"}\n'
        b'{"type":"split","bib":"2","checkpoint":"finish","time":"2:02.2","evidence":"hand","source":"B K"}\n'
        b'{"type":"order","checkpoint":"finish","places":{"1":1}}\n'
    )

    read, problems = log.examine(path)

    assert problems == []
    assert read is not None
    claims = [message for message in read.messages() if isinstance(message, Split | Order)]
    assert [(claim.evidence, claim.source) for claim in claims] == [
        ("device", "Anna with a stopwatch"),
        ("hand", "B K"),
        ("device", "Anna with a stopwatch"),
    ]


def test_a_split_without_any_evidence_is_an_error(tmp_path: Path, growing: Log) -> None:
    """Where neither it nor the start list above it says how the time is known."""
    path = tmp_path / "race.jsonl"
    line = b'{"type":"split","bib":"1","checkpoint":"400","time":"58.2"}'
    path.write_bytes(b"\n".join([HEADER.strip(), growing.lines[0], b'{"type":"gun"}', line]))

    assert list(map(str, log.examine(path)[1])) == ["line 4: evidence: missing"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, small_race: list[Message]) -> None:
    """When writing fails in the middle, the file that was there stays, and nothing else."""
    path = tmp_path / "race.jsonl"
    path.write_text("what was there")

    def failing() -> Iterator[Message]:
        yield from small_race
        raise RuntimeError

    with pytest.raises(RuntimeError):
        log.write(path, "club-800", failing())

    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]


def test_the_chain_tells_histories_apart(small_race: list[Message]) -> None:
    """Logs agree on the fingerprint of what they share, and on no other."""
    one, other = Log("r"), Log("r")
    for message in small_race:
        one.append(message)
        other.append(message)
    one.append(Note(text="one"))
    other.append(Note(text="other"))

    assert one.chain(0) == other.chain(0) == 0
    assert one.chain(4) == other.chain(4)
    assert one.chain(5) != other.chain(5)


def test_names_every_problem_in_one_run(tmp_path: Path, growing: Log) -> None:
    """Lines that cannot be read and lines that contradict each other are told together, in order."""
    path = tmp_path / "race.jsonl"
    lines = [
        HEADER.strip(),
        growing.lines[0],
        b'{"type":"split","bib":"9","checkpoint":"400","time":"58.2","evidence":"hand"}',
        b"Kerr 58.2",
        b'{"type":"photo"}',
        b'{"type":"photo"}',
        b'{"type":"split","bib":"1","checkpoint":"400","time":58.2,"evidence":"hand","x":1}',
    ]
    path.write_bytes(b"\n".join(lines))

    read, problems = log.examine(path)

    assert read is not None
    assert read.head == 4
    assert list(map(str, problems)) == [
        "note: no gun: the race never starts",
        "line 3: bib '9' is not on the start list",
        "line 4: not JSON: expected value at character 1",
        "line 5: note: 'photo' is not a message type of this version; kept unread",
        "line 7: time: must be text, in quotes",
        "line 7: x: no such field",
    ]
    with pytest.raises(RaceFileError, match=r"race\.jsonl: line 3: .* \(and 3 more\)") as caught:
        log.read(path)
    assert caught.value.problems == problems


def test_keeps_and_names_what_a_later_version_added(tmp_path: Path, growing: Log) -> None:
    """The file is good and its lines are served as they are; by hand the same is a slip of the pen."""
    path = tmp_path / "race.jsonl"
    lines = [
        *growing.lines,
        b'{"type":"note","text":"a","photo":1}',
        b'{"type":"note","text":"b","photo":2}',
        b'{"type":"status","bib":"3","status":"otl"}',
        b'{"type":"Note","text":"c"}',
        b'{"type":"ruling","of":"s","belief":"perhaps"}',
    ]
    path.write_bytes(b"\n".join([HEADER.strip(), *lines]))

    read, problems = log.examine(path)

    assert read is not None
    assert read.lines == lines
    assert [type(message) for message in read.messages()][-5:] == [Note, Note, Status, Unknown, Unknown]
    assert list(map(str, problems)) == [
        "line 6: note: 'photo' is not a field that this version knows; kept unread",
        "line 8: note: status 'otl' is not a value that this version knows; counts as 'unknown'",
        "line 9: note: 'Note' is not a message type of this version; kept unread",
        "line 10: note: belief 'perhaps' is not a value that this version knows; kept unread",
    ]
    assert list(map(str, log.examine(path, by_hand=True)[1])) == [
        "line 6: photo: no such field",
        "line 7: photo: no such field",
        "line 8: status: must be 'dnf', 'dns', 'dq' or 'unknown'",
        "line 9: 'Note' is not a message type; did you mean 'note'?",
        "line 10: belief: must be 'believed', 'doubtful' or 'set aside'",
    ]


def test_notes_do_not_crowd_out_a_problem(tmp_path: Path, growing: Log) -> None:
    """However many notes there are, what a file is refused for is among those that are told."""
    path = tmp_path / "race.jsonl"
    unknown = [b'{"type":"x%d"}' % number for number in range(2 * log.MOST_PROBLEMS)]
    path.write_bytes(b"\n".join([HEADER.strip(), *growing.lines, *unknown, b'{"type":"note"}']))

    _, problems = log.examine(path)

    assert len(problems) <= log.MOST_PROBLEMS
    assert any(problem.fatal for problem in problems)


ILLEGAL = b'{"type":"note","text":"x\\u001b[2J","by":"\xe2\x80\xaea"}\n{"type":"note","text":"y\\u0007"}\n'


def test_names_each_text_that_is_not_legal(tmp_path: Path, growing: Log) -> None:
    """To a check it is a mistake; where the race is opened it is noted, and the text is made legal."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + growing.lines[0] + b'\n{"type":"gun"}\n' + ILLEGAL)
    faults = [
        "line 4: by: U+202E cannot be seen; it is left out",
        "line 4: text: U+001B is a control character; it counts as \ufffd",
        "line 5: text: U+0007 is a control character; it counts as \ufffd",
    ]

    _, found = log.examine(path, by_hand=True)
    read, noted = log.examine(path)

    assert [str(problem) for problem in found] == faults
    assert [str(problem) for problem in noted] == [fault.replace(": ", ": note: ", 1) for fault in faults]
    assert read is not None
    assert list(read.messages())[2:] == [Note(text="x\ufffd[2J", by="a"), Note(text="y\ufffd")]
    assert json.loads(read.lines[2]) == {"type": "note", "text": "x\ufffd[2J", "by": "a"}


def test_a_log_of_a_hub_keeps_its_bytes_whatever_is_in_them(tmp_path: Path) -> None:
    """An older hub took everything. Its history stays the same, is named, and is legal when it is read."""
    path = tmp_path / "race.jsonl"
    lines = [b'{"type":"gun"}', *ILLEGAL.splitlines()]
    with closing(Journal.open(path, "club-800")) as journal:
        journal.append(lines)

    read, problems = log.examine(path, by_hand=True)

    assert read is not None
    assert read.lines == lines
    assert [problem.line for problem in problems if "U+" in problem.text] == [3, 3, 4]
    assert list(read.messages())[1:] == [Note(text="x\ufffd[2J", by="a"), Note(text="y\ufffd")]


def test_half_a_character_is_a_line_that_cannot_be_read(tmp_path: Path, growing: Log) -> None:
    """An unpaired surrogate is no text in any encoding, and so the line is not JSON."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + growing.lines[0] + b'\n{"type":"note","text":"a\\ud800b"}\n')

    _, problems = log.examine(path)

    assert [problem.line for problem in problems if problem.text.startswith("not JSON: ")] == [3]


def test_texts_that_are_not_legal_are_not_named_without_end(tmp_path: Path, growing: Log) -> None:
    """A file full of them costs no more than a file with some."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + growing.lines[0] + b"\n" + ILLEGAL * 1000)

    _, problems = log.examine(path)

    assert len(problems) == log.MOST_PROBLEMS


def test_what_is_written_is_legal(tmp_path: Path, small_race: list[Message]) -> None:
    """A race that was made here, from a document for example, is written without what is no text."""
    path = tmp_path / "race.jsonl"

    log.write(path, "club-800", [*small_race, Note(text="a\x9b31m\u202eb\x7f")])

    assert log.examine(path, by_hand=True)[1] == []
    assert list(log.read(path).messages())[-1] == Note(text="a\ufffd31mb\ufffd")


def test_gives_up_on_a_file_that_is_all_wrong(tmp_path: Path) -> None:
    """Of endless problems the first ones are told."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + b"no\n" * 10_000)

    assert len(log.examine(path)[1]) == log.MOST_PROBLEMS


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty: a race file begins with"),
        (b"\n \n", "the file is empty"),
        (b'{"type":"official"}\n', "line 1: a race file begins with"),
        (b'\n{"type":"log","version":2,"race":"x"}', "line 2: version: must be 1"),
        (
            b'{"type":"log","version":1,"race":"Club 800"}',
            "line 1: race: 'Club 800' is not in the right form",
        ),
        (random.Random(8).randbytes(5000), "line 1: not JSON"),
        (HEADER, "no start list: nothing is known about the race"),
        (gzip.compress(HEADER, mtime=0)[:-12], "cannot be read: Compressed file ended"),
        (b"\x1f\x8b rubbish", "cannot be read: "),
    ],
)
def test_says_why_a_file_is_no_race(tmp_path: Path, content: bytes, sentence: str) -> None:
    """The first problem of a hopeless file says what is the matter with it."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(content)

    _, problems = log.examine(path)

    assert str(problems[0]).startswith(sentence)


def test_a_damaged_archive_tells_how_far_it_goes(tmp_path: Path) -> None:
    """What can still be unpacked is read, and the line where it ends is named."""
    path = tmp_path / "race.jsonl.gz"
    notes = b"".join(
        b'{"type":"note","text":"%s"}\n' % random.Random(n).randbytes(40).hex().encode() for n in range(2000)
    )
    packed = gzip.compress(HEADER + b"no\n" + notes)
    path.write_bytes(packed[: len(packed) // 2])

    read, problems = log.examine(path)

    assert read is not None
    assert read.head > 100
    assert [problem.line for problem in problems] == [2, read.head + 2]
    assert problems[1].text.startswith("cannot be read beyond here: Compressed file ended")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file and a folder are problems like any other."""
    assert log.examine(tmp_path / "x") == (None, [Problem(0, "cannot be read: No such file or directory")])
    assert log.examine(tmp_path) == (None, [Problem(0, "cannot be read: Is a directory")])


def test_an_endless_line_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line or a file beyond the limits ends the reading there."""
    path = tmp_path / "race.jsonl"
    path.write_bytes(HEADER + b'{"type":"official"}\n' + b"x" * 1000)
    monkeypatch.setattr(log, "LONGEST_LINE", 100)

    read, problems = log.examine(path)

    assert read is not None
    assert list(read.messages()) == [Official()]
    assert problems == [Problem(2, "cannot be read beyond here: the file is larger than it may be")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_writes_into_a_pipe(tmp_path: Path, small_race: list[Message]) -> None:
    """What is no file, such as the standard output, is written to and left as it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)

    log.write(pipe, "club-800", small_race)

    with open(reading, "rb") as file:
        assert file.read().startswith(HEADER)
    assert pipe.is_fifo()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_reads_from_a_pipe(tmp_path: Path, growing: Log) -> None:
    """A race file need not lie on a disk."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=lambda: pipe.write_bytes(HEADER + b"\n".join(growing.lines)))
    writer.start()

    assert log.read(pipe).lines == growing.lines
    writer.join()


def test_a_problem_names_the_message_of_its_line(tmp_path: Path) -> None:
    """So that it can be corrected at the hub."""
    path = tmp_path / "race.jsonl"
    path.write_text(
        '{"type":"log","version":1,"race":"race"}\n'
        '{"type":"start-list","id":"a:1","name":"R","distance_m":800,'
        '"checkpoints":[{"id":"800","distance_m":800}],"entrants":[{"bib":"1","name":"Ann Birk"}]}\n'
        '{"type":"split","id":"mat-a:7","bib":"9","checkpoint":"800","time":"2:00","evidence":"device"}\n'
    )

    _, problems = log.examine(path)

    assert [str(p).partition(": ")[0] for p in problems if p.line] == ["line 3 (mat-a:7)"]
