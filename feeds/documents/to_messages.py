"""A race of official documents, written as the messages of a log."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from feeds.documents.checks.contradictions import all_suspects
from feeds.documents.printed_document import (
    Contradiction,
    Document,
    Performance,
    PrintedRace,
    PrintedSplit,
    Suspects,
)
from feeds.documents.race_heading import STAMPED
from race.messages import Checkpoint, Entrant, Gun, Mark, Message, Official, Split, StartList, Status
from race.people.folding import folded_letters, folded_words
from race.times import Time
from race.titles.run_for import kind_of_race

FINISH = "finish"

_PLAIN = re.compile("[a-z0-9]+")

LONGEST_REMARK = 1000
MOST_REMARKS = 200

KINDS = {"results": "Result list", "analysis": "Race analysis"}


def race_id(race: PrintedRace) -> str:
    """A name for the race's file from its day and its title, as 2026-06-10-dream-mile-men."""
    return hyphenated(f"{race.heading.date} {race.heading.title}".replace(",", ""))


def hyphenated(text: str) -> str:
    """A text as a race's id: plain letters and digits with hyphens between, at most 80."""
    return "-".join(_PLAIN.findall(" ".join(folded_words(text))))[:80].rstrip("-")


def to_messages(race: PrintedRace, contradictions: Sequence[Contradiction] = ()) -> list[Message]:
    """The race from its start list to the message that it is official.

    Splits named in a contradiction are suspect. The gun has no time of day, as the start is printed without
    a time zone. A runner who did not finish is out after the last split that is not suspect.
    """
    suspects = all_suspects(race, contradictions)
    splits = sorted(_splits(race, suspects), key=_by_time)
    statuses = [_status(p, race, suspects) for p in race.performances if p.result is None]
    return [
        _start_list(race, contradictions),
        *(status for status in statuses if status.status == "dns"),
        Gun(),
        *_with_statuses(splits, [status for status in statuses if status.status != "dns"]),
        Official(source="" if race.sources else race.documents[0].kind),
    ]


def _start_list(race: PrintedRace, contradictions: Sequence[Contradiction]) -> StartList:
    heading = race.heading
    checkpoints = [Checkpoint(id=name, distance_m=m) for m, name in checkpoint_ids(race).items()]
    return StartList(
        name=heading.title,
        meet=heading.meet,
        venue=heading.venue,
        date=heading.date,
        round=heading.round,
        heat=heading.heat,
        kind=kind_of_race(heading.meet, heading.round),
        event=heading.event.code,
        sex=heading.sex,
        setting=heading.event.setting,
        distance_m=heading.distance_m,
        lap_m=heading.event.lap_m,
        limit_s=heading.event.limit_s,
        checkpoints=tuple(checkpoints),
        entrants=tuple(map(_entrant, sorted(race.performances, key=_by_family))),
        marks=_records(race),
        sources=race.sources or {document.kind: _source(document) for document in race.documents},
        remarks=_remarks(race, contradictions),
    )


def checkpoint_ids(race: PrintedRace) -> dict[float, str]:
    """The id of each checkpoint by its metres: whole metres where those are unique."""
    points = race.intermediates_m
    whole = [int(metres) for metres in points]
    names = [str(n) if whole.count(n) == 1 else f"{m:g}" for n, m in zip(whole, points, strict=True)]
    return {**dict(zip(points, names, strict=True)), race.heading.distance_m: FINISH}


def _by_family(performance: Performance) -> str:
    return folded_letters(performance.family)


def _entrant(performance: Performance) -> Entrant:
    is_last_word = performance.name.split()[-1:] == [performance.family]
    is_whole = performance.family == performance.name
    return Entrant(
        bib=performance.bib,
        name=performance.name,
        family=performance.team or ("" if is_last_word or is_whole else performance.family),
        nation=performance.nation,
        club=performance.club,
        team=performance.team,
        role=performance.role,
        born=performance.born,
        note=performance.note,
    )


def _source(document: Document) -> str:
    stamp = next((remark.rstrip(".") for remark in document.remarks if remark.startswith(STAMPED)), "")
    source = f"{KINDS[document.kind]} ({document.printer}), file {document.name}"
    return f"{source}. {stamp}" if stamp else source


def _records(race: PrintedRace) -> tuple[Mark, ...]:
    """The records before the race, without one set on its day."""
    printed = [record for document in race.documents for record in document.records]
    return tuple(dict.fromkeys(r for r in printed if not r.date or r.date != race.heading.date))


def _remarks(race: PrintedRace, contradictions: Sequence[Contradiction]) -> tuple[str, ...]:
    remarks = [f"Start printed for {race.heading.start} local time."] if race.heading.start else []
    remarks += race.remarks
    if (wind := _wind(race)) is not None:
        remarks.append(f"Wind {wind:+g} m/s.")
    remarks += [r for document in race.documents for r in document.remarks if not r.startswith(STAMPED)]
    if any(not p.bib.isdigit() for p in race.performances):
        remarks.append("Bibs were not in the documents; short codes of letters are used instead.")
    places = {p.place for p in race.performances if p.place is not None}
    if missing := sorted(set(range(1, max(places, default=0))) - places - _skipped(race)):
        remarks.append(f"Not printed: place {', '.join(map(str, missing))}.")
    thousandths = [f"{p.family} {p.thousandths}" for p in race.performances if p.thousandths]
    if thousandths:
        remarks.append(f"Thousandths printed: {', '.join(thousandths)}.")
    remarks += [f"Kept as printed, though contradictory: {each}." for each in contradictions]
    if len(remarks) > MOST_REMARKS:
        more = len(remarks) - MOST_REMARKS + 1
        remarks = [*remarks[: MOST_REMARKS - 1], f"And {more} more contradictions."]
    return tuple(remark[:LONGEST_REMARK] for remark in dict.fromkeys(remarks))


def _skipped(race: PrintedRace) -> set[int]:
    """Places not given because a place above them is shared."""
    places = [p.place for p in race.performances if p.place is not None]
    return {place + n for place in set(places) for n in range(1, places.count(place))}


def _splits(race: PrintedRace, suspects: Suspects) -> Iterator[Split]:
    ids = checkpoint_ids(race)
    wind = _wind(race) if race.heading.event.measures_wind else None
    for p in race.performances:
        printed: list[tuple[PrintedSplit, str, tuple[str, ...]]] = [
            (split, split.source or race.analysis.kind, ()) for split in p.splits
        ]
        if p.result is not None:
            finish = PrintedSplit(race.heading.distance_m, p.result, p.place, p.line)
            notes = (*p.notes, p.thousandths) if p.thousandths else p.notes
            printed.append((finish, _result_source(p, race), notes))
        for split, source, notes in printed:
            yield Split(
                bib=p.bib,
                checkpoint=ids[split.distance_m],
                time=split.time,
                rank=split.printed_place,
                evidence="official",
                source=source,
                notes=notes,
                suspect=(p.bib, split.distance_m) in suspects,
                wind=wind if split.distance_m == race.heading.distance_m else None,
            )


def _wind(race: PrintedRace) -> float | None:
    return next((document.wind for document in race.documents if document.wind is not None), None)


def _result_source(performance: Performance, race: PrintedRace) -> str:
    printed_in = (d.kind for d in race.documents if d.name == performance.document)
    return performance.source or next(printed_in)


def _by_time(split: Split) -> tuple[int, int]:
    return (split.time or Time(0)).ms, split.rank or 0


def _status(performance: Performance, race: PrintedRace, suspects: Suspects) -> Status:
    good = [s.distance_m for s in performance.splits if (performance.bib, s.distance_m) not in suspects]
    status = performance.status or "unknown"
    return Status(
        bib=performance.bib,
        status=status,
        after=checkpoint_ids(race)[max(good)] if good and status == "dnf" else None,
        reason=" ".join(filter(None, (performance.reason, *performance.notes))),
        source=_result_source(performance, race),
    )


def _with_statuses(splits: Sequence[Split], statuses: Sequence[Status]) -> list[Message]:
    """The splits, with each status after the split that it names, or at the end where it names none."""
    named = {(status.bib, status.after): status for status in statuses if status.after is not None}
    messages: list[Message] = []
    for split in splits:
        messages.append(split)
        if status := named.get((split.bib, split.checkpoint)):
            messages.append(status)
    return [*messages, *(status for status in statuses if status.after is None)]
