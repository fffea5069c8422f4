"""A large race in columns is the same race as one that is folded message by message."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import large_log
from feeds.log import read, write
from race.board import Board
from race.board_json import board_json
from race.doubted_claims import doubted_claims
from race.messages import (
    Checkpoint,
    Entrant,
    Gun,
    Note,
    Official,
    Order,
    Ruling,
    Split,
    StartList,
    Status,
    Void,
)
from race.projection.board_model import BoardModel
from race.times import Time, TimeOfDay
from replays.invented_marathon import invented_race
from replays.watching.large_race import LargeRace
from replays.watching.recorded_race import RecordedRace
from tests.examples import examples
from tui.commands.board import board_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from race.messages import Evidence, Message
    from replays.watching.watched_race import WatchedRace


@pytest.fixture(autouse=True)
def every_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read small files into columns too."""
    monkeypatch.setattr(large_log, "LARGE", 0)


def both(path: Path, messages: Iterable[Message]) -> tuple[LargeRace | None, RecordedRace]:
    """A race read into columns, if it can be, and message by message."""
    write(path, "race", messages)
    large = large_log.read_large(path)
    return (LargeRace(large) if large is not None else None), RecordedRace.of(read(path))


def shown(race: WatchedRace, clock_ms: int, *, estimates: bool) -> tuple[object, str]:
    """The board at a moment, as JSON with all figures, and as text."""
    history = race.history(estimates=estimates)
    state = history.at(clock_ms)
    board = Board.at(race.race, clock_ms, state, BoardModel(None))
    doubts = doubted_claims(history, state, clock_ms)
    return board_json(board, doubts, with_marks=True), board_text(board, 100, None, doubts)


def test_an_invented_race_is_the_same_at_five_moments(tmp_path: Path) -> None:
    """A marathon of 300 in three waves, with missed mats and dropouts; sought to and fro."""
    large, usual = both(tmp_path / "race.jsonl", invented_race(300))

    assert large is not None
    assert (large.end_ms, large.reach_ms) == (usual.end_ms, usual.reach_ms)
    for share in (0.5, 0.1, 1.0, 0.3, 0.8):
        clock_ms = int(usual.end_ms * share)
        for estimates in (True, False):
            assert shown(large, clock_ms, estimates=estimates) == shown(usual, clock_ms, estimates=estimates)


def test_states_that_were_given_back_are_folded_anew(tmp_path: Path) -> None:
    """The history without estimates, whose states were given back, is still that of the race."""
    path = tmp_path / "race.jsonl"
    write(path, "race", invented_race(60))
    large = large_log.read_large(path)
    assert large is not None
    history, clock_ms = large.history, 5_400_000
    before = history.at(clock_ms)

    history.forget_states()

    assert board_json(Board.at("race", clock_ms, history.at(clock_ms), BoardModel(None)), []) == board_json(
        Board.at("race", clock_ms, before, BoardModel(None)), []
    )


@examples(40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_random_races_are_the_same(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """With waves, late lines, corrections, missed mats, times that contradict each other, and dropouts."""
    random = Random(seed)
    messages = [*random_race(random)]
    large, usual = both(tmp_path_factory.mktemp("races") / "race.jsonl", messages)

    assert large is not None
    assert [*large.history(estimates=False).messages] == [*usual.history(estimates=False).messages]
    for estimates in (True, False):
        one, other = large.history(estimates=estimates), usual.history(estimates=estimates)
        assert one.times() == other.times()
        assert (one.end_ms, one.reach_ms, one.last_effect_ms) == (
            other.end_ms,
            other.reach_ms,
            other.last_effect_ms,
        )
        for clock_ms in sorted(random.choices(other.times(), k=3)):
            assert one.count(clock_ms) == other.count(clock_ms)
            assert one.next_ms(clock_ms) == other.next_ms(clock_ms)
            assert one.doubts_at(clock_ms) == other.doubts_at(clock_ms)
            assert shown(large, clock_ms, estimates=estimates) == shown(usual, clock_ms, estimates=estimates)


@pytest.mark.parametrize(
    "odd",
    [
        Split(bib="1", checkpoint="10k", time=Time(4_000_000, 0), rank=1, evidence="device"),
        Order(checkpoint="10k", places={"1": 1}, evidence="published"),
        Ruling(of="a", belief="doubtful"),
        None,
        Gun(clock=TimeOfDay.parse("2026-04-12T08:00:01Z")),
        Split(bib="1", checkpoint="10k", time=Time(4_000_000, 0), evidence="device", heard_ms=1),
        Split(bib="9", checkpoint="10k", time=Time(4_000_000, 0), evidence="device"),
        Split(bib="1", checkpoint="11k", time=Time(4_000_000, 0), evidence="device"),
        Split(bib="1", checkpoint="10k", time=Time(4_000_000, 0), evidence="device", source="unlisted"),
    ],
)
def test_what_compares_runners_or_is_wrong_is_read_as_usual(tmp_path: Path, odd: Message | None) -> None:
    """Printed places, rulings, start lists and guns that come late, what is no time of an entrant."""
    field = start_list([Entrant(bib="1", name="Ann Lee"), Entrant(bib="2", name="Bo Kim")])
    plain = Split(bib="2", checkpoint="5k", time=Time(1_500_000, 1), evidence="device")
    write(tmp_path / "race.jsonl", "race", [field, Gun(), plain])
    assert large_log.read_large(tmp_path / "race.jsonl") is not None

    write(tmp_path / "race.jsonl", "race", [field, Gun(), plain, odd or field])
    assert large_log.read_large(tmp_path / "race.jsonl") is None


LINE = b'{"type":"split","source":"mat","bib":"2","checkpoint":"10k","time":"50:00.5","evidence":"device"}'


@examples(300, deadline=None)
@given(data=st.data())
def test_no_line_passes_that_the_gate_refuses(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A line with a few bytes changed is read as in any other file, or the file is left to be read so."""
    line = bytearray(LINE)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(line) - 1))
        put = data.draw(
            st.sampled_from([b"", b'"', b"\\", b":", b"6", b"0", b".", b",", b" ", b"\xff", b"\x7f"])
        )
        line[at : at + data.draw(st.integers(0, 1))] = put
    people = [Entrant(bib="1", name="Ann Lee"), Entrant(bib="2", name="Bo Kim")]
    path = tmp_path_factory.mktemp("lines") / "race.jsonl"
    plain = Split(bib="1", checkpoint="10k", time=Time(3_000_500, 1), evidence="device", source="mat")
    write(path, "race", [start_list(people), Gun(), plain])
    path.write_bytes(path.read_bytes() + bytes(line) + b"\n" + LINE.replace(b'"2"', b'"1"') + b"\n")

    found = large_log.read_large(path)

    if found is not None:
        assert [*found.history.messages] == [*read(path).messages()]


def start_list(entrants: Sequence[Entrant]) -> StartList:
    """Ten kilometres on a road, with a mat at the start."""
    metres = {"start": 0.0, "3k": 3000.0, "5k": 5000.0, "8k": 8000.0, "10k": 10_000.0}
    checkpoints = tuple(Checkpoint(id=name, distance_m=distance) for name, distance in metres.items())
    return StartList(
        name="Ten",
        setting="road",
        event="10R",
        distance_m=10_000,
        checkpoints=checkpoints,
        entrants=tuple(entrants),
        sources={"mat": "the mats"},
    )


def random_race(random: Random) -> Iterable[Message]:
    """A small road race of which not all is as it should be."""
    waves = random.choice([[""], ["A", "B"]])
    people = [
        Entrant(bib=str(n), name=f"Ann Lee {n}", wave=random.choice(waves), category=random.choice("MW"))
        for n in range(1, random.randint(4, 12))
    ]
    yield start_list(people)
    for number, wave in enumerate(waves):
        yield Gun(wave=wave, clock=TimeOfDay(1_775_980_800_000 + number * 600_000, 0, 0))
    splits: list[tuple[int, Message]] = []
    for person in people:
        start_ms, pace_ms = random.randrange(0, 90_000), random.randrange(180, 420)
        for checkpoint in (
            "start",
            *random.sample(["3k", "5k", "8k", "10k"], random.choice([4, 4, 4, 3, 2])),
        ):
            if random.random() < 0.1:
                continue
            metres = {"start": 0, "3k": 3000, "5k": 5000, "8k": 8000, "10k": 10_000}[checkpoint]
            slip = random.choice([0] * 15 + [-600_000, 90_000])
            ms = max(start_ms + metres * pace_ms + random.randrange(-5000, 5000) * bool(metres) + slip, 0)
            splits += [(ms, one) for one in claims(random, person.bib, checkpoint, ms)]
        if random.random() < 0.2:
            when = random.choice([None, Time(random.randrange(3_600_000), 0)])
            splits.append((random.randrange(3_600_000), Status(bib=person.bib, status="dnf", when=when)))
    late = random.random() < 0.5
    splits.sort(key=lambda split: split[0] + (random.randrange(400_000) if late else 0))
    yield from (message for _, message in splits)
    if random.random() < 0.5:
        yield Note(text="Rain", when=Time(600_000, 0))
    if random.random() < 0.7:
        yield Official()


def claims(random: Random, bib: str, checkpoint: str, ms: int) -> Iterable[Message]:
    """A split, in a few cases corrected, withdrawn or stated twice."""
    digits = random.choice([0, 1, 1, 3])
    time = Time(ms // 10 ** (3 - digits) * 10 ** (3 - digits), digits)
    source = random.choice(["mat", "mat", ""])
    evidence: Evidence = random.choice(["device", "device", "official"])
    plain = Split(bib=bib, checkpoint=checkpoint, time=time, evidence=evidence, source=source)
    what, name = random.random(), f"{bib}-{checkpoint}"
    if what > 0.1:
        return [plain]
    named = Split(bib=bib, checkpoint=checkpoint, time=time, evidence=evidence, source=source, id=name)
    later = Split(
        bib=bib,
        checkpoint=checkpoint,
        time=Time(time.ms + 2000, 0),
        evidence=evidence,
        source=source,
        id=f"{name}-b",
        replaces=name,
    )
    if what > 0.07:
        return [named, later]
    return [named, Void(id=f"{name}-v", replaces=name)] if what > 0.04 else [plain, plain]
