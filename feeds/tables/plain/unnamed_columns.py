"""Columns whose heads say nothing, by their cells: of a runner, of the result, of checkpoints by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.tables.plain.column_heads import Head, PointHead, stated_metres
from feeds.tables.plain.head_compounds import single_words
from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.point_words import KIND_OF
from feeds.tables.plain.rising_columns import ends_race, follows, repeats, rising_columns
from feeds.tables.plain.unkept_words import NOT_KEPT
from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.tables.plain.cell_kinds import ColumnCells
    from feeds.tables.plain.column_heads import Figure
    from feeds.tables.plain.column_table import Changes, ColumnTable
    from feeds.tables.plain.header_words import ColumnRole

PERSONAL: frozenset[ColumnRole] = frozenset({"club", "team", "category"})
"""What a head with one word for it and others that are not known may be of, where the cells are words."""

SHORTEST_END = 5
"""Letters of a known word at the end of one that is not known: `fispoints`."""

FIGURES: tuple[Figure, ...] = ("place", "pace", "gap")


def told_of_runners(table: ColumnTable) -> Changes:
    """What cells of one kind tell of a runner, where no head says it; and what is of no race."""
    changes: Changes = {}
    roles = set(table.columns.roles)
    names = [i for i in table.unknown if table.cells(i).are_names]
    if len(names) == 1 and not roles & {"name", "given", "family", "team"}:
        changes[names[0]] = (table.as_role(names[0], "name"), "is read as the names")
    for i in (i for i in table.unknown if i not in changes):
        cells = table.cells(i)
        if cells.is_empty or cells.are_of_no_race:
            changes[i] = (table.as_role(i, "ignored"), "")
            continue
        found = next(((role, note) for role, note in _told(table, i, cells) if role not in roles), None)
        if found is not None:
            role, note = found
            roles.add(role)
            changes[i] = (table.as_role(i, role), note)
    return changes


def _told(table: ColumnTable, column: int, cells: ColumnCells) -> list[tuple[ColumnRole, str]]:
    """What the cells of a column may be."""
    kinds: list[tuple[ColumnRole, bool, str]] = [
        ("born", cells.are_births, "is read as the years of birth"),
        ("nation", cells.are_nations, "is read as the nations"),
        ("sex", cells.are_sexes, "is read as men and women"),
        ("category", cells.are_age_classes, "is read as the categories"),
        ("race", cells.are_races, "is read as the races"),
        ("event", cells.are_races, "is read as the events"),
        ("place", cells.count_from_one and ends_race(table.results, []), "is read as the places, from 1 on"),
    ]
    found = [(role, note) for role, is_such, note in kinds if is_such]
    role = _personal(table.heads[column].text) if cells.have_letters and not cells.times else None
    return [*found, *([(role, f"is read as {role}")] if role else [])]


def _personal(text: str) -> ColumnRole | None:
    """The role in a head with unknown words, `source_club_name`; None where it may be another."""
    named = {role for word in single_words(_spaced(text)) if (role := ROLES.get(word))}
    found = named & PERSONAL
    return next(iter(found)) if len(found) == 1 and named <= found | {"name", "given", "family"} else None


def only_result(table: ColumnTable) -> Changes:
    """The only column of times that can be the result, where no head names it."""
    if table.columns.result is not None or any(p.head.metres for p in table.columns.points):
        return {}
    times = table.unknown_times
    ends = [
        i
        for i, own in times.items()
        if ends_race(own, [*table.known_times.values(), *(o for k, o in times.items() if k != i)])
    ]
    note = "is read as the result, as its times are in the order of the runners"
    return {ends[0]: (table.as_role(ends[0], "result"), note)} if len(ends) == 1 else {}


def not_kept(table: ColumnTable) -> Changes:
    """What follows from the result by arithmetic, or is no time and has a word for what is not kept."""
    changes: Changes = {}
    for i in table.unknown:
        cells = table.cells(i)
        role = _unkept(table.heads[i].text) if not cells.are_clock_like else None
        if role is not None:
            changes[i] = (table.as_role(i, role), "")
        elif repeats(cells.figures, table.results) or follows(
            cells.times, table.known_times.values(), table.results
        ):
            changes[i] = (table.as_role(i, "ignored"), "follows from the other times: not kept")
    return changes


def _unkept(text: str) -> ColumnRole | None:
    """The role that is not kept in a head with unknown words, or words that end with one: `fispoints`."""
    words = single_words(_spaced(text))
    if any(ROLES.get(word, "ignored") not in NOT_KEPT for word in words):
        return None
    ends = [word[k:] for word in words for k in range(len(word) - SHORTEST_END + 1)]
    roles = [role for word in (*words, *ends) if (role := ROLES.get(word)) in NOT_KEPT]
    return roles[0] if roles else None


def named_checkpoints(table: ColumnTable) -> Changes:
    """The checkpoints whose heads are names, and what is headed by the same names."""
    if not table.results:
        return {}
    heads = table.heads
    beside = {i for i in table.unknown if i + 1 < len(heads) and heads[i + 1].role == "place"}
    risen = rising_columns(table.unknown_times, table.known_times, table.results, beside)
    note = "is read as a checkpoint: its times rise from the one before to the one behind"
    changes: Changes = {i: (Head(heads[i].text, None, _point_named(heads[i].text)), note) for i in risen}
    names = {head.point.name for head, _ in changes.values() if head.point}
    for i in (i for i in table.unknown if i not in changes):
        kinds = map(KIND_OF.get, folded_words(_spaced(heads[i].text)))
        figure = next((figure for kind in kinds for figure in FIGURES if kind == figure), None)
        point = _point_named(heads[i].text)
        if figure is not None and point.name in names:
            changes[i] = (Head(heads[i].text, None, point._replace(figure=figure)), "")
    return changes


def _point_named(text: str) -> PointHead:
    """A checkpoint by its name, without the words that say what was measured there."""
    words = folded_words(_spaced(text))
    own = [word for word in words if word not in KIND_OF]
    return PointHead(metres=stated_metres(text), name=" ".join(own or words))


def _spaced(text: str) -> str:
    return text.replace("_", " ")
