"""The scale beside a chart: round ticks, as many rows apart, and what they are in."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from race.times import Time
from tui.views.canvas import DOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MIDDLE = 1.5
"""Dots from the top of a row to its middle."""

LEAST_APART, MOST_APART = 2, 6
"""Rows between two ticks."""

ROUND_S = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800)


@dataclass(frozen=True)
class Scale:
    """The values from the top of a chart to its bottom, and those written beside it."""

    top: float
    bottom: float
    ticks: Sequence[float]
    show: Callable[[float], str]
    unit: str = ""
    """In words, such as `in seconds`."""


def nice_step(span: float, most: int, steps: Sequence[float] = ROUND_S) -> float:
    """The smallest round step that divides a span into at most `most` steps."""
    return next((step for step in steps if span / step <= most), span / most)


def scale_of_seconds(least: float, most: float, rows: int) -> Scale:
    """A scale from `least` to `most` seconds or beyond, with round ticks, all as many rows apart."""
    fitting = [(apart, step) for step in ROUND_S if (apart := _rows_apart(least, most, step, rows))]
    apart, step = (
        max(fitting, key=lambda fit: fit[0] / fit[1]) if fitting else (1, (most - least) / (rows - 2))
    )
    first, a_second = floor(least / step), apart * DOWN / step
    ticks = [(first + number) * step for number in range((rows - 1) // apart + 1)]
    top = ticks[0] - MIDDLE / a_second
    digits, most_s = 1 if step < 1 else 0, max(map(abs, ticks))
    return Scale(
        top,
        top + (rows * DOWN - 1) / a_second,
        ticks,
        lambda value: _figure(value, digits, most_s),
        f"in {unit_of_time(most_s)}",
    )


def _rows_apart(least: float, most: float, step: float, rows: int) -> int:
    """How many rows ticks are apart at most, if all of a span is to be seen; 0 for too few or too many."""
    first = floor(least / step)
    apart = int((rows - 1) / max(most / step - first, 1.0))
    return apart if LEAST_APART <= apart <= max(MOST_APART, (rows - 1) // 3) else 0


def _figure(value: float, digits: int, most_s: float) -> str:
    """A tick in the unit of all: where others have minutes, 45 s are `0:45`."""
    text = Time(round(abs(value) * 1000), digits).show(digits)
    seconds = 2 + digits + (digits > 0)
    if most_s >= 60 > abs(value):
        text = f"0:{text.zfill(seconds)}"
    if most_s >= 3600 > abs(value):
        text = f"0:{text.zfill(seconds + 3)}"
    return f"-{text}" if value < 0 else text


def unit_of_time(most_s: float) -> str:
    """What figures of up to so many seconds are in."""
    return "seconds" if most_s < 60 else "minutes" if most_s < 3600 else "hours"
