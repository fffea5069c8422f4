"""`lapbell time` before its screen: what is timed, and what to do where that cannot be read."""

from __future__ import annotations

from datetime import date as Date
from pathlib import Path

import pytest

from feeds.errors import UserError
from feeds.log import write
from feeds.new_race import read_event
from feeds.timing.timing_start import TypedRace, start_from_table
from race.messages import Official
from tui.commands import time
from tui.commands.command import parse_options


def refusal(*words: str) -> str:
    """Why nothing is timed."""
    with pytest.raises(UserError) as caught:
        time.run(parse_options(time, "time", "time", words))
    return str(caught.value)


def test_a_start_list_that_is_broken_names_the_timing_that_began_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file goes on by itself: a race does not wait until a table is mended."""
    monkeypatch.chdir(tmp_path)
    Path("start.csv").write_text("\0\0\0")
    words = "start.csv", "--event", "1500 m"
    assert "goes on with" not in refusal(*words)
    Path("club 1500.jsonl.clock").touch()

    assert refusal(*words).endswith("; a timing that has begun goes on with `lapbell time 'club 1500.jsonl'`")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("start2.csv", "is the timing of start.csv"),
        ("start.csv", "is official, and has not all of start.csv"),
    ],
)
def test_the_next_race_of_the_day_is_not_mixed_up_with_the_one_before(
    table: str, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the same event, and perhaps a table of the same name."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(time, "refuse_without_terminal", lambda: None)
    Path("start.csv").write_text("Bib,Name\n11,Anna Berg\n12,Beth Zee\n")
    typed = TypedRace(read_event("1500 m"), "heat", date=Date.today().isoformat())
    start = start_from_table(Path("start.csv"), typed)
    write(Path("heat.jsonl"), start.race, [*start.messages, Official()])
    Path(table).write_text("Bib,Name\n21,Cora Lind\n")

    said = refusal(table, "--event", "1500 m", "--name", "heat", "-o", "heat.jsonl")

    advice = "another race needs a name of its own, --name NAME; "
    assert said == f"heat.jsonl {why}: {advice}`lapbell time heat.jsonl` goes on with this one"


def test_what_is_timed_has_to_be_said() -> None:
    """A file, a race on a hub, or at least the event of a start list that is typed."""
    assert refusal() == "what is timed? Write a race file, a start list or a race on a hub, or --event"


def test_nothing_is_written_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no screen then, and nothing to time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TERM", "dumb")

    assert refusal("--event", "1500 m") == "the screen needs a terminal"
    assert not [*tmp_path.iterdir()]
