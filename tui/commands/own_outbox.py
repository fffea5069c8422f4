"""The outbox of someone who works on a race at a hub, as the file of a session."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.publishing.outbox_record import put_outbox_aside
from feeds.timing.timing_file import TimingFile
from tui.commands.command import user_errors
from tui.commands.publish_report import counted
from tui.commands.publish_stdin import outbox_of_source
from tui.commands.write_output import print_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.publishing.hub_choice import HubLogin

FETCH_S = 5.0
"""How long a hub may take to say what it has."""


def open_outbox(hubs: Sequence[HubLogin], race: str, *, fresh: bool = False) -> TimingFile:
    """The outbox of the source for a race, with all that the hub has of it.

    With `fresh` one that is there is put aside first. Raises UserError.
    """
    path = outbox_of_source(hubs, race)
    with user_errors(f"use {path}"):
        if fresh and (aside := put_outbox_aside(path, race)) is not None:
            print_note(f"the outbox that was there is now {aside}")
        path.parent.mkdir(parents=True, exist_ok=True)
        file = TimingFile.open(path, race)
    fetch_own(file, hubs)
    return file


def fetch_own(file: TimingFile, hubs: Sequence[HubLogin]) -> None:
    """Fetch what the same source has sent from another computer, if the hub answers."""
    reasons: list[str] = []

    async def fetched() -> int:
        async with asyncio.timeout(FETCH_S):
            return await file.fetch(hubs, lambda lost: reasons.append(lost.reason))

    try:
        count = asyncio.run(fetched())
    except (TimeoutError, FeedError) as error:
        print_note(str(error) or "".join(reasons[-1:]) or "the hub does not answer")
    else:
        if count:
            print_note(f"fetched {counted(count, 'message')} from the hub, that this source sent before")
