"""Made-up races for the tests of documents: any that a printer could have printed."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from feeds.documents.convert_documents import ConvertedRace, convert
from feeds.documents.detect_printer import read_document
from feeds.documents.printed_document import TextRow
from race.messages import Split, StartList
from tests.feeds.documents.printed_pages import MILE_M, PEOPLE, InventedRace, Runner

if TYPE_CHECKING:
    from feeds.documents.printers.printer_layout import PrinterLayout

COURSES: tuple[tuple[str, float, tuple[float, ...]], ...] = (
    ("800m Women", 800.0, (200.0, 400.0, 500.0, 600.0)),
    ("1,500m Women", 1500.0, tuple(float(m) for m in range(100, 1500, 100))),
    ("Made-up Mile Women", MILE_M, tuple(float(m) for m in range(100, 1700, 100))),
    ("Women's 3000m Steeplechase", 3000.0, tuple(float(m) for m in range(200, 3000, 200))),
    (
        "5000 Metres Women",
        5000.0,
        tuple(
            float(m)
            for m in sorted({*range(400, 4401, 400), *range(1000, 5000, 1000), *range(4400, 5000, 100)})
        ),
    ),
)

LINES = {
    "800m Women": (400.0,),
    "1,500m Women": (300.0, 700.0, 1100.0),
    "Made-up Mile Women": (409.344, 809.344, 1209.344, 1500.0),
    "Women 2 Mile": (*(round(418.688 + 400 * n, 3) for n in range(7)), 3000.0),
}
"""The intermediates of FlashResults, which are printed without heads."""


@st.composite
def made_races(draw: st.DrawFn, *, at_lines: bool = False, dropouts: bool = True) -> InventedRace:
    """Two to eight runners, each a little faster or slower at every mark; some may stop on the way."""
    if at_lines:
        title = draw(st.sampled_from(sorted(LINES)))
        distance_m = {"Women 2 Mile": 2 * MILE_M, **{t: d for t, d, _ in COURSES}}[title]
        intermediates: tuple[float, ...] = LINES[title]
    else:
        title, distance_m, intermediates = draw(st.sampled_from(COURSES))
    numbers = draw(st.permutations(range(len(PEOPLE))))[: draw(st.integers(2, len(PEOPLE)))]
    runners = [_runner(draw, number, intermediates, distance_m) for number in numbers]
    stop = dropouts and len(runners) > 3
    stopped = [_stopped(draw, runners[-1])] if stop and draw(st.booleans()) else runners[-1:]
    return InventedRace(title, distance_m, intermediates, (*runners[:-1], *stopped))


def _runner(draw: st.DrawFn, number: int, intermediates: tuple[float, ...], distance_m: float) -> Runner:
    points = (0.0, *intermediates, distance_m)
    pace = draw(st.integers(150, 175))
    lengths = [b - a for a, b in pairwise(points)]
    steps = [int(metres * (pace + draw(st.integers(-8, 8)))) for metres in lengths]
    return Runner(number, tuple(accumulate(steps)), is_pacemaker=draw(st.booleans()))


def _stopped(draw: st.DrawFn, runner: Runner) -> Runner:
    passed = draw(st.integers(0, len(runner.ms) - 1))
    return Runner(runner.number, runner.ms[:passed], finished=False, is_pacemaker=runner.is_pacemaker)


def rows(lines: list[str]) -> list[TextRow]:
    """Printed lines as the rows of a document."""
    return [TextRow(number, " ".join(line.split())) for number, line in enumerate(lines, 1)]


def converted(
    *documents: list[str], keep_conflicts: bool = False, layout: PrinterLayout | None = None
) -> ConvertedRace:
    """The one race of some printed documents, `1.txt`, `2.txt` ..."""
    read = [read_document(rows(lines), f"{n}.txt", layout) for n, lines in enumerate(documents, 1)]
    [race] = convert(read, keep_conflicts=keep_conflicts)
    return race


def start_list(race: ConvertedRace) -> StartList:
    """The start list of a converted race."""
    [found] = [message for message in race.messages if isinstance(message, StartList)]
    return found


def splits_by_name(race: ConvertedRace) -> dict[str, dict[str, Split]]:
    """The splits of a converted race, by the runner's name and the checkpoint."""
    names = {entrant.bib: entrant.name for entrant in start_list(race).entrants}
    found: dict[str, dict[str, Split]] = {name: {} for name in names.values()}
    for message in race.messages:
        if isinstance(message, Split):
            found[names[message.bib]][message.checkpoint] = message
    return found
