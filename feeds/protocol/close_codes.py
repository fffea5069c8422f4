"""Why a hub closes a connection, and whether a client may try again."""

from __future__ import annotations

from feeds.legal_text import legal

NORMAL = 1000
RESTART = 1012
BUSY = 1013
BAD_FRAME = 4000
BAD_TOKEN = 4001
WRONG_ROLE = 4003
SLOW = 4008
NEW_EPOCH = 4009
WRONG_VERSION = 4010
SOURCE_TAKEN = 4011
ENDED = 4012
TOO_FAST = 4029

MAY_RETRY = {
    NORMAL: True,
    RESTART: True,
    BUSY: True,
    BAD_FRAME: False,
    BAD_TOKEN: False,
    WRONG_ROLE: False,
    SLOW: True,
    NEW_EPOCH: True,
    WRONG_VERSION: False,
    SOURCE_TAKEN: True,
    ENDED: True,
    TOO_FAST: True,
}
"""Whether a client may try again after a close code; after any other code it may."""

LONGEST_REASON = 123
"""Bytes of the reason beside a close code: what fits into a control frame of a websocket."""


def close_reason(sentence: str) -> str:
    """A sentence, cut to what fits beside a close code."""
    return legal(sentence).encode()[:LONGEST_REASON].decode(errors="ignore")
