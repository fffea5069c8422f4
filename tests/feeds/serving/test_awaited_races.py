"""Races that are watched before anyone publishes them."""

from __future__ import annotations

from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.client.reconnect import HubLost
from feeds.errors import Refused
from feeds.hub import Hub, Settings
from feeds.serving.tokens import Tokens
from feeds.viewer import Joined
from tests.feeds.patient_viewer import texts, until, watch
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import notes, publishing
from tests.patience import until as until_so


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub that keeps live races in a folder."""
    return Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.2))


def logs(folder: Path) -> list[str]:
    """The files of races in a folder."""
    return [path.name for path in folder.glob("*.jsonl")]


@pytest.mark.parametrize("race", ["club-800", "*"])
async def test_a_viewer_waits_for_the_publisher(hub: Hub, tmp_path: Path, race: str) -> None:
    """With a token for the race or for every race; it hears of the first message over the same connection."""
    token = Tokens(tmp_path).issue(race, "mat-a")
    async with hub, aclosing(watch(hub.url("club-800"))) as updates:
        [joined, _] = await until(updates, 0)
        assert isinstance(joined, Joined)
        listed, health, metrics = [await get(hub, path) for path in ("/v1/races", "/health", "/metrics")]
        files = logs(tmp_path)
        async with publishing(hub, "club-800", token) as mat:
            await mat.say(1, *notes(1, 2))
            seen = await until(updates, 2)
            epoch = mat.ready["epoch"]

    assert (joined.hello.mode, joined.hello.head, joined.hello.epoch) == ("start", 0, epoch)
    assert texts(seen) == ["1", "2"]
    assert not [update for update in seen if isinstance(update, Joined | HubLost)]
    assert files == []
    assert '"races":[]' in listed.body
    assert '"races":0' in health.body
    assert "club-800" not in metrics.body


async def test_nothing_is_kept_of_a_race_that_nobody_waits_for_any_more(hub: Hub, tmp_path: Path) -> None:
    """Neither in memory nor on disk, whatever the names that are asked for."""
    Tokens(tmp_path).issue("*", "mat-a")
    async with hub:
        for number in range(5):
            async with aclosing(watch(hub.url(f"race-{number}"))) as updates:
                await until(updates, 0)
        await until_so(lambda: not hub.registry.broadcasts, lambda: [*hub.registry.broadcasts])

    assert logs(tmp_path) == []


@pytest.mark.parametrize("use", ["none", "of another race", "for watching", "ended"])
async def test_a_race_that_no_one_may_publish_is_not_waited_for(hub: Hub, tmp_path: Path, use: str) -> None:
    """There is no such race."""
    tokens = Tokens(tmp_path)
    if use == "of another race":
        tokens.issue("club-1500", "mat-a")
    elif use == "for watching":
        tokens.issue("*", "wall", use="watch")
    elif use == "ended":
        tokens.issue("*", "mat-a", until_ms=1)
    async with hub, aclosing(watch(hub.url("club-800"))) as updates:
        with pytest.raises(Refused, match="There is no race 'club-800'"):
            await anext(updates)
