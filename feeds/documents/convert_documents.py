"""Documents in, races out: read, joined, held against themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic_core import ValidationError

from feeds import codec
from feeds.consistency import contradictions_in
from feeds.documents.checks.check_times import fit_told
from feeds.documents.checks.contradictions import contradictions
from feeds.documents.join_documents import by_race, join
from feeds.documents.printed_document import Contradiction, Document, PrintedRace
from feeds.documents.to_messages import checkpoint_ids, messages, race_id
from feeds.errors import FeedError
from race.messages import Message, Split

KEEP_HINT = "--keep-conflicts keeps what contradicts itself, marked as suspect"


class ContradictedDocuments(FeedError):
    """Documents whose figures contradict each other."""

    def __init__(self, slips: Sequence[Contradiction]) -> None:
        self.slips = tuple(slips)
        more = f" (and {len(slips) - 1} more)" if len(slips) > 1 else ""
        super().__init__(f"{slips[0]}{more}; {KEEP_HINT}")


@dataclass(frozen=True, slots=True)
class Converted:
    """A race file to be."""

    race: str
    """Its id."""
    messages: tuple[Message, ...]
    kept: tuple[Contradiction, ...]
    """Contradictions that are in it, marked as suspect."""
    notes: tuple[str, ...] = ()
    """What is worth knowing and contradicts nothing: where figures were put that had no head of their own."""


def convert(documents: Sequence[Document], *, keep_conflicts: bool = False) -> Iterator[Converted]:
    """The races of some documents, one after the other.

    Raises Contradicted where figures contradict each other and are not to be kept, and FeedError where two
    documents of one kind are of one race.
    """
    for own in by_race(documents):
        yield convert_race(join(own), keep_conflicts=keep_conflicts)


def convert_race(race: PrintedRace, *, keep_conflicts: bool = False) -> Converted:
    """One race. Raises Contradicted where figures contradict each other and are not to be kept."""
    notes = _fits(race)
    race = replace(race, remarks=(*race.remarks, *notes))
    slips = contradictions(race)
    if slips and not keep_conflicts:
        raise ContradictedDocuments(slips)
    told = _told(race, slips)
    while problems := [problem for problem in contradictions_in(list(enumerate(told))) if problem.fatal]:
        more = [_as_slip(problem.text, told[problem.line], race) for problem in problems]
        if not keep_conflicts:
            raise ContradictedDocuments(more)
        if not any(slip.suspects for slip in more):
            raise FeedError(str(more[0]))
        slips += more
        told = _told(race, slips)
    _refuse_beyond_limits(told, race)
    return Converted(race_id(race), tuple(told), tuple(slips), notes)


def _told(race: PrintedRace, slips: Sequence[Contradiction]) -> list[Message]:
    try:
        return messages(race, slips)
    except ValueError as error:
        raise FeedError(f"{race.documents[0].name}: {error}") from None


def _fits(race: PrintedRace) -> tuple[str, ...]:
    clear = ((p, fit) for p in race.performances for fit in p.fitted if fit.is_clear)
    return tuple(f"{p.figures_document}: line {fit.line}: {fit_told(p, fit, race)}." for p, fit in clear)


def _as_slip(text: str, message: Message, race: PrintedRace) -> Contradiction:
    """What is wrong with a message, at the row of the document that it was read from."""
    if not isinstance(message, Split):
        return Contradiction(race.documents[0].name, 0, text)
    performance = next(p for p in race.performances if p.bib == message.bib)
    metres = next(m for m, name in checkpoint_ids(race).items() if name == message.checkpoint)
    lines = [reading.line for reading in performance.marks if reading.distance_m == metres]
    where = (performance.figures_document, lines[0]) if lines else (performance.document, performance.line)
    return Contradiction(*where, text, performance.suspect(metres))


def _refuse_beyond_limits(told: Sequence[Message], race: PrintedRace) -> None:
    for message in told:
        try:
            codec.decode(codec.encode(message))
        except ValidationError as error:
            raise FeedError(f"{race.documents[0].name}: {codec.explain(error)[0]}") from None


def renamed(converted: Converted, race: str) -> Converted:
    """The same race under another id."""
    return replace(converted, race=race)
