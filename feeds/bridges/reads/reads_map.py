"""Which runner a chip is, and which checkpoints a device's places are: what the operator says of it.

zone = "Europe/Berlin"
date = "2026-05-02"
start_window_s = 120         # until then after the gun the start line is crossed

[places]                     # as the device names them
"Mat 1" = "finish"           # one checkpoint, by its id
"Mat 2" = "finish"           # another mat at the same place
"Line" = ["300", "700", "1100", "finish"]    # one line that is crossed again and again
"Loop" = "*"                 # the same: all checkpoints

[chips]                      # a chip that is not here is a bib, if that is on the start list
"058000128608" = "17"

[guns]                       # by wave; "" is the gun of all who are in no wave that has its own
"" = "10:00:00"

device_guns = ["", "B"]      # above the tables: whose start each press of the device's gun button is
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from feeds.bridges.reads.device_clock import DeviceClock
from feeds.bridges.reads.mapping_values import MOST, said_table, said_texts
from feeds.errors import UserError, did_you_mean
from race.course import START, Course
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from feeds.bridges.bridge import BridgeSettings
    from race.times import TimeOfDay

KEYS = frozenset(["zone", "date", "start_window_s", "places", "chips", "guns", "device_guns"])

ALL = "*"

EARLY_GUN_MS = 300_000
"""A gun so long before the time at which the race is to start is that of another race."""

Line = tuple[int, ...]
"""The indices of the checkpoints that are passed at a place, in the order of the course."""


@dataclass(frozen=True, slots=True)
class ReadsMap:
    """What is said of one race."""

    course: Course | None
    """None where the race is not known: then each place is a checkpoint, and each chip a bib."""
    places: Mapping[str, Line] = field(default_factory=dict)
    chips: Mapping[str, str] = field(default_factory=dict)
    waves: Mapping[str, str] = field(default_factory=dict)
    """By bib, of all who are on the start list."""
    guns: Mapping[str, TimeOfDay] = field(default_factory=dict)
    """The guns that were stated, by wave."""
    device_guns: tuple[str, ...] = ()
    start_window_s: int = 600
    first_gun_ms: int | None = None
    """A gun before then, in milliseconds since 1970, is that of another race."""

    @classmethod
    def of(cls, settings: BridgeSettings, more_keys: Collection[str] = ()) -> ReadsMap:
        """What settings say. Raises UserError for what cannot be meant."""
        said = settings.table
        for key in said:
            if key not in KEYS and key not in more_keys:
                raise UserError(
                    f"mapping file: unknown key {key!r} (there are {', '.join(sorted({*KEYS, *more_keys}))})"
                )
        start_list = settings.start_list
        course = Course(start_list) if start_list is not None else None
        window = said.get("start_window_s", 600)
        if isinstance(window, bool) or not isinstance(window, int) or not 0 <= window <= 86_400:
            raise UserError("mapping file: start_window_s must be a whole number of seconds up to 86400")
        return cls(
            course,
            _places(said.get("places", {}), course),
            {chip: str(bib) for chip, bib in said_table(said, "chips").items()},
            {entrant.bib: entrant.wave for entrant in start_list.entrants} if start_list is not None else {},
            _guns(said_table(said, "guns"), settings),
            said_texts(said.get("device_guns", []), "device_guns"),
            window,
            _first_gun_ms(settings),
        )

    def line(self, place: str) -> Line | None:
        """The checkpoints at a place; None for a place that nothing is said of.

        Where nothing is said of any place, it is the checkpoint with that id or name, and for a device that
        names none the only one there is.
        """
        course = self.course
        if course is None:
            return ()
        if place in self.places:
            return self.places[place]
        if self.places:
            return None
        if not place and len(course.checkpoints) == 1:
            return (course.finish,)
        named = {_same(course.checkpoints[index].name): index for index in range(course.finish + 1)}
        index = course.index.get(place, named.get(_same(place)) if place else None)
        return None if index is None else (index,)

    def bib(self, chip: str) -> str | None:
        """Whose chip it is; None for an unknown one."""
        if chip in self.chips:
            return self.chips[chip]
        for bib in (chip, chip.lstrip("0")):
            if bib in self.waves or (self.course is None and not self.chips and 0 < len(bib) <= 16):
                return bib
        return None

    def is_of_race(self, gun: TimeOfDay) -> bool:
        """Whether a gun of the device can be one of this race."""
        return self.first_gun_ms is None or gun.utc_ms >= self.first_gun_ms

    def known_place(self, *places: str) -> str:
        """The first of some names of one place of which something is said, or else the first of them."""
        return next((place for place in places if self.line(place) is not None), places[0])

    def known(self, *names: str) -> str:
        """The first of some names of one chip that belongs to a runner, or else the last of them.

        Systems that know the bib of a chip send both.
        """
        return next((name for name in names if name and self.bib(name) is not None), names[-1])


def _first_gun_ms(settings: BridgeSettings) -> int | None:
    """A little before the race is planned to start; else the beginning of its day."""
    if settings.start_list is not None and settings.start_list.planned is not None:
        return settings.start_list.planned.utc_ms - EARLY_GUN_MS
    if settings.date is None or settings.zone is None or settings.is_date_assumed:
        return None
    return DeviceClock(settings).read("00:00:00").utc_ms


def _places(said: object, course: Course | None) -> dict[str, Line]:
    if not isinstance(said, dict) or len(said) > MOST:
        raise UserError('mapping file: [places] must hold lines such as "Mat 1" = "finish"')
    if course is None:
        return {}
    return {place: _line(place, value, course) for place, value in said.items()}


def _line(place: str, said: object, course: Course) -> Line:
    if said == ALL:
        start = () if course.start_line is None else (START,)
        return (*start, *range(course.finish + 1))
    names = said_texts([said] if isinstance(said, str) else said, f"the place {place!r}")
    if not names:
        raise UserError(f"mapping file: the place {place!r} has no checkpoint")
    for name in names:
        if name not in course.index:
            there = f"; there are {', '.join(course.index)}"
            near = did_you_mean([known for known in course.index if _same(known) == _same(name)])
            raise UserError(f"mapping file: {place!r}: no checkpoint has the id {name!r}{near or there}")
    return tuple(sorted({course.index[name] for name in names}))


def _guns(said: Mapping[str, str], settings: BridgeSettings) -> dict[str, TimeOfDay]:
    guns = {}
    for wave, text in said.items():
        try:
            guns[wave] = DeviceClock(settings).read(text)
        except ValueError as error:
            raise UserError(f"mapping file: the gun of {wave or 'all'}: {error}") from None
    return guns


def _same(name: str) -> str:
    """What names that differ only in capitals and blanks have in common."""
    return "".join(name.casefold().split())
