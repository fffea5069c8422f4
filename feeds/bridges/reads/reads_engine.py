"""Makes messages of the reads of chips: which runner, which checkpoint, and what has changed.

After each read everything about that runner on that line is worked out anew, and only what differs from what
was published is published. So it does not matter in which order reads come, how often, or when the gun does.
Which reads are repeats and which of them counts is decided by belief, with the checkpoint's own settings.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from feeds.bridges.bridge import LONGEST_RAW, Outcome, message_id
from feeds.bridges.reads.held_reads import Held, Key, RunnerReads
from feeds.bridges.reads.lap_numbers import LapNumbers
from feeds.bridges.reads.likely_checkpoint import LikelyCheckpoint
from feeds.bridges.reads.raw_reads import RawGun, RawRead
from feeds.bridges.reads.seen_before import SeenBefore
from feeds.bridges.reads.wave_guns import WaveGuns
from race.belief.claim_choice import HOLD_OFF_S
from race.course import START
from race.messages import Checkpoint, Gun, Message, Read, Split, Void

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from feeds.bridges.reads.reads_map import Line, ReadsMap
    from race.times import TimeOfDay

MOST_NAMED = 1_000
"""Unknown chips and places that are reported, each once."""

MOST_BURSTS = 128
"""Passings of a runner on a line, beside two for each of its checkpoints; of more, only some are kept."""

MOST_UNKNOWN = 16
"""Passings of an unknown chip at a place that are published."""

MOST_KEYS = 200_000
"""Chips, each at each line."""

BEFORE_GUN, NO_LAP, TAKEN_BACK = "Before the gun", "Not a lap of the race", "Taken back by the device"
"""Reasons of voids."""


class ReadsEngine:
    """The reads of one race."""

    def __init__(self, by: str, reads_map: ReadsMap) -> None:
        self._by = by
        self._map = reads_map
        self._laps = (
            LapNumbers(reads_map.course, reads_map.start_window_s * 1000) if reads_map.course else None
        )
        self._likely = (
            LikelyCheckpoint(reads_map.course, self._laps) if self._laps and reads_map.course else None
        )
        self._guns = WaveGuns(reads_map)
        self._gun_names: dict[str, str] = {}
        """By wave, the id of the message with the gun that a press is."""
        self._seen = SeenBefore()
        self._held: dict[Key, RunnerReads] = {}
        self._burst_settings: dict[Line, Checkpoint] = {}
        self._named: set[str] = set()
        self._record = 0
        self._made = 0
        """How many messages were made of the newest record."""

    def stated_guns(self) -> Iterable[Outcome]:
        """The guns that the operator has stated."""
        for wave, clock in self._map.guns.items():
            name = f"gun.{wave}" if wave else "gun"
            yield Outcome(messages=[Gun(id=name[:96], by=self._by, clock=clock, wave=wave)])

    def take(self, item: RawRead | RawGun, raw: str = "") -> Outcome:
        """Take what a device has sent, and the record in which it stood as text."""
        raw = raw[:LONGEST_RAW]
        if not self._seen.add(item):
            return Outcome(raw, remark="sent before")
        self._record += 1
        self._made = 0
        if isinstance(item, RawGun):
            return self._press(item, raw)
        key = self._key_of(item)
        if key is None:
            remark = f"the place {item.place!r} is no checkpoint"
            return Outcome(raw, self._record, remark=remark, news=self._once(f"{remark}: add it to [places]"))
        if key not in self._held and len(self._held) >= MOST_KEYS:
            return Outcome(raw, self._record, remark="too many chips")
        if self._likely is not None:
            self._likely.saw(key.line, item.clock.utc_ms, self._guns.of_runner(key.who))
        reads = self._reads_of(key)
        if not key.is_known and sum(burst[0].name is not None for burst in reads.bursts) >= MOST_UNKNOWN:
            return Outcome(raw, self._record, remark="too many reads of an unknown chip")
        held = Held(item, self._record)
        new = reads.add(held)
        if new is None and START in reads.numbers:
            new = 0  # at the start line the last read counts, repeat or not
        messages = self._settled(key, new) if new is not None else []
        remark = "" if messages else self._why_nothing(key, held)
        return Outcome(raw, self._record, messages, remark, news=self._news_of(key, item))

    def _news_of(self, key: Key, read: RawRead) -> str:
        if key.is_known:
            return ""
        if read.is_impulse:
            return self._once("times come without the numbers of runners: name them at the desk")
        return self._once(f"the chip {read.chip} belongs to no runner: add it to [chips]")

    def hear_guns(self, guns: Mapping[str, TimeOfDay | None]) -> Outcome:
        """Take the guns that others have published, and work out anew what depends on them."""
        said = self._guns.hear(guns)
        return Outcome(messages=self._settled_anew() if said else (), remark=said, news=said)

    def take_back(self, read: RawRead, raw: str = "") -> Outcome:
        """Withdraw a read that the device no longer has."""
        if not self._seen.remove(read):
            return Outcome(raw[:LONGEST_RAW], remark="was never sent")
        self._record += 1
        self._made = 0
        key = self._key_of(read)
        gone = self._held[key].remove(read) if key is not None and key in self._held else None
        messages: list[Message] = []
        if key is not None and gone is not None:
            messages += self._withdrawn([gone], TAKEN_BACK)
            messages += self._settled(key)
        return Outcome(raw[:LONGEST_RAW], self._record, messages, "taken back")

    def recall(self) -> None:
        """Forget the presses of the gun button: the next one takes the place of the first."""
        self._guns.recall()

    def _press(self, gun: RawGun, raw: str) -> Outcome:
        press = self._guns.press(gun.clock)
        messages: list[Message] = []
        for wave, clock in press.starts.items():
            name, replaces = self._name(), self._gun_names.get(wave)
            self._gun_names[wave] = name
            messages.append(
                Gun(id=name, replaces=replaces, by=self._by, record=self._record, clock=clock, wave=wave)
            )
        if messages:
            messages += self._settled_anew()
        return Outcome(raw, self._record, messages, press.remark, news=press.news)

    def _key_of(self, read: RawRead) -> Key | None:
        """Whose read it is, and on which line; None at a place that is no checkpoint."""
        line = self._map.line(read.place)
        if line is None:
            return None
        bib = None if read.is_impulse else self._map.bib(read.chip)
        return Key(bib or read.chip, line, "" if line else read.place, bib is not None)

    def _settled_anew(self) -> list[Message]:
        """What has to be said of all runners after the guns have changed.

        First the pace of the whole field by the new guns is learned, as each is compared with the others.
        """
        for key, held in self._held.items():
            if key.is_known and self._laps is not None:
                self._numbers(key, held)
        return [message for key in self._held for message in self._settled(key)]

    def _settled(self, key: Key, first: int = 0) -> list[Message]:
        """What has to be said so that what is published of a runner on a line is what the reads show.

        `first` is the first burst of which anything is new, unless another is numbered anew.
        """
        held = self._held[key]
        held.keep_some()
        bursts = held.bursts
        if not key.is_known or self._laps is None:
            if not key.is_known:
                bursts = [burst[:1] for burst in bursts]
            return self._said_of(key, [(burst, self._where(key, burst[0].read)) for burst in bursts])
        before, held.numbers = held.numbers, self._numbers(key, held)
        same = zip(before[:first], held.numbers, strict=False)
        new = next((at for at, (old, number) in enumerate(same) if old != number), min(first, len(before)))
        numbered = [*zip(bursts[new:], held.numbers[new:], strict=True)]
        messages: list[Message] = []
        if START in held.numbers[new:] or START in before[new:]:
            both = zip(bursts, held.numbers, strict=True)
            messages += self._start(key, [one for burst, number in both if number == START for one in burst])
        gun_ms = self._guns.of_runner(key.who)
        for burst, number in numbered:
            if number is None:
                is_early = gun_ms is not None and burst[0].ms < gun_ms
                messages += self._withdrawn(burst, BEFORE_GUN if is_early else NO_LAP)
        wanted = [
            (burst, self._checkpoint(number).id)
            for burst, number in numbered
            if number is not None and number != START
        ]
        return messages + self._said_of(key, wanted)

    def _where(self, key: Key, read: RawRead) -> str:
        """The id of the checkpoint of a read of which nothing more is known."""
        if not key.line:
            return key.place[:16] or "line"
        index = key.line[0]
        if read.is_impulse and self._likely is not None:
            index = self._likely.at(key.line, read.clock.utc_ms, self._guns.of_wave(""))
        return self._checkpoint(index).id

    def _numbers(self, key: Key, held: RunnerReads) -> list[int | None]:
        """The checkpoint of each burst; what that shows of the field's pace is learned."""
        assert self._laps is not None
        times_ms = [burst[0].ms for burst in held.bursts]
        return self._laps.number(key.who, times_ms, key.line, self._guns.of_runner(key.who))

    def _why_nothing(self, key: Key, held: Held) -> str:
        """Why a read is not published."""
        gun_ms = self._guns.of_runner(key.who) if key.is_known else None
        if gun_ms is not None and held.ms < gun_ms:
            return "before the gun"
        return "no lap of the race" if self._held[key].counts(held) else "a repeat"

    def _reads_of(self, key: Key) -> RunnerReads:
        if key not in self._held:
            if key.line not in self._burst_settings:
                self._burst_settings[key.line] = self._settings_of(key.line)
            most = MOST_BURSTS + 2 * len(key.line)
            self._held[key] = RunnerReads(self._burst_settings[key.line], most)
        return self._held[key]

    def _settings_of(self, line: Line) -> Checkpoint:
        """The checkpoint of a line, with a hold-off in which no one can have come round again."""
        if not line or self._laps is None:
            return Checkpoint(id="line", distance_m=1)
        checkpoint = self._checkpoint(line[-1])
        if len(line) == 1:
            return checkpoint
        hold_off_s = HOLD_OFF_S if checkpoint.hold_off_s is None else checkpoint.hold_off_s
        laps = [self._laps.least_ms(a, b) for a, b in pairwise(line)]
        shortest_s = min((lap for lap in laps if lap > 0), default=hold_off_s * 2000) / 1000
        return replace(checkpoint, hold_off_s=min(hold_off_s, shortest_s / 2))

    def _start(self, key: Key, reads: Sequence[Held]) -> list[Message]:
        """At the start line one read stands for all: the last one."""
        if not reads:
            return []
        last = max(reads, key=lambda one: one.in_time)
        standing = [one for one in reads if one.name is not None and one is not last]
        checkpoint = self._checkpoint(START).id
        if last.name is None and standing:
            last.name, last.checkpoint, standing[-1].name = standing[-1].name, "", None
            last.replaced, standing[-1].replaced = standing[-1].replaced, ()
            del standing[-1]
        return self._withdrawn(standing, NO_LAP) + self._said_of(key, [([last], checkpoint)])

    def _said_of(self, key: Key, wanted: Iterable[tuple[Sequence[Held], str]]) -> list[Message]:
        """The read that counts in each burst, and those that were published before, at a checkpoint."""
        messages: list[Message] = []
        for burst, checkpoint in wanted:
            for number, one in enumerate(burst):
                if one.checkpoint == checkpoint and one.name is not None:
                    continue
                if number == 0 or one.name is not None:
                    message = self._message(key, one, checkpoint)
                    messages.append(message)
                    one.replaced += (one.name,) if one.name is not None else ()
                    one.name, one.checkpoint = message.id, checkpoint
        return messages

    def _withdrawn(self, reads: Iterable[Held], reason: str) -> list[Message]:
        messages: list[Message] = []
        for one in reads:
            if one.name is not None:
                messages += [self._void(name, reason) for name in (one.name, *reversed(one.replaced))]
                one.name, one.checkpoint, one.replaced = None, "", ()
        return messages

    def _message(self, key: Key, held: Held, checkpoint: str) -> Split | Read:
        read, name, replaces = held.read, self._name(), held.name
        said: dict[str, Any] = {
            "id": name,
            "replaces": replaces,
            "checkpoint": checkpoint,
            "clock": read.clock,
            "evidence": held.evidence,
            "by": self._by,
            "record": held.record,
            "source": read.place,
        }
        return Split(bib=key.who, **said) if key.is_known else Read(chip=read.chip, **said)

    def _void(self, name: str, reason: str) -> Void:
        return Void(id=self._name(), replaces=name, by=self._by, record=self._record, reason=reason)

    def _name(self) -> str:
        self._made += 1
        return message_id(self._record, self._made)

    def _checkpoint(self, index: int) -> Checkpoint:
        assert self._map.course is not None
        return self._map.course.at(index)

    def _once(self, sentence: str) -> str:
        """A sentence that is said once; empty the next time."""
        if sentence in self._named or len(self._named) >= MOST_NAMED:
            return ""
        self._named.add(sentence)
        return sentence
