"""What `lapbell publish` says on stderr about the connection and about single messages."""

from __future__ import annotations

from feeds.client.reconnect import HubLost
from feeds.publishing.publisher_events import Connected, Declined, Event, Noticed, Questioned, Stopped
from tui.commands.write_output import print_stderr


class PublishReport:
    """Reports events, but why the hub cannot be reached only when that changes.

    It may be of several races, which are named then.
    """

    def __init__(self) -> None:
        self._lost_reason = ""
        self._has_connected = False

    def say(self, event: Event, race: str = "") -> None:
        """Print a line about an event."""
        where = f"{race}: " if race else ""
        match event:
            case Connected(source, last, host) if not race:
                self._lost_reason = ""
                print_stderr(f"connected to {host} as {source}; the hub has {last} of its messages")
            case Connected(source, _, host):
                if self._lost_reason or not self._has_connected:
                    print_stderr(f"connected to {host} as {source}")
                self._lost_reason, self._has_connected = "", True
            case HubLost(reason, _, retry_s) if reason != self._lost_reason:
                self._lost_reason = reason
                print_stderr(
                    f"{reason}; trying again in {max(round(retry_s), 1)} s, and from then on until it works"
                )
            case Noticed(reason):
                print_stderr(f"{where}the hub says: {reason}")
            case Declined(number, reason):
                print_stderr(f"{where}the hub refused message {number}: {reason}")
            case Questioned(number, reason):
                print_stderr(f"{where}message {number} has no effect so far: {reason}")
            case Stopped(reason):
                print_stderr(f"{where}{reason}")


def counted(count: int, noun: str) -> str:
    """A number of things: `1 message`, `2 messages`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
