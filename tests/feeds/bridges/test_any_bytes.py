"""Whatever comes, in whatever pieces: no bridge fails, grows without end, or sends what it does not say."""

from __future__ import annotations

import gc
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random
from types import FunctionType, ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.bridges.bridge import LONGEST_RAW, Bridge, Outcome
from feeds.bridges.bridge_run import MOST_KEPT, BridgeRun
from feeds.bridges.raw_input import LARGEST_FILE, LARGEST_READ, Piece, PieceKind
from feeds.publishing.outbox import checked_line
from race.messages import Void
from tests.by_hand.acts import IS_WHOLE
from tests.feeds.bridges.realistic_input import DEVICE, OURS, Realistic, made

ORIGINS = (DEVICE, "192.168.1.21:50000")

EXAMPLES = 200 if IS_WHOLE else 8
"""Of each bridge; many with LAPBELL_BY_HAND, as `make by-hand` sets it."""

LARGE = LARGEST_FILE // 4
"""Bytes of a piece of what never ends: twice as much of it comes as a file may have, and more."""

LONGEST_SENTENCE = 2000
"""Characters of a remark or of news."""

WHOLE: tuple[PieceKind, ...] = ("file", "gone", "post")


def mangled(chance: Random, data: bytes) -> bytes:
    """Realistic input after something has happened to it."""
    lines = data.splitlines(keepends=True)
    for _ in range(chance.randint(0, 4)):
        at = chance.randrange(len(lines) + 1)
        match chance.randrange(8):
            case 0:
                chance.shuffle(lines)
            case 1:
                lines[at:at] = lines[: chance.randint(0, 30)]
            case 2:
                lines.insert(at, chance.randbytes(chance.randint(1, 300)))
            case 3:
                del lines[at : at + chance.randint(1, 5)]
            case 4 if at < len(lines):
                cut = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:cut]
            case 5 if at < len(lines) and lines[at]:
                spot = chance.randrange(len(lines[at]))
                changed = bytearray(lines[at])
                changed[spot] = chance.choice(b"\x00\xff\"',;$@~|<&0123456789-:. \r\n\t")
                lines[at] = bytes(changed)
            case 6 if at < len(lines):
                lines[at] = re.sub(rb"\d+", lambda _: b"9" * chance.randint(1, 400), lines[at], count=2)
            case 7:
                lines = [line.replace(b"\r\n", b"\r") for line in lines]
    return b"".join(lines)


def pieces_of(chance: Random, realistic: Realistic) -> Iterator[Piece]:
    """Pieces of all kinds, in any order, with whatever in them."""
    for _ in range(chance.randint(1, 6)):
        name, data = chance.choice(sorted(realistic.files.items()))
        data = chance.randbytes(chance.randint(0, 3000)) if chance.random() < 0.2 else mangled(chance, data)
        if chance.random() < 0.3:
            yield Piece(1, name, chance.choice(WHOLE), data)
            continue
        origin = chance.choice([*ORIGINS, name])
        if chance.random() < 0.7:
            yield Piece(1, origin, "opened")
        while data:
            cut = chance.choice([1, 7, 100, LARGEST_READ])
            yield Piece(1, chance.choice(ORIGINS) if chance.random() < 0.02 else origin, "data", data[:cut])
            data = data[cut:] if cut < LARGEST_READ or chance.random() < 0.9 else b""
            if chance.random() < 0.02:
                yield Piece(1, origin, "idle")
        if chance.random() < 0.5:
            yield Piece(1, origin, "closed")


class Judge:
    """Holds what a bridge makes against what may be made."""

    def __init__(self, bridge: Bridge) -> None:
        self._sends = [re.compile(pattern, re.DOTALL) for pattern in bridge.sends]
        self._in_force: dict[str, bool] = {}
        """By the name of a message, whether nothing has replaced it."""
        self._before: dict[str, str] = {}
        """By the name of a message, what it has replaced."""
        self._revived: set[str] = set()

    def take(self, outcome: Outcome) -> None:
        """Look at what was made of a record."""
        assert len(outcome.raw) <= LONGEST_RAW
        assert len(outcome.remark) + len(outcome.news) <= LONGEST_SENTENCE
        assert not outcome.is_bad or outcome.remark, outcome
        if outcome.reply:
            assert any(allowed.fullmatch(outcome.reply) for allowed in self._sends), outcome.reply
        for message in outcome.messages:
            name = message.id
            assert name is not None
            assert name not in self._in_force
            if message.replaces is not None:
                assert self._in_force[message.replaces], f"{message} replaces what holds no more"
                self._in_force[message.replaces] = False
                self._revived.discard(message.replaces)
                before = self._before.get(message.replaces)
                if isinstance(message, Void) and before is not None:
                    self._in_force[before] = True
                    self._revived.add(before)
                self._before[name] = message.replaces
            self._in_force[name] = not isinstance(message, Void)
            checked_line(replace(message, id=None), name)  # what a hub would refuse raises ValueError
        assert not self._revived, "what was corrected holds again, as its correction was withdrawn"


@pytest.mark.parametrize("name", OURS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32 - 1), knows_race=st.booleans())
def test_no_input_is_too_much(name: str, seed: int, knows_race: bool) -> None:
    """What is made of it can be published, and is the same when the recording is read again."""
    chance, realistic = Random(seed), Realistic.of(name)
    pieces = list(pieces_of(chance, realistic))
    bridge, again = (made(name, realistic.table, knows_race=knows_race) for _ in range(2))
    judge = Judge(bridge)
    for piece in pieces:
        outcomes = list(bridge.take(piece))
        for outcome in outcomes:
            judge.take(outcome)
        assert outcomes == list(again.take(piece))


@pytest.mark.parametrize("name", OURS)
def test_realistic_input_is_understood(name: str) -> None:
    """As it is, in the way in which it comes: messages come of it, and nothing of it is bad."""
    ways = [
        [outcome for piece in _given(name, way) for outcome in piece] for way in ("stream", "file", "post")
    ]
    understood = [way for way in ways if not any(outcome.is_bad for outcome in way)]

    assert max((sum(len(outcome.messages) for outcome in way) for way in understood), default=0) > 3, ways


def _given(name: str, way: str) -> Iterator[list[Outcome]]:
    realistic = Realistic.of(name)
    bridge = made(name, realistic.table)
    for file, data in realistic.files.items():
        kinds: tuple[PieceKind, ...] = ("opened", "data", "closed")
        if way != "stream":
            kinds = ("file" if way == "file" else "post",)
        for kind in kinds:
            content = b"" if kind in ("opened", "closed") else data
            yield list(bridge.take(Piece(1, file if way == "file" else ORIGINS[0], kind, content)))


def junk(name: str) -> dict[str, Iterable[Piece]]:
    """Input that never ends, by what it is."""
    chance = Random(1)
    some = b"".join(Realistic.of(name).files.values())[:2000]
    endless = re.sub(rb"[\r\n\x00>$]", b" ", some) * (LARGE // len(some) + 1)
    return {
        "a line without an end": (Piece(1, ORIGINS[0], "data", b"x" * LARGE) for _ in range(10)),
        "a realistic line without an end": (Piece(1, ORIGINS[0], "data", endless[:LARGE]) for _ in range(10)),
        "noise": (Piece(1, ORIGINS[0], "data", chance.randbytes(LARGEST_READ)) for _ in range(8)),
        "devices that come and go": (
            Piece(1, f"192.168.1.20:{number // 3}", ("opened", "data", "closed")[number % 3], b"half a li")
            for number in range(900)
        ),
        "the same again and again": (Piece(1, ORIGINS[0], "data", some) for _ in range(24)),
    }


@pytest.mark.parametrize("name", OURS)
def test_nothing_grows_without_bound(name: str) -> None:
    """Whatever comes without end: after the first half the second adds next to nothing."""
    for what, pieces in junk(name).items():
        bridge = made(name, Realistic.of(name).table)
        sizes = []
        whole = list(pieces)
        for half in (whole[: len(whole) // 2], whole[len(whole) // 2 :]):
            for piece in [*half, Piece(1, ORIGINS[0], "closed")]:
                for _ in bridge.take(piece):
                    pass
            sizes.append(size_of(bridge))
        assert sizes[1] < LARGEST_FILE + 3_000_000, (what, sizes)
        assert sizes[1] - sizes[0] < 200_000, (what, sizes)


def size_of(thing: object) -> int:
    """Bytes of all that only this thing leads to, but for code."""
    seen, waiting, size = set[int](), [thing], 0
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, type | ModuleType | FunctionType):
            continue
        seen.add(id(one))
        size += sys.getsizeof(one)
        waiting += gc.get_referents(one)
    return size


@pytest.mark.parametrize("name", OURS)
def test_a_file_as_large_as_may_be_is_read(name: str) -> None:
    """Of lines as they should be, and of no lines at all."""
    realistic = Realistic.of(name)
    file, data = max(realistic.files.items(), key=lambda item: len(item[1]))
    whole = (data * (LARGEST_FILE // max(len(data), 1)))[: LARGEST_FILE // 64]
    bridge = made(name, realistic.table)
    for content in (whole, b"\x00" * LARGEST_FILE, b"<" * (LARGEST_FILE // 64)):
        for outcome in bridge.take(Piece(1, file, "file", content)):
            assert len(outcome.raw) <= LONGEST_RAW


@pytest.mark.parametrize("name", OURS)
def test_bad_records_are_counted_and_the_first_kept(name: str) -> None:
    """By the run that every bridge has."""
    realistic, chance, bad = Realistic.of(name), Random(7), list[Outcome]()
    run = BridgeRun(made(name, realistic.table), lambda outcome: bad.extend([outcome] * outcome.is_bad))
    for _ in range(20):
        run.repeat(pieces_of(chance, realistic))

    assert run.bad == len(bad)
    assert run.bad > 0
    assert run.first_bad == bad[:MOST_KEPT]
    assert not [outcome for outcome in bad if outcome.remark.startswith("the bridge failed")]
