"""A start list in a table that goes on changing while a race is timed: late entries, other bibs, scratches.

What changes in the table since it was last read becomes messages of the race. What someone changed here is
left as it is. Nothing happens in silence, and nothing that has times is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from race.edits.log_lookup import replacement
from race.messages import Entrant, Message, StartList, Status, Void
from race.people.name_matching import alike, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.fold.history import History

REMOVED = "Removed from the start list"
"""The reason of the status of an entrant who is gone from the table."""

Stamp = tuple[int, int]


class TableNews(NamedTuple):
    """What a table says that it did not say before."""

    messages: Sequence[Message] = ()
    notes: Sequence[str] = ()


class StartListLink:
    """Looks at a table again and again. `read` gives its entrants, and raises FeedError or OSError."""

    def __init__(self, path: Path, read: Callable[[], Sequence[Entrant]], own: Sequence[Message]) -> None:
        """`own` are the messages of the timing so far, among them what earlier runs took from the table."""
        self.name = path.name
        self._path = path
        self._read = read
        self._known = _known_from(own, self.name)
        self._seen: Stamp | None = None
        self._taken: Stamp | None = None
        self.count: int | None = None
        """How many entrants the table has; None before it was read."""

    def look(self) -> Sequence[Entrant] | str | None:
        """The entrants in the table if it has changed, or why it cannot be read; else None. May be slow.

        A file is read when it has been left alone from one look to the next.
        """
        try:
            status = self._path.stat()
        except OSError as error:
            stamp = (0, 0)
            if self._taken == stamp:
                return None
            self._taken = stamp
            return f"{self.name} cannot be read ({error.strerror}): the start list stays as it is"
        stamp = status.st_mtime_ns, status.st_size
        before, self._seen = self._seen, stamp
        if stamp == self._taken or before not in (stamp, None):
            return None
        self._taken = stamp
        try:
            return self._read()
        except (FeedError, OSError) as error:
            return f"{self.name} cannot be read: {error}; the start list stays as it is"

    def news(self, table: Sequence[Entrant], history: History) -> TableNews:
        """What has changed in the table, as messages by its name, and what is left to a person."""
        now = {entrant.bib: entrant for entrant in table}
        self.count = len(now)
        gone = self._known.keys() - now.keys()
        if len(gone) > max(len(self._known) // 2, 2):
            left_out = f"{len(gone)} of its {len(self._known)} entrants"
            note = f"{self.name} no longer lists {left_out}: nothing was changed"
            return TableNews(notes=[note])
        comparison = _Comparison(self.name, self._known, now, history)
        self._known = now
        return comparison.news()


def _known_from(own: Sequence[Message], name: str) -> dict[str, Entrant]:
    """The entrants that a table had when its start list or its changes were taken last."""
    known: dict[str, Entrant] = {}
    before: Mapping[str, Entrant] = {}
    scratched: dict[str | None, str] = {}
    for message in own:
        if isinstance(message, StartList):
            listed = {entrant.bib: entrant for entrant in message.entrants}
            if message.by == name:
                known = {bib: entrant for bib, entrant in known.items() if bib in listed}
                known |= {bib: entrant for bib, entrant in listed.items() if entrant != before.get(bib)}
            before = listed
        elif message.by == name and isinstance(message, Status):
            scratched[message.id] = message.bib
            known.pop(message.bib, None)
        elif message.by == name and isinstance(message, Void):
            bib = scratched.get(message.replaces)
            if bib is not None and bib in before:
                known[bib] = before[bib]
    return known


class _Comparison:
    """A table as it was and as it is, beside the race."""

    def __init__(
        self, name: str, known: Mapping[str, Entrant], now: Mapping[str, Entrant], history: History
    ) -> None:
        self._name, self._known, self._now = name, known, now
        self._start_list = start_list = history.start_list
        self._listed = {entrant.bib: entrant for entrant in start_list.entrants} if start_list else {}
        self._runners = history.at(history.end_ms).runners
        self._changed: dict[str, Entrant] = {}
        """By the bib on the start list."""
        self._added: list[Entrant] = []
        self._others: list[Message] = []
        self._notes: list[str] = []

    def news(self) -> TableNews:
        """The changes."""
        gone = [bib for bib in self._known if bib not in self._now]
        new = [bib for bib in self._now if bib not in self._known]
        for bib in gone:
            name = words(self._known[bib].name)
            other = next((one for one in new if words(self._now[one].name) == name), None)
            if other is None:
                self._scratch(bib)
            else:
                new.remove(other)
                self._change_bib(bib, other)
        for bib in new:
            self._add(self._now[bib])
        for bib in self._known:
            if bib in self._now and self._known[bib] != self._now[bib]:
                self._change(bib)
        messages = [*self._new_list(), *self._others]
        return TableNews([replace(message, by=self._name) for message in messages], self._notes)

    def _new_list(self) -> Iterator[StartList]:
        if (self._changed or self._added) and self._start_list is not None:
            entrants = (self._changed.get(entrant.bib, entrant) for entrant in self._start_list.entrants)
            yield replacement(self._start_list, entrants=(*entrants, *self._added))

    def _has_times(self, bib: str) -> bool:
        runner = self._runners.get(bib)
        return runner is not None and bool(runner.claims())

    def _scratch(self, bib: str) -> None:
        entrant = self._listed.get(bib)
        if entrant is None or self._runners[bib].out is not None:
            return
        if self._has_times(bib):
            self._note(entrant, "is no longer listed, but has times: nothing was changed")
            return
        self._others.append(Status(bib=bib, status="dns", reason=REMOVED))
        self._note(entrant, "is no longer listed: did not start")

    def _add(self, entrant: Entrant) -> None:
        listed = self._listed.get(entrant.bib)
        if listed is None:
            self._added.append(entrant)
            self._note(entrant, "is new")
        elif words(listed.name) != words(entrant.name):
            self._note(entrant, f"is new, but {entrant.bib} is {listed.name} here: nothing was changed")
        else:
            self._bring_back(entrant)

    def _bring_back(self, entrant: Entrant) -> None:
        """Withdraw the status that was given as the entrant was gone from the table."""
        for status in self._runners[entrant.bib].statuses:
            if status.by == self._name and status.reason == REMOVED and status.id is not None:
                self._others.append(Void(replaces=status.id))
                self._note(entrant, "is listed again, and back in the race")

    def _change_bib(self, bib: str, other: str) -> None:
        entrant = self._now[other]
        if bib not in self._listed:
            self._add(entrant)
        elif other in self._listed:
            self._note(entrant, f"was {bib}, but {other} is on the list already: nothing was changed")
        elif self._has_times(bib):
            self._note(entrant, f"was {bib}, but has times with it: nothing was changed, change the bib here")
        else:
            self._changed[bib] = self._updated(bib, entrant)
            self._note(entrant, f"was {bib}")

    def _change(self, bib: str) -> None:
        listed, before, entrant = self._listed.get(bib), self._known[bib], self._now[bib]
        if listed is None:
            return
        is_another = not alike(words(before.name), words(entrant.name))
        if is_another and words(before.name) != words(entrant.name) and self._has_times(bib):
            self._note(entrant, f"was {before.name}, but has times: nothing was changed")
            return
        updated = self._updated(bib, entrant)
        if updated != listed:
            self._changed[bib] = updated
            self._note(entrant, f"was {before.name}" if before.name != entrant.name else "has changed")

    def _updated(self, bib: str, entrant: Entrant) -> Entrant:
        """The entrant on the start list, with what has changed in the table."""
        before = self._known[bib]
        changes = {
            field.name: getattr(entrant, field.name)
            for field in fields(Entrant)
            if getattr(entrant, field.name) != getattr(before, field.name)
        }
        return replace(self._listed[bib], **changes)

    def _note(self, entrant: Entrant, what: str) -> None:
        self._notes.append(f"{self._name}: {entrant.bib} {entrant.name} {what}")
