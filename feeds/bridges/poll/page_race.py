"""A page of results as messages of a race: what it says at one moment, while the race is on.

Any format of tables is read. What a finished race implies does not hold of one that is on: a runner without
a result is running, and a time that is the last one on the way is not the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.poll.page_checkpoints import PageCheckpoints
from feeds.documents.printed_names import short_codes
from feeds.errors import AnswerNeeded, FeedError
from feeds.tables.plain.column_heads import read_head
from feeds.tables.plain.column_map import NO_MAP, column_map_of
from feeds.tables.plain.plain_table import FORMAT as PLAIN_TABLE
from feeds.tables.plain.plain_table import read_grids
from feeds.tables.plain.table_blocks import is_heads
from feeds.tables.race_messages import checkpoint_ids, convert_table
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from feeds.tables.table_formats import recognise
from race.event import HALF_MARATHON_M
from race.event_names import parse_event
from race.messages import Gun, Order, Split, StartList, Status
from race.people.family_names import family_name
from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.tables.plain.column_map import ColumnMap
    from feeds.tables.table_format import TableFormat
    from feeds.tables.table_race import TableRace, TableRunner
    from race.messages import Message

PAGE = "page"
"""The name of a page in notes."""

USUAL = ("1500", "3000", "5000", "10 km", "half marathon", "marathon", "50 km", "100 km", "200 km")
"""Events, one of which is assumed where a page does not say it."""

LEAST_ASSUMED_M = 5000.0

MOST_NAMED = 8
"""Races of a page that are named."""


class PageContent(NamedTuple):
    """What a page says."""

    messages: Sequence[Message]
    notes: Sequence[str]
    """What was understood, and what was not."""
    others: Sequence[str] = ()
    """The names of further races in it."""


class PageRace:
    """Reads the pages of one race. What it had to choose once stays as it was: bibs, distances."""

    def __init__(
        self, settings: BridgeSettings, columns: Mapping[str, object], places: Mapping[str, str]
    ) -> None:
        """Raises FeedError for columns that cannot be meant.

        Args:
            settings: What the operator says.
            columns: What a column map says.
            places: The ids of checkpoints, by what they are called in the page.
        """
        column_map = column_map_of(columns, "mapping file")
        self._settings = settings
        self._hints = _hints(settings, column_map)._replace(column_map=columns)
        self._event = ""
        """The event that was assumed, in words."""
        self._assumed_m = 0.0
        self._start_list = settings.start_list
        heads = {name: head.point.metres for name, head in column_map.columns.items() if head.point}
        distances = {name: metres for name, metres in heads.items() if metres is not None}
        self._checkpoints = PageCheckpoints(settings.start_list, places, distances)
        entrants = settings.start_list.entrants if settings.start_list else ()
        self._bibs = {entrant.bib for entrant in entrants}
        named: dict[tuple[str, ...], set[str]] = {}
        for entrant in entrants:
            named.setdefault(_folded(entrant.name), set()).add(entrant.bib)
        self._by_name = {name: bibs.pop() for name, bibs in named.items() if len(bibs) == 1}
        """Bibs of those whose name no one else has."""
        self._codes: dict[tuple[str, str], str] = {}
        """By name and team, of those who have no bib."""

    @property
    def assumed(self) -> Sequence[str]:
        """What was assumed of the newest page, in words."""
        return [text for text in (self._event, self._checkpoints.assumed) if text]

    def read(self, data: bytes, source: str) -> PageContent:
        """What a page says. Raises FeedError where no race is in it."""
        try:
            race, others = self._race(data)
            race = replace(race, name=source) if race.name == PAGE else race
            race = self._checkpoints.with_distances(self._with_bibs(_without_times_so_far(race)))
            made = convert_table(race)
        except AnswerNeeded as error:
            raise FeedError(f'{error} or in the mapping file, as event = "10 km"') from None
        ids = dict(zip(checkpoint_ids(race.points), race.points, strict=True))
        where = self._checkpoints.ids(ids)
        messages = [said for message in made.messages if (said := self._said(message, where, source))]
        self._checkpoints.learn(next(m for m in made.messages if isinstance(m, StartList)), ids)
        unlisted = {m.bib for m in messages if isinstance(m, Split)} - self._bibs if self._start_list else ()
        notes = [*race.notes, *self._checkpoints.notes(ids, where)]
        notes += [f"bib {bib} is not on the start list" for bib in sorted(unlisted)]
        return PageContent(messages, notes, others)

    def _race(self, data: bytes) -> tuple[TableRace, list[str]]:
        """The race that is meant, and the names of others."""
        source = SourceFile(PAGE, data)
        known = recognise(source) or PLAIN_TABLE
        farthest_m = _farthest_m(source) if known is PLAIN_TABLE else 0.0
        if self._event and farthest_m >= self._assumed_m:
            self._hints, self._event = self._hints._replace(event=""), ""
        try:
            races = known.read([source], self._hints)
        except AnswerNeeded:
            races = self._assumed_races(known, source, farthest_m or LEAST_ASSUMED_M)
        if not races:
            raise FeedError("no race is in it")
        return races[0], [race.name for race in races[1:MOST_NAMED]]

    def _assumed_races(
        self, known: TableFormat, source: SourceFile, farthest_m: float
    ) -> Sequence[TableRace]:
        """The races of a usual distance beyond all points that are named, and in which the times can be run.

        Raises FeedError where there is none.
        """
        fault = FeedError("no usual distance is far enough for its points")
        for title in USUAL:
            event = parse_event(title) or parse_event(f"{title} m")
            if event is None or event.distance_m <= farthest_m:
                continue
            hints = self._hints._replace(event=title)
            try:
                races = known.read([source], hints)
            except FeedError as error:
                fault = error
                continue
            self._hints, self._assumed_m = hints, event.distance_m
            self._event = f"{title}{' m' * title.isdecimal()} (event in the mapping file)"
            return races
        raise fault

    def _with_bibs(self, race: TableRace) -> TableRace:
        """The race with a bib for each runner: that of the start list by the name, or a code of letters."""
        runners = [self._with_listed_bib(runner) for runner in race.runners]
        without = [one for one in runners if not one.bib and _person(one) not in self._codes]
        taken = {*self._codes.values(), *self._bibs, *(runner.bib for runner in runners)}
        names = [(one.name, one.family or family_name(one.name)) for one in without]
        for one, code in zip(without, short_codes(names, taken), strict=True):
            self._codes.setdefault(_person(one), code)
        coded = (replace(one, bib=one.bib or self._codes[_person(one)]) for one in runners)
        return replace(race, runners=tuple(coded))

    def _with_listed_bib(self, runner: TableRunner) -> TableRunner:
        if runner.bib in self._bibs:
            return runner
        return replace(runner, bib=self._by_name.get(_folded(runner.name), runner.bib))

    def _said(self, message: Message, where: Mapping[str, str], source: str) -> Message | None:
        """A message as it holds of a race that is on, at its checkpoints; None where it does not."""
        match message:
            case StartList() if self._start_list is None:
                zone = str(getattr(self._settings.zone, "key", ""))
                return replace(message, zone=zone, sources={})
            case Gun() if self._start_list is None or not message.wave:
                return message if self._start_list is None else Gun()
            case Split(checkpoint=at) if at in where:
                return replace(message, checkpoint=where[at], evidence="published", source=source)
            case Order(checkpoint=at) if at in where:
                return replace(message, checkpoint=where[at], evidence="published", source=source)
            case Status(status=status) if status != "unknown":
                return replace(message, after=where.get(message.after or ""), source=source)
        return None


def _farthest_m(source: SourceFile) -> float:
    """The farthest point that is named in heads of columns, in metres; 0 where there is none."""
    grids = read_grids(source, NO_MAP)
    heads = [
        read_head(cell) for grid in grids for row in grid.rows if is_heads(row, NO_MAP) for cell in row.cells
    ]
    points = [head.point for head in heads if head.point is not None]
    farthest_m = max((point.metres or 0.0 for point in points), default=0.0)
    if any(point.is_half for point in points) and farthest_m >= HALF_MARATHON_M / 4:
        return HALF_MARATHON_M  # `Half` beside 10 km is a half marathon
    return farthest_m


def _hints(settings: BridgeSettings, column_map: ColumnMap) -> Hints:
    event, distance_m, start_list = column_map.event, column_map.distance_m, settings.start_list
    if start_list is not None and not event and distance_m is None:
        event = start_list.event if _is_event(start_list.event) else ""
        distance_m = start_list.distance_m
        if not event and start_list.setting in ("road", "trail"):
            event = f"{distance_m / 1000:.10g} km"
    return Hints(
        event=event,
        distance_m=distance_m,
        date=settings.date.isoformat() if settings.date else "",
        only=(settings.only,) if settings.only else (),
        is_on=True,
    )


def _is_event(code: str) -> bool:
    try:
        return bool(code) and parse_event(code) is not None
    except ValueError:
        return False


def _without_times_so_far(race: TableRace) -> TableRace:
    """The race without results that are times on the way, and without what follows from a lack of results."""
    finish = len(race.points) - 1
    runners = []
    for runner in race.runners:
        on_the_way = {figure.time for figure in runner.times if figure.point != finish}
        times = tuple(
            f for f in runner.times if f.point != finish or f.time is None or f.time not in on_the_way
        )
        has_result = any(figure.point == finish and figure.time is not None for figure in times)
        is_unknown = runner.status == "unknown"
        runners.append(
            replace(
                runner,
                times=times,
                place=runner.place if has_result else None,
                status=None if is_unknown else runner.status,
            )
        )
    return replace(race, runners=tuple(runners))


def _person(runner: TableRunner) -> tuple[str, str]:
    return runner.name, runner.team or runner.club


def _folded(name: str) -> tuple[str, ...]:
    """A name for comparison, with given and family name in either order."""
    return tuple(sorted(folded_words(name)))
