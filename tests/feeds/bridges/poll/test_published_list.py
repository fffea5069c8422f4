"""A list that RACE RESULT publishes, followed through its race, where it is at hand (LAPBELL_SAMPLES)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from feeds.bridges.bridge import Outcome
from race.messages import Checkpoint, Entrant, Split, StartList, Status
from race.times import Time
from tests.feeds.bridges.poll.test_poll_bridge import looked, of_type, poll
from tests.feeds.bridges.reads_of_a_race import in_force

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

pytestmark = pytest.mark.skipif(not SAMPLES, reason="LAPBELL_SAMPLES is not set")

SECTIONS = slice(6, 12)
"""The cells of the sections, in a row; behind them the time so far, the result and the pace."""


def published() -> dict[str, Any]:
    """The list as it is after the race."""
    path = Path(SAMPLES or "") / "raceresult" / "rr-publish-list-with-splits.json"
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def shown_at(ms: int) -> str:
    """The list as it was so long after the gun: who is on the way has a time so far, and no result."""
    body = published()
    for row in body["data"]["#1_50k"]:
        total, known = 0, []
        for text in row[SECTIONS]:
            lap_ms = Time.parse(text).ms if text else 0
            total += lap_ms
            known.append(text if lap_ms and total <= ms else "")
        end = Time.parse(row[12]).ms if row[12] else 0
        row[SECTIONS] = known
        if not end or end > ms:
            so_far = sum(Time.parse(text).ms for text in known if text)
            row[1], row[12], row[13], row[14] = "*", str(Time(so_far, 2)) if so_far else "", "", "*"
    return json.dumps(body)


def facts(made: list[Outcome]) -> Iterator[str]:
    """What is known of each runner in the end."""
    messages = in_force(made)
    for bib in ("5", "656", "324", "661", "633"):
        times = [f"{m.checkpoint} {m.time}" for m in messages if isinstance(m, Split) and m.bib == bib]
        said = [m.status for m in messages if isinstance(m, Status) and m.bib == bib]
        yield f"{bib}: {', '.join([*times, *said])}"


FACTS = [
    "5: aid1 43:01.36, aid2 1:45:08.86, aid3 2:37:43.56, aid4 3:46:11.37, aid5 4:37:35.30, finish 4:55:36.43",
    "656: aid1 50:20.33, aid2 2:04:35.73, aid3 3:12:44.65, aid4 4:30:51.34, finish 5:58:12.86",
    "324: aid1 50:06.26, aid2 2:05:52.99, aid3 3:13:03.93, aid4 4:35:24.27, aid5 5:40:39.63, "
    "finish 6:01:09.37",
    "661: aid1 1:21:56.63, aid2 3:59:58.48, dnf",
    "633: dns",
]


def test_the_list_gives_its_times_and_statuses() -> None:
    """Times of sections are added up; who has no result is out by what is written there."""
    assert list(facts(looked(poll(), json.dumps(published())))) == FACTS


def test_it_is_followed_through_the_race() -> None:
    """Each time comes when it is there; a time so far is no result, and who is out is said."""
    bridge, made = poll(), list[Outcome]()
    for minutes in range(0, 370, 10):
        made += looked(bridge, shown_at(minutes * 60_000))
        assert not any(outcome.is_bad and minutes >= 50 for outcome in made[-1:]), (minutes, made[-1].remark)
        assert [m.bib for m in of_type(made, Status) if isinstance(m, Status)] in ([], ["661"], ["633"]), (
            minutes
        )
        late = [m for m in in_force(made) if isinstance(m, Split) and m.time and m.time.ms > minutes * 60_000]
        assert not late
    made += looked(bridge, json.dumps(published()))

    assert list(facts(made)) == FACTS
    assert not any("withdrawn" in outcome.remark for outcome in made)


def test_it_is_followed_with_a_start_list() -> None:
    """At the checkpoints of the race, by their names."""
    metres = {"Aid1": 7000, "Aid2": 17_000, "Aid3": 27_000, "Aid4": 38_000, "Aid5": 47_000}
    race = StartList(
        name="50 km",
        setting="trail",
        distance_m=50_000,
        checkpoints=(
            *(Checkpoint(id=name.lower(), name=name, distance_m=m) for name, m in metres.items()),
            Checkpoint(id="finish", distance_m=50_000),
        ),
        entrants=tuple(Entrant(bib=bib, name=f"Runner {bib}") for bib in ("5", "656", "324", "661", "633")),
    )
    bridge, made = poll(race), list[Outcome]()
    for minutes in range(0, 370, 10):
        made += looked(bridge, shown_at(minutes * 60_000))
    made += looked(bridge, json.dumps(published()))

    assert list(facts(made)) == FACTS
