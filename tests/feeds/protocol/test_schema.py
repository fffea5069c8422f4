"""The JSON Schema of the feed is that of the code, keeps what it has said, and holds for either draft.

`LAPBELL_UPDATE_SCHEMA=1 python -m pytest tests/feeds/test_schema.py` writes the file anew. It takes
additions only: what version 1 has said stays.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # no stubs
from pydantic_core import ValidationError

from feeds import codec
from feeds.log import Log, read
from feeds.protocol import schema, viewer_frames
from race.messages import Message
from replays.invented_marathon import RACE as INVENTED
from tests.feeds.schema_validation import DOCS, DRAFTS, SCHEMA, document, faults, parts, validator, whole

RACES = DOCS.parent / "replays" / "races"

UPDATES = "LAPBELL_UPDATE_SCHEMA" in os.environ

PUBLISHED = [path for path in sorted(RACES.glob("*.jsonl")) if path.stem != INVENTED]
"""The races that people wrote down."""

SAYS_NOTHING = {"description", "title", "default"}
"""Keywords that bind nobody."""

Spoil = Callable[[dict[str, Any]], object]


def losses(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a program that was written for the old schema misses in the new one."""
    lost = []
    for name, body in old["$defs"].items():
        now = new["$defs"].get(name, {})
        fields = now.get("properties", {})
        lost += [f"{name}.{field}" for field, told in body.get("properties", {}).items()
                 if _binding(told) != _binding(fields.get(field))]  # fmt: skip
        is_said_by_hub = "additionalProperties" not in body
        was_required, is_required = set(body.get("required", ())), set(now.get("required", ()))
        asked = was_required - is_required if is_said_by_hub else was_required ^ is_required
        lost += [f"{name}: required {field}" for field in sorted(asked)]
        lost += [
            f"{name}: {case['$ref']}" for case in body.get("oneOf", ()) if case not in now.get("oneOf", ())
        ]
        lost += [name] if body.get("additionalProperties") != now.get("additionalProperties") else []
    return lost


def _binding(told: Any) -> Any:
    if isinstance(told, dict):
        return {key: _binding(value) for key, value in told.items() if key not in SAYS_NOTHING}
    return [_binding(value) for value in told] if isinstance(told, list) else told


def read_strictly(text: str) -> None:
    """Read a message of which this version has to know everything."""
    codec.decode(text, newer=False)
    codec.decode_known(text)


def test_the_schema_is_that_of_the_code() -> None:
    """The file is what `lapbell schema` prints, and nothing of version 1 is gone from it."""
    now = schema.schema()
    before = json.loads(SCHEMA.read_text(encoding="utf-8")) if SCHEMA.exists() else {"$defs": {}}

    assert losses(before, now) == []
    if UPDATES:
        SCHEMA.write_text(
            json.dumps(now, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
        )
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == now


@pytest.mark.parametrize(
    ("spoil", "lost"),
    [
        (
            lambda d: d.pop("Ping"),
            ["Ping.type", "Ping.asked_ms", "Ping: required asked_ms", "Ping: required type"],
        ),
        (lambda d: d["Split"]["properties"].pop("rank"), ["Split.rank"]),
        (lambda d: d["Split"]["properties"]["rank"].update(anyOf=[{"type": "string"}]), ["Split.rank"]),
        (lambda d: d["Split"]["properties"]["bib"].update(maxLength=8), ["Split.bib"]),
        (lambda d: d["Message"]["oneOf"].pop(), ["Message: #/$defs/Official"]),
        (lambda d: d["Split"]["required"].append("rank"), ["Split: required rank"]),
        (lambda d: d["Hello"]["required"].remove("epoch"), ["Hello: required epoch"]),
        (lambda d: d["Hello"].update(additionalProperties=False), ["Hello"]),
        (lambda d: d["Split"]["properties"].update(chip={"type": "string"}), []),
        (lambda d: d["Message"]["oneOf"].append({"$ref": "#/$defs/Photo"}), []),
        (lambda d: d["Hello"]["required"].append("motto"), []),
        (lambda d: d["Hello"]["properties"]["epoch"].update(description="Another sentence."), []),
        (lambda d: d.update(Photo={"type": "object"}), []),
    ],
)
def test_what_is_removed_or_retyped_is_found(spoil: Spoil, lost: list[str]) -> None:
    """And what is added is not."""
    now = document()
    later = deepcopy(now)
    spoil(later["$defs"])

    assert losses(now, later) == lost


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_schema_is_one_in_either_draft(draft: Any) -> None:
    """So that a tool may take it for the draft that it knows."""
    draft.check_schema(document())

    assert all("discriminator" not in part for part in parts(document()))


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("race", PUBLISHED, ids=lambda path: path.stem)
def test_every_line_of_the_library_fits(race: Path, draft: Any) -> None:
    """The first to the header, each other to the schema, with what the start list gives for all."""
    header = json.loads(race.read_text(encoding="utf-8").splitlines()[0])
    messages = [json.loads(line) for line in read(race).lines]
    assert messages

    assert list(validator("Header", draft).iter_errors(header)) == []
    assert [error for message in messages for error in whole(draft).iter_errors(message)] == []


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "weather"},
        {"bib": "1", "text": "no type"},
        {"type": "note", "text": "a field too much", "colour": "red"},
        {"type": "split", "bib": "1", "checkpoint": "400", "evidence": "hand", "time": 58.2},
        {"type": "order", "checkpoint": "400", "places": {"1": 0}},
    ],
)
def test_what_the_code_refuses_the_schema_refuses(message: dict[str, Any]) -> None:
    """As far as a schema can tell."""
    with pytest.raises(ValidationError):
        read_strictly(json.dumps(message))
    assert not whole(Draft202012Validator).is_valid(message)


def test_a_hub_s_own_frame_fits(small_race: list[Message]) -> None:
    """Also one with messages and fields of later versions, which a publisher's may not have."""
    log = Log("club-800")
    for message in small_race:
        log.append(message)
    log.keep(b'{"type":"photo-finish","camera":2}')
    log.keep(b'{"type":"note","text":"x","colour":"red"}')
    frame = json.loads(viewer_frames.messages(log, 0, 1)[0])

    assert faults(frame | {"tempo": "allegro"}) == []
    assert faults({"type": "publish", "first": 1, "messages": frame["messages"][:4]}) == []
    assert len(faults({"type": "publish", "first": 1, "messages": frame["messages"]})) == 2
