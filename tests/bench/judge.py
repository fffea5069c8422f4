"""Judges what was measured: ratios by their bands in `bands.toml`.

Seconds decide nothing, as they vary with the machine.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from tests.bench.measured import Row

BANDS = Path(__file__).with_name("bands.toml")


class Band(NamedTuple):
    """Within which a ratio is as it was when the band was drawn."""

    part: str
    """Which part of the bench measures it."""
    low: float
    high: float
    why: str

    @classmethod
    def parse(cls, name: str, fields: Mapping[str, Any]) -> Self:
        """A band of the file. Raises ValueError where it says nothing, or not why."""
        band = cls(fields["part"], float(fields["low"]), float(fields["high"]), fields["why"])
        if not 0 <= band.low < band.high or not band.why.strip():
            raise ValueError(f"bands.toml: {name}: needs 0 <= low < high, and a reason")
        return band


def read_bands(path: Path = BANDS) -> dict[str, Band]:
    """The bands by the names of their ratios."""
    return {name: Band.parse(name, fields) for name, fields in tomllib.loads(path.read_text()).items()}


def faults(rows: Sequence[Row], bands: Mapping[str, Band], parts: Collection[str]) -> list[str]:
    """What is not as it should be, a sentence each: of the parts that were measured."""
    ratios = [(name, ratio) for row in rows for name, ratio in row.ratios.items()]
    found = []
    for name, ratio in ratios:
        if name not in bands:
            found.append(f"{name}: {ratio:.3g}, and bands.toml has no band for it")
        elif not bands[name].low <= ratio <= bands[name].high:
            band = bands[name]
            found.append(f"{name}: {ratio:.3g} is not from {band.low:g} to {band.high:g}: {band.why}")
    measured = {name for name, _ in ratios}
    found += [
        f"{name}: not measured" for name, band in bands.items() if band.part in parts and name not in measured
    ]
    return found
