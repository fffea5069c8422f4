"""What the help of the race screen says of its signs and columns."""

from __future__ import annotations

from tui.text.moment_lines import legend

RACE_HELP = f"""
The screen never shows anything later than the time on the race clock.

pack   these runners came by together, in an order that was not published
~      estimated, not published; e hides all estimates
?      doubtful, so it does not count; behind At: a doubtful time further on
·      passed without a known time, ◦ without one that was published
▲2 ▼1  places gained or lost since the previous checkpoint
≠      corrected a moment ago; the moments list every correction
¿      not believed; d lists what needs review, and why
PM     pacemaker, who holds no place in the result
At     the last checkpoint passed, in metres from the start
Lap    the lap ending there; Last the stretch ending there, with its length
Gap    behind the leader, Int behind the one in front, where both last passed
┄      a mark, where it would be by now, by its own splits or at even pace
WR     or another mark as a column: time ahead of it (-) or behind it (+)
Proj   the projected finish, right within ± four times in five; ±? if unknown
Win    the chance of winning; Next the time expected at the next checkpoint
▾      the rows are sorted by this column; s takes the next
◆      followed: more of their moments are listed, and they stay in sight

{legend(76)}

Timeline: ┴ a checkpoint, ▴ a moment, ▲ one of the biggest, ● the time shown
"""
