"""Tables of reads as readers write them, cut anywhere, with bad lines between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from feeds.bridges.raw_input import Piece, PieceKind
from feeds.bridges.table_reads import TableReads
from race.messages import Void
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import in_force, outcomes, settings, splits, taken

TEXT = "".join(f"{line}\r\n" for line in RACE).encode()

PARTS = [TEXT[start : start + 37] for start in range(0, 180, 9)]
"""Parts of it that begin and end in the middle of lines."""


def streamed(*chunks: bytes) -> list[tuple[str, str, str]]:
    """The splits of chunks of one connection."""
    bridge = TableReads(settings())
    pieces = [
        Piece(0, "x", "opened"),
        *(Piece(0, "x", "data", chunk) for chunk in chunks),
        Piece(0, "x", "closed"),
    ]
    return splits(outcome for piece in pieces for outcome in bridge.take(piece))


@pytest.mark.parametrize(
    ("lines", "table"),
    [
        (["Tag,When,At", "1,19:40:50.1,Line"], {"columns": {"chip": "Tag", "time": "When", "place": "At"}}),
        (["1\t2026-05-02 19:40:50.100000\tLine"], {}),
        (["1,Sat May 02 19:40:50.10  2026-05-02"], {}),
        (['7,1,17,"2026-05-02 19:40:50.1",R,Line'], {"columns": {"chip": 2, "time": 4, "place": 6}}),
        (["*", "1;02-05-2026 19:40:50.1;Line;1;99;0"], {"skip": r"^\*"}),
        (["TO~7~1~160~18~1777743650.10~12000C~8~-63~1~P~192"],
         {"columns": {"chip": 3, "time": 6}, "time": "unix", "separator": "~"}),
        (["1|x|1777743650100|Line"], {"columns": {"chip": 1, "time": 3, "place": 4}, "time": "unix ms"}),
        (["1;2026-05-02;19:40:50,1;Line"], {"columns": {"chip": 1, "date": 2, "time": 3, "place": 4}}),
    ],
)  # fmt: skip
def test_tables_of_other_programs_are_read(lines: list[str], table: dict[str, object]) -> None:
    """By the numbers of the columns or by their heads, whatever divides them."""
    ((bib, checkpoint, time),) = splits(outcomes(lines, **table))

    assert (bib, checkpoint) == ("1", "300")
    assert time.rstrip("0") == "19:40:50.1"


def test_a_stream_may_be_cut_anywhere() -> None:
    """At every byte, or after each one, with NUL bytes between lines."""
    whole = streamed(TEXT)

    assert len(whole) == 12
    assert all(streamed(TEXT[:cut], TEXT[cut:]) == whole for cut in range(0, len(TEXT), 3))
    assert streamed(*(TEXT[at : at + 1] for at in range(len(TEXT)))) == whole
    assert streamed(TEXT.replace(b"\r\n", b"\0\0\r\n\0")) == whole


def test_half_a_line_at_the_end_of_a_connection_is_no_read() -> None:
    """It might be read as another time; the device sends it again, and then it counts."""
    bridge = TableReads(settings())
    half = [
        *bridge.take(Piece(0, "x", "opened")),
        *bridge.take(Piece(0, "x", "data", b"1,19:40:50.1\r\n1,19:41:5")),
        *bridge.take(Piece(0, "x", "closed")),
    ]
    assert [outcome.remark for outcome in half if outcome.is_bad] == [
        "the connection ended in the middle of it"
    ]

    again = [*bridge.take(Piece(0, "x", "opened")), *bridge.take(Piece(0, "x", "data", TEXT))]
    assert splits([*half, *again]) == streamed(TEXT)


def test_bad_lines_are_counted_and_the_others_read() -> None:
    """Garbage, an overlong line, a chip that is missing, a time that is none, another encoding."""
    bad = ["garbage", "x" * 70_000, ",19:40:52", "1,25:00:00", "1,", "x" * 65 + ",19:40:00"]
    lines = [line for pair in zip(RACE, bad + ["", "#"] * 3, strict=True) for line in pair]
    made = outcomes([*lines, "Zürich,19:40:50.7"])

    assert splits(made) == splits(outcomes(RACE))
    assert sum(outcome.is_bad for outcome in made) == len(bad) + 3
    assert all(outcome.remark and len(outcome.raw) <= 200 for outcome in made if outcome.is_bad)


def test_a_file_that_was_rewritten_takes_back_what_is_no_longer_in_it() -> None:
    """A corrected time replaces the other one, and a line that is put back counts again."""
    bridge = TableReads(settings())
    made = list(bridge.take(Piece(0, "f", "file", TEXT)))
    made += bridge.take(Piece(0, "f", "file", TEXT.replace(b"2,19:43:07.0", b"2,19:43:08.0")))
    assert ("2", "1100", "19:43:08.0") in splits(made)
    assert len(splits(made)) == 12
    assert any(isinstance(message, Void) for outcome in made for message in outcome.messages)

    made += bridge.take(Piece(0, "f", "file", TEXT))
    made += taken(bridge, ["3,19:44:22.0"], "f")
    assert splits(made) == streamed(TEXT)


@few(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=80), st.sampled_from(PARTS)), max_size=12), st.booleans())
def test_no_bytes_break_it(chunks: list[bytes], is_file: bool) -> None:
    """Whatever comes, each message is one that can be published, and replaces one that is in force."""
    bridge = TableReads(settings())
    kind: PieceKind = "file" if is_file else "data"
    made = [outcome for chunk in chunks for outcome in bridge.take(Piece(0, "x", kind, chunk))]

    in_force(made)
    assert all(len(outcome.raw) <= 200 for outcome in made)


def test_the_last_line_of_a_file_need_not_have_an_end() -> None:
    """A file ends where it ends; a connection may be cut in the middle of a time."""
    bridge = TableReads(settings())
    made = list(bridge.take(Piece(0, "reads.csv", "file", b"1,19:40:50.1")))
    assert made[1:] == []
    made += bridge.take(Piece(0, "reads.csv", "closed"))
    assert splits(made) == [("1", "300", "19:40:50.1")]

    cut = [*bridge.take(Piece(0, "x", "data", b"2,19:40:51.1")), *bridge.take(Piece(0, "x", "closed"))]
    assert [outcome.is_bad for outcome in cut] == [True]
    assert splits(cut) == []
