"""What a bridge publishes, if it is started again with the same settings or with others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from feeds import codec
from feeds.bridges.bridge_outbox import WITHDRAWN, BridgeOutbox
from feeds.log import Log
from feeds.publishing.outbox import Outbox
from race.messages import Message, Note, Read, Split, Void
from race.times import Time, TimeOfDay

A = Note(id="1", text="a")
B = Note(id="2", text="b")
GONE = Void(id="3", replaces="1")


class Kept:
    """An outbox, and runs of a bridge that put messages there."""

    def __init__(self) -> None:
        self._log = Log("x")

    def run(self, *messages: Message, whole: bool = True) -> list[Message]:
        """What a run adds to the outbox."""
        before = self._log.head
        outbox = Outbox(self._log)
        bridge = BridgeOutbox(outbox.put, list(self._log.lines))
        for message in messages:
            bridge.put(message)
        if whole:
            bridge.withdraw_rest()
        return [codec.decode(line) for line in self._log.lines[before:]]


def test_what_an_earlier_run_has_published_is_not_published_again() -> None:
    """A run that goes on adds only what is new."""
    kept = Kept()

    assert kept.run(A, B, whole=False) == [A, B]
    assert kept.run(A, B) == []
    assert kept.run(A, B, GONE) == [replace(GONE, replaces=":1")]
    assert kept.run(A, B, GONE, Note(id="4", text="c")) == [Note(id="4", text="c")]


def test_other_settings_change_what_was_published() -> None:
    """What says something else replaces what was there, a read becomes a split, the rest is withdrawn."""
    kept = Kept()
    clock = TimeOfDay(1_777_743_650_100, 1)
    read = Read(id="1", chip="X", checkpoint="300", clock=clock)
    split = Split(id="1", bib="7", checkpoint="300", clock=clock, evidence="device")
    kept.run(read, B, Note(id="5", text="e"))

    assert kept.run(split, replace(B, text="bb")) == [
        replace(split, replaces=":1"),
        replace(B, text="bb", replaces=":2"),
        Void(id="5", replaces=":3", reason=WITHDRAWN),
    ]
    assert kept.run(split, replace(B, text="bb")) == []
    back = kept.run(read, B, Note(id="5", text="e"))
    assert back[:2] == [Void(id="1", replaces=":4", reason=WITHDRAWN), read]
    assert back[2:] == [replace(B, replaces=":5"), Note(id="5", text="e")]
    assert kept.run(read, B, Note(id="5", text="e")) == []


def test_a_correction_names_the_newest() -> None:
    """Names stand for the newest message by them."""
    kept = Kept()
    kept.run(A)
    kept.run(replace(A, text="other"))

    assert kept.run(replace(A, text="other"), GONE) == [replace(GONE, replaces=":2")]


def test_what_came_back_from_the_hub_is_known_by_what_it_says() -> None:
    """An outbox that was lost is filled again by `--resume-from-hub`, without the names of the bridge."""
    log = Log("x")
    for message in (
        replace(A, id="mat-a:1"),
        replace(B, id="mat-a:2"),
        replace(GONE, id="mat-a:3", replaces=":1"),
    ):
        log.keep(codec.encode(message))
    bridge = BridgeOutbox(Outbox(log).put, list(log.lines))

    assert [bridge.put(message) for message in (A, B, GONE, Note(id="4", text="c"))] == [1, 2, 3, 4]
    assert bridge.withdraw_rest() == 0
    assert log.head == 4


@pytest.mark.parametrize(
    "messages",
    [
        (Note(text="no name"),),
        (A, A),
        (Void(id="9", replaces="7"),),
        (Split(id="1", bib="1", checkpoint="300", time=Time(1), evidence="estimated"),),
    ],
)
def test_what_cannot_be_published_is_refused(messages: Sequence[Message]) -> None:
    """A message without a name or with that of another, one that replaces nothing, one that no hub takes."""
    with pytest.raises(ValueError, match=r"."):
        Kept().run(*messages)
