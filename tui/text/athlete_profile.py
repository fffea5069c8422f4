"""A career as lines of text: who it is, the races, the bests, those met most. Pure text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from replays.people.athlete_history import Appearance, AthleteHistory, EventBest, Rival
from replays.people.known_people import Person
from tui.text.dates import day
from tui.text.head_to_head import HIDDEN, LONGEST_RACE, RESULT, WIDE, result_text
from tui.text.safe_text import clean, fit, short_of
from tui.text.styled_line import StyledLine

PEOPLE = f"{'Name':<34} Nat {'Born':<11} Races"
"""The line above people."""

MOST_RIVALS = 10
"""Rivals that are printed; on the screen all can be scrolled to."""


def heading(career: AthleteHistory, width: int) -> list[StyledLine]:
    """Who it is, and in how many races. A long name leaves half of the line to the rest."""
    person = career.person
    name = short_of(clean(person.name), width // 2)
    count = len(career.appearances)
    facts = [clean(person.nation), f"born {clean(day(person.born))}" if person.born else ""]
    about = ", ".join([*filter(None, facts), f"{count} race{'s' if count != 1 else ''} in the library"])
    return [((name, "strong"), (short_of(f"   {about}", width - cell_len(name)), "dim"))]


def found_words(people: Sequence[Person]) -> str:
    """How many were found."""
    if not people:
        return "nobody in the library is called so"
    return "one person" if len(people) == 1 else f"{len(people)} people"


def person_line(person: Person, width: int) -> str:
    """Who it is, and in how many races."""
    cells = (fit(clean(person.name), 34), fit(clean(person.nation), 3), fit(clean(day(person.born)), 11))
    return fit(f"{' '.join(cells)} {len(person.entries):>5}", width).rstrip()


def bests_lines(career: AthleteHistory, width: int) -> list[StyledLine]:
    """A line an event: the best of the library, and a better one from before the newest race."""
    return [((short_of(_best_text(best), width), "text"),) for best in career.bests()]


def _best_text(best: EventBest) -> str:
    run = best.run.listed.start_list if best.run else None
    where = f"{day(run.date)}, {run.meet or run.name}" if run else ""
    before = ""
    if best.pb and (best.time is None or best.pb.ms < best.time.ms):
        before = f"{best.pb.show(2)} before {day(best.pb_before)}"
    said = "; best ".join(part for part in (where, before) if part)
    return f"{fit(clean(best.event), 12)} {best.time.show(2) if best.time else '':>9}  {clean(said)}"


def titles(width: int) -> str:
    """The line above the races."""
    return _columns(("Date", "Event", "Race", "Result", "Notes"), width)


def race_line(appearance: Appearance, width: int, *, told: bool = True) -> str:
    """A race: when, where, and with what result."""
    start_list = appearance.listed.start_list
    race = ", ".join(clean(part) for part in (start_list.meet, start_list.name) if part)
    result, notes = HIDDEN, ""
    if appearance.entry.entrant.role == "pacemaker":
        result = "pacemaker"
    elif told and appearance.result is not None:
        result, notes = result_text(appearance.result), " ".join(appearance.result.notes)
    return _columns((day(start_list.date), clean(appearance.listed.event), race, result, clean(notes)), width)


RIVALS = "Met most often              Races   Won  Lost"


def rival_line(rival: Rival, *, told: bool = True) -> str:
    """Somebody met: how often, and how often each was ahead."""
    won, lost = (str(rival.won), str(rival.lost)) if told else ("··", "··")
    return f"{fit(clean(rival.person.name), 27)} {rival.meetings:>5} {won:>5} {lost:>5}"


def profile_text(career: AthleteHistory, width: int) -> str:
    """All of it in lines of at most `width` cells."""
    styled = [*heading(career, width), (), *bests_lines(career, width)]
    lines = ["".join(text for text, _ in line) for line in styled]
    lines += ["", titles(width), *(race_line(one, width) for one in career.appearances)]
    lines += ["", RIVALS, *map(rival_line, career.rivals[:MOST_RIVALS])]
    return "\n".join(short_of(line, width) for line in lines)


def _columns(cells: Sequence[str], width: int) -> str:
    """The race takes what room the rest leaves."""
    sizes = [11, 12 if width >= WIDE else 0, 0, RESULT, 12]
    others = [size for size in sizes if size]
    sizes[2] = min(max(width - sum(others) - len(others), 0), LONGEST_RACE)
    return " ".join(fit(cell, size) for cell, size in zip(cells, sizes, strict=True) if size).rstrip()
