"""`lapbell schema`: the JSON Schema of the feed."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.protocol.schema import schema
from tui.commands.write_output import print_json


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell schema`."""


def run(options: Options) -> None:
    """Print the schema."""
    print_json(schema())
