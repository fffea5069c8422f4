"""What an operator says without being asked: who is out, who is late, when the gun went, that it is final."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.getters import query_one

from race.edits.decisions import make_official, reinstate, reopen
from race.edits.entrants import add_entrant, change_entrant, merge_bibs
from race.edits.log_lookup import state_now
from race.edits.starts import guns_now, set_gun
from tui.screens.session_screen import SessionScreen
from tui.text.typed_answers import ASKED, typed_entrant
from tui.text.typed_edits import read_gun_time, read_status
from tui.widgets.question_line import QuestionLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.edits.edit import Edit
    from race.fold.history import History
    from race.times import TimeOfDay
    from tui.screens.session_work import Make


class OperatorQuestions(SessionScreen):
    """The keys of a desk that ask for something and do it, whatever is on the list."""

    question = query_one(QuestionLine)

    reason = ""
    """Why the next act is done."""

    def act(self, make: Make) -> None:
        """Do an edit, with why it is done."""
        reason, self.reason = self.reason, ""
        self.do(lambda history: make(history).because(reason))

    def _ask(self, label: str, make: Callable[[History, str], Edit], suggested: str = "") -> None:
        def answered(text: str) -> None:
            if not text:
                raise ValueError("type it, or leave with Escape")
            self.act(lambda history: make(history, text))

        self.question.ask(label, answered, (suggested,) if suggested else ())

    def action_status(self) -> None:
        """Ask who is out, and why."""
        self._ask("Out: bib, dnf, dns or dq, and the rule", read_status)

    def action_reinstate(self) -> None:
        """Ask who is back in the race."""
        self._ask("Reinstate: bib", reinstate)

    def action_add(self) -> None:
        """Ask for a late entrant."""
        self._ask(ASKED["entrant"], lambda history, text: add_entrant(history, typed_entrant(text)))

    def action_change(self) -> None:
        """Ask for what is to be changed of an entrant."""

        def change(history: History, text: str) -> Edit:
            bib, rest = _parted(text, "write the bib, =, and what it is to be, as in 12 = 21 Anna Berg")
            return change_entrant(history, bib, typed_entrant(rest))

        self._ask("Change: 12 = 21 Anna Berg", change)

    def action_merge(self) -> None:
        """Ask for two bibs that are one runner."""

        def merge(history: History, text: str) -> Edit:
            return merge_bibs(history, *_parted(text, "write the wrong bib, =, and the right one"))

        self._ask("Merge: wrong bib = right bib", merge)

    def action_gun_time(self) -> None:
        """Ask for the time of day of the gun, or by how much it is to be moved."""
        if self.session is not None:
            now = self.session.clock.now()
            self._ask(
                ASKED["gun"], lambda history, text: set_gun(history, read_gun_time(text, now, self.gun))
            )

    def action_official(self) -> None:
        """Say that the result is official, or reopen it."""

        def turn(history: History) -> Edit:
            return reopen(history) if state_now(history).officials else make_official(history)

        self.act(turn)

    @property
    def gun(self) -> TimeOfDay | None:
        """The time of day of the gun so far; None where it is not known."""
        gun = guns_now(self.history).get("")
        return gun.clock if gun is not None else None


def _parted(text: str, fault: str) -> tuple[str, str]:
    """What stands before and after an equals sign. Raises ValueError."""
    before, equals, after = text.partition("=")
    if not equals or not before.strip() or not after.strip():
        raise ValueError(fault)
    return before.strip(), after.strip()
