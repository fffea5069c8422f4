"""What is told of a race as lines: text for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from typing import Any, NamedTuple, Protocol

from race.moments.moment import Moment
from replays.commentary.narration import NarratedEvent
from tui.text.formatting import moment_time
from tui.text.safe_text import clean

Json = dict[str, Any]

VERSION = 1
"""Of the JSON. Fields may be added within a version; none changes its meaning."""


class FeedEvent(NamedTuple):
    """Something about the feed and not about the race."""

    kind: str
    """joined, lost, mute, unattended, silent or back."""
    text: str
    clock_ms: int | None = None
    """Race time where the race is known."""


class Form(Protocol):
    """How it is written: a line of text for what is told of a race."""

    def __call__(self, race: str, told: NarratedEvent | FeedEvent, /) -> str:
        """The line, without its end."""


def as_text(_race: str, told: NarratedEvent | FeedEvent) -> str:
    """A sentence; a moment has its race time before it, with `~` where that is estimated."""
    if isinstance(told, FeedEvent):
        return clean(f"[{told.text}]")
    if not isinstance(told.subject, Moment):
        return f"correction: {clean(told.subject.text)}"
    line = f"{moment_time(told.subject)}  {clean(told.subject.text)}"
    return f"no longer: {line}" if told.withdrawn else line


FIELDS = (
    "type",
    "race",
    "clock_ms",
    "when_ms",
    "kind",
    "text",
    "bib",
    "bibs",
    "checkpoint",
    "time_ms",
    "digits",
    "estimated",
    "priority",
)
"""In the order in which they are printed, after the version."""


def as_json(race: str, told: NarratedEvent | FeedEvent) -> str:
    """An object with the same fields whatever is told; unknown is null. Times are in milliseconds."""
    about = _of_feed(told) if isinstance(told, FeedEvent) else _of_race(told)
    line = {"version": VERSION, **dict.fromkeys(FIELDS), "race": race, "bibs": [], **about}
    line["text"] = clean(about["text"])
    return json.dumps(line, ensure_ascii=not str(sys.stdout.encoding).lower().startswith("utf"))


def _of_feed(news: FeedEvent) -> Json:
    return {"type": "feed", "clock_ms": news.clock_ms, "kind": news.kind, "text": news.text}


def _of_race(told: NarratedEvent) -> Json:
    if isinstance(told.subject, Moment):
        kind = "withdrawn" if told.withdrawn else "moment"
        return {"type": kind, "clock_ms": told.clock_ms, **_of_moment(told.subject)}
    found = told.subject
    bibs = sorted(found.bibs)
    return {
        "type": "correction",
        "clock_ms": told.clock_ms,
        "when_ms": found.when_ms,
        "text": found.text,
        "bib": bibs[0] if len(bibs) == 1 else None,
        "bibs": bibs,
        "checkpoint": found.checkpoint,
        "priority": found.priority,
    }


def _of_moment(moment: Moment) -> Json:
    time = moment.time
    return {
        "when_ms": moment.when_ms,
        "kind": moment.kind,
        "text": moment.text,
        "bib": moment.bib,
        "bibs": list(moment.bibs),
        "time_ms": time.ms if time else None,
        "digits": time.digits if time else None,
        "estimated": moment.estimated,
        "priority": moment.priority,
    }


def say(form: Form, race: str, told: NarratedEvent | FeedEvent) -> None:
    """Print a line, so that whoever reads it has it now."""
    print(form(race, told), flush=True)
