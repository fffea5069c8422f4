"""How fast a runner may cover a stretch, given the speed so far, before it is doubted.

Only too fast is doubted, never too slow. The limit lies between the runner's own average speed and what a
human can run over the stretch, at a share of the way: so a walker may find their legs again, while a leader,
who runs near the human limit, has little room. The shares were measured on 2.8 million splits of 29 races, in
the order of the clock (docs/belief.md): of those up to the marathon the first hundred used 0.35 at most.

In sprints the standing start decides the speed so far. Beyond the marathon runners rest, climb and ski
downhill, and checkpoints stand where they are not: the leader of a 100-mile race covered 7.6 km nearly twice
as fast as all before. There only the human limit holds.
"""

from __future__ import annotations

from race.belief.human_limits import least_seconds
from race.lazy_named_tuple import NamedTuple

SPRINT_M = 800.0
"""Shorter races are sprints."""

MARATHON_M = 43_000.0
"""Longer races are beyond the marathon."""

SHORT_M = 1000.0
"""The longest stretch that can be sprinted at the end of a slow race."""

SHARE, SHARE_SHORT = 0.45, 0.6
"""How far from the own speed to the human limit a runner may rise, over long and over short stretches.

After laps of 80 s one of 52 s needs 0.5. A slip of a minute exceeds both on the track.
"""

UNKNOWN = 0.93
"""While the own speed is unknown, the share of the speed of the human limit that is not doubted.

It takes back most of what that allows for a flying start, but not the 1.04 of the best over 5 km at which an
athlete of a marathon passed 5 km.
"""


class PaceLimit(NamedTuple):
    """How fast a stretch may be covered in a race, in metres a second."""

    human: float
    """The speed of the human limit over the stretch."""
    share: float
    """How far from the own speed to that of the human limit a runner may rise."""
    unknown: float
    """The highest speed that is not doubted while the runner's own speed is not known."""
    always: float
    """A speed that is not doubted whatever the own speed is."""

    def fastest(self, speed_so_far: float) -> float:
        """The highest speed that is not doubted after a speed so far, which is 0 where it is not known."""
        human, share, unknown, _ = self
        if not speed_so_far:
            return unknown
        return speed_so_far + share * (human - speed_so_far) if speed_so_far < human else human


def pace_limit(metres: float, race_metres: float, sex: str = "") -> PaceLimit:
    """The limit over a stretch.

    Args:
        metres: The length of the stretch, above 0.
        race_metres: The length of the race, whose human limit stands for an own speed that is not known.
        sex: "women" or "men"; anything else is taken for men.
    """
    human = metres / least_seconds(metres, sex)
    if not SPRINT_M <= race_metres <= MARATHON_M:
        return PaceLimit(human, 1.0, human, human)
    own = race_metres / least_seconds(race_metres, sex)
    unknown = min(own + SHARE * max(human - own, 0.0), UNKNOWN * human)
    share = SHARE_SHORT if metres <= SHORT_M else SHARE
    return PaceLimit(human, share, unknown, min(share * human, unknown))


def fastest_speed(speed_so_far: float, metres: float, race_metres: float, sex: str = "") -> float:
    """The highest speed over a stretch that is not doubted, in metres a second; see `PaceLimit`."""
    return pace_limit(metres, race_metres, sex).fastest(speed_so_far)
