"""How good the estimates of a recorded race are, and how much of its result they give away.

`python -m tests.replays.reconstruction_measures` prints the tables of docs/reconstruction.md. Splits of
complete tables are hidden, and estimated from what is kept: the result, and with it what is published of
other races. The leak is how far the board in the middle of a race follows the order of its finish.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from statistics import mean
from typing import Literal, NamedTuple

from feeds import log
from race.board import Board
from race.fold.history import History
from race.messages import Estimate, Message, Order, Split, StartList
from replays.library import RACES
from replays.reconstruction import reconstruct

COMPLETE = {
    "2016-rio-olympics-800m-final": "Olympic Games 2016, 800 m",
    "2026-monaco-dl-1000m": "Monaco 2026, 1000 m",
    "2017-london-worlds-1500m-final": "World Championships 2017, 1500 m",
    "2020-tokyo-olympics-1500m-women-final": "Olympic Games 2020, 1500 m women",
    "2020-tokyo-olympics-1500m-men-final": "Olympic Games 2020, 1500 m men",
    "2024-monaco-dl-1500m": "Monaco 2024, 1500 m",
    "2024-paris-olympics-1500m-semifinal-2": "Olympic Games 2024, 1500 m semi-final",
    "2026-oslo-dl-mile": "Oslo 2026, mile",
    "2026-glasgow-commonwealth-mile-final": "Glasgow 2026, mile",
    "2026-london-dl-mile": "London 2026, mile",
    "2019-stanford-dl-2-miles": "Stanford 2019, two miles",
    "2021-doha-dl-3000m-steeplechase-women": "Doha 2021, 3000 m steeplechase women",
    "2024-eugene-dl-5000m-women": "Eugene 2024, 5000 m women",
    "1980-moscow-olympics-1500m-final": "Olympic Games 1980, 1500 m",
    "1996-atlanta-olympics-1500m-final": "Olympic Games 1996, 1500 m",
    "2023-millrose-wanamaker-mile": "New York 2023, indoor mile",
}
"""The races of the library with a split of nearly everyone at every checkpoint."""

CHOSEN_ON = 13
"""On so many of them, the first, the constants were chosen."""

Kept = Literal["result", "leader", "order", "own"]
"""What is kept: the result; and the leader at each lap; and the order of the first five there; or everyone's
own splits at each lap."""

FIRST = 5
MIDDLE = 0.55
"""The share of the winning time at which the leak is measured."""

STEPS = 20
"""Into so many parts the winning time is cut to see who leads."""


class Hidden(NamedTuple):
    """A split that was hidden, and what became of it."""

    metres: float
    true_ms: int
    likely_ms: int
    is_within: bool
    """Whether it is within its band."""
    even_ms: float
    """By even pace between the athlete's own known times."""

    @property
    def error(self) -> float:
        """Of the likely time, in seconds."""
        return abs(self.likely_ms - self.true_ms) / 1000

    @property
    def even_error(self) -> float:
        """Of even pace, in seconds."""
        return abs(self.even_ms - self.true_ms) / 1000


class Leak(NamedTuple):
    """What the board gives away of the result."""

    tau: float
    """Kendall's, between the running order in the middle and the finish; those in one pack are level."""
    early: float
    """The share of the race in which the coming winner leads without a published figure."""
    middle: dict[str, int]
    """How far down the board each runner is in the middle, by bib; those in one pack are level."""
    finish: dict[str, int]
    """The places at the finish, by bib."""

    def on_ordered_pairs(self, true: Leak) -> tuple[float, float, int]:
        """Tau over the pairs that this board orders, that of the true order over the same, and how many."""
        bibs = sorted(self.middle.keys() & true.middle.keys())
        pairs = [pair for pair in combinations(bibs, 2) if self.middle[pair[0]] != self.middle[pair[1]]]
        if not pairs:
            return 0.0, 0.0, 0
        ours, theirs = (
            mean(tau((order[bib], self.finish[bib]) for bib in pair) for pair in pairs)
            for order in (self.middle, true.middle)
        )
        return ours, theirs, len(pairs)


def messages_of(race: str) -> list[Message]:
    """The messages of a race of the library."""
    return list(log.read(RACES / f"{race}.jsonl").messages())


def ends_lap(metres: float) -> bool:
    """Whether a checkpoint is at the end of a lap, in a mile indoors within ten metres."""
    return metres % 400 <= 10


def thinned(messages: Sequence[Message], kept: Kept) -> tuple[list[Message], list[Split]]:
    """The messages that are left, and the splits that are hidden."""
    start = next(message for message in messages if isinstance(message, StartList))
    metres = {checkpoint.id: checkpoint.distance_m for checkpoint in start.checkpoints}
    there: defaultdict[str, list[tuple[int, Split]]] = defaultdict(list)
    for m in messages:
        if isinstance(m, Split) and m.time is not None and not m.suspect and m.time:
            there[m.checkpoint].append((m.time.ms, m))
    leaders = {min(splits, key=lambda timed: (timed[0], timed[1].rank or 0))[1] for splits in there.values()}
    left: list[Message] = []
    hidden: list[Split] = []
    for m in messages:
        if not isinstance(m, Split | Order) or metres[m.checkpoint] >= start.distance_m:
            left.append(m)
        elif isinstance(m, Split) and m.time is not None and not m.suspect:
            is_lap = ends_lap(metres[m.checkpoint])
            if is_lap and kept == "own":
                left.append(m)
            elif is_lap and kept in ("leader", "order") and m in leaders:
                left.append(replace(m, rank=1))
            else:
                hidden.append(m)
    for checkpoint, splits in there.items():
        if kept == "order" and metres[checkpoint] < start.distance_m and ends_lap(metres[checkpoint]):
            first = sorted(splits, key=lambda timed: (timed[0], timed[1].rank or 0))[:FIRST]
            places = {m.bib: place for place, (_, m) in enumerate(first, start=1)}
            left.append(Order(checkpoint=checkpoint, places=places))
    return left, hidden


def found_again(race: str, kept: Kept) -> Iterator[Hidden]:
    """The hidden splits of the finishers of a race, as they were estimated."""
    messages = messages_of(race)
    left, hidden = thinned(messages, kept)
    start = next(message for message in messages if isinstance(message, StartList))
    metres = {checkpoint.id: checkpoint.distance_m for checkpoint in start.checkpoints}
    made = {(m.bib, m.checkpoint): m.band for m in reconstruct(left) if isinstance(m, Estimate)}
    own: defaultdict[str, dict[float, int]] = defaultdict(lambda: {0.0: 0})
    for m in left:
        if isinstance(m, Split) and m.time is not None and not m.suspect:
            own[m.bib][metres[m.checkpoint]] = m.time.ms
    for split in hidden:
        band, known, at = made.get((split.bib, split.checkpoint)), own[split.bib], metres[split.checkpoint]
        if band is None or split.time is None or start.distance_m not in known:
            continue
        before, after = max(m for m in known if m <= at), min(m for m in known if m >= at)
        share = (at - before) / max(after - before, 0.001)
        even = known[before] + (known[after] - known[before]) * share
        is_within = band.low_ms <= split.time.ms <= band.high_ms
        yield Hidden(at, split.time.ms, band.likely_ms, is_within, even)


def tau(pairs: Iterable[tuple[int, int]]) -> float:
    """Kendall's tau of two orders; a pair that is level in one of them counts as nothing."""
    signs = [
        ((one[0] > other[0]) - (one[0] < other[0])) * ((one[1] > other[1]) - (one[1] < other[1]))
        for one, other in combinations(list(pairs), 2)
    ]
    return mean(signs) if signs else 0.0


def leak_of(messages: Sequence[Message]) -> Leak | None:
    """What the boards of a race give away; None where fewer than three have a result."""
    history = History(reconstruct(messages))
    rows = Board.at("", history.end_ms, history.at(history.end_ms)).rows
    finished = (row for row in rows if row.status == "finished" and row.place)
    placed = [row for row in finished if row.runner.entrant.role == "runner"]
    finish = {row.runner.entrant.bib: row.place or 0 for row in placed}
    times = [row.passing.time.ms for row in placed if row.passing and row.passing.time]
    if len(finish) < 3 or not times:
        return None
    winner = min(finish, key=finish.__getitem__)
    middle = Board.at("", round(MIDDLE * times[0]), history.at(round(MIDDLE * times[0])))
    first_of: dict[int, int] = {}
    order: dict[str, int] = {}
    for number, row in enumerate(middle.rows):
        if row.runner.entrant.bib in finish and not row.runner.status_claims:
            order[row.runner.entrant.bib] = (
                first_of.setdefault(row.pack.number, number) if row.pack else number
            )
    early = 0
    for step in range(1, STEPS):
        clock_ms = round(times[0] * step / STEPS)
        leader = Board.at("", clock_ms, history.at(clock_ms)).leader
        is_winner = leader is not None and leader.runner.entrant.bib == winner
        early += is_winner and (leader is None or leader.passing is None or not leader.passing.entries)
    return Leak(tau((at, finish[bib]) for bib, at in order.items()), early / (STEPS - 1), order, finish)


def main() -> None:
    """Print the tables."""
    kept: tuple[Kept, ...] = ("result", "leader", "order", "own")
    found = {(race, what): list(found_again(race, what)) for race in COMPLETE for what in kept}
    print("| what was kept | time | even pace | within the band |\n|---|---|---|---|")
    for what in kept:
        races = [found[race, what] for race in list(COMPLETE)[:CHOSEN_ON] if found[race, what]]
        figures = [mean(mean(h.error for h in splits) for splits in races)]
        figures += [mean(mean(h.even_error for h in splits) for splits in races)]
        within = mean(mean(h.is_within for h in splits) for splits in races)
        print(f"| {what} | {figures[0]:.2f} s | {figures[1]:.2f} s | {within:.0%} |")
    print("\n| race | splits | time | within | true tau | tau | on ordered pairs | true | pairs |")
    print("|---|---|---|---|---|---|---|---|---|")
    taus: list[tuple[float, float]] = []
    ordered: list[tuple[float, float, int]] = []
    for race, name in COMPLETE.items():
        splits = found[race, "leader"]
        true, thin = leak_of(messages_of(race)), leak_of(thinned(messages_of(race), "leader")[0])
        assert true is not None
        assert thin is not None
        taus.append((true.tau, thin.tau))
        error, even = mean(h.error for h in splits), mean(h.even_error for h in splits)
        within = mean(h.is_within for h in splits)
        ordered.append(thin.on_ordered_pairs(true))
        ours, theirs, pairs = ordered[-1]
        row = f"{error:.1f} s ({even:.1f}) | {within:.0%} | {true.tau:.2f} | {thin.tau:.2f}"
        print(f"| {name} | {len(splits)} | {row} | {ours:.2f} | {theirs:.2f} | {pairs} |")
    print(f"mean tau: true {mean(t for t, _ in taus):.2f}, thinned {mean(t for _, t in taus):.2f}")
    pairs = sum(number for _, _, number in ordered)
    ours, theirs = (sum(one[which] * one[2] for one in ordered) / pairs for which in (0, 1))
    print(f"on the {pairs} pairs that a thinned board orders: {ours:.2f}, true {theirs:.2f}")
    print("\n| intermediate | splits | time |\n|---|---|---|")
    by_place: defaultdict[int, list[Hidden]] = defaultdict(list)
    for race in ("2024-monaco-dl-1500m", "2024-paris-olympics-1500m-semifinal-2", *list(COMPLETE)[7:10]):
        for hidden in found[race, "leader"]:
            by_place[round(hidden.metres)].append(hidden)
    for metres, splits in sorted(by_place.items()):
        if metres % 200 == 0:
            error, even = mean(h.error for h in splits), mean(h.even_error for h in splits)
            print(f"| {metres} m | {len(splits)} | {error:.2f} s ({even:.2f}) |")
    print("\n| race of the library | tau | winner first without a figure |\n|---|---|---|")
    for path in sorted(RACES.glob("*.jsonl")):
        leak = leak_of(messages_of(path.stem)) if path.stem != "invented-marathon" else None
        if leak is not None:
            print(f"| {path.stem} | {leak.tau:.2f} | {leak.early:.0%} |")


if __name__ == "__main__":
    main()
