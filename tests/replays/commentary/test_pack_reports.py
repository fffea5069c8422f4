"""What is said of packs whose order was not published."""

from __future__ import annotations

import re

from race.fold.history import History
from race.messages import Message
from race.moments.commentary import Commentary
from replays.commentary.pack_reports import pack_reports
from replays.library import files
from tests.race.messages_by_hand import GUN, estimate, order, split, start_list
from tests.replays.library_races import recorded


def race(*log: Message) -> History:
    """The history of a race of six."""
    return History([start_list("ABCDEF"), GUN, *log])


def reports(history: History) -> list[tuple[int, str, str]]:
    """When, of whom, and what."""
    packs = pack_reports(history.at(history.end_ms))
    return [(report.clock_ms, "".join(report.bibs), report.text) for report in packs]


def test_a_pack_has_one_sentence_and_a_runner_none() -> None:
    """Once the last has passed, of those alone whose place was not published."""
    known: list[Message] = [split("A", 400, "55.0", 1), order(400, "F", first=6)]
    together = [estimate(bib, 400, "55.2", "56.0", "57.3") for bib in "DCBE"]
    alone = estimate("A", 800, "1:55.2", "1:56.0", "1:57.3")

    [(when_ms, bibs, text)] = reports(race(*known, *together, alone))

    assert (when_ms, bibs) == (57_300, "BCDE")
    assert text == "The order of B, C, D and E at 400 m is not published"


def test_of_those_of_whom_it_was_said_before_nothing_is_said_again() -> None:
    """A lap later the same pack, with one who was not in it, is no news; others are."""
    log = [
        estimate(bib, metres, f"{minutes}:00", f"{minutes}:01", f"{minutes}:02")
        for metres, minutes, bibs in ((400, 1, "ABC"), (800, 2, "CDE"), (1200, 3, "DEF"))
        for bib in bibs
    ]

    assert reports(race(*log)) == [
        (62_000, "ABC", "The order of A, B and C at 400 m is not published"),
        (182_000, "DEF", "The order of D, E and F at 1200 m is not published"),
    ]


def test_of_the_whole_field_it_is_said_how_far_apart_it_is_likely_to_be() -> None:
    """With the leader, who was timed; not where it is strung out, and not where there is another pack."""
    leader: list[Message] = [split("A", 400, "55.0", 1)]
    rest = [estimate(bib, 400, "55.0", "56.0", "57.0") for bib in "BCDEF"]
    strung_out = [estimate(bib, 400, "55.0", "57.0", "59.5") for bib in "BCDEF"]
    split_up = [*rest[:-1], estimate("F", 400, "57.1", "57.2", "57.4")]

    told = [[text for *_, text in reports(race(*leader, *those))] for those in (rest, strung_out, split_up)]

    one = "The order of five at 400 m is not published"
    assert told == [
        [f"{one}; the whole field is likely within about two seconds"],
        [one],
        ["The order of B, C, D and E at 400 m is not published"],
    ]


def test_of_a_few_who_were_not_timed_nothing_is_said() -> None:
    """Where most were, they are gaps in the table; elsewhere than at a lap only if there is no other."""
    timed = [split(bib, 400, f"55.{place}", place) for place, bib in enumerate("ABCD", 1)]
    pair = [estimate(bib, 400, "56.0", "56.5", "57.0") for bib in "EF"]

    assert reports(race(*timed, *pair)) == []


def test_in_no_race_of_the_library_are_runners_said_to_be_together() -> None:
    """That is an estimate: it is told whose order is not known, and how wide a field is likely to be."""
    told = [text for path in files() for *_, text in reports(recorded(path).history())]

    likely = "; the whole field is likely within about [a-z]+ seconds?"
    assert len(told) > 30
    assert all(re.fullmatch(f"The order of .* is not published({likely})?", text) for text in told)


def test_a_pack_is_no_moment() -> None:
    """What rests on estimates is never one."""
    history = race(*(estimate(bib, 400, "55.2", "56.0", "57.3") for bib in "ABCDEF"))

    moments = Commentary().moments(history.at(history.end_ms), history.end_ms)

    assert [moment.kind for moment in moments] == ["gun"]


def test_a_race_with_every_split_has_none() -> None:
    """Nor has one without a start list."""
    assert reports(race(*(split(bib, 400, "56.0") for bib in "ABCDEF"))) == []
    assert pack_reports(History([]).at(0)) == []
