"""The moments of the recorded races: told when known, in few words, and as the published ranks say."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

from race.course import Course
from race.fold.state import RaceState
from race.moments import sentences
from race.moments.bell import bell_checkpoint
from race.moments.moment import CHATTER, HIGHEST, Moment
from race.order.places import places_at
from replays.library import files, find
from tests.race.messages_by_hand import moments
from tests.replays.library_races import final_moments, final_state, recorded

LONDON, PARIS = "2026-london-dl-mile", "2024-paris-olympics-1500m-semifinal-2"

BOWERMAN, OSLO = "2024-bowerman-mile", "2026-oslo-dl-mile"

FINAL = "2024-paris-olympics-1500m-final"

SPOTS = ("at", "through")

SPLITS_SEEN = 8_000
"""A race of many splits is looked at the fewer times: at each look all of them are read."""

PLACES = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}


def end_of(race: str) -> tuple[RaceState, tuple[Moment, ...]]:
    """The end of a race by published figures alone, and its moments."""
    path = find(race)
    return final_state(path, estimates=False), final_moments(path, estimates=False)


@pytest.mark.parametrize("estimates", [True, False])
@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_nothing_told_is_changed_by_what_follows(path: Path, estimates: bool) -> None:
    """At every time at which something happens, what is told is that of the end up to then."""
    history = recorded(path).history(estimates=estimates)
    end = final_moments(path, estimates=estimates)
    times = history.times()

    for clock_ms in times[:: 1 + len(times) * len(history.messages) // SPLITS_SEEN]:
        now = moments(history.at(clock_ms), clock_ms)

        assert now == [moment for moment in end if moment.when_ms <= clock_ms]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_of_what_is_known_at_once_the_earlier_is_told_first(path: Path) -> None:
    """Their times never go back; who steps off comes first, what else has no time of its own last."""
    told = final_moments(path)

    for one, other in pairwise(told):
        assert one.when_ms <= other.when_ms
        if one.when_ms == other.when_ms and other.time is not None and one.kind != "off":
            assert one.time is not None
            assert one.time.ms <= other.time.ms


def test_a_place_won_at_the_line_is_told_with_it() -> None:
    """Heyward is past Farken in the last nine metres; no sentence tells it a second time."""
    _, told = end_of(LONDON)
    heyward = [moment.text for moment in told if "Heyward" in moment.text and moment.kind != "result"]

    assert heyward == ["Heyward is third in 3:46.73, 4.07 back, a personal best"]


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_one_instant_has_one_sentence(path: Path) -> None:
    """While the race is on; those who finish or leave together have a sentence each."""
    told = final_moments(path)
    apart = ("finish", "result", "official", "note", "off", "out")
    times = [moment.when_ms for moment in told if moment.kind not in apart]

    assert len(set(times)) == len(times)


def test_the_win_says_whose_record_fell_and_by_how_much() -> None:
    """It is the greatest sentence; the next two say how far back they were."""
    _, told = end_of(LONDON)
    finishes = [moment for moment in told if moment.kind == "finish"]

    assert (
        finishes[0].text == "Kerr wins in 3:42.66, a world record by 0.47 from El Guerrouj's 3:43.13 of 1999"
    )
    assert finishes[0].priority == HIGHEST
    assert finishes[1].text == "Nuguse is second in 3:45.69, 3.03 back, a season's best"
    assert told[-2].text == "The result: Kerr first, Nuguse second, Heyward third; nine under 3:50"


def test_every_world_record_of_the_library_says_which_one_fell() -> None:
    """The mark is on the start list, also that of 1945 which Bannister broke."""
    fell = [path.stem for path in files() if re.search(r'"notes":\[[^]]*"W[RB]\b', path.read_text("utf-8"))]
    wins = {race: next(m.text for m in end_of(race)[1] if m.kind == "finish") for race in fell}

    assert len(wins) >= 8
    assert [
        text for text in wins.values() if not re.search(r"a world (indoor )?(record|best) by \S", text)
    ] == []
    assert wins["1954-oxford-mile"].endswith("a world record by 2.0 from Hägg's 4:01.4 of 1945")


def test_no_sentence_ends_on_a_comma() -> None:
    """A pacemaker who loses the lead at the bell is named alone."""
    told = [m.text for path in files() for m in final_moments(path)]

    assert "The bell: Ingebrigtsen takes the lead from Sisk" in told
    assert not [text for text in told if text.endswith(",") or ",," in text or "nowhere" in text]


def test_a_lap_has_names_and_gaps() -> None:
    """Behind the pacemaker the first runner, and how that runner is against the record."""
    _, told = end_of(LONDON)

    assert [moment.text for moment in told if "takes them" in moment.text] == [
        "Kidder takes them through 100 m",
        "Kidder takes them through 400 m in 54.8, Kerr third, half a second back",
        "Kidder takes them through 800 m in 1:50.7, Kerr third, four tenths back, "
        "a tenth outside world-record pace",
    ]


def test_titles_records_and_rounds_have_their_names() -> None:
    """Qualifying is said only where there is another round, and thousandths where they decide."""
    texts = {
        race: " | ".join(moment.text for moment in end_of(race)[1]) for race in (FINAL, PARIS, OSLO, LONDON)
    }

    assert (
        "Hocker wins the Olympic title in 3:27.65, an Olympic record by 0.67 from Ingebrigtsen's, "
        "also a North American record" in texts[FINAL]
    )
    assert "Kerr is second in 3:27.79, 0.14 back, a British record" in texts[FINAL]
    assert "Nuguse wins in 3:31.72, qualifying for the final" in texts[PARIS]
    assert "qualifying" not in texts[FINAL] + texts[LONDON]
    assert "Nuguse is second in 3:48.21, a season's best, by thousandths" in texts[OSLO]


@pytest.mark.parametrize("race", [LONDON, PARIS])
def test_leads_and_places_are_as_published(race: str) -> None:
    """Who is said to lead or to have got somewhere is ranked so at that time, and so are the finishers."""
    state, told = end_of(race)
    course = state.course
    assert course is not None
    claimed = [claim for moment in told for claim in _claims(course, moment)]

    assert len(claimed) > 12
    for bib, index, place in claimed:
        official = state.runners[bib].passings[index].official_place
        assert place == (official or places_at(course, state.runners.values(), index)[bib])


def _claims(course: Course, moment: Moment) -> list[tuple[str, int, int]]:
    """Whose places at which checkpoint a moment tells, as its words say."""
    if moment.kind not in ("lead", "bell", "through", "pass", "move", "finish", "order", "gap"):
        return []
    words = moment.text.replace(",", "").split()
    said = [PLACES[word] for word in words if word in PLACES]
    where = course.finish if moment.kind == "finish" else _checkpoint(course, words)
    where = bell_checkpoint(course) if moment.kind == "bell" else where
    if where is None:
        return []
    match moment.kind:
        case "finish":
            places = [1] if "wins" in words else said[:1]
        case "lead" | "bell":
            places = [1]
        case "through":
            places = [1, *said] if len(moment.bibs) == 2 else [1, 2, 3]
        case "order":
            places = said
        case "gap":
            places = [1, 2]
        case _:
            places = said[-1:]
    return [(bib, where, place) for bib, place in zip(moment.bibs, places, strict=False)]


def _checkpoint(course: Course, words: list[str]) -> int | None:
    """The checkpoint that is named in a sentence, in the words "at" or "through"."""
    labels = {course.label(index).split()[0]: index for index in range(course.finish)}
    return next((labels[word] for said, word in pairwise(words) if said in SPOTS and word in labels), None)


def test_the_biggest_moment_of_the_bowerman_mile() -> None:
    """Kerr's move at 1000 m, with the reconstruction and by published figures alone."""
    for estimates in (True, False):
        told = final_moments(find(BOWERMAN), estimates=estimates)
        before = [moment for moment in told if moment.kind != "finish"]

        biggest = max(before, key=lambda moment: moment.priority)

        assert (biggest.kind, biggest.bib) == ("lead", "KER")
        assert biggest.text.startswith(
            "Kerr moves from fifth past Wightman, Nuguse, Ingebrigtsen and Kipsang into the lead with "
        )
        assert sum(moment.priority == biggest.priority for moment in before) == 1


def test_a_finish_says_what_it_is_worth() -> None:
    """A world lead and a national record are no mere personal best."""
    told = {m.bib: m.text for m in final_moments(find(BOWERMAN)) if m.kind == "finish"}

    assert told["KER"] == (
        "Kerr wins the Bowerman Mile in 3:45.34, a British record by 0.98 from Cram's, also a world lead"
    )
    assert told["NUG"] == "Nuguse is third in 3:46.22, 0.88 back, a season's best"
    assert told["GOU"] == "Gourley fourth, 3:47.74"
    assert not any("record" in text for bib, text in told.items() if bib != "KER")


@pytest.mark.parametrize("path", files(), ids=lambda path: path.stem)
def test_no_chatter(path: Path) -> None:
    """A list that can be read: of a race on the track no more than fifty moments, the finishes among them."""
    told = final_moments(path)

    heard = [moment for moment in told if moment.priority >= CHATTER]

    assert 2 <= len(heard) <= 50
    assert len({(moment.when_ms, moment.text) for moment in told}) == len(told)


def test_every_sentence_is_one_template() -> None:
    """Each moment of the library is on the page of sentences, but for the notes of its files."""
    templates = [template for name, template in vars(sentences).items() if name.isupper()]
    forms = [_form(form) for t in templates for form in (t.values() if isinstance(t, dict) else [t])]
    for path in files():
        for moment in final_moments(path):
            assert moment.kind == "note" or any(form.fullmatch(moment.text) for form in forms), moment


def _form(template: str) -> re.Pattern[str]:
    """What a template makes, whatever its fields hold."""
    literals = [literal for literal, *_ in Formatter().parse(template)]
    ends_with_field = template.endswith("}")
    return re.compile(".+".join(map(re.escape, literals)) + (".+" if ends_with_field else ""))
