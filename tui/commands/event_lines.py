"""The lines of `lapbell follow`: an event as text for people, or as JSON for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.doubted_claims import DoubtedClaim
from race.json_version import VERSION
from race.moments.moment import Moment
from replays.commentary.checkpoint_reports import PassingReport
from replays.commentary.narration import NarratedEvent
from replays.commentary.order_reports import OrderReport
from replays.commentary.pack_reports import PackReport
from tui.commands.write_output import to_json
from tui.text.checkpoint_reports import report_text, report_time
from tui.text.formatting import about_when, moment_time

if TYPE_CHECKING:
    from race.corrections.corrections import Correction
    from tui.commands.speaker import Speaker

FeedKind = Literal["joined", "lost", "mute", "unattended", "device", "silent", "back"]


class FeedEvent(NamedTuple):
    """Something about the feed, not about the race."""

    kind: FeedKind
    text: str
    clock_ms: int | None = None
    """Race time, if the race is known."""


Event = NarratedEvent | PackReport | PassingReport | OrderReport | FeedEvent

LineFormat = Callable[[str, Event, str | None], str]
"""Makes the line of an event, without its end, from the race's id, the event and the id of its message."""

Tell = Callable[..., None]
"""Tells of an event: takes the race's id, the event, and the id of its message if it has one."""


class EventJson(TypedDict):
    """A line of `lapbell follow --json`. What does not apply is null."""

    version: int
    type: Literal["moment", "correction", "withdrawn", "doubt", "pack", "passing", "order", "feed"]
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
    message: str | None
    place: int | None
    gap_ms: int | None
    lap_ms: int | None
    projected_ms: int | None
    projected_low_ms: int | None
    projected_high_ms: int | None


def as_text(_race: str, event: Event, _message: str | None = None) -> str:
    """A sentence; a moment has its race time before it, with `~` where that is not exactly known.

    Empty for a figure that its own source doubts, which is no news: the board has it with a question mark.
    """
    if isinstance(event, FeedEvent):
        return f"[{event.text}]"
    if isinstance(event, PackReport):
        return f"{about_when(event.clock_ms)}  {event.text}"
    if isinstance(event, PassingReport | OrderReport):
        return f"{report_time(event)}  {report_text(event)}"
    subject = event.subject
    if isinstance(subject, DoubtedClaim):
        if subject.doubt.reason == "printed as suspect":
            return ""
        return (
            f"now believed: {subject.claimed}"
            if event.withdrawn
            else f"{subject.doubt.belief}: {subject.text}"
        )
    if not isinstance(subject, Moment):
        return f"correction: {subject.text}"
    line = f"{moment_time(subject)}  {subject.text}"
    return f"no longer: {line}" if event.withdrawn else line


FEED_PRIORITY, REPORT_PRIORITY = 90, 10
"""Of what is said of the feed, and of packs and doubts, on the scale of moments."""


def as_speech(event: Event) -> tuple[str, int]:
    """The sentence without signs for the eye, and its priority from 0 to 100; empty for what is no news."""
    if isinstance(event, FeedEvent):
        return event.text, FEED_PRIORITY
    if isinstance(event, PackReport):
        return event.text, REPORT_PRIORITY
    if isinstance(event, PassingReport | OrderReport):
        return report_text(event), event.priority
    subject = event.subject
    if isinstance(subject, DoubtedClaim):
        return as_text("", event), REPORT_PRIORITY
    text = subject.text if isinstance(subject, Moment) else f"correction: {subject.text}"
    return f"no longer: {text}" if event.withdrawn else text, subject.priority


def as_json(race: str, event: Event, message: str | None = None) -> str:
    """An object with the same fields for every event."""
    return to_json(event_json(race, event, message))


def event_json(race: str, event: Event, message: str | None = None) -> EventJson:
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
        "message": message,
        "place": None,
        "gap_ms": None,
        "lap_ms": None,
        "projected_ms": None,
        "projected_low_ms": None,
        "projected_high_ms": None,
    }
    if isinstance(event, FeedEvent):
        return {**line, "kind": event.kind, "text": event.text}
    if isinstance(event, PackReport):
        return _pack_json(line, event)
    if isinstance(event, PassingReport | OrderReport):
        return _checkpoint_json(line, event)
    subject = event.subject
    line = {**line, "when_ms": subject.when_ms, "text": subject.text}
    if isinstance(subject, DoubtedClaim):
        return _doubt_json(line, subject, is_believed=event.withdrawn)
    line["priority"] = subject.priority
    if isinstance(subject, Moment):
        return _moment_json(line, subject, is_withdrawn=event.withdrawn)
    return _correction_json(line, subject)


def _pack_json(line: EventJson, report: PackReport) -> EventJson:
    return {
        **line,
        "type": "pack",
        "when_ms": report.clock_ms,
        "text": report.text,
        "bibs": list(report.bibs),
        "checkpoint": report.checkpoint,
        "estimated": True,
    }


def _checkpoint_json(line: EventJson, report: PassingReport | OrderReport) -> EventJson:
    projection = report.projection
    line = {
        **line,
        "type": "order",
        "when_ms": report.when_ms,
        "text": report_text(report),
        "bibs": list(report.bibs),
        "checkpoint": report.course.at(report.checkpoint).id,
        "estimated": False,
        "priority": report.priority,
        "projected_ms": projection.time.ms if projection else None,
        "projected_low_ms": projection.low.ms if projection and projection.low else None,
        "projected_high_ms": projection.high.ms if projection and projection.high else None,
    }
    return _passing_json(line, report) if isinstance(report, PassingReport) else line


def _passing_json(line: EventJson, report: PassingReport) -> EventJson:
    message = report.first.passings[report.checkpoint].message
    return {
        **line,
        "type": "passing",
        "bib": report.first.entrant.bib,
        "time_ms": report.time.ms if report.time else None,
        "digits": report.time.digits if report.time else None,
        "message": message.id if message else None,
        "place": report.place,
        "gap_ms": report.gap.time.ms if report.gap else None,
        "lap_ms": report.lap.time.ms if report.lap else None,
    }


def _doubt_json(line: EventJson, claim: DoubtedClaim, *, is_believed: bool) -> EventJson:
    return {
        **line,
        "type": "doubt",
        "kind": "believed" if is_believed else claim.doubt.belief,
        "text": claim.claimed if is_believed else claim.text,
        "bib": claim.bib,
        "bibs": [claim.bib] if claim.bib is not None else [],
        "checkpoint": claim.checkpoint,
        "time_ms": claim.time.ms if claim.time else None,
        "digits": claim.time.digits if claim.time else None,
    }


def _moment_json(line: EventJson, moment: Moment, *, is_withdrawn: bool) -> EventJson:
    return {
        **line,
        "type": "withdrawn" if is_withdrawn else "moment",
        "kind": moment.kind,
        "bib": moment.bib,
        "bibs": list(moment.bibs),
        "time_ms": moment.time.ms if moment.time else None,
        "digits": moment.time.digits if moment.time else None,
        "estimated": False,
    }


def _correction_json(line: EventJson, correction: Correction) -> EventJson:
    bibs = sorted(correction.bibs)
    return {
        **line,
        "type": "correction",
        "bib": bibs[0] if len(bibs) == 1 else None,
        "bibs": bibs,
        "checkpoint": correction.checkpoint,
    }


def tell(
    line_format: LineFormat, speaker: Speaker | None, race: str, event: Event, message: str | None = None
) -> None:
    """Print the line of an event at once, without waiting for a buffer to fill, and have it said aloud."""
    if line := line_format(race, event, message):
        print(line, flush=True)
    if speaker is not None:
        text, priority = as_speech(event)
        if text:
            speaker.say(text, priority)
