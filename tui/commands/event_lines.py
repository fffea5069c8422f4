"""The lines of `lapbell follow`: an event as text for people, or as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.doubted_claims import DoubtedClaim
from race.json_version import VERSION
from race.moments.moment import Moment
from replays.commentary.narration import NarratedEvent
from replays.commentary.pack_reports import PackReport
from tui.commands.write_output import to_json
from tui.text.formatting import about_when, moment_time
from tui.text.safe_text import clean

FeedKind = Literal["joined", "lost", "mute", "unattended", "silent", "back"]


class FeedEvent(NamedTuple):
    """Something about the feed, not about the race."""

    kind: FeedKind
    text: str
    clock_ms: int | None = None
    """Race time, if the race is known."""


Event = NarratedEvent | PackReport | FeedEvent

LineFormat = Callable[[str, Event], str]
"""Makes the line of an event, without its end, from the race's id and the event."""


class EventJson(TypedDict):
    """A line of `lapbell follow --json`. What does not apply is null."""

    version: int
    type: Literal["moment", "correction", "withdrawn", "doubt", "pack", "feed"]
    race: str
    clock_ms: int | None
    when_ms: int | None
    kind: str | None
    text: str
    bib: str | None
    bibs: list[str]
    checkpoint: str | None
    time_ms: int | None
    digits: int | None
    estimated: bool | None
    priority: int | None


def as_text(_race: str, event: Event) -> str:
    """A sentence; a moment has its race time before it, with `~` where that is not exactly known.

    Empty for a figure that its own source doubts, which is no news: the board has it with a question mark.
    """
    if isinstance(event, FeedEvent):
        return clean(f"[{event.text}]")
    if isinstance(event, PackReport):
        return f"{about_when(event.clock_ms)}  {clean(event.text)}"
    subject = event.subject
    if isinstance(subject, DoubtedClaim):
        if subject.doubt.reason == "printed as suspect":
            return ""
        told = (
            f"now believed: {subject.claimed}"
            if event.withdrawn
            else f"{subject.doubt.belief}: {subject.text}"
        )
        return clean(told)
    if not isinstance(subject, Moment):
        return f"correction: {clean(subject.text)}"
    line = f"{moment_time(subject)}  {clean(subject.text)}"
    return f"no longer: {line}" if event.withdrawn else line


def as_json(race: str, event: Event) -> str:
    """An object with the same fields for every event."""
    return to_json(event_json(race, event))


def event_json(race: str, event: Event) -> EventJson:
    """The object that a line of `lapbell follow --json` holds."""
    line: EventJson = {
        "version": VERSION,
        "type": "feed",
        "race": race,
        "clock_ms": event.clock_ms,
        "when_ms": None,
        "kind": None,
        "text": "",
        "bib": None,
        "bibs": [],
        "checkpoint": None,
        "time_ms": None,
        "digits": None,
        "estimated": None,
        "priority": None,
    }
    if isinstance(event, FeedEvent):
        return {**line, "kind": event.kind, "text": clean(event.text)}
    if isinstance(event, PackReport):
        return {
            **line,
            "type": "pack",
            "when_ms": event.clock_ms,
            "text": clean(event.text),
            "bibs": list(event.bibs),
            "checkpoint": event.checkpoint,
            "estimated": True,
        }
    subject = event.subject
    line = {**line, "when_ms": subject.when_ms, "text": clean(subject.text)}
    if isinstance(subject, DoubtedClaim):
        return {
            **line,
            "type": "doubt",
            "kind": "believed" if event.withdrawn else subject.doubt.belief,
            "text": clean(subject.claimed if event.withdrawn else subject.text),
            "bib": subject.bib,
            "bibs": [subject.bib] if subject.bib is not None else [],
            "checkpoint": subject.checkpoint,
            "time_ms": subject.time.ms if subject.time else None,
            "digits": subject.time.digits if subject.time else None,
        }
    line["priority"] = subject.priority
    if isinstance(subject, Moment):
        return {
            **line,
            "type": "withdrawn" if event.withdrawn else "moment",
            "kind": subject.kind,
            "bib": subject.bib,
            "bibs": list(subject.bibs),
            "time_ms": subject.time.ms if subject.time else None,
            "digits": subject.time.digits if subject.time else None,
            "estimated": False,
        }
    bibs = sorted(subject.bibs)
    return {
        **line,
        "type": "correction",
        "bib": bibs[0] if len(bibs) == 1 else None,
        "bibs": bibs,
        "checkpoint": subject.checkpoint,
    }


def print_event(line_format: LineFormat, race: str, event: Event) -> None:
    """Print the line of an event at once, without waiting for a buffer to fill."""
    if line := line_format(race, event):
        print(line, flush=True)
