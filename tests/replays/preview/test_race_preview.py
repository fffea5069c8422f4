"""A preview knows what was known before the gun, and nothing later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.tables.cue_lines import CueLine
from race.board import Board, LiveEdge
from race.fold.history import History
from race.messages import Entrant, Gun, Message, Note, StartList, Status
from race.times import Time
from replays.preview import race_preview
from replays.preview.race_preview import PreviewReader, RacePreview
from tests.tui.small_races import recorded, start_list

BOWERMAN, MONACO = "2024-bowerman-mile", "2024-monaco-dl-1500m"


def before(race: str) -> Board:
    """A race of the library at its gun."""
    return Board.at(race, 0, recorded(race).history().at(0))


def bests(preview: RacePreview, bib: str) -> list[tuple[str, bool] | None]:
    """The personal and the season's best, and whether the start list has it."""
    [entry] = [entry for entry in preview.entries if entry.entrant.bib == bib]
    return [(str(best.time), best.is_listed) if best else None for best in entry.bests]


def preview_of(*messages: Message, now_ms: int | None = None, cues: tuple[CueLine, ...] = ()) -> RacePreview:
    """The preview of a race of messages; live where the hub's clock is known."""
    board = Board.at("club-race", 0, History(messages).at(0))
    board.move_to(0, LiveEdge(now_ms=now_ms))
    return PreviewReader(cues).preview(board)


def test_bests_of_the_start_list_and_of_the_library() -> None:
    """Those of the start list count; of others, the best of earlier days in the same event."""
    bowerman, monaco = PreviewReader().preview(before(BOWERMAN)), PreviewReader().preview(before(MONACO))

    assert bests(bowerman, "NUG") == [("3:43.97", True), ("3:51.06", True)]
    assert bests(bowerman, "KER") == [("3:48.87", True), None]
    assert bests(monaco, "ING") == [("3:27.14", False), None]
    assert bests(monaco, "SIS") == [None, None]


def test_nothing_of_the_day_or_later_is_known() -> None:
    """Kerr won the Bowerman Mile; in its own preview he is behind Nuguse in all that is counted."""
    preview = PreviewReader().preview(before(BOWERMAN))
    pairs = {tuple(person.id for person in pair.people): pair for pair in preview.meetings}
    assert len(pairs) == 6
    for pair in pairs.values():
        assert {m.listed.start_list.date for m in pair.meetings if m.is_over} < {
            "2024-05-25",
            *_days_before(),
        }
    assert [entrant.name for entrant in preview.pacemakers] == ["Abraham Alvarado"]
    assert preview.pace == ()


def _days_before() -> set[str]:
    return {f"{year}-{month:02}-{day:02}" for year in (2021, 2022, 2023, 2024) for month in range(1, 13)
            for day in range(1, 32) if (year, month, day) < (2024, 5, 25)}  # fmt: skip


RACE: StartList = replace(
    start_list(
        800,
        (400,),
        [
            Entrant(bib="1", name="Ann Archer", pb=Time.parse("1:59.0")),
            Entrant(bib="2", name="Bea Bow", pb=Time.parse("1:58.0")),
            Entrant(bib="3", name="Pam Pace", role="pacemaker", note="to 500 m in 1:12"),
        ],
    ),
    remarks=("The target is 1:57.", "Bibs as printed."),
)


def test_what_is_said_of_pace_and_target_of_a_race_to_come() -> None:
    """Remarks about it, and every note; the remarks of a recorded race were written afterwards."""
    note = Note(text="The lights are set to 57.0 a lap")

    assert preview_of(RACE, note, now_ms=1).pace == (note.text, "The target is 1:57.")
    assert preview_of(RACE, note).pace == (note.text,)
    later = Note(text="Ann takes over", when=Time.parse("1:00"))
    assert preview_of(RACE, Gun(), later).pace == ()


def test_who_is_scratched_is_no_one_to_beat() -> None:
    """It stands in the field all the same, and the notes about it too."""
    cues = (CueLine("Bea Bow", "", "not today"), CueLine("Someone", "", "elsewhere"))
    preview = preview_of(RACE, Status(bib="2", status="dns"), now_ms=1, cues=cues)

    assert [(e.entrant.bib, e.status, e.cues) for e in preview.entries] == [
        ("1", "", ()),
        ("2", "dns", ("not today",)),
        ("3", "", ()),
    ]
    assert preview.cues.unknown == ("Someone",)


def test_a_field_of_thousands_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is not even opened."""
    monkeypatch.setattr(race_preview, "MOST_LOOKED_UP", 2)
    monkeypatch.setattr(race_preview, "library_people", lambda: pytest.fail("it was"))

    assert [entry.bests.pb is not None for entry in preview_of(RACE, now_ms=1).entries] == [True, True, False]


def test_before_the_start_list_there_is_no_field() -> None:
    """A race that has not begun publishing."""
    assert preview_of(Note(text="soon"), now_ms=1).entries == ()
