"""The line at the bottom of a screen into which bibs and answers are typed, whatever has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.text.timing_questions import Question

LONGEST = 120


class EntryLine:
    """What is typed so far, and what is asked. Only its end is changed."""

    def __init__(self) -> None:
        self.text = ""
        self.question: Question | None = None
        self.takes_all = False
        """Whether all that is typed goes into it, as the answer to a question does."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked, and nothing typed."""
        return not self.takes_all and not self.text

    def takes(self, key: str) -> bool:
        """Whether a blank or a plus is a part of what is typed, and no tap."""
        question = self.question
        return question is not None and (question.blanks if key == "space" else question.plus)

    def ask(self, question: Question, text: str | None = None) -> None:
        """Ask something; with a text that stands there, else that of the question."""
        self.question, self.text, self.takes_all = question, question.text if text is None else text, True

    def type(self, text: str) -> None:
        """Add to it; what stands there at first may give way to a digit."""
        question = self.question
        if question is not None and question.gives_way and self.text == question.text and text[:1].isdigit():
            self.text = ""
        self.text = (self.text + text)[:LONGEST]

    def clear(self) -> None:
        """Ask nothing any longer."""
        self.text, self.question, self.takes_all = "", None, False
