"""Records, bests and standards are recognised at the finish, from the marks set before the race."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from race.areas import MEMBERS, area_of
from race.fold.history import History
from race.messages import Entrant, Mark, Message, Split, StartList
from race.records import badges_of, holders, recognised, results_of
from race.times import Time
from tests.race.messages_by_hand import AFTER_ALL_MS, split, start_list, status
from tests.race.random_races import Maker, wild_logs

if TYPE_CHECKING:
    from race.fold.state import RaceState


def mark(code: str, time: str, **about: Any) -> Mark:
    """A mark with a code and a time in text."""
    return Mark(label=code, code=code, time=Time.parse(time), **about)


def runner(bib: str, nation: str = "GBR", pb: str = "", sb: str = "", **about: Any) -> Entrant:
    """An entrant with bests in text."""
    best, lately = (Time.parse(time) if time else None for time in (pb, sb))
    return Entrant(bib=bib, name=f"Name {bib}", nation=nation, pb=best, sb=lately, **about)


def race(*entrants: Entrant, marks: tuple[Mark, ...] = (), **about: Any) -> StartList:
    """A race of one lap."""
    return replace(start_list(entrants, checkpoints_m=(400,)), marks=marks, **about)


def after(*log: Message) -> RaceState:
    """The state after all messages."""
    return History(log).at(AFTER_ALL_MS)


def finish(bib: str, time: str, **about: Any) -> Split:
    """A finishing time."""
    return split(bib, 400, time, **about)


def test_a_record_is_broken_equalled_or_kept() -> None:
    """An equalled one has its sign; a hundredth slower is nothing."""
    field = race(runner("A"), runner("B"), marks=(mark("WR", "43.03"),))

    assert recognised(after(field, finish("A", "43.02"))) == {"A": ("WR",)}
    assert recognised(after(field, finish("A", "43.03"))) == {"A": ("=WR",)}
    assert recognised(after(field, finish("A", "43.04"))) == {}


def test_a_record_broken_by_two_is_that_of_the_faster() -> None:
    """The other was inside it and holds nothing."""
    record = mark("WR", "43.03")
    field = race(runner("A"), runner("B"), runner("C"), marks=(record,))
    state = after(field, finish("A", "42.90"), finish("B", "43.00"), finish("C", "43.03"))

    assert recognised(state) == {"A": ("WR",)}
    assert [result.runner.entrant.bib for result in holders(results_of(state), record)] == ["A"]


def test_equal_times_share_a_record() -> None:
    """As they are published: in hundredths, whatever the photo says beyond."""
    field = race(runner("A"), runner("B"), marks=(mark("WR", "43.03"),))

    assert recognised(after(field, finish("A", "42.891"), finish("B", "42.898"))) == {
        "A": ("WR",),
        "B": ("WR",),
    }


def test_area_and_national_records_are_for_their_own() -> None:
    """Each area and nation has its own; Scotland runs for Great Britain; an unknown code has none."""
    marks = (
        mark("AR", "44.00", area="Europe"),
        mark("AR", "43.50", nation="USA"),
        mark("NR", "44.5", nation="GBR"),
    )
    field = race(runner("A", "USA"), runner("B", "SCO"), runner("C", "XXX"), runner("D", "KEN"), marks=marks)
    state = after(
        field,
        *(finish(bib, f"43.{hundredths}") for bib, hundredths in zip("ABCD", (40, 60, 10, 20), strict=True)),
    )

    assert recognised(state) == {"A": ("AR",), "B": ("AR", "NR")}


def test_of_two_marks_for_one_badge_the_faster_is_to_be_beaten() -> None:
    """A record that awaits ratification beside the ratified one."""
    field = race(runner("A"), marks=(mark("WR", "43.03"), mark("WR", "42.80")))

    assert recognised(after(field, finish("A", "42.95"))) == {}
    assert recognised(after(field, finish("A", "42.79"))) == {"A": ("WR",)}


def test_a_personal_best_is_shown_without_the_seasons_best() -> None:
    """An equalled best has its sign; without earlier bests nothing is shown."""
    field = race(
        runner("A", pb="44.01", sb="45.02"),
        runner("B", pb="43.89", sb="45.02"),
        runner("C"),
        runner("D", pb="44.50"),
    )
    state = after(field, *(finish(bib, "43.90") for bib in "ABC"), finish("D", "44.50"))

    assert recognised(state) == {"A": ("PB",), "B": ("SB",), "D": ("=PB",)}


def test_a_standard_may_be_met_by_several() -> None:
    """To equal it is enough."""
    field = race(runner("A"), runner("B"), runner("C"), marks=(mark("Q", "44.00"),))
    state = after(field, finish("A", "43.90"), finish("B", "44.00"), finish("C", "44.01"))

    assert recognised(state) == {"A": ("Q",), "B": ("Q",)}


def test_a_target_of_the_viewer_is_shown_by_its_label() -> None:
    """A mark without a code gives no badge."""
    target = Mark(label="sub-44", code="target", time=Time.parse("43.99"))
    silent = Mark(label="Kerr 2024", time=Time.parse("50"))
    state = after(race(runner("A"), runner("B")), finish("A", "43.99"), finish("B", "44.00"))

    assert recognised(state, (target, silent)) == {"A": ("sub-44",)}


@pytest.mark.parametrize(
    "apart", [{"event": "1500"}, {"setting": "indoor"}, {"distance_m": 500.0}, {"code": ""}]
)
def test_other_events_and_settings_are_kept_apart(apart: dict[str, Any]) -> None:
    """A mark of another event, distance or surface gives no badge."""
    field = race(runner("A"), marks=(replace(mark("WR", "50"), **apart),), event="400")

    assert recognised(after(field, finish("A", "43.00"))) == {}


def test_a_mark_of_the_races_own_setting_counts() -> None:
    """It may say so."""
    field = race(
        runner("A"), marks=(mark("WR", "50", setting="indoor", event="400"),), event="400", setting="indoor"
    )

    assert recognised(after(field, finish("A", "43.00"))) == {"A": ("WR",)}


def test_times_in_doubt_give_no_badges() -> None:
    """Suspect and estimated times, and those of a runner who is out."""
    field = race(*(runner(bib, pb="50") for bib in "ABC"), marks=(mark("WR", "50"),))
    doubtful = [finish("A", "43.00", suspect=True), finish("B", "43.10", evidence="estimated")]
    state = after(field, *doubtful, finish("C", "43.20"), status("C", "dq"))

    assert recognised(state) == {}


def test_a_hand_time_is_no_record_but_ones_own_best() -> None:
    """The record is that of the best time that is not one."""
    field = race(runner("A", pb="50"), runner("B"), marks=(mark("WR", "44.00"), mark("Q", "45.00")))
    state = after(field, finish("A", "43.1", evidence="hand"), finish("B", "43.50"))

    assert recognised(state) == {"A": ("PB",), "B": ("WR", "Q")}


def test_times_are_compared_in_the_coarser_precision() -> None:
    """Rounded up: 43.01 is 43.1 to a record known in tenths."""
    field = race(runner("A"), marks=(mark("CR", "43.1"),))

    assert recognised(after(field, finish("A", "43.01"))) == {"A": ("=CR",)}
    assert recognised(after(field, finish("A", "43.00"))) == {"A": ("CR",)}


def test_a_pacemaker_who_finishes_counts() -> None:
    """A pacemaker who runs the distance has a result."""
    field = race(runner("A", role="pacemaker", pb="44.00"), marks=(mark("WR", "43.50"),))

    assert recognised(after(field, finish("A", "43.40"))) == {"A": ("WR", "PB")}


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (("NR",), ("NR", "WR", "PB")),
        (("PB", "NR (indoor)"), ("PB", "NR (indoor)", "WR")),
        (("SB",), ("SB", "WR", "NR")),
        ((), ("WR", "NR", "PB")),
    ],
)
def test_printed_badges_come_first_and_without_twins(printed: tuple[str, ...], said: tuple[str, ...]) -> None:
    """A printed SB says that it was no PB."""
    marks = (mark("WR", "44"), mark("NR", "45", nation="GBR"))
    state = after(race(runner("A", pb="46"), marks=marks), replace(finish("A", "43"), notes=printed))

    assert badges_of(state) == {"A": said}


def test_a_world_best_in_words_is_one() -> None:
    """Some results spell it out."""
    field = race(runner("A"), marks=(mark("WB", "44"),))

    assert badges_of(after(field, replace(finish("A", "43"), notes=("world best (indoor)",)))) == {
        "A": ("world best (indoor)",)
    }


def test_every_nation_has_one_area() -> None:
    """Six areas with their members, eight codes of former countries, and two second codes: SGP and TCA."""
    nations = [nation for members in MEMBERS.values() for nation in members.split()]

    assert len(nations) == len(set(nations)) == 214 + 8 + 2
    assert all(len(nation) == 3 for nation in nations)
    assert (area_of("KEN"), area_of("WAL"), area_of("PAN"), area_of("")) == (
        "Africa",
        "Europe",
        "South America",
        None,
    )


TARGET = Mark(label="target", code="target", time=Time.parse("2:00"))


@example(Maker(13096, 4, waves=True, ranks=True).wild(), "WR")
@given(wild_logs(), st.sampled_from(["WR", "NR", "Q"]))
def test_badges_are_those_of_finishers_with_times(log: list[Message], code: str) -> None:
    """Whatever a log holds: only results count, and no slower time holds a record but behind one by hand."""
    marks = (mark(code, "4:00", nation="GBR"),)
    state = History(replace(m, marks=marks) if isinstance(m, StartList) else m for m in log).at(AFTER_ALL_MS)
    results = {result.runner.entrant.bib: result.time for result in results_of(state)}
    badged = recognised(state, (TARGET,))

    assert badged.keys() <= results.keys()
    if code == "WR" and any("WR" in badges for badges in badged.values()):
        fastest = min(result.time.rounded(2).ms for result in results_of(state) if not result.by_hand)
        assert all(results[bib].ms - fastest < 1000 for bib, badges in badged.items() if "WR" in badges)
