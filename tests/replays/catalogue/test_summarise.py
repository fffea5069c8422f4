"""What the library says about a race: who won it, by the rule of the board."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import FeedError
from race.messages import Message, Status
from replays.catalogue.summarise import summarise
from replays.watching.recorded_marks import run_of
from replays.watching.recorded_race import RecordedRace
from tests.replays.small_race_files import entrant, finish, recorded, split, start_list

FIELD = start_list(entrant("Ann Bell"), entrant("Bea Low", bib="2"), entrant("Cy Oak", bib="3"))


@pytest.mark.parametrize(
    ("messages", "winner"),
    [
        ([finish("1", "4:30.0"), finish("2", "4:31.0")], "Ann Bell"),
        ([finish("1", "4:30.0"), finish("2", "4:31.0"), Status(bib="1", status="dq")], "Bea Low"),
        ([finish("1", "4:32.0", 2), finish("2", "4:31.0", 1), finish("3", "4:33.0")], "Bea Low"),
        ([finish("1", "4:30.0", 1), finish("2", "4:30.0", 1)], "Ann Bell and Bea Low"),
        ([finish("1", "4:32.0", 2), finish("2", "4:33.0", 3)], ""),
        ([], ""),
    ],
)
def test_who_won(tmp_path: Path, messages: list[Message], winner: str) -> None:
    """No one disqualified, both after a dead heat, and no one where the winner was not published."""
    path = recorded(tmp_path, "club", FIELD, *messages).path

    assert summarise(path).winner == winner
    if winner:
        assert run_of("run", RecordedRace.read(path)).holder == winner.split(" and ")[0]
    else:
        with pytest.raises(FeedError, match="it is not known who won"):
            run_of("run", RecordedRace.read(path))


@pytest.mark.parametrize(
    ("splits", "is_result_only"), [(0, True), (2, True), (3, False)], ids=["none", "two", "three"]
)
def test_a_race_with_hardly_a_figure_on_the_way_is_result_only(
    tmp_path: Path, splits: int, is_result_only: bool
) -> None:
    """It says so, and opens 20 s before its first finish; a race with three figures opens at the gun."""
    on_the_way = [split(bib, "400", f"1:1{bib}.0") for bib in ("1", "2", "3")[:splits]]
    finishes = [finish("1", "4:30.0"), finish("2", "4:31.0")]

    path = recorded(tmp_path, "club", FIELD, *on_the_way, *finishes).path

    listed = summarise(path)
    assert listed.is_result_only is is_result_only
    assert ("result only" in listed.completeness()) is is_result_only
    assert listed.to_json()["result_only"] is is_result_only
    opened = RecordedRace.read(path).playhead(lambda: 0.0, 1.0)
    assert opened.position_ms == (250_000 if is_result_only else 0)
