"""The tables of a report have the figures of the board and of the splits, of whatever log."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from race.fold.history import History
from race.messages import Message
from replays.report.whole_laps import whole_laps
from tests.race.random_races import clocks_of, wild_logs
from tests.tui.views.scenes import scene_of_log
from tui.report.result_table import result_table
from tui.report.sheets.lap_sheet import lap_sheet
from tui.report.sheets.result_sheet import result_sheet
from tui.report.sheets.sheet_html import sheet_html
from tui.report.sheets.sheet_text import sheet_text
from tui.report.sheets.start_sheet import start_sheet
from tui.report.split_tables import SplitTables
from tui.text.board_cells import BoardLines
from tui.text.checkpoint_labels import main_checkpoints


@settings(max_examples=60)
@given(wild_logs(), st.data())
def test_tables_of_anything(log: list[Message], data: st.DataObject) -> None:
    """Every row and place of the board, every gap of the splits grid, and sheets without a fault."""
    clock_ms = data.draw(st.sampled_from(clocks_of(History(log))))
    scene = scene_of_log(log, clock_ms)
    board, table, start_list = scene.board, scene.checkpoints, scene.board.state.start_list
    if start_list is None or table is None:
        return

    lines = list(BoardLines(board))
    result = result_table(board)
    places = [column.title for column in result.columns].index("Place")
    shown = [row.cells[places].text for row in result.rows if row.cells]
    assert shown == [line.cells["place"] for line in lines if line.row is not None]
    assert len(result.rows) == len(lines)

    cells, gaps = SplitTables(scene).cells("gap"), SplitTables(scene).table("gap")
    assert cells is not None
    runners = {row.runner.full_name: row.runner for row in board.rows}
    for row in gaps.rows if gaps is not None else ():
        for index, cell in zip(main_checkpoints(table.course), row.cells[2:], strict=False):
            drawn = cells.cell(runners[row.cells[1].text], index)
            assert " ".join(drawn.text.split()) in cell.text
            assert (drawn.before == "?") <= cell.text.startswith("?")

    for sheet in (lap_sheet(scene, start_list), result_sheet(board, start_list)):
        assert sheet_text(sheet)
        assert sheet_html(sheet)
    entrants = [row for table in start_sheet(board, start_list).tables[:1] for row in table.rows]
    assert len(entrants) == len(start_list.entrants)


@settings(max_examples=60)
@given(wild_logs())
def test_laps_of_anything(log: list[Message]) -> None:
    """They follow one another from the start to the furthest checkpoint."""
    scene = scene_of_log(log, 10**9)
    table = scene.checkpoints
    if table is None:
        return

    laps = whole_laps(table, table.reached)

    assert [lap.start for lap in laps] == [-1, *(lap.end for lap in laps[:-1])][: len(laps)]
    assert not laps or laps[-1].end == table.reached
