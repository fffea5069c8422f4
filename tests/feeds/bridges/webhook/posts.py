"""Posts of a race of three over 1500 m, and what the bridge `webhook` makes of posts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from feeds.bridges.bridge import Outcome
from feeds.bridges.raw_input import Piece
from feeds.bridges.webhook.webhook_bridge import Webhook
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.feeds.bridges.reads_of_a_race import settings


def read(line: str, **more: object) -> dict[str, object]:
    """The read of a line such as `1,19:40:55.1`, as it is posted."""
    chip, time = line.split(",")
    return {"chip": chip, "time": time, "place": "Line", **more}


READS = [read(line) for line in RACE]


def webhook(**table: object) -> Webhook:
    """A bridge with what an operator says."""
    return Webhook(settings(**{"place": None, **table}))


def posted(bridge: Webhook, *bodies: bytes | object) -> list[Outcome]:
    """What a bridge makes of posts: bytes, or what is written as JSON."""
    return [outcome for body in bodies for outcome in bridge.take(Piece(0, "x 1", "post", encoded(body)))]


def encoded(body: bytes | object) -> bytes:
    """A body."""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def answers(made: Iterable[Outcome]) -> list[tuple[int, Any]]:
    """The status and the body of each answer."""
    replies = [outcome.reply.partition(b" ") for outcome in made if outcome.reply]
    return [(int(status), json.loads(body)) for status, _, body in replies]
