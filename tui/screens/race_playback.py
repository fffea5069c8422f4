"""The keys that move the playhead, the same on every screen that shows a race."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from replays.watching.live_race import LiveRace
from replays.watching.session import Session
from replays.watching.step_times import StepKind
from tui.settings.preferences import remember

STEP_MS = 5_000
"""How far the arrows go."""

SECONDS = Binding.Group("5 s", compact=True)
CHECKPOINT = Binding.Group("checkpoint", compact=True)
MOMENT = Binding.Group("moment", compact=True)
SPEED = Binding.Group("speed", compact=True)
ESTIMATES = Binding.Group("~")
MARKS = Binding.Group("marks", compact=True)


def _binding(
    keys: str, action: str, text: str, name: str, group: Binding.Group | None, shown: str | None = None
) -> Binding:
    """A key of the race screen; only those in a group stand in the footer."""
    show = group is not None
    return Binding(keys, action, text, id=f"race.{name}", group=group, show=show, key_display=shown)


PLAYBACK_KEYS: list[BindingType] = [
    Binding("space", "pause", "Pause", id="race.pause"),
    _binding("left,h", "seek(-1)", "Back 5 s", "back", SECONDS),
    _binding("right,l", "seek(1)", "On 5 s", "on", SECONDS),
    _binding(
        "shift+left,H",
        "step('checkpoint', -1)",
        "Checkpoint before",
        "checkpoint-before",
        CHECKPOINT,
        "⇧←",
    ),
    _binding(
        "shift+right,L", "step('checkpoint', 1)", "Next checkpoint", "next-checkpoint", CHECKPOINT, "⇧→"
    ),
    _binding("left_square_bracket", "step('moment', -1)", "Moment before", "moment-before", MOMENT),
    _binding("right_square_bracket", "step('moment', 1)", "Next moment", "next-moment", MOMENT),
    _binding("comma", "step('message', -1)", "Split before", "split-before", None),
    _binding("full_stop", "step('message', 1)", "Next split", "next-split", None),
    _binding("less_than_sign", "speed(-1)", "Slower", "slower", SPEED),
    _binding("greater_than_sign", "speed(1)", "Faster", "faster", SPEED),
    _binding("home,g", "end(-1)", "To the start", "start", None),
    _binding("end,G", "end(1)", "To the end", "end", None),
    _binding("e", "estimates", "Estimates or published only", "estimates", ESTIMATES),
    _binding("m", "marks", "Marks on or off", "marks", MARKS),
    _binding("M", "next_mark", "Next mark", "next-mark", MARKS),
]


LIVE_KEYS: list[BindingType] = [
    _binding("minus", "delay(-1)", "Live a second earlier", "delay-less", None),
    _binding("plus", "delay(1)", "Live a second later", "delay-more", None),
]


class Playback:
    """What those keys do. A screen mixes it in and says what it shows and how it is painted."""

    viewing: Session | None
    """What is being watched; None until the race has been read."""

    def repaint(self) -> None:
        """Show the race as it is at the playhead."""
        raise NotImplementedError

    def action_pause(self) -> None:
        """Pause or play; at the end, play again from the start."""
        if self.viewing is not None:
            self.viewing.playhead.toggle()
            self.repaint()

    def action_seek(self, direction: int) -> None:
        """Some seconds on or back."""
        if self.viewing is not None:
            playhead = self.viewing.playhead
            playhead.seek(playhead.position_ms + direction * STEP_MS)
            self.repaint()

    def action_step(self, stops: StepKind, direction: int) -> None:
        """To the next or previous checkpoint, moment or split."""
        if self.viewing is not None:
            self.viewing.step(stops, direction)
            self.repaint()

    def action_speed(self, steps: int) -> None:
        """Faster or slower."""
        if self.viewing is not None:
            self.viewing.playhead.change_speed(steps)
            self.repaint()

    def action_end(self, direction: int) -> None:
        """To the start or the end of the race."""
        if self.viewing is not None:
            playhead = self.viewing.playhead
            if direction > 0:
                playhead.to_end()
            else:
                playhead.seek(playhead.start_ms)
            self.repaint()

    def action_estimates(self) -> None:
        """Show estimated splits, or published figures alone."""
        if self.viewing is not None:
            self.viewing.estimates = not self.viewing.estimates
            self.repaint()

    def action_marks(self) -> None:
        """Show the marks among the entrants, or not."""
        if self.viewing is not None:
            self.viewing.target_choice.shown = not self.viewing.target_choice.shown
            self.repaint()

    def action_next_mark(self) -> None:
        """Hold everybody against the next mark."""
        if self.viewing is not None:
            self.viewing.target_choice.choose_next(self.viewing.view().board)
            self.repaint()

    def action_delay(self, seconds: int) -> None:
        """Show a live race later or earlier than it comes, and remember that."""
        if self.viewing is not None and isinstance(self.viewing.recording, LiveRace):
            playhead = self.viewing.playhead
            playhead.set_delay(playhead.delay_s + seconds)
            remember(delay_s=playhead.delay_s)
            self.repaint()
