"""What is done at the desk is on a board in a second terminal within a second."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

from feeds.log import Log
from feeds.log_file import write_whole
from feeds.serving.tokens import wall_ms
from race.messages import Gun, Message, Split
from race.times import TimeOfDay
from tests.by_hand import mile
from tests.by_hand.acts import IS_WHOLE
from tests.feeds.hub_process import HubProcess
from tests.feeds.timing.timing_runs import RACE, login
from tests.tui.terminal import Terminal

MOST_S = 1.0 if IS_WHOLE else 30.0
"""Beside other tests a computer may stand still for longer."""

OUT_AGAIN, BACK = "did not finish", "is back in the race"

OUT = mile.RUNNERS if IS_WHOLE else mile.RUNNERS[:2]


def messages() -> list[Message]:
    """Twelve runners, three minutes after the gun; all have been at 1100 m."""
    gun_ms = wall_ms() - 180_000
    splits = [
        Split(
            id=f"mat:{number}",
            bib=bib,
            checkpoint="1100",
            clock=TimeOfDay(gun_ms + 170_000 + 100 * number),
            evidence="device",
            heard_ms=gun_ms + 171_000,
        )
        for number, bib in enumerate(mile.BIBS.values())
    ]
    return [mile.start_list(1), Gun(id="mat:gun", clock=TimeOfDay(gun_ms), heard_ms=gun_ms), *splits]


def delays_s(desk: Terminal, board: Terminal) -> Iterator[float]:
    """Put each runner out at the desk, take it back, and do it again."""
    for code in OUT:
        bib = mile.BIBS[code]
        family = mile.names()[bib].rsplit(" ", 1)[-1]
        for keys, text in (f"x{bib} dnf\r", OUT_AGAIN), ("u", BACK), ("U", OUT_AGAIN), ("u", BACK):
            desk.type(keys.encode())
            yield seen_after_s(desk, board, family, text)


def seen_after_s(desk: Terminal, board: Terminal, family: str, text: str) -> float:
    """How long it takes from now until the board, above its moments, says something of a runner."""
    begun_s = time.monotonic()
    while not any(family in line and text in line for line in board.screen.lines[:16]):
        assert time.monotonic() - begun_s < MOST_S, "\n".join(board.screen.lines)
        board.read(0.005)
        desk.read(0)
    return time.monotonic() - begun_s


async def test_what_is_done_at_the_desk_is_on_a_board_within_a_second(tmp_path: Path) -> None:
    """Each act, its undoing and its redoing; the times are printed."""
    log = Log(RACE, complete=False, named_epoch="00112233aabbccdd")
    for message in messages():
        log.append(message)
    write_whole(tmp_path / "hub" / f"{RACE}.jsonl", log)
    async with HubProcess(tmp_path / "hub") as hub:
        url = f"{hub.base}/v1/races/{RACE}"
        token = login(hub, "desk").token
        seconds = await asyncio.to_thread(at_two_screens, url, token, tmp_path)
    hundredths = quantiles(seconds, n=100, method="inclusive")
    print(
        f"{len(seconds)} acts on a second board: {hundredths[49] * 1000:.0f} ms (p50), "
        f"{hundredths[98] * 1000:.0f} ms (p99), at most {max(seconds) * 1000:.0f} ms"
    )


def at_two_screens(url: str, token: str, folder: Path) -> list[float]:
    """Open a desk and a board, and do everything; returns how long each took."""
    board = Terminal("watch", url, size=(100, 40), environ={"LAPBELL_DATA": str(folder / "seen")})
    try:
        desk = Terminal(
            *("desk", url, "--by", "Lea"),
            size=(100, 40),
            environ={"LAPBELL_DATA": str(folder / "data"), "LAPBELL_TOKEN": token},
        )
        try:
            desk.until(lambda: desk.screen.shows("running"), "the desk")
            board.until(lambda: board.screen.shows(mile.names()["5"].rsplit(" ", 1)[-1]), "the board")
            return [*delays_s(desk, board)]
        finally:
            desk.close()
    finally:
        board.close()
