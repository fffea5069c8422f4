"""`lapbell schema --output`: what commands print with `--json`, as JSON Schema and as docs/json.md has it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it has no stubs
from typing_extensions import is_typeddict

from feeds.errors import RaceFileError
from race.split_rows_json import library_lines
from replays.catalogue.start_lists import library
from replays.export.library_rows import library_rows
from tests.replays.backtests.split_tables_by_hand import write_table
from tests.tui.run_lapbell import BOWERMAN, ROOT, lapbell_here, printed, refusal
from tui.commands.event_lines import FeedEvent, event_json
from tui.commands.schema import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

SEMIFINAL = "2024-paris-olympics-1500m-semifinal-2"

EXAMPLES = {
    "board": [
        ["board", BOWERMAN],
        ["board", BOWERMAN, "--at", "2:50.70", "--marks", "--mark", "sub-3:44=3:43.99"],
        ["board", BOWERMAN, "--at", "0:00"],
        ["board", SEMIFINAL, "--at", "3:03.6", "--marks"],
    ],
    "races": [["races"], ["races", "zatopek"]],
    "athlete": [["athlete", "Kerr"]],
    "head-to-head": [["head-to-head", "Kerr", "Jakob Ingebrigtsen"], ["head-to-head", "Kerr", "Nuguse"]],
    "grade": [["grade", SEMIFINAL]],
    "export": [["export", BOWERMAN], ["export", SEMIFINAL, "--at", "3:03.6"]],
}

WORDS = {int: "integer", float: "number", str: "string", bool: "boolean", NoneType: "null"}


def closed_schema(name: str) -> Draft202012Validator:
    """The schema of a command's JSON, with no field allowed that it does not name."""
    schema = printed("schema", "--output", name)
    Draft202012Validator.check_schema(schema)
    for body in schema["$defs"].values():
        body["additionalProperties"] = False
        assert set(body["required"]) == set(body["properties"])
    return Draft202012Validator(schema)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_printed_is_what_the_schema_says(name: str) -> None:
    """Every field of the schema and no other, each of its type."""
    validator = closed_schema(name)
    for words in EXAMPLES[name]:
        validator.validate(printed(*words, "--json"))


def test_every_line_of_follow_is_what_the_schema_says() -> None:
    """Moments, corrections and events of the feed."""
    validator = closed_schema("follow")
    lines = lapbell_here("follow", BOWERMAN, "--json").stdout.splitlines()
    assert lines
    for line in lines:
        validator.validate(json.loads(line))
    validator.validate(event_json(BOWERMAN, FeedEvent("lost", "reconnecting")))


def test_every_line_of_the_library_is_what_the_schema_says() -> None:
    """Of runners with splits and of those without."""
    validator = closed_schema("export-library")
    listed = [race for race in library()[0] if race.race in (BOWERMAN, SEMIFINAL)]
    errors: list[RaceFileError] = []
    lines = [line for race in library_rows(listed, errors.append) for line in library_lines(race)]

    assert errors == []
    assert {line["checkpoint"] is None for line in lines} == {True, False}
    for line in lines[::5]:
        validator.validate(line)


def test_a_backtest_is_what_the_schema_says(tmp_path: Path) -> None:
    """With and without ranges."""
    rows = [f"a,,{3000 + 30 * i},{7500 + 80 * i},{10700 + 100 * i}" for i in range(20)]
    table = write_table(tmp_path / "hill.csv", "10000,20000,30000", rows)

    closed_schema("backtest").validate(printed("backtest", table, "--json"))


def test_an_unknown_name_is_refused() -> None:
    """In one line, with the names there are."""
    line = refusal("schema", "--output", "bord")

    assert "'bord'" in line
    assert all(name in line for name in OUTPUTS)


def models(parts: Any) -> Iterator[type]:
    """Every typed dictionary in some types, and those that one of them holds or extends."""
    for part in parts:
        if is_typeddict(part):
            yield part
            yield from models((*bases(part), *get_type_hints(part).values()))
        else:
            yield from models(get_args(part))


def bases(model: type) -> list[type]:
    """The typed dictionaries that one extends."""
    return [base for base in getattr(model, "__orig_bases__", ()) if is_typeddict(base)]


def in_words(hint: Any) -> str:
    """A type as the documentation writes it: `integer or null`, `array of string`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(map(in_words, arguments)))
    if origin is Literal:
        return "string"
    if origin in (list, dict):
        item = in_words(arguments[-1])
        return f"{'array' if origin is list else 'object'} of {f'({item})' if ' or ' in item else item}"
    return f"`{hint.__name__}`" if is_typeddict(hint) else WORDS[hint]


def literals(hint: Any) -> list[str]:
    """The values that a type names."""
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [value for argument in get_args(hint) for value in literals(argument)]


MODELS = {model.__name__: model for model in models(OUTPUTS.values())}


def test_the_documentation_has_every_object() -> None:
    """Each under a heading of its own, and no other."""
    assert sorted(documented()) == sorted(MODELS)


@pytest.mark.parametrize("name", MODELS)
def test_the_documentation_has_every_field(name: str) -> None:
    """With its type, the values that it may have, and the objects that have further fields."""
    model, text = MODELS[name], documented()[name]
    inherited = {field for base in bases(model) for field in get_type_hints(base)}
    own = {field: hint for field, hint in get_type_hints(model).items() if field not in inherited}
    rows = re.findall(r"^\| (`.+?) \| (.+?) \| (.+) \|$", text, flags=re.MULTILINE)
    types = {field: kind for fields, kind, _ in rows for field in re.findall("`(.+?)`", fields)}
    meanings = {field: meaning for fields, _, meaning in rows for field in re.findall("`(.+?)`", fields)}

    assert types == {field: in_words(hint) for field, hint in own.items()}
    for field, hint in own.items():
        assert [value for value in literals(hint) if f"`{value}`" not in meanings[field]] == []
    assert [
        base.__name__ for base in bases(model) if f"`{base.__name__}`" not in text.partition("|")[0]
    ] == []


def documented() -> dict[str, str]:
    """What docs/json.md says of each object, by its name."""
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    _, *parts = re.split(r"^##+ (.+)\n", page, flags=re.MULTILINE)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    return {title.strip("`"): text for title, text in sections.items() if title.endswith("Json`")}
