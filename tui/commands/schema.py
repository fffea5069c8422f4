"""`lapbell schema`: the JSON Schema of the feed, of a command's JSON, or of `config.toml`."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from feeds.protocol.schema import schema
from race.board_json import BoardJson
from race.lazy_dataclass import dataclass
from race.split_rows_json import ExportJson, LibrarySplitJson
from replays.people.athlete_history import AthleteJson
from replays.people.head_to_head import HeadToHeadJson
from tui.commands.backtest import BacktestJson
from tui.commands.command import argument
from tui.commands.doctor_json import DoctorJson
from tui.commands.event_lines import EventJson
from tui.commands.grade import GradeJson
from tui.commands.info_json import InfoJson
from tui.commands.races import RacesJson
from tui.commands.write_output import print_json
from tui.text.audit_json import AuditJson

OUTPUTS: dict[str, type] = {
    "board": BoardJson,
    "races": RacesJson,
    "follow": EventJson,
    "athlete": AthleteJson,
    "head-to-head": HeadToHeadJson,
    "grade": GradeJson,
    "backtest": BacktestJson,
    "doctor": DoctorJson,
    "info": InfoJson,
    "audit": AuditJson,
    "export": ExportJson,
    "export-library": LibrarySplitJson,
}
"""What each command prints with `--json`; of `follow` and `export --library`, a line."""

CONFIG = "config"


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell schema`."""

    output: str | None = argument(
        "--output",
        choices=[*OUTPUTS, CONFIG],
        metavar="NAME",
        help=f"print the schema of what the command NAME prints with --json: {', '.join(OUTPUTS)}; "
        f"or of config.toml: {CONFIG} (default: the schema of the feed)",
    )


def run(options: Options) -> None:
    """Print the schema."""
    if options.output == CONFIG:
        # Loaded here, not at the top: it needs every screen.
        from tui.app import LapbellApp
        from tui.commands.config_documents import config_schema
        from tui.screens.bound_keys import bound_keys

        print_json(config_schema(bound_keys(LapbellApp)))
    else:
        print_json(schema() if options.output is None else output_schema(options.output))


class _WithoutFieldTitles(GenerateJsonSchema):
    """Leaves out the titles that pydantic makes of field names, which say nothing new."""

    def field_title_should_be_set(self, _schema: object) -> bool:
        """No field has a title."""
        return False


def output_schema(name: str) -> dict[str, Any]:
    """The JSON Schema of what a command prints with `--json`."""
    # Pydantic takes no configuration for a typed dictionary itself, but for a list of them it does.
    # mypy knows no types that come from a table.
    models = list[OUTPUTS[name]]  # type: ignore[valid-type]
    adapter: TypeAdapter[Any] = TypeAdapter(models, config=ConfigDict(use_attribute_docstrings=True))
    document = adapter.json_schema(schema_generator=_WithoutFieldTitles)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"lapbell {name} --json",
        **document["items"],
        "$defs": document["$defs"],
    }
