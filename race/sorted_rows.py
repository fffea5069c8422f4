"""The rows of a board in another order than that of the race."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from race.people.folding import folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.standings import Row

SortedBy = Literal["order", "net", "projection", "lap", "name", "bib", "category"]
"""By what the rows of a board are sorted; by `order`, as they run."""

SORTS: tuple[SortedBy, ...] = get_args(SortedBy)

Key = tuple[bool, tuple[float, ...], list[str]]
"""Whether there is no value, so that the row comes last, then figures, then words."""


def sorts_of(rows: Sequence[Row]) -> tuple[SortedBy, ...]:
    """By what rows can be sorted: by net time or category only where there are any."""
    has_categories = any(row.runner.entrant.category for row in rows)
    has_net = any(row.field.course.start_line is not None for row in rows[:1])
    return tuple(by for by in SORTS if (by != "category" or has_categories) and (by != "net" or has_net))


def sorted_rows(rows: Sequence[Row], by: SortedBy) -> Sequence[Row]:
    """Rows in running order, sorted: equals stay in running order, and those without a value come last."""
    return rows if by == "order" else sorted(rows, key=_KEYS[by])


def _by_net(row: Row) -> Key:
    """As they run, but by the time from the start line: who is furthest first, and of these the fastest."""
    net = row.net if row.is_racing else None
    return net is None, () if net is None else (-row.checkpoint, net.ms), []


def _by_projection(row: Row) -> Key:
    """By the finish that is projected, or was run; in a race to a time by the distance."""
    if row.projected_m is not None:
        return False, (-row.projected_m,), []
    return _by_figure(row.projection.time.ms if row.projection else None)


def _by_lap(row: Row) -> Key:
    return _by_figure(row.lap.time.ms if row.lap else None)


def _by_name(row: Row) -> Key:
    entrant = row.runner.entrant
    words = [*folded_words(entrant.short_name), *folded_words(entrant.name)]
    return not words, (), words


def _by_bib(row: Row) -> Key:
    """Numbers by what they count, before other bibs."""
    bib = row.runner.entrant.bib
    is_number = bib.isascii() and bib.isdigit()
    return not is_number, (float(bib),) if is_number else (), [bib.casefold()]


def _by_category(row: Row) -> Key:
    category = row.runner.entrant.category
    return not category, (), [category.casefold()]


def _by_figure(figure: int | None) -> Key:
    return figure is None, () if figure is None else (figure,), []


_KEYS = {
    "net": _by_net,
    "projection": _by_projection,
    "lap": _by_lap,
    "name": _by_name,
    "bib": _by_bib,
    "category": _by_category,
}
