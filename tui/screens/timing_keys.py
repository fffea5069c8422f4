"""The keys of the timing screen, what they do in words, and those that matter now, for the footer."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tui.widgets.key_hints import Hint

HELP = """
A blank takes a time, at any moment; + does too, also where a blank is typed.
The bibs come later, in the order of the taps: digits and enter name the oldest
one. Where no tap waits, they time that bib, at enter. Several bibs, with commas
or points between them, name several taps; after one tap they are a pack, in order.

—    a time that belongs to no runner yet
?    doubtful; the line below the list says why
&    another watch has a time for it too; v shows both
2+3  laps done and to go; BELL on the last one
"""

KEYS: list[BindingType] = [
    Binding("space,plus", "none", "Take a time"),
    Binding("enter", "none", "Name the oldest time, or time this bib", key_display="0-9 enter"),
    Binding("g", "none", "The gun"),
    Binding("u,ctrl+z,minus", "undo", "Undo"),
    Binding("U,ctrl+y,asterisk", "redo", "Redo"),
    Binding("slash", "bib", "Type a bib that begins with a letter"),
    Binding("l", "letters", "Time by letters, one a runner"),
    Binding("up,k", "move(-1)", "Earlier passing"),
    Binding("down,j", "move(1)", "Later passing"),
    Binding("pageup", "page(-1)", "A page earlier"),
    Binding("pagedown", "page(1)", "A page later"),
    Binding("end", "move(1000000)", "Newest passing"),
    Binding("left_square_bracket", "scroll(-1)", "Field: up"),
    Binding("right_square_bracket", "scroll(1)", "Field: down"),
    Binding("t,e", "ask('retime')", "Edit the time"),
    Binding("b", "ask('give')", "Give to another bib"),
    Binding("n", "ask('unname')", "Take the bib away"),
    Binding("d,delete", "ask('delete')", "Delete"),
    Binding("m", "ask('move')", "Move to another checkpoint"),
    Binding("M", "ask('move on')", "A lap was missed: move it and all later ones"),
    Binding("s", "ask('swap')", "Swap with the one above"),
    Binding("i", "ask('insert')", "Insert one that was missed"),
    Binding("x", "ask('status')", "Did not finish or start, disqualified"),
    Binding("r", "ask('reinstate')", "Reinstate"),
    Binding("o,F", "ask('official')", "Official, or open again"),
    Binding("a", "ask('add')", "Late entrant"),
    Binding("c", "ask('change')", "Change an entrant, or a bib"),
    Binding("G", "ask('gun time')", "Time of the gun, or move it"),
    Binding("R", "ask('recall')", "False start: recall"),
    Binding("w", "ask('waves')", "Waves, or individual starts"),
    Binding("v", "watches", "Two watches side by side"),
    Binding("N", "notices", "What was said by hub, clock and start list"),
    Binding("question_mark", "help", "Help"),
    Binding("escape", "leave_line", "Leave the line, or the letters"),
    Binding("q", "quit", "Leave"),
    Binding("ctrl+c", "quit"),
]

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

OFFICIAL = Hint("o", "official", ("screen.ask('official')",))

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


def race_hints(*, has_gun: bool, has_unnamed: bool, is_over: bool, letters: bool) -> list[Hint]:
    """While nothing is typed. `letters` name runners, and do nothing else then."""
    done = "name" if has_unnamed else "time a bib"
    if letters:
        keys = Hint("a-z", done, ("screen.none",))
        return [TAP, keys, UNDO._replace(keys="-"), Hint("esc", "leave the letters", ("screen.leave_line",))]
    if not has_gun:
        return [*BEFORE_THE_GUN, *LEAVE]
    name = Hint("0-9 enter", done, ("screen.none",))
    return [TAP, name, UNDO, *([OFFICIAL] if is_over else []), *CHANGES, *LEAVE]
