"""The bridge to IOF XML 3.0: a folder into which a program writes result lists and start lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import Outcome
from feeds.bridges.file_bridge import FileBridge
from feeds.bridges.iof.iof_class import IofClass
from feeds.bridges.iof.race_news import RaceNews
from feeds.errors import FeedError
from feeds.tables.programs.iof_event import IofEvent
from feeds.tables.programs.iof_xml import IofList, class_name, class_races
from feeds.tables.source_file import SourceFile

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings, Heat
    from feeds.tables.programs.iof_race import IofRace
    from race.messages import Message

MOST_CLASSES = 1000

MOST_NAMED = 10
"""Classes in a sentence."""

LONGEST_NAME = 60
"""Characters of a class in the key of its race."""

HOW = "choose one with --only CLASS, or make each a race of its own with --race 'WOODS-{event}'"
"""What to do where there are several classes."""

LONGEST_SAID = 800
"""Characters of what is said of a file."""


class Iof(FileBridge):
    """A class of an event, or all, from result lists and start lists that are written anew while it is on."""

    summary: ClassVar = "results and start lists in IOF XML 3.0 that a program writes into a folder"
    example: ClassVar = """\
  To see which classes there are, and what would be published of one:

  lapbell bridge iof --try live/
  lapbell bridge iof --try live/ --only "Men Elite"

  "Men Elite" as a race, and each class a race of its own:

  lapbell bridge iof live/ --only "Men Elite" --to wss://hub.example --race 2026-men-elite \\
      --zone Europe/Stockholm
  lapbell bridge iof live/ --to wss://hub.example --race '2026-woods-{event}' --zone Europe/Stockholm"""
    patterns: ClassVar = ("*.xml",)
    has_heats: ClassVar = True

    def __init__(self, settings: BridgeSettings) -> None:
        super().__init__(settings)
        self._event = IofEvent()
        self._classes: dict[str, IofClass] = {}
        self._races: dict[Heat, RaceNews] = {}
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
        people, found = 0, dict.fromkeys(class_name(element) for element in classes)
        begun: set[str] = set()
        for element in classes:
            known = class_name(element)
            people += sum(child.tag.startswith(("Person", "Team")) for child in element)
            if known in self._classes or len(self._classes) < MOST_CLASSES:
                is_more = listed.status == "Delta" or known in begun
                self._classes.setdefault(known, IofClass()).take(element, is_delta=is_more)
                begun.add(known)
        kind = "results" if listed.is_results else "starts"
        remark = f"{kind} of {len(found)} class{'es' * (len(found) != 1)}, {people} entries"
        yield from self._changed([name for name in found if name in begun], name, remark)

    def _changed(self, classes: Sequence[str], name: str, remark: str) -> Iterator[Outcome]:
        """What a file that is about some classes changes in the race, or in their races."""
        if self.settings.each_heat:
            only = self.settings.only
            yield self._outcome(name, remark)
            for known in [known for known in classes if not only or _same(known, only)]:
                races, fault = self._races_of(known)
                if fault:
                    yield self._outcome("", "", self._once(fault))
                for race in races:
                    yield from self._news((known[:LONGEST_NAME], race.number[:LONGEST_NAME], "1"), race)
            return
        chosen = self._meant()
        races, fault = self._races_of(chosen) if chosen else ([], "")
        races = [race for race in races if _same(race.name, self.settings.only)] or races
        if len({race.name for race in races}) > 1:
            names = ", ".join(race.name for race in races[:MOST_NAMED])
            news = self._once(f"{chosen} has several races ({names}): choose one with --only")
            yield self._outcome(name, remark, news)
        elif not races:
            nobody = f"; no one is in {chosen} yet" if chosen and not fault else ""
            yield self._outcome(name, remark + nobody, self._once(fault) if fault else self._which())
        else:
            race = max(races, key=lambda race: len(race.runners))
            for outcome in self._news((), race):
                said = "; ".join(filter(None, (remark, outcome.remark)))
                news = outcome.news or self._which()
                yield self._outcome(name, said, news, outcome.messages)

    def _news(self, key: Heat, race: IofRace) -> Iterator[Outcome]:
        """What is new of a race."""
        if key not in self._races and len(self._races) >= MOST_CLASSES:
            return
        news = self._races.setdefault(key, RaceNews(self.settings)).of(race, self._event, self.record)
        fault = self._once(f"{race.name}: {news.fault}") if news.fault else ""
        yield self._outcome("", "; ".join(news.notes), fault, news.messages, key)

    def _outcome(
        self, name: str, remark: str, news: str = "", messages: Sequence[Message] = (), heat: Heat = ()
    ) -> Outcome:
        said, told = remark[:LONGEST_SAID], news[:LONGEST_SAID]
        return Outcome(name, self.record, messages, said, news=told, heat=heat)

    def _races_of(self, known: str) -> tuple[list[IofRace], str]:
        """The races of a class in which there is someone, or why they cannot be read."""
        try:
            return [race for race in class_races(self._classes[known].merged()) if race.runners], ""
        except FeedError as error:
            return [], str(error)

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
        return self._once(f"there are {beside}: {HOW}")

    def _once(self, sentence: str) -> str:
        if sentence in self._said or len(self._said) >= MOST_CLASSES:
            return ""
        self._said.add(sentence)
        return sentence


def _same(name: str, other: str) -> bool:
    return name.casefold() == other.casefold()
