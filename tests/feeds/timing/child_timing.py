"""A timing as a process of its own, to be killed: says each message that is on its screen."""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from tests.feeds.timing.random_edits import act
from tests.feeds.timing.timing_runs import timing


async def time_until_killed(path: Path, seed: int) -> None:
    """Do one thing after the other."""
    chance, said = random.Random(seed), 0
    async with timing(path) as session:
        print(f"edit {session.edits.next_number}", flush=True)
        while True:
            await act(session, chance)
            for message in session.messages[said:]:
                print(message.id, flush=True)
            said = len(session.messages)


if __name__ == "__main__":
    asyncio.run(time_until_killed(Path(sys.argv[1]), int(sys.argv[2])))
