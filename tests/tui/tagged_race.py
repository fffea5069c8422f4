"""A race in which every text of every message holds what could harm a terminal, made from the models."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import MISSING, fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from zlib import crc32

from feeds.codec import KNOWN, UNREAD
from race.limits import Limits

SHORT_HARM = [
    "\x1b]52;c;aWQ7\x07",  # writes the clipboard
    "\x9b2J\x1b[2J",  # clears the screen
    "\u202e\u2066\u200f",  # turns the writing around
    "\x07\x7f\x00",
    "\n\r\t\x85\u2028",
    "\x90q\x9c\x1b\\",
    "\u200b\ufeff\u3164",
]
HARM = [*SHORT_HARM, "[@click=app.quit]", "[link=http://x]"]
"""Texts that no writer may pass on as they are."""

HOSTILE = "".join(HARM).replace("\0", "").replace("/", "")
"""As it can stand on a command line, and in the name of a file."""

NAMED = f"tag{HOSTILE[:40]}ged"

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}

HIDDEN = set("\u061c\u200b\u200e\u200f\u2060\ufeff\u3164\xad")

CHECKED = {"zone"}
"""Texts of a form that is checked: one with harm in it makes the message invalid."""

LINKS = {"replaces"}
"""Given only where they lead somewhere."""


def _split(id_: str, bib: str, at: str, time: str, evidence: str = "official", **more: Any) -> dict[str, Any]:
    split = {"type": "split", "id": id_, "bib": bib, "checkpoint": at, "time": time, "evidence": evidence}
    return split | more


FORMS = {
    "race": "tagged",
    "epoch": "0123456789abcdef",
    "source": "mat",
    "bridge": "ipico",
    "state": "connected",
}
"""Texts of frames that have a checked form."""

RACE: list[dict[str, Any]] = [
    {
        "type": "start-list",
        "name": " Mile",
        "distance_m": 800.0,
        "lap_m": 400.0,
        "checkpoints": [{"id": "4", "distance_m": 400.0}, {"id": "F", "distance_m": 800.0}],
        "entrants": [
            {"bib": "1", "name": " Ann", "family": "Ann", "athlete": "ann", "pb": "1:59.0"},
            {"bib": "2", "name": " Bea", "family": "Bea", "athlete": "bea"},
            {"bib": "3", "name": " Cat", "family": "Cat", "athlete": "cat"},
        ],
        "marks": [{"label": "W", "time": "1:53.28", "code": "WR"}],
    },
    {"type": "gun"},
    _split("a", "1", "4", "58.0"),
    _split("b", "2", "4", "58.9", "device"),
    _split("c", "3", "4", "9.0", "device"),
    _split("d", "2", "4", "58.4", "device", replaces="b"),
    {"type": "read", "id": "e", "checkpoint": "4", "clock": "2026-05-02T08:00:00Z"},
    {"type": "order", "id": "f", "checkpoint": "4", "places": {"3": 3}},
    {"type": "ruling", "id": "g", "of": "c", "belief": "set aside"},
    {"type": "note", "id": "h", "bib": "1", "checkpoint": "4", "when": "1:00"},
    {"type": "status", "id": "i", "bib": "3", "status": "dnf", "after": "4", "when": "1:20"},
    _split("j", "1", "F", "1:58.10", rank=1),
    _split("k", "2", "F", "1:58.40", rank=2),
    {"type": "note", "id": "l", "when": "1:30"},
    {"type": "void", "id": "m", "replaces": "l"},
    {"type": "official", "id": "n"},
]
"""A race with a message of each type; the texts that are not here are added."""


def harmed(text: str, room: int = 200) -> str:
    """A text with harm before it, as long as there is room; in as much room it is always the same."""
    harms = HARM if room > 40 else SHORT_HARM
    at = crc32(text.encode()) % len(harms)
    harm = "".join(harms[at:] + harms[:at])
    before = harm[: max(min(room, 64) - len(text), 1)]
    return f"{before}{text[: room - len(before)]}"


def tagged_messages() -> list[dict[str, Any]]:
    """The messages of the race with harm in every text, in names of fields and of types too."""
    kinds = {kind.__dataclass_fields__["type"].default: kind for kind in KNOWN}
    messages = [_filled(kinds[message["type"]], message) for message in RACE]
    unknown = {"type": harmed("photo"), "id": "o", harmed("of"): [harmed("x"), {harmed("y"): harmed("z")}]}
    later = {"type": "note", "text": "x", harmed("lane"): harmed("lane")}
    return [*messages[:-1], unknown, later, messages[-1]]


def tagged_file(race: str = "tagged") -> bytes:
    """The race as a race file."""
    lines = [{"type": "log", "version": 1, "race": race, "epoch": "0123456789abcdef"}, *tagged_messages()]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def tagged_frame(kind: type) -> dict[str, Any]:
    """A frame or an answer of a hub with harm in all its texts but those of a checked form."""
    body = {name: _harmed_value(hint, _plain_value(hint), name) for name, hint in _hints(kind).items()}
    types = [field.default for field in fields(kind) if field.name == "type"]
    return {"type": types[0], **body} if types else body


def _plain_value(hint: Any) -> Any:
    """A value for a field that is no text."""
    inner = get_args(hint)[0] if get_origin(hint) in (Annotated, Union, UnionType, Literal) else hint
    if inner is not hint:
        return _plain_value(inner) if not isinstance(inner, str) else inner
    return {bool: True, int: 1, float: 1.0}.get(hint, [] if get_origin(hint) is tuple else None)


def texts_of(kind: type, path: str = "") -> set[str]:
    """The text fields of a class and of the classes inside it."""
    found: set[str] = set()
    for name, hint in _hints(kind).items():
        found |= _texts_in(hint, f"{path}{name}")
    return found


def texts_in(value: Any, path: str = "") -> set[str]:
    """Where in a message there are texts with harm in them, in the words of `texts_of`."""
    if isinstance(value, str):
        return {path} if harm_in(value) else set()
    if isinstance(value, list):
        return {name for item in value for name in texts_in(item, path)}
    if isinstance(value, dict):
        inside = {name for key, item in value.items() for name in texts_in(item, f"{path}.{key}".strip("."))}
        return inside | {path for key in value if harm_in(key)}
    return set()


def harm_in(output: str) -> list[str]:
    """The lines of an output in which a character commands a terminal, reverses the text or hides."""
    return [line for line in output.split("\n") if any(map(_is_harm, line))]


def _is_harm(character: str) -> bool:
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in BIDI
        or character in HIDDEN
    )


def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    names = [field.name for field in fields(kind) if field.name not in ("type", UNREAD, *CHECKED)]
    return {name: hints[name] for name in names}


def _texts_in(hint: Any, path: str) -> set[str]:
    if hint is str:
        return {path}
    if get_origin(hint) is Literal:
        return set()
    if isinstance(hint, type) and is_dataclass(hint):
        return texts_of(hint, f"{path}.")
    return {text for inner in get_args(hint) for text in _texts_in(inner, path)}


def _filled(kind: type, given: dict[str, Any]) -> dict[str, Any]:
    """A message or a part of one with harm in all its texts."""
    body = {"type": given["type"]} if "type" in given else {}
    required = {field.name for field in fields(kind) if MISSING is field.default is field.default_factory}
    for name, hint in _hints(kind).items():
        value = given.get(name)
        if value is None and name in required and not _texts_in(hint, name):
            value = _plain_value(hint)
        if value is None and (name in LINKS or not _texts_in(hint, name)):
            continue
        body[name] = _harmed_value(hint, value, name)
    return body


def _harmed_value(hint: Any, value: Any, name: str, room: int = 200) -> Any:
    if not _texts_in(hint, name):
        return value
    origin, inside = get_origin(hint), get_args(hint)
    if hint is str:
        return harmed(name if value is None else value, room)
    if origin is Annotated and any(isinstance(note, Limits) and "pattern" in note.limits for note in inside):
        return FORMS[name]
    if origin is Annotated:
        limits = [
            int(note.limits["max_length"])
            for note in inside[1:]
            if isinstance(note, Limits) and "max_length" in note.limits
        ]
        return _harmed_value(inside[0], value, name, min(limits, default=room))
    if origin in (Union, UnionType):
        return _harmed_value(next(part for part in inside if _texts_in(part, name)), value, name, room)
    if origin is tuple:
        return [_harmed_value(inside[0], item, name) for item in (value or [None])]
    if origin is dict:
        items = (value or {name: None}).items()
        return {_harmed_value(inside[0], k, name): _harmed_value(inside[1], v, name) for k, v in items}
    return _filled(hint, value or {})
