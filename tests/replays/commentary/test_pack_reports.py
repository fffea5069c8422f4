"""What is said of packs whose order was not published."""

from __future__ import annotations

from race.fold.history import History
from race.messages import Message
from race.moments.commentary import Commentary
from replays.commentary.pack_reports import pack_reports
from tests.race.messages_by_hand import GUN, estimate, order, split, start_list


def race(*log: Message) -> History:
    """The history of a race of six."""
    return History([start_list("ABCDEF"), GUN, *log])


def reports(history: History) -> list[tuple[int, str, str]]:
    """When, of whom, and what."""
    packs = pack_reports(history.at(history.end_ms))
    return [(report.clock_ms, "".join(report.bibs), report.text) for report in packs]


def test_one_sentence_for_a_pack_and_none_for_a_runner() -> None:
    """It is said once the last has passed, of those alone whose place was not published."""
    known: list[Message] = [split("A", 400, "55.0", 1), order(400, "F", first=6)]
    together = [estimate(bib, 400, "55.2", "56.0", "57.3") for bib in "DCBE"]

    [(when_ms, bibs, text)] = reports(race(*known, *together))

    assert (when_ms, bibs) == (57_300, "BCDE")
    assert text == "Behind A, B, C, D and E are together at 400 m"


def test_packs_are_in_one_sentence_where_they_are_new() -> None:
    """At the next lap the same two are not; someone alone never is, nor are those who are far apart."""
    log = [
        estimate(bib, metres, f"{minutes}:{first}", f"{minutes}:{first}", f"{minutes}:{last}")
        for metres, minutes in ((400, 1), (800, 2))
        for bib, first, last in zip("ABCD", ("00", "00", "10", "10"), ("02", "02", "12", "12"), strict=True)
    ]
    apart = [estimate(bib, 400, "1:20", "1:21", "1:30") for bib in "EF"]

    told = reports(race(*log, *apart))

    assert told == [(72_000, "ABCD", "A and B are together at 400 m; behind them C and D")]


def test_of_a_great_pack_only_the_first_is_reported() -> None:
    """It names no one, and has others in it a lap later."""
    log = [
        estimate(bib, metres, f"{minutes}:00", f"{minutes}:01", f"{minutes}:02")
        for metres, minutes, bibs in ((400, 1, "ABCDEF"), (800, 2, "BCDEF"))
        for bib in bibs
    ]

    assert [text for *_, text in reports(race(*log))] == [
        "The whole field is within about two seconds at 400 m"
    ]


def test_of_those_behind_a_pack_that_is_not_together_nothing_is_said() -> None:
    """Those behind would seem to follow the leader. Once it is said that its order is unknown."""
    spread = [estimate(bib, 400, "55.0", "56.0", "58.0") for bib in "ABCD"]
    pair = [estimate(bib, 400, "59.0", "59.5", "1:00") for bib in "EF"]

    again = [estimate(bib, 800, "1:55.0", "1:56.0", "1:58.0") for bib in "ABCD"]

    assert reports(race(*spread, *pair, *again)) == [
        (58_000, "ABCD", "The order of A, B, C and D at 400 m is not published")
    ]
    assert [text for *_, text in reports(race(*pair))] == ["E and F are together at 400 m"]


def test_a_pack_is_no_moment() -> None:
    """What rests on estimates is never one."""
    history = race(*(estimate(bib, 400, "55.2", "56.0", "57.3") for bib in "ABCDEF"))

    moments = Commentary().moments(history.at(history.end_ms), history.end_ms)

    assert [moment.kind for moment in moments] == ["gun"]


def test_a_race_with_every_split_has_none() -> None:
    """Nor has one without a start list."""
    assert reports(race(*(split(bib, 400, "56.0") for bib in "ABCDEF"))) == []
    assert pack_reports(History([]).at(0)) == []
