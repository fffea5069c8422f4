"""The keys of a race: those that move the playhead, on every screen over it, and those that pick a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.binding import Binding, BindingType

from tui.race_session import BOARD, RaceSession
from tui.text.safe_text import clean
from tui.views.view_registry import VIEWS

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.signal import Signal

    from race.board import Board
    from tui.widgets.key_hints import Hint

PAUSE = "Pause"

SECONDS = Binding.Group("5 s", compact=True)
CHECKPOINT = Binding.Group("checkpoint", compact=True)
MOMENT = Binding.Group("moment", compact=True)
SPEED = Binding.Group("speed", compact=True)
ESTIMATES = Binding.Group("~")
MARKS = Binding.Group("marks", compact=True)
VIEW = Binding.Group("views", compact=True)
FOLLOW = Binding.Group("follow")
FIND = Binding.Group("find")


def _key(
    keys: str,
    action: str,
    text: str,
    group: Binding.Group | None = None,
    shown_as: str | None = None,
    *,
    id: str,  # noqa: A002  # as in Textual
) -> Binding:
    """A key of the race screen; only those in a group are shown in the footer."""
    return Binding(keys, action, text, group=group, show=group is not None, key_display=shown_as, id=id)


PLAYBACK_KEYS: list[BindingType] = [
    Binding("space", "session('play_or_pause')", PAUSE, id="race.pause"),
    _key("left,h", "session('skip', (-5,))", "Back 5 s", SECONDS, id="race.back"),
    _key("right,l", "session('skip', (5,))", "Forward 5 s", SECONDS, id="race.forward"),
    _key(
        "shift+left,H",
        "session('step', ('checkpoint', -1))",
        "Previous checkpoint",
        CHECKPOINT,
        "⇧←",
        id="race.previous-checkpoint",
    ),
    _key(
        "shift+right,L",
        "session('step', ('checkpoint', 1))",
        "Next checkpoint",
        CHECKPOINT,
        "⇧→",
        id="race.next-checkpoint",
    ),
    _key(
        "left_square_bracket",
        "session('step', ('moment', -1))",
        "Previous moment",
        MOMENT,
        id="race.previous-moment",
    ),
    _key(
        "right_square_bracket", "session('step', ('moment', 1))", "Next moment", MOMENT, id="race.next-moment"
    ),
    _key("comma", "session('step', ('message', -1))", "Previous split", id="race.previous-split"),
    _key("full_stop", "session('step', ('message', 1))", "Next split", id="race.next-split"),
    _key("less_than_sign", "session('change_speed', (-1,))", "Slower", SPEED, id="race.slower"),
    _key("greater_than_sign", "session('change_speed', (1,))", "Faster", SPEED, id="race.faster"),
    _key("home,g", "session('to_start')", "To the start", id="race.to-start"),
    _key("end,G", "session('to_end')", "To the end", id="race.to-end"),
    _key("u", "session('go_back')", "Undo the last jump", id="race.go-back"),
    _key("r", "session('repeat')", "Repeat a stretch", id="race.repeat"),
    _key("e", "session('toggle_estimates')", "Estimates on or off", ESTIMATES, id="race.estimates"),
    _key("m", "session('toggle_marks')", "Marks on or off", MARKS, id="race.marks"),
    _key("M", "session('choose_next_mark')", "Next mark", MARKS, id="race.next-mark"),
]
"""Each calls a method of `RaceSession` by its name."""

LIVE_KEYS: list[BindingType] = [
    _key("minus", "session('change_delay', (-1,))", "Delay 1 s shorter", id="race.shorter-delay"),
    _key("plus", "session('change_delay', (1,))", "Delay 1 s longer", id="race.longer-delay"),
    _key("z", "session('see_gun')", "The gun is on my television now", id="race.gun-on-television"),
]

PICKING_KEYS: list[BindingType] = [
    _key("1", f"view('{BOARD}')", "The board alone", VIEW, id="race.board"),
    *(_key(kind.key, f"view('{kind.name}')", kind.about, VIEW, id=f"race.{kind.name}") for kind in VIEWS),
    _key("left_parenthesis", "column(-1)", "Splits, announcer: previous checkpoint", id="race.column-before"),
    _key("right_parenthesis", "column(1)", "Splits, announcer: next checkpoint", id="race.column-after"),
    _key("v", "next_mode", "Next mode of the view", id="race.next-mode"),
    _key("V", "session('change_group', (1,))", "Road, announcer: next category", id="race.next-group"),
    _key("c", "compare", "Compare with this athlete, or stop", id="race.compare"),
    _key("s", "session('change_sort', (1,))", "Sort by the next column", id="race.sort-after"),
    _key("S", "session('change_sort', (-1,))", "Sort by the previous column", id="race.sort-before"),
    _key("f", "follow", "Follow this athlete", FOLLOW, id="race.follow"),
    _key("slash", "find", "Find athletes", FIND, id="race.find"),
    Binding("escape", "stop_finding", "Show every runner", show=False, id="race.step-up"),
    Binding("escape", "step_up", "Back to the board", show=False, id="race.step-up"),
]


class PlaybackKeys:
    """What the playback keys do. A screen mixes it in, and says how it is painted."""

    session: RaceSession
    painted: Signal[Board]
    """The board that the race screen painted last; what lies above it shows the same."""

    def repaint(self) -> None:
        """Paint the race soon: the viewer has changed something."""
        raise NotImplementedError

    def named_now(self, hints: list[Hint]) -> list[Hint]:
        """The footer, with what the key does now that pauses and plays; the others stay where they are."""
        text = self.session.after_space.ljust(len(PAUSE))
        return [hint._replace(text=text) if hint.text == PAUSE else hint for hint in hints]

    def action_session(self, method: str, arguments: tuple[object, ...] = ()) -> None:
        """Change the session by one of its methods, and show it."""
        said = self.session.change(method, arguments)
        if said:
            cast("Screen[None]", self).notify(clean(said), markup=False)
        self.repaint()
