"""What comes in on standard input is published as it may be, and what was wrong with it is said."""

from __future__ import annotations

from feeds.publishing.stdin_messages import StdinMessages
from race.messages import Message, Note


def test_a_text_that_is_not_legal_is_published_legal_and_named() -> None:
    """The message goes out; whoever wrote the line is told which field had what."""
    published: list[Message] = []
    notes: list[str] = []

    def publish(message: Message, _name: str | None) -> int:
        published.append(message)
        return len(published)

    messages = StdinMessages(publish, notes.append)

    assert messages.take(b'{"type":"note","text":"a\\u001b[2J","by":"\xe2\x80\xaeb"}') == 1
    assert messages.take(b'{"type":"note","text":"plain"}') == 2

    assert published == [Note(text="a\ufffd[2J", by="b"), Note(text="plain")]
    assert notes == [
        "text: U+001B is a control character; it counts as \ufffd",
        "by: U+202E cannot be seen; it is left out",
    ]
