"""`lapbell grade` from a shell."""

from __future__ import annotations

from pathlib import Path

from feeds.log import write
from race.messages import Gun
from tests.tui.run_lapbell import lapbell, lapbell_here, printed, refusal
from tests.tui.small_races import runners, split, start_list

RACE = "2024-paris-olympics-1500m-semifinal-2"

FIELDS = {
    "id": str,
    "distance_m": float,
    "projections": int,
    "error_ms": int,
    "even_pace_error_ms": int,
    "ratio": float | None,
    "ranges": int,
    "ranges_held": int,
    "half_range_ms": int | None,
    "brier": float | None,
    "first": str | None,
    "first_chance": float | None,
    "first_won": bool | None,
}


def test_a_line_a_checkpoint() -> None:
    """A title, the heads of the columns, every checkpoint short of the finish, and all together."""
    done = lapbell("grade", RACE)

    assert (done.returncode, done.stderr) == (0, "")
    title, empty, heads, *lines, together = done.stdout.splitlines()
    assert title == "1500 m (men), semi-final 2, Olympic Games Paris 2024"
    assert empty == ""
    assert heads.endswith("error  even pace   ratio   in range  half range  projected first")
    assert [line.split()[0] for line in lines] == [f"{metres}" for metres in range(300, 1500, 100)]
    assert together.split()[:2] == ["all", "141"]
    assert "Nuguse" in lines[-1]
    assert lines[-1].endswith("won")


def test_as_json() -> None:
    """Documented fields of documented types; what is counted of all is what is counted of each."""
    graded = printed("grade", RACE, "--json")

    assert (graded["version"], graded["race"]) == (2, RACE)
    assert len(graded["checkpoints"]) == 12
    for checkpoint in graded["checkpoints"]:
        assert checkpoint.keys() == FIELDS.keys()
        assert all(isinstance(checkpoint[name], kind) for name, kind in FIELDS.items())
    for name in ("projections", "ranges", "ranges_held"):
        assert graded["all"][name] == sum(checkpoint[name] for checkpoint in graded["checkpoints"])
    assert graded["all"]["projections"] == 141
    assert graded["all"]["firsts_won"] == sum(bool(c["first_won"]) for c in graded["checkpoints"])


def test_a_file_of_a_race_that_goes_on(tmp_path: Path) -> None:
    """Finishers are graded, those who are still running are not."""
    path = tmp_path / "race.jsonl"
    field = start_list(3000, (1000, 2000), runners("Ann Able", "Bea Best"))
    splits = [split("1", "1000", "3:00"), split("2", "1000", "3:10"), split("1", "finish", "9:06")]
    write(path, "club-3000", [field, Gun(), *splits])

    [checkpoint] = printed("grade", path, "--json")["checkpoints"]

    assert (checkpoint["projections"], checkpoint["even_pace_error_ms"]) == (1, 6000)
    assert (checkpoint["first"], checkpoint["first_won"]) == ("1", True)


def test_it_says_that_there_is_nothing_to_grade(tmp_path: Path) -> None:
    """A race of which only the result was published."""
    path = tmp_path / "race.jsonl"
    field = start_list(3000, (1000,), runners("Ann Able"))
    write(path, "club-3000", [field, Gun(), split("1", "finish", "9:00")])

    done = lapbell_here("grade", path)

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("Nothing to grade")
    assert printed("grade", path, "--json") == {
        "version": 2,
        "race": "club-3000",
        "checkpoints": [],
        "all": None,
    }


def test_no_such_race() -> None:
    """One line, with the nearest name."""
    assert "2024-bowerman-mile" in refusal("grade", "2024-bowermann-mile")
