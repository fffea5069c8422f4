"""Which message an event of the commentary goes back to, so that it can be corrected."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from race.doubted_claims import DoubtedClaim
from race.messages import Gun, Note, Official, Split, Status
from race.moments.moment import Moment

if TYPE_CHECKING:
    from race.corrections.corrections import Correction
    from race.fold.history import History
    from race.messages import Message

Subject = tuple[type, str]
"""A type of message, with the bib of a status or the text of a note."""

NEWEST: dict[str, type[Message]] = {
    "gun": Gun,
    "out": Status,
    "off": Status,
    "note": Note,
    "official": Official,
}
"""By the kind of a moment, the messages that it is about; other kinds are about a time of a runner."""


class MessageIds:
    """Finds the ids of messages by what is said of them. It follows the history of a race that grows."""

    def __init__(self) -> None:
        self._history: History | None = None
        self._rewrites = 0
        self._read = 0
        self._by_time: defaultdict[tuple[str, int], str | None] = defaultdict(lambda: None)
        """The newest message with a time of a runner, in milliseconds from the runner's gun."""
        self._newest: dict[Subject, str | None] = {}

    def of(self, subject: Moment | Correction | DoubtedClaim, history: History) -> str | None:
        """The id of the message; None if there is no single one, or it has no id."""
        if isinstance(subject, DoubtedClaim):
            return subject.message.id
        if not isinstance(subject, Moment):
            return history.messages[subject.number - 1].id
        self._catch_up(history)
        kind = NEWEST.get(subject.kind)
        if kind is not None:
            about = subject.text if kind is Note else subject.bib or ""
            found = self._newest.get((kind, about))
            if found is not None:
                return found
        if subject.bib is None or subject.time is None:
            return None
        return self._by_time[subject.bib, subject.time.ms]

    def _catch_up(self, history: History) -> None:
        if history is not self._history or history.rewrites != self._rewrites:
            self._history, self._rewrites, self._read = history, history.rewrites, 0
            self._by_time.clear()
            self._newest.clear()
        for message in history.messages[self._read :]:
            self._enter(message, history)
        self._read = len(history.messages)

    def _enter(self, message: Message, history: History) -> None:
        match message:
            case Split(bib=bib):
                time = history.start_times.elapsed(message)
                if time is not None:
                    self._by_time[bib, time.ms] = message.id
            case Status(bib=bib):
                self._newest[Status, bib] = message.id
            case Note(text=text):
                self._newest[Note, text] = message.id
            case Gun() | Official():
                self._newest[type(message), ""] = message.id
