"""What can be said about a race: the messages of a log.

A race is an ordered list of these. They are plain and frozen here; `feeds.codec` checks them at the edge
against the limits written beside each field, and turns them to JSON and back.

    Message
     ├── StartList   the race, its checkpoints, its entrants, its marks
     ├── Gun         the start, of all or of one wave
     ├── Split       an entrant's time at a checkpoint
     ├── Order       places known at a checkpoint without times
     ├── Status      did not start, did not finish, disqualified, result not known
     ├── Void        an earlier message that no longer holds
     ├── Note        a sentence
     ├── Official    the result is final
     └── Unknown     a type that this version does not know, carried along
"""

# No `from __future__ import annotations`: pydantic reads the annotations of these classes.

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Gt, Le, Len, MaxLen

from race.areas import Area
from race.times import Time, TimeOfDay

Bib = Annotated[str, Len(1, 16)]
CheckpointId = Annotated[str, Len(1, 16)]
MessageId = Annotated[str, Len(1, 96)]
Text = Annotated[str, MaxLen(200)]
LongText = Annotated[str, MaxLen(1000)]
Nation = Annotated[str, MaxLen(3)]
"""Three letters, as in GBR."""
Metres = Annotated[float, Gt(0), Le(1_000_000)]
FromStart = Annotated[float, Ge(0), Le(1_000_000)]
Place = Annotated[int, Ge(1), Le(100_000)]

Evidence = Literal["official", "published", "device", "hand", "estimated"]
"""How a split is known, from the surest to the least sure."""
Role = Literal["runner", "pacemaker"]
StatusCode = Literal["dnf", "dns", "dq", "unknown"]
Setting = Literal["track", "indoor", "road", "trail"]

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A place where times are taken."""

    __pydantic_config__: ClassVar = STRICT

    id: CheckpointId
    distance_m: FromStart
    """Metres from the start; 0 is the start line, where times of crossing it make net times."""
    name: Text = ""
    """What people call it where the id does not say it: "bell", "halfway"."""


SEXES = {"M": "men", "W": "women", "F": "women"}
"""By the letter that categories begin with, as those of the masters do (World Masters Athletics)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Someone on the start list."""

    __pydantic_config__: ClassVar = STRICT

    bib: Bib
    """The number on the vest; a short code of letters where no number was published."""
    name: Text
    family: Text = ""
    """The family name, where it is not just the last word of the name."""
    athlete: Annotated[str, MaxLen(64)] = ""
    """Who it is, in all races: an id of the person, as `josh-kerr-1997`, or with its giver, `wa:14564446`."""
    nation: Nation = ""
    club: Text = ""
    role: Role = "runner"
    born: Annotated[str, MaxLen(10)] = ""
    category: Annotated[str, MaxLen(32)] = ""
    wave: Annotated[str, MaxLen(32)] = ""
    pb: Time | None = None
    """Best before this race."""
    sb: Time | None = None
    """Best of the season before this race."""
    note: LongText = ""

    @property
    def sex(self) -> str:
        """`men` or `women` where the category begins with M, W or F alone, as M, W40 and F35 do."""
        letter, more = self.category[:1], self.category[1:2]
        return SEXES.get(letter, "") if not more.isalpha() else ""

    @property
    def short_name(self) -> str:
        """The family name, for a sentence or a narrow column."""
        return self.family or (self.name.split() or [self.name])[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSplit:
    """A time on the way to a mark."""

    __pydantic_config__: ClassVar = STRICT

    distance_m: Metres
    """Metres from the start."""
    time: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A time worth racing: a record, a lead, a standard, as it stood before the race."""

    __pydantic_config__: ClassVar = STRICT

    label: Annotated[str, MaxLen(128)]
    time: Time
    code: Annotated[str, MaxLen(8)] = ""
    """What is printed beside a result that beats it: WR, OR, CR, AR, NR, MR (meeting), SR (stadium), DLR, WL,
    WB (best in an event without records), Q (standard). Without a code nothing is."""
    area: Area | None = None
    """Of an area record: whose it is."""
    event: Annotated[str, MaxLen(16)] = ""
    """Code of the event, where it is not that of the race: then it is only listed."""
    setting: Setting | None = None
    """Where it was run or counts, if not where the race is: then nobody can break it here."""
    distance_m: Metres | None = None
    """What it was run over; of another distance than the race it is only listed."""
    holder: Text = ""
    nation: Nation = ""
    """Of the holder; of a national record: whose it is."""
    venue: Text = ""
    date: Annotated[str, MaxLen(10)] = ""
    splits: Annotated[tuple[MarkSplit, ...], MaxLen(1000)] = ()
    """The holder's own on the way, each later than the one before."""
    source: LongText = ""

    def __post_init__(self) -> None:
        way = [(0.0, 0), *((split.distance_m, split.time.ms) for split in self.splits)]
        if any(a[0] >= b[0] or a[1] >= b[1] for a, b in pairwise(way)) or way[-1][1] > self.time.ms:
            raise ValueError("the splits of a mark must grow, in metres and in time, up to its time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What every message may carry."""

    __pydantic_config__: ClassVar = STRICT

    id: MessageId | None = None
    """A name for this message, unique in its log, so that a later one can replace it."""
    replaces: MessageId | None = None
    """The message that this one stands in for: the earlier one no longer holds."""
    when: Time | None = None
    """Race time, from the first gun, at which this takes effect, for messages without a time of their own."""
    source: LongText = ""
    """Where the figure comes from: a key of the start list's `sources`, or the source itself."""
    heard_ms: Annotated[int, Ge(0), Le(2**53)] | None = field(default=None, compare=False)
    """When the hub took the message: milliseconds since 1970 in UTC, by the hub's clock. None in a file
    written by hand. Messages that differ in nothing else are equal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartList(Message):
    """What is known before the gun."""

    type: Literal["start-list"] = "start-list"
    name: Text
    """The race: "Bowerman Mile"."""
    meet: Text = ""
    venue: Text = ""
    date: Annotated[str, MaxLen(10)] = ""
    """The day of the race, as 2024-05-25."""
    event: Annotated[str, MaxLen(16)] = ""
    """Open athletics code: 1500, MILE, 3000SC, HM, MAR."""
    sex: Annotated[str, MaxLen(8)] = ""
    setting: Setting = "track"
    distance_m: Metres
    lap_m: Metres | None = None
    """Length of a lap in metres; none on a road."""
    checkpoints: Annotated[tuple[Checkpoint, ...], Len(1, 1000)]
    entrants: Annotated[tuple[Entrant, ...], MaxLen(100_000)]
    marks: Annotated[tuple[Mark, ...], MaxLen(200)] = ()
    sources: Annotated[dict[Annotated[str, MaxLen(32)], LongText], MaxLen(200)] = field(default_factory=dict)
    """Short keys for the sources that figures name."""
    remarks: Annotated[tuple[LongText, ...], MaxLen(200)] = ()
    """What a reader should know: how the marks were measured, where sources disagree and which figure
    was taken, what nobody published."""

    def __post_init__(self) -> None:
        _refuse_twins("bib", [entrant.bib for entrant in self.entrants])
        _refuse_twins("checkpoint", [checkpoint.id for checkpoint in self.checkpoints])
        if not any(abs(c.distance_m - self.distance_m) < 0.5 for c in self.checkpoints):
            raise ValueError(f"no checkpoint at the finish ({self.distance_m:g} m)")
        if sum(not c.distance_m for c in self.checkpoints) > 1:
            raise ValueError("there is only one start line (0 m)")
        if max(c.distance_m for c in self.checkpoints) > self.distance_m + 0.5:
            raise ValueError("a checkpoint lies beyond the finish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gun(Message):
    """The start. Without a wave it starts everyone who is in none."""

    type: Literal["gun"] = "gun"
    clock: TimeOfDay | None = None
    """Time of day of the gun, where it is known."""
    wave: Annotated[str, MaxLen(32)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(Message):
    """An entrant's time at a checkpoint: from the gun (`time`) or as a time of day (`clock`)."""

    type: Literal["split"] = "split"
    bib: Bib
    checkpoint: CheckpointId
    time: Time | None = None
    clock: TimeOfDay | None = None
    rank: Place | None = None
    """The place printed for this checkpoint; at the finish, the place in the result."""
    evidence: Evidence
    notes: Annotated[tuple[Annotated[str, MaxLen(32)], ...], MaxLen(16)] = ()
    """What was printed beside the figure: WR, NR, PB."""
    suspect: bool = False
    """Printed, but at odds with the rest: kept, and left out of pace, projection and records."""

    def __post_init__(self) -> None:
        if (self.time is None) == (self.clock is None):
            raise ValueError("a split has either a time or a clock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Message):
    """Places at a checkpoint for which no times are known."""

    type: Literal["order"] = "order"
    checkpoint: CheckpointId
    places: Annotated[dict[Bib, Place], Len(1, 100_000)]
    evidence: Evidence = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Message):
    """An entrant who will have no finishing time, or none that anyone published."""

    type: Literal["status"] = "status"
    bib: Bib
    status: StatusCode
    after: CheckpointId | None = None
    """The last checkpoint passed."""
    reason: LongText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(Message):
    """The message named by `replaces` no longer holds, and nothing stands in for it."""

    type: Literal["void"] = "void"
    replaces: MessageId
    reason: LongText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Message):
    """A sentence about the race, about a checkpoint of it, or about an entrant."""

    type: Literal["note"] = "note"
    text: LongText
    checkpoint: CheckpointId | None = None
    bib: Bib | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Official(Message):
    """The result is final."""

    type: Literal["official"] = "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Message):
    """A message of a type that this version does not know."""

    type: str
    body: dict[str, Any]


def _refuse_twins(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name!r} stands in the start list twice")
        seen.add(name)
