"""A race of official documents, written as the messages of a log."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from feeds.documents.printed_document import (
    Contradiction,
    Document,
    Performance,
    PrintedRace,
    Reading,
    Suspects,
)
from feeds.documents.printed_names import folded
from feeds.documents.race_heading import STAMPED
from race.messages import Checkpoint, Entrant, Gun, Mark, Message, Official, Setting, Split, StartList, Status
from race.times import Time

FINISH = "finish"

LAP_M: dict[Setting, float] = {"track": 400.0, "indoor": 200.0}
"""Of a lap; none on a road."""

LONGEST_REMARK = 1000
MOST_REMARKS = 200

KINDS = {"results": "Result list", "analysis": "Race analysis"}


def race_id(race: PrintedRace) -> str:
    """A name for the race's file: its day and its title, as 2026-06-10-dream-mile-men."""
    text = normalize("NFKD", f"{race.title.date} {race.title.text}".lower()).replace(",", "").replace("'", "")
    plain = "".join(c for c in text if c.isascii())
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].rstrip("-")


def messages(race: PrintedRace, slips: Sequence[Contradiction] = ()) -> list[Message]:
    """The race from the start list to the word that it is official. What a slip names is suspect.

    The gun has no time of day, for the printed start has no zone. Who did not finish is out after the last
    mark that is not suspect.
    """
    suspects = race.doubtful.union(*(slip.suspects for slip in slips))
    timed = sorted(_splits(race, suspects), key=_by_time)
    out = [_status(p, race, suspects) for p in race.performances if p.result is None]
    return [
        _start_list(race, slips),
        *(status for status in out if status.status == "dns"),
        Gun(),
        *_with_statuses(timed, [s for s in out if s.status != "dns"]),
        Official(source="" if race.sources else race.documents[0].kind),
    ]


def _start_list(race: PrintedRace, slips: Sequence[Contradiction]) -> StartList:
    title = race.title
    checkpoints = [Checkpoint(id=name, distance_m=m) for m, name in checkpoint_ids(race).items()]
    return StartList(
        name=title.text,
        meet=title.meet,
        venue=title.venue,
        date=title.date,
        event=title.event,
        sex=title.sex,
        setting=title.setting,
        distance_m=title.distance_m,
        lap_m=LAP_M.get(title.setting),
        checkpoints=tuple(checkpoints),
        entrants=tuple(_entrant(p) for p in sorted(race.performances, key=lambda p: folded(p.family))),
        marks=_records(race),
        sources=race.sources or {document.kind: _source(document) for document in race.documents},
        remarks=_remarks(race, slips),
    )


def checkpoint_ids(race: PrintedRace) -> dict[float, str]:
    """What each mark is called, by its metres: whole metres where that is enough."""
    whole = [int(metres) for metres in race.marks_m]
    names = [str(n) if whole.count(n) == 1 else f"{m:g}" for n, m in zip(whole, race.marks_m, strict=True)]
    return {**dict(zip(race.marks_m, names, strict=True)), race.title.distance_m: FINISH}


def _entrant(performance: Performance) -> Entrant:
    is_last_word = performance.name.split()[-1:] == [performance.family]
    return Entrant(
        bib=performance.bib,
        name=performance.name,
        family="" if is_last_word or performance.family == performance.name else performance.family,
        nation=performance.nation,
        role=performance.role,
        born=performance.born,
        note=performance.note,
    )


def _source(document: Document) -> str:
    stamp = next((remark.rstrip(".") for remark in document.remarks if remark.startswith(STAMPED)), "")
    told = f"{KINDS[document.kind]} ({document.printer}), file {document.name}"
    return f"{told}. {stamp}" if stamp else told


def _records(race: PrintedRace) -> tuple[Mark, ...]:
    """The records as they stood before the race: one of its own day is not one of them."""
    found = [record for document in race.documents for record in document.records]
    return tuple(dict.fromkeys(r for r in found if not r.date or r.date != race.title.date))


def _remarks(race: PrintedRace, slips: Sequence[Contradiction]) -> tuple[str, ...]:
    remarks = [f"Start printed for {race.title.start} local time."] if race.title.start else []
    remarks += race.remarks
    remarks += [r for document in race.documents for r in document.remarks if not r.startswith(STAMPED)]
    if any(not p.bib.isdigit() for p in race.performances):
        remarks.append("Bibs were not in the documents; short codes of letters stand for them.")
    places = {p.place for p in race.performances if p.place is not None}
    if missing := sorted(set(range(1, max(places, default=0))) - places - _shared(race)):
        remarks.append(f"Not printed: place {', '.join(map(str, missing))}.")
    thousandths = [f"{p.family} {p.thousandths}" for p in race.performances if p.thousandths]
    if thousandths:
        remarks.append(f"Thousandths printed: {', '.join(thousandths)}.")
    remarks += [f"Kept as printed, though it contradicts itself: {slip}." for slip in slips]
    if len(remarks) > MOST_REMARKS:
        more = len(remarks) - MOST_REMARKS + 1
        remarks = [*remarks[: MOST_REMARKS - 1], f"And {more} more contradictions."]
    return tuple(remark[:LONGEST_REMARK] for remark in dict.fromkeys(remarks))


def _shared(race: PrintedRace) -> set[int]:
    """Places that are not given because the one above is shared."""
    places = [p.place for p in race.performances if p.place is not None]
    return {place + n for place in set(places) for n in range(1, places.count(place))}


def _splits(race: PrintedRace, suspects: Suspects) -> Iterable[Split]:
    ids = checkpoint_ids(race)
    for p in race.performances:
        for reading in p.marks:
            source = reading.source or race.analysis.kind
            suspect = (p.bib, reading.distance_m) in suspects
            yield _split(p, reading, ids[reading.distance_m], source, suspect)
        if p.result is not None:
            finish = Reading(race.title.distance_m, p.result, p.place, p.line)
            notes = (*p.notes, *([p.thousandths] if p.thousandths else []))
            yield _split(p, finish, FINISH, _kind(p, race), (p.bib, finish.distance_m) in suspects, notes)


def _kind(performance: Performance, race: PrintedRace) -> str:
    """The source of a result."""
    printed_in = (d.kind for d in race.documents if d.name == performance.document)
    return performance.source or next(printed_in)


def _split(
    performance: Performance,
    reading: Reading,
    checkpoint: str,
    source: str,
    suspect: bool,
    notes: tuple[str, ...] = (),
) -> Split:
    return Split(
        bib=performance.bib,
        checkpoint=checkpoint,
        time=reading.time,
        rank=reading.rank,
        evidence="official",
        source=source,
        notes=notes,
        suspect=suspect,
    )


def _by_time(split: Split) -> tuple[int, int]:
    return (split.time or Time(0)).ms, split.rank or 0


def _status(performance: Performance, race: PrintedRace, suspects: Suspects) -> Status:
    good = [r.distance_m for r in performance.marks if (performance.bib, r.distance_m) not in suspects]
    status = performance.status or "unknown"
    return Status(
        bib=performance.bib,
        status=status,
        after=checkpoint_ids(race)[max(good)] if good and status == "dnf" else None,
        reason=performance.reason,
        source=_kind(performance, race),
    )


def _with_statuses(splits: Sequence[Split], statuses: Sequence[Status]) -> list[Message]:
    """The splits, each status behind the last mark it names, or at the end where it names none."""
    last = {status.bib: status for status in statuses if status.after is not None}
    told: list[Message] = []
    for split in splits:
        told.append(split)
        status = last.get(split.bib)
        if status is not None and status.after == split.checkpoint:
            told.append(status)
    return [*told, *(status for status in statuses if status.after is None)]
