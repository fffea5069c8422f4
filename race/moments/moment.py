"""A moment: something that happened in a race, and how important it is.

Priorities go from 0 to 100. Below `CHATTER` a moment says what the board shows anyway. From `ON_TIMELINE` on
it has a sign on the timeline, and from `BIG` on it is what a spectator would mention first:

- 100 a win with a record, 95 a win, 86 to 94 a big move into the lead, 80 a lead in the last lap
- 76 to 78 second and third, 70 the bell, 60 to 66 a lead, a move, the pace of a great record
- 40 to 58 overtaking, packs, the pace of other records and targets, a runner who drops out, other finishers
- 20 to 39 the laps, the result, pacemakers who take over from each other and step off
- under 20 the order behind a leader who was named already, those who leave the race far behind

What is known when it happens decides. Once it is known who won, `race.moments.hindsight` raises what led
to the win.

A followed athlete's moments have `FOLLOWED` added to their priority and are never chatter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from race.times import Time

CHATTER = 20
ON_TIMELINE = 60
BIG = 80
FOLLOWED = 15
HIGHEST = 100


class Moment(NamedTuple):
    """Something that happened."""

    when_ms: int
    """Race time at which it was known, in milliseconds from the gun."""
    kind: str
    """gun, lead, through, pass, move, pack, dropped, order, bell, gap, place, off, out, overdue, record,
    finish, fastest, note, result or official."""
    text: str
    bib: str | None = None
    """The runner it is mainly about."""
    time: Time | None = None
    """The runner's time, from the own gun."""
    priority: int = 0
    others: tuple[str, ...] = ()
    """Bibs of the other runners it is about."""
    by_clock: bool = False
    """Whether the clock alone may say so, and not a message: not while the feed is lost."""
    is_inside_pace: bool = False
    """Whether it also says that someone has come inside the pace of a record."""

    @property
    def bibs(self) -> tuple[str, ...]:
        """The bibs of every runner it is about."""
        return (self.bib, *self.others) if self.bib is not None else self.others

    def raised(self, followed: frozenset[str]) -> Moment:
        """The moment with the priority it has for a viewer who follows these athletes."""
        if followed.isdisjoint(self.bibs):
            return self
        return self._replace(priority=min(max(self.priority, CHATTER) + FOLLOWED, HIGHEST))
