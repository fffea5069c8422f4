"""The bridge `webhook`: reads that cloud systems and home-made readers post as JSON over HTTP.

    {"chip": "058000128608", "time": "2026-05-02T09:31:05.42+02:00", "place": "Finish"}

or a list of these. Which fields hold what is said by a mapping file, as of the columns of a table:

reads = "data.passings"     # where the list is in what is posted, if it is not the whole

[columns]                   # by their names; a field within another after a point
chip = "Passing.Transponder"
time = "Passing.UTCTime"
place = "TimingPoint"
id = "ID"                   # of the read, when it may be corrected or taken back
void = "Invalid"            # true where it is taken back
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import TYPE_CHECKING, ClassVar

from feeds.bridges.bridge import LONGEST_RAW, Bridge, BridgeSettings, Outcome
from feeds.bridges.inputs.named_source import listening_address
from feeds.bridges.line_splitter import LineSplitter
from feeds.bridges.reads.device_clock import DeviceClock
from feeds.bridges.reads.mapping_values import said_text
from feeds.bridges.reads.raw_reads import RawRead
from feeds.bridges.reads.read_fields import (
    KEYS,
    ROLES,
    Columns,
    ReadFields,
    UnreadableField,
    time_style,
)
from feeds.bridges.reads.reads_engine import ReadsEngine
from feeds.bridges.reads.reads_map import ReadsMap
from feeds.bridges.webhook.post_answer import REFUSED, REJECTED, TAKEN, PostAnswer, refused
from feeds.bridges.webhook.posted_records import Record, field_in, posted_records, whole_records
from feeds.errors import UserError
from feeds.legal_text import legal

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Opening, RawSource
    from feeds.bridges.raw_input import Piece
    from feeds.bridges.reads.raw_reads import RawGun

POSTED: Columns = {name: name for name in (*ROLES, "id", "void")}

LISTENER_KEYS = ("certificate", "key")
"""Keys of the mapping file that are about the port: files in PEM."""

MOST_IDS = 200_000
"""Reads that can be corrected by their id; of more the oldest cannot."""

LONGEST_ID = 100

YES = frozenset(("true", "1", "yes"))
"""What stands in the field `void` of a read that is taken back."""


class Webhook(Bridge):
    """Reads in the bodies of requests, or in a file of such bodies."""

    name = "webhook"
    summary = "reads that cloud systems and home-made readers post as JSON over HTTP"
    example = """\
  A reader posts  {"chip": "058000128608", "time": "2026-05-02T09:31:05.42+02:00",
  "place": "Finish"}  or a list of these to http://THIS-COMPUTER:8080/. With map.toml saying

      zone = "Europe/Berlin"
      [places]
      Finish = ["300", "700", "1100", "finish"]
      [chips]
      058000128608 = "17"

  lapbell bridge webhook listen:8080 --map map.toml --start-list 1500.jsonl --try
  export LAPBELL_WEBHOOK_TOKEN=...   # what readers have to send, 16 characters or more
  lapbell bridge webhook listen:0.0.0.0:8080 --map map.toml --start-list 1500.jsonl \\
      --with-start-list --to HOST:8400

  It is answered with 202 once its reads are on disk."""
    sends: ClassVar = (TAKEN, REJECTED, REFUSED)
    receipts: ClassVar = (TAKEN,)

    def __init__(self, settings: BridgeSettings) -> None:
        """Raises UserError for a mapping file that cannot be meant."""
        super().__init__(settings)
        table = settings.table
        self._clock = DeviceClock(settings, time_style(table))
        self._fields = ReadFields(table, POSTED, (*ROLES, "id", "void"))
        number = next((role for role, said in self._fields.columns.items() if isinstance(said, int)), None)
        if number is not None:
            raise UserError(f"mapping file: the column of the {number} must be the name of a field")
        self._ways = {role: str(said) for role, said in self._fields.columns.items()}
        self._within = said_text(table, "reads")
        self._engine = ReadsEngine(self.name, ReadsMap.of(settings, (*KEYS, "reads", *LISTENER_KEYS)))
        self._by_id: dict[str, RawRead] = {}
        self._lines: dict[str, LineSplitter] = {}
        self._has_begun = False

    @classmethod
    def source(cls, word: str, opening: Opening) -> RawSource:
        """A port to post to; or else a file or a connection with such bodies, one in each line."""
        address = listening_address(word)
        if address is None or not word.startswith("listen:"):
            return super().source(word, opening)
        # Loaded here, not at the top: it needs a library that only this source needs.
        from feeds.bridges.webhook.http_posts import HttpPosts

        return HttpPosts(*address, opening)

    def take(self, piece: Piece) -> Iterator[Outcome]:
        """Take the body of a request, or a part of a file."""
        if not self._has_begun:
            self._has_begun = True
            yield from self._engine.stated_guns()
        if piece.kind == "post":
            yield from self._post(piece.data)
        else:
            yield from self._part(piece)

    def _post(self, data: bytes) -> Iterator[Outcome]:
        answer, records = PostAnswer(), list(posted_records(data, self._within))
        for index, record in enumerate(records):
            yield self._taken(record, index, answer)
        if len(records) == 1 and records[0].fault:
            yield Outcome(reply=refused(HTTPStatus.BAD_REQUEST, "not-json", records[0].fault))
        else:
            yield Outcome(reply=answer.encoded())

    def _part(self, piece: Piece) -> Iterator[Outcome]:
        """A part of a file or a stream, in which each line is a body; or a file that is one as a whole."""
        if piece.kind in ("opened", "file") or piece.origin not in self._lines:
            self._lines[piece.origin] = LineSplitter()
        for record in self._records_of(piece):
            yield self._taken(record, 0, PostAnswer())
        if piece.kind == "closed":
            del self._lines[piece.origin]

    def _records_of(self, piece: Piece) -> list[Record]:
        if piece.kind == "file":
            with suppress(ValueError):
                return whole_records(piece.data, self._within)
        records: list[Record] = []
        lines = self._lines[piece.origin]
        for line in (*lines.take(piece.data), *(lines.end() if piece.kind == "closed" else ())):
            fault = [Record("", None, "the line is too long")]
            records += fault if line is None else posted_records(line, self._within)
        return records

    def _taken(self, record: Record, index: int, answer: PostAnswer) -> Outcome:
        raw = legal(record.raw[: 2 * LONGEST_RAW])[:LONGEST_RAW]
        if not isinstance(record.value, Mapping):
            return _rejected(raw, "", record.fault or "a read must be an object, in braces", index, answer)
        values = {role: field_in(record.value, way) for role, way in self._ways.items()}
        texts = {role: text for role, text in values.items() if text is not None}
        name, is_void = legal(texts.get("id", ""))[:LONGEST_ID], texts.get("void", "").casefold() in YES
        if is_void and name in self._by_id:
            answer.accepted += 1
            return self._engine.take_back(self._by_id.pop(name), raw)
        try:
            item = self._fields.read(texts, self._clock)
        except UnreadableField as error:
            return _rejected(raw, error.role, str(error), index, answer)
        if is_void:
            if not isinstance(item, RawRead):
                return _rejected(raw, "void", "a gun is not taken back here", index, answer)
            outcome = self._engine.take_back(item, raw)
        else:
            outcome = self._read(name, item, raw)
        answer.accepted += bool(outcome.record)
        answer.repeated += not outcome.record
        return outcome

    def _read(self, name: str, item: RawRead | RawGun, raw: str) -> Outcome:
        """Take a read. One with the id of another corrects that."""
        before = self._by_id.pop(name, None) if name else None
        if name and isinstance(item, RawRead):
            if len(self._by_id) >= MOST_IDS:
                del self._by_id[next(iter(self._by_id))]
            self._by_id[name] = item
        if before is None or before == item:
            return self._engine.take(item, raw)
        gone, new = self._engine.take_back(before, raw), self._engine.take(item, raw)
        news = f"the read with the id {name} is another one now; that of before is withdrawn"
        return new._replace(
            record=new.record or gone.record, messages=[*gone.messages, *new.messages], news=new.news or news
        )


def _rejected(raw: str, field: str, reason: str, index: int, answer: PostAnswer) -> Outcome:
    answer.reject(index, field, reason)
    return Outcome(raw, remark=reason, is_bad=True)
