"""The AsyncAPI document describes every frame, where it goes, and gives an example that fits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from feeds import codec
from feeds.protocol import schema, viewer_frames
from tests.feeds.schema_validation import DOCS, DRAFTS, SCHEMA, faults, parts, read, type_of

ASYNCAPI = DOCS / "asyncapi.json"


def test_every_frame_is_described_once() -> None:
    """By its own definition in the schema, and in the channels where it goes."""
    document = _asyncapi()
    described = document["components"]["messages"]

    assert {name: message["payload"]["schema"]["$ref"] for name, message in described.items()} == {
        type_of(kind): f"feed.schema.json#/$defs/{kind.__name__}" for kind in schema.FRAMES
    }
    assert {operation: _said(document, operation) for operation in document["operations"]} == {
        "sendFeed": [type_of(kind) for kind in schema.TO_VIEWER],
        "receiveQuestion": [type_of(kind) for kind in schema.FROM_VIEWER],
        "sendAnswer": [type_of(kind) for kind in schema.TO_PUBLISHER],
        "receivePublished": [type_of(kind) for kind in schema.FROM_PUBLISHER],
        "sendOutcome": [type_of(kind) for kind in schema.TO_DESK],
        "receiveAct": [type_of(kind) for kind in schema.FROM_DESK],
    }
    for name, channel in document["channels"].items():
        said = [_said(document, key) for key in document["operations"] if _channel(document, key) == name]
        assert set(channel["messages"]) == {word for words in said for word in words}


def test_every_reference_leads_somewhere() -> None:
    """In the AsyncAPI document and in the schema."""
    for path in (ASYNCAPI, SCHEMA):
        references = [
            part["$ref"] for part in parts(json.loads(path.read_text(encoding="utf-8"))) if "$ref" in part
        ]
        assert references
        for reference in references:
            assert isinstance(_resolve(path, reference), dict), reference


def test_the_asyncapi_document_has_what_3_0_asks_for() -> None:
    """The required fields, the addresses' parameters, and a token for all but watching."""
    document = _asyncapi()
    assert document["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(document["info"])
    assert document["info"]["version"] == f"{codec.VERSION}.{viewer_frames.MINOR}"
    assert all({"host", "protocol"} <= set(server) for server in document["servers"].values())
    for channel in document["channels"].values():
        assert set(re.findall(r"\{(\w+)\}", channel["address"])) == set(channel["parameters"])
    for name, operation in document["operations"].items():
        assert operation["action"] == ("send" if name.startswith("send") else "receive")
        assert ("security" in operation) == (_channel(document, name) != "feed")
    for message in document["components"]["messages"].values():
        assert message["payload"]["schemaFormat"] == "application/schema+json;version=draft-07"


def test_every_frame_has_an_example_that_fits() -> None:
    """To its schema in either draft, and to the code that reads it."""
    for name, message in _asyncapi()["components"]["messages"].items():
        assert message["examples"]
        for example in message["examples"]:
            assert example["payload"]["type"] == name
            assert [faults(example["payload"], draft) for draft in DRAFTS] == [[], []]
            assert read(example["payload"]) is not None


def _asyncapi() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ASYNCAPI.read_text(encoding="utf-8"))
    return document


def _channel(document: dict[str, Any], operation: str) -> str:
    reference: str = document["operations"][operation]["channel"]["$ref"]
    return reference.removeprefix("#/channels/")


def _said(document: dict[str, Any], operation: str) -> list[str]:
    """What frames an operation is about."""
    of_channel = f"#/channels/{_channel(document, operation)}/messages/"
    references = [message["$ref"] for message in document["operations"][operation]["messages"]]
    assert all(reference.startswith(of_channel) for reference in references)
    return [reference.removeprefix(of_channel) for reference in references]


def _resolve(path: Path, reference: str) -> Any:
    file, _, pointer = reference.partition("#")
    value = json.loads((path.parent / file if file else path).read_text(encoding="utf-8"))
    for step in pointer.split("/")[1:]:
        value = value[step]
    return value
