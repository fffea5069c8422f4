"""Home screens that ask for the list of races, and someone who floods the hub with bad requests.

    python -m tests.load.crowd PORT SCREENS FLOOD

FLOOD is how many bad handshakes a second come from one address. Ends with standard input; prints the answers.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter

from tests.load.viewers import answer, commands

ASK_S = 3.0
LOOPS = 20


class Crowd:
    """Counts the answers."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.counts: Counter[str] = Counter()
        self.longest_s = 0.0

    async def ask(self, who: str, path: str) -> None:
        """One request, with a connection of its own."""
        begun_s = time.monotonic()
        try:
            async with asyncio.timeout(30):
                reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
                writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                status = (await reader.read()).split(b" ", 2)[1].decode()
                writer.close()
        except (OSError, IndexError, TimeoutError) as error:
            status = "no answer" if isinstance(error, TimeoutError) else "no hub"
        self.counts[f"{who} {status}"] += 1
        if status == "200":
            self.longest_s = max(self.longest_s, time.monotonic() - begun_s)

    async def screen(self, place: float) -> None:
        """A home screen."""
        await asyncio.sleep(place * ASK_S)
        while True:
            await asyncio.gather(self.ask("list", "/v1/races"), asyncio.sleep(ASK_S))

    async def flood(self, rate: float) -> None:
        """One of the loops that flood."""
        while True:
            await asyncio.gather(self.ask("flood", "/v1/races/x/feed"), asyncio.sleep(1 / rate))


async def main(port: int, screens: int, rate: float) -> None:
    """Until standard input ends."""
    crowd = Crowd(port)
    asking = [asyncio.create_task(crowd.screen(place / screens)) for place in range(screens)]
    if rate:
        asking += [asyncio.create_task(crowd.flood(rate / LOOPS)) for _ in range(LOOPS)]
    await (await commands()).read()
    for task in asking:
        task.cancel()
    answer({"counts": dict(crowd.counts), "longest_s": crowd.longest_s})


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
