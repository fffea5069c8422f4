"""A viewer reads what an older version cannot show of a newer race, once each."""

from __future__ import annotations

import json

from feeds import codec
from race.messages import Gun
from replays.watching.unread_parts import MOST, UnreadParts


def test_each_unknown_part_is_named_once() -> None:
    """With the number of the first message that has it, however the log grows."""
    unread = UnreadParts([Gun(), codec.decode('{"type":"note","text":"a","photo":1}')])

    unread.extend([codec.decode('{"type":"note","text":"b","photo":2}'), codec.decode('{"type":"weather"}')])

    assert unread.sentences == [
        "message 2: 'photo' is not a field that this version knows; kept unread",
        "message 4: 'weather' is not a message type of this version; kept unread",
    ]


def test_there_is_an_end_to_the_list() -> None:
    """However many unknown fields come."""
    lines = [json.dumps({"type": "note", "text": "a", f"x{number}": 1}) for number in range(MOST + 10)]

    assert len(UnreadParts(map(codec.decode, lines)).sentences) == MOST
