"""The moments of the recorded races: told when known, in few words, and as the published ranks say."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from race.course import Course
from race.fold.state import RaceState
from race.moments.moment import CHATTER, Moment
from replays.library import files, find
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import moments

LONDON, PARIS = "2026-london-dl-mile", "2024-paris-olympics-1500m-semifinal-2"

BOWERMAN = "2024-bowerman-mile"

END_MS = 10**9

SPLITS_SEEN = 25_000
"""A race of many splits is looked at the fewer times: at each look all of them are read."""

PLACES = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


def end_of(race: str) -> tuple[RaceState, list[Moment]]:
    """The end of a race by published figures alone, and its moments."""
    state = RecordedRace.read(find(race)).history(estimates=False).at(END_MS)
    return state, moments(state, END_MS)


@pytest.mark.parametrize("estimates", [True, False])
@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_nothing_told_is_changed_by_what_follows(path: Path, estimates: bool) -> None:
    """At every time at which something happens, what is told is that of the end up to then."""
    history = RecordedRace.read(path).history(estimates=estimates)
    end = moments(history.at(END_MS), END_MS)
    times = history.times()

    for clock_ms in times[:: 1 + len(times) * len(history.messages) // SPLITS_SEEN]:
        now = moments(history.at(clock_ms), clock_ms)

        assert now == [moment for moment in end if moment.when_ms <= clock_ms]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_of_what_is_known_at_once_the_earlier_is_told_first(path: Path) -> None:
    """Their times never go back; what has no time of its own comes last."""
    told = moments(RecordedRace.read(path).history().at(END_MS), END_MS)

    for one, other in pairwise(told):
        assert one.when_ms <= other.when_ms
        if one.when_ms == other.when_ms and other.time is not None:
            assert one.time is not None
            assert one.time.ms <= other.time.ms


def test_who_was_passed_finishes_behind_the_pass() -> None:
    """Heyward gets past Farken at the line, which is known when Farken gets there."""
    _, told = end_of(LONDON)
    [passed] = [n for n, moment in enumerate(told) if moment.text.startswith("Heyward gets past Farken")]

    assert told[passed + 1].text.startswith("Farken is fourth")
    assert told[passed].when_ms == told[passed + 1].when_ms


@pytest.mark.parametrize("race", [LONDON, PARIS])
def test_leads_and_places_are_as_published(race: str) -> None:
    """Who is said to lead or to have got somewhere is ranked so at that time, and so are the finishers."""
    state, told = end_of(race)
    course = state.course
    assert course is not None
    claimed = [found for moment in told if (found := _claim(course, moment)) is not None]

    assert len(claimed) > 12
    for bib, index, place in claimed:
        assert state.runners[bib].passings[index].official_place == place


def _claim(course: Course, moment: Moment) -> tuple[str, int, int] | None:
    """Whose place at which checkpoint a moment tells, as its words and its time say."""
    if moment.bib is None or moment.kind not in ("lead", "through", "pass", "move", "finish", "order"):
        return None
    words = moment.text.replace(",", "").split()
    place = next((PLACES[word] for word in reversed(words) if word in PLACES), 1)
    if moment.kind == "order" or "lead" in words or "leads" in words or "lifts" in words:
        place = 1
    if moment.kind == "finish":
        place = next((PLACES[word] for word in words if word in PLACES), 1 if "wins" in words else 0)
    where = (
        course.finish
        if moment.kind == "finish" or "in the last" in moment.text
        else _checkpoint(course, words)
    )
    return (moment.bib, where, place) if where is not None and place else None


def _checkpoint(course: Course, words: list[str]) -> int | None:
    labels = {course.label(index).split()[0]: index for index in range(course.finish)}
    before = {word: words[number - 1].lower() for number, word in enumerate(words) if number}
    for word, said in before.items():
        if word.rstrip(":") in labels and said in ("at", "through"):
            return labels[word.rstrip(":")]
    return None


def test_the_biggest_moment_of_the_bowerman_mile() -> None:
    """Kerr's move at 1000 m, with the reconstruction and by published figures alone."""
    for estimates in (True, False):
        recording = RecordedRace.read(find(BOWERMAN))
        state = recording.history(estimates=estimates).at(END_MS)
        before = [moment for moment in moments(state, END_MS) if moment.kind != "finish"]

        biggest = max(before, key=lambda moment: moment.priority)

        assert (biggest.kind, biggest.bib) == ("lead", "KER")
        assert biggest.text.startswith("Kerr moves up three places into the lead with ")
        assert sum(moment.priority == biggest.priority for moment in before) == 1


def test_a_finish_says_what_it_is_worth() -> None:
    """A world lead and a national record are no mere personal best."""
    state = RecordedRace.read(find(BOWERMAN)).history().at(END_MS)
    told = {m.bib: m.text for m in moments(state, END_MS) if m.kind == "finish"}

    assert told["KER"] == "Kerr wins in 3:45.34, a world lead and a national record"
    assert told["GOU"] == "Gourley is fourth in 3:47.74, a personal best"
    assert not any("record" in text for bib, text in told.items() if bib != "KER")


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_no_chatter(path: Path) -> None:
    """A list that can be read: of a race on the track no more than fifty moments, the finishes among them."""
    told = moments(RecordedRace.read(path).history().at(END_MS), END_MS)

    heard = [moment for moment in told if moment.priority >= CHATTER]

    assert 2 <= len(heard) <= 50
    assert len({(moment.when_ms, moment.text) for moment in told}) == len(told)


def test_a_reconstruction_invents_no_moments() -> None:
    """All that rests on a time that was not published is the bell between two checkpoints."""
    for path in files():
        told = moments(RecordedRace.read(path).history().at(END_MS), END_MS)

        assert {moment.kind for moment in told if moment.estimated} <= {"bell"}
