"""What the race screen shows beside the board: its head, moments, corrections, feed and playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.moment import CHATTER, Moment
from tui.text import race_headline
from tui.text.clocks_and_guns import hub_clock, idle_gun, own_clock
from tui.text.doubted_claims import doubt_moments, to_review
from tui.text.formatting import DOUBT, HOUR_MS
from tui.text.safe_text import clean, fit

if TYPE_CHECKING:
    from replays.watching.session import Session, Snapshot
    from tui.race_session import RaceSession
    from tui.text.styled_line import StyledLine


def head_lines(session: RaceSession, watched: Session, shown: Snapshot, width: int) -> list[StyledLine]:
    """Three lines: the race and what the playhead does, the clock and the leader, and news."""
    name, about, doing = race_headline.title(shown.board, mode(session, watched), width)
    is_long = watched.playhead.end_ms >= HOUR_MS
    clock = race_headline.clock(shown.clock_ms, moving=watched.moving)
    clock = fit(clock, max(11 if is_long else 9, len(clock)))
    against = race_headline.against_mark(shown.board, shown.against)
    phrases, room = race_headline.summary(shown.board), width - len(clock) - 1
    summaries = [race_headline.fitting([*phrases, form], room) for form in against]
    whole = [line for line, form in zip(summaries, against, strict=True) if line.endswith(form)]
    news = notice(session, watched)
    if not news and watched.target_choice.shown and against and summaries[0] not in whole:
        news, whole = " " * 10 + against[0], []
    summary = next(iter(whole), race_headline.fitting(phrases, room))
    unread = watched.race.unread.sentences
    if not news and unread:
        news = (f"(and {len(unread) - 1} more) " if len(unread) > 1 else "") + clean(unread[-1])
    return [
        ((name, "strong"), (about, "dim"), (doing, "accent")),
        ((clock, "strong"), (" " + summary, "text")),
        ((fit(news, width), "accent"),),
    ]


def moment_lines(shown: Snapshot) -> list[Moment]:
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


def notice(session: RaceSession, watched: Session) -> str:
    """One line: why there is no feed, what was corrected just now, or what else is wrong."""
    reception = session.reception
    if session.failure:
        return clean(session.failure)
    if reception is not None and reception.lost is not None:
        return clean(reception.lost.reason)
    fresh = watched.recent_corrections()
    if fresh:
        return clean(f"≠ {fresh[-1].text}")
    doubted = watched.recent_doubts()
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


def mode(session: RaceSession, watched: Session) -> str:
    """What the board is narrowed to, how feed and playhead are, and how much needs review, in words."""
    feed = "not connected" if session.failure else session.reception.describe() if session.reception else ""
    narrowed = f"only {' '.join(session.filter.words)} (esc: all)" if session.filter else ""
    hidden = "" if watched.estimates else "published only"
    doing = "" if session.is_still else watched.describe()
    doubts = watched.view().doubts
    unsure = to_review(len(doubts)) if doubts else ""
    parts = (narrowed, hidden, feed, "" if feed and doing == "live" else doing, unsure)
    return ", ".join(part for part in parts if part)
