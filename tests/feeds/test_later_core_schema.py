"""What pydantic_core imports for those who make schemas is imported when a schema is made."""

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
