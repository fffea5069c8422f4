"""What the playback keys do to the playhead of a race."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replays.playhead import SHORTEST_REPEATED_MS
from replays.watching.jump_history import JumpHistory
from replays.watching.live_playhead import LONGEST_DELAY_S
from replays.watching.live_race import LiveRace
from tui.settings.preferences import remember
from tui.text.formatting import clock_text

if TYPE_CHECKING:
    from replays.playhead import Clock
    from replays.watching.session import Session
    from replays.watching.step_times import StepKind

JUMPS = ("skip", "seek", "step", "to_start", "to_end")
"""The methods after which one may want to be back where one was."""


class PlayheadControls:
    """Each method is what a key does, once the race has been read; some return a sentence for the viewer."""

    watched: Session | None
    """The race and its playhead; None until it has been read."""

    def __init__(self, clock: Clock) -> None:
        self._jumps = JumpHistory(clock)
        self._repeat_from_ms: int | None = None
        """Where the stretch begins that is to be repeated, until its end is chosen."""

    @property
    def _race(self) -> Session:
        assert self.watched is not None
        return self.watched

    @property
    def is_live(self) -> bool:
        """Whether the race is going on, or was when it was opened."""
        return self.watched is not None and isinstance(self.watched.race, LiveRace)

    @property
    def after_space(self) -> str:
        """What the key does now that pauses: a word no longer than `Pause`."""
        if self.watched is None or self.watched.playhead.playing:
            return "Pause"
        return "Again" if self.watched.playhead.at_end and not self.is_live else "Play"

    def change(self, method: str, arguments: tuple[object, ...] = ()) -> str:
        """Do what a playback key is bound to, by the name of the method; returns what there is to say."""
        if self.watched is None:
            return ""
        if method in JUMPS:
            self._jumps.note(self.watched.playhead, (method, arguments))
        return getattr(self, method)(*arguments) or ""

    def play_or_pause(self) -> None:
        """Pause or play; at the end, play again from the start."""
        self._race.playhead.toggle()

    def skip(self, seconds: int) -> None:
        """Go forward, or back by a negative number."""
        self._race.playhead.seek(self._race.playhead.position_ms + seconds * 1000)

    def seek(self, race_ms: float) -> None:
        """Go to a race time, in milliseconds from the gun."""
        self._race.playhead.seek(race_ms)

    def step(self, kind: StepKind, direction: int) -> None:
        """Go to the next (1) or previous (-1) checkpoint, moment or message."""
        self._race.step(kind, direction)

    def to_start(self) -> None:
        """Go to the gun."""
        self._race.playhead.seek(0)

    def to_end(self) -> None:
        """Go to the end; in a live race, back to live."""
        self._race.playhead.to_end()

    def go_back(self) -> str:
        """Go to where the playhead was before the last jump."""
        return "" if self._jumps.go_back(self._race.playhead) else "there was no jump to go back from"

    def repeat(self) -> str:
        """Begin a stretch here; again, end it here, and play it again and again; once more, play on."""
        playhead, from_ms = self._race.playhead, self._repeat_from_ms
        here_ms = playhead.position_ms
        self._repeat_from_ms = None
        if playhead.repeated is not None:
            playhead.stop_repeating()
            return ""
        if from_ms is None:
            self._repeat_from_ms = here_ms
            return f"a stretch begins at {clock_text(here_ms, 1)}: r at its end repeats it"
        if abs(here_ms - from_ms) < SHORTEST_REPEATED_MS:
            return "nothing to repeat: a stretch is at least a second long"
        self._jumps.note(playhead, "repeat")
        playhead.repeat(min(from_ms, here_ms), max(from_ms, here_ms))
        return ""

    def change_speed(self, steps: int) -> None:
        """Play faster, or slower by a negative number of speeds."""
        self._race.playhead.change_speed(steps)

    def change_delay(self, seconds: int) -> None:
        """Show a live race later, or earlier by a negative number, and remember that."""
        if self.is_live:
            self._delay(self._race.playhead.delay_s + seconds)

    def see_gun(self) -> str:
        """Show a live race as late as a television picture of it, on which the gun goes now."""
        race = self._race.race
        if not isinstance(race, LiveRace):
            return ""
        if race.phase == "before":
            return "the gun has not gone here yet: press z when it goes on the television"
        if race.clock_stopped:
            return "the race is over" if race.is_over else "it is not known here when the gun went"
        late_s = round(race.clock_ms() / 1000, 1)
        if late_s > LONGEST_DELAY_S:
            return f"the gun went too long ago: a race is shown at most {LONGEST_DELAY_S // 60} minutes late"
        self._delay(late_s)
        self._race.playhead.to_end()
        return f"in step with the television: {late_s:g} s late, also in other races; + and - change it"

    def _delay(self, delay_s: float) -> None:
        self._race.playhead.set_delay(delay_s)
        remember(delay_s=self._race.playhead.delay_s)
