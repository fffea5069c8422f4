"""A position goes through an address and back, and lies in a log or does not."""

from __future__ import annotations

import pytest

from feeds.log import Log
from feeds.protocol.resume_position import ResumePosition


def test_goes_through_an_address() -> None:
    """A hub reads what a viewer wrote."""
    position = ResumePosition("9f2c00aa", 1234, 4_000_000_000)

    assert position.query == "epoch=9f2c00aa&seq=1234&chain=4000000000"
    assert ResumePosition.parse(position.query) == position


@pytest.mark.parametrize(
    "query",
    [
        "",
        "epoch=a",
        "epoch=a&seq=x&chain=1",
        "epoch=a&epoch=b&seq=1&chain=1",
        "&" * 99,
        "seq=%ff&epoch=%ff&chain=1",
    ],
)
def test_what_cannot_be_read_is_no_position(query: str) -> None:
    """A viewer with a garbled position begins at the start."""
    assert ResumePosition.parse(query) is None


def test_lies_in_the_log_it_was_taken_from(growing: Log) -> None:
    """Epoch, number and fingerprint must all be the log's own."""
    position = ResumePosition(growing.epoch, 3, growing.chain(3))

    assert position.lies_in(growing)
    assert ResumePosition(growing.epoch, 0, 0).lies_in(growing)
    assert not position._replace(epoch="other").lies_in(growing)
    assert not position._replace(seq=2).lies_in(growing)
    assert not position._replace(seq=5).lies_in(growing)
    assert not position._replace(seq=-1).lies_in(growing)
    assert not position._replace(chain=7).lies_in(growing)
