"""At which time of a race `lapbell board` and `lapbell splits` show all that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds import log
from race.messages import Gun, Message, Split, Status
from race.times import TimeOfDay
from tests.tui.run_lapbell import lapbell_here, printed
from tests.tui.small_races import runners, split, start_list

if TYPE_CHECKING:
    from pathlib import Path

GUN = TimeOfDay.parse("2026-07-28T18:00:00.0Z")

RACE = start_list(1500, (700, 1100), runners("Ann Ash", "Bea Birk", "Cat Cole"))

PASSED = [split("1", "700", "2:00.0"), split("2", "700", "2:01.0"), split("3", "700", "2:02.0")]


def read_by_a_clock_ahead() -> list[Message]:
    """Three mats that agree with the hub's clock, and one that is five hours ahead."""
    messages: list[Message] = [RACE, Gun(id="g:1", clock=GUN, heard_ms=GUN.utc_ms + 300)]
    times = [(1, 120_000, 0), (2, 121_000, 0), (3, 122_000, 0), (3, 190_000, 18_000_000)]
    for number, (bib, ms, ahead_ms) in enumerate(times):
        checkpoint = "1100" if ahead_ms else "700"
        clock = TimeOfDay(GUN.utc_ms + ms + ahead_ms, 1)
        messages.append(
            Split(
                id=f"{checkpoint}:{number + 1}",
                bib=f"{bib}",
                checkpoint=checkpoint,
                clock=clock,
                evidence="device",
                heard_ms=GUN.utc_ms + ms + 300,
            )
        )
    return messages


OUT_OF_PROPORTION = [RACE, Gun(), *PASSED, split("3", "1100", "3:03:09.0")]
OUT_AFTER_IT = [*OUT_OF_PROPORTION, Status(bib="1", status="dnf")]
PRINTED_AS_SUSPECT = [RACE, Gun(), *PASSED, split("3", "1100", "33:09.0", suspect=True)]


@pytest.mark.parametrize(
    "messages",
    [read_by_a_clock_ahead(), OUT_OF_PROPORTION, OUT_AFTER_IT, PRINTED_AS_SUSPECT],
    ids=["clock ahead", "out of proportion", "out after it", "printed as suspect"],
)
def test_a_time_that_is_not_believed_moves_no_clock(tmp_path: Path, messages: list[Message]) -> None:
    """No one is overdue by it, and it is listed; who is out by a later message is out."""
    path = tmp_path / "race.jsonl"
    log.write(path, "race", messages)

    data = printed("board", path, "--json")

    assert data["clock_ms"] in range(122_000, 122_100)
    assert not any(row["overdue"] for row in data["rows"])
    assert [doubt["bib"] for doubt in data["doubts"]] == ["3"]
    assert any(row["status"] == "dnf" for row in data["rows"]) is (messages is OUT_AFTER_IT)
    assert lapbell_here("splits", path).stdout.splitlines()[1].startswith("2:02")


def test_a_time_that_is_believed_moves_the_clock(tmp_path: Path) -> None:
    """However late it is: others are missed by then."""
    path = tmp_path / "race.jsonl"
    log.write(path, "race", [RACE, Gun(), *PASSED, split("3", "1100", "6:09.0")])

    data = printed("board", path, "--json")

    assert data["clock_ms"] == 369_000
    assert [row["bib"] for row in data["rows"] if row["overdue"]] == ["1", "2"]
