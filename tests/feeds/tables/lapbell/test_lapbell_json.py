"""Lapbell's JSON of a race is read again, like its table."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from feeds.errors import FeedError
from feeds.log import read
from feeds.tables.lapbell.lapbell_table import FORMAT
from feeds.tables.race_messages import convert_table
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from race.messages import Message, Note
from race.split_rows import RaceRows
from race.split_rows_json import export_json
from race.times import Time
from replays.library import find
from tests.feeds.tables.lapbell.test_lapbell_table import ROAD_RACE, cells, rows_of
from tests.race.random_races import tidy_races


def read_again(document: object) -> RaceRows:
    """The race of an object, converted and folded."""
    source = SourceFile("table.csv", json.dumps(document).encode())
    assert FORMAT.recognises(source)
    [race] = FORMAT.read([source], Hints())
    return rows_of(convert_table(race).messages)


def said(race: RaceRows) -> set[tuple[str, str | None, str | None]]:
    """The notes of a race."""
    return {(note.text, note.bib, note.checkpoint) for note in race.notes}


@given(tidy_races())
@settings(max_examples=30)
def test_the_json_holds_a_race(messages: list[Message]) -> None:
    """All that CSV holds, and the notes."""
    rows = rows_of(messages)

    again = read_again(export_json(rows, 0))

    assert cells(again) == cells(rows)
    assert said(again) == said(rows)


def test_notes_and_remarks_come_back() -> None:
    """Those of a race of the library, and one about a runner at a checkpoint."""
    rows = rows_of(list(read(find("2024-bowerman-mile")).messages()))
    again = read_again(export_json(rows, 0))
    assert again.start_list.remarks == rows.start_list.remarks != ()
    assert said(again) == said(rows) != set()

    note = Note(text="Waves", bib="7", checkpoint="5k", when=Time(1000))
    assert read_again(export_json(rows_of([*ROAD_RACE, note]), 0)).notes[0].when == Time(1000)


def changed(**fields: Any) -> dict[str, Any]:
    """The road race with other fields in its first entrant's first split."""
    document: dict[str, Any] = json.loads(json.dumps(export_json(rows_of(ROAD_RACE), 0)))
    document["entrants"][0]["splits"][0] |= fields
    return document


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        (changed(time_ms="soon"), "table.csv: entrant 1: time_ms: 'soon' is not a number of milliseconds"),
        (changed(time_ms=10**30), "is not the time of a race"),
        (changed(digits=9), "with '9' decimals is not the time of a race"),
        (changed(distance_m=[]), "table.csv: entrant 1: mat is at None m here and at 0.0 m above"),
        (changed(evidence="sworn"), "evidence: 'sworn' is not one of official"),
        ({**changed(), "race_notes": [{"when_ms": "soon"}]}, "table.csv: race_notes: when_ms: 'soon' is not"),
        ({**changed(), "checkpoints": [], "entrants": []}, "table.csv: it holds no race"),
        ({**changed(), "entrants": 7}, "table.csv: no race with entrants"),
    ],
)
def test_what_cannot_be_right_is_refused(document: dict[str, Any], sentence: str) -> None:
    """In a sentence that says where."""
    with pytest.raises(FeedError) as error:
        read_again(document)
    assert sentence in str(error.value)
