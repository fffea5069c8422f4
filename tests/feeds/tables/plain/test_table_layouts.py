"""A race has the same figures however its table is laid out: wide, long or of laps, in any language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.unkept_words import NOT_KEPT
from race.times import Time
from tests.feeds.tables.typed_tables import csv_of, metres_in, race_in

DISTANCES = {"800": [400, 800], "1500": [400, 800, 1200, 1500], "5000": [1000, 2000, 3000, 4000, 5000]}

WORDS = {
    "English": ("Bib", "Name", "Checkpoint", "Time", "Result", "DNF"),
    "German": ("Startnr.", "Name", "Zwischenzeit", "Zeit", "Endzeit", "aufg."),
    "French": ("Dossard", "Nom Prénom", "Poste", "Temps", "Temps total", "Abandon"),
    "Spanish": ("Dorsal", "Atleta", "Punto de control", "Tiempo", "Meta", "Retirado"),
    "Italian": ("Pettorale", "Nominativo", "Rilevamento", "Tempo", "Arrivo", "Ritirato"),
    "Dutch": ("Rugnummer", "Naam", "Meetpunt", "Tijd", "Eindtijd", "Uitgevallen"),
    "Swedish": ("Nummerlapp", "Namn", "Kontroll", "Tid", "Sluttid", "Utgått"),
    "Norwegian": ("Startnr", "Navn", "Passering", "Tid", "Sluttid", "Brøt"),
}

NAMES = ("Anna", "Berta", "Cleo", "Dora", "Elsa", "Frida")


UNKEPT = sorted(word for word, role in ROLES.items() if role in NOT_KEPT)

FOREIGN_CELLS = ("", "-", "3", "17", "abc", "4:05.0", "12,5", "x", "1:02:03", "99999", "DNF?", "M")


@dataclass(frozen=True)
class Layout:
    """How a table is written."""

    words: tuple[str, str, str, str, str, str]
    separator: str
    decimals: str
    style: str
    """`M:SS`, `seconds`, `H:MM:SS` or `M.SS`."""
    form: str
    """`wide`, `laps` or `long`."""
    unit: str
    """Behind the metres in a head."""


@st.composite
def races(draw: st.DrawFn) -> tuple[str, dict[str, list[int | None]]]:
    """An event, and the tenths of a second of each runner at its checkpoints; some stop on the way."""
    event = draw(st.sampled_from(sorted(DISTANCES)))
    points = DISTANCES[event]
    runners: dict[str, list[int | None]] = {}
    for name in NAMES[: draw(st.integers(2, 6))]:
        pace = draw(st.integers(160, 260))
        tenths = 0
        times: list[int | None] = []
        for start, end in pairwise([0, *points]):
            tenths += (end - start) * (pace + draw(st.integers(-8, 8))) // 100
            times.append(tenths)
        kept = draw(st.sampled_from([len(points)] * 5 + [len(points) - 1]))
        runners[name] = [*times[:kept], *[None] * (len(points) - kept)]
    return event, runners


layouts = st.builds(
    Layout,
    st.sampled_from(sorted(WORDS.values())),
    st.sampled_from(["\t", ";"]),
    st.sampled_from(".,"),
    st.sampled_from(["M:SS", "seconds", "H:MM:SS", "M.SS"]),
    st.sampled_from(["wide", "laps", "long"]),
    st.sampled_from(["", "m", " m"]),
)


def written(tenths: int, layout: Layout) -> str:
    """A time in the layout's style."""
    seconds, rest = divmod(tenths, 10)
    minutes, second = divmod(seconds, 60)
    match layout.style:
        case "seconds":
            return f"{seconds}{layout.decimals}{rest}"
        case "H:MM:SS":
            return f"0:{minutes:02}:{second:02}{layout.decimals}{rest}"
        case "M.SS":
            return f"{minutes}.{second:02},{rest}" if minutes else f"{second},{rest}"
    return f"{minutes}:{second:02}{layout.decimals}{rest}"


def wide(event: str, runners: dict[str, list[int | None]], layout: Layout) -> str:
    """A row for each runner; laps are the time since the checkpoint before."""
    bib, name, _, _, result, out = layout.words
    points = DISTANCES[event]
    rows = [[bib, name, *(f"{metres}{layout.unit}" for metres in points[:-1]), result]]
    for number, (runner, times) in enumerate(runners.items(), 1):
        shown = times
        if layout.form == "laps":
            before = [0, *(times[:-1])]
            shown = [None if t is None else t - (b or 0) for t, b in zip(times, before, strict=True)]
            shown[-1] = times[-1]
        cells = [
            out if i == len(points) - 1 and t is None else "" if t is None else written(t, layout)
            for i, t in enumerate(shown)
        ]
        rows.append([str(number), runner, *cells])
    return csv_of(rows, layout.separator)


def long(event: str, runners: dict[str, list[int | None]], layout: Layout) -> str:
    """A row for each time."""
    bib, name, point, time, result, out = layout.words
    rows = [[bib, name, point, time]]
    for number, (runner, times) in enumerate(runners.items(), 1):
        for metres, tenths in zip(DISTANCES[event], times, strict=True):
            where = result if metres == DISTANCES[event][-1] else f"{metres}{layout.unit}"
            rows.append([str(number), runner, where, out if tenths is None else written(tenths, layout)])
    return csv_of(rows, layout.separator)


@dataclass(frozen=True)
class Spoiling:
    """What is done to a table that changes nothing of its figures."""

    foreign: tuple[tuple[str, tuple[str, ...]], ...]
    """Columns of others: their heads, and the cells that they repeat."""
    doubled: int
    """The column that stands twice: bibs, names or results; of one at a checkpoint it may be two laps."""
    order: st.DataObject
    """Draws the order of the columns."""


foreign_columns = st.tuples(
    st.one_of(st.sampled_from(UNKEPT), st.text("qxzwvk", min_size=6, max_size=9)),
    st.lists(st.sampled_from(FOREIGN_CELLS), min_size=1, max_size=5).map(tuple),
)

spoilings = st.builds(
    Spoiling, st.lists(foreign_columns, max_size=3).map(tuple), st.sampled_from([0, 1, -1]), st.data()
)


def spoilt(table: str, layout: Layout, spoiling: Spoiling) -> str:
    """The table with foreign columns, one column doubled, and its columns in another order."""
    rows = [line.split(layout.separator) for line in table.splitlines()]
    columns = [list(cells) for cells in zip(*rows, strict=True)]
    columns.append(columns[spoiling.doubled])
    for head, cells in spoiling.foreign:
        columns.append([head, *(cells[i % len(cells)] for i in range(len(rows) - 1))])
    shuffled = spoiling.order.draw(st.permutations(columns))
    return csv_of(list(zip(*shuffled, strict=True)), layout.separator)


@settings(max_examples=150, deadline=None)
@given(races(), layouts, spoilings)
def test_foreign_columns_change_no_figure(
    race: tuple[str, dict[str, list[int | None]]], layout: Layout, spoiling: Spoiling
) -> None:
    """Nor does a column that stands twice, or another order of the columns."""
    event, runners = race
    table = (long if layout.form == "long" else wide)(event, runners, layout)
    check_figures(spoilt(table, layout, spoiling), event, runners)


@settings(max_examples=120, deadline=None)
@given(races(), layouts)
def test_the_same_figures_in_any_layout(
    race: tuple[str, dict[str, list[int | None]]], layout: Layout
) -> None:
    """Every time and every dropout, at the right checkpoint."""
    event, runners = race
    check_figures((long if layout.form == "long" else wide)(event, runners, layout), event, runners)


def check_figures(table: str, event: str, runners: dict[str, list[int | None]]) -> None:
    """Every time is read at its checkpoint, and every dropout."""
    made = race_in(table, event)
    assert metres_in(made) == DISTANCES[event]
    assert [runner.name for runner in made.runners] == list(runners)
    for runner in made.runners:
        times = {figure.point: figure.time for figure in runner.times}
        expected = {i: Time(100 * t, 1) for i, t in enumerate(runners[runner.name]) if t is not None}
        assert times == expected
        assert runner.status == ("dnf" if None in runners[runner.name] else None)
        assert not any(figure.is_doubtful for figure in runner.times)
