"""The recording of raw input: what was received is read again as it was."""

from __future__ import annotations

from base64 import b64encode
from contextlib import closing
from pathlib import Path
from zlib import compress

import pytest

from feeds.bridges import raw_recording
from feeds.bridges.raw_input import LARGEST_FILE, Piece
from feeds.bridges.raw_recording import RawRecording, recorded_bridge, recorded_pieces
from feeds.errors import FeedError

PIECES = [
    Piece(1_777_743_650_123, "10.0.0.7:4001", "opened"),
    Piece(1_777_743_650_124, "10.0.0.7:4001", "data", bytes(range(256))),
    Piece(1_777_743_651_000, "heat.lif", "file", "Łódź".encode()),
    Piece(1_777_743_652_000, "heat.lif", "gone"),
]


def test_pieces_come_back_byte_for_byte(tmp_path: Path) -> None:
    """Over several runs, with the time at which they were received."""
    path = tmp_path / "deep" / "x.raw"
    with closing(RawRecording(path, "table")) as recording:
        assert recording.is_new
        recording.append(PIECES[:2])
    with closing(RawRecording(path, "table")) as recording:
        assert not recording.is_new
        recording.append(PIECES[2:])

    assert list(recorded_pieces(path)) == PIECES
    assert recorded_bridge(path) == "table"


def test_files_that_are_written_again_and_again_take_little_room(tmp_path: Path) -> None:
    """A result list of 150 kB, twenty times, and one as large as may be."""
    path = tmp_path / "x.raw"
    rows = b"".join(b"<Time>%d</Time><Status>OK</Status>\n" % row for row in range(4000))
    pieces = [Piece(at, "results.xml", "file", rows) for at in range(20)]
    pieces.append(Piece(21, "zeros", "file", bytes(LARGEST_FILE)))
    with closing(RawRecording(path, "iof")) as recording:
        recording.append(pieces)

    assert list(recorded_pieces(path)) == pieces
    assert path.stat().st_size < 20 * len(rows) / 5


def test_a_piece_that_is_packed_wrongly_is_refused(tmp_path: Path) -> None:
    """Or that would be larger than any, of which no more is taken."""
    path = tmp_path / "x.raw"
    header = b'{"type":"raw","version":1,"bridge":"table"}\n{"at":1,"from":"x","kind":"file","packed":"%s"}\n'
    path.write_bytes(header % b64encode(b"no zlib"))
    with pytest.raises(FeedError, match="line 2 is not a piece"):
        list(recorded_pieces(path))
    path.write_bytes(header % b64encode(compress(bytes(8 * LARGEST_FILE))))
    (piece,) = recorded_pieces(path)
    assert len(piece.data) == LARGEST_FILE


def test_half_a_line_at_the_end_is_left_out_and_written_over(tmp_path: Path) -> None:
    """As after a loss of power at any byte of the last line."""
    path = tmp_path / "x.raw"
    with closing(RawRecording(path, "table")) as recording:
        recording.append(PIECES[:2])
    whole = path.read_bytes()
    last = whole.rindex(b"\n", 0, -1) + 1
    for end in range(last, len(whole), 7):
        path.write_bytes(whole[:end])
        assert list(recorded_pieces(path)) == PIECES[:1]
        with closing(RawRecording(path, "table")) as recording:
            recording.append(PIECES[2:])
        assert list(recorded_pieces(path)) == [PIECES[0], *PIECES[2:]]


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    """So is that of another bridge, one that is in use, and a line in it that is no piece."""
    path = tmp_path / "x.raw"
    for text in (
        "",
        "{}\n",
        '{"type":"log","version":1,"race":"x"}\n',
        '{"type":"raw","version":9,"bridge":"x"}\n',
    ):
        path.write_text(text)
        with pytest.raises(FeedError, match=r"not a recording|version 9"):
            recorded_bridge(path)
    path.unlink()
    with closing(RawRecording(path, "table")), pytest.raises(FeedError, match="another program"):
        RawRecording(path, "table")
    with pytest.raises(FeedError, match="of the bridge table, not of rmonitor"):
        RawRecording(path, "rmonitor")
    with path.open("a") as file:
        file.write('{"at":1,"from":"x","kind":"data","data":"*"}\n')
    with pytest.raises(FeedError, match="line 2 is not a piece"):
        list(recorded_pieces(path))


def test_a_recording_that_is_full_takes_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And says so: what is not recorded must not be published, or acknowledged to a device."""
    monkeypatch.setattr(raw_recording, "LARGEST", 300)
    path = tmp_path / "x.raw"
    with closing(RawRecording(path, "table")) as recording:
        recording.append(PIECES[:2])
        with pytest.raises(FeedError, match="go on as another source"):
            recording.append(PIECES[2:])
    assert list(recorded_pieces(path)) == PIECES[:2]
