"""What is not believed, in sentences and in the JSON of a board."""

from __future__ import annotations

from dataclasses import replace

from race.board import Board
from race.board_json import BoardJson, board_json
from race.doubted_claims import doubted_claims
from race.fold.history import History
from race.messages import Message, Order, Ruling
from race.times import LONGEST_MS
from tests.race.messages_by_hand import GUN, gun, order, split, start_list

GUN_MS = 1_785_247_402_700
GUN_AT = gun("2026-07-28T14:03:22.7Z")
FIELD = start_list("ABC")
SLIP = (FIELD, GUN, split("A", 400, "1:01"), split("A", 800, "1:02.1", id_="slip"))


def texts(*messages: Message, clock_ms: int = LONGEST_MS) -> list[str]:
    """The sentences on what is not believed of a log at a race time."""
    history = History(messages)
    return [claim.text for claim in doubted_claims(history, history.at(clock_ms), clock_ms)]


def printed(*messages: Message) -> BoardJson:
    """The JSON of the board at the end of a log."""
    history = History(messages)
    state = history.at(history.end_ms)
    return board_json(Board.at("race", history.end_ms, state), doubted_claims(history, state))


def heard(message: Message, seconds: float) -> Message:
    """A message that the hub had some seconds after the gun."""
    return replace(message, heard_ms=GUN_MS + int(seconds * 1000))


def test_the_board_says_what_is_not_believed_and_why() -> None:
    """Each claim with its number in the log, and the row with what is claimed further on."""
    board = printed(*SLIP)

    [doubt] = board["doubts"]
    assert doubt == {
        "number": 4,
        "id": "slip",
        "bib": "A",
        "checkpoint": "800",
        "time_ms": 62_100,
        "digits": 1,
        "belief": "doubtful",
        "reason": "too fast",
        "text": "A at 800 m in 1:02.1: 400 m in 1.1 s is too fast",
        "remedy": "counts if later times bear it out",
    }
    row = board["rows"][0]
    assert (row["checkpoint"], row["time_ms"]) == ("400", 61_000)
    assert row["doubtful"] == [{"checkpoint": "800", "distance_m": 800, "time_ms": 62_100, "digits": 1}]
    assert [row["doubtful"] for row in board["rows"][1:]] == [[], []]


def test_how_long_before_the_gun_is_said_in_words() -> None:
    """With the unit, where it is less than a minute."""
    reads = [split("A", 400, "2026-07-28T14:03:06.7Z"), split("B", 400, "2026-07-28T14:01:21.7Z")]

    assert texts(FIELD, GUN_AT, *reads) == [
        "B at 400 m: read 2:01 before the gun",
        "A at 400 m: read 16 s before the gun",
    ]


def test_a_time_against_its_place_names_whose_time_shows_it() -> None:
    """The place stands on the board, and the time has its question mark."""
    log = [
        split(bib, 800, time, place)
        for place, (bib, time) in enumerate(zip("ABC", ("2:50", "1:51", "1:52"), strict=True), 1)
    ]

    assert texts(FIELD, GUN, *log) == ["A at 800 m in 2:50: its place contradicts B's 1:51"]
    row = printed(FIELD, GUN, *log)["rows"][0]
    assert (row["bib"], row["place"], row["time_ms"]) == ("A", 1, None)
    assert [claim["time_ms"] for claim in row["doubtful"]] == [170_000]


def test_what_lies_behind_the_runner_is_doubtful_no_longer_ahead() -> None:
    """Once later times are believed the row has nothing further on; the claim is still listed."""
    board = printed(*SLIP, split("A", 1200, "3:02"))

    assert board["rows"][0]["doubtful"] == []
    assert len(board["doubts"]) == 1


def test_the_newest_claim_comes_first() -> None:
    """By number in the log, whatever the times."""
    second = split("B", 400, "58.0", suspect=True)

    assert texts(*SLIP, second)[0].startswith("B at 400 m")


def test_an_order_that_was_ruled_out_is_listed_without_a_bib() -> None:
    """As a claim about all whom it places."""
    placed: Order = replace(order(400, "B", "A"), id="o")
    board = printed(FIELD, GUN, placed, Ruling(of="o", belief="set aside", by="referee"))

    [doubt] = board["doubts"]
    assert (doubt["bib"], doubt["time_ms"], doubt["reason"]) == (None, None, "ruling")


def test_a_read_from_the_future_is_known_when_it_came() -> None:
    """A mat whose clock is hours ahead is doubted at once, not when the race gets there."""
    ahead = split("B", 400, "2026-07-28T19:04:30Z")
    log = [heard(GUN_AT, 1), heard(split("A", 400, "2026-07-28T14:04:22.7Z"), 60), heard(ahead, 68)]

    assert texts(FIELD, *log, clock_ms=59_000) == []
    [text] = texts(FIELD, *log, clock_ms=70_000)
    assert text.endswith("later than when the hub heard of it")
    assert len(texts(FIELD, *log)) == 1


def test_nothing_later_than_the_clock_is_told() -> None:
    """A doubtful time is listed from when it is said to have been run."""
    assert texts(*SLIP, clock_ms=62_000) == []
    assert len(texts(*SLIP, clock_ms=62_100)) == 1
