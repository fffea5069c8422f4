"""Documents of one race are joined: results from the result list, marks from the race analysis.

Places, times, pacemakers, thousandths and birth dates are those of the result list, times and ranks at the
marks those of the analysis.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from feeds.documents.printed_document import Contradiction, Document, Performance, PrintedRace, Title
from feeds.documents.printed_names import folded, short_codes
from feeds.errors import FeedError


def by_race(documents: Iterable[Document]) -> list[list[Document]]:
    """The documents of each race, the result list first. Raises FeedError for two of one kind."""
    races: list[list[Document]] = []
    for document in sorted(documents, key=lambda d: d.kind != "results"):
        same = next((r for r in races if all(document.title.is_same_race(d.title) for d in r)), None)
        if same is None:
            races.append([document])
            continue
        twin = next((d for d in same if d.kind == document.kind), None)
        if twin is not None:
            word = "result lists" if document.kind == "results" else "race analyses"
            raise FeedError(f"{twin.name} and {document.name} are two {word} of one race; take the later one")
        same.append(document)
    return races


def join(documents: Sequence[Document]) -> PrintedRace:
    """One race of its documents, the result list first."""
    slips = [slip for document in documents for slip in _twins(document)]
    first, *others = (_without_twins(document) for document in documents)
    joined = list(first)
    for performances in others:
        for performance in performances:
            own = _same_athlete(performance, joined)
            if own is None:
                joined.append(performance)
                continue
            slips += _differences(joined[own], performance, documents[0].name)
            joined[own] = _joined(joined[own], performance)
    bibs = {p.bib for p in joined if p.bib}
    without = [p for p in joined if not p.bib]
    codes = dict(zip(map(id, without), short_codes([(p.name, p.family) for p in without], bibs), strict=True))
    return PrintedRace(
        title=_title([document.title for document in documents]),
        documents=tuple(documents),
        performances=tuple(replace(p, bib=p.bib or codes[id(p)]) for p in joined),
        marks_m=tuple(sorted({m for document in documents for m in document.marks_m})),
        slips=tuple(slips),
    )


def _twins(document: Document) -> list[Contradiction]:
    kept = {id(performance) for performance in _without_twins(document)}
    return [
        Contradiction(document.name, p.line, f"{p.family} stands there already; this row is left out")
        for p in document.performances
        if id(p) not in kept
    ]


def _without_twins(document: Document) -> list[Performance]:
    """The first row of every athlete."""
    found = {_person(performance): performance for performance in reversed(document.performances)}
    return [p for p in document.performances if found[_person(p)] is p]


def _person(performance: Performance) -> tuple[str, str]:
    return (performance.bib, "") if performance.bib else (folded(performance.name), performance.nation)


def _title(titles: Sequence[Title]) -> Title:
    """The title with what any of the documents prints."""
    title = titles[0]
    for other in titles[1:]:
        title = replace(
            title,
            date=title.date or other.date,
            start=title.start or other.start,
            meet=title.meet or other.meet,
            venue=title.venue or other.venue,
            setting="indoor" if "indoor" in (title.setting, other.setting) else "track",
        )
    return title


def _same_athlete(wanted: Performance, known: Sequence[Performance]) -> int | None:
    """The index of the same person: by bib, else by name, else by place, result and family name or nation."""

    def is_same(other: Performance) -> bool:
        if wanted.bib and other.bib:
            return wanted.bib == other.bib
        return folded(wanted.name) == folded(other.name)

    def is_alike(other: Performance) -> bool:
        if wanted.nation != other.nation or (wanted.bib and other.bib):
            return False
        same_family = folded(wanted.family) == folded(other.family)
        same_result = wanted.place is not None and (wanted.place, wanted.result) == (
            other.place,
            other.result,
        )
        return same_result or (same_family and wanted.status is not None and wanted.status == other.status)

    found = [i for i, other in enumerate(known) if is_same(other)]
    found = found or [i for i, other in enumerate(known) if is_alike(other)]
    return found[0] if len(found) == 1 else None


def _differences(own: Performance, other: Performance, listed_in: str) -> list[Contradiction]:
    """Where the result list and the analysis say different things of one athlete."""
    slips = []
    for what, one, two in (
        ("place", own.place, other.place),
        ("result", own.result or own.status, other.result or other.status),
    ):
        if one != two:
            shown = "none" if one is None else str(one).upper() if what == "result" else str(one)
            found = "none" if two is None else str(two).upper() if what == "result" else str(two)
            text = f"{what} of {other.family} is {found}, and {shown} in {listed_in} on line {own.line}"
            slips.append(Contradiction(other.document, other.line, text))
    return slips


def _joined(own: Performance, other: Performance) -> Performance:
    """A performance of the result list with the marks of the analysis."""
    return replace(
        own,
        bib=own.bib or other.bib,
        nation=own.nation or other.nation,
        born=own.born or other.born,
        notes=own.notes or other.notes,
        reason=own.reason or other.reason,
        behind=other.behind,
        marks=other.marks,
        finish=other.finish,
        laps=other.laps,
        fitted=other.fitted,
        figures_document=other.document,
        figures_line=other.line,
    )
