"""Tables as plain text."""

from __future__ import annotations

from rich.cells import cell_len

from tui.text.text_table import Column, text_table


def test_columns_are_aligned_and_at_least_as_wide_as_asked() -> None:
    """Two blanks apart, titles first, no blanks at the end of a line."""
    columns = (Column("name", align="left"), Column("time", 6), Column("note", align="left"))

    assert text_table(columns, [("Ann", "9.1", ""), ("Beatrice", "12.25", "PB")]).split("\n") == [
        "name        time  note",
        "Ann          9.1",
        "Beatrice   12.25  PB",
    ]


def test_wide_characters_count_twice() -> None:
    """A column holds as many cells in every line."""
    lines = text_table([Column(align="left"), Column()], [("三浦", "1"), ("Miura", "2")]).split("\n")

    assert [cell_len(line) for line in lines] == [8, 8]


def test_without_titles_there_is_no_title_line() -> None:
    """Nor any line where there are no rows."""
    assert text_table([Column()], [("1",)]) == "1"
    assert text_table([Column()], []) == ""
