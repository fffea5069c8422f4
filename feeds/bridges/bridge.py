"""What a bridge is: one class, found by its entry point in the group `lapbell.bridges`.

A bridge is a pure function of its settings and of the pieces it has taken so far: no clock, no files, no
network. So a recording of the pieces gives the same messages again, which is how a bridge goes on after it
was killed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from feeds.bridges.inputs.named_source import connected_device, named_source
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from datetime import date as Date
    from datetime import tzinfo
    from pathlib import Path

    from feeds.bridges.inputs.raw_source import Opening, RawSource
    from feeds.bridges.raw_input import Piece
    from race.messages import Message, StartList
    from race.times import TimeOfDay

LONGEST_RAW = 200
"""Characters of a record that are kept to be read by people."""


Heat = tuple[str, ...]
"""Event, round and heat, where each heat is a race of its own; () where there is one race."""


class Outcome(NamedTuple):
    """What a bridge made of one record of its input."""

    raw: str = ""
    """The record, or its beginning, as text."""
    record: int = 0
    """Its number, from 1: the `record` of its messages. 0 for what is no record, such as a greeting."""
    messages: Sequence[Message] = ()
    """Each with an `id` that no other message of the bridge has, by `message_id`; it is the bridge's own name
    for the message, by which later ones may replace it."""
    remark: str = ""
    """A sentence on it, such as why nothing was made of it."""
    is_bad: bool = False
    """Whether it could not be read."""
    reply: bytes = b""
    """What the protocol demands in answer, sent to where the piece came from once the piece is on disk."""
    news: str = ""
    """A sentence that the operator has to see at once: an unknown chip, a gun that was offered."""
    heat: Heat = ()
    """Of which heat its messages are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeSettings:
    """What the operator says of a race and of how a device names things."""

    start_list: StartList | None = None
    """The race; None where the device says what it needs."""
    zone: tzinfo | None = None
    """Of the device's times of day; None if it was not stated."""
    date: Date | None = None
    """The day of the first time of day; None if it was not stated."""
    is_date_assumed: bool = False
    """Whether the day is only that of today, as where a device is tried."""
    only: str = ""
    """Which event, heat or run is meant, as the device names it."""
    each_heat: bool = False
    """Whether every heat is a race of its own, and not one of them the race."""
    device: str = ""
    """The device that the bridge connects to, as its pieces name it; empty where devices connect to it."""
    table: Mapping[str, object] = field(default_factory=dict)
    """The other keys of the mapping file."""


class Bridge(ABC):
    """Makes messages of the input of one race."""

    summary: ClassVar[str]
    """What it reads, in half a sentence: `results that FinishLynx writes into a folder`."""
    example: ClassVar[str]
    """Commands that show how it is used, indented by two blanks, with a sentence where one is needed."""
    patterns: ClassVar[Sequence[str]] = ()
    """Which files of a folder it reads, such as `*.lif`; empty for all."""
    needs_clock: ClassVar[bool] = True
    """Whether its times are times of day, so that zone and date have to be stated."""
    sends: ClassVar[Sequence[bytes]] = ()
    """Regular expressions of all that it may send to a device; nothing else is sent."""
    files_grow: ClassVar[bool] = False
    """Whether its files are added to, seldom rewritten; those with one name but for the ending are one."""
    receipts: ClassVar[Sequence[bytes]] = ()
    """Those of them that say that data is kept: they are sent only where it is, and so never by `--try`."""
    idle_s: ClassVar[float | None] = None
    """Seconds without a byte after which, again and again, a connection gives a piece `idle`. What a bridge
    makes of that may only be a reply."""
    has_heats: ClassVar[bool] = False
    """Whether its input is of several heats, so that each can be a race of its own."""
    script: ClassVar[Path | None] = None
    """A text that has to be installed at the timing system, with lines ending in CR LF; None for nothing."""
    silence_s: ClassVar[float | None] = None
    """Seconds after which a connection without a byte counts as broken; None where silence is normal."""
    callers_may_be_silent: ClassVar[bool] = False
    """Whether silence is normal for devices that connect here, though not for those it connects to."""
    hears_guns: ClassVar[bool] = False
    """Whether its messages depend on guns that others have published."""

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError where something is missing in the settings."""
        self.settings = settings

    @classmethod
    def source(cls, word: str, opening: Opening) -> RawSource:
        """The source of its input that a word on the command line names. Raises UserError."""
        may_be_silent = cls.callers_may_be_silent and not connected_device(word)
        return named_source(
            word,
            opening.say,
            patterns=cls.patterns,
            files_grow=cls.files_grow,
            idle_s=cls.idle_s,
            silence_s=None if may_be_silent else cls.silence_s,
            once=opening.once,
        )

    @abstractmethod
    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a piece of input. Raises nothing, whatever the bytes are: what cannot be read `is_bad`."""

    def hear_guns(self, guns: Mapping[str, TimeOfDay | None]) -> Iterator[Outcome]:  # noqa: ARG002
        """Take the guns that hold at the hub, by wave, whoever published them; None for one taken back.

        They come whenever they have changed, to a bridge that `hears_guns`.
        """
        return iter(())

    def closing_note(self) -> str:
        """What has to be said of the whole input, such as which heats there are; empty for nothing."""
        return ""


def message_id(record: int, count: int) -> str:
    """The bridge's own name of a message: that of the record's first, second ... message."""
    return f"{record}" if count == 1 else f"{record}.{count}"
