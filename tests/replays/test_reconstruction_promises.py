"""What reconstruction promises, held over races that could have been and over figures that could not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from math import ceil
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from race.belief.human_limits import least_seconds
from race.course import Course
from race.fold.history import History
from race.messages import (
    Checkpoint,
    Entrant,
    Estimate,
    Evidence,
    Gun,
    Message,
    Order,
    Role,
    Split,
    StartList,
    Status,
    StatusCode,
)
from race.times import Time
from replays.reconstruction import reconstruct
from tests.examples import examples

Times = dict[str, dict[int, int]]
"""Milliseconds by bib and index of the checkpoint."""


def estimates(messages: list[Message]) -> list[Estimate]:
    """The estimates among some messages."""
    return [m for m in messages if isinstance(m, Estimate)]


def times_of(course: Course, splits: list[Split]) -> Times:
    """Times in milliseconds by bib and checkpoint, without suspect ones."""
    times: Times = defaultdict(dict)
    for split in splits:
        if split.time is not None and not split.suspect:
            times[split.bib][course.index[split.checkpoint]] = split.time.ms
    return times


def run_race(seed: int) -> list[Message]:
    """A race that was run, of which a part was published: splits, ranks, orders, results, departures."""
    chance = Random(seed)
    distance = chance.choice([800.0, 1500.0, 1609.344, 3000.0, 10000.0])
    marks = sorted(chance.sample(range(1, 15), chance.randint(1, 8)))
    distances = [distance * mark / 15 for mark in marks] + [distance]
    truth: Times = {}
    spread = chance.choice([0.02, 0.1, 0.3])
    for number in range(chance.randint(2, 10)):
        speed = 6.5 * (1 - spread * chance.random())
        ms, ran = 0.0, {}
        last = len(marks) if chance.random() < 0.8 else chance.randrange(len(marks))
        for index, (before, after) in enumerate(pairwise([0.0, *distances][: last + 2])):
            ms += (after - before) / (speed * chance.uniform(0.92, 1.08)) * 1000
            ran[index] = ceil(ms)
        truth[f"{number:02}"] = ran
    return published(chance, distances, truth)


def published(chance: Random, distances: list[float], truth: Times) -> list[Message]:
    """What a report might say of a race: each figure as a time, a time with its rank, a place, or nothing."""
    finish = len(distances) - 1
    ids = [f"{index}" for index in range(finish)] + ["finish"]
    roles: list[Role] = ["pacemaker" if chance.random() < 0.1 else "runner" for _ in truth]
    entrants = tuple(Entrant(bib=bib, name=bib, role=role) for bib, role in zip(truth, roles, strict=True))
    messages: list[Message] = [start_list(distances, ids, entrants), Gun()]
    unit = chance.choice([10, 100])
    manner = chance.choice(["t", "tr", "o", "-", "tro-", "tr--oo", "r------", "o--", "t---", "ttto"])
    for index in range(len(distances)):
        there = sorted((ran[index], bib) for bib, ran in truth.items() if index in ran)
        order = {}
        for rank, (ms, bib) in enumerate(there, start=1):
            kind = chance.choice("rrrrto-" if index == finish else manner)
            if kind == "o":
                order[bib] = rank
            if kind in "tr":
                time = Time(-(-ms // unit) * unit, 2 if unit == 10 else 1)
                printed = rank if kind == "r" else None
                split = Split(bib=bib, checkpoint=ids[index], time=time, rank=printed, evidence="published")
                messages.append(split)
        if order:
            messages.append(Order(checkpoint=ids[index], places=order))
    for bib, ran in truth.items():
        if finish not in ran:
            after = ids[max(ran)] if ran and chance.random() < 0.5 else None
            messages.append(Status(bib=bib, status="dnf", after=after))
    return messages


def odd_figures(seed: int) -> list[Message]:
    """Figures that need not agree: any time, any rank, anywhere."""
    chance = Random(seed)
    distances = [100.0 * mark for mark in sorted(chance.sample(range(1, 50), chance.randint(2, 7)))]
    ids = [f"{index}" for index in range(len(distances))]
    messages: list[Message] = [
        start_list(distances, ids, tuple(Entrant(bib=b, name=b) for b in "ABCDE")),
        Gun(),
    ]
    for bib, index in chance.sample(
        [(b, i) for b in "ABCDE" for i in range(len(ids))], chance.randint(0, 10)
    ):
        kind = chance.choice("sssssoS")
        if kind == "s":
            ms = round(
                distances[index] * chance.choice([150, 150, 160, 200, 20, 900]) * chance.uniform(0.9, 1.1)
            )
            rank = chance.choice([None, chance.randint(1, 7)])
            evidence: Evidence = chance.choice(["published", "hand"])
            suspect = chance.random() < 0.15
            messages.append(
                Split(
                    bib=bib,
                    checkpoint=ids[index],
                    time=Time(ms, 3),
                    rank=rank,
                    evidence=evidence,
                    suspect=suspect,
                )
            )
        elif kind == "o":
            places = {b: chance.randint(1, 7) for b in chance.sample("ABCDE", chance.randint(1, 4))}
            messages.append(Order(checkpoint=ids[index], places=places))
        else:
            status: StatusCode = chance.choice(["dnf", "dns", "dq", "unknown"])
            messages.append(Status(bib=bib, status=status, after=chance.choice([None, ids[index]])))
    return messages


def start_list(distances: list[float], ids: list[str], entrants: tuple[Entrant, ...]) -> StartList:
    """A start list with these checkpoints and entrants."""
    points = zip(ids, distances, strict=True)
    checkpoints = tuple(Checkpoint(id=i, distance_m=metres) for i, metres in points)
    return StartList(
        name="Race", distance_m=distances[-1], lap_m=400, checkpoints=checkpoints, entrants=entrants
    )


def assert_kept(messages: list[Message], rebuilt: list[Message]) -> None:
    """What was published is all there, in its order, and nothing but `when` was added to it."""
    bare = [m for m in rebuilt if m not in estimates(rebuilt)]
    assert len(bare) == len(messages)
    for before, after in zip(messages, bare, strict=True):
        assert type(before) is type(after)
        fields = set(before.__dataclass_fields__) - {"when"}
        assert all(getattr(before, name) == getattr(after, name) for name in fields)
        assert before.when is None or before.when == after.when


def assert_plausible(course: Course, messages: list[Message], rebuilt: list[Message]) -> None:
    """Likely times lie within their bands, and increase along the course at speeds that people run."""
    distances = [*course.distances, 0.0]
    known = times_of(course, [m for m in messages if isinstance(m, Split)])
    made: Times = defaultdict(dict)
    for estimate in estimates(rebuilt):
        low_ms, likely_ms, high_ms = estimate.band
        assert low_ms <= likely_ms <= high_ms
        assert estimate.when == Time(low_ms, 3)
        made[estimate.bib][course.index[estimate.checkpoint]] = likely_ms
    for bib, times in made.items():
        ms = {-1: 0, **known.get(bib, {}), **times}
        for before, after in pairwise(sorted(ms)):
            if before in times or after in times:
                least_ms = 1000 * least_seconds(distances[after] - distances[before])
                assert ms[after] - ms[before] >= least_ms - 10


def last_seen(course: Course, messages: list[Message]) -> dict[str, int]:
    """The index of the last checkpoint where each is known to have been."""
    last: dict[str, int] = defaultdict(lambda: -1)
    for message in messages:
        match message:
            case Split(suspect=False):
                places = {message.bib: message.checkpoint}
            case Order():
                places = dict.fromkeys(message.places, message.checkpoint)
            case Status(after=str() as after):
                places = {message.bib: after}
            case _:
                continue
        for bib, checkpoint in places.items():
            last[bib] = max(last[bib], course.index[checkpoint])
    return last


def assert_within_bounds(course: Course, messages: list[Message], rebuilt: list[Message]) -> None:
    """None at the finish, beyond the last place known, where a time was published, or twice.

    Of whom nothing but the start is known may be anywhere before the finish.
    """
    made = estimates(rebuilt)
    last = last_seen(course, messages)
    known = times_of(course, [m for m in messages if isinstance(m, Split)])
    statuses = {m.bib: m.status for m in messages if isinstance(m, Status)}
    for estimate in made:
        index = course.index[estimate.checkpoint]
        assert index < course.finish
        assert index <= last[estimate.bib] or last[estimate.bib] == -1
        assert index not in known[estimate.bib]
        assert statuses.get(estimate.bib) != "dns"
        assert last[estimate.bib] >= 0 or statuses.get(estimate.bib) in (None, "unknown")
        assert not any(ms % 10 for ms in estimate.band)
    assert len({(estimate.bib, estimate.checkpoint) for estimate in made}) == len(made)


def believed(messages: list[Message]) -> list[Message]:
    """What is believed; of a split whose time contradicts its place that is the place."""
    doubts = History(messages).doubts
    kept: list[Message] = []
    for number, message in enumerate(messages, start=1):
        if number not in doubts:
            kept.append(message)
        elif doubts[number].reason == "against its place" and isinstance(message, Split) and message.rank:
            kept.append(Order(checkpoint=message.checkpoint, places={message.bib: message.rank}))
    return kept


def assert_promises(messages: list[Message], rebuilt: list[Message]) -> None:
    """Everything that docs/reconstruction.md promises of estimates."""
    start = messages[0]
    assert isinstance(start, StartList)
    course = Course(start)
    assert_kept(messages, rebuilt)
    messages = believed(messages)
    assert_within_bounds(course, messages, rebuilt)
    assert_plausible(course, messages, rebuilt)


seeds = st.integers(0, 10**9)


@examples(120)
@given(seeds)
def test_a_race_that_was_run_is_kept_to(seed: int) -> None:
    """Whatever part of a race was published, every promise is kept."""
    messages = run_race(seed)

    assert_promises(messages, reconstruct(messages))


@examples(120)
@given(seeds)
def test_figures_that_contradict_each_other_stay(seed: int) -> None:
    """Nothing is raised and no figure contradicted, whatever the figures are."""
    messages = odd_figures(seed)

    assert_promises(messages, reconstruct(messages))


@examples(50)
@given(seeds)
def test_the_order_of_the_start_list_does_not_matter(seed: int) -> None:
    """The same figures give the same splits, in any order of the entrants."""
    messages = run_race(seed)
    start = messages[0]
    assert isinstance(start, StartList)
    shuffled = tuple(Random(seed).sample(start.entrants, len(start.entrants)))

    rebuilt = reconstruct([replace(start, entrants=shuffled), *messages[1:]])

    assert rebuilt[1:] == reconstruct(messages)[1:]


def test_hardly_anyone_is_left_out() -> None:
    """Of races that could have been run, all but one in a hundred of the missing splits are estimated."""
    expected = found = 0
    for seed in range(300):
        messages = run_race(seed)
        start = messages[0]
        assert isinstance(start, StartList)
        course = Course(start)
        if not any(isinstance(message, Split) for message in messages):
            continue
        known = times_of(course, [m for m in messages if isinstance(m, Split)])
        made: defaultdict[str, set[int]] = defaultdict(set)
        for estimate in estimates(reconstruct(messages)):
            made[estimate.bib].add(course.index[estimate.checkpoint])
        for bib, last in last_seen(course, messages).items():
            missing = set(range(min(last + 1, course.finish))) - set(known[bib])
            expected += len(missing)
            found += len(missing & made[bib])

    assert expected > 3000
    assert found >= 0.99 * expected
