"""The bridge `chronotrack` with any bytes, in any pieces, in any order."""

from __future__ import annotations

import re
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from feeds.bridges.chronotrack.chronotrack_bridge import ChronoTrack
from feeds.bridges.raw_input import Piece, PieceKind
from tests.feeds.bridges.chronotrack.test_chronotrack_port import race_settings

LINES = [
    b"SimpleClient~0.5.0~CTP01",
    b"ack~getlocations~box 1~box 2",
    b"ack~start~box 1",
    b"err~start~what",
    b"ping",
    b"CT01_33~1~box 1~1~2026-05-02T19:40:50.10~0~0F2A38~1",
    b"CT01_33~2~box 1~2~19:40:51.20~0~0F2A38~1",
    b"CT01_13~3~box 2~UNKNOWN~1777750850.10~1~0F2A38~8",
    b"CT01_33~4~box 1~guntime~2026-05-02T19:40:00.00~0~DF239A~0",
    b"CT01_33~5~box 2~newlocation~19:39:00.00~0~ED932A~0",
    b"TO~1~3~160~18~1777750855.73~12000C~8~-63~1~P~192",
    b"TO~000002~000001~160~018~1777750856.73~12000C~8~-63~00002~P",
    b"I11A9D,11,Point,2,26050219394621,box 2",
    b"I11A9D,12,Gun,1,26050219400000,Button Press",
    b"I11A9D,13,TimeChange,2,26050219400300,80010100000000",
]

KINDS: st.SearchStrategy[PieceKind] = st.sampled_from(get_args(PieceKind))

ORIGINS = st.sampled_from(["box", "other", "x/1.csv", "x/1.mrk"])


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    """Lines, some of them damaged, cut anywhere, from several sources at once."""
    found = draw(st.lists(st.one_of(st.sampled_from(LINES), st.binary(max_size=40)), max_size=12))
    data = bytearray(draw(st.sampled_from([b"\r\n", b"\n", b"\r", b"\0\r\n"])).join(found))
    for _ in range(draw(st.integers(0, 4)) if data else 0):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=6)))
    return [
        Piece(0, draw(ORIGINS), draw(KINDS), bytes(data[start:end]))
        for start, end in zip([0, *cuts], [*cuts, len(data)], strict=True)
    ]


@given(pieces())
def test_nothing_that_comes_is_too_much(found: list[Piece]) -> None:
    """No exception, nothing sent that may not be, and no line without an outcome that says what it was."""
    bridge = ChronoTrack(race_settings())
    for piece in found:
        for outcome in bridge.take(piece):
            assert len(outcome.raw) <= 200
            assert not outcome.is_bad or outcome.remark
            if outcome.reply:
                assert any(re.fullmatch(pattern, outcome.reply) for pattern in bridge.sends)
