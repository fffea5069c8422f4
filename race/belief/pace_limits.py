"""How fast a runner may cover a stretch, given the speed so far, before it is doubted.

Only too fast is doubted, never too slow. The limit lies between the runner's own average speed and what a
human can run over the stretch, at a share of the way: so a walker may find their legs again, while a leader,
who runs near the human limit, has little room. The shares were measured on 2.8 million splits of 29 races, in
the order of the clock (docs/belief.md): of those up to the marathon the first hundred used 0.31 at most.

In sprints the standing start decides the speed so far. Beyond the marathon runners rest, climb and ski
downhill, and checkpoints stand where they are not: the leader of a 100-mile race covered 7.6 km nearly twice
as fast as all before. There only the human limit holds.
"""

from __future__ import annotations

from race.belief.human_limits import least_seconds

SPRINT_M = 800.0
"""Shorter races are sprints."""

MARATHON_M = 43_000.0
"""Longer races are beyond the marathon."""

SHORT_M = 1000.0
"""The longest stretch that can be sprinted at the end of a slow race."""

SHARE, SHARE_SHORT = 0.4, 0.6
"""How far from the own speed to the human limit a runner may rise, over long and over short stretches.

After laps of 80 s one of 52 s needs 0.5. A slip of a minute exceeds both on the track.
"""

SLOWEST_M_S = 2.5
"""A slower speed so far counts as this one: it may be that of someone who crossed the start line late."""


def fastest_speed(speed_so_far: float, metres: float, race_metres: float, sex: str = "") -> float:
    """The highest speed over a stretch that is not doubted, in metres a second.

    Args:
        speed_so_far: The average from the start, or from the own start line, to where the stretch begins;
            0 where it begins at the start.
        metres: The length of the stretch, above 0.
        race_metres: The length of the race.
        sex: "women" or "men"; anything else is taken for men.
    """
    human = metres / least_seconds(metres, sex)
    if not SPRINT_M <= race_metres <= MARATHON_M:
        return human
    own = max(speed_so_far, SLOWEST_M_S) if speed_so_far else race_metres / least_seconds(race_metres, sex)
    share = SHARE_SHORT if metres <= SHORT_M else SHARE
    return min(own + share * max(human - own, 0.0), human)
