"""The bridge to IOF XML 3.0: a folder into which a program writes result lists and start lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Outcome
from feeds.bridges.file_bridge import FileBridge
from feeds.bridges.iof.control_distances import ControlDistances
from feeds.bridges.iof.iof_class import IofClass
from feeds.bridges.iof.iof_race_messages import iof_event, iof_hints, iof_messages
from feeds.bridges.snapshot_differ import SnapshotDiffer
from feeds.errors import FeedError
from feeds.tables.programs.iof_event import IofEvent
from feeds.tables.programs.iof_xml import IofList, class_name, class_races
from feeds.tables.source_file import SourceFile

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from feeds.tables.programs.iof_race import IofRace
    from race.messages import Message

MOST_CLASSES = 1000

MOST_NAMED = 10
"""Classes in a sentence."""

MOST_NOTES = 3
"""On one file."""

LONGEST_SAID = 800
"""Characters of what is said of a file."""


class Iof(FileBridge):
    """One class of an event, from the result lists and start lists that are written anew while it is on."""

    summary: ClassVar = "results and start lists in IOF XML 3.0 that a program writes into a folder"
    example: ClassVar = """\
  To see which classes there are, and what would be published of one:

  lapbell bridge iof --try live/
  lapbell bridge iof --try live/ --only "Men Elite"

  lapbell bridge iof live/ --only "Men Elite" --to wss://hub.example --race 2026-men-elite \\
      --zone Europe/Stockholm"""
    patterns: ClassVar = ("*.xml",)

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._differ = SnapshotDiffer("iof")
        self._event = IofEvent()
        self._classes: dict[str, IofClass] = {}
        self._distances = ControlDistances()
        self._order: dict[str, int] = {}
        """The bibs in the order in which they came: in a result list it changes with every finisher."""
        self._chosen = ""
        self._said: set[str] = set()

    def closing_note(self) -> str:
        """Which classes there are."""
        names = list(self._classes)
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        said = f"there are {len(names)} classes: {', '.join(names[:MOST_NAMED])}{more}"
        return said[:LONGEST_SAID] if names[1:] else ""

    def take_file(self, name: str, data: bytes) -> Iterator[Outcome]:
        """Take a list. One that is half written is no XML, and what was known stays."""
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.rstrip(b"\0 \t\r\n")
        if not data:
            yield Outcome(name, self.record, remark="empty: what was known stays")
            return
        try:
            listed = IofList(SourceFile(name, data))
            classes = list(listed)
        except FeedError as error:
            yield Outcome(
                name, self.record, remark=f"{error}; what was known stays"[:LONGEST_SAID], is_bad=True
            )
            return
        self._event = listed.event if listed.event.name else self._event
        people = 0
        for element in classes:
            known = class_name(element)
            people += sum(child.tag.startswith(("Person", "Team")) for child in element)
            if known in self._classes or len(self._classes) < MOST_CLASSES:
                self._classes.setdefault(known, IofClass()).take(element, is_delta=listed.status == "Delta")
        kind = "results" if listed.is_results else "starts"
        remark = f"{kind} of {len(classes)} class{'es' * (len(classes) != 1)}, {people} entries"
        yield self._published(name, remark)

    def _published(self, name: str, remark: str) -> Outcome:
        """What a file changes in the race."""
        chosen = self._meant()
        if not chosen:
            return self._outcome(name, remark, self._which())
        try:
            race = self._race(chosen)
            if race is None:
                return self._outcome(name, f"{remark}; no one is in {chosen} yet", self._which())
            event, assumed = iof_event(race, iof_hints(self.settings))
            messages = iof_messages(race, self._event, event, self.settings, self._distances)
        except FeedError as error:
            return self._outcome(name, remark, self._once(str(error)))
        new = self._differ.whole(messages, self.record)
        notes = [*filter(None, [assumed]), *race.notes[:MOST_NOTES], *self._differ.faults()[:MOST_NOTES]]
        return self._outcome(name, "; ".join((remark, *notes)), self._which(), new)

    def _outcome(self, name: str, remark: str, news: str, messages: Sequence[Message] = ()) -> Outcome:
        return Outcome(name, self.record, messages, remark[:LONGEST_SAID], news=news[:LONGEST_SAID])

    def _race(self, chosen: str) -> IofRace | None:
        """The race of the class, its runners in the order in which they came. Raises FeedError."""
        races = [race for race in class_races(self._classes[chosen].merged()) if race.runners]
        named = [race for race in races if _same(race.name, self.settings.only)] or races
        if len({race.name for race in named}) > 1:
            names = ", ".join(race.name for race in named[:MOST_NAMED])
            raise FeedError(f"{chosen} has several races ({names}): choose one with --only")
        race = max(named, key=lambda race: len(race.runners), default=None)
        if race is None:
            return None
        for runner in race.runners:
            self._order.setdefault(runner.bib, len(self._order))
        return replace(race, runners=sorted(race.runners, key=lambda runner: self._order[runner.bib]))

    def _meant(self) -> str:
        """The class that is the race: the one that was asked for, or else the first, if it came alone."""
        if not self._chosen:
            only, known = self.settings.only, list(self._classes)
            if only:
                known = [
                    name for name in known if _same(name, only) or _same(only[: len(name) + 1], f"{name} ")
                ]
                known = [max(known, key=len)] if known else []
            if len(known) == 1:
                self._chosen = known[0]
        return self._chosen

    def _which(self) -> str:
        """What has to be said of the choice of a class, once."""
        names, only = ", ".join(list(self._classes)[:MOST_NAMED]), self.settings.only
        if only:
            return "" if self._chosen else self._once(f"there is no class {only} yet (there are {names})")
        if len(self._classes) < 2:
            return ""
        beside = (
            f"other classes beside {self._chosen}, which is published"
            if self._chosen
            else f"several classes ({names})"
        )
        return self._once(f"there are {beside}: choose one with --only CLASS")

    def _once(self, sentence: str) -> str:
        if sentence in self._said or len(self._said) >= MOST_CLASSES:
            return ""
        self._said.add(sentence)
        return sentence


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()
