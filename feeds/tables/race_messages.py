"""A race of a table, written as the messages of a log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.check_messages import check
from feeds.documents.convert_documents import ConvertedRace
from feeds.documents.printed_names import short_codes
from feeds.documents.to_messages import hyphenated
from feeds.errors import AnswerNeeded, FeedError
from feeds.tables.impossible_times import with_possible_results
from feeds.tables.place_order import with_doubted_places
from feeds.tables.point_distances import with_distances
from feeds.tables.rising_times import with_doubts
from race.messages import Checkpoint, Entrant, Gun, Message, Official, Order, Split, StartList, Status
from race.people.family_names import family_name
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.table_race import TablePoint, TableRace, TableRunner, TableTime
    from race.messages import Evidence

FINISH = "finish"

SOURCE = "file"
"""The key of the race's only source."""

LONGEST_ID = 16

MOST_RUNNERS = 100_000

MOST_NOTES = 100
"""On one race."""


def convert_table(race: TableRace) -> ConvertedRace:
    """A race file's messages. Raises FeedError where a figure is beyond what a race file may hold."""
    if len(race.runners) > MOST_RUNNERS:
        raise FeedError(f"{race.name}: {len(race.runners):,} runners; a race has at most {MOST_RUNNERS:,}")
    if not race.event.distance_m:
        raise AnswerNeeded(
            f"{race.name}: it does not say how far the race is: give it with --distance METRES",
            "--distance 8000",
        )
    try:
        race = _with_waves(_with_bibs(_with_teams(race)))
        if not race.is_weighed:
            race = with_doubted_places(with_possible_results(with_distances(with_doubts(race))))
        messages = tuple(_messages(race))
        check(messages)
    except ValidationError as error:
        raise FeedError(codec.explain(error)[0]) from None
    except ValueError as error:
        raise FeedError(str(error)) from None
    return ConvertedRace(_race_id(race) or "race", messages, (), _bounded(race.notes), _doubt(race))


def _doubt(race: TableRace) -> str:
    """The first result that is not clear, in words: it is doubtful itself, or a time on the way is later."""
    if race.is_weighed:
        return ""
    for runner in race.runners:
        at_finish = (f.time for f in runner.times if f.point == len(race.points) - 1 and f.time is not None)
        result = next(at_finish, None)
        doubted = [f.time for f in runner.times if f.is_doubtful and f.time is not None]
        is_doubted = result is not None and any(time.ms >= result.ms for time in doubted)
        if is_doubted or runner.has_unread_result:
            return f"{runner.where}, {runner.name}: the result is not clear"
    return ""


def _race_id(race: TableRace) -> str:
    """The id, if there is one; else day and name, with sex and round where the name lacks them."""
    if race.race:
        return hyphenated(race.race)
    said = hyphenated(race.name).split("-")
    more = [
        word
        for word in (race.sex, race.round)
        if hyphenated(word).removesuffix("s") not in map(_singular, said)
    ]
    return hyphenated(" ".join(filter(None, (race.date, race.name, *more, race.heat))))


def _singular(word: str) -> str:
    return word.removesuffix("s")


def _bounded(notes: Sequence[str]) -> tuple[str, ...]:
    """The first notes, and how many more there are."""
    more = len(notes) - MOST_NOTES
    return (*notes[:MOST_NOTES], *([f"and {more} more notes like these"] if more > 0 else []))


def _with_bibs(race: TableRace) -> TableRace:
    """The race with short codes of letters in place of bibs that are missing, too long or given before."""
    notes: list[str] = []
    taken: set[str] = set()
    without: list[TableRunner] = []
    for runner in race.runners:
        if runner.bib and runner.bib not in taken and len(runner.bib) <= LONGEST_ID:
            taken.add(runner.bib)
            continue
        without.append(runner)
        if runner.bib:
            fault = "is given twice" if runner.bib in taken else "is longer than a bib may be"
            notes.append(
                f"{runner.where}, {runner.name}: bib {runner.bib!r} {fault}; a code of letters is used"
            )
    names = [
        (runner.nation, runner.nation)
        if race.event.is_team_race and runner.nation
        else (runner.name, runner.family or family_name(runner.name))
        for runner in without
    ]
    codes = dict(zip(map(id, without), short_codes(names, taken), strict=True))
    runners = tuple(replace(runner, bib=codes.get(id(runner), runner.bib)) for runner in race.runners)
    return replace(race, runners=runners, notes=(*race.notes, *notes))


def _messages(race: TableRace) -> Iterator[Message]:
    ids = checkpoint_ids(race.points)
    yield _start_list(race, ids)
    yield from (_status(runner, ids) for runner in race.runners if runner.status == "dns")
    yield from _guns(race)
    splits = sorted(_splits(race, ids), key=lambda split: split.rank or 0)
    splits.sort(key=lambda split: split.time.ms if split.time is not None else 0)
    yield from splits
    yield from _orders(race, ids)
    yield from race.said
    yield from (_status(r, ids) for r in race.runners if r.status is not None and r.status != "dns")
    if race.is_final:
        yield Official(source=SOURCE)


def checkpoint_ids(points: Sequence[TablePoint]) -> list[str]:
    """The id of each point, or else its name, shortened and made unique; of the last one, `finish`."""
    ids: list[str] = []
    for point in points[:-1]:
        stem = point.id or hyphenated(point.name)[:LONGEST_ID] or "point"
        name, count = stem, 1
        while name in ids or name == (points[-1].id or FINISH):
            count += 1
            name = f"{stem[: LONGEST_ID - 1 - len(str(count))]}-{count}"
        ids.append(name)
    return [*ids, points[-1].id or FINISH]


def _start_list(race: TableRace, ids: Sequence[str]) -> StartList:
    event = race.event
    return StartList(
        name=race.name[:200],
        meet=race.meet[:200],
        venue=race.venue[:200],
        date=race.date,
        zone=race.zone,
        planned=race.start,
        round=race.round,
        heat=race.heat,
        kind=race.kind,
        event=event.code,
        sex=race.sex,
        setting=event.setting,
        distance_m=event.distance_m,
        lap_m=event.lap_m,
        limit_s=event.limit_s,
        checkpoints=tuple(
            _checkpoint(point, id_, event.distance_m if id_ == ids[-1] else point.distance_m)
            for point, id_ in zip(race.points, ids, strict=True)
        ),
        entrants=tuple(map(_entrant, race.runners)),
        marks=race.marks,
        sources={SOURCE: race.source[:1000], **race.sources},
        remarks=tuple(remark[:1000] for remark in dict.fromkeys(race.remarks)),
    )


def _checkpoint(point: TablePoint, checkpoint_id: str, metres: float | None) -> Checkpoint:
    if metres is None:
        raise ValueError(f"the distance of {point.name!r} is not given")
    is_said = (checkpoint_id == FINISH and not point.id) or point.name in (checkpoint_id, f"{metres:g}")
    return Checkpoint(id=checkpoint_id, distance_m=metres, name="" if is_said else point.name[:200])


def _with_teams(race: TableRace) -> TableRace:
    """The race with its entrants as teams, if it is a relay: they are named whole, and by their nation."""
    if not race.event.is_team_race:
        return race
    teams = (
        replace(runner, team=runner.team or runner.name, family=runner.family or runner.name)
        for runner in race.runners
    )
    return replace(race, runners=tuple(teams))


def _entrant(runner: TableRunner) -> Entrant:
    return Entrant(
        bib=runner.bib,
        name=runner.name[:200],
        family=runner.family[:200],
        athlete=runner.athlete,
        nation=runner.nation,
        club=runner.club[:200],
        team=runner.team[:200],
        members=tuple(member[:200] for member in runner.members),
        role=runner.role,
        born=runner.born,
        category=runner.category or runner.sex,
        wave=runner.wave,
        pb=runner.pb,
        sb=runner.sb,
        note=runner.note[:1000],
    )


def _with_waves(race: TableRace) -> TableRace:
    """The race with waves for runners without one, where these did not all start together."""
    starts = {runner.start_ms for runner in race.runners if not runner.wave}
    if len(starts) <= 1:
        return race
    return replace(race, runners=tuple(replace(runner, wave=_wave(runner)) for runner in race.runners))


def _wave(runner: TableRunner) -> str:
    start_ms = runner.start_ms or 0
    return runner.wave or (str(Time(start_ms, 0 if start_ms % 1000 == 0 else 3)) if start_ms else "")


def _guns(race: TableRace) -> Iterator[Gun]:
    """The guns of all waves; a wave's own is later by the start of its runners."""
    if not race.runners:
        yield Gun()
        return
    starts = {r.wave: (r.start_ms, r.gun) for r in race.runners if r.start_ms is not None}
    are_said = any(gun for _, gun in starts.values())
    if starts and "" not in starts and all(start_ms for start_ms, _ in starts.values()):
        starts[""] = 0, race.start  # the first gun was that of a wave without an entrant
    if race.start is None and not are_said and not any(start_ms for start_ms, _ in starts.values()):
        yield from [Gun()] if starts and (race.is_weighed or _is_run(race)) else []
        return
    for wave, (start_ms, gun) in sorted(starts.items(), key=lambda item: item[1][0]):
        clock = race.start if gun is None and not are_said else None
        if clock is not None:
            gun = clock._replace(utc_ms=clock.utc_ms + start_ms)
        yield Gun(wave=wave, clock=gun, when=Time(start_ms) if gun is None else None)


def _is_run(race: TableRace) -> bool:
    """Whether anything is known of the race itself; a start list says nothing of its gun."""
    return race.is_final or any(r.times or r.status not in (None, "dns") for r in race.runners)


def _splits(race: TableRace, ids: Sequence[str]) -> Iterator[Split]:
    for runner in race.runners:
        for figure in runner.times:
            if figure.time is None and figure.clock is None:
                continue
            is_result = figure.point == len(ids) - 1
            yield Split(
                bib=runner.bib,
                checkpoint=ids[figure.point],
                time=figure.time,
                clock=figure.clock if figure.time is None else None,
                rank=None if figure.is_doubtful else _place(runner, figure, is_result=is_result),
                evidence=figure.evidence or race.evidence,
                source=figure.source or SOURCE,
                notes=figure.notes,
                suspect=figure.is_doubtful,
                leg=figure.leg,
                wind=runner.wind if is_result and figure.wind is None else figure.wind,
            )


def _place(runner: TableRunner, figure: TableTime, *, is_result: bool) -> int | None:
    return figure.place or (runner.place if is_result else None)


def _orders(race: TableRace, ids: Sequence[str]) -> Iterator[Order]:
    """The places of those who have no time, or a doubtful one, for each point, evidence and source."""
    together: dict[tuple[int, Evidence, str], dict[str, int]] = {}
    for runner in race.runners:
        for figure in runner.times:
            place = _place(runner, figure, is_result=figure.point == len(ids) - 1)
            is_timed = figure.time is not None or figure.clock is not None
            if place is not None and (figure.is_doubtful or not is_timed):
                key = figure.point, figure.evidence or race.evidence, figure.source or SOURCE
                together.setdefault(key, {})[runner.bib] = place
    for (point, evidence, source), places in sorted(together.items()):
        yield Order(checkpoint=ids[point], places=places, evidence=evidence, source=source)


def _status(runner: TableRunner, ids: Sequence[str]) -> Status:
    last = max((figure.point for figure in runner.times if not figure.is_doubtful), default=None)
    last = last if runner.after is None else runner.after
    is_out = runner.after is not None or (runner.status == "dnf" and last is not None)
    return Status(
        bib=runner.bib,
        status=runner.status or "unknown",
        after=ids[last] if is_out and last is not None else None,
        reason=runner.reason[:1000],
        source=SOURCE,
    )
