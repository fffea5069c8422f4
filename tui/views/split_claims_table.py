"""Everything that was ever claimed about one passing: which claim counts, and what replaced what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.doubted_claims import doubted_claims
from race.messages import Message, Order, Split, Void
from race.moments.phrases import ordinal
from tui.text.checkpoint_labels import checkpoint_label
from tui.text.doubted_claims import remedy_lines
from tui.text.formatting import CORRECTED, passing_text
from tui.text.safe_text import clean
from tui.text.styled_line import hanging_lines, indented_lines

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene


def split_claims(scene: Scene, bib: str, index: int, width: int = 84) -> list[StyledLine]:
    """The claims about a runner at a checkpoint, with their sources, in lines of at most `width` cells.

    Claims come in the order of the log; a correction is shown once the race has reached it.
    """
    state = scene.board.state
    course, runner = state.course, state.runners.get(bib)
    if course is None or runner is None:
        return [(("not on the start list", "dim"),)]
    passing = runner.start_mat if index == START else runner.shown_at(index)
    checkpoint = course.at(index).id
    figure = passing_text(passing, course.digits) if passing else "no time"
    head = f"{clean(runner.full_name)} at {checkpoint_label(course, index)}: {figure}"
    lines = [*hanging_lines(head, "strong", width), ()]
    claims = _Claims(scene, bib, checkpoint, passing)
    if not claims.numbered:
        return [*lines, (("nothing is known of this passing", "dim"),)]
    for number, message in claims.numbered.items():
        status, style = claims.status(number, message)
        lines += hanging_lines(f"#{number}  {claims.figure(message)}  {status}", style, width)
        source = claims.source(message)
        lines += indented_lines(source, "dim", width) if source else []
        doubted = claims.doubted.get(number)
        lines += remedy_lines(doubted, width) if doubted is not None else []
    for correction in scene.snapshot.corrections:
        if correction.checkpoint == checkpoint and bib in correction.bibs:
            lines += hanging_lines(f"{CORRECTED} {clean(correction.text)}", "accent", width)
    return lines


class _Claims:
    """The messages about a passing up to the playhead."""

    def __init__(self, scene: Scene, bib: str, checkpoint: str, passing: Passing | None) -> None:
        self._scene, self._bib, self._checkpoint, self._passing = scene, bib, checkpoint, passing
        known = [
            (number, message)
            for number, message in enumerate(scene.history.messages, start=1)
            if (self._is_about(message) or message.replaces is not None)
            and self._known_ms(number, message) <= scene.clock_ms
        ]
        ids = {message.id for _, message in known if self._is_about(message) and message.id is not None}
        self.numbered = {n: m for n, m in known if self._is_about(m) or m.replaces in ids}
        """By number in the log, from 1: the claims, and what replaces a claim."""
        doubted = doubted_claims(scene.history, scene.board.state, scene.clock_ms)
        self.doubted = {claim.number: claim for claim in doubted if claim.number in self.numbered}
        """Those that are not believed, by number."""

    def status(self, number: int, message: Message) -> tuple[str, str]:
        """Whether a claim counts, and if not why, with a style."""
        passing, numbers = self._passing, self.numbered.items()
        if number in self.doubted:
            return clean(self.doubted[number].why), "text"
        if passing is not None and passing.counted is not None and passing.counted.number == number:
            return "the one that is used", "accent"
        if isinstance(message, Void) or not self._is_about(message):
            replaced = next(n for n, m in numbers if m.id == message.replaces)
            return f"{'withdraws' if isinstance(message, Void) else 'replaces'} #{replaced}", "text"
        if passing is not None and any(entry.number == number for entry in passing.entries):
            return "not used: another is more certain, or newer", "dim"
        replacing = (n for n, m in numbers if message.id is not None and m.replaces == message.id)
        by = next(replacing, None)
        return (f"replaced by #{by}" if by is not None else "no longer holds"), "dim"

    def figure(self, message: Message) -> str:
        """The claim, with its evidence."""
        match message:
            case Split():
                time = message.time or self._scene.history.start_times.elapsed(message)
                figure = time.show() if time else message.clock.show() if message.clock else ""
                place = f", {ordinal(message.rank)}" if message.rank else ""
                other = "" if self._is_about(message) else f", of {message.bib} at {message.checkpoint}"
                return clean(f"{figure} {message.evidence}{place}{other} {' '.join(message.notes)}")
            case Order(places=places) if self._bib in places:
                return f"{ordinal(places[self._bib])} by the order, {message.evidence}"
            case Void(reason=reason):
                return clean(f"withdrawal ({reason})" if reason else "withdrawal")
        return message.__class__.__name__.lower()

    def source(self, message: Message) -> str:
        """The source of a claim; empty if the message names none."""
        start_list = self._scene.board.state.start_list
        sources = start_list.sources if start_list else {}
        return clean(sources.get(message.source, message.source))

    def _is_about(self, message: Message) -> bool:
        match message:
            case Split(bib=bib, checkpoint=checkpoint):
                return (bib, checkpoint) == (self._bib, self._checkpoint)
            case Order(places=places, checkpoint=checkpoint):
                return checkpoint == self._checkpoint and self._bib in places
        return False

    def _known_ms(self, number: int, message: Message) -> int:
        """The race time from which a message counts."""
        history = self._scene.history
        if isinstance(message, Split) or message.when is not None:
            return history.effect_ms(message)
        return history.reached_ms(number)
