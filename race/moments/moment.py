"""A moment: something that happened in a race, and how important it is.

Priorities go from 0 to 100. Below `CHATTER` a moment says what the board shows anyway. From `ON_TIMELINE` on
it has a sign on the timeline, and from `BIG` on it is what a spectator would mention first:

- 100 a win with a record, 95 a win, 88 to 94 a big move into the lead, 75 to 87 a lead in the last lap
- 70 the bell, 76 to 78 second and third, 60 to 65 a lead, a move, a kick
- 40 to 55 overtaking, packs, the pace of a record or a target, a runner who drops out, other finishers
- 20 to 39 who leads through a lap, pacemakers who step off
- under 20 the order at a checkpoint, the result, those who leave the race far behind

A followed athlete's moments have `FOLLOWED` added to their priority and are never chatter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    finish, kick, negative, fastest, note, result or official."""
    text: str
    bib: str | None = None
    """The runner it is mainly about."""
    time: Time | None = None
    estimated: bool = False
    """Whether it rests on estimated splits."""
    priority: int = 0
    others: tuple[str, ...] = ()
    """Bibs of the other runners it is about."""
    by_clock: bool = False
    """Whether the clock alone may say so, and not a message: not while the feed is lost."""

    @property
    def bibs(self) -> tuple[str, ...]:
        """The bibs of every runner it is about."""
        return (self.bib, *self.others) if self.bib is not None else self.others

    def raised(self, followed: frozenset[str]) -> Moment:
        """The moment with the priority it has for a viewer who follows these athletes."""
        if followed.isdisjoint(self.bibs):
            return self
        return self._replace(priority=min(max(self.priority, CHATTER) + FOLLOWED, HIGHEST))
