"""The bench fails for a ratio that leaves its band, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.judge import Band, faults, read_bands
from tests.bench.measured import Row, ratio
from tests.bench.parts import PARTS

BANDS = {
    "start over bare": Band("start", 1.5, 2.5, "it was 2.0"),
    "growth": Band("engine", 0.8, 1.3, "linear"),
}


def row(**ratios: float) -> Row:
    """A line with some ratios, whatever it says."""
    return Row("made up", "900 s", "1 s", {name.replace("_", " "): ratio for name, ratio in ratios.items()})


@pytest.mark.parametrize("measured", [1.5, 2.0, 2.5])
def test_within_its_band_a_ratio_is_good(measured: float) -> None:
    """However far its seconds are from their aim."""
    assert faults([row(start_over_bare=measured), Row("a", "9 s", "1 s")], BANDS, {"start"}) == []


@pytest.mark.parametrize("measured", [1.49, 2.51, 0.0])
def test_outside_it_is_a_fault_with_its_reason(measured: float) -> None:
    """Also where it is better: the band is to be drawn anew then."""
    [fault] = faults([row(start_over_bare=measured, growth=1.0)], BANDS, {"start", "engine"})

    assert fault == f"start over bare: {measured:.3g} is not from 1.5 to 2.5: it was 2.0"


def test_what_was_not_measured_is_a_fault() -> None:
    """Of a part that was asked for, and of no other."""
    rows = [row(start_over_bare=2.0)]

    assert faults(rows, BANDS, {"start"}) == []
    assert faults(rows, BANDS, {"start", "engine"}) == ["growth: not measured"]


def test_a_ratio_without_a_band_is_a_fault() -> None:
    """Else it would decide nothing."""
    [fault] = faults([row(start_over_bare=2.0, speed=3.0)], BANDS, {"start"})

    assert fault == "speed: 3, and bands.toml has no band for it"


@pytest.mark.parametrize(
    "text",
    ['part="start"\nlow=2\nhigh=1\nwhy="x"', 'part="start"\nlow=1\nhigh=2\nwhy=" "', 'part="start"\nlow=1'],
)
def test_a_band_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    """Such as one without a reason."""
    path = tmp_path / "bands.toml"
    path.write_text(f"['a ratio']\n{text}\n")

    with pytest.raises((ValueError, KeyError)):
        read_bands(path)


def test_the_bands_are_of_parts_that_there_are() -> None:
    """Else they would never be missed."""
    bands = read_bands()

    assert bands
    assert {band.part for band in bands.values()} <= set(PARTS)


def test_a_ratio_is_of_processor_time() -> None:
    """Ten times the work takes about ten times as long, whatever else the machine does."""
    assert 5 < ratio(lambda: sum(range(200_000)), lambda: sum(range(20_000))) < 20
