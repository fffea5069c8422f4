"""The sample documents, when they are there: what a race file has is what a plain reading of the rows finds.

Nothing of the reader is used for it: the rows are taken apart here by other means. `LAPBELL_SAMPLES` is the
folder of the samples.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from feeds.documents.convert_documents import ContradictedDocuments, ConvertedRace, convert
from feeds.documents.detect_printer import read_document
from feeds.documents.text_rows import read_rows
from feeds.log import examine, write
from race.messages import Split, Status
from replays.watching.recorded_race import RecordedRace
from tests.feeds.documents.invented_results import start_list

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

pytestmark = pytest.mark.skipif(SAMPLES is None, reason="LAPBELL_SAMPLES is not set")

FILES = sorted(Path(SAMPLES or ".").glob("official-documents/*/*.txt")) if SAMPLES else []

CONTRADICTED = {"dl-2021-doha-3000msc-women": ("2800", "2900")}
"""Samples that contradict themselves, and the checkpoints that are suspect."""

CLOCK = re.compile(r"^(?:(\d+):)?(\d+)\.(\d+)$")


@dataclass
class Printed:
    """An athlete's figures, in the order of the rows."""

    place: int | None
    result: str | None
    times: list[str] = field(default_factory=list)
    ranks: list[int | None] = field(default_factory=list)
    laps: list[str] = field(default_factory=list)
    """With the brackets of FlashResults."""


def in_ms(time: str) -> int:
    """A printed time in milliseconds."""
    match = CLOCK.match(time)
    assert match is not None, time
    minutes, seconds, decimals = match.groups("0")
    return (int(minutes) * 60 + int(seconds)) * 1000 + int(decimals.ljust(3, "0"))


def plainly_read(path: Path) -> list[Printed]:
    """Athletes and their figures, word by word: a row with a three-letter code and a result begins one."""
    athletes: list[Printed] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if not words or {"RECORD", "LEAD", "Version"} & set(words):
            continue
        begins = any(re.fullmatch(r"[A-Z]{3}|[A-Z][a-z]{2}", word) for word in words[2:]) or "[" in line
        ends = [word for word in words if CLOCK.match(word) or word in ("DNF", "DNS", "DQ")]
        if begins and ends and words[-1] != "Men":
            athletes.append(_athlete(words, ends))
        elif athletes and all(re.fullmatch(r"[\d:.]+|\(=?\d+\)", word) for word in words) and "." in line:
            _take(words, athletes[-1])
    return athletes


def _athlete(words: list[str], ends: list[str]) -> Printed:
    result = ends[0] if ends[0][0].isdigit() and words[0][0].isdigit() else None
    place = int(words[0]) if words[0].isdigit() and result else None
    printed = Printed(place, result)
    if any(word.startswith("[") for word in words):
        figures = [word for word in words if CLOCK.match(word)][1 if result else 0 :]
        printed.times += figures
        printed.ranks += [None] * len(figures)
        printed.laps += [word for word in words if word.startswith("[")]
    return printed


def _take(words: list[str], athlete: Printed) -> None:
    if "(" not in "".join(words):
        athlete.laps += words
        return
    for i, word in enumerate(words):
        if CLOCK.match(word):
            athlete.times.append(word)
            behind = words[i + 1] if i + 1 < len(words) else ""
            athlete.ranks.append(int(behind.strip("(=)")) if behind.startswith("(") else None)


def converted(path: Path, *others: Path) -> ConvertedRace:
    """The race of a sample; what contradicts itself is kept."""
    documents = [read_document(read_rows(p.read_bytes(), p.name), p.name) for p in (path, *others)]
    [race] = convert(documents, keep_conflicts=True)
    return race


def splits_of(race: ConvertedRace) -> list[list[Split]]:
    """The splits of each entrant in the order of the course, by place, then those without one."""
    order = [checkpoint.id for checkpoint in start_list(race).checkpoints]
    by_bib: dict[str, list[Split]] = {entrant.bib: [] for entrant in start_list(race).entrants}
    for message in race.messages:
        if isinstance(message, Split):
            by_bib[message.bib].append(message)
    return [sorted(own, key=lambda split: order.index(split.checkpoint)) for own in by_bib.values()]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_figure_is_the_printed_one(path: Path) -> None:
    """Places, results, times and ranks at the intermediates, athlete by athlete; no one is missing."""
    race = converted(path)
    wanted = sorted(
        (p.place or 0, p.result or "", [t for t in p.times if t != p.result], p.ranks[: _marks(p)])
        for p in plainly_read(path)
    )
    found = []
    for own in splits_of(race):
        finish = [split for split in own if split.checkpoint == "finish"]
        splits = [split for split in own if split.checkpoint != "finish"]
        place, result = (finish[0].rank or 0, str(finish[0].time)) if finish else (0, "")
        found.append((place, result, [str(s.time) for s in splits], [s.rank for s in splits]))

    assert wanted
    assert sorted(found, key=str) == sorted(wanted, key=str)


def _marks(printed: Printed) -> int:
    return len([time for time in printed.times if time != printed.result])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_lap_is_the_printed_one(path: Path) -> None:
    """Each printed lap is, in its order, a difference of neighbouring times of the race file."""
    race = converted(path)
    by_result = {(own[-1].rank, str(own[-1].time)): own for own in splits_of(race) if own}
    for printed in plainly_read(path):
        if not printed.laps:
            continue
        last = (printed.place, printed.result) if printed.result else (printed.ranks[-1], printed.times[-1])
        times = [split.time.ms for split in by_result[last] if split.time]
        steps = [b - a for a, b in zip([0, *times], times, strict=False)]
        if len(steps) == len(printed.laps) + 1:
            steps = steps[1:]
        rounded_up_ms = 10 if printed.laps[0].startswith("[") else 0
        for lap, step in zip(printed.laps, steps, strict=True):
            decimals = len(lap.strip("[]").partition(".")[2])
            cut = step // 10 ** (3 - decimals) * 10 ** (3 - decimals)
            assert 0 <= in_ms(lap.strip("[]")) - cut <= rounded_up_ms


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda path: path.name)
def test_the_documents_of_a_race_together(folder: Path, tmp_path: Path) -> None:
    """They make one good race file that replays; where one contradicts itself it says so."""
    paths = [path for path in FILES if path.parent == folder]
    race = converted(*paths)
    suspects = {m.checkpoint for m in race.messages if isinstance(m, Split) and m.suspect}

    assert suspects == set(CONTRADICTED.get(folder.name, ()))
    if suspects:
        with pytest.raises(ContradictedDocuments, match="line"):
            list(
                convert([read_document(read_rows(path.read_bytes(), path.name), path.name) for path in paths])
            )
    file = tmp_path / f"{race.race}.jsonl"
    write(file, race.race, race.messages)
    assert examine(file)[1] == []
    state = RecordedRace.read(file).history(estimates=False).at(10**8)
    out = {m.bib for m in race.messages if isinstance(m, Status)}
    assert {bib for bib, runner in state.runners.items() if runner.out} == out
