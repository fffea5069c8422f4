"""What the race screen says beside the race: what was corrected, and what is wrong with the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.moment import CHATTER, Moment
from replays.watching.session import Session, Snapshot
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from replays.hubs.reception import Reception


def moment_lines(view: Snapshot) -> list[Moment]:
    """What has happened, and what was corrected, in the order of the race; not what the board says anyway."""
    happened = [moment for moment in view.moments if moment.priority >= CHATTER]
    corrected = [
        Moment(c.when_ms, "correction", c.text, priority=c.priority, others=tuple(sorted(c.bibs)))
        for c in view.corrections
    ]
    return sorted([*happened, *corrected], key=lambda moment: moment.when_ms)


def bulletin(viewing: Session, reception: Reception | None, failure: str) -> str:
    """One line of news: why there is no feed, what was corrected just now, why nothing is recorded."""
    if failure:
        return failure
    if reception is not None and reception.lost is not None:
        return clean(reception.lost.reason)
    fresh = viewing.recent_corrections()
    if fresh:
        return clean(f"≠ {fresh[-1].text}")
    if reception is not None and reception.recorder is not None and reception.recorder.trouble:
        return clean(f"not recorded: {reception.recorder.trouble}")
    return ""
