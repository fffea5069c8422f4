"""An athlete's profile as lines of text: the person, personal bests, races and rivals. Pure text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from feeds.errors import did_you_mean
from tui.text.dates import day
from tui.text.head_to_head import HIDDEN, RESULT, WIDE, race_columns, race_title, result_text
from tui.text.safe_text import clean, fit, fit_columns, truncate

if TYPE_CHECKING:
    from replays.people.athlete_history import Appearance, AthleteHistory, EventBest, Rival
    from replays.people.known_people import Person
    from tui.text.styled_line import StyledLine

PEOPLE = f"{'Name':<34} Nat {'Born':<11} Races"
"""The titles above a list of people."""

RIVALS = "Met most often              Races   Won  Lost"
"""The titles above the rivals."""


def heading(profile: AthleteHistory, width: int) -> list[StyledLine]:
    """The athlete and the number of races. A long name takes at most half of the line."""
    person = profile.person
    name = truncate(clean(person.name), width // 2)
    count = len(profile.appearances)
    facts = [clean(person.nation), f"born {clean(day(person.born))}" if person.born else ""]
    about = ", ".join([*filter(None, facts), f"{count} race{'s' if count != 1 else ''} in the library"])
    return [((name, "strong"), (truncate(f"   {about}", width - cell_len(name)), "dim"))]


def found_words(people: Sequence[Person], similar: Sequence[str] = ()) -> str:
    """How many people a search found; where it found no one, with `similar` names."""
    if not people:
        return f"no one in the library has such a name{did_you_mean(similar)}"
    return "one person" if len(people) == 1 else f"{len(people)} people"


def person_line(person: Person, name: str, width: int) -> str:
    """One person in a list of people, by a name that tells people of one name apart."""
    cells = fit_columns([clean(name), clean(person.nation), clean(day(person.born))], [34, 3, 11])
    return truncate(f"{fit(cells, 50)} {person.races:>5}", width)


def bests_lines(profile: AthleteHistory, width: int) -> list[StyledLine]:
    """A line an event: the best in the library, and a better one from before the newest race."""
    return [((truncate(_best_text(best), width), "text"),) for best in profile.bests()]


def _best_text(best: EventBest) -> str:
    run = best.run.listed.start_list if best.run else None
    where = f"{day(run.date)}, {run.meet or run.name}" if run else ""
    before = ""
    if best.pb and (best.time is None or best.pb.ms < best.time.ms):
        before = f"{best.pb.show(2)} before {day(best.pb_before)}"
    details = "; best ".join(part for part in (where, before) if part)
    return f"{fit(clean(best.event), 12)} {best.time.show(2) if best.time else '':>9}  {clean(details)}"


def titles(width: int) -> str:
    """The titles above the races."""
    return _columns(("Date", "Event", "Race", "Result", "Notes"), width)


def race_line(appearance: Appearance, width: int, *, with_result: bool = True) -> str:
    """One race: date, event, race and result."""
    listed = appearance.listed
    result, notes = HIDDEN, ""
    if appearance.entry.entrant.role == "pacemaker":
        result = "pacemaker"
    elif with_result and appearance.result is not None:
        result, notes = result_text(appearance.result), " ".join(appearance.result.notes)
    cells = (day(listed.start_list.date), clean(listed.event), race_title(listed), result, clean(notes))
    return _columns(cells, width)


def rival_line(rival: Rival, *, with_result: bool = True) -> str:
    """One rival: the number of meetings, and how often each was ahead."""
    won, lost = (str(rival.won), str(rival.lost)) if with_result else ("··", "··")
    return f"{fit(clean(rival.name), 27)} {rival.meetings:>5} {won:>5} {lost:>5}"


def _columns(cells: Sequence[str], width: int) -> str:
    return race_columns(cells, [11, 12 if width >= WIDE else 0, 0, RESULT, 12], width)
