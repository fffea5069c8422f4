"""Where the chip, the time and the place of a read stand: in which columns of a table, which fields of JSON.

time = "unix"           # how times are written: "clock" (the default), "unix", "unix ms", "local unix"
place = "Finish"        # where all reads are, if no column says it
gun = "GUN"             # what stands in the place of the chip where the record is a gun

[columns]
chip = "Tag"
time = "When"
place = "Location"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.bridges.reads.device_clock import STYLES
from feeds.bridges.reads.mapping_values import said_text
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.errors import UserError
from feeds.legal_text import legal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feeds.bridges.reads.device_clock import DeviceClock, Style

ROLES = ("chip", "time", "date", "place")

KEYS = ("time", "place", "gun", "columns")

LONGEST_CHIP = 64

LONGEST_PLACE = 200

Columns = dict[str, int | str]
"""By role, the name of a column or its number, from 1."""


class UnreadableField(ValueError):
    """A field that is missing, or that says nothing that can be meant."""

    def __init__(self, role: str, sentence: str) -> None:
        self.role = role
        super().__init__(sentence)


class ReadFields:
    """What the operator says of the fields of a record, and the read that the values in them make."""

    def __init__(self, table: Mapping[str, object], default: Columns, roles: Sequence[str] = ROLES) -> None:
        """`table` is the mapping file. Raises UserError for what cannot be meant."""
        self.columns = _columns(table, default, roles)
        self._place = said_text(table, "place")
        self._gun = said_text(table, "gun")

    def read(self, values: Mapping[str, str], clock: DeviceClock) -> RawRead | RawGun:
        """What a record says, by the texts that stand in its fields. Raises UnreadableField."""
        chip = legal(values.get("chip", "")).strip()
        if not chip or len(chip) > LONGEST_CHIP:
            raise UnreadableField(
                "chip", f"a chip has {LONGEST_CHIP} characters at most" if chip else "no chip"
            )
        try:
            time = clock.read(f"{values.get('date', '')} {values.get('time', '')}")
        except ValueError as error:
            raise UnreadableField("time", str(error)) from None
        place = (legal(values.get("place", "")).strip() or self._place)[:LONGEST_PLACE]
        return RawGun(time, place) if chip == self._gun else RawRead(chip, time, place)


def time_style(table: Mapping[str, object]) -> Style:
    """How times are written. Raises UserError."""
    style = next((style for style in STYLES if style == table.get("time", "clock")), None)
    if style is None:
        raise UserError(f"mapping file: time must be one of {', '.join(STYLES)}")
    return style


def _columns(table: Mapping[str, object], default: Columns, roles: Sequence[str]) -> Columns:
    columns = table.get("columns")
    if columns is None:
        return default
    if not isinstance(columns, dict):
        raise UserError('mapping file: [columns] must hold lines such as chip = "Tag" or chip = 1')
    for role, column in columns.items():
        if role not in roles:
            raise UserError(f"mapping file: unknown column {role!r} (there are {', '.join(roles)})")
        is_number = isinstance(column, int) and not isinstance(column, bool) and 0 < column <= 1000
        if not (is_number or isinstance(column, str)):
            raise UserError(
                f"mapping file: the column of the {role} must be a head in quotes, or a number from 1"
            )
    if "chip" not in columns or "time" not in columns:
        raise UserError("mapping file: [columns] must say where chip and time are")
    return columns
