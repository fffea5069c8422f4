"""What libraries import and seldom need is imported when it is needed."""

from __future__ import annotations

from tests.tui.run_lapbell import lapbell

READ_THEN_MAKE = """
import sys
from feeds import codec
module = sys.modules["pydantic_core.core_schema"]
print(type(module).__name__, hasattr(vars(module), "str_schema"))
print(codec.decode('{"type":"note","text":"a"}').text)

from pydantic import TypeAdapter
from pydantic_core import core_schema
print(TypeAdapter(dict[str, int]).json_schema()["type"], core_schema.str_schema()["type"])
print(type(sys.modules["pydantic_core.core_schema"]).__name__, hasattr(core_schema, "no_such_schema"))
"""


def test_it_is_imported_for_schemas_only() -> None:
    """A message is read without it, and pydantic then finds all that it looks for."""
    for _ in range(2):  # the first time nothing may be kept
        done = lapbell(code=READ_THEN_MAKE)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["LaterModule False", "a", "object str", "module False"]


WATCH_THEN_ASK = """
import sys
import feeds
import websockets.asyncio.client, websockets.asyncio.server
late = ("email.parser", "http.client", "importlib.metadata._meta", "zipfile")
print(*(name in sys.modules for name in late))

from websockets import proxy, uri
import os
os.environ["http_proxy"] = os.environ["https_proxy"] = "http://proxy.example:3128"
print(proxy.get_proxy(uri.parse_uri("ws://hub.example/")), "http.client" in sys.modules)

import importlib.metadata, urllib.request
from importlib.metadata import version
print(version("websockets") == importlib.metadata.version("websockets"), type(importlib.metadata).__name__)
print(type(urllib.request).__name__, urllib.request.Request("http://a.example/b").selector)
"""


def test_websockets_has_what_it_needs_of_python_later() -> None:
    """No client of HTTP is imported to connect to a hub, and proxies are found all the same."""
    done = lapbell(code=WATCH_THEN_ASK)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "False False False False",
        "http://proxy.example:3128 True",
        "True module",
        "module /b",
    ]
