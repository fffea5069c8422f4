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
    assert text == "A pack of 4 comes through 400 m within about 2 s, order not published"


def test_packs_behind_are_in_the_same_sentence_where_they_are_new() -> None:
    """The foremost is reported at each lap; someone alone never is."""
    log = [
        estimate(bib, metres, f"{minutes}:{first}", f"{minutes}:11", f"{minutes}:12")
        for metres, minutes in ((400, 1), (800, 2))
        for bib, first in zip("ABCD", ("00", "00", "10", "10"), strict=True)
    ]

    told = reports(race(*log, estimate("E", 400, "1:20", "1:21", "1:22")))

    assert [(when_ms, bibs) for when_ms, bibs, _ in told] == [(72_000, "ABCD"), (132_000, "AB")]
    assert (
        told[0][2]
        == "A pair comes through 400 m within about 12 s, with a pair behind it, order not published"
    )


def test_many_packs_are_one_sentence_at_a_checkpoint() -> None:
    """It is said once the last of them has passed, so that nothing is said early."""
    log = [
        estimate(bib, 400, f"1:{second}", f"1:{second}", f"1:{second + 1}")
        for bib, second in zip("ABCDEFGH", (10, 10, 20, 20, 30, 30, 40, 40), strict=True)
    ]
    history = History([start_list("ABCDEFGH"), GUN, *log])

    [(when_ms, bibs, text)] = reports(history)

    assert (when_ms, bibs) == (101_000, "ABCDEFGH")
    assert text == (
        "A pair comes through 400 m within about 1 s, with packs of 2, 2 and 2 behind it, order not published"
    )


def test_a_pack_is_no_moment() -> None:
    """What rests on estimates is never one."""
    history = race(*(estimate(bib, 400, "55.2", "56.0", "57.3") for bib in "ABCDEF"))

    moments = Commentary().moments(history.at(history.end_ms), history.end_ms)

    assert [moment.kind for moment in moments] == ["gun"]


def test_a_race_with_every_split_has_none() -> None:
    """Nor has one without a start list."""
    assert reports(race(*(split(bib, 400, "56.0") for bib in "ABCDEF"))) == []
    assert pack_reports(History([]).at(0)) == []
