"""How a race was won is told: who was passed, by whom, and who leads where little was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from race.fold.history import History
from race.messages import Message, Note, Status
from race.moments.dropouts import dropout_text
from race.moments.hindsight import in_hindsight
from race.times import Time
from tests.race.messages_by_hand import (
    AFTER_ALL_MS,
    GUN,
    entrant,
    estimate,
    moments,
    order,
    split,
    start_list,
)

if TYPE_CHECKING:
    from race.moments.moment import Moment

METRES = (400, 800, 1200, 1600, 1900, 2000)


def ranked(metres: int, bibs: str) -> list[Message]:
    """The order at a checkpoint, a tenth of a second apart, at fifteen seconds for 100 m."""
    times = [str(Time(metres * 150 + place * 100, 1)) for place in range(len(bibs))]
    return [split(bib, metres, time, n) for n, (bib, time) in enumerate(zip(bibs, times, strict=True), 1)]


def told(*log: Message) -> list[Moment]:
    """The moments of a race over five laps that has ended."""
    field = start_list([entrant("P", "pacemaker"), *"ABCDEF"], METRES)
    return moments(History([field, GUN, *log]).at(AFTER_ALL_MS), AFTER_ALL_MS)


def win(*log: Message) -> str:
    """The sentence of the winner, A, in five minutes."""
    found = told(*log, split("A", 2000, "5:00.0", 1))
    return next(moment.text for moment in found if moment.kind == "finish")


def test_a_move_into_the_lead_names_those_who_were_passed() -> None:
    """The nearest first; one whose result was not published is no dropout."""
    before = ranked(1200, "DCBA")
    unknown = Status(bib="D", status="unknown", after="1200")

    leads = [m.text for m in told(*before, unknown, *ranked(1600, "A")) if m.bib == "A"]

    assert leads == ["The bell: A moves from fourth past B, C and D into the lead"]


def test_more_than_four_who_were_passed_are_only_counted() -> None:
    """From sixth past five of them."""
    before = ranked(800, "FEDCBA")

    [lead] = [m.text for m in told(*before, *ranked(1200, "A")) if m.kind == "lead" and m.bib == "A"]

    assert lead == "A moves from sixth into the lead with two laps to go"


@pytest.mark.parametrize(
    ("last_seen", "sentence"),
    [
        ([*ranked(1900, "BCA")], "A wins in 5:00.0, from third at 1900 m, past B"),
        ([*ranked(1600, "BA"), *ranked(1900, "B")], "A wins in 5:00.0, past B, who led with 100 to go"),
        ([*ranked(1600, "B")], "A wins in 5:00.0, past B, who led with a lap to go"),
        ([*ranked(1200, "B")], "A wins in 5:00.0"),
        ([*ranked(1900, "AB")], "A wins in 5:00.0"),
        ([*ranked(1600, "B"), order(1900, "B", first=3)], "A wins in 5:00.0"),
        ([*ranked(1900, "B"), Status(bib="B", status="dnf")], "A wins in 5:00.0"),
        ([*ranked(1900, "PA")], "A wins in 5:00.0"),
    ],
)
def test_the_winner_passed_who_led_last(last_seen: list[Message], sentence: str) -> None:
    """Where someone else is known to have led in the last lap, and was still in the race."""
    assert win(*last_seen) == sentence


def test_a_pass_that_a_note_tells_is_not_told_twice() -> None:
    """And the note, known just before the win, is what led to it."""
    note = Note(text="A catches B on the line", bib="A", when=Time.parse("4:59.9"))
    log = [*ranked(1900, "BCA"), note]

    found = told(*log, split("A", 2000, "5:00.0", 1))

    assert win(*log) == "A wins in 5:00.0, from third at 1900 m"
    assert [m.priority for m in in_hindsight(found, "A") if m.kind == "note"] == [75]
    assert [m.priority for m in in_hindsight(found, "B") if m.kind == "note"] == [50]


def test_where_the_lead_was_not_published_for_more_than_a_lap_no_one_is_said_to_have_taken_it() -> None:
    """B led long before; who led in between is not known."""
    [first, lead] = [m for m in told(*ranked(400, "B"), *ranked(1200, "A")) if m.kind == "lead"]

    assert first.text == "B leads through 400 m"
    assert (lead.text, lead.others) == ("A leads with two laps to go; B led at 400 m", ("B",))


def test_the_lead_is_regained_where_it_was_not_published_who_had_it() -> None:
    """And on the way the place of the one who was timed is told, or else the time."""
    behind = [
        split("A", 800, "2:00.0", 3),
        split("B", 1200, "3:00.1"),
        estimate("C", 1200, "2:59", "3:00", "3:01"),
    ]

    found = told(*ranked(400, "A"), *behind, *ranked(1900, "A"))

    assert [m.text for m in found if m.kind in ("lead", "order")] == [
        "A leads through 400 m",
        "A is third with three laps to go",
        "B passes 1200 m in 3:00.1",
        "A is back in the lead with 100 to go",
    ]


def test_a_change_of_lead_at_the_bell_is_told_however_soon_it_follows_another() -> None:
    """The bell says who leads, and from whom the lead was taken."""
    metres = (1200, 1500, 1600, 2000)
    log = [*ranked(1200, "AB"), *ranked(1500, "BA"), *ranked(1600, "AB")]

    found = moments(History([start_list("AB", metres), GUN, *log]).at(AFTER_ALL_MS), AFTER_ALL_MS)

    assert [m.text for m in found if m.kind == "bell"] == ["The bell: A takes the lead from B"]


def test_between_pacemakers_it_is_the_pace_that_is_taken_over() -> None:
    """Also where the first has stepped off, which is told before."""
    field = start_list([entrant("P", "pacemaker"), entrant("Q", "pacemaker"), "A"], METRES)
    off = Status(bib="P", status="dnf", after="400", when=Time.parse("2:00.0"))
    log = [field, GUN, split("P", 400, "1:00.0"), off, split("Q", 800, "2:00.0")]

    found = moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)

    assert [m.text for m in found[1:]] == [
        "P takes them through 400 m",
        "P, a pacemaker, steps off after 400 m",
        "Q takes over the pace with three laps to go",
    ]


def test_a_pacemaker_whose_end_was_not_published_makes_no_moment() -> None:
    """There is nothing to say of it; of a runner it is said."""
    off = [Status(bib=bib, status="dnf", when=Time.parse("3:00.0")) for bib in "PF"]

    assert [m.text for m in told(*off) if m.kind in ("off", "out")] == ["F drops out"]


@pytest.mark.parametrize(
    ("after", "words"), [(None, "set the pace"), ("400", "set the pace, last seen at 400 m")]
)
def test_of_a_pacemaker_no_result_is_awaited(after: str | None, words: str) -> None:
    """Where the end was not published it is said what the pacemaker did, and of a runner what is missing."""
    log = [start_list([entrant("P", "pacemaker"), "A"], METRES), GUN]
    log += [Status(bib=bib, status="unknown", after=after) for bib in "PA"]
    state = History(log).at(AFTER_ALL_MS)
    assert state.course is not None

    said = [dropout_text(r.statuses[-1], r, state.course) for r in state.runners.values()]

    assert said == [words, "result not published"]


def test_a_pack_that_formed_again_is_no_news_long_after_it_passed() -> None:
    """The last of the field comes six seconds behind it, and only then it is known."""
    log: list[Message] = []
    times = {400: "60.0 60.2 61.5 61.7 61.9 61.9", 800: "120.0 120.2 120.4 120.6 120.8 126.5"}
    for metres, seconds in times.items():
        log += [split(bib, metres, time) for bib, time in zip("ABCDEF", seconds.split(), strict=True)]

    assert [m.text for m in told(*log) if m.kind == "pack"] == []


def test_who_runs_alone_does_not_win() -> None:
    """An attempt on a time has no loser."""
    log = [start_list("A", (2000,)), GUN, split("A", 2000, "5:00.0", 1)]

    found = moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)

    assert [m.text for m in found if m.kind == "finish"] == ["A finishes in 5:00.0"]
