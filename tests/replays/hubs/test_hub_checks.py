"""What the checks of `lapbell doctor` say of a hub."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path

import pytest

from feeds.client.local_clock import LocalClock
from feeds.client.watch_tokens import use_token
from feeds.errors import Interrupted, Refused, Untrusted
from feeds.hub import Hub, Settings
from feeds.hub_address import Address
from feeds.log import Log
from feeds.own_version import own_version
from feeds.protocol.hub_health import HubHealth, NotServed
from feeds.protocol.race_notice import RaceNotice
from feeds.protocol.token_notice import TokenNotice
from feeds.serving.tokens import Tokens
from replays.hubs.hub_checks import CHECKS, findings
from replays.hubs.hub_examination import ClockOffset, Examination, examine

NOW_MS = 1_800_000_000_000
DAY_MS = 86_400_000
HOUR_MS = 3_600_000

HEALTH = HubHealth(
    status="ok",
    races=1,
    viewers=3,
    publishers=1,
    now_ms=NOW_MS,
    version=own_version(),
    free_bytes=50_000_000_000,
    file_limit=20_000,
)
RACE = RaceNotice(
    race="mile", name="Mile", meet="", date="", event="", state="running", head=40, publishers=1, viewers=3
)
TOKEN = TokenNotice(race="mile", source="mat-a", use="publish", until_ms=NOW_MS + 9 * DAY_MS)
WELL = Examination(
    address=Address.parse("wss://hub.example.org"),
    health=HEALTH,
    clock=ClockOffset(120.0, 8.0),
    feed_ms=16.0,
    races=[RACE],
    token=TOKEN,
    certificate_until_s=(NOW_MS + 60 * DAY_MS) / 1000,
    now_ms=NOW_MS,
)


def troubles(seen: Examination) -> list[tuple[str, str]]:
    """What is wrong, by check; each with something to do."""
    wrong = [(name, finding) for name, finding in findings(seen) if finding.state == "trouble"]
    assert all(finding.remedy for _, finding in wrong)
    return [(name, finding.text) for name, finding in wrong]


def test_a_hub_that_is_well() -> None:
    """Every check says something; nothing is to be done."""
    found = list(findings(WELL))

    assert {name for name, _ in found} == {*CHECKS} - {"health"}
    assert {finding.state for _, finding in found} == {"ok"}
    assert not any(finding.remedy for _, finding in found)


@pytest.mark.parametrize(
    ("changes", "check", "text"),
    [
        (
            {"clock": ClockOffset(HOUR_MS, 8.4)},
            "clock",
            "this computer's clock is 1:00:00 ahead of the hub's (give or take 8 ms)",
        ),
        (
            {"clock": ClockOffset(-1500, 20)},
            "clock",
            "this computer's clock is 2 s behind the hub's (give or take 20 ms)",
        ),
        (
            {"health": replace(HEALTH, clocks=("mile: the hub's clock is 1:30 behind the timing's",))},
            "clock",
            "mile: the hub's clock is 1:30 behind the timing's",
        ),
        (
            {"health": replace(HEALTH, free_bytes=40_000_000)},
            "disk",
            "the disk of the hub's folder has 40 MB left",
        ),
        (
            {"health": replace(HEALTH, file_limit=256)},
            "files",
            "the hub may have 256 files open, one for each viewer and publisher",
        ),
        (
            {"token": Refused("This token was revoked.")},
            "token",
            "the token is no good: This token was revoked.",
        ),
        (
            {"certificate_until_s": (NOW_MS + 3 * DAY_MS) / 1000},
            "certificate",
            "the hub's certificate is good for another 3 days",
        ),
        (
            {"certificate_until_s": (NOW_MS - 3 * DAY_MS) / 1000},
            "certificate",
            "the hub's certificate ended 3 days ago",
        ),
        (
            {"health": replace(HEALTH, not_served=(NotServed(race="club", reason="line 3 is damaged"),))},
            "health",
            "club is not served: line 3 is damaged",
        ),
        ({"health": replace(HEALTH, troubles=("mile: disk full",))}, "health", "mile: disk full"),
        ({"health": replace(HEALTH, slow=("mile: 3.0 s",))}, "health", "mile: 3.0 s"),
        (
            {"races": [replace(RACE, publishers=0)]},
            "races",
            "mile: running, messages: 40, publishers: 0, viewers: 3; no one publishes it",
        ),
        ({"races": Interrupted("no answer")}, "races", "no answer"),
        ({"feed_ms": Refused("no")}, "feed", "the feed does not come through: no"),
        ({"feed_ms": 2500.0}, "feed", "the feed takes 2.5 s there and back"),
    ],
)
def test_each_trouble_is_said(changes: dict[str, object], check: str, text: str) -> None:
    """With what to do about it."""
    assert troubles(replace(WELL, **changes)) == [(check, text)]  # type: ignore[arg-type]


def test_a_race_that_was_ended_misses_no_publisher() -> None:
    """The desk let it go."""
    [mile] = [race for race in WELL.races if race.state == "running"]  # type: ignore[union-attr]  # there are races
    left = replace(mile, publishers=0)

    assert troubles(replace(WELL, races=[left]))
    assert troubles(replace(WELL, races=[replace(left, ended=True)])) == []


def test_a_token_that_ends_soon() -> None:
    """Within a day it is trouble, later not."""
    [(check, text)] = troubles(replace(WELL, token=replace(TOKEN, until_ms=NOW_MS + HOUR_MS, name="laptop")))

    assert check == "token"
    assert text.startswith("the token (laptop) may publish the race mile as the source mat-a, until ")
    every = replace(TOKEN, race="*", use="watch", until_ms=None)
    said = [finding.text for name, finding in findings(replace(WELL, token=every)) if name == "token"]
    assert said == ["the token may watch every race as mat-a, until it is revoked"]
    desk = replace(every, race="mile", use="admin")
    said = [finding.text for name, finding in findings(replace(WELL, token=desk)) if name == "token"]
    assert said == [
        "the token may administer and publish the race mile as the source mat-a, until it is revoked"
    ]


def test_whose_clock_is_wrong() -> None:
    """This computer is a witness, where it agrees with the hub."""
    wrong = replace(HEALTH, clocks=("mile: the hub's clock is 1:30 behind the timing's",))

    for ahead_ms, remedy in ((50, "set the timing's clock"), (90_000, "of the hub and of the timing")):
        seen = replace(WELL, health=wrong, clock=ClockOffset(ahead_ms, 5))
        said = [finding.remedy for _, finding in findings(seen) if finding.text in wrong.clocks]
        assert [remedy in sentence for sentence in said] == [True]


def test_an_older_hub_says_less() -> None:
    """What it does not say is a note, and no trouble."""
    older = HubHealth(status="ok", races=1, viewers=0, publishers=1)

    assert troubles(replace(WELL, health=older, clock=None)) == []


def test_a_hub_that_does_not_answer() -> None:
    """Then there is nothing else to check."""
    [(name, finding)] = findings(Interrupted("cannot reach hub.example.org: Connection refused"))

    assert (name, finding.state) == ("address", "trouble")
    assert finding.remedy


def test_a_certificate_that_is_not_trusted() -> None:
    """The hub is there: what helps is another certificate, or another name."""
    [(_, gone)] = findings(Interrupted("cannot reach hub.example.org: Connection refused"))
    [(_, finding)] = findings(Untrusted("the certificate of hub.example.org is not trusted: it has expired"))

    assert (finding.state, "renew it at the hub" in finding.remedy) == ("trouble", True)
    assert "start the hub" in gone.remedy
    assert "start the hub" not in finding.remedy


async def test_a_real_hub(tmp_path: Path) -> None:
    """Asked from a computer whose clock is an hour behind, with a token."""
    folder = tmp_path / "hub"
    token = Tokens(folder).issue("mile", "mat-a", name="laptop")
    async with Hub(settings=Settings(folder=folder)) as hub:
        address = Address.parse(hub.base)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("feeds.client.watch_tokens._tokens", {})
            use_token(address, token)
            local = LocalClock(wall=lambda: time.time() - 3600)
            seen = await asyncio.to_thread(examine, address, local)
            use_token(address, "wrong")
            wrong = await asyncio.to_thread(examine, address, local)

    assert seen.token == TokenNotice(race="mile", source="mat-a", use="publish", name="laptop")
    assert seen.clock is not None
    assert abs(seen.clock.ahead_ms + HOUR_MS) < 1000 + seen.clock.error_ms
    assert seen.health.version == own_version()
    assert isinstance(wrong.token, Refused)
    assert "needs a token of this hub" in str(wrong.token)


async def test_the_feed_of_a_race_is_tried() -> None:
    """That with the fewest messages, over a websocket; a hub without a race has none."""
    async with Hub(Log("mile")) as hub:
        seen = await asyncio.to_thread(examine, Address.parse(hub.base))
    async with Hub() as empty:
        nothing = await asyncio.to_thread(examine, Address.parse(empty.base))

    assert isinstance(seen.feed_ms, float)
    assert 0 < seen.feed_ms < 5000
    assert nothing.feed_ms is None
