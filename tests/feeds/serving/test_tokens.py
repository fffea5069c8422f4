"""Tokens: kept whole, listed, ended; and a hub that goes on when their file is broken."""

from __future__ import annotations

import asyncio
import errno
import json
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from itertools import count
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from feeds.errors import FeedError
from feeds.hub import Hub, Settings
from feeds.serving.tokens import Tokens
from tests.awake_time import awake_time
from tests.feeds.patient_viewer import texts, watch
from tests.feeds.patient_viewer import until as seen
from tests.feeds.plain_http import get
from tests.feeds.raw_publisher import Teller, note, publishing
from tests.patience import until

RACE = "club-800"

HOUR_MS = 3_600_000


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """A hub with a folder."""
    return Hub(settings=Settings(folder=tmp_path, heartbeat_s=0.1))


async def refused(hub: Hub, race: str, token: str) -> tuple[int, str]:
    """How the handshake of a publisher is refused."""
    with pytest.raises(InvalidStatus) as refusal:
        async with publishing(hub, race, token):
            pass
    response = refusal.value.response
    return response.status_code, (response.body or b"").decode()


def test_tokens_made_at_one_time_are_all_kept(tmp_path: Path) -> None:
    """Each waits for the lock; the file is there whole, and so is every token."""
    with ThreadPoolExecutor(20) as threads:
        tokens = list(threads.map(lambda n: Tokens(tmp_path).issue(RACE, f"mat-{n}"), range(20)))

    found = [Tokens(tmp_path).find(token) for token in tokens]
    assert [grant and grant.source for grant in found] == [f"mat-{n}" for n in range(20)]
    assert not list(tmp_path.glob("*.part"))


def test_a_token_has_a_name_and_an_end(tmp_path: Path) -> None:
    """From its end on it allows nothing; until then it does."""
    now = [1_000]
    tokens = Tokens(tmp_path, lambda: now[0])
    token = tokens.issue(RACE, "mat-a", name="Lea's laptop", until_ms=2_000)

    [grant] = tokens.grants()
    assert (grant.name, grant.made_ms, grant.until_ms) == ("Lea's laptop", 1_000, 2_000)
    now[0] = 1_999
    assert tokens.find(token) == grant
    now[0] = 2_000
    assert tokens.find(token) is None
    assert not tokens.allows(grant)


def test_tokens_are_revoked_by_name(tmp_path: Path) -> None:
    """Those of other computers stay."""
    tokens = Tokens(tmp_path)
    tokens.issue(RACE, "mat-a", name="lost")
    kept = tokens.issue(RACE, "mat-a", name="here")
    watching = tokens.issue(RACE, "mat-a", use="watch")

    assert tokens.revoke(RACE, "mat-a", name="lost") == 1
    assert tokens.find(kept) is not None
    assert tokens.revoke(RACE, "mat-a") == 1
    assert tokens.find(watching) is not None


def test_a_token_file_that_all_can_read_is_refused(tmp_path: Path) -> None:
    """With what to type."""
    Tokens(tmp_path).issue(RACE, "mat-a")
    path = tmp_path / "tokens.json"
    path.chmod(0o644)

    with pytest.raises(FeedError, match=f"everyone on this computer can read {path}; type: chmod 600 {path}"):
        Tokens(tmp_path).issue(RACE, "mat-b")
    path.chmod(0o602)
    with pytest.raises(FeedError, match="everyone on this computer can change"):
        Tokens(tmp_path).issue(RACE, "mat-b")


def cut_off(path: Path) -> None:
    """As a power failure may leave it."""
    path.write_bytes(path.read_bytes()[:40])


def replaced_by_a_folder(path: Path) -> None:
    """By mistake."""
    path.unlink()
    path.mkdir()


BREAK: list[Callable[[Path], object]] = [
    cut_off,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"\xff\xfe"),
    lambda path: path.write_bytes(b'{"version":1,"grants":[{"race":"../x","source":"a","hash":""}]}'),
    lambda path: path.write_bytes(b" " * (5 * 1024 * 1024)),
    lambda path: path.chmod(0o644),
    replaced_by_a_folder,
    Path.unlink,
]


@pytest.mark.parametrize("spoil", BREAK)
async def test_a_broken_token_file_stops_no_one(
    hub: Hub, tmp_path: Path, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], object]
) -> None:
    """Viewers come in, publishers stay and come back; the log and `/health` say what is wrong."""
    caplog.set_level(logging.INFO, "lapbell.hub")
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    async with hub:
        async with publishing(hub, RACE, token) as mat:
            spoil(tmp_path / "tokens.json")
            await until(lambda: "tokens cannot be read" in caplog.text)
            await mat.say(1, note(1))
            await mat.until_acked(1)
        async with aclosing(watch(hub.url(RACE))) as updates:
            assert texts(await seen(updates, 1)) == ["1"]
        async with publishing(hub, RACE, token) as mat:
            assert mat.ready["last"] == 1
        status, sentence = await refused(hub, RACE, "unknown")
        health = json.loads((await get(hub, "/health")).body)

    assert (status, "`lapbell hub tokens`" in sentence) == (503, True)
    assert health["status"] == "trouble"
    assert [trouble for trouble in health["troubles"] if "tokens.json" in trouble]


def test_what_could_not_be_read_is_read_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also if the file is as before: there may have been no file handle left."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    tokens = Tokens(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", out_of_files)
        assert tokens.find(token) is None
        assert tokens.trouble == "tokens.json: Too many open files"

    assert tokens.find(token) is not None
    assert tokens.trouble is None


def out_of_files(*_: object) -> None:
    """What opening a file does then."""
    raise OSError(errno.EMFILE, "Too many open files")


async def test_a_hub_starts_with_a_broken_token_file(
    hub: Hub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Races can be watched; publishers are asked to come again, and come in once the file is good."""
    async with hub, publishing(hub, RACE, Tokens(tmp_path).issue(RACE, "mat-a")) as mat:
        await mat.say(1, note(1))
        await mat.until_acked(1)
    path = tmp_path / "tokens.json"
    whole = path.read_bytes()
    cut_off(path)

    async with Hub(settings=hub.settings) as later:
        async with aclosing(watch(later.url(RACE))) as updates:
            assert texts(await seen(updates, 1)) == ["1"]
        assert (await refused(later, RACE, "x" * 43))[0] == 503
        path.write_bytes(whole)
        token = Tokens(tmp_path).issue(RACE, "mat-b")
        async with publishing(later, RACE, token):
            pass
        assert json.loads((await get(later, "/health")).body)["status"] == "ok"

    assert "tokens cannot be read" in caplog.text


async def say_for_ever(mat: Teller) -> None:
    """Publish until the connection ends."""
    for number in count(2):
        await mat.say(number, note(number))
        await asyncio.sleep(0.01)


async def test_revoking_ends_the_connection_within_a_second(hub: Hub, tmp_path: Path) -> None:
    """Nothing that is sent after that is kept. The publisher hears why, and what makes a new token."""
    tokens = Tokens(tmp_path)
    token, other = tokens.issue(RACE, "mat-a"), tokens.issue(RACE, "mat-b")
    async with hub, publishing(hub, RACE, token) as mat, publishing(hub, RACE, other) as beside:
        await mat.say(1, note(1))
        await mat.until_acked(1)
        tokens.revoke(RACE, "mat-a")
        hearing = asyncio.create_task(mat.until_acked(10**9))
        async with awake_time() as took:
            with pytest.raises(ConnectionClosed):
                await say_for_ever(mat)
        with pytest.raises(ConnectionClosed) as closed:
            await hearing
        head = hub.registry.broadcasts[RACE].log.head
        await beside.say(1, note(1))
        await beside.until_acked(1)
        assert hub.registry.broadcasts[RACE].log.head == head + 1

    assert took.seconds < 1
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001
    assert (
        mat.answers[-1]["reason"]
        == f"This token was revoked; `lapbell hub token {RACE} mat-a` makes a new one"
    )


async def test_a_revoked_thief_who_does_not_close_is_cut_off(hub: Hub, tmp_path: Path) -> None:
    """Within a second too, though it neither reads nor answers the closing handshake."""
    tokens = Tokens(tmp_path)
    async with hub, publishing(hub, RACE, tokens.issue(RACE, "mat-a")) as mat:
        mat.connection.transport.pause_reading()
        async with awake_time() as took:
            tokens.revoke(RACE, "mat-a")
            await until(lambda: not hub.registry.publishers.total())
        assert took.seconds < 1.5
        mat.connection.transport.abort()


async def test_the_end_date_ends_the_connection(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a later handshake is refused, with the date and the command for a new token."""
    now_ns = time.time_ns
    token = Tokens(tmp_path).issue(RACE, "mat-a", until_ms=now_ns() // 1_000_000 + HOUR_MS)
    async with hub:
        async with publishing(hub, RACE, token) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
            monkeypatch.setattr(time, "time_ns", lambda: now_ns() + HOUR_MS * 1_000_000)
            async with awake_time() as took:
                with pytest.raises(ConnectionClosed) as closed:
                    await mat.until_acked(2)
            assert took.seconds < 1.5
        status, sentence = await refused(hub, RACE, token)

    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4001
    assert status == 401
    assert sentence.startswith("This token ended on 20")
    assert sentence.endswith(f"; `lapbell hub token {RACE} mat-a` makes a new one.\n")


async def test_every_refusal_names_the_command(hub: Hub, tmp_path: Path) -> None:
    """That makes the right token, as it is typed."""
    tokens = Tokens(tmp_path)
    other, watching = tokens.issue("other", "mat-a"), tokens.issue(RACE, "press", use="watch")
    async with hub:
        unknown = await refused(hub, RACE, "x" * 43)
        wrong_race = await refused(hub, RACE, other)
        wrong_use = await refused(hub, RACE, watching)

    assert unknown == (
        401,
        f"Publishing needs a token of this hub; `lapbell hub token {RACE} SOURCE` on the hub's computer "
        "makes one.\n",
    )
    assert wrong_race == (
        403,
        f"This token is not for the race {RACE}; `lapbell hub token {RACE} mat-a` makes one that is.\n",
    )
    assert wrong_use == (
        403,
        f"This token is for watching only; `lapbell hub token {RACE} press` makes one for publishing.\n",
    )
