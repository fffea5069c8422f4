"""What the race screen shows beside the race: moments, corrections, how feed and playhead are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.moment import CHATTER, Moment
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from replays.watching.session import Session, Snapshot
    from tui.race_session import RaceSession


def moment_lines(shown: Snapshot) -> list[Moment]:
    """What has happened and what was corrected, in race order, without what the board shows anyway."""
    happened = [moment for moment in shown.moments if moment.priority >= CHATTER]
    corrected = [
        Moment(c.when_ms, "correction", c.text, priority=c.priority, others=tuple(sorted(c.bibs)))
        for c in shown.corrections
    ]
    return sorted([*happened, *corrected], key=lambda moment: moment.when_ms)


def notice(session: RaceSession, watched: Session) -> str:
    """One line: why there is no feed, what was corrected just now, or why nothing is recorded."""
    reception = session.reception
    if session.failure:
        return clean(session.failure)
    if reception is not None and reception.lost is not None:
        return clean(reception.lost.reason)
    fresh = watched.recent_corrections()
    if fresh:
        return clean(f"≠ {fresh[-1].text}")
    if reception is not None and reception.recorder is not None and reception.recorder.trouble:
        return clean(f"not recorded: {reception.recorder.trouble}")
    return ""


def mode(session: RaceSession, watched: Session) -> str:
    """What the board is narrowed to, how the feed is, and what the playhead is doing, in words."""
    feed = "not connected" if session.failure else session.reception.describe() if session.reception else ""
    narrowed = f"only {' '.join(session.filter.words)} (esc: all)" if session.filter else ""
    hidden = "" if watched.estimates else "published only"
    doing = watched.describe()
    parts = (narrowed, hidden, feed, "" if feed and doing == "live" else doing)
    return ", ".join(part for part in parts if part)
