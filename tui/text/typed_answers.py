"""What an operator types for a decision, read into an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.new_race import read_entrant
from race.edits.review_item import Answer
from race.times import Time
from tui.text.typed_edits import SHIFT, read_gun_time, read_time

if TYPE_CHECKING:
    from race.edits.review_item import Need
    from race.messages import Entrant
    from race.times import TimeOfDay

ASKED: dict[Need, str] = {
    "bib": "Bib",
    "time": "Time from the gun, or @ and the time of day",
    "gun": "Gun at 19:40:12.3, or moved by +2.5 or -1",
    "checkpoint": "Checkpoint",
    "entrant": "Bib and name, as in 21 Anna Berg GBR",
    "seconds": "Seconds to move its times by, as -42.5",
}
"""What is asked for each need."""


def read_answer(need: Need, text: str, now: TimeOfDay, gun: TimeOfDay | None) -> Answer:
    """What was typed. `gun` is the time of day of the gun so far, if it is known. Raises ValueError."""
    if not text:
        raise ValueError("type it, or leave with Escape")
    match need:
        case "bib":
            return Answer(bib=text)
        case "time":
            return Answer(time=read_time(text, now))
        case "gun":
            return Answer(time=read_gun_time(text, now, gun))
        case "checkpoint":
            return Answer(checkpoint=text)
        case "entrant":
            return Answer(entrant=typed_entrant(text))
        case "seconds":
            return Answer(ms=_read_ms(text))


def typed_entrant(text: str) -> Entrant:
    """`21 Anna Berg GBR`. Raises ValueError."""
    try:
        return read_entrant(text)
    except FeedError as error:
        raise ValueError(str(error)) from None


def _read_ms(text: str) -> int:
    shift = SHIFT.fullmatch(text)
    if shift is None:
        raise ValueError("write seconds with a sign, as +3 or -42.5")
    return Time.parse(shift[2]).ms * (1 if shift[1] == "+" else -1)
