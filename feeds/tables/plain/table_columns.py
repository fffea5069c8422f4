"""Which column of a table holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.plain.blank_cells import BLANK
from feeds.tables.plain.column_heads import Head, PointHead, read_head
from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.other_sports import with_parts_of_other_sports
from feeds.tables.plain.point_words import BESTS, OVERALL, PASSINGS
from feeds.tables.plain.rival_heads import settle_rivals, with_paces
from feeds.tables.plain.unkept_words import NOT_KEPT
from feeds.tables.sheets.table_grid import Row, column_letters
from race.lazy_dataclass import dataclass
from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.tables.plain.column_map import ColumnMap
    from feeds.tables.plain.header_words import ColumnRole

PERSON: frozenset[ColumnRole | None] = frozenset({"bib", "name", "given", "family", "team"})
"""A row needs one of these columns to belong to a runner."""

RESULTS: tuple[ColumnRole, ...] = ("gun", "result", "net")
"""The columns of the result: the first of these that there is counts."""


SECOND = 2

PLACE_OR_CATEGORY = frozenset({"class", "clas"})
"""Folded heads that are of categories in English, and of places in French and Italian."""


class PointColumn(NamedTuple):
    """A column of times at a checkpoint."""

    column: int
    head: PointHead
    text: str
    """Its head as it is written."""
    place_column: int | None = None
    """The column of the places there."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table, by what they hold."""

    heads: tuple[Head, ...]
    roles: dict[ColumnRole, int]
    """The first column of each role."""
    points: tuple[PointColumn, ...]
    """In the order of the table."""
    not_understood: tuple[int, ...]
    not_kept: tuple[int, ...]
    notes: tuple[int, ...] = ()
    """All columns of notes."""
    statuses: tuple[int, ...] = ()
    """All columns of statuses: `DNF` and `DNS` may be two."""

    @property
    def result(self) -> int | None:
        """The column of the result."""
        return next((self.roles[role] for role in RESULTS if role in self.roles), None)

    def cell(self, row: Row, role: ColumnRole) -> str:
        """A row's cell of a role; empty where there is nothing in it, or a dash."""
        text = self.text(row, role)
        return "" if text.lower() in BLANK else text

    def text(self, row: Row, role: ColumnRole) -> str:
        """A row's cell of a role, as it is."""
        column = self.roles.get(role)
        return row.cells[column] if column is not None and column < len(row.cells) else ""

    def note(self, row: Row) -> str:
        """What all columns of notes say of a row."""
        return "; ".join(row.cells[i] for i in self.notes if i < len(row.cells) and row.cells[i])

    def name(self, column: int) -> str:
        """How a column is called in a message: its head, or its letters."""
        text = self.heads[column].text if column < len(self.heads) else ""
        return repr(text) if text else f"column {column_letters(column)}"


def read_columns(texts: Sequence[str], column_map: ColumnMap) -> Columns:
    """The columns by their heads, or by what `--map` says of them."""
    said = column_map.heads(texts)
    width = max(len(texts), *(i + 1 for i in said), 0)
    return read_heads([said.get(i) or read_head(texts[i] if i < len(texts) else "") for i in range(width)])


def read_heads(heads: Sequence[Head]) -> Columns:
    """The columns with these heads."""
    heads = with_paces(with_parts_of_other_sports(heads))
    roles: dict[ColumnRole, int] = {}
    points: list[PointColumn] = []
    unknown: list[int] = []
    not_kept: list[int] = []
    notes = [i for i, head in enumerate(heads) if head.role == "note"]
    statuses = [i for i, head in enumerate(heads) if head.role == "status"]
    figures = [i for i, head in enumerate(heads) if head.point is not None and head.point.figure != "time"]
    for i, head in enumerate(heads):
        if i in figures:
            continue
        if head.point is not None:
            points.append(PointColumn(i, head.point, head.text))
        elif (
            head.role == "place"
            and not _is_overall(head)
            and _stands_beside(points, i, (*not_kept, *figures))
        ):
            points[-1] = points[-1]._replace(place_column=i)
        elif head.role in NOT_KEPT:
            not_kept.append(i)
        elif head.role is not None and head.role not in roles:
            roles[head.role] = i
        elif i not in (*notes, *statuses) and (head.text or head.role is not None):
            unknown.append(i)
    not_kept += [i for i in figures if not _set_place(points, i, heads[i].point)]
    _settle(heads, roles, unknown)
    not_kept += _settle_figures(heads, roles, points)
    return Columns(
        tuple(heads), roles, tuple(points), tuple(unknown), tuple(not_kept), tuple(notes), tuple(statuses)
    )


def _settle(heads: Sequence[Head], roles: dict[ColumnRole, int], unknown: list[int]) -> None:
    """Decide what heads with two meanings mean, by the others."""
    if "name" in roles and "given" in roles and "family" not in roles:
        roles["family"] = roles.pop("name")
    for role in ("family", "given"):
        if role in roles and not roles.keys() & ({"name", "family", "given"} - {role}):
            roles["name"] = roles.pop(role)
    settle_rivals(heads, roles, unknown)
    other = next((i for i in unknown if heads[i].role == "category"), None)
    if other is not None and is_of_places(heads, roles):
        roles["place"], roles["category"] = roles["category"], other
        unknown.remove(other)


def _settle_figures(
    heads: Sequence[Head], roles: dict[ColumnRole, int], points: list[PointColumn]
) -> list[int]:
    """Take away what others make needless: raw times beside the result, the best of attempts, passings.

    A raw time without another is the result.
    """
    away: list[int] = []
    if "raw" in roles and any(role in roles for role in RESULTS):
        away.append(roles.pop("raw"))
    elif "raw" in roles:
        roles["result"] = roles.pop("raw")
    best = roles.get("pb")
    has_attempts = any(head.role == "attempt" for head in heads)
    if best is not None and has_attempts and " ".join(folded_words(heads[best].text)) in BESTS:
        away.append(roles.pop("pb"))
    second = _second_result(points)
    if second is not None and any(role in roles for role in RESULTS):
        points.remove(second)
        away.append(second.column)
    laps = {point.head.number for point in points if point.head.measured == "laps"} - {None}
    rest = [point for point in points if _is_passing(point)]
    if rest and len(laps) > len(rest) and {point.head.number for point in rest} < laps:
        points[:] = [point for point in points if point not in rest]
        away += [point.column for point in rest]
    return away


def _second_result(points: Sequence[PointColumn]) -> PointColumn | None:
    """A column headed as a second result, `Time2`, and not as one of several intermediates."""
    numbered = [point for point in points if point.head.number is not None]
    is_alone = len(numbered) == 1 and numbered[0].head.number == SECOND and numbered[0].head.metres is None
    words = re.findall(r"[a-z]+", " ".join(folded_words(numbered[0].text))) if is_alone else []
    return numbered[0] if words and ROLES.get(" ".join(words)) in RESULTS else None


def _is_passing(point: PointColumn) -> bool:
    """Whether a column is headed as of the times at which a runner passed: `Varvning1`."""
    return bool(PASSINGS.intersection(re.findall(r"[a-z]+", " ".join(folded_words(point.text)))))


def is_of_places(heads: Sequence[Head], roles: Mapping[ColumnRole, int]) -> bool:
    """Whether the column of categories may hold the places, as no other does."""
    column = roles.get("category")
    if column is None or "place" in roles:
        return False
    return " ".join(folded_words(heads[column].text)) in PLACE_OR_CATEGORY


def with_half(columns: Columns, column: int) -> Columns:
    """With a column that was not kept as the times at half of the race."""
    half = PointColumn(column, PointHead(is_half=True), columns.heads[column].text)
    return replace(
        columns,
        points=tuple(sorted((*columns.points, half), key=lambda point: point.column)),
        not_kept=tuple(i for i in columns.not_kept if i != column),
    )


def without_places(columns: Columns) -> Columns:
    """With the column of places as one that is not kept."""
    roles: dict[ColumnRole, int] = {role: i for role, i in columns.roles.items() if role != "place"}
    return replace(columns, roles=roles, not_kept=(*columns.not_kept, columns.roles["place"]))


def _is_overall(head: Head) -> bool:
    """Whether a place says that it is the one in the result."""
    words = folded_words(head.text.replace("_", " "))
    return not OVERALL.isdisjoint(words) or any(ROLES.get(word) == "result" for word in words)


def _stands_beside(points: Sequence[PointColumn], column: int, not_kept: Sequence[int]) -> bool:
    """Whether a column stands behind one of times, with nothing but gaps or pace between."""
    if not points or points[-1].place_column is not None:
        return False
    return all(i in not_kept for i in range(points[-1].column + 1, column))


def _set_place(points: list[PointColumn], column: int, head: PointHead | None) -> bool:
    """Give a column of places to the checkpoint that its head names; False where there is none."""
    if head is None or head.figure != "place":
        return False
    for i, point in enumerate(points):
        if point.head._replace(measured="") == head._replace(figure="time", measured=""):
            points[i] = point._replace(place_column=column)
            return True
    return False


RESULT_NAMES = {"gun": "finish (gun)", "net": "finish (net)", "result": "finish"}


def describe(columns: Columns) -> str:
    """What is understood: "7 columns: bib, name, 400 m, finish; not understood: 'Tshirt'"."""
    names = {i: RESULT_NAMES.get(role, role) for role, i in columns.roles.items()}
    names |= dict.fromkeys(columns.notes, "note") | dict.fromkeys(columns.statuses, "status")
    for point in columns.points:
        names[point.column] = point.text
        if point.place_column is not None:
            names[point.place_column] = f"place at {point.text}"
    count = sum(head.text != "" or head.role is not None for head in columns.heads)
    parts = [f"{count} columns: {', '.join(names[i] for i in sorted(names))}"]
    seconds = [i for i in columns.not_understood if columns.heads[i].role is not None]
    if not_kept := sorted([*columns.not_kept, *seconds]):
        parts.append(f"not kept: {', '.join(map(columns.name, not_kept))}")
    if unknown := [i for i in columns.not_understood if i not in seconds]:
        parts.append(f"not understood: {', '.join(map(columns.name, unknown))}")
    return "; ".join(parts)
