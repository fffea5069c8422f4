"""The field before the gun in words, in any width."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from feeds.tables.cue_lines import CueLine
from race.board import Board, LiveEdge
from race.fold.history import History
from race.messages import Entrant, Gun, Mark, Message, StartList, Status
from race.times import Time, TimeOfDay
from replays.preview.race_preview import PreviewReader, RacePreview
from tests.tui.small_races import recorded, start_list
from tui.text import race_preview
from tui.text.race_preview import field_lines, heading, stake_lines
from tui.text.styled_line import plain_text

NOON = TimeOfDay.parse("2026-07-28T12:00:00Z")

FIELD = (
    Entrant(bib="1", name="Ann Archer", nation="GBR", pb=Time.parse("1:58.50"), sb=Time.parse("1:59.00")),
    Entrant(bib="2", name="Bea Bow", nation="KEN", pb=Time.parse("1:57.10")),
    Entrant(bib="3", name="Pam Pace", role="pacemaker", note="to 500 m"),
    Entrant(bib="4", name="Dee Out", pb=Time.parse("1:55.00")),
    Entrant(bib="5", name="高橋 尚子", nation="JPN"),
)

MARKS = (
    Mark(label="World record", code="WR", time=Time.parse("1:53.28"), holder="Cy Old", date="1983-07-26"),
    Mark(label="Meeting record", code="MR", time=Time.parse("1:57.10"), holder="Bea Bow"),
    Mark(label="Standard", code="Q", time=Time.parse("1:58.00")),
)

RACE: StartList = replace(start_list(800, (400,), FIELD), marks=MARKS, planned=NOON)

SCRATCHED = Status(bib="4", status="dns")

CUES = (CueLine("Ann", "", "first line"), CueLine("1", "", "second line"), CueLine("Zoe", "", "not here"))


def preview(*messages: Message, cues: tuple[CueLine, ...] = CUES) -> RacePreview:
    """A race four minutes before it is due."""
    board = Board.at("club-race", 0, History(messages).at(0))
    board.move_to(0, LiveEdge(now_ms=NOON.utc_ms - 240_000, first_planned_ms=NOON.utc_ms))
    return PreviewReader(cues).preview(board)


def field(shown: RacePreview, order: int = 0) -> list[str]:
    """The words of each line of the field."""
    return [" ".join(plain_text(line.draw(80)).split()) for line in field_lines(shown, 80, order)]


def test_the_fastest_come_first_and_then_those_who_cannot_win() -> None:
    """Below each what is to be said; by season's best, and as on the start list."""
    shown = preview(RACE, SCRATCHED)

    assert field(shown) == [
        "2 Bea Bow KEN 1:57.10",
        "1 Ann Archer GBR 1:58.50 1:59.00",
        "first line",
        "second line",
        "5 高橋 尚子 JPN",
        "3 Pam Pace pacemaker",
        "4 Dee Out DNS",
    ]
    assert [line[:1] for line in field(shown, 1) if line[1:2] == " "] == ["1", "2", "5", "3", "4"]
    assert [line[:1] for line in field(shown, 2) if line[1:2] == " "] == ["1", "2", "3", "4", "5"]


def test_the_heading_counts_runners_and_time() -> None:
    """Those who start and finish; after the gun no time is counted down."""
    assert plain_text(heading(preview(RACE, SCRATCHED), 80)[1]).startswith(
        "3 runners   in 4:00, planned for "
    )
    assert plain_text(heading(preview(RACE, SCRATCHED, Gun()), 80)[1]).rstrip() == "3 runners"


def test_what_is_said_beside_the_field() -> None:
    """Pace, marks with those who could, and the notes about others."""
    assert [plain_text(line) for line in stake_lines(preview(RACE, SCRATCHED), 100)] == [
        "Pace and target",
        "Pam Pace, pacemaker: to 500 m",
        "",
        "At stake",
        "WR 1:53.28, Cy Old 1983: no one is known to have come within 1 % of it",
        "MR 1:57.10: Bow holds it",
        "Q 1:58.00: Bow has run 1:57.10; Archer needs 0.50 off 1:58.50",
        "",
        "Notes",
        "in the notes, not in this race: 'Zoe'",
    ]


def test_a_long_list_is_cut_and_counted() -> None:
    """Of contenders and of names in the notes."""
    many = tuple(Entrant(bib=str(n), name=f"Name{n} Runner{n}", pb=Time.parse("1:58.0")) for n in range(1, 9))
    race = replace(RACE, entrants=many, marks=MARKS[2:])
    shown = preview(race, cues=tuple(CueLine(f"Other{n}", "", "x") for n in range(10)))
    lines = [plain_text(line) for line in stake_lines(shown, 300)]

    assert lines[1].endswith("Runner5 has run 1:58.0; and 3 more")
    assert lines[-1].endswith("'Other7' and 2 more")


def test_figures_from_the_library_have_a_sign_and_pairs_that_never_met_a_line() -> None:
    """Of the 1500 m of Monaco, whose start list has no bests."""
    race = "2024-monaco-dl-1500m"
    shown = PreviewReader().preview(Board.at(race, 0, recorded(race).history().at(0)))
    lines = [plain_text(line) for line in stake_lines(shown, 200)]

    assert field(shown)[0] == "ING Jakob Ingebrigtsen NOR 3:27.14*"
    assert "* the best in the races of this library, not from the start list" in lines
    assert any(line.startswith("Ingebrigtsen 4-0 Nuguse; last: Ingebrigtsen by ") for line in lines)


@pytest.mark.parametrize("width", [20, 40, 76, 100, 196])
def test_no_line_is_wider_than_the_pane(width: int) -> None:
    """Names of any script, long names, long notes."""
    long = replace(RACE, name="高橋" * 40, meet="M" * 90, entrants=(*FIELD, Entrant(bib="6", name="高" * 60)))
    shown = preview(long, SCRATCHED, cues=(*CUES, CueLine("6", "", "word " * 60), CueLine("Z" * 80, "", "x")))
    lines = [*heading(shown, width), *stake_lines(shown, width)]
    lines += [line.draw(width) for line in field_lines(shown, width)]

    assert max(cell_len(plain_text(line)) for line in lines) <= width
    assert cell_len(race_preview.titles(width)) <= width
