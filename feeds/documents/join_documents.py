"""Joins the documents of one race: results from the result list, splits from the race analysis.

Places, times, pacemakers, thousandths and birth dates are those of the result list; splits and the places
printed with them are those of the analysis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.documents.printed_document import Contradiction, Document, Performance, PrintedRace, RaceHeading
from feeds.documents.printed_names import short_codes
from feeds.errors import FeedError
from race.people.folding import folded_letters

if TYPE_CHECKING:
    from race.times import Time


def by_race(documents: Iterable[Document]) -> list[list[Document]]:
    """The documents of each race, the result list first. Raises FeedError for two of one kind."""
    races: list[list[Document]] = []
    for document in sorted(documents, key=lambda d: d.kind != "results"):
        same = next((r for r in races if all(document.heading.is_same_race(d.heading) for d in r)), None)
        if same is None:
            races.append([document])
            continue
        twin = next((d for d in same if d.kind == document.kind), None)
        if twin is not None:
            word = "result lists" if document.kind == "results" else "race analyses"
            raise FeedError(f"{twin.name} and {document.name} are two {word} of one race; use the later one")
        same.append(document)
    return races


def join(documents: Sequence[Document]) -> PrintedRace:
    """A race from its documents, the result list first."""
    shared = _shared_bibs(documents)
    documents = [_without_bibs(document, shared) for document in documents]
    twins = [twin for document in documents for twin in _twins(document)]
    contradictions = [
        Contradiction(twin.document, twin.line, f"{twin.family} is listed already; this row is left out")
        for twin in twins
    ]
    first, *others = ([p for p in d.performances if p not in twins] for d in documents)
    joined = list(first)
    for performances in others:
        for performance in performances:
            i = _same_athlete(performance, joined)
            if i is None:
                joined.append(performance)
                continue
            contradictions += _differences(joined[i], performance, documents[0].name)
            joined[i] = _joined(joined[i], performance)
    return PrintedRace(
        heading=_heading([document.heading for document in documents]),
        documents=tuple(documents),
        performances=with_bibs(joined, [p for p in joined if not p.bib]),
        intermediates_m=tuple(sorted({m for document in documents for m in document.intermediates_m})),
        contradictions=tuple(contradictions),
        notes=tuple(
            f"Bib {bib} is printed for {names}; codes of letters are used." for bib, names in shared.items()
        ),
    )


def _shared_bibs(documents: Sequence[Document]) -> dict[str, str]:
    """The bibs that documents print for athletes of different names, with the names."""
    named: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for document in documents:
        own: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for performance in document.performances:
            if performance.bib:
                own[performance.bib].setdefault(folded_letters(performance.name), performance.name)
        for bib, names in own.items():
            if len(names) > 1:
                named[bib] |= names
    return {bib: " and ".join(names.values()) for bib, names in named.items()}


def _without_bibs(document: Document, bibs: Collection[str]) -> Document:
    """A document without some bibs, which are in the notes on their athletes."""
    performances = (
        replace(p, bib="", note=f"{p.note} Bib {p.bib} as printed.".strip()) if p.bib in bibs else p
        for p in document.performances
    )
    return replace(document, performances=tuple(performances)) if bibs else document


def with_bibs(performances: Iterable[Performance], without: Sequence[Performance]) -> tuple[Performance, ...]:
    """The performances, with short codes in place of bibs for those `without`, given out in that order."""
    performances = list(performances)
    names = [(p.nation, p.nation) if p.team and p.nation else (p.name, p.family) for p in without]
    codes = short_codes(names, {p.bib for p in performances if p.bib})
    code_of = dict(zip(map(id, without), codes, strict=True))
    return tuple(replace(p, bib=p.bib or code_of[id(p)]) for p in performances)


def _twins(document: Document) -> list[Performance]:
    """The rows of athletes who are listed above already."""
    first = {_athlete_key(performance): performance for performance in reversed(document.performances)}
    return [p for p in document.performances if first[_athlete_key(p)] is not p]


def _athlete_key(performance: Performance) -> tuple[str, str]:
    if performance.bib:
        return performance.bib, ""
    return folded_letters(performance.name), f"{performance.nation} {performance.born}"


def _heading(headings: Sequence[RaceHeading]) -> RaceHeading:
    """The first heading, completed from the others."""
    heading = headings[0]
    for other in headings[1:]:
        heading = replace(
            heading,
            date=heading.date or other.date,
            start=heading.start or other.start,
            meet=heading.meet or other.meet,
            venue=heading.venue or other.venue,
            event=other.event if other.event.setting == "indoor" else heading.event,
            round=heading.round or other.round,
            heat=heading.heat or other.heat,
        )
    return heading


def _same_athlete(wanted: Performance, known: Sequence[Performance]) -> int | None:
    """The index of the same athlete: by bib, else by name, else by place, result, family name and nation."""

    def is_same(other: Performance) -> bool:
        if wanted.bib and other.bib:
            return wanted.bib == other.bib
        return folded_letters(wanted.name) == folded_letters(other.name)

    def is_alike(other: Performance) -> bool:
        if wanted.nation != other.nation or (wanted.bib and other.bib):
            return False
        same_family = folded_letters(wanted.family) == folded_letters(other.family)
        same_result = (wanted.place, wanted.result) == (other.place, other.result)
        same_status = wanted.status is not None and wanted.status == other.status
        return (wanted.place is not None and same_result) or (same_family and same_status)

    matches = [i for i, other in enumerate(known) if is_same(other)]
    if len(matches) > 1:
        same = (wanted.place, wanted.result, wanted.status)
        matches = [i for i in matches if (known[i].place, known[i].result, known[i].status) == same]
    matches = matches or [i for i, other in enumerate(known) if is_alike(other)]
    return matches[0] if len(matches) == 1 else None


def _differences(in_list: Performance, other: Performance, list_name: str) -> list[Contradiction]:
    """Where the result list and the analysis disagree about one athlete."""
    figures = (
        ("place", in_list.place, other.place),
        ("result", in_list.result or in_list.status, other.result or other.status),
    )
    contradictions = []
    for kind, listed, found in figures:
        if listed != found:
            text = f"{kind} of {other.family} is {_shown(found)}, but {_shown(listed)}"
            text += f" in {list_name} on line {in_list.line}"
            contradictions.append(Contradiction(other.document, other.line, text))
    return contradictions


def _shown(figure: int | Time | str | None) -> str:
    return "none" if figure is None else str(figure).upper()


def _joined(in_list: Performance, other: Performance) -> Performance:
    """A performance of the result list with the splits of the analysis."""
    return replace(
        in_list,
        bib=in_list.bib or other.bib,
        nation=in_list.nation or other.nation,
        born=in_list.born or other.born,
        notes=in_list.notes or other.notes,
        reason=in_list.reason or other.reason,
        behind=other.behind,
        splits=other.splits,
        finish=other.finish,
        laps=other.laps,
        column_fits=other.column_fits,
        splits_document=other.document,
        splits_line=other.line,
    )
