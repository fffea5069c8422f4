"""What is printed comes out of a converted race again: places, times, ranks and laps, in every layout."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from feeds.consistency import contradictions_in
from race.messages import Split, Status
from race.times import Time
from tests.examples import examples
from tests.feeds.documents import printed_pages
from tests.feeds.documents.invented_results import converted, made_races, splits_by_name, start_list
from tests.feeds.documents.printed_pages import InventedRace, Runner, shown, up

if TYPE_CHECKING:
    from feeds.documents.convert_documents import ConvertedRace

NAMES = (
    "Anna Berg",
    "Mia Van Der Zee",
    "Ruth Okafor",
    "Siobhán O'Hare",
    "Ida Løvås-Moen",
    "Eve McAdam",
    "Li Xu",
    "Zoë Ann Do Carmo Lima",
)
"""As a race file has the people of the printed documents."""

SETTINGS = examples(20, suppress_health_check=[HealthCheck.too_slow])


def ids(made: InventedRace) -> list[str]:
    """The ids of the intermediates."""
    return [str(int(metres)) for metres in made.intermediates]


def assert_as_printed(race: ConvertedRace, made: InventedRace, unit: int, *, ranked: bool = True) -> None:
    """Every time, rank, place and status is the printed one, nothing is missing and nothing is added."""
    assert [p for p in contradictions_in(list(enumerate(race.messages))) if p.fatal] == []
    found = splits_by_name(race)
    assert set(found) == {NAMES[r.number] for r in made.runners}
    for runner in made.runners:
        own = dict(found[NAMES[runner.number]])
        finish = own.pop("finish", None)
        assert printed(own) == expected(made, runner, unit, ranked=ranked)
        assert (finish is not None) is runner.finished
        if finish is not None:
            assert (finish.time, finish.rank) == (Time(runner.result_ms, 2), made.place(runner))
        assert not any(split.suspect for split in own.values())
    assert out(race) == {NAMES[r.number] for r in made.others}


def printed(splits: dict[str, Split]) -> dict[str, tuple[str, int | None]]:
    """Time and rank by checkpoint."""
    return {checkpoint: (str(split.time), split.rank) for checkpoint, split in splits.items()}


def expected(
    made: InventedRace, runner: Runner, unit: int, *, ranked: bool
) -> dict[str, tuple[str, int | None]]:
    """The same as it was printed."""
    passed = made.passed(runner)
    times = [shown(up(runner.ms[i], unit), unit) for i in passed]
    ranks = [made.rank(runner, i) if ranked else None for i in passed]
    return dict(zip(ids(made), zip(times, ranks, strict=True), strict=False))


def out(race: ConvertedRace) -> set[str]:
    """Who did not finish."""
    names = {entrant.bib: entrant.name for entrant in start_list(race).entrants}
    return {names[m.bib] for m in race.messages if isinstance(m, Status) and m.status == "dnf"}


@pytest.mark.parametrize("laps", [True, False], ids=["with laps", "without"])
@SETTINGS
@given(made=made_races())
def test_omega_analysis(laps: bool, made: InventedRace) -> None:
    """Tenths and ranks at the intermediates, hundredths at the finish."""
    assert_as_printed(converted(printed_pages.omega_analysis(made, laps=laps)), made, 100)


@SETTINGS
@given(made=made_races())
def test_omega_result_list_with_analysis(made: InventedRace) -> None:
    """Pacemakers, birth dates and thousandths from the one, splits from the other."""
    race = converted(printed_pages.omega_analysis(made), printed_pages.omega_results(made))

    assert_as_printed(race, made, 100)
    entrants = {entrant.name: entrant for entrant in start_list(race).entrants}
    for runner in made.runners:
        entrant = entrants[NAMES[runner.number]]
        assert (entrant.role == "pacemaker") is runner.is_pacemaker
        assert entrant.born == f"2001-02-{runner.number + 1:02}"
        assert entrant.nation == runner.nation


@SETTINGS
@given(made=made_races())
def test_games_documents(made: InventedRace) -> None:
    """Hundredths at the intermediates, and the bibs as printed."""
    race = converted(printed_pages.games_results(made), printed_pages.games_analysis(made))

    assert_as_printed(race, made, 10)
    assert {entrant.bib for entrant in start_list(race).entrants} == {r.bib for r in made.runners}


@pytest.mark.parametrize("laps_above", [True, False], ids=["laps above", "laps below"])
@SETTINGS
@given(made=made_races(dropouts=False))
def test_world_athletics_analysis(laps_above: bool, made: InventedRace) -> None:
    """Given name first, laps on either side of the splits, a record on a line of its own."""
    race = converted(printed_pages.world_athletics(made, laps_above=laps_above))

    assert_as_printed(race, made, 10)
    finishes = [own["finish"] for own in splits_by_name(race).values()]
    assert all(finish.notes == ("SB",) for finish in finishes)


@SETTINGS
@given(made=made_races(at_lines=True))
def test_flashresults(made: InventedRace) -> None:
    """Marks at the finish line without column heads, no ranks, countries in English."""
    race = converted(printed_pages.flashresults(made))

    assert_as_printed(race, made, 10, ranked=False)
    assert {entrant.nation for entrant in start_list(race).entrants} == {r.nation for r in made.runners}


@SETTINGS
@given(made=made_races(), with_nations=st.booleans(), with_laps=st.booleans())
def test_by_hand(made: InventedRace, *, with_nations: bool, with_laps: bool) -> None:
    """Splits without places, each row with its laps below it or none."""
    race = converted(printed_pages.by_hand(made, with_nations=with_nations, with_laps=with_laps))

    assert_as_printed(race, made, 100, ranked=False)


@SETTINGS
@given(made=made_races(at_lines=True))
def test_flashresults_without_birth_dates(made: InventedRace) -> None:
    """The country parts the name from the result; every runner is there."""
    race = converted(printed_pages.flashresults(made, undated=True))

    assert_as_printed(race, made, 10, ranked=False)
    assert {entrant.nation for entrant in start_list(race).entrants} == {r.nation for r in made.runners}


@pytest.mark.parametrize(
    "printer",
    [printed_pages.omega_analysis, printed_pages.games_analysis],
    ids=["omega", "games"],
)
@SETTINGS
@given(made=made_races())
def test_any_change_of_one_figure_is_found(
    printer: Callable[[InventedRace], list[str]], made: InventedRace
) -> None:
    """A split of the winner that is a second off contradicts the laps beside it."""
    lines = printer(made)
    runner = made.finishers[0]
    unit = 100 if printer is printed_pages.omega_analysis else 10
    ms = up(runner.ms[1], unit)
    row = next(i for i, line in enumerate(lines) if f"{shown(ms, unit)} ({made.rank(runner, 1)})" in line)
    lines[row] = lines[row].replace(f"{shown(ms, unit)} (", f"{shown(ms + 1000, unit)} (", 1)

    race = converted(lines, keep_conflicts=True)

    assert race.kept
    assert [p for p in contradictions_in(list(enumerate(race.messages))) if p.fatal] == []
    suspects = [m for m in race.messages if isinstance(m, Split) and m.suspect]
    assert (str(Time(ms + 1000, suspects[0].time.digits if suspects[0].time else 0))) in map(
        str, (split.time for split in suspects)
    )
