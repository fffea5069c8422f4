"""What `lapbell publish` says on stderr about the connection and about single messages."""

from __future__ import annotations

from feeds.client.reconnect import HubLost
from feeds.publishing.publisher_events import Connected, Declined, Event, Noticed, Questioned
from tui.commands.write_output import print_stderr


class PublishReport:
    """Reports events, but why the hub cannot be reached only when that changes."""

    def __init__(self) -> None:
        self._lost_reason = ""

    def say(self, event: Event) -> None:
        """Print a line about an event."""
        match event:
            case Connected(source, last, host):
                self._lost_reason = ""
                print_stderr(f"connected to {host} as {source}; the hub has {last} of its messages")
            case HubLost(reason, _, retry_s) if reason != self._lost_reason:
                self._lost_reason = reason
                print_stderr(f"{reason}; trying again in {retry_s:.0f} s, and from then on until it works")
            case Noticed(reason):
                print_stderr(f"the hub says: {reason}")
            case Declined(number, reason):
                print_stderr(f"the hub refused message {number}: {reason}")
            case Questioned(number, reason):
                print_stderr(f"message {number} has no effect so far: {reason}")


def counted(count: int, noun: str) -> str:
    """A number of things: `1 message`, `2 messages`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
