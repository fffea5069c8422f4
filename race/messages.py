"""The messages of a race log.

A race is an ordered list of these. They are plain and frozen here; `feeds.codec` checks them against the
limits written beside each field and converts them to JSON and back.

    Message
     ├── StartList   the race, its checkpoints, its entrants, its marks
     ├── Gun         the start of all, or of one wave
     ├── Split       an entrant's time at a checkpoint
     ├── Read        a chip read at a checkpoint that belongs to no entrant yet
     ├── Order       places at a checkpoint without times
     ├── Status      did not start, did not finish, disqualified, result not known
     ├── Void        an earlier message that no longer holds
     ├── Ruling      how far an earlier message is to be believed
     ├── Note        a sentence
     ├── Official    the result is final
     └── Unknown     a type that this version does not know, carried along
"""

from __future__ import annotations

from dataclasses import field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from race.areas import Area  # noqa: TC001  # pydantic looks it up here, by the annotations
from race.later_pattern import later_pattern
from race.lazy_dataclass import dataclass
from race.lazy_named_tuple import NamedTuple
from race.limits import Ge, Gt, Le, Len, MaxLen
from race.people.family_names import family_name
from race.times import Time, TimeOfDay  # noqa: TC001  # likewise

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

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
"""How a split is known, from the most to the least reliable."""
Role = Literal["runner", "pacemaker"]
StatusCode = Literal["dnf", "dns", "dq", "unknown"]
Setting = Literal["track", "indoor", "road", "trail"]
RaceKind = Literal["paced", "championship", "heat", "club"]
"""How a race is run: after pacemakers, for a title, to get into the next round, or among clubs."""
Belief = Literal["believed", "doubtful", "set aside"]
"""How far a message is believed: it decides; it is shown but decides nothing; it is only kept."""

STRICT: dict[str, Any] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A place where times are taken."""

    __pydantic_config__: ClassVar = STRICT

    id: CheckpointId
    distance_m: FromStart
    """Metres from the start; 0 is the start line, where start-mat times give net times."""
    name: Text = ""
    """Its name, where the id does not say it: "bell", "halfway"."""
    hold_off_s: Annotated[float, Ge(0), Le(86_400)] | None = None
    """Seconds after the read of a chip within which further reads of it here are repeats of the first."""
    counts: Literal["first", "last"] = "first"
    """Which of the reads within the hold-off is the time."""
    mats: Annotated[tuple[Annotated[str, Len(1, 64)], ...], MaxLen(16)] = ()
    """The sources that read chips here; of two that differ, the one named first counts."""


SEXES = {"M": "men", "W": "women", "F": "women"}
"""By the first letter of a category, as in World Masters Athletics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrant:
    """Someone on the start list."""

    __pydantic_config__: ClassVar = STRICT

    bib: Bib
    """The number on the vest; a short letter code where no number was published."""
    name: Text
    family: Text = ""
    """The family name, where it is not the last word of the name, or the first of a Chinese, Japanese or
    Korean one."""
    athlete: Annotated[str, MaxLen(64)] = ""
    """The person's id in all races: `josh-kerr-1997`, or with the body that issued it, `wa:14564446`."""
    nation: Nation = ""
    club: Text = ""
    team: Text = ""
    """The team it runs for, in a relay or in a team result."""
    members: Annotated[tuple[Text, ...], MaxLen(50)] = ()
    """Those who run for the entrant in a relay, in the order of their legs."""
    role: Role = "runner"
    born: Annotated[str, MaxLen(10)] = ""
    category: Annotated[str, MaxLen(32)] = ""
    wave: Annotated[str, MaxLen(32)] = ""
    pb: Time | None = None
    """Personal best before this race."""
    sb: Time | None = None
    """Season's best before this race."""
    note: LongText = ""

    @property
    def sex(self) -> str:
        """`men` or `women` where the category is M, W or F, alone or before a figure (W40); else empty."""
        letter, more = self.category[:1], self.category[1:2]
        return SEXES.get(letter, "") if not more.isalpha() else ""

    @property
    def short_name(self) -> str:
        """The family name."""
        return self.family or family_name(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSplit:
    """A time on the way to a mark."""

    __pydantic_config__: ClassVar = STRICT

    distance_m: Metres
    """Metres from the start."""
    time: Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A time worth racing, as of before the race: a record, a world lead, a standard."""

    __pydantic_config__: ClassVar = STRICT

    label: Annotated[str, MaxLen(128)]
    time: Time
    code: Annotated[str, MaxLen(8)] = ""
    """Shown beside a result that beats it: WR, OR, CR, AR, NR, MR (meeting), SR (stadium), DLR, WL,
    WB (best in an event without records), Q (standard). Without a code nothing is shown."""
    area: Area | None = None
    """The area of an area record."""
    event: Annotated[str, MaxLen(16)] = ""
    """Code of the event, where it differs from that of the race: then the mark is only listed."""
    setting: Setting | None = None
    """Where it was run or counts, if different from the race: then it cannot be broken here."""
    distance_m: Metres | None = None
    """The distance it was run over; a mark over another distance than the race is only listed."""
    holder: Text = ""
    nation: Nation = ""
    """Of the holder; for a national record, of the record."""
    venue: Text = ""
    date: Annotated[str, MaxLen(10)] = ""
    splits: Annotated[tuple[MarkSplit, ...], MaxLen(1000)] = ()
    """The holder's own splits, each further and later than the one before."""
    source: LongText = ""

    def __post_init__(self) -> None:
        way = [(0.0, 0), *((split.distance_m, split.time.ms) for split in self.splits)]
        if any(a[0] >= b[0] or a[1] >= b[1] for a, b in pairwise(way)) or way[-1][1] > self.time.ms:
            raise ValueError("the splits of a mark must increase in metres and in time, up to its own time")


class Unread(NamedTuple):
    """What a message says that this version does not know."""

    sentences: tuple[str, ...]
    """What that is, and what is made of it."""
    fields: dict[str, Any]
    """The fields that have it, as they came."""


class NotInJson:
    """In an annotation: a field of a message that does not appear in its JSON."""

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> dict[str, object]:
        return {"type": "is-instance", "cls": Unread}

    def __get_pydantic_json_schema__(self, core_schema: object, handler: object) -> dict[str, object]:
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The fields of every message."""

    __pydantic_config__: ClassVar = STRICT

    id: MessageId | None = None
    """Identifies this message in its log, so that a later one can replace it."""
    replaces: MessageId | None = None
    """The id of the message that this one replaces and that no longer holds."""
    when: Time | None = None
    """Race time from the first gun at which this takes effect, for messages without a time of their own."""
    source: LongText = ""
    """Where the figure comes from: a key of the start list's `sources`, or the source itself."""
    by: Text = ""
    """Who sent it: the name of a bridge to a timing system, or the person who decided."""
    record: Annotated[int, Ge(0), Le(2**53)] | None = None
    """The number of the raw record that a bridge made it from."""
    heard_ms: Annotated[int, Ge(0), Le(2**53)] | None = field(default=None, compare=False)
    """When the hub accepted the message: milliseconds since 1970 in UTC, by the hub's clock. None in a file
    written by hand. Ignored when messages are compared."""
    unread: Annotated[Unread | None, NotInJson()] = field(default=None, compare=False, repr=False)
    """What this version could not read of it, so that it is passed on with the rest. Ignored likewise."""

    def renamed(self, new_name: Callable[[str], str]) -> Self:
        """This message with new ids for the messages that it names."""
        return self if self.replaces is None else replace(self, replaces=new_name(self.replaces))


ZONE = later_pattern(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}")
"""The form of a time zone's name. The list of zones is not the same on all computers, and is not asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartList(Message):
    """The race, as known before the gun."""

    type: Literal["start-list"] = "start-list"
    name: Text
    """The race: "Bowerman Mile"."""
    meet: Text = ""
    venue: Text = ""
    date: Annotated[str, MaxLen(10)] = ""
    """The day of the race, as 2024-05-25."""
    planned: TimeOfDay | None = None
    """When the race is to start."""
    zone: Annotated[str, MaxLen(64)] = ""
    """The time zone of the race by its IANA name: Europe/Berlin."""
    meeting: Annotated[str, MaxLen(64)] = ""
    """Id of the meeting, the same in all its races."""
    event_id: Annotated[str, MaxLen(64)] = ""
    """Id of the event within the meeting, the same in all its rounds and heats."""
    round: Annotated[str, MaxLen(32)] = ""
    """The round: "heats", "semi-final", "final"."""
    heat: Annotated[str, MaxLen(16)] = ""
    """The heat within the round: "2", "A"."""
    kind: RaceKind | None = None
    """How it is run; None where that is not known."""
    event: Annotated[str, MaxLen(16)] = ""
    """Open athletics code: 1500, MILE, 3000SC, HM, MAR."""
    sex: Annotated[str, MaxLen(8)] = ""
    setting: Setting = "track"
    distance_m: Metres
    lap_m: Metres | None = None
    """Length of a lap in metres; None on a road."""
    limit_s: Annotated[float, Gt(0), Le(1_000_000)] | None = None
    """Seconds that a race to a time lasts; its `distance_m` is then further than anyone can come."""
    checkpoints: Annotated[tuple[Checkpoint, ...], Len(1, 1000)]
    entrants: Annotated[tuple[Entrant, ...], MaxLen(100_000)]
    marks: Annotated[tuple[Mark, ...], MaxLen(200)] = ()
    sources: Annotated[dict[Annotated[str, MaxLen(32)], LongText], MaxLen(200)] = field(default_factory=dict)
    """The sources of figures, by short keys."""
    evidence: Evidence | None = None
    """In a race file, the evidence of the splits and orders below that leave theirs out."""
    remarks: Annotated[tuple[LongText, ...], MaxLen(200)] = ()
    """What a reader should know: how the marks were measured, where sources disagree and which figure
    was used, what was not published."""

    @property
    def sex_of_field(self) -> str:
        """`men` or `women`, however `sex` is written; else empty."""
        sex = self.sex.upper()
        return "" if sex.startswith("MIX") else SEXES.get(sex[:1], "")

    def source_of(self, message: Message) -> str:
        """Where a figure comes from, in words."""
        return self.sources.get(message.source, message.source)

    def __post_init__(self) -> None:
        if self.zone and not ZONE.fullmatch(self.zone):
            raise ValueError(f"zone: {self.zone!r} is not the name of a time zone, such as Europe/Berlin")
        _refuse_duplicates("bib", [entrant.bib for entrant in self.entrants])
        _refuse_duplicates("checkpoint", [checkpoint.id for checkpoint in self.checkpoints])
        if not any(abs(c.distance_m - self.distance_m) < 0.5 for c in self.checkpoints):
            raise ValueError(f"no checkpoint at the finish ({self.distance_m:g} m)")
        if sum(not c.distance_m for c in self.checkpoints) > 1:
            raise ValueError("there is only one start line (0 m)")
        if max(c.distance_m for c in self.checkpoints) > self.distance_m + 0.5:
            raise ValueError("a checkpoint lies beyond the finish")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gun(Message):
    """The start of a wave; without a wave, of every entrant who is in none."""

    type: Literal["gun"] = "gun"
    clock: TimeOfDay | None = None
    """Time of day of the gun, if known."""
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
    """The official place at this checkpoint; at the finish, the place in the result."""
    evidence: Evidence
    notes: Annotated[tuple[Annotated[str, MaxLen(32)], ...], MaxLen(16)] = ()
    """Printed beside the figure: WR, NR, PB."""
    suspect: bool = False
    """Published, but at odds with the rest: shown, and left out of pace, projection and records."""
    leg: Annotated[int, Ge(1), Le(1000)] | None = None
    """The leg of a relay that ends here, from 1."""
    wind: Annotated[float, Ge(-20), Le(20)] | None = None
    """Metres a second, measured with this time; negative against the runners."""

    def __post_init__(self) -> None:
        if (self.time is None) == (self.clock is None):
            raise ValueError("a split has either a time or a clock")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Message):
    """A chip that was read at a checkpoint and belongs to no entrant yet. It is kept, and decides nothing."""

    type: Literal["read"] = "read"
    chip: Annotated[str, Len(1, 64)]
    """The code that the chip sends."""
    checkpoint: CheckpointId
    clock: TimeOfDay
    evidence: Evidence = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Message):
    """Places at a checkpoint for which no times are known."""

    type: Literal["order"] = "order"
    checkpoint: CheckpointId
    places: Annotated[dict[Bib, Place], Len(1, 100_000)]
    evidence: Evidence = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Message):
    """An entrant without a finishing time, or without one that was published."""

    type: Literal["status"] = "status"
    bib: Bib
    status: StatusCode
    after: CheckpointId | None = None
    """The last checkpoint passed."""
    reason: LongText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Void(Message):
    """Withdraws the message named by `replaces`."""

    type: Literal["void"] = "void"
    replaces: MessageId
    reason: LongText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling(Message):
    """Says how far an earlier message is to be believed; of several about one message the newest counts."""

    type: Literal["ruling"] = "ruling"
    of: MessageId
    """The id of the message."""
    belief: Belief
    reason: LongText = ""

    def renamed(self, new_name: Callable[[str], str]) -> Self:
        """This message with new ids for the messages that it names."""
        return replace(self, replaces=self.replaces and new_name(self.replaces), of=new_name(self.of))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Message):
    """A sentence about the race, a checkpoint or an entrant."""

    type: Literal["note"] = "note"
    text: LongText
    checkpoint: CheckpointId | None = None
    bib: Bib | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Official(Message):
    """The result is final."""

    type: Literal["official"] = "official"


class TimeBand(NamedTuple):
    """Between which race times an entrant passed a checkpoint, as far as published figures say."""

    low_ms: int
    likely_ms: int
    high_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate(Message):
    """When an entrant was at a checkpoint for which no time was published.

    It is made when a race that has ended is read, never sent and never kept in a file. It can be drawn and
    decides nothing. It takes effect (`when`) at the start of its band.
    """

    bib: Bib
    checkpoint: CheckpointId
    band: TimeBand


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Message):
    """A message of a type that this version does not know."""

    type: str
    body: dict[str, Any]

    def renamed(self, new_name: Callable[[str], str]) -> Self:
        """This message with new ids for those that it names, also as a ruling of a later version."""
        named = Message.renamed(self, new_name)
        of = self.body.get("of")
        if self.type != "ruling" or not isinstance(of, str):
            return named
        return replace(named, body={**self.body, "of": new_name(of)})


def _refuse_duplicates(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name!r} is in the start list twice")
        seen.add(name)
