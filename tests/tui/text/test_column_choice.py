"""Which columns are wanted, in which order, and the lines of the board in any such order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from race.board import Board
from race.marks import mark_runs
from tests.tui.small_races import board_at
from tui.text.board_cells import BoardLines, cells_of
from tui.text.board_columns import IMPORTANCE, ORDER, lay_out, layout_of
from tui.text.column_choice import ALWAYS, ColumnChoice

CHOICES = st.builds(ColumnChoice.of, st.permutations(ORDER), st.sets(st.sampled_from(ORDER)))
WIDTHS = st.integers(16, 200)


@pytest.fixture(scope="module")
def bowerman() -> Board:
    """The Bowerman Mile after its pacemaker stepped off."""
    return board_at("2024-bowerman-mile", "2:50.70")


@given(st.lists(st.text() | st.sampled_from(ORDER)), st.lists(st.text() | st.sampled_from(ORDER)))
def test_any_names_make_a_choice(order: list[str], hidden: list[str]) -> None:
    """Every column is in it once, and those that are always there are on."""
    choice = ColumnChoice.of(order, hidden)

    assert sorted(choice.order) == sorted(ORDER)
    assert not choice.hidden & ALWAYS
    known = [name for name in dict.fromkeys(order) if name in ORDER]
    assert [name for name in choice.order if name in known] == known


def test_a_new_column_stands_behind_its_usual_neighbour() -> None:
    """A choice from before there was a column shows it where it is looked for."""
    order = ("time", *(name for name in ORDER if name not in ("time", "gap")))

    assert ColumnChoice.of(order, ()).order.index("gap") == order.index("pace_400") + 1


def test_a_new_column_on_request_is_hidden() -> None:
    """A choice from before there was one shows no more than it did."""
    before = [name for name in ORDER if name not in ("pace_km", "pb")]

    assert ColumnChoice.of(before, ()).hidden == {"pace_km", "pb"}
    assert ColumnChoice.of((), ()) == ColumnChoice()


@given(CHOICES, st.sampled_from(ORDER), st.integers(-30, 30))
def test_moving_a_column_moves_no_other(choice: ColumnChoice, name: str, steps: int) -> None:
    """The others keep their order; it goes as far as there are places."""
    moved = choice.moved(name, steps)

    assert [n for n in moved.order if n != name] == [n for n in choice.order if n != name]
    place = min(max(choice.order.index(name) + steps, 0), len(ORDER) - 1)
    assert moved.order.index(name) == place
    assert choice.switched(name).switched(name) == choice


@given(CHOICES, WIDTHS)
def test_a_width_keeps_what_is_important_in_the_chosen_order(choice: ColumnChoice, width: int) -> None:
    """The order decides nothing but left and right, and what is hidden leaves its room to others."""
    layout = lay_out(width, order=choice.order, empty=choice.hidden, mark="WR")
    usual = lay_out(width, empty=choice.hidden, mark="WR")

    names = [column.name for column in layout.columns]
    assert names == sorted(names, key=choice.order.index)
    assert set(names) == {column.name for column in usual.columns}
    assert not set(names) & choice.hidden
    wanted = [name for name in IMPORTANCE if name in ORDER and name not in choice.hidden]
    assert set(names) == set(wanted[: len(names)])


@settings(max_examples=40)
@given(choice=CHOICES, width=WIDTHS)
def test_every_line_fits_in_any_order(bowerman: Board, choice: ColumnChoice, width: int) -> None:
    """Runners, marks and those who are out stand in their columns, and are named."""
    against = next(iter(mark_runs(bowerman.marks)))
    layout = layout_of(bowerman, width, against, order=choice.order, hidden=choice.hidden)

    for line in BoardLines(bowerman, against=against):
        text = " ".join(text for _, text in cells_of(line, layout))
        assert cell_len(text) <= width
        if line.row is not None:
            assert line.row.runner.entrant.short_name[:4] in text
        elif line.mark is not None:
            assert "┄" in text
