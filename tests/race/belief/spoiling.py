"""Spoils races in one place each, and compares what is shown with the race as it was.

`python -m tests.race.belief.spoiling` prints the tables of docs/belief.md. Each spoiled race
is looked at live, after so many of its messages, and replayed, at so many race times, evenly spread. What is
shown is compared with the race as it was, and where it differs, with the race less the wrong messages: what
differs from both is misleading, and the rest is missing. Where nothing contradicts the wrong messages, live
in the log up to there and replayed in all of it, the race could be a true one, and no rule could tell.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import NamedTuple

from feeds.consistency import contradictions_in
from feeds.log import read
from race.fold.history import History
from race.fold.start_times import StartTimes
from race.fold.state import RaceState
from race.messages import Gun, Message, Split, StartList
from race.order.field_order import FieldOrder
from race.times import Time, TimeOfDay
from replays.library import files
from replays.reconstruction import reconstruct
from tests.race.belief.contradicted import are_contradicted

MOMENTS = 12
"""At which a race is looked at live, and as many at which it is looked at replayed."""

AFTER_ALL_MS = 10**10

GUN = TimeOfDay.parse("2026-06-06T12:00:00Z")
"""Of the races that are given times of day."""

SENT_MS = 2000
"""How long a read is on its way."""


class Shown(NamedTuple):
    """What is shown of a race at a moment."""

    leader: str | None
    headline: tuple[str, int, int | None] | None
    """Who leads, at which checkpoint, and the winning time."""
    places: dict[str, int]

    @classmethod
    def of(cls, state: RaceState) -> Shown:
        """What a state shows."""
        if state.course is None:
            return cls(None, None, {})
        order = FieldOrder(state, state.course)
        first = order.leader
        if first is None:
            return cls(None, None, order.places)
        bib, index = first.entrant.bib, first.furthest
        time = first.time_at(index) if index == state.course.finish else None
        return cls(bib, (bib, index, time.ms if time else None), order.places)


class Seen:
    """A race as it is seen live and replayed; it is looked at live only later than before."""

    def __init__(self, messages: Sequence[Message]) -> None:
        self.messages = messages
        self._heard = History()
        self._live: dict[int, Shown] = {}
        self.unbelieved: frozenset[int] = frozenset()
        """The numbers of the messages that were not believed when last looked at live."""
        self._replayed: dict[int, Shown] = {}

    @cached_property
    def problems(self) -> set[str]:
        """What the checker names."""
        return {problem.text for problem in contradictions_in(list(enumerate(self.messages, 1)))}

    @cached_property
    def history(self) -> History:
        """The race with its estimates, as it is replayed."""
        return History(reconstruct(self.messages))

    def live(self, count: int) -> Shown:
        """What is shown after so many messages."""
        if count not in self._live:
            if count < len(self._heard.messages):
                self._heard = History()
            self._heard.extend(self.messages[len(self._heard.messages) : count])
            state = self._heard.at(AFTER_ALL_MS)
            self._live[count] = Shown.of(state)
            self.unbelieved = frozenset(state.doubts)
        return self._live[count]

    def replayed(self, ms: int) -> Shown:
        """What is shown at a race time."""
        if ms not in self._replayed:
            self._replayed[ms] = Shown.of(self.history.at(ms))
        return self._replayed[ms]


class Spoiled(NamedTuple):
    """A race with something wrong in it."""

    messages: list[Message]
    wrong: frozenset[int]
    """The numbers of the wrong messages, from 1."""
    is_added: bool
    """Whether they came on top of what was there."""


Spoil = Callable[[random.Random, Sequence[Message]], Spoiled | None]
"""Spoils a race; None where it found no way."""

Change = Callable[[random.Random, int], int]
"""Changes milliseconds from the gun."""


@dataclass(slots=True)
class Tally:
    """What came of the spoilings of one kind."""

    spoiled: int = 0
    moments: int = 0
    differ: Counter[str] = field(default_factory=Counter)
    """Moments at which something differs from the race as it was, by what."""
    mislead: Counter[str] = field(default_factory=Counter)
    """Of those the ones at which it also differs from the race less the wrong messages."""
    told: Counter[str] = field(default_factory=Counter)
    """Of these the ones at which the log up to there contradicts the wrong messages."""
    noticed: int = 0
    """Races in which the checker named something new."""
    doubted: int = 0
    """Races in which something wrong was not believed at some time live."""
    believed: int = 0
    """Races in which something wrong is believed at the end."""


def as_read(messages: Sequence[Message]) -> list[Message]:
    """The race as devices would have sent it: each split as a time of day, heard soon after."""
    start_list = next(m for m in messages if isinstance(m, StartList))
    guns = [m for m in messages if isinstance(m, Gun) and m.clock] or [Gun(clock=GUN)]
    starts = StartTimes.of([start_list, *guns])
    sent: list[Message] = [replace(m, heard_ms=m.clock.utc_ms + SENT_MS) for m in guns if m.clock]
    for _, split in timed(messages):
        gun = starts.gun_times[starts.wave_of(split.bib)] or GUN
        clock = split.clock or TimeOfDay(gun.utc_ms + (split.time.ms if split.time else 0), 3)
        sent.append(
            Split(
                bib=split.bib,
                checkpoint=split.checkpoint,
                clock=clock,
                evidence="device",
                source=f"mat {split.checkpoint}",
                heard_ms=clock.utc_ms + SENT_MS,
            )
        )
    return [start_list, *sorted(sent, key=lambda m: m.heard_ms or 0)]


def timed(messages: Sequence[Message]) -> list[tuple[int, Split]]:
    """The splits that were measured, with their positions."""
    return [(i, m) for i, m in enumerate(messages) if isinstance(m, Split) and not m.suspect]


def slip(*ways_ms: int) -> Spoil:
    """Add one of several amounts to a time."""
    return lambda rng, messages: _changed(rng, messages, lambda rng, ms: ms + rng.choice(ways_ms))


def transposed(rng: random.Random, messages: Sequence[Message]) -> Spoiled | None:
    """Exchange two neighbouring digits of a time."""
    return _changed(rng, messages, _transposed)


def _transposed(rng: random.Random, ms: int) -> int:
    text = Time(ms, 2).show()
    at = [i for i in range(len(text) - 1) if text[i : i + 2].isdigit() and text[i] != text[i + 1]]
    if not at:
        return ms
    i = rng.choice(at)
    try:
        return Time.parse(text[:i] + text[i + 1] + text[i] + text[i + 2 :]).ms
    except ValueError:
        return ms


def before_the_gun(rng: random.Random, messages: Sequence[Message]) -> Spoiled | None:
    """Read a chip at a checkpoint before the gun."""
    return _added(rng, messages, lambda rng, _: -rng.randint(1000, 900_000))


def early_read(rng: random.Random, messages: Sequence[Message]) -> Spoiled | None:
    """Read a chip at a checkpoint where its runner has yet to come."""
    return _added(rng, messages, lambda rng, ms: round(ms * rng.uniform(0.02, 0.95)))


def second_read(rng: random.Random, messages: Sequence[Message]) -> Spoiled | None:
    """Read a chip at a checkpoint once more, up to half an hour later."""
    return _added(rng, messages, lambda rng, ms: ms + rng.randint(500, 1_800_000))


def swapped_bibs(rng: random.Random, messages: Sequence[Message]) -> Spoiled | None:
    """Exchange the bibs of two times at one checkpoint."""
    one, first = rng.choice(timed(messages))
    others = [
        (i, split)
        for i, split in timed(messages)
        if split.checkpoint == first.checkpoint and split.bib != first.bib
    ]
    if not others:
        return None
    other, second = rng.choice(others)
    changed = list(messages)
    changed[one], changed[other] = replace(first, bib=second.bib), replace(second, bib=first.bib)
    return _spoiled(changed, {one, other})


def clock_off(*ways_ms: int) -> Spoil:
    """Set the clock of one mat wrong by one of several amounts."""

    def spoil(rng: random.Random, messages: Sequence[Message]) -> Spoiled | None:
        way_ms = rng.choice(ways_ms)
        mat = rng.choice(timed(messages))[1].checkpoint
        changed, where = list(messages), set()
        for i, split in timed(messages):
            if split.checkpoint == mat and split.clock:
                clock = TimeOfDay(split.clock.utc_ms + way_ms, split.clock.digits)
                changed[i] = replace(split, clock=clock)
                where.add(i)
        return _spoiled(changed, where)

    return spoil


def _changed(rng: random.Random, messages: Sequence[Message], change: Change) -> Spoiled | None:
    """Change one time."""
    one, split = rng.choice(timed(messages))
    changed = list(messages)
    if split.clock:
        ms = change(rng, split.clock.utc_ms)
        changed[one] = replace(split, clock=TimeOfDay(ms, split.clock.digits))
    elif split.time:
        ms = change(rng, split.time.ms)
        if ms <= 0 or ms == split.time.ms:
            return None
        changed[one] = replace(split, time=Time(ms, split.time.digits))
    return _spoiled(changed, {one})


def _added(rng: random.Random, messages: Sequence[Message], change: Change) -> Spoiled | None:
    """Add a read to one of a race `as_read`, heard when its clock says."""
    _, split = rng.choice(timed(messages))
    gun = next(m.clock for m in messages if isinstance(m, Gun) and m.clock)
    if split.clock is None:
        return None
    ms = gun.utc_ms + change(rng, split.clock.utc_ms - gun.utc_ms)
    extra = replace(split, clock=TimeOfDay(ms, 3), heard_ms=ms + SENT_MS)
    at = next((i for i, m in enumerate(messages) if i and (m.heard_ms or 0) > ms + SENT_MS), len(messages))
    return Spoiled([*messages[:at], extra, *messages[at:]], frozenset({at + 1}), is_added=True)


def _spoiled(messages: list[Message], wrong: set[int]) -> Spoiled:
    return Spoiled(messages, frozenset(i + 1 for i in wrong), is_added=False)


AS_FILED: dict[str, Spoil] = {
    "slip of a minute, too fast": slip(-60_000),
    "slip of a minute, too slow": slip(60_000),
    "slip of ten minutes, too fast": slip(-600_000),
    "slip of ten minutes, too slow": slip(600_000),
    "transposed digits": transposed,
    "swapped bibs": swapped_bibs,
}
"""Spoils races as they are in the library."""

AS_READ: dict[str, Spoil] = {
    "read before the gun": before_the_gun,
    "early read": early_read,
    "second read": second_read,
    "clock of a mat ahead": clock_off(90_000, 600_000, 3_600_000, 5 * 3_600_000),
    "clock of a mat behind": clock_off(-90_000, -600_000, -3_600_000, -5 * 3_600_000),
    "swapped reads": swapped_bibs,
}
"""Spoils races as devices would have sent them."""


class Spoiling:
    """Spoils races, each way in turn, and counts what comes of it."""

    def __init__(
        self,
        races: Sequence[Sequence[Message]],
        seed: int,
        kinds: Collection[str] = (*AS_FILED, *AS_READ),
    ) -> None:
        self._rng = random.Random(seed)
        self.tallies = {kind: Tally() for kind in kinds}
        filed = [race for race in races if timed(race)]
        forms = [
            (AS_FILED, [Seen(race) for race in filed]),
            (AS_READ, [Seen(as_read(race)) for race in filed]),
        ]
        self._ways = [
            (kind, spoil, seen) for spoils, seen in forms for kind, spoil in spoils.items() if kind in kinds
        ]

    def spoil(self, number: int) -> None:
        """Spoil so many races."""
        done = 0
        while done < number:
            kind, spoil, races = self._ways[done % len(self._ways)]
            race = self._rng.choice(races)
            spoiled = spoil(self._rng, race.messages)
            if spoiled is not None:
                _compare(self.tallies[kind], race, spoiled)
                done += 1


def _compare(tally: Tally, race: Seen, spoiled: Spoiled) -> None:
    """Compare a spoiled race with the race as it was, and with that less what is wrong."""
    numbers = spoiled.wrong
    left = [m for number, m in enumerate(spoiled.messages, 1) if number not in numbers]
    wrong = [spoiled.messages[number - 1] for number in numbers]
    seen, less = Seen(spoiled.messages), Seen(left)
    tally.spoiled += 1
    tally.noticed += not seen.problems <= race.problems
    was_doubted = False
    for moment in range(1, MOMENTS + 1):
        count = len(spoiled.messages) * moment // MOMENTS
        count_less = count - sum(number <= count for number in numbers)
        now = seen.live(count)
        was = race.live(count_less if spoiled.is_added else count)
        was_doubted = was_doubted or not numbers.isdisjoint(seen.unbelieved)
        known = partial(are_contradicted, spoiled.messages[:count], wrong)
        _count(tally, was, now, partial(less.live, count_less), known)
    tally.doubted += was_doubted
    tally.believed += not numbers <= seen.unbelieved
    for moment in range(1, MOMENTS + 1):
        ms = race.history.end_ms * moment // MOMENTS
        known = partial(are_contradicted, spoiled.messages, wrong)
        _count(tally, race.replayed(ms), seen.replayed(ms), partial(less.replayed, ms), known)


def _count(
    tally: Tally, was: Shown, now: Shown, less: Callable[[], Shown], are_contradicted: Callable[[], bool]
) -> None:
    """Count what differs at a moment."""
    tally.moments += 1
    if now == was:
        return
    missing = less()
    for what in Shown._fields:
        if getattr(now, what) != getattr(was, what):
            tally.differ[what] += 1
            if getattr(now, what) != getattr(missing, what) and not _lacks(now, was, what):
                tally.mislead[what] += 1
                tally.told[what] += are_contradicted()


def _lacks(now: Shown, was: Shown, what: str) -> bool:
    """Whether what differs is only that something is not shown: the leader, the winning time, or places."""
    if what == "places":
        return now.places.items() <= was.places.items()
    if what == "headline":
        return now.headline in (None, was.headline and (*was.headline[:2], None))
    return now.leader is None


HEADS = (
    "leader",
    "headline",
    "places",
    "misled: leader",
    "headline",
    "places",
    "though contradicted: leader",
    "headline",
    "places",
    "checked",
    "doubted",
    "believed",
)


def table(tallies: dict[str, Tally]) -> Iterator[str]:
    """The figures in lines."""
    yield f"| kind | races | {' | '.join(HEADS)} |"
    yield "|---|" + "--:|" * (len(HEADS) + 1)
    for kind, tally in tallies.items():
        counts = [
            counter[what] for counter in (tally.differ, tally.mislead, tally.told) for what in Shown._fields
        ]
        shares = [count / max(tally.moments, 1) for count in counts]
        shares += [count / max(tally.spoiled, 1) for count in (tally.noticed, tally.doubted, tally.believed)]
        yield f"| {kind} | {tally.spoiled} | " + " | ".join(f"{share:.2%}" for share in shares) + " |"


def library(*, on_road: bool) -> list[list[Message]]:
    """The races that come with Lapbell: those on the road, or all others."""
    races = [list(read(path).messages()) for path in files()]
    return [race for race in races if _is_on_road(race) is on_road]


def _is_on_road(race: Sequence[Message]) -> bool:
    return any(isinstance(m, StartList) and m.setting == "road" for m in race)


def main() -> None:
    """Spoil races of the library and print what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("number", type=int, nargs="?", default=10_000)
    arguments.add_argument("seed", type=int, nargs="?", default=1)
    arguments.add_argument("--road", action="store_true", help="spoil races on the road, not the others")
    options = arguments.parse_args()
    spoiling = Spoiling(library(on_road=options.road), options.seed)
    spoiling.spoil(options.number)
    print("\n".join(table(spoiling.tallies)))


if __name__ == "__main__":
    main()
