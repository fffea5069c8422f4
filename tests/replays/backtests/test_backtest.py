"""Backtests: what is measured, and how the model does on real races."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.errors import FeedError
from race.fold.history import History
from race.messages import Setting
from race.projection_grading import grade
from replays.backtests.backtest import MOST_PROJECTED, backtest, likely_setting
from replays.backtests.editions import read_edition
from replays.backtests.file_report import FileReport
from replays.backtests.projection_errors import summarised
from tests.race.messages_by_hand import GUN, split, start_list
from tests.replays.backtests.split_tables_by_hand import write_table

SAMPLES = os.environ.get("LAPBELL_SAMPLES")
TABLES = Path(SAMPLES or "").parent / "split-data"

real = pytest.mark.skipif(SAMPLES is None, reason="LAPBELL_SAMPLES is not set")


def test_the_plainer_rules(tmp_path: Path) -> None:
    """Constant pace, the pace of the last segment and Riegel's formula, worked out by hand."""
    path = write_table(tmp_path / "a.csv", "10000,20000,40000", ["x,,3000,6600,15000"])

    first, second = backtest(path, setting="trail").checkpoints

    assert first.finish.seconds["constant"] == pytest.approx(3000)
    assert first.finish.seconds["last_segment"] == pytest.approx(3000)
    assert first.finish.seconds["riegel"] == pytest.approx(abs(3000 * 4**1.06 - 15000))
    assert second.finish.seconds["constant"] == pytest.approx(1800)
    assert second.finish.seconds["last_segment"] == pytest.approx(15000 - 6600 - 7200)
    assert second.finish.seconds["riegel"] == pytest.approx(abs(6600 * 2**1.06 - 15000))
    assert first.following.seconds["constant"] == pytest.approx(600)


def test_the_checkpoints_count_the_same(tmp_path: Path) -> None:
    """The mean over all is that of the checkpoints, however many passed each."""
    rows = ["x,,3000,6000,12000", "x,,,6000,13000", "x,,,6000,12000"]
    checkpoints = backtest(
        write_table(tmp_path / "a.csv", "10000,20000,40000", rows), setting="trail"
    ).checkpoints

    together = summarised(errors.finish for errors in checkpoints)

    assert together is not None
    assert together.projections == 4
    assert together.error_s["constant"] == pytest.approx((0 + 1000 / 3) / 2)


def test_the_live_field_learns_as_the_race_goes(tmp_path: Path) -> None:
    """Over a hill that all who started long before have run, the last one is expected to lose time too."""
    ahead = [f"x,0,{3000 + i},{8000 + i},{11000 + i}" for i in range(60)]
    late = "x,9000,3000,8000,11000"
    followed = write_table(tmp_path / "a.csv", "10000,20000,30000", [*ahead, late])
    alone = write_table(tmp_path / "b.csv", "10000,20000,30000", [late])
    others = write_table(tmp_path / "c.csv", "10000,20000,30000", ahead)

    with_field = backtest(followed).checkpoints[0].following.seconds["model"]
    without = backtest(alone).checkpoints[0].following.seconds["model"]
    error_s = with_field - backtest(others).checkpoints[0].following.seconds["model"]

    assert without > 1900
    assert error_s < 400


def test_women_are_projected_as_such(tmp_path: Path) -> None:
    """After an even half of a marathon she is expected sooner than a man, and so is nearer to this result."""
    columns, times = "10000,21097.5,42195", "3300,6962,13924"
    errors = {
        sex: backtest(write_table(tmp_path / f"{sex or 'x'}.csv", columns, [f"x,,{times}"], sex=sex))
        .checkpoints[1]
        .finish.seconds["model"]
        for sex in ("F", "", "M")
    }

    assert errors["F"] < errors[""] < errors["M"]


def test_heats_do_not_learn_from_each_other(tmp_path: Path) -> None:
    """The races of one file are races of their own."""
    rows = ["a,,3000,8000,11000", "b,20000,3000,8000,11000"]
    alone = backtest(write_table(tmp_path / "a.csv", "10000,20000,30000", rows[:1]))
    first = backtest(write_table(tmp_path / "b.csv", "10000,20000,30000", rows))

    assert first.races == 2
    for both, one in zip(first.checkpoints, alone.checkpoints, strict=True):
        assert both.following.seconds["model"] == pytest.approx(2 * one.following.seconds["model"])


def test_a_missing_time_is_nothing_to_judge_by(tmp_path: Path) -> None:
    """Who stopped is judged at the next checkpoint and not at the finish."""
    errors = backtest(write_table(tmp_path / "a.csv", "10000,20000,40000", ["x,,3000,6000,"])).checkpoints[0]

    assert (errors.finish.count, errors.following.count) == (0, 1)
    assert summarised([errors.finish]) is None


def test_an_impossible_time_is_not_projected_from(tmp_path: Path) -> None:
    """10 km in 10 minutes."""
    checkpoints = backtest(
        write_table(tmp_path / "a.csv", "10000,20000,40000", ["x,,600,6600,15000"])
    ).checkpoints

    assert [errors.finish.count for errors in checkpoints] == [0, 1]


@pytest.mark.parametrize(
    ("distance_m", "setting"),
    [
        (1500, "track"),
        (21097.5, "road"),
        (42195, "road"),
        (40000, "road"),
        (45000, "trail"),
        (90000, "trail"),
    ],
)
def test_the_setting_follows_from_the_distance(distance_m: float, setting: Setting) -> None:
    """Marathons and halves are run on a road."""
    assert likely_setting(distance_m) == setting


def test_progress_is_told(tmp_path: Path) -> None:
    """In parts of the file, rising."""
    rows = [f"{race},,{2000 + i},{5000 + i}" for race in "ab" for i in range(1500)]
    parts: list[float] = []

    backtest(write_table(tmp_path / "a.csv", "10000,20000", rows), progress=parts.append)

    assert parts == sorted(parts)
    assert parts[0] == 0
    assert 0.5 < parts[-1] < 1


def test_an_edition_of_another_course_is_refused(tmp_path: Path) -> None:
    """The error gives its name."""
    path = write_table(tmp_path / "a.csv", "10000,20000", ["x,,3000,6000"])
    other = read_edition(write_table(tmp_path / "b.csv", "10000,42195", ["x,,3000,16000"]))

    with pytest.raises(FeedError, match=r"a\.csv: the earlier edition is not of this course"):
        backtest(path, other)


def test_an_edition_may_be_a_race_file(tmp_path: Path) -> None:
    """Its measured times count."""
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"type":"log","version":1,"race":"a"}\n'
        '{"type":"start-list","name":"A","setting":"trail","distance_m":20000,'
        '"checkpoints":[{"id":"1","distance_m":10000},{"id":"f","distance_m":20000}],'
        '"entrants":[{"bib":"1","name":"One"},{"bib":"2","name":"Two"}]}\n'
        '{"type":"split","bib":"1","checkpoint":"1","time":"50:00","evidence":"official"}\n'
        '{"type":"split","bib":"1","checkpoint":"f","time":"1:45:00","evidence":"official"}\n',
        encoding="utf-8",
    )

    edition = read_edition(path)

    assert edition.distances == [10000, 20000]
    assert edition.athletes == [[3000, 6300]]


def test_an_edition_without_times_is_refused(tmp_path: Path) -> None:
    """There is nothing to learn from it."""
    with pytest.raises(FeedError, match="there are no times in it"):
        read_edition(write_table(tmp_path / "a.csv", "10000,20000", []))
    with pytest.raises(FeedError, match="cannot be read"):
        read_edition(tmp_path / "none.jsonl")


def test_a_finish_that_is_not_shown_is_not_judged(tmp_path: Path) -> None:
    """At a tenth of the way on a trail, before any range is known; the next checkpoint is shown."""
    report = backtest(write_table(tmp_path / "a.csv", "3000,10000,30000", ["x,,900,3000,9000"]))

    assert [errors.finish.count for errors in report.checkpoints] == [0, 1]
    assert [errors.following.count for errors in report.checkpoints] == [1, 1]


def test_the_track_is_judged_by_what_the_board_shows(tmp_path: Path) -> None:
    """Error and range are those of the rows of the board just after each passing."""
    heat = {
        "A": (50.0, 115.0, 178.0, 236.0),
        "B": (51.0, 115.5, 180.0, 243.0),
        "C": (52.0, 118.0, 184.0, 250.0),
    }
    checkpoints_m = (300, 700, 1100, 1500)
    splits = [
        split(bib, metres, f"{seconds:.2f}")
        for bib, times in heat.items()
        for metres, seconds in zip(checkpoints_m, times, strict=True)
    ]
    field = replace(start_list("ABC", checkpoints_m), kind="club", sex="women")
    history = History([field, GUN, *splits])
    graded = grade(history)
    assert graded is not None

    rows = [f"x,,{','.join(f'{seconds:.2f}' for seconds in times)}" for times in heat.values()]
    report = backtest(write_table(tmp_path / "a.csv", "300,700,1100,1500", rows), kind="club")

    for index, errors in enumerate(report.checkpoints):
        summary = graded.summary(index)
        assert errors.finish.count == summary.projections == 3
        assert errors.finish.seconds["model"] / 3 == pytest.approx(summary.error_ms / 1000)
        assert errors.finish.seconds["constant"] / 3 == pytest.approx(summary.even_error_ms / 1000, abs=0.06)
        assert (errors.finish.ranged, errors.finish.held) == (summary.ranges, summary.held)
        assert summary.half_width_ms is not None
        assert errors.finish.width / 6 == pytest.approx(summary.half_width_ms / 1000)


def test_ranges_are_counted_by_athlete_and_on_the_track_by_race(tmp_path: Path) -> None:
    """There the share of all heats has an interval from how the heats differ, so that one heat has none."""
    heat = ["48,112,176,236", "48.5,113,178,240"]
    one = write_table(tmp_path / "a.csv", "300,700,1100,1500", [f"x,,{times}" for times in heat])
    two = write_table(
        tmp_path / "b.csv", "300,700,1100,1500", [f"{race},,{times}" for race in "xy" for times in heat]
    )
    road = write_table(tmp_path / "c.csv", "5000,21097.5,42195", ["x,,1500,6400,13500", "x,,1600,6900,14000"])

    assert backtest(one).held.interval is None
    assert backtest(two).held.interval is not None
    assert backtest(road).held.interval is not None


def test_of_a_very_large_race_a_selection_is_judged(tmp_path: Path) -> None:
    """Evenly spread over the table, and counted."""
    rows = (f"x,,{3000 + number % 1000},{6000 + number}" for number in range(MOST_PROJECTED + 1000))

    report = backtest(write_table(tmp_path / "a.csv", "10000,20000", rows))

    assert (report.athletes, report.projected) == (MOST_PROJECTED + 1000, MOST_PROJECTED)
    assert report.checkpoints[0].finish.count == MOST_PROJECTED


def test_any_distance_may_be_taken_for_a_track(tmp_path: Path) -> None:
    """Of two checkpoints within the same metre too."""
    path = write_table(tmp_path / "a.csv", "0.25,100000.1,100000.2,200000", ["x,,1,9000,9001,20000"])

    assert backtest(path, setting="track").athletes == 1


def thinned(name: str, folder: Path, every: int) -> Path:
    """A table with every so many-th athlete."""
    with gzip.open(TABLES / f"{name}.csv.gz", "rt", encoding="utf-8") as file:
        first, *lines = file
    path = folder / f"{name}.csv"
    path.write_text(first + "".join(lines[::every]), encoding="utf-8")
    return path


def ratio(reports: Sequence[FileReport]) -> float:
    """The error of constant pace over that of the model."""
    together = summarised(errors.finish for report in reports for errors in report.checkpoints)
    assert together is not None
    found = together.ratio("constant")
    assert found is not None
    return found


def coverage(reports: Sequence[FileReport]) -> float:
    """The part of the ranges that held."""
    together = summarised(errors.finish for report in reports for errors in report.checkpoints)
    assert together is not None
    assert together.coverage is not None
    return together.coverage


@real
def test_marathons_are_projected_better_than_at_constant_pace(tmp_path: Path) -> None:
    """Together and each, with ranges that hold about four times in five."""
    names = ("boston-2011", "boston-2014", "boston-2016", "houston-2016", "london-2017")
    reports = [backtest(thinned(name, tmp_path, 20)) for name in names]

    assert ratio(reports) > 1.75
    assert all(ratio([report]) > 1.2 for report in reports)
    assert 0.77 < coverage(reports) < 0.83
    assert all(0.74 < coverage([report]) < 0.86 for report in reports)


@real
def test_half_marathons_are(tmp_path: Path) -> None:
    """With the curve of their own."""
    for name in ("houston-half-2012-men", "boulogne-half-2022"):
        assert ratio([backtest(thinned(name, tmp_path, 2))]) > 1.06


@real
@pytest.mark.parametrize(
    "name", ["tjejvasan-2018", "oppet-spar-monday-2019", "boston-2011", "track-1500m-2018"]
)
def test_the_flat_curve_does_no_harm(tmp_path: Path, name: str) -> None:
    """On whatever it is used, those ahead being learnt from."""
    setting: Setting = "track" if name.startswith("track") else "trail"

    assert ratio([backtest(thinned(name, tmp_path, 10), setting=setting)]) > 0.97


@real
def test_an_earlier_edition_knows_the_course() -> None:
    """Two years before, on the same 90 km."""
    edition = read_edition(TABLES / "ultravasan90-2016.csv.gz")
    report = backtest(TABLES / "ultravasan90-2018.csv.gz", edition)

    assert ratio([report]) > 1.5
    assert 0.74 < coverage([report]) < 0.86
