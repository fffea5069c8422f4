"""The recorded races, one line each, to be searched and sorted. Winners are hidden until asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from race.people.folding import folded_words
from tui.text.dates import day
from tui.text.formatting import clock_text
from tui.text.library_search import Finder, people
from tui.text.library_sort import ORDERS, LibrarySort, in_order
from tui.text.safe_text import clean, fit
from tui.widgets.stacked_panes import StackedPane

if TYPE_CHECKING:
    from replays.catalogue.summary import RaceSummary
    from replays.storage.bookmarks import Bookmark
    from tui.text.styled_line import StyledLine

LONGEST_MEET = 48
"""The most cells of the meet: the eye can follow a line to its end."""

LEAST_MEET = 12
"""The fewest cells left for the meet after the athletes found; with fewer it is left out."""

RESULT_ONLY = "result", "only   "
"""Instead of how many splits were published and estimated; side by side they fill those columns."""

NUMBERS = {"Results", "Splits", "Guessed", "Left at"}


class LibraryPane(StackedPane):
    """One line for each race, with how complete it is and where it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home,g", "put_cursor(0)", "First race", show=False, id="list.first"),
        Binding("end,G", "put_cursor(-1)", "Last race", show=False, id="list.last"),
    ]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(has_title=True, id=id)
        self.order: LibrarySort = ORDERS[0]
        self.winners = False
        """Whether winners are shown."""
        self._races: list[RaceSummary] = []
        self._opened: Mapping[Path, Bookmark] = {}
        self._sought: list[str] = []
        self._finder = Finder()
        self._shown: list[RaceSummary] = []
        self._chosen: Path | None = None
        """The race that the cursor stays with; None to stay at the top."""
        self._chosen_before: Path | None = None
        """The same before the search began."""
        self._put = 0
        """The line on which the cursor was put last other than by keys."""

    def race(self, index: int) -> RaceSummary:
        """The race on a line."""
        return self._shown[index]

    def left_at_ms(self, race: RaceSummary) -> int | None:
        """The race time at which a race was left unfinished."""
        bookmark = self._opened.get(race.path)
        return bookmark.at_ms or None if bookmark is not None else None

    @property
    def is_first_time(self) -> bool:
        """Whether no race was ever opened."""
        return not self._opened

    def words(self) -> str:
        """How many races are listed, and in what order."""
        matching = f"{len(self._shown):,} of " if self._sought else ""
        races = "race" if len(self._races) == 1 else "races"
        return f"{matching}{len(self._races):,} recorded {races}, {self.order.says}"

    def show_races(self, races: list[RaceSummary], opened: Mapping[Path, Bookmark]) -> None:
        """List races; at first the cursor is on the one opened last."""
        if not self._races and self._chosen is None:
            self._chosen = next(iter(opened), None)
        self._note_choice()
        self._races, self._opened = races, opened
        self._arrange()

    def put_in_order(self, order: LibrarySort) -> None:
        """Sort the list, and go to its top."""
        self.order = order
        self._chosen = None
        self._arrange()

    def prepare_to_find(self) -> None:
        """Index what can be searched, so that no key waits for it."""
        self._finder.prepare(self._races)

    def find(self, text: str) -> None:
        """List the races that match all words, from the top; without words list all, as before the search."""
        sought = folded_words(text)
        if sought == self._sought:
            return
        self._note_choice()
        if not self._sought:
            self._chosen_before = self._chosen
        self._sought = sought
        if sought:
            self._chosen = None
        elif self._chosen is None:
            self._chosen = self._chosen_before
        self._arrange()

    def action_put_cursor(self, index: int) -> None:
        """Go to the first race (0) or the last (-1)."""
        self.put_cursor(index % max(self.count, 1))

    def action_choose(self) -> None:
        """Open the race under the cursor, and stay with it."""
        if self.cursor < len(self._shown):
            self._chosen = self._shown[self.cursor].path
        super().action_choose()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()
        super().on_resize()

    def draw(self) -> None:
        """Show the races."""
        sizes = self._sizes()
        title = _joined({name: name for name in sizes}, sizes)
        self.show(len(self._shown), lambda index: self._line(index, sizes), ((title, "title"),))

    def _arrange(self) -> None:
        matching = [race for race in self._races if self._finder.matches(race, self._sought)]
        self._shown = in_order(matching, self.order, self._opened)
        sought = clean(" ".join(self._sought))
        self.instead = (
            ((f"no athlete, race or meet called {sought}: esc lists all", "text"),) if sought else ()
        )
        self.draw()
        chosen = (index for index, race in enumerate(self._shown) if race.path == self._chosen)
        self._put = next(chosen, 0)
        self.put_cursor(self._put)
        self.call_after_refresh(self._keep_in_sight)

    def _note_choice(self) -> None:
        """Stay with the race that the cursor was moved to."""
        if self.cursor != self._put and self.cursor < len(self._shown):
            self._put = self.cursor
            self._chosen = self._shown[self.cursor].path

    def _line(self, index: int, sizes: dict[str, int]) -> StyledLine:
        race = self._shown[index]
        per_athlete = race.splits_per_athlete
        splits = "" if per_athlete is None else _about(per_athlete)
        estimated = _percent(race.estimated_share)
        if race.is_result_only:
            splits, estimated = RESULT_ONLY
        cells = {
            "Date": day(race.date),
            "Race": clean(race.name),
            "Meet": self._meet(race, sizes["Meet"]),
            "Results": f"{race.results}/{race.finishers}",
            "Splits": splits,
            "Guessed": estimated,
            "Left at": self._left_at(race),
            "Winner": clean(race.winner),
        }
        return ((_joined(cells, sizes), "text"),)

    def _meet(self, race: RaceSummary, room: int) -> str:
        """The meet, after the athletes that were searched for; only those where both do not fit."""
        meet = clean(race.meet)
        athletes = ", ".join(clean(name) for name in people(race, self._sought))
        if not athletes:
            return meet
        with_them = f"with {athletes}"
        return f"{with_them}   {meet}" if cell_len(with_them) + LEAST_MEET <= room else with_them

    def _left_at(self, race: RaceSummary) -> str:
        """Where the playhead was left, or `seen` for a race watched to its end."""
        bookmark = self._opened.get(race.path)
        if bookmark is None:
            return ""
        return "seen" if bookmark.at_ms is None else _minutes(bookmark.at_ms)

    def _sizes(self) -> dict[str, int]:
        """The columns with their widths in cells. The meet takes the room that is left."""
        wide = self.screen.size.width >= 120
        sizes = {"Date": 11, "Race": 26 if wide else 20, "Meet": 0, "Results": 7}
        if wide or not self.winners:
            sizes |= {"Splits": 6, "Guessed": 7}
        sizes["Left at"] = 7
        if self.winners:
            sizes["Winner"] = 24 if wide else 18
        rest = self.line_width - sum(sizes.values()) - len(sizes) + 1
        return sizes | {"Meet": min(max(rest, 0), LONGEST_MEET)}


def _about(number: float) -> str:
    """A number of splits, where only none is 0."""
    return "<1" if 0 < number < 1 else f"{number:.0f}"


def _percent(share: float | None) -> str:
    """A share, where only none is 0% and only all is 100%."""
    if share is None or share in (0, 1):
        return "" if share is None else f"{share:.0%}"
    return f"{min(max(round(share * 100), 1), 99)}%"


def _minutes(at_ms: int) -> str:
    """A race time in full seconds, as on the timeline: 0:07, 2:50."""
    text = clock_text(at_ms, 0)
    return text if ":" in text else f"0:{text:0>2}"


def _joined(cells: Mapping[str, str], sizes: Mapping[str, int]) -> str:
    """The cells that have a column, fitted into it."""
    aligned: Iterable[str] = (
        fit(cells[name], size, "right" if name in NUMBERS else "left") for name, size in sizes.items()
    )
    return " ".join(aligned)
