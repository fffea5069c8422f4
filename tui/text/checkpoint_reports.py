"""Who passes a checkpoint, and the order there, in sentences with the figures of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.phrases import at_checkpoint, back, checkpoint_name, length, place_word
from race.times import Time
from replays.commentary.order_reports import OrderReport
from tui.text.formatting import about_when, projection_text, stretch_text

if TYPE_CHECKING:
    from race.laps import Stretch
    from replays.commentary.checkpoint_reports import CheckpointReport, PassingReport


def report_text(report: CheckpointReport) -> str:
    """A sentence: `Kerr is third at 800 m in 1:51.1, four tenths back, lap 55.8, on for 3:42.7 ±2.4`."""
    return _order_text(report) if isinstance(report, OrderReport) else _passing_text(report)


def report_time(report: CheckpointReport) -> str:
    """When it happened; where that is not exactly known, in whole seconds."""
    if report.time is None:
        return about_when(report.when_ms)
    return Time(report.when_ms, report.time.digits).show(report.course.digits)


def _order_text(report: OrderReport) -> str:
    if report.projection is None:
        return report.sentence
    return f"{report.sentence}; {report.first.spoken_name} is on for {projection_text(report.projection)}"


def _passing_text(report: PassingReport) -> str:
    course, index, name = report.course, report.checkpoint, report.first.spoken_name
    time = report.time
    if report.place is None:
        said = f"{name} passes {checkpoint_name(course, index)}"
    else:
        so_far = " so far" if report.is_so_far else ""
        said = f"{name} is {place_word(report.place)}{so_far} {at_checkpoint(course, index)}"
    parts = [
        f"{said} in {time.show(course.digits)}" if time is not None else said,
        back(report.gap.time) if report.gap is not None and report.gap.time.ms >= 0 else "",
        _lap_text(report, report.lap) if report.lap is not None else "",
        f"on for {projection_text(report.projection)}" if report.projection is not None else "",
    ]
    return ", ".join(part for part in parts if part)


def _lap_text(report: PassingReport, lap: Stretch) -> str:
    """The lap or stretch that ends there; empty where it began at the start."""
    course = report.course
    if lap.metres == course.distance(report.checkpoint):
        return ""
    if course.lap_m is not None and abs(lap.metres - course.lap_m) < 1:
        return f"{course.lap_word} {stretch_text(lap)}"
    return f"the last {length(course, lap.metres)} in {stretch_text(lap)}"
