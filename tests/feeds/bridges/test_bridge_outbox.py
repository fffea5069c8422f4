"""What a bridge publishes, if it is started again with the same settings or with others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from feeds import codec
from feeds.bridges.bridge_outbox import WITHDRAWN, BridgeOutbox
from feeds.log import Log
from feeds.publishing.outbox import Outbox
from race.fold.history import History
from race.messages import Message, Note, Read, Split, Void
from race.times import Time, TimeOfDay

A = Note(id="1", text="a")
B = Note(id="2", text="b")
GONE = Void(id="3", replaces="1")


class Kept:
    """An outbox, and runs of a bridge that put messages there."""

    def __init__(self) -> None:
        self._log = Log("x")

    def lose(self, count: int) -> None:
        """Some of the newest messages were not on disk when the bridge was killed."""
        lines = list(self._log.lines)
        self._log = Log("x")
        for line in lines[: max(len(lines) - count, 0)]:
            self._log.keep(line)

    @property
    def at_hub(self) -> list[Message]:
        """What is in it, with the names that a hub gives."""
        lines = enumerate(self._log.lines, start=1)
        return [replace(codec.decode(line), id=f":{number}") for number, line in lines]

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
    assert back[:2] == [Void(id="1", replaces=f":{number}", reason=WITHDRAWN) for number in (4, 1)]
    assert back[2:] == [read, replace(B, replaces=":5"), Note(id="5", text="e")]
    assert kept.run(read, B, Note(id="5", text="e")) == []


def random_run(chance: Random) -> list[Message]:
    """What a bridge makes: reads, splits, corrections and withdrawals of those that hold."""
    made: list[Message] = []
    holding: list[Message] = []
    for number in range(chance.randint(0, 7)):
        name, clock = f"{number}", TimeOfDay(1_777_743_650_000 + 100 * chance.randint(0, 2), 1)
        target = chance.choice(holding) if holding and chance.random() < 0.5 else None
        if target is not None:
            holding.remove(target)
        replaces = target.id if target is not None else None
        message: Message
        if target is not None and chance.random() < 0.4:
            message = Void(id=name, replaces=target.id or "")
        elif chance.random() < 0.3:
            message = Read(id=name, chip="X", checkpoint="300", clock=clock, replaces=replaces)
        else:
            bib = chance.choice("12")
            message = Split(
                id=name, bib=bib, checkpoint="300", clock=clock, evidence="device", replaces=replaces
            )
        made.append(message)
        holding += [] if isinstance(message, Void) else [message]
    return made


def in_force(messages: Sequence[Message]) -> Counter[Message]:
    """What holds, without the names."""
    history = History(messages)
    holding = (m for m in messages if history.holds(m) and not isinstance(m, Void))
    return Counter(replace(message, id=None, replaces=None) for message in holding)


@pytest.mark.parametrize("seed", range(60))
def test_after_any_runs_what_the_last_one_makes_holds(seed: int) -> None:
    """Whatever settings the runs before it had, and wherever they were killed."""
    chance, kept = Random(seed), Kept()
    for _ in range(6):
        if chance.random() < 0.5:
            kept.run(*random_run(chance), whole=chance.random() < 0.5)
            kept.lose(chance.randint(0, 3))
        made = random_run(chance)
        kept.run(*made)
        assert in_force(kept.at_hub) == in_force(made), made
        assert kept.run(*made) == [], "the same run again has nothing to add"


def test_a_correction_names_the_newest() -> None:
    """Names stand for the newest message by them, and what that has replaced must not hold again."""
    kept = Kept()
    kept.run(A)
    kept.run(replace(A, text="other"))

    assert kept.run(replace(A, text="other"), GONE) == [
        replace(GONE, replaces=":2"),
        replace(GONE, replaces=":1"),
    ]


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
