"""Something about a race that a person should look at, with what can be decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from race.messages import Ruling

if TYPE_CHECKING:
    from race.edits.edit import Edit
    from race.fold.history import History
    from race.messages import Entrant
    from race.times import Time, TimeOfDay

Need = Literal["bib", "time", "gun", "checkpoint", "entrant", "seconds"]
"""What has to be given for a decision: a bib, a time, the time of day of a gun, the id of a checkpoint, an
entrant, or by how many seconds a clock is to be moved."""


class Answer(NamedTuple):
    """What was given for a decision, of which only what it needs is set."""

    bib: str = ""
    time: Time | TimeOfDay | None = None
    checkpoint: str = ""
    entrant: Entrant | None = None
    ms: int = 0


class Choice(NamedTuple):
    """A decision."""

    words: str
    make: Callable[[History, Answer], Edit]
    """The edit that does it, of the race as it is then. Raises ValueError."""
    need: Need | None = None
    suggested: tuple[str, ...] = ()
    """What may be meant, as it would be typed, the likeliest first."""


class ReviewItem(NamedTuple):
    """A row of the list."""

    key: str
    """What it is about; it stays the same as long as it needs review."""
    text: str
    """What is doubtful, in a sentence."""
    remedy: str
    """What would settle it without a decision, or what was decided."""
    choices: tuple[Choice, ...]
    """The likeliest first."""
    is_settled: bool = False
    """Whether someone has decided about it."""


def plain(words: str, make: Callable[[History], Edit]) -> Choice:
    """A decision for which nothing has to be given."""
    return Choice(words, lambda history, _answer: make(history))


def given_bib(words: str, make: Callable[[History, str], Edit], suggested: tuple[str, ...] = ()) -> Choice:
    """A decision that needs a bib."""
    return Choice(words, lambda history, answer: make(history, answer.bib), "bib", suggested)


def ruled_ids(history: History) -> set[str]:
    """The ids of all messages about which someone has ruled."""
    return {m.of for m in history.messages if isinstance(m, Ruling) and history.holds(m)}
