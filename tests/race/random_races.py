"""Whole races for property tests, made from a seed: few entrants, few checkpoints, every oddity.

A *tidy* race says everything once and each message has a time of its own, so that its board depends on no
order of arrival. A *wild* log is a tidy race with anything a log can hold: contradictions, corrections in
rings, ids taken twice, unlisted bibs, a second start list, in any order.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any, get_args

from hypothesis import strategies as st

from race.board import Board
from race.board_json import board_json
from race.messages import (
    Belief,
    Checkpoint,
    Entrant,
    Evidence,
    Gun,
    Message,
    Note,
    Official,
    Order,
    Ruling,
    Split,
    StartList,
    Status,
    StatusCode,
    Unknown,
    Void,
)
from race.times import Time, TimeOfDay
from tests.race.messages_by_hand import AFTER_ALL_MS, moments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.history import History

COURSES: tuple[tuple[float | None, tuple[float, ...]], ...] = (
    (400, (400, 800, 1200, 1600)),
    (400, (409.344, 809.344, 1209.344, 1609.344)),
    (400, (200, 400, 1000, 1200, 1609.344)),
    (200, (200, 400, 600)),
    (None, (2500, 5000, 10_000)),
    (None, (0, 5000, 10_000)),
    (None, (100,)),
)
"""Length of a lap and distances of the checkpoints."""

EVIDENCE: tuple[Evidence, ...] = ("official", "published", "device", "hand")

NOON_MS = TimeOfDay.parse("2026-07-28T12:00:00Z").utc_ms

IDS = 6
"""So few names for messages that they are taken twice and replace one another in rings."""


class Maker:
    """Makes messages from a seed."""

    def __init__(self, seed: int, size: int, *, waves: bool, ranks: bool) -> None:
        self.random = Random(seed)
        self.size = size
        self.ranks = ranks
        self.waves = ("", "A", "B") if waves else ("",)
        self.delays_ms = {wave: 60_000 * number for number, wave in enumerate(self.waves)}
        self.start_list = self.make_start_list()

    def chance(self, share: float) -> bool:
        """True in this share of the cases."""
        return self.random.random() < share

    def make_start_list(self) -> StartList:
        """A course and its entrants, a few of them pacemakers."""
        lap_m, distances = self.random.choice(COURSES)
        return StartList(
            name="Race",
            distance_m=distances[-1],
            lap_m=lap_m,
            checkpoints=tuple(Checkpoint(id=f"{metres:g}", distance_m=metres) for metres in distances),
            entrants=tuple(
                Entrant(
                    bib=f"{bib}",
                    name=f"Name {bib}",
                    role="pacemaker" if self.chance(0.2) else "runner",
                    wave=self.random.choice(self.waves),
                )
                for bib in range(self.size)
            ),
        )

    def tidy(self) -> list[Message]:
        """A race in the order in which things happen."""
        guns = [Gun(wave=wave, clock=self.clock(self.delays_ms[wave])) for wave in self.waves]
        runs = [message for e in self.start_list.entrants for message in self.run(e)]
        notes = [Note(text="Rain", when=Time(self.random.randrange(0, 300_000)))] if self.chance(0.5) else []
        splits = [message for message in runs if isinstance(message, Split)]
        others = [message for message in runs if not isinstance(message, Split)]
        log = [*guns, *self.ranked(splits), *others, *notes]
        return [self.start_list, *sorted(log, key=self.happens_ms)]

    def happens_ms(self, message: Message) -> int:
        """Race time of a message of a tidy race."""
        match message:
            case Gun(clock=TimeOfDay() as clock) | Split(clock=TimeOfDay() as clock):
                return clock.utc_ms - NOON_MS
            case Split(time=Time() as time, bib=bib):
                return time.ms + self.delays_ms[self.wave_of(bib)]
        return message.when.ms if message.when else 0

    def wave_of(self, bib: str) -> str:
        """The wave of an entrant."""
        return next((e.wave for e in self.start_list.entrants if e.bib == bib), "")

    def clock(self, race_ms: int) -> TimeOfDay:
        """The time of day at a race time."""
        return TimeOfDay(NOON_MS + race_ms, 3)

    def run(self, entrant: Entrant) -> list[Message]:
        """One entrant's splits, coarse enough for ties; some are missing, some people stop."""
        found: list[Message] = []
        ms, metres = 0, 0.0
        pace = self.random.choice((140, 150, 150, 160))
        for checkpoint in self.start_list.checkpoints:
            if self.chance(0.1):
                when = Time(ms + self.delays_ms[entrant.wave] + 1000)
                out: StatusCode = self.random.choice(("dnf", "dq", "unknown"))
                return [*found, Status(bib=entrant.bib, status=out, when=when)]
            stretch = (checkpoint.distance_m - metres) * (pace + self.random.choice((-5, 0, 5)))
            ms, metres = ms + max(round(stretch / 100), 1) * 100, checkpoint.distance_m
            if self.chance(0.85):
                found.append(self.split(entrant.bib, checkpoint.id, ms))
        return found

    def split(self, bib: str, checkpoint: str, ms: int) -> Split:
        """A split of any evidence, by time or by time of day."""
        by_clock = self.chance(0.3)
        return Split(
            bib=bib,
            checkpoint=checkpoint,
            time=None if by_clock else Time(ms, self.random.choice((1, 2, 3))),
            clock=self.clock(ms + self.delays_ms[self.wave_of(bib)]) if by_clock else None,
            evidence=self.random.choice(EVIDENCE),
            notes=("PB",) if self.chance(0.1) else (),
        )

    def ranked(self, splits: Sequence[Split]) -> list[Split]:
        """With printed ranks that agree with the times, at some checkpoints and of some entrants."""
        found: list[Split] = []
        for checkpoint in self.start_list.checkpoints:
            there = [s for s in splits if s.checkpoint == checkpoint.id]
            there.sort(key=lambda s: self.happens_ms(s) - self.delays_ms[self.wave_of(s.bib)])
            share = self.random.choice((0, 0.5, 1)) if self.ranks else 0
            for rank, split in enumerate(there, start=1):
                found.append(replace(split, rank=rank) if self.chance(share) else split)
        return found

    def wild(self) -> list[Message]:
        """A tidy race among whatever else a log may hold."""
        log = [*self.tidy(), *(self.anything() for _ in range(self.random.randrange(2, 16)))]
        if self.chance(0.7):
            self.random.shuffle(log)
        return [self.linked(message) for message in log]

    def anything(self) -> Message:
        """A message that fits in nowhere in particular."""
        bib = f"{self.random.randrange(self.size + 2)}"
        checkpoint = self.random.choice([c.id for c in self.start_list.checkpoints] + ["?"])
        when = Time(self.random.randrange(0, 300_000, 100)) if self.chance(0.5) else None
        ranks = {f"{self.random.randrange(self.size + 2)}": self.random.randrange(1, 9) for _ in range(3)}
        split = self.split(bib, checkpoint, self.random.randrange(0, 300_000, 100))
        return self.random.choice(
            (
                replace(split, suspect=self.chance(0.3), rank=self.random.choice((None, 1, 2, 5))),
                split,
                Order(checkpoint=checkpoint, places=ranks, when=when),
                Status(bib=bib, status=self.random.choice(("dnf", "dns", "dq", "unknown")), when=when),
                Void(replaces=self.some_id()),
                Void(replaces=self.some_id()),
                Gun(wave=self.random.choice(self.waves), clock=self.clock(self.random.randrange(9) * 1000)),
                Gun(when=when),
                replace(self.make_start_list(), when=when),
                Note(text="Wind", when=when),
                Official(),
                Unknown(type="weather", body={}),
                Ruling(of=self.some_id(), belief=self.random.choice(get_args(Belief)), when=when),
            )
        )

    def some_id(self) -> str:
        """A name for a message."""
        return f"m{self.random.randrange(IDS)}"

    def linked(self, message: Message) -> Message:
        """With an id, which may be taken, and what it replaces, which may be itself."""
        named = replace(message, id=self.some_id()) if self.chance(0.4) else message
        if isinstance(message, Void) or self.chance(0.8):
            return named
        return replace(named, replaces=self.some_id())


def _makers(*, waves: bool = True, ranks: bool = True) -> st.SearchStrategy[Maker]:
    return st.builds(
        Maker, st.integers(0, 10**6), st.integers(0, 6), waves=st.just(waves), ranks=st.just(ranks)
    )


def tidy_races(*, waves: bool = True, ranks: bool = True) -> st.SearchStrategy[list[Message]]:
    """Races that say everything once, each message with a time of its own."""
    return _makers(waves=waves, ranks=ranks).map(Maker.tidy)


def wild_logs() -> st.SearchStrategy[list[Message]]:
    """Logs that may hold anything."""
    return _makers().map(Maker.wild)


def picture(history: History, clock_ms: int = AFTER_ALL_MS) -> Any:
    """All that can be seen of a race at a time."""
    state = history.at(clock_ms)
    board = Board.at("race", clock_ms, state)
    return board_json(board), board.missing_places(), moments(state, clock_ms)


def clocks_of(history: History) -> list[int]:
    """A time before the race, and every time at which something changes."""
    return [-1, *history.times(), AFTER_ALL_MS]
