"""Which column of a RACE RESULT list holds what, by its expression, or else by its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import FeedError
from feeds.tables.json_values import text_in
from feeds.tables.plain.column_heads import PointHead, read_head

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole

_NAMES = re.compile(r"\[([^\]\[]+)\]")
_SECTION = re.compile(r"(?:section|abschnitt|lap|runde)(\d{1,3})(?:split|time|zeit)?", re.I)
_PLACE = re.compile(r"(?:auto|overall|gesamt)?(?:rank|platz)(?:ing)?(?:\.?p|\d)?", re.I)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

EXPRESSIONS: dict[str, ColumnRole] = {
    **dict.fromkeys(("bib", "dossard", "startnr"), "bib"),
    **dict.fromkeys(("displayname", "flname", "lfname", "affichernom", "mostranome", "anzeigename"), "name"),
    **dict.fromkeys(("firstname", "vorname"), "given"),
    **dict.fromkeys(("lastname", "nachname"), "family"),
    **dict.fromkeys(("sexmf", "gendermf", "sexemf", "geschlechtmw", "sex"), "sex"),
    **dict.fromkeys(("nation.iocname", "nation.ioc", "nation"), "nation"),
    **dict.fromkeys(("yearofbirth", "year", "jahrgang"), "born"),
    **dict.fromkeys(("agegroup1.nameshort", "agegroup1.name", "agegroup.nameshort"), "category"),
    **dict.fromkeys(("chiptime", "nettime", "netto", "nettozeit", "time.chip", "finish.chip"), "net"),
    **dict.fromkeys(("guntime", "elapsedtime", "brutto", "bruttozeit", "time.gun", "finish.gun"), "gun"),
    **dict.fromkeys(("time", "finish", "zeit", "finishtime", "zielzeit"), "result"),
    **dict.fromkeys(("id", "age", "alter"), "note"),
}
"""Fields of the program that mean one thing, whatever they are labelled."""


class SplitColumn(NamedTuple):
    """A column of times on the way."""

    column: int
    label: str
    metres: float | None
    section: int | None
    """The number of the section that it is the time of."""
    is_lap: bool
    """Whether it is said to be the time of a section."""


class Columns(NamedTuple):
    """The columns of a list."""

    roles: dict[ColumnRole, int]
    splits: tuple[SplitColumn, ...]
    labels: dict[int, str]
    unknown: tuple[str, ...]
    """The labels of columns that are not understood."""


class _Field(NamedTuple):
    column: int
    expression: str
    label: str


def columns_of(
    body: Mapping[str, Any], listed: Mapping[str, Any], row: Sequence[Any], file_name: str
) -> Columns:
    """The columns of a list. Raises FeedError where its rows do not fit its fields."""
    roles: dict[ColumnRole, int] = {}
    splits: list[SplitColumn] = []
    labels: dict[int, str] = {}
    unknown: list[str] = []
    for field in _fields(body, listed, row, file_name):
        labels[field.column] = field.label or field.expression
        role = _role(field)
        split = None if role else _split(field)
        if role == "note":
            continue
        if role is not None:
            roles.setdefault(role, field.column)
        elif split is not None:
            splits.append(split)
        else:
            unknown.append(labels[field.column])
    roles.setdefault("bib", 0)
    return Columns(roles, tuple(splits), labels, tuple(unknown))


def _fields(
    body: Mapping[str, Any], listed: Mapping[str, Any], row: Sequence[Any], file_name: str
) -> Iterator[_Field]:
    """The columns with their index: by name where the list names its data, else at the end of the rows."""
    shown = listed.get("fields", body.get("fields")) or []
    data = body.get("datafields", listed.get("datafields")) or []
    fields = [_shown(field) for field in shown if isinstance(field, dict)] if isinstance(shown, list) else []
    if isinstance(data, list) and data:
        labels = dict(reversed(fields))
        for index, expression in enumerate(map(text_in, data)):
            yield _Field(index, expression, labels.get(expression, ""))
        return
    before = len(row) - len(fields)
    if before < 0 or not fields:
        raise FeedError(f"{file_name}: its rows have {len(row)} values, and its list {len(fields)} fields")
    for index, (expression, label) in enumerate(fields):
        yield _Field(before + index, expression, label)


def _shown(field: Mapping[str, Any]) -> tuple[str, str]:
    """A field's expression and label."""
    texts = {key.casefold(): text_in(value) for key, value in field.items()}
    return texts.get("expression", ""), texts.get("label", "")


def _inner(expression: str) -> list[str]:
    """The fields that an expression is made of: `TimeOrStatus([ChipTime])` is made of ChipTime."""
    names = list(dict.fromkeys(_NAMES.findall(expression))) or [expression]
    return [name.strip() for name in names if name.casefold() != "status"]


def _role(field: _Field) -> ColumnRole | None:
    names = _inner(field.expression)
    known = next((EXPRESSIONS[name.casefold()] for name in names if name.casefold() in EXPRESSIONS), None)
    if known is not None:
        return known
    if any(_PLACE.fullmatch(name) for name in names):
        return "place"
    said = read_head(field.label).role
    if said is not None or not names or _is_place(names[0]):
        return said
    return read_head(_worded(names[0])).role


def _is_place(name: str) -> bool:
    """Whether a field is a place, of which only that in the whole race is kept: `Run.OVERALL.P`."""
    return name.casefold().endswith((".p", "rank"))


def _worded(name: str) -> str:
    """`FinishTime` as `Finish Time`."""
    return " ".join(_WORDS.findall(name))


def _split(field: _Field) -> SplitColumn | None:
    names = _inner(field.expression)
    section = next((match for name in names if (match := _SECTION.fullmatch(name))), None)
    point: PointHead | None = read_head(field.label).point
    if point is not None and point.figure != "time":
        return None
    if section is None and point is None:
        point = read_head(_worded(names[0])).point if names and not _is_place(names[0]) else None
        if point is None or point.figure != "time":
            return None
    return SplitColumn(
        field.column,
        field.label or names[0],
        point.metres if point is not None else None,
        int(section[1]) if section is not None else None,
        section is not None or (point is not None and point.measured == "laps"),
    )
