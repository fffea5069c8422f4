"""The tables of docs/projection.md."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from race.calibration import RANGES_HOLD, Reliability
from tests.projections.held_out import ON_TRACK, Judged
from tui.report.charts.calibration_chart import CalibrationPoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tui.commands.backtest import ProjectionErrorsJson


class Place(NamedTuple):
    """Checkpoints that are judged together."""

    title: str
    start: float
    end: float


MATS = [Place(f"{km:g} km", km - 0.06, km + 0.06) for km in (5, 10, 15, 20, 21.1, 25, 30, 35, 40)]
"""Of marathons, in kilometres."""

PARTS = [Place(f"to {tenth * 10} %", (tenth - 1) / 10, tenth / 10) for tenth in range(1, 11)]
"""Of other races, as parts of the way."""


def by_race(found: Sequence[Judged]) -> str:
    """A line for each race, with the marathons together."""
    lines = [
        "| race | even pace | shown | ratio | least at a checkpoint | ranges held | by checkpoint | width |",
        "|---|---|---|---|---|---|---|---|",
        *(_race(judged) for judged in found if judged.table.group != ON_TRACK),
    ]
    together = [judged for judged in found if judged.table.group == "marathons"]
    if together:
        errors = [error for judged in together for error in _errors([judged])]
        lines.append(f"| **marathons together** | {_figures(errors)} |")
    return "\n".join(lines)


def _race(judged: Judged) -> str:
    interval = judged.report["coverage_interval"]
    return f"| {judged.table.name} | {_figures(_errors([judged]), interval)} |"


def _errors(found: Iterable[Judged]) -> list[ProjectionErrorsJson]:
    return [errors for judged in found for c in judged.finishes if (errors := c["finish"]) is not None]


def _figures(errors: Sequence[ProjectionErrorsJson], interval: Sequence[float] | None = None) -> str:
    even, model = (fmean(e["error_ms"][rule] for e in errors) / 1000 for rule in ("constant", "model"))
    least = min(e["error_ms"]["constant"] / e["error_ms"]["model"] for e in errors)
    cells, held = [f"{even:.0f} s", f"{model:.0f} s", f"x{even / model:.2f}", f"x{least:.2f}"], _held(errors)
    if held is None:
        return " | ".join([*cells, "none", "", ""])
    shares = [e["coverage"] * 100 for e in errors if e["coverage"] is not None]
    width = fmean(e["width_ms"] for e in errors if e["width_ms"] is not None) / 60_000
    spread = f"{min(shares):.0f} to {max(shares):.0f} %"
    between = "" if interval is None else f" ({interval[0] * 100:.1f} to {interval[1] * 100:.1f} %)"
    return " | ".join([*cells, f"{held.share * 100:.1f} %{between}", spread, f"{width:.0f} min"])


def by_mat(found: Sequence[Judged]) -> str:
    """The marathons by kilometre, each and together: ratio, and how many of the ranges held."""
    marathons = [judged for judged in found if judged.table.group == "marathons"]
    return _by_place(marathons, MATS, "marathons together")


def by_part(found: Sequence[Judged]) -> str:
    """The other races by tenths of the way, likewise."""
    others = [judged for judged in found if judged.table.group not in ("marathons", ON_TRACK)]
    return _by_place(others, PARTS, "")


def _by_place(found: Sequence[Judged], places: Sequence[Place], together: str) -> str:
    rows = [(judged.table.name, [judged]) for judged in found]
    if together:
        rows.append((f"**{together}**", list(found)))
    lines = [f"| race | {' | '.join(place.title for place in places)} |", "|---|" + "---|" * len(places)]
    lines += [f"| {name} | {' | '.join(_cell(races, place) for place in places)} |" for name, races in rows]
    return "\n".join(lines)


def _at(judged: Judged, place: Place) -> list[ProjectionErrorsJson]:
    """The errors at the checkpoints of a race that are at a place."""
    unit = 1000 if place in MATS else judged.report["distance_m"]
    return [
        errors
        for checkpoint in judged.finishes
        if place.start < checkpoint["distance_m"] / unit <= place.end
        and (errors := checkpoint["finish"]) is not None
    ]


def _cell(races: Sequence[Judged], place: Place) -> str:
    errors = [each for judged in races for each in _at(judged, place)]
    if not errors:
        return ""
    even, model = (fmean(each["error_ms"][rule] for each in errors) for rule in ("constant", "model"))
    held = _held(errors)
    return f"x{even / model:.2f}" + ("" if held is None else f", {held.share * 100:.0f} %")


def _held(errors: Sequence[ProjectionErrorsJson]) -> Reliability | None:
    ranges, held = (sum(each[name] for each in errors) for name in ("ranges", "ranges_held"))
    return Reliability(RANGES_HOLD, ranges, held) if ranges else None


def ranges_points(found: Sequence[Judged]) -> Iterator[CalibrationPoint]:
    """How often the ranges held, by kind of race and tenth of the way."""
    for group in dict.fromkeys(judged.table.group for judged in found):
        races = [judged for judged in found if judged.table.group == group]
        for place in PARTS:
            held = _held([each for judged in races for each in _at(judged, place)])
            if held is not None:
                yield CalibrationPoint(group, (place.start + place.end) / 2, held)


def with_editions(pairs: Sequence[tuple[str, Judged]], without: Sequence[Judged]) -> str:
    """Races projected with an earlier edition and without, at the checkpoints where both show a finish."""
    alone = {judged.table.name: judged for judged in without}
    lines = ["| edition | race | without | with | ranges that held |", "|---|---|---|---|---|"]
    for edition, judged in pairs:
        name = judged.table.name
        before, after = _in_both(alone[name], judged), _in_both(judged, alone[name])
        held = _held(after)
        shown = "none" if held is None else f"{held.share * 100:.1f} %"
        lines.append(f"| {edition} | {name} | {_ratio(before)} | {_ratio(after)} | {shown} |")
    return "\n".join(lines)


def _in_both(judged: Judged, other: Judged) -> list[ProjectionErrorsJson]:
    """The errors of a race at the checkpoints at which the other showed a finish as well."""
    places = {checkpoint["distance_m"] for checkpoint in other.finishes}
    return [
        errors
        for checkpoint in judged.finishes
        if checkpoint["distance_m"] in places and (errors := checkpoint["finish"]) is not None
    ]


def _ratio(errors: Sequence[ProjectionErrorsJson]) -> str:
    even, model = (fmean(each["error_ms"][rule] for each in errors) for rule in ("constant", "model"))
    return f"x{even / model:.2f}"
