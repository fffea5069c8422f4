"""The clocks of the sources of a live race, against the hub's and against one another.

The hub notes when it heard each message. So a read with a time of day shows how far the clock that made it
is ahead of the hub's: by its time of day less `heard_ms`, and more by however long it was on its way. An
elapsed time shows the same where the time of day of its gun is known.

- Reads that come late are normal: a mat without a network sends them hours later.
- A read later than the hub's own clock is impossible. If only some sources send such reads, it is their
  clocks that are wrong; if all do, by as much, it is the hub's.
- A source whose reads all come late by as much, while others come at once, has a clock that is behind. If
  the reads of all sources come late by as much, the hub's clock is ahead.

One source alone never makes the hub's clock wrong. Nor is it doubted as long as nothing else shows the time,
which a gun that is planned for later does not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from race.belief.clock_groups import SLOW_READS, SPAN_MS, AheadSources, LateReads, Source
from race.belief.slips_ahead import SlipsAhead
from race.messages import Gun, Split

if TYPE_CHECKING:
    from race.messages import Message

TOLERANCE_MS = 60_000
"""Clocks that differ by less are in step: it covers computers that set their clocks by hand."""

AGREE_MS = 30_000
"""Sources that are ahead of the hub by equal amounts, within so much, are ahead together."""

STEADY_MS = 10_000
"""Reads that come late by equal amounts, within so much, are sent at once by a clock that is behind."""

SLOW_MS = 600_000
"""A source that is steadily late by less may be a service that passes its figures on with a delay."""

MOST_SOURCES = 1000
"""So many sources that come late are kept apart, far more than a race has checkpoints and publishers."""

MOST_GROUPS = 16
"""So many amounts are kept by which sources are ahead: true races have one or two."""


class SourceClocks:
    """What the reads and guns of a log say about the clocks that made them; they are taken in its order."""

    def __init__(self) -> None:
        self.revision = 0
        """Changes when messages that were taken before are judged differently."""
        self._taken = 0
        self._in_step: dict[Source, int] = {}
        """The sources that were in step with the hub at some time, and which message taken was the last."""
        self._any_late = False
        self._gun_ms: float = math.inf
        """Time of day of the first gun."""
        self._heard_after_gun = False
        """Whether a read that was ahead came when the gun had been fired, by the hub's clock."""
        self._ahead: list[AheadSources] = []
        self._hub: AheadSources | None = None
        """The sources that show that the hub's clock is behind now."""
        self._excused_ms: float = math.inf
        """Reads are ahead of the hub's clock by no more than this through its own fault."""
        self._late: dict[Source, LateReads] = {}
        """By source, those that were not in step since."""
        self._hub_late: LateReads | None = None
        """One of the sources that show that the hub's clock is ahead now."""
        self._late_together: set[Source] = set()
        """The sources that show it."""
        self._no_longer_late: dict[Source, int] = {}
        """Those that were in step since the last read that shows it, and when the hub first heard that."""
        self._slow: set[tuple[Source, int]] = set()
        """The sources whose clocks were behind, and by how many times `STEADY_MS`."""
        self._slips = SlipsAhead()

    def take(self, message: Message, clock_ms: int | None = None) -> None:
        """Take the next message of the log; `clock_ms` is its time of day where it has none itself."""
        heard_ms = message.heard_ms
        if heard_ms is None or not isinstance(message, Split | Gun):
            return
        if message.clock is not None:
            clock_ms = message.clock.utc_ms
        elif clock_ms is None:
            return
        source = device_of(message)
        late_ms = heard_ms - clock_ms
        self._taken += 1
        if late_ms > TOLERANCE_MS:
            self._take_late(source, clock_ms, late_ms)
        elif late_ms < -TOLERANCE_MS:
            self._take_ahead(source, -late_ms, after_gun=heard_ms >= self._gun_ms)
        else:
            self._take_in_step(source, heard_ms)
            if isinstance(message, Split) and self.hub_offset_ms is None:
                self.revision += self._slips.take(_clock(message), heard_ms, -late_ms)
        if isinstance(message, Gun):
            self._gun_ms = min(self._gun_ms, clock_ms)

    def out_of_step(self, split: Split, clock_ms: int | None = None) -> bool:
        """Whether the time of day of a split cannot be right, as far as the messages taken say.

        `clock_ms` is its time of day where it has none itself.
        """
        if split.clock is not None:
            clock_ms = split.clock.utc_ms
        if clock_ms is None or split.heard_ms is None:
            return False
        late_ms = split.heard_ms - clock_ms
        if late_ms < -TOLERANCE_MS:
            return -late_ms > self._excused_ms
        if late_ms < 0 and (_clock(split), split.heard_ms, -late_ms) in self._slips:
            return True
        if late_ms < SLOW_MS or not self._slow:
            return False
        source, steps = device_of(split), late_ms // STEADY_MS
        return not self._slow.isdisjoint((source, near) for near in (steps - 1, steps, steps + 1))

    @property
    def agree(self) -> bool:
        """Whether no message taken was ahead of the hub's clock, and no source behind the others."""
        return not self._ahead and not self._slow and not self._slips

    @property
    def hub_offset_ms(self) -> int | None:
        """By how much the hub's clock is ahead of all sources now, negative if it is behind.

        None where they are in step, where only some of them differ, and where that cannot be known.
        """
        if self._hub is not None:
            return -self._hub.ahead_ms
        return self._hub_late.late_ms if self._hub_late is not None else None

    def confirm(self, set_ms: int) -> None:
        """Note that the hub's clock was seen to be set ahead: was it behind by as much, it is right now."""
        for group in self._ahead:
            if abs(group.ahead_ms - set_ms) <= AGREE_MS and not group.is_past:
                group.is_past = True
                self._judge()

    @property
    def apart(self) -> dict[Source, int]:
        """The sources whose clocks alone differ from the hub's, and by how much each is ahead.

        A single read that is ahead is no clock, but a slip.
        """
        groups = [g for g in self._ahead if g is not self._hub and self._excused_ms < g.ahead_ms]
        ahead = {
            source: group.ahead_ms
            for group in groups
            for source, reads in group.reads.items()
            if reads >= SLOW_READS and source not in group.in_step_since
        }
        behind = {
            source: -late.late_ms
            for source, late in self._late.items()
            if (source, late.late_ms // STEADY_MS) in self._slow
        }
        return behind | ahead

    def _take_ahead(self, source: Source, ahead_ms: int, *, after_gun: bool) -> None:
        is_news = after_gun and not self._heard_after_gun
        self._heard_after_gun = self._heard_after_gun or after_gun
        for other in self._ahead:
            is_news |= other.in_step_since.pop(source, None) is not None
        group = next((g for g in self._ahead if abs(g.ahead_ms - ahead_ms) <= AGREE_MS), None)
        if group is None and (self._hub is None or ahead_ms > self._hub.ahead_ms):
            if len(self._ahead) == MOST_GROUPS:
                self._ahead.remove(min(self._ahead, key=lambda group: len(group.sources)))
            group = AheadSources(ahead_ms, bool(self._in_step) or self._any_late)
            self._ahead.append(group)
        if group is not None and (source not in group.sources or group.is_past):
            group.is_refuted = group.is_past
            group.sources.add(source)
            is_news = True
        if group is not None:
            group.reads[source] += 1
        if is_news:
            self._judge()

    def _take_in_step(self, source: Source, heard_ms: int) -> None:
        is_news = source not in self._in_step
        self._in_step[source] = self._taken
        self._late.pop(source, None)
        if self._hub_late is not None:
            since_ms = self._no_longer_late.setdefault(source, heard_ms)
            self._find_hub_late(self._hub_late)
            if source in self._late_together and heard_ms - since_ms >= SPAN_MS:
                self._hub_late = None
        for group in self._ahead:
            since_ms = group.in_step_since.setdefault(source, heard_ms)
            is_news = is_news or since_ms == heard_ms
            if not group.is_past and heard_ms - since_ms >= SPAN_MS:
                is_news = group.is_past = source in group.sources or not group.outnumbers(heard_ms - SPAN_MS)
        if is_news:
            self._judge()

    def _judge(self) -> None:
        """Work out whether the hub's clock is behind now, and by how much it ever was."""
        hubs = [group for group in self._ahead if group.may_be_hub(self._in_step)]
        now = [group for group in hubs if not group.is_past and group.outnumbers()]
        self._hub = max(now, key=lambda group: len(group.sources), default=None)
        shown = [group.ahead_ms + AGREE_MS for group in hubs if group.is_past or group is self._hub]
        is_alone = not (self._in_step or self._any_late or self._heard_after_gun)
        excused_ms = max(shown, default=math.inf if is_alone else TOLERANCE_MS)
        if excused_ms != self._excused_ms:
            self._excused_ms = excused_ms
            self.revision += bool(self._ahead)

    def _take_late(self, source: Source, clock_ms: int, late_ms: int) -> None:
        if not self._any_late:
            self._any_late = True
            self._judge()
        late = self._late.get(source)
        if late is None and len(self._late) == MOST_SOURCES:
            return
        if late is None or late_ms < late.late_ms - STEADY_MS:
            late = self._late[source] = LateReads(late_ms, self._taken, clock_ms, clock_ms)
        elif late_ms <= late.late_ms + STEADY_MS:
            late.last_ms = clock_ms
            late.reads += 1
        else:
            return
        if self._hub_late is not None and abs(late_ms - self._hub_late.late_ms) <= STEADY_MS:
            self._no_longer_late.clear()
        if self._hub_late is None or late.reads == 1:
            self._find_hub_late(late)
        slow = source, late.late_ms // STEADY_MS
        others_in_step = len(self._in_step) > (source in self._in_step)
        if late_ms >= SLOW_MS and late.is_steady and others_in_step and slow not in self._slow:
            self._slow.add(slow)
            self.revision += 1

    def _find_hub_late(self, like: LateReads) -> None:
        """Find out whether most sources are now as late as `like`: then the hub's clock is ahead."""
        alike = {
            source: late
            for source, late in self._late.items()
            if abs(late.late_ms - like.late_ms) <= STEADY_MS
        }
        first = min((late.first for late in alike.values()), default=0)
        since = sum(taken > first for taken in self._in_step.values())
        ends_ms = [ms for late in alike.values() for ms in (late.first_ms, late.last_ms)]
        if len(alike) > since + 1 and max(ends_ms) - min(ends_ms) >= SPAN_MS:
            self._late_together = {*alike, *(self._late_together if self._hub_late is not None else ())}
            self._hub_late = like
        elif self._hub_late is not None and abs(self._hub_late.late_ms - like.late_ms) <= STEADY_MS:
            self._hub_late = None


def device_of(message: Split | Gun) -> Source:
    """Which device a message is of."""
    place = message.checkpoint if isinstance(message, Split) else ""
    return message.source or (message.id or "").partition(":")[0], place


def _clock(split: Split) -> Source:
    """Whose clock gave the time: times from the gun are those of the publisher, wherever they were taken."""
    source = device_of(split)
    return source if split.clock is not None else (source[0], "")
