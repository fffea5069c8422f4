"""The keys in the footer of the timing screen: those that matter now."""

from __future__ import annotations

from tui.widgets.key_hints import Hint

LEAVE = [Hint("?", "all keys", ("screen.help",)), Hint("q", "leave", ("screen.quit",))]

TAP = Hint("space", "tap", ("screen.none",))

UNDO = Hint("u", "undo", ("screen.undo",))

BEFORE_THE_GUN = [
    Hint("g", "gun", ("screen.none",)),
    Hint("G", "its time", ("screen.ask('gun time')",)),
    Hint("a", "late entrant", ("screen.ask('add')",)),
    Hint("x", "scratch", ("screen.ask('status')",)),
    Hint("l", "letters", ("screen.letters",)),
    UNDO,
]

CHANGES = [
    Hint("x", "out", ("screen.ask('status')",)),
    Hint("t", "edit time", ("screen.ask('retime')",)),
    Hint("s", "swap", ("screen.ask('swap')",)),
    Hint("i", "insert", ("screen.ask('insert')",)),
    Hint("d", "delete", ("screen.ask('delete')",)),
]


def line_hints(done: str, *, blanks: bool) -> list[Hint]:
    """While something is typed: what enter does, in words, and how a time is taken."""
    return [
        Hint("enter", done, ("screen.none",)),
        TAP._replace(keys="+") if blanks else TAP,
        Hint("esc", "clear the line", ("screen.leave_line",)),
    ]


def race_hints(*, has_gun: bool, has_unnamed: bool, letters: bool) -> list[Hint]:
    """While nothing is typed. `letters` name runners, and do nothing else then."""
    done = "name" if has_unnamed else "time a bib"
    if letters:
        keys = Hint("a-z", done, ("screen.none",))
        return [TAP, keys, UNDO._replace(keys="-"), Hint("esc", "leave the letters", ("screen.leave_line",))]
    if not has_gun:
        return [*BEFORE_THE_GUN, *LEAVE]
    name = Hint("0-9 enter", done, ("screen.none",))
    return [TAP, name, UNDO, *CHANGES, *LEAVE]
