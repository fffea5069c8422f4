"""The formats that are read, in the order in which they are tried: a file is known by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.tables.lapbell.lapbell_table import FORMAT as LAPBELL
from feeds.tables.plain.plain_table import FORMAT as PLAIN_TABLE
from feeds.tables.printed.finishlynx import FORMAT as FINISHLYNX
from feeds.tables.printed.hytek import FORMAT as HYTEK
from feeds.tables.printed.parkrun import FORMAT as PARKRUN
from feeds.tables.programs.iof_xml import FORMAT as IOF_XML
from feeds.tables.programs.oe_csv import FORMAT as OE_CSV
from feeds.tables.programs.open_split_time_csv import FORMAT as OPEN_SPLIT_TIME_CSV
from feeds.tables.programs.open_track_json import FORMAT as OPEN_TRACK_JSON
from feeds.tables.programs.race_result_json import FORMAT as RACE_RESULT_JSON
from feeds.tables.programs.splitsbrowser_csv import FORMAT as SPLITSBROWSER_CSV

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import TableFormat


FORMATS: tuple[TableFormat, ...] = (
    LAPBELL,
    IOF_XML,
    RACE_RESULT_JSON,
    OPEN_TRACK_JSON,
    OE_CSV,
    SPLITSBROWSER_CSV,
    OPEN_SPLIT_TIME_CSV,
    HYTEK,
    FINISHLYNX,
    PARKRUN,
    PLAIN_TABLE,
)


def recognise(source: SourceFile) -> TableFormat | None:
    """The format of a file; None if it is none of these."""
    return next((known for known in FORMATS if known.recognises(source)), None)
