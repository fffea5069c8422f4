"""The frames between a hub and the desk that administers it, each one JSON object in one text frame.

hub to desk
 ├── Welcome    first: whose token it is, and for which races; sent again it is the heartbeat
 ├── Outcome    what became of an act, in the order of the acts
 └── Bye        last, as for viewers
desk to hub
 ├── Make       begins a race with a start list
 ├── End        lets the publishers of a race go, and takes nothing more for it
 ├── Reopen     lets publishers come again
 └── Withdraw   takes a race that has ended out of the hub, into its archive

`docs/feed.md` describes them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic_core import to_json

from feeds.cached_schemas import ByType, Schema, Strict
from feeds.codec import RaceId  # noqa: TC001 - the schema is made from it
from feeds.legal_json import legal_json
from feeds.message_values import MOST_OF_ALL, count_values
from feeds.protocol.publisher_frames import Source  # noqa: TC001 - the schema is made from it
from feeds.protocol.viewer_frames import Bye, Count, Milliseconds
from race.lazy_dataclass import dataclass
from race.limits import MaxLen

ENVELOPE = 20
"""Values of a frame around a start list, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome(Strict):
    """The first frame to a desk, and its heartbeat."""

    type: Literal["welcome"] = "welcome"
    version: int
    minor: int
    race: Annotated[str, MaxLen(80)]
    """The race that the token is for; `*` for every race."""
    source: Source
    """The source that the token stands for: the start list of a race that is made is its first message."""
    now_ms: Milliseconds
    """The hub's clock, UTC."""
    heartbeat_ms: Milliseconds
    """The hub sends something at least this often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Strict):
    """What became of an act."""

    type: Literal["outcome"] = "outcome"
    act: Count
    """Which act of this connection it was, counted from 1."""
    done: bool
    sentence: Annotated[str, MaxLen(400)]
    """What was done, or why it was not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Make(Strict):
    """Begins a race that is not on the hub, with a start list."""

    type: Literal["make"] = "make"
    race: RaceId
    start_list: dict[str, Any]
    """The message, without `id`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End(Strict):
    """Lets the publishers of a race go, and takes nothing more for it until it is reopened."""

    type: Literal["end"] = "end"
    race: RaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Strict):
    """Takes messages for a race again that had ended."""

    type: Literal["reopen"] = "reopen"
    race: RaceId


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Strict):
    """Takes a race that has ended out of the hub: its log goes into the archive."""

    type: Literal["withdraw"] = "withdraw"
    race: RaceId


Act = Make | End | Reopen | Withdraw
Answer = Welcome | Outcome | Bye

_act: Schema[Act] = Schema("act", Annotated[Act, ByType()], (Make, End, Reopen, Withdraw))
_answer: Schema[Answer] = Schema("admin-answer", Annotated[Answer, ByType()], (Welcome, Outcome, Bye))


def decode(data: bytes) -> Act:
    """Read a frame of a desk. Raises ValueError for what is not one."""
    if count_values(data) > MOST_OF_ALL + ENVELOPE:
        raise ValueError(f"more than {MOST_OF_ALL:,} values")
    return _act.read(data)


def decode_answer(data: bytes) -> Answer | None:
    """Read an answer of a hub; None for one of a type that this version does not know.

    Fields that this version does not know are ignored. Raises ValidationError.
    """
    return _answer.read_known(data, extra="ignore")


def encode(frame: Act | Answer) -> bytes:
    """A frame as JSON, its texts legal."""
    return legal_json(to_json(frame))
