"""What the race screen says beside the race: what was corrected, and what is wrong with the feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments import Moment
from replays.watch import View, Watch
from tui.text import clean

if TYPE_CHECKING:
    from replays.reception import Reception


def told(view: View) -> list[Moment]:
    """What has happened, and what was corrected, in the order of the race."""
    if not view.corrections:
        return view.moments
    corrected = [Moment(c.when_ms, "correction", c.text) for c in view.corrections]
    return sorted([*view.moments, *corrected], key=lambda moment: moment.when_ms)


def bulletin(viewing: Watch, reception: Reception | None, failure: str) -> str:
    """One line of news: why there is no feed, what was corrected just now, why nothing is recorded."""
    if failure:
        return failure
    if reception is not None and reception.lost is not None:
        return clean(reception.lost.reason)
    fresh = viewing.news()
    if fresh:
        return clean(f"≠ {fresh[-1].text}")
    if reception is not None and reception.recorder is not None and reception.recorder.trouble:
        return clean(f"not recorded: {reception.recorder.trouble}")
    return ""
