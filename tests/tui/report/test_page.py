"""A report as a page: it agrees with the board, stands alone, and can be read by anyone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from race.laps import between
from race.messages import Gun, Message, Split
from race.order.checkpoint_table import CheckpointTable
from race.projection.board_model import BoardModel
from race.projection_grading import grade
from replays.report.whole_laps import whole_laps
from replays.watching.recorded_race import RecordedRace
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.report.report_pages import Page, page_of
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.scenes import recording_of, scene_of
from tui.report.charts.palette import DARK, LIGHT
from tui.report.page import HEAT_DARK, HEAT_LIGHT, page
from tui.report.race_report import Choices, race_report, report_scene
from tui.report.result_table import result_table
from tui.text.board_cells import BoardLines
from tui.text.formatting import stretch_text

MARATHON = "invented-marathon"

RACES = (LONDON, BOWERMAN, MARATHON)

MOST_BYTES = 300 * 1024


def report_of(log: list[Message]) -> Page:
    """The report of a log made by hand."""
    recording = RecordedRace("made", log)
    return Page(page(race_report(report_scene(recording, recording.end_ms), Choices())))


@pytest.mark.parametrize(
    ("race", "at"), [(LONDON, ""), (BOWERMAN, "2:50.70"), (BOWERMAN, ""), (MARATHON, "")]
)
def test_the_result_is_that_of_the_board(race: str, at: str) -> None:
    """Row by row: place, name, time and gap as `lapbell board` has them, and the blocks of the packs."""
    board = scene_of(race, at or recording_of(race).end_ms).board
    shown = page_of(race, at)
    head, *rows = shown.tables["Running order" if at else "Result"]

    lines = list(BoardLines(board))
    assert len(rows) == min(len(lines), 400)
    for line, row in zip(lines, rows, strict=False):
        if line.row is None:
            assert row == [line.text]
            continue
        cells = dict(zip(head, row, strict=False))
        assert cells["Place"] == line.cells["place"]
        assert cells["Athlete"] == line.cells["athlete"]
        if line.text:
            assert row[-1] == line.text
        else:
            assert cells["Time"].strip() == line.cells["time"].strip()
            assert cells.get("Gap", "").strip() == line.cells["gap"].strip()


@pytest.mark.parametrize("race", [LONDON, BOWERMAN, "2024-paris-olympics-1500m-semifinal-2", MARATHON])
def test_laps_are_those_of_the_race(race: str) -> None:
    """Each lap is the difference of two splits, with the board's last lap among them, and coloured."""
    board = scene_of(race, recording_of(race).end_ms).board
    course = board.state.course
    assert course is not None
    _, *rows = page_of(race).tables["Stretches" if race == MARATHON else "Laps"]
    laps = whole_laps(CheckpointTable(board.state, course), course.finish)
    named = {row.runner.full_name: row for row in board.rows}

    found = 0
    for _, name, *texts in rows:
        for lap, text in zip(laps, texts, strict=True):
            stretch = between(course, named[name].runner, lap.start, lap.end)
            if stretch is not None:
                found += 1
                assert text.strip("h*★°") == stretch_text(stretch)
        if named[name].lap is not None and named[name].status == "finished":
            assert texts[-1].strip("h*★°") == stretch_text(named[name].lap)
    assert found == len(re.findall(r"<td class=\"?(?:b )?h\d", page_of(race).html)) > 0


@pytest.mark.parametrize("race", RACES)
def test_it_stands_alone(race: str) -> None:
    """Nothing is fetched: no script, no address of anything, and a policy that forbids it besides."""
    shown = page_of(race)

    assert {"script", "link", "img", "iframe", "object", "embed", "form", "base"}.isdisjoint(
        tag for tag, _ in shown.elements
    )
    assert not [value for value in (*shown.values("src"), *shown.values("xlink:href")) if value]
    assert all(href.startswith("#") for href in shown.values("href"))
    assert "url(" not in shown.html.replace("url(#", "")
    assert "@import" not in shown.html
    policy = next(a["content"] for _, a in shown.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "http" not in policy


@pytest.mark.parametrize("race", RACES)
def test_it_is_small_enough_to_send(race: str) -> None:
    """Under 300 KiB, the charts with it."""
    assert 10_000 < len(page_of(race).html.encode()) < MOST_BYTES


@pytest.mark.parametrize("race", RACES)
def test_every_link_leads_somewhere(race: str) -> None:
    """Ids are there once, links and labels lead to one of them, and headings come in order."""
    shown = page_of(race)
    ids = shown.values("id")

    assert len(ids) == len(set(ids))
    assert {href[1:] for href in shown.values("href")} <= set(ids)
    assert set(shown.values("aria-labelledby")) <= set(ids)
    used = set(re.findall(r"url\(#([^)]+)\)", shown.html))
    assert used <= set(ids)
    levels = [int(tag[1]) for tag, _ in shown.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert ("html", {"lang": "en"}) in shown.elements


@pytest.mark.parametrize("race", RACES)
def test_a_chart_has_its_figures_beside_it(race: str) -> None:
    """Whoever cannot see it has a sentence about it, and a table in the same section."""
    for section in page_of(race).html.split("<section ")[1:]:
        assert section.count("<figure") == section.count("<svg") == section.count("<figcaption>")
        if "<svg" in section and section.startswith(('id="gaps"', 'id="packs"', 'id="places"', 'id="laps"')):
            assert "<table" in section


def test_both_schemes() -> None:
    """Every colour has a light and a dark value, and the charts name the colours alone."""
    html = page_of(LONDON).html
    light, _, rest = html.partition("@media screen and (prefers-color-scheme: dark)")
    dark = rest.partition("\n")[0]

    names = set(re.findall(r"var\(--([\w-]+)\)", html))
    assert names <= set(re.findall(r"--([\w-]+):", light))
    assert names <= set(re.findall(r"--([\w-]+):", dark))
    for svg in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert not re.findall(r"(?:fill|stroke)=\"#", svg)


def test_figures_can_be_read_on_every_colour() -> None:
    """Text on paper and on the heat of a lap has a contrast of 4.5 at least, lines of 3 (WCAG 2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    for palette, heats in ((LIGHT, HEAT_LIGHT), (DARK, HEAT_DARK)):
        assert all(contrast(palette.ink, ground) >= 4.5 for ground in (palette.paper, *heats))
        assert all(contrast(palette.paper, text) >= 4.5 for text in (palette.dim, *palette.lines))
        assert all(contrast(palette.paper, bar) >= 3 for bar in (palette.faster, palette.slower))


def test_a_name_is_never_markup() -> None:
    """Not in a table, a chart, a sentence or the title; nor does it turn the writing around."""
    harm = '<script>alert(1)</script>"&\u202e\u2066'
    log: list[Message] = [
        start_list(800, [400], runners(harm, f"Bea {harm}")),
        Gun(),
        *(split(bib, "400", time) for bib, time in [("1", "58.0"), ("2", "59.0")]),
        *(split(bib, "finish", time) for bib, time in [("1", "1:58.00"), ("2", "1:59.00")]),
    ]

    shown = report_of(log)

    assert "script" not in {tag for tag, _ in shown.elements}
    assert not any(name.startswith("on") for _, attributes in shown.elements for name in attributes)
    assert not set("\u202e\u2066") & set(shown.html)
    assert any("<script>alert(1)</script>" in text for text in shown.texts)


def test_nothing_later_than_the_moment() -> None:
    """A report of 2:50.70 knows neither the result nor who won."""
    shown = page_of(BOWERMAN, "2:50.70")

    assert "3:45.34" not in shown.html
    assert "Result" not in dict(shown.headings).values()
    assert "At 2:50.70" in " ".join(shown.texts)
    assert any("order not published" in row[0] for row in shown.tables["Running order"])


def test_estimates_are_marked() -> None:
    """What was never published has its sign: even pace in figures, a pack in words."""
    shown = page_of(BOWERMAN)

    assert all(row[4].startswith("~") for row in shown.tables["Kerr against even pace"][1:])
    assert any("(order not published)" in row[-1] for row in shown.tables["Packs"])


def test_a_pack_is_of_two_or_more() -> None:
    """A runner alone is none: the pack behind is so far behind the first, and no pack means no section."""
    log: list[Message] = [
        start_list(1609.344, [400, 800], runners("Ann", "Bea", "Cat", "Dot")),
        Gun(),
        *(
            split(bib, "400", time)
            for bib, time in zip("1234", ("60.0", "63.0", "63.4", "70.0"), strict=True)
        ),
        *(
            split(bib, "800", time)
            for bib, time in zip("1234", ("2:01", "2:06", "2:11", "2:20"), strict=True)
        ),
    ]

    shown = report_of(log)
    alone = report_of([m for m in log if not (isinstance(m, Split) and m.checkpoint == "400")])

    assert shown.tables["Packs"][1:] == [["400", "2", "+3.0", "0.4", "Bea, Cat"]]
    assert "Packs" not in alone.tables
    assert ("h2", "Packs") not in alone.headings


def test_an_earlier_race_is_the_runners_own() -> None:
    """Said without naming the runner twice, and only from times that were published of it."""
    shown = page_of(LONDON)
    earlier = "the best earlier race (3:45.34, Hayward Field, 25 May 2024)"

    assert (
        f"Kerr is 2.68 s faster to the finish than in {earlier}; gained most up to 1200 m: 4.2 s; "
        "lost most from 1200 m to the finish: 1.5 s."
    ) in shown.texts
    assert [row[3] for row in shown.tables[f"Kerr against {earlier}"][1:]] == ["2:50.70", "54.64"]


def test_the_two_of_a_comparison() -> None:
    """They have a section, with the gap at each checkpoint as the view has it."""
    shown = page_of(LONDON)

    assert ("h2", "Farken and Kerr") in shown.headings
    assert shown.tables["Times and gaps"][-1] == ["the finish", "3:46.82", "3:42.66", "-4.16"]


def test_before_the_start() -> None:
    """There is a start list and no chart."""
    log: list[Message] = [start_list(800, [400], runners("Ann", "Bea"))]

    shown = report_of(log)

    assert [row[1:3] for row in shown.tables["Running order"][1:]] == [["1", "Ann"], ["2", "Bea"]]
    assert "svg" not in {tag for tag, _ in shown.elements}


@pytest.mark.parametrize("race", RACES)
def test_the_result_fits_on_a_narrow_screen(race: str) -> None:
    """Its lesser columns are left out there; the others are no wider than 390 pixels."""
    table = result_table(scene_of(race, recording_of(race).end_ms).board)
    kept = [i for i, column in enumerate(table.columns) if not column.is_lesser]
    full = [row for row in table.rows if not row.text]
    assert {table.columns[i].title for i in kept} >= {"Place", "Athlete", "Time", "Gap"}
    assert sum(max(len(row.cells[i].text) for row in full) for i in kept) <= 48

    assert "@media screen and (max-width: 32rem) {\n  .z { display: none; }" in page_of(race).html
    lesser = {i for i, column in enumerate(table.columns) if column.is_lesser}
    cells = sum(len(lesser & set(range(len(row.cells)))) for row in table.rows)
    hidden = [kind for kind in page_of(race).values("class") if "z" in kind.split()]
    assert len(hidden) == len(lesser) + cells


def test_a_race_that_is_over_shows_how_right_its_projections_were() -> None:
    """With the figures of `lapbell grade`, and a chart; not before the end."""
    shown = page_of(LONDON)
    graded = grade(recording_of(LONDON).history(estimates=False), BoardModel())
    assert graded is not None

    rows = shown.tables["Projections of the finish at each checkpoint"]

    assert ("h2", "How right the projections were") in shown.headings
    assert [row[1] for row in rows[1:]] == [
        *(str(graded.summary(index).projections) for index in graded.checkpoints),
        str(graded.summary().projections),
    ]
    assert any("should be 80 %" in label for label in shown.values("aria-label"))
    assert "Projections of the finish at each checkpoint" not in page_of(BOWERMAN, "2:50.70").tables
