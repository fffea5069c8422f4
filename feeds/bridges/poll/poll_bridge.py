"""The bridge `poll`: results that are published on the web while the race is on, looked at now and then."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from feeds.bridges.bridge import Bridge, BridgeSettings, Outcome
from feeds.bridges.poll.page_race import PageRace
from feeds.bridges.poll.page_request import LINES
from feeds.bridges.raw_input import LARGEST_FILE
from feeds.bridges.snapshot_differ import SnapshotDiffer
from feeds.errors import FeedError, UserError
from feeds.publishing.history_diff import thing
from feeds.tables.plain.column_map import KEYS as COLUMN_KEYS
from race.messages import StartList

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Opening, RawSource
    from feeds.bridges.poll.page_race import PageContent
    from feeds.bridges.raw_input import Piece
    from race.messages import Message

LOOKS = 3
"""Looks at which something is not in the page any more until it is withdrawn."""

FEW = 2
"""As much may always be gone at once; more than this and than half of all is another page."""

KEYS = frozenset((*COLUMN_KEYS, "zone", "date", "chips", "checkpoints", "interval_s"))

LONGEST_SOURCE = 64

LONGEST_REMARK = 900
"""Characters of what is said of a page."""

MOST_STREAMS = 8
"""Pages that come in parts at one time."""


class Poll(Bridge):
    """Pages and lists of one race. What is new is published, what has changed is corrected.

    What is gone is withdrawn when it is still gone at the third look, unless most of all is gone.
    """

    summary = "results that are published on a web page while the race is on (HTML, JSON, CSV)"
    example = """\
  lapbell bridge poll https://results.example/2026/10k --start-list 10k.jsonl --try
  lapbell bridge poll https://results.example/2026/10k --start-list 10k.jsonl \\
      --with-start-list --to HOST:8400

  It looks every 30 s, or as often as interval_s in the mapping file says, 5 s at least. Take the
  address from which the page loads its figures, if they are not in the page itself. With map.toml
  saying which columns were taken where, if their heads do not:

      event = "10 km"
      [columns]
      "Wendepunkt" = "5 km"

  lapbell bridge poll https://results.example/list.json --map map.toml --try"""
    patterns: ClassVar = ("*",)
    needs_clock: ClassVar = False
    sends: ClassVar = LINES

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError for a mapping file that cannot be meant."""
        super().__init__(settings)
        said = settings.table
        unknown = next((key for key in said if key not in KEYS), None)
        if unknown is not None:
            raise UserError(f"mapping file: unknown key {unknown!r} (there are {', '.join(sorted(KEYS))})")
        columns = {key: value for key, value in said.items() if key in COLUMN_KEYS}
        self._race = PageRace(settings, columns, _places(said))
        self._differ = SnapshotDiffer("poll")
        self._record = 0
        self._streams: dict[str, bytes] = {}
        """What has come of pages that come in parts."""
        self._held: dict[Hashable, Message] = {}
        """About each thing, what the pages said last."""
        self._now: dict[Hashable, Message] = {}
        """The same of the newest page alone."""
        self._missed: dict[Hashable, int] = {}
        """Looks at which a thing was not there."""
        self._said: set[str] = set()

    @classmethod
    def source(cls, word: str, opening: Opening) -> RawSource:
        """An address on the web; or else a file or a folder with saved pages."""
        if "://" not in word:
            return super().source(word, opening)
        # Loaded here, not at the top: what it loads for HTTP and TLS is large.
        from feeds.bridges.poll.page_poller import PagePoller

        return PagePoller(word, opening)

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take a page, or note that it is as it was."""
        match piece.kind:
            case "file":
                yield self._page(piece.origin, piece.data)
            case "data" if not piece.data:
                yield from self._look_again()
            case "data":
                whole = self._streams.pop(piece.origin, b"")
                whole += piece.data[: LARGEST_FILE + 1 - len(whole)]
                if len(self._streams) < MOST_STREAMS:
                    self._streams[piece.origin] = whole
            case "closed" if piece.origin in self._streams:
                yield self._page(piece.origin, self._streams.pop(piece.origin))

    def _page(self, name: str, data: bytes) -> Outcome:
        self._record += 1
        if len(data) > LARGEST_FILE:
            return Outcome(name, self._record, remark="a page that is too large", is_bad=True)
        try:
            content = self._race.read(data, name.partition("/")[0][:LONGEST_SOURCE])
        except FeedError as error:
            return Outcome(name, self._record, remark=f"{error}"[:LONGEST_REMARK], is_bad=True)
        except (ValueError, RecursionError) as error:
            remark = f"not understood: {error}"[:LONGEST_REMARK]
            return Outcome(name, self._record, remark=remark, is_bad=True)
        self._now = {thing(message): message for message in content.messages}
        gone = self._gone()
        new = (message for about, message in self._now.items() if self._held.get(about) != message)
        news = [said for message in new if (said := self._with_all_entrants(message))]
        messages = [*gone, *self._differ.part(news, self._record)]
        self._held |= {thing(message): message for message in news}
        remark = "; ".join((*content.notes, *self._differ.faults()))[:LONGEST_REMARK]
        return Outcome(name, self._record, messages, remark, news=self._news(content))

    def _look_again(self) -> Iterator[Outcome]:
        """The page is as it was: what is gone from it is gone for one look more."""
        self._record += 1
        gone = self._gone()
        if gone:
            yield Outcome("", self._record, gone, "gone from the page")
        else:
            self._record -= 1

    def _lacking(self) -> tuple[list[Hashable], bool]:
        """What the newest page does not have any more, and whether it is so much that it is another page."""
        lacking = [about for about in self._held if about not in self._now]
        return lacking, len(lacking) > max(len(self._held) // 2, FEW)

    def _with_all_entrants(self, message: Message) -> Message | None:
        """A message; a start list with those too of whom something holds, and none of another page."""
        before = self._held.get(thing(message))
        if not isinstance(message, StartList) or not isinstance(before, StartList):
            return message
        if self._lacking()[1]:
            return None
        bibs = {getattr(held, "bib", None) for held in self._held.values()}
        bibs -= {entrant.bib for entrant in message.entrants}
        kept = (entrant for entrant in before.entrants if entrant.bib in bibs)
        return replace(message, entrants=(*message.entrants, *kept))

    def _gone(self) -> list[Message]:
        """What withdraws things that the newest page does not have, and the pages before it did not."""
        lacking, is_other = self._lacking()
        if is_other:
            return []
        self._missed = {about: self._missed.get(about, 0) + 1 for about in lacking}
        gone = [self._held.pop(about) for about in lacking if self._missed[about] >= LOOKS]
        return self._differ.without(gone, self._record)

    def _news(self, content: PageContent) -> str:
        """What has to be said at once: each sentence once."""
        said = [f"assumed: {text}" for text in self._race.assumed]
        if content.others:
            names = ", ".join(content.others)
            said.append(f"there are other races in the page ({names}): choose one with --only NAME")
        lacking, is_other = self._lacking()
        if is_other:
            said.append(f"the page lacks {len(lacking)} of {len(self._held)} things that it had: they stay")
        said += [note for note in content.notes if "checkpoint of the race" in note]
        new = [sentence for sentence in said if sentence not in self._said]
        self._said.update(new)
        return "; ".join(new)[:LONGEST_REMARK]


def _places(said: Mapping[str, Any]) -> dict[str, str]:
    places = said.get("checkpoints", {})
    if not isinstance(places, dict) or not all(isinstance(place, str) for place in places.values()):
        raise UserError('mapping file: [checkpoints] must hold lines such as "Aid 1" = "9K", all in quotes')
    return places
