"""What the race screen shows beside the board: its head, moments, corrections, feed and playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from race.moments.moment import CHATTER, Moment
from replays.watching.viewer_time import time_of_day
from tui.text import race_headline
from tui.text.clocks_and_guns import hub_clock, idle_gun, own_clock
from tui.text.doubted_claims import doubt_moments, to_review
from tui.text.formatting import DOUBT, HOUR_MS
from tui.text.large_clock import large_clock
from tui.text.safe_text import clean, fit
from tui.text.styled_line import StyledLine, plain_text, wrapped_lines

LEAST_WIDTH = 70
"""Cells of the narrowest head with a large clock."""

SHORT_CLOCK, LONG_CLOCK = "0:00.00", "0:00:00.00"
"""The room that a clock takes at least, so that what stands beside it stays where it is."""

ClockAt = Literal["beside", "line", "view"]
"""Where the race clock is: beside the lines of the head, in one of them, or in the view below."""

if TYPE_CHECKING:
    from replays.watching.session import Session, Snapshot
    from tui.race_session import RaceSession


def head_lines(
    session: RaceSession, watched: Session, shown: Snapshot, width: int, clock_at: ClockAt
) -> list[StyledLine]:
    """The race and what the playhead does, the clock, how the race stands, and news or a mark.

    The clock stands beside all three lines, large, or before how the race stands; neither of the two where
    the view shows them.
    """
    if clock_at == "view":
        _, below = _state_and_news(session, watched, shown, width)
        is_long = cell_len(plain_text(below)) > width
        return [
            _title(session, watched, shown, width),
            *(wrapped_lines(plain_text(below), "accent", width, most=2) if is_long else [below]),
        ]
    clock = race_headline.clock(shown.clock_ms, moving=watched.moving)
    is_long = watched.playhead.end_ms >= HOUR_MS
    if clock_at == "line" or width < LEAST_WIDTH:
        clock = fit(clock, max(11 if is_long else 9, len(clock)))
        state, below = _state_and_news(session, watched, shown, width - len(clock) - 1)
        title = _title(session, watched, shown, width)
        return [title, ((clock, "strong"), (f" {state}", "text")), below]
    figures = large_clock(clock)
    cells = max(len(figures[0]), len(large_clock(LONG_CLOCK if is_long else SHORT_CLOCK)[0])) + 3
    room = width - cells
    state, below = _state_and_news(session, watched, shown, room)
    beside = [_title(session, watched, shown, room), ((state, "text"),), below]
    if cell_len(plain_text(below)) > room:  # news in two lines take that of the title
        doing, style = beside[0][-1]
        state, _ = _state_and_news(session, watched, shown, room - cell_len(doing))
        told = wrapped_lines(plain_text(below), "accent", room, most=2)
        beside = [((fit(state, room - cell_len(doing)), "text"), (doing, style)), *told]
    return [((fit(row, cells), "strong"), *line) for row, line in zip(figures, beside, strict=True)]


def _title(session: RaceSession, watched: Session, shown: Snapshot, width: int) -> StyledLine:
    name, about, doing = race_headline.title(shown.board, mode(session, watched, shown), width)
    trouble = session.failure or (session.reception.describe() if session.reception else "")
    return (name, "strong"), (about, "dim"), (doing, "accent" if trouble else "dim")


def _state_and_news(
    session: RaceSession, watched: Session, shown: Snapshot, width: int
) -> tuple[str, StyledLine]:
    """How the race stands; and news, or else the mark that is raced, with the time of day.

    The mark is never left out for lack of room, only shortened with the rest.
    """
    phrases = race_headline.phrases(shown.board, moving=shown.estimates)
    mark = tuple(race_headline.against_mark(shown.board, shown.against))
    news = notice(session, watched, shown) or unread(watched)
    if news:
        phrases[2:2] = [mark] if mark else []
        return race_headline.shortened(phrases, width), ((news, "accent"),)
    day_time = time_of_day_at(watched, shown)
    room = width - cell_len(day_time)
    below = fit(race_headline.shortened([mark], room - 2) if mark else "", room)
    return race_headline.shortened(phrases, width), ((below, "text"), (day_time, "dim"))


def unread(watched: Session) -> str:
    """The last sentence about a message that cannot be read, and how many more there are."""
    sentences = watched.race.unread.sentences
    if not sentences:
        return ""
    return (f"(and {len(sentences) - 1} more) " if len(sentences) > 1 else "") + clean(sentences[-1])


def time_of_day_at(watched: Session, shown: Snapshot) -> str:
    """What time it is at a live race, or was at this moment of any whose gun's time of day is known."""
    start_list = watched.history.start_list
    start_ms = watched.history.start_times.start_ms
    now_ms = watched.edge.now_ms if watched.playhead.live else None
    utc_ms = now_ms if now_ms is not None else start_ms + shown.clock_ms if start_ms is not None else None
    if utc_ms is None:
        return ""
    return time_of_day(utc_ms, start_list.zone if start_list is not None else "", utc_ms)


def shown_moments(shown: Snapshot) -> list[Moment]:
    """What happened, what was corrected and what is not believed, in race order.

    What the board shows anyway is left out.
    """
    happened = [moment for moment in shown.moments if moment.priority >= CHATTER]
    corrected = [
        Moment(c.when_ms, "correction", c.text, priority=c.priority, others=tuple(sorted(c.bibs)))
        for c in shown.corrections
    ]
    doubted = doubt_moments(shown.doubts, shown.clock_ms)
    return sorted([*happened, *corrected, *doubted], key=lambda moment: moment.when_ms)


def notice(session: RaceSession, watched: Session, shown: Snapshot) -> str:
    """One line: why there is no feed, what was corrected just now, or what else is wrong."""
    reception = session.reception
    if session.failure:
        return clean(session.failure)
    if reception is not None and reception.lost is not None:
        return clean(reception.lost.reason)
    fresh = watched.recent_corrections()
    if fresh:
        return clean(f"≠ {fresh[-1].text}")
    doubted = watched.recent_doubts(shown)
    if doubted:
        return clean(f"{DOUBT} {doubted[0].text}")
    if session.on_now:
        return clean(f"{session.on_now} is on: n shows it")
    if session.also_on:
        return clean(f"also on: {session.also_on}; here the gun went last")
    wrong = hub_clock(watched.edge.hub_offset_ms)
    if wrong:
        return wrong
    wrong = own_clock(reception.ahead_ms) if reception is not None else ""
    if wrong:
        return wrong
    idle = idle_gun(watched.history.start_times)
    if idle:
        return clean(idle)
    recorder = reception.recorder if reception is not None else None
    if recorder is not None and recorder.trouble:
        return clean(f"not recorded: {recorder.trouble}")
    if recorder is not None and recorder.path is not None and recorder.notice:
        return clean(f"recorded in {recorder.path.name}, as {recorder.notice}")
    return ""


def mode(session: RaceSession, watched: Session, shown: Snapshot) -> str:
    """What the board is narrowed to, how feed and playhead are, and how much needs review, in words."""
    feed = "not connected" if session.failure else session.reception.describe() if session.reception else ""
    narrowed = f"only {' '.join(session.filter.words)} (esc: all)" if session.filter else ""
    hidden = "" if watched.estimates else "published only"
    doing = "" if session.is_still else watched.describe()
    unsure = to_review(len(shown.doubts)) if shown.doubts else ""
    parts = (narrowed, hidden, feed, "" if feed and doing == "live" else doing, unsure)
    return ", ".join(part for part in parts if part)
