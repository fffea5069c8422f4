"""Lapbell's JSON of a race as the rows of its own table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from feeds.errors import FeedError
from feeds.tables.json_values import items_in, parsed_json, text_in
from feeds.tables.lapbell.lapbell_columns import join_notes, seconds
from race.messages import Note
from race.times import LONGEST_MS, Time

if TYPE_CHECKING:
    from feeds.tables.lapbell.lapbell_cells import Row
    from feeds.tables.source_file import SourceFile

BEGINNING = 8192
"""Characters in which all that is known of the race as a whole comes."""


def is_lapbell_json(source: SourceFile) -> bool:
    """Whether a file is what `lapbell export --json` writes of a race."""
    first = source.text[:BEGINNING]
    return first.lstrip().startswith("{") and '"race_name"' in first and '"course_lap_m"' in first


def read_document(source: SourceFile) -> dict[str, Any]:
    """The object in a file. Raises FeedError."""
    document = parsed_json(source)
    if not isinstance(document, dict) or not isinstance(document.get("entrants"), list):
        raise FeedError(f"{source.name}: no race with entrants, as `lapbell export RACE --json` writes it")
    return document


def document_rows(document: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Where each row is, and its cells. Raises ValueError."""
    race = _texts(document)
    race["official"] = "yes" if document.get("official") is True else ""
    for point in items_in(document.get("checkpoints")):
        yield "checkpoints", {**race, **_texts(point)}
    for number, entrant in enumerate(items_in(document["entrants"]), start=1):
        where = f"entrant {number}"
        about = {**race, **_texts(entrant), "start_s": _seconds(_time(entrant, "start_ms", ""))}
        about |= {name: str(_time(entrant, f"{name}_ms", f"{name}_digits") or "") for name in ("pb", "sb")}
        yield where, about
        for split in items_in(entrant.get("splits")):
            yield where, {**about, **_split(split)}


def document_notes(document: dict[str, Any]) -> tuple[Note, ...]:
    """The sentences that were said during the race. Raises ValueError."""
    return tuple(
        Note(
            text=_text(note.get("text")),
            bib=text_in(note.get("bib")) or None,
            checkpoint=text_in(note.get("checkpoint")) or None,
            when=_time(note, "when_ms", ""),
        )
        for note in items_in(document.get("race_notes"))
    )


def document_remarks(document: dict[str, Any]) -> tuple[str, ...]:
    """What to know about the figures."""
    remarks = document.get("remarks")
    return tuple(map(_text, remarks)) if isinstance(remarks, list) else ()


def _split(split: dict[str, Any]) -> Row:
    row = _texts(split)
    notes = split.get("notes")
    row["notes"] = join_notes([*map(_text, notes)]) if isinstance(notes, list) else ""
    time = _time(split, "time_ms", "digits")
    return {**row, "time_s": _seconds(time), "decimals": str(time.digits) if time else ""}


def _texts(value: dict[str, Any]) -> Row:
    return {name: _text(text) for name, text in value.items()}


def _text(value: object) -> str:
    """A text with all its blanks; a number as one."""
    return value if isinstance(value, str) else text_in(value)


def _time(value: dict[str, Any], name: str, digits: str) -> Time | None:
    """The time of a field, with the decimals that another field says. Raises ValueError."""
    text, known = text_in(value.get(name)), text_in(value.get(digits)) or "3"
    if not text:
        return None
    try:
        ms, decimals = int(text), int(known)
    except ValueError:
        raise ValueError(f"{name}: {text[:40]!r} is not a number of milliseconds") from None
    if abs(ms) > LONGEST_MS or not 0 <= decimals <= 3:
        raise ValueError(f"{name}: {text[:40]!r} ms with {known[:40]!r} decimals is not the time of a race")
    return Time(ms, decimals)


def _seconds(time: Time | None) -> str:
    return "" if time is None else str(seconds(time))
