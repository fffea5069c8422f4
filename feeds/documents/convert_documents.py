"""Documents in, races out: joined, checked, and written as messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pydantic_core import ValidationError

from feeds import codec
from feeds.check_messages import check
from feeds.consistency import contradictions_in
from feeds.documents.checks.check_times import describe_fit
from feeds.documents.checks.contradictions import find_contradictions
from feeds.documents.join_documents import by_race, join
from feeds.documents.printed_document import Contradiction, Document, PrintedRace
from feeds.documents.to_messages import checkpoint_ids, race_id, to_messages
from feeds.errors import FeedError
from race.lazy_dataclass import dataclass
from race.messages import Message, Split

KEEP_HINT = "--keep-conflicts keeps contradictory figures and marks them as suspect"


class ContradictedDocuments(FeedError):
    """Documents whose figures contradict each other."""

    def __init__(self, contradictions: Sequence[Contradiction]) -> None:
        self.contradictions = tuple(contradictions)
        more = f" (and {len(contradictions) - 1} more)" if len(contradictions) > 1 else ""
        super().__init__(f"{contradictions[0]}{more}; {KEEP_HINT}")


@dataclass(frozen=True, slots=True)
class ConvertedRace:
    """What a race file will hold."""

    race: str
    """The race's id."""
    messages: tuple[Message, ...]
    kept: tuple[Contradiction, ...]
    """Contradictions in it; their splits are marked as suspect."""
    notes: tuple[str, ...] = ()
    """Which columns were chosen for rows with fewer figures than column heads."""
    doubt: str = ""
    """A result that is not clear, in words: who is in which place may depend on it."""


def convert(documents: Sequence[Document], *, keep_conflicts: bool = False) -> Iterator[ConvertedRace]:
    """The races of some documents, one after the other.

    Raises:
        ContradictedDocuments: Figures contradict each other, and `keep_conflicts` is not set.
        FeedError: Two documents of one kind are about the same race, or a figure is out of range.
    """
    for of_race in by_race(documents):
        yield convert_race(join(of_race), keep_conflicts=keep_conflicts)


def convert_race(race: PrintedRace, *, keep_conflicts: bool = False) -> ConvertedRace:
    """One race. Raises the same errors as `convert`."""
    notes = (*race.notes, *_clear_fits(race))
    race = replace(race, remarks=(*race.remarks, *notes))
    contradictions = find_contradictions(race)
    if contradictions and not keep_conflicts:
        raise ContradictedDocuments(contradictions)
    messages = _messages(race, contradictions)
    while problems := [problem for problem in contradictions_in(list(enumerate(messages))) if problem.fatal]:
        more = [_at_row(problem.text, messages[problem.line], race) for problem in problems]
        if not keep_conflicts:
            raise ContradictedDocuments(more)
        if not any(contradiction.suspects for contradiction in more):
            raise FeedError(str(more[0]))
        contradictions += more
        messages = _messages(race, contradictions)
    _refuse_beyond_limits(messages, race)
    return ConvertedRace(race_id(race), tuple(messages), tuple(contradictions), notes)


def _messages(race: PrintedRace, contradictions: Sequence[Contradiction]) -> list[Message]:
    try:
        return to_messages(race, contradictions)
    except ValueError as error:
        raise FeedError(f"{race.documents[0].name}: {error}") from None


def _clear_fits(race: PrintedRace) -> tuple[str, ...]:
    clear = ((p, fit) for p in race.performances for fit in p.column_fits if fit.is_clear)
    return tuple(f"{p.splits_document}: line {fit.line}: {describe_fit(p, fit, race)}." for p, fit in clear)


def _at_row(text: str, message: Message, race: PrintedRace) -> Contradiction:
    """A problem of a message as a contradiction at the row of the document that the message came from."""
    if not isinstance(message, Split):
        return Contradiction(race.documents[0].name, 0, text)
    performance = next(p for p in race.performances if p.bib == message.bib)
    metres = next(m for m, name in checkpoint_ids(race).items() if name == message.checkpoint)
    lines = [split.line for split in performance.splits if split.distance_m == metres]
    where = (performance.splits_document, lines[0]) if lines else (performance.document, performance.line)
    return Contradiction(*where, text, performance.suspects_at(metres))


def _refuse_beyond_limits(messages: Sequence[Message], race: PrintedRace) -> None:
    try:
        check(messages)
    except ValidationError as error:
        raise FeedError(f"{race.documents[0].name}: {codec.explain(error)[0]}") from None
