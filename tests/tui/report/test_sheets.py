"""Sheets for the printer, in the form the sport prints them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.log import write
from race.messages import Gun, Mark, Message, Status
from race.times import Time, TimeOfDay
from tests.tui.golden import compare
from tests.tui.report.report_pages import Page
from tests.tui.small_races import runners, split, start_list
from tui.cli import main

GOLDENS = Path(__file__).parent / "goldens"


@pytest.fixture
def hurdles(tmp_path: Path) -> Path:
    """Two hundred metres in lanes, with wind, a disqualification by a rule and one who did not start."""
    names = [*runners("Ann Ash", "Bea <b>Beck</b>", "Cleo Cole", "Dee Dorn")]
    entrants = [
        replace(entrant, note=f"Lane {lane}. Reaction 0.15{lane} s.", club="Harriers", nation="")
        for lane, entrant in enumerate(names, start=3)
    ]
    listed = replace(
        start_list(200, [100], entrants),
        round="heats",
        heat="2",
        marks=(Mark(label="Meeting record", code="MR", time=Time.parse("23.10"), holder="Eve Elm"),),
    )
    messages: list[Message] = [
        listed,
        Gun(clock=TimeOfDay.parse("2026-07-28T18:05:30Z")),
        replace(split("1", "finish", "23.05", rank=1), wind=-0.4, notes=("Q",)),
        replace(split("2", "finish", "23.51", rank=2), wind=-0.4),
        Status(bib="3", status="dq", reason="TR 17.3.1, ran inside the lane line", when=Time.parse("24.0")),
        Status(bib="4", status="dns", when=Time.parse("24.0")),
    ]
    path = tmp_path / "made.jsonl"
    write(path, "made", messages)
    return path


@pytest.mark.parametrize("sheet", ["result", "start", "laps"])
@pytest.mark.parametrize("race", ["2024-paris-olympics-1500m-semifinal-2", "2024-bowerman-mile"])
def test_races_of_the_library(race: str, sheet: str, capsys: pytest.CaptureFixture[str]) -> None:
    """As plain text, printed."""
    assert main(["report", race, "--sheet", sheet]) == 0

    printed = capsys.readouterr().out
    compare(GOLDENS / f"{race}-{sheet}.txt", printed.rstrip("\n"))
    assert max(map(len, printed.splitlines())) <= 140


def test_an_empty_form(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the first time a lap sheet has room for all times of all laps."""
    assert main(["report", "2022-hengelo-10000m-men", "--sheet", "laps", "--at", "0"]) == 0

    compare(GOLDENS / "empty-form.txt", capsys.readouterr().out.rstrip("\n"))


def test_what_a_track_sheet_has(hurdles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Heat, lanes, wind, qualification, records, and the rule of a disqualification."""
    assert main(["report", str(hurdles), "--sheet", "result"]) == 0

    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "Club race, heats, heat 2" in lines
    assert "Result, not official yet" in lines
    assert "Place Bib Name Club Lane Time Gap React Notes" in lines
    assert "1 1 Ann Ash Harriers 3 23.05 0.153 s Q MR" in lines
    assert "3 Cleo Cole Harriers 5 DQ 0.155 s TR 17.3.1, ran inside the lane line" in lines
    assert "4 Dee Dorn Harriers 6 DNS 0.156 s did not start" in lines
    assert "MR 23.10 Eve Elm" in lines
    assert "Wind -0.4 m/s" in lines


@pytest.mark.parametrize("sheet", ["result", "start", "laps"])
def test_a_page_for_the_printer(sheet: str, hurdles: Path, tmp_path: Path) -> None:
    """The same tables as HTML that fetches nothing, with names as text."""
    html, text = tmp_path / "sheet.html", tmp_path / "sheet.txt"

    assert main(["report", str(hurdles), "--sheet", sheet, "-o", str(html)]) == 0
    assert main(["report", str(hurdles), "--sheet", sheet, "-o", str(text)]) == 0

    shown, words = Page(html.read_text(encoding="utf-8")), text.read_text(encoding="utf-8").split()
    cells = [
        word for table in shown.tables.values() for row in table for cell in row for word in cell.split()
    ]
    assert set(cells) <= set(words)
    assert "Bea <b>Beck</b>" in [cell for row in shown.tables[""] for cell in row]
    assert {"script", "b", "img", "link"}.isdisjoint(tag for tag, _ in shown.elements)
    assert not shown.values("src") + shown.values("href")
    assert re.search(r"default-src 'none'", shown.html)


def test_another_kind_of_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before anything is written."""
    out = tmp_path / "sheet.pdf"

    assert main(["report", "1954-oxford-mile", "--sheet", "result", "-o", str(out)]) == 2

    assert "a sheet is .txt or .html or .htm, not '.pdf'" in capsys.readouterr().err
    assert not out.exists()


def test_a_relay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who ran for a team is named, and laps are legs."""
    team = replace(runners("Belgium")[0], members=("Ann Ash", "Bea Beck"), nation="BEL")
    listed = replace(start_list(800, [400], [team]), event="2x400")
    path = tmp_path / "relay.jsonl"
    write(path, "relay", [listed, Gun(), split("1", "400", "52.10"), split("1", "finish", "1:44.30")])

    assert main(["report", str(path), "--sheet", "result"]) == 0
    assert "1 1 Belgium BEL Ann Ash, Bea Beck 1:44.30" in " ".join(capsys.readouterr().out.split())
    assert main(["report", str(path), "--sheet", "laps"]) == 0
    assert "1 1 Belgium 52.10 52.10 1 1:44.30 52.20 1" in " ".join(capsys.readouterr().out.split())
