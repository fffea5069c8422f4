"""The recorded races hold what was published, and the board shows it at its moment."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from feeds.log import examine, read
from race.board import Board
from race.board_json import board_json
from race.course import START
from race.laps import lap
from race.messages import Gun, Note, Order, Split, StartList, Status
from race.times import Time
from replays.invented_marathon import RACE as INVENTED
from replays.library import RACES, find
from replays.watching.recorded_race import RecordedRace

FIXTURES = sorted(path for path in RACES.iterdir() if ".jsonl" in path.name)

PUBLISHED = [path for path in FIXTURES if path.stem != INVENTED]
"""Races that were run, of which figures were published."""

ALIASES = {
    "Sam Prakel": "Samuel Prakel",
    "Johnny Gregorek": "John Gregorek",
    "Michal Rozmys": "Michał Rozmys",
    "Schofield (given name not kept)": "Schofield",
    "(pacemaker Schofield)": "Schofield",
}
"""Other spellings of a name, as one source or another prints it."""

SUSPECT = {
    ("1996-atlanta-olympics-1500m-final", "Fermín Cacho", 1200),
    ("2024-paris-olympics-1500m-semifinal-2", "Timothy Cheruiyot", 500),
    ("2024-paris-olympics-1500m-semifinal-2", "Samuel Tefera", 500),
    ("2024-paris-olympics-1500m-semifinal-2", "Narve Gilje Nordås", 1300),
}
"""Printed times that another printed figure contradicts; their ranks are left out."""

UNDER_A_WRONG_HEAD = {"2021-doha-dl-3000m-steeplechase-women"}
"""Races whose suspect figures are described in the remarks: it is not certain where they were taken."""

TIED_IN_UNEQUAL_TIMES = {
    ("Freweyni Hailu", 4600),
    ("Birke Haylom", 4600),
    ("Aynadis Mebratu", 4000),
    ("Birke Haylom", 4000),
}

FOUND_SINCE = {
    "2023-oslo-dl-1500m": {
        ("Mario García Romo", "ESP", "1999-06-29"): ("3:29.18", 5),
        ("Azeddine Habz", "FRA", "1993-07-19"): ("3:29.26", 6),
        ("Oliver Hoare", "AUS", "1997-01-29"): ("3:29.41", 7),
        ("Narve Gilje Nordås", "NOR", "1998-09-30"): ("3:29.47", 8),
        ("Josh Kerr", "GBR", ""): ("3:30.07", 9),
    }
}
"""Finishers whom the facts do not have, or without a place; the file names the list that they are from."""

PACEMAKERS_FOUND_SINCE = {("2023-bowerman-mile", "Cameron Myers")}
"""Whom the list of results has without a mark as a pacemaker, and a report of the race as one."""

RANKS_LEFT_OUT: dict[str, Callable[[str, float], bool]] = {
    "2024-monaco-dl-1500m": lambda name, metres: name == "Niels Laros" and metres in (200, 300),
    "2024-paris-olympics-1500m-semifinal-2": lambda _name, metres: metres in (500, 1300),
    "2024-eugene-dl-5000m-women": lambda name, metres: (name, metres) in TIED_IN_UNEQUAL_TIMES,
    "2024-rome-europeans-10000m-b": lambda name, metres: (
        (metres < 10_000 and name == "Marios Anagnostou")
        or (7600 <= metres < 10_000 and name.endswith("Stamoulis"))
    ),
}
"""Printed ranks that do not count everybody, or count wrong readings; each file says so in its remarks."""


def facts_of(path: Path) -> dict[str, Any]:
    """The collected figures that a fixture was made from, where they are at hand."""
    samples = os.environ.get("LAPBELL_SAMPLES")
    if not samples:
        pytest.skip("LAPBELL_SAMPLES is not set")
    name = path.name.split(".")[0]
    return dict(json.loads((Path(samples).parent / "races-facts" / f"{name}.json").read_text()))


def name_in(fact: dict[str, Any]) -> str:
    """An athlete's name as the library spells it."""
    return ALIASES.get(fact["name"], str(fact["name"]))


@dataclass(frozen=True)
class Stated:
    """What a file says, in the words of the facts."""

    race: str
    start_list: StartList
    entrants: set[tuple[str, str, str, str]]
    splits: set[tuple[str, float, str, int | None, bool]]
    places: dict[float, dict[str, int]]
    statuses: dict[str, str]
    bests: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, path: Path) -> Stated:
        """What a race file states."""
        messages = list(read(path).messages())
        start_list = next(m for m in messages if isinstance(m, StartList))
        names = {e.bib: e.name for e in start_list.entrants}
        metres = {c.id: c.distance_m for c in start_list.checkpoints}
        places: dict[float, dict[str, int]] = defaultdict(dict)
        for order in (m for m in messages if isinstance(m, Order)):
            places[metres[order.checkpoint]] |= {names[bib]: n for bib, n in order.places.items()}
        return cls(
            path.name.split(".")[0],
            start_list,
            {(e.name, e.nation, e.born, e.role) for e in start_list.entrants},
            {
                (names[m.bib], metres[m.checkpoint], str(m.time), m.rank, m.suspect)
                for m in messages
                if isinstance(m, Split)
            },
            places,
            {names[m.bib]: m.status for m in messages if isinstance(m, Status)},
            {e.name: (str(e.pb or ""), str(e.sb or "")) for e in start_list.entrants if e.pb or e.sb},
        )


def recording(race: str) -> RecordedRace:
    """A race of the library, reconstructed."""
    log = read(find(race))
    return RecordedRace(log.race, list(log.messages()))


def board_at(race: RecordedRace, time: str | None = None, *, estimates: bool = True) -> Board:
    """The board at a race time; at the end without one."""
    clock_ms = Time.parse(time).ms if time else race.end_ms
    return Board.at(race.race, clock_ms, race.history(estimates=estimates).at(clock_ms))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_each_fixture_is_sound(path: Path) -> None:
    """A fixture has no problem, not even a note, and is named after its race."""
    log, problems = examine(path)

    assert problems == []
    assert log is not None
    assert path.name.startswith(f"{log.race}.jsonl")


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_every_figure_names_its_source(path: Path) -> None:
    """Splits and orders say where they come from; nothing in a file is estimated."""
    for message in read(path).messages():
        if isinstance(message, Split | Order):
            assert message.source
            assert message.evidence in ("official", "published")


VERB = re.compile(
    r"\b(are|attacks|begins?|came|challenges|comes?|drops|enters?|falls|follows?|go(es)?|has|have|is|jogs|joins|leads?"
    r"|leaves?|loses?|misses|moves?|pass(es)?|ran|runs?|slows|starts|steps|stops|swings|takes?|took|tries|was|went)\b"
)
"""Of the sentences in the library; a note without one of them is a caption or a figure."""


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_notes_are_sentences_for_a_viewer(path: Path) -> None:
    """No caption, no bracket, no metre's fraction; beside a time stand codes and no words."""
    for message in read(path).messages():
        if isinstance(message, Note):
            assert message.text[0].isupper()
            assert VERB.search(message.text), message.text
            assert not re.search(r"[()=_]|\d\.\d+ m\b|\.$", message.text), message.text
        if isinstance(message, Split):
            assert all(re.fullmatch(r"=?[A-Z][A-Z0-9]*", note) for note in message.notes), message.notes


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_each_note_has_a_moment(path: Path) -> None:
    """A note stands at a checkpoint, has a time, or is known before the gun or after everything else."""
    messages = list(read(path).messages())
    gun = next(i for i, message in enumerate(messages) if isinstance(message, Gun))
    last_split = max(i for i, message in enumerate(messages) if isinstance(message, Split))
    for i, message in enumerate(messages):
        if isinstance(message, Note) and gun < i < last_split:
            assert message.checkpoint or message.when, message.text


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_each_fixture_says_how_it_was_run(path: Path) -> None:
    """Behind pacemakers, for a title, or to get into the next round."""
    start_list = Stated.of(path).start_list
    if any(entrant.role == "pacemaker" for entrant in start_list.entrants):
        assert start_list.kind == "paced"
    if start_list.round:
        assert start_list.kind == ("championship" if start_list.round == "final" else "heat")
    assert bool(start_list.round) == bool(re.search(r"-(final|semifinal-\d|10000m-b)$", Stated.of(path).race))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_agrees_with_the_collected_figures(path: Path) -> None:
    """Every entrant, result and athlete's split of the facts is in the file, and no other."""
    facts = facts_of(path)
    race = Stated.of(path)
    finish_m = facts["race"]["distance_m"]
    results = {name_in(r): r for r in facts["results"]}
    found = FOUND_SINCE.get(race.race, {})

    assert race.entrants == {
        *((*who, "runner") for who in found),
        *(
            (name_in(e), e.get("nation") or "", e.get("born") or "", _role(race.race, e))
            for e in facts["entrants"]
        ),
    }
    assert race.splits == {
        *((name, finish_m, *figures, False) for (name, *_), figures in found.items()),
        *((name, finish_m, r["time"], r["place"], False) for name, r in results.items() if r["time"]),
        *_collected_splits(race.race, facts),
    }
    assert race.places[finish_m] == {
        name: r["place"] for name, r in results.items() if r["status"] == "finished" and not r["time"]
    }
    stepped_off = " ".join(e["what"] for e in facts.get("events", ()) if "steps off" in e["what"])
    assert race.statuses == {
        name: results[name]["status"]
        if name in results
        else "dnf"
        if name.split()[-1] in stepped_off
        else "unknown"
        for name in map(name_in, facts["entrants"])
        if name not in {who[0] for who in found}
        if name not in results or results[name]["status"] != "finished"
    }
    assert race.bests == {name_in(e): best for e in facts["entrants"] if (best := _bests(e)) != ("", "")}
    placed: dict[float, dict[str, int]] = defaultdict(dict)
    for name, metres, _, rank, _ in race.splits:
        placed[metres] |= {name: rank} if rank else {}
    for metres, order in race.places.items():
        placed[metres] |= order
    for event in facts.get("events", ()):
        order = {name: int(place) for place, name in event.get("order", {}).items()}
        order |= {event["name"]: event["position"]} if "position" in event else {}
        is_placed = "distance_m" in event or "to_go_m" in event
        where = event.get("distance_m") or finish_m - event.get("to_go_m", 0)
        there = [placed[where]] if is_placed else list(placed.values())
        assert any(order.items() <= places.items() for places in there)
        for mark, place in event.get("positions", {}).items():
            assert placed[float(mark)][event["name"]] == place


def _role(race: str, entrant: dict[str, Any]) -> str:
    return "pacemaker" if (race, entrant["name"]) in PACEMAKERS_FOUND_SINCE else entrant.get("role", "runner")


def _bests(entrant: dict[str, Any]) -> tuple[str, str]:
    """The best time and the season's best before the race, as far as they are known."""
    best = (entrant.get("pb_before") or entrant.get("best_known") or "").split(" (")[0]
    return best.removesuffix("i"), entrant.get("sb_before", "").removesuffix("i")


def _collected_splits(race: str, facts: dict[str, Any]) -> set[tuple[str, float, str, int | None, bool]]:
    """What the facts have of each athlete, less the figures that they refuse."""
    conflicts = [(c["values"], c["use"]) for c in facts["conflicts"]]
    settled = [(values, use) for values, use in conflicts if not use.startswith("not settled")]
    refused = {value for values, use in settled for value in values if value not in use}
    ranked = {(name_in(s), s["distance_m"]): s["position"] for s in facts["splits"] if s.get("position")}
    ranked |= {("Josh Kerr", 1200.0): 1} if race == "2024-bowerman-mile" else {}
    entrants = {name_in(e) for e in facts["entrants"]}
    own = {(name_in(s), s["distance_m"], str(Time.parse(s["time"]))) for s in facts["splits"]}
    found: set[tuple[str, float, str, int | None, bool]] = set()
    for name, metres, time in own:
        if name not in entrants or time in refused:
            continue
        suspect = (race, name, metres) in SUSPECT
        unfit = suspect or RANKS_LEFT_OUT.get(race, _keep)(name, metres)
        found.add((name, metres, time, None if unfit else ranked.get((name, metres)), suspect))
    if race not in UNDER_A_WRONG_HEAD:
        for split in facts.get("suspect_splits", ()):
            found.add((name_in(split), split["distance_m"], split["time"], None, True))
    return found


def _keep(_name: str, _metres: float) -> bool:
    return False


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.name)
def test_each_fixture_agrees_with_itself(path: Path) -> None:
    """Times increase, laps add up, the winner has the best time, and every source is named."""
    history = recording(path.name.split(".")[0]).history(estimates=False)
    state = history.at(history.end_ms)
    course, start_list = state.course, state.start_list
    assert course is not None
    assert start_list is not None

    for runner in state.runners.values():
        times = [time.ms for i in sorted(runner.passings) if (time := runner.time_at(i))]
        assert times == sorted(set(times))
        for index in runner.passings:
            before, stretch = course.lap_start[index], lap(course, runner, index)
            if before is not None and stretch:
                first, second = runner.time_at(before), runner.time_at(index)
                assert first
                assert second
                off_ms = first.ms + stretch.time.ms - second.ms
                rounded = first.digits != second.digits
                assert abs(off_ms) < (10 ** (3 - min(first.digits, second.digits)) if rounded else 1)
    finishes = [p for r in state.runners.values() if (p := r.passings.get(course.finish)) and p.time]
    [winner] = [p for p in finishes if p.official_place == 1]
    assert winner.time == min((p.time for p in finishes if p.time), key=lambda time: time.ms)
    for message in read(path).messages():
        assert not message.source or message.source in start_list.sources
    assert all(mark.source in start_list.sources for mark in start_list.marks)


def test_an_athlete_is_one_person_in_all_races() -> None:
    """A name has one day of birth and one code of letters; no one has two names."""
    born: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, set[str]] = defaultdict(set)
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in FIXTURES:
        for entrant in Stated.of(path).start_list.entrants:
            if entrant.born:
                born[entrant.name].add(entrant.born)
                names[entrant.born, entrant.short_name].add(entrant.name)
            if not entrant.bib.isdecimal():
                codes[entrant.name].add(entrant.bib)

    assert {name: days for name, days in born.items() if len(days) > 1} == {}
    assert {who: called for who, called in names.items() if len(called) > 1} == {}
    assert {name: bibs for name, bibs in codes.items() if len(bibs) > 1} == {
        "Reynold Cheruiyot": {"CHE", "RCH"}
    }


def test_bowerman_mile_result() -> None:
    """Places 1 to 6 and 9 to 11 are as published, the gap is described, and no one else has a time."""
    board = board_at(recording("2024-bowerman-mile"))

    finishers = {
        row.runner.entrant.name: (row.place, row.passing.time.ms)
        for row in board.rows
        if row.status == "finished" and row.passing and row.passing.time
    }

    assert finishers == {
        "Josh Kerr": (1, 225340),
        "Jakob Ingebrigtsen": (2, 225600),
        "Yared Nuguse": (3, 226220),
        "Neil Gourley": (4, 227740),
        "Jake Wightman": (5, 227830),
        "Reynold Cheruiyot": (6, 228590),
        "Oliver Hoare": (9, 229110),
        "Mario García Romo": (10, 230140),
        "Cameron Myers": (11, 230150),
    }
    assert list(board.missing_places().values()) == [(7, 8)]
    others = [row for row in board.rows if row.status != "finished"]
    assert {row.status for row in others} == {"unknown", "dnf"}
    assert all(row.place is None for row in others)
    assert board.phase == "finished"


def test_bowerman_mile_pacemaker_is_out_of_the_result() -> None:
    """Alvarado stepped off: a pacemaker without a place."""
    board = board_at(recording("2024-bowerman-mile"))

    [pacemaker] = [row for row in board.rows if row.runner.entrant.role == "pacemaker"]

    assert pacemaker.runner.entrant.name == "Abraham Alvarado"
    assert (pacemaker.status, pacemaker.place) == ("dnf", None)


@pytest.mark.parametrize(
    ("time", "leader", "checkpoint", "ms", "evidence"),
    [
        ("55.91", "Abraham Alvarado", "400", 55910, "published"),
        ("1:52.74", "Abraham Alvarado", "800", 112740, "published"),
        ("2:50.70", "Josh Kerr", "1200", 170700, "published"),
        ("3:45.34", "Josh Kerr", "finish", 225340, "published"),
    ],
)
def test_bowerman_mile_leaders(time: str, leader: str, checkpoint: str, ms: int, evidence: str) -> None:
    """The published leaders lead at their marks, at their moment."""
    board = board_at(recording("2024-bowerman-mile"), time)

    row = board_json(board)["rows"][0]

    assert (row["name"], row["checkpoint"], row["time_ms"], row["evidence"], row["place"]) == (
        leader,
        checkpoint,
        ms,
        evidence,
        1,
    )


@pytest.mark.parametrize("estimates", [True, False])
def test_bowerman_mile_known_order(estimates: bool) -> None:
    """Kerr is eighth at 400 m, fifth to 900 m and leads at 1000 m, estimated splits shown or not."""
    race = recording("2024-bowerman-mile")
    end = race.history(estimates=estimates).at(race.end_ms)
    kerr, course = end.runners["KER"], end.course
    assert course is not None

    ranks = {
        mark: kerr.passings[course.index[mark]].official_place
        for mark in ("400", "800", "900", "1000", "1200")
    }

    assert ranks == {"400": 8, "800": 5, "900": 5, "1000": 1, "1200": 1}


def test_london_mile_shows_every_split_and_rank_at_its_moment() -> None:
    """At the time of each split its athlete is on the board there, in the printed order."""
    race = recording("2026-london-dl-mile")
    splits = [m for m in read(find(race.race)).messages() if isinstance(m, Split)]
    assert len(splits) == 216

    for split in splits:
        assert split.time
        board = board_at(race, str(split.time))
        row = next(row for row in board.rows if row.runner.entrant.bib == split.bib)
        assert board.state.course
        index = board.state.course.index[split.checkpoint]
        passing = row.runner.passings[index]

        assert (passing.time, passing.official_place) == (split.time, split.rank)
        assert row.checkpoint == index or row.status == "dnf"


def test_london_mile_order_equals_the_printed_ranks() -> None:
    """Once all have passed an intermediate, those whose last one it is are in the printed order."""
    race = recording("2026-london-dl-mile")
    end = race.history().at(race.end_ms)
    course = end.course
    assert course is not None

    for index in range(len(course.checkpoints)):
        there = [r for r in end.runners.values() if index in r.passings]
        last_ms = max(time.ms for r in there if (time := r.time_at(index)))
        board = board_at(race, str(Time(last_ms)))
        rows = [
            row for row in board.rows if row.checkpoint == index and row.status in ("running", "finished")
        ]
        ranks = [row.passing.official_place for row in rows if row.passing]

        assert ranks == sorted(ranks, key=lambda rank: rank or 0)
        assert rows


def test_london_mile_laps_add_up() -> None:
    """The four laps to 1600 m of each finisher are the time there."""
    race = recording("2026-london-dl-mile")
    end = race.history().at(race.end_ms)
    course = end.course
    assert course is not None
    marks = [course.index[mark] for mark in ("400", "800", "1200", "1600")]
    for runner in end.runners.values():
        if runner.furthest == course.finish:
            laps = [lap(course, runner, index) for index in marks]
            total = sum(stretch.time.ms for stretch in laps if stretch)
            time = runner.time_at(marks[-1])
            assert time
            assert total == time.ms


def test_tokyo_has_every_split_and_no_estimate() -> None:
    """All thirteen are on the board with four marks and a time; nothing had to be estimated."""
    race = recording("2020-tokyo-olympics-1500m-men-final")
    board = board_at(race)

    assert race.history().messages == race.history(estimates=False).messages
    assert [row.place for row in board.rows] == list(range(1, 14))
    assert all(len(row.runner.passings) == 5 for row in board.rows)
    assert board.rows[-1].passing
    assert board.rows[-1].passing.time == Time(218_500, 1)


def test_nothing_is_known_before_the_gun() -> None:
    """At 0:00 no one has passed a checkpoint, and only what was known before is shown."""
    board = board_at(recording("2024-bowerman-mile"), "0.00")

    assert all(row.checkpoint == START for row in board.rows)
