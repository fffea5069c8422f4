"""Everything that needs review, and that the first decision about it settles it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from race.board import Board
from race.edits.edit_history import EditHistory
from race.edits.log_lookup import state_now
from race.edits.review_item import Answer
from race.edits.review_list import review_list
from race.fold.history import History
from race.messages import Entrant, Read
from race.times import Time, TimeOfDay
from tests.race.edits.test_doubt_decisions import LOGS
from tests.race.messages_by_hand import GUN, gun, split, start_list, status

if TYPE_CHECKING:
    from race.belief.doubt import Reason
    from race.edits.edit import Edit
    from race.edits.review_item import ReviewItem
    from race.messages import Message

AT = gun("2026-07-28T14:00:00Z")
AT_MS = TimeOfDay.parse("2026-07-28T14:00:00Z").utc_ms


def heard(message: Message, seconds: float) -> Message:
    """A message that the hub had some seconds after the gun."""
    return replace(message, heard_ms=AT_MS + int(seconds * 1000))


def by_hand(bib: str, checkpoint: float, time: str, source: str) -> Message:
    """A time by someone's watch."""
    return replace(split(bib, checkpoint, time), evidence="hand", source=source)


FIELD = start_list("ABC")
LATER_MS = 20 * 60_000

TAP = Read(chip="tap 1", checkpoint="400", clock=TimeOfDay.parse("2026-07-28T14:01:00Z"), evidence="hand")

KINDS: dict[str, tuple[list[Message], str]] = {
    "an unlisted bib": (
        [FIELD, GUN, split("A", 400, "1:00"), split("X", 400, "1:01"), split("X", 800, "2:01")],
        "Number X is not on the start list: seen at 400 m and at 1 more",
    ),
    "a chip of no runner": (
        [
            FIELD,
            AT,
            Read(chip="4711", checkpoint="400", clock=TimeOfDay.parse("2026-07-28T14:01:00Z")),
            Read(chip="4711", checkpoint="800", clock=TimeOfDay.parse("2026-07-28T14:02:00Z")),
        ],
        "Chip 4711 is of no runner: read 2 times, last at 800 m",
    ),
    "a tap of no runner": (
        [
            FIELD,
            AT,
            TAP,
            split("A", 800, "2026-07-28T14:05:00Z"),
        ],
        "Tap 1 at 400 m is of no runner: 1:00",
    ),
    "a tap that two people name": (
        [
            FIELD,
            AT,
            replace(TAP, id="tap"),
            *(
                replace(split(bib, 400, "2026-07-28T14:01:00Z"), evidence="hand", by=who, replaces="tap")
                for bib, who in (("A", "Ann"), ("B", "Bo"))
            ),
        ],
        "Tap 1 at 400 m is A's by Ann and B's by Bo",
    ),
    "a checkpoint that the start list does not have": (
        [FIELD, GUN, replace(split("A", 400, "1:00"), checkpoint="500")],
        "A at 500: 1:00: the start list has no checkpoint 500",
    ),
    "someone who is out and seen": (
        [FIELD, GUN, split("A", 400, "1:00"), status("A", "dns")],
        "A is seen at 400 m, and is dns",
    ),
    "a time that is sent twice": (
        [
            FIELD,
            GUN,
            replace(split("A", 400, "1:00.0"), evidence="published"),
            replace(split("A", 400, "1:00.4"), evidence="published"),
        ],
        "A at 400 m is given twice: 1:00.0, then 1:00.4",
    ),
    "places against the times": (
        [FIELD, GUN, split("A", 1600, "4:01", 1), split("B", 1600, "4:05", 1)],
        "A is 1st in 4:01 at the finish, and B is 1st in 4:05",
    ),
    "two watches": (
        [FIELD, GUN, by_hand("A", 400, "1:00.0", "Ann"), by_hand("A", 400, "1:02.0", "Bo")],
        "A at 400 m is timed differently: 1:00.0 Ann, 1:02.0 Bo",
    ),
    "an overdue runner": (
        [FIELD, GUN, *(split(bib, 400, "1:00") for bib in "ABC"), *(split(b, 800, "2:01") for b in "AB")],
        "C is overdue at 800 m for 17:48, last seen at 400 m",
    ),
}


class Desk:
    """A log, the list that comes of it, and what is decided."""

    def __init__(self, log: list[Message]) -> None:
        named = [replace(m, id=m.id or f"m{number}") for number, m in enumerate(log, start=1)]
        self.history, self.edits, self._sent = History(named), EditHistory(), 0

    @property
    def items(self) -> list[ReviewItem]:
        """The list some time after the last message."""
        board = Board.at("race", self.history.end_ms, state_now(self.history))
        board.move_to(LATER_MS)
        return review_list(self.history, board)

    def open(self) -> list[str]:
        """What is not settled, in sentences; who is overdue changes with the rest."""
        return [item.text for item in self.items if not item.is_settled and "overdue" not in item.text]

    def do(self, edit: Edit) -> None:
        """Send an edit."""
        messages = []
        for message in edit.because("seen by the referee").signed("Ann", self.edits.next_number):
            self._sent += 1
            messages.append(replace(message, id=f":{self._sent}"))
        self.history.extend(messages)
        self.edits.extend(messages)


ANSWER = Answer(
    bib="B",
    time=Time.parse("2:05"),
    checkpoint="1200",
    entrant=Entrant(bib="X", name="Xi Xu"),
    ms=-3_600_000,
)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_listed_and_every_decision_settles_it(kind: str) -> None:
    """Taken back it is there again, with the same words."""
    log, text = KINDS[kind]
    item = next(item for item in Desk(log).items if item.text == text)
    assert item.choices

    for number in range(len(item.choices)):
        desk = Desk(log)
        before = [item.text for item in desk.items if not item.is_settled]
        assert text in before
        same = next(one for one in desk.items if one.key == item.key)
        desk.do(same.choices[number].make(desk.history, ANSWER))

        assert text not in [item.text for item in desk.items if not item.is_settled], number
        desk.do(desk.edits.undo(desk.history))
        assert [item.text for item in desk.items if not item.is_settled] == before


@pytest.mark.parametrize("reason", LOGS)
def test_the_first_plain_decision_settles_a_doubted_claim(reason: Reason) -> None:
    """A claim of every reason is on the list; what someone has ruled about is among the settled."""
    desk = Desk(LOGS[reason])
    item = next(item for item in desk.items if item.key.startswith("claim"))
    assert item.is_settled is (reason == "ruling")
    before = desk.open()

    plain = next(choice for choice in item.choices if choice.need is None)
    desk.do(plain.make(desk.history, Answer()))
    if reason != "ruling":
        assert item.text not in desk.open()
    desk.do(desk.edits.undo(desk.history))
    assert desk.open() == before


def test_a_clock_that_is_wrong_is_put_right_for_all_its_times() -> None:
    """An hour ahead, at one mat: the times so far are moved, and count."""
    reads = [
        heard(
            replace(split(bib, 800, f"2026-07-28T15:0{minute}:0{second}Z"), source="mat-b"),
            minute * 60 + second,
        )
        for bib, minute, second in (("A", 2, 1), ("B", 2, 3), ("C", 3, 5))
    ]
    others = [
        heard(replace(split(bib, 400, f"2026-07-28T14:01:0{n}Z"), source="mat-a"), 60 + n)
        for n, bib in enumerate("ABC", start=1)
    ]
    desk = Desk([FIELD, heard(AT, 0), *others, *reads])
    item = next(item for item in desk.items if item.key.startswith("clock"))
    assert item.text == "The clock of mat-b at 800 is 1:00:00 ahead of the hub's"
    assert item.choices[0].suggested == ("-3600",)

    desk.do(item.choices[0].make(desk.history, ANSWER))

    assert not desk.open()
    passings = {bib: runner.passings for bib, runner in state_now(desk.history).runners.items()}
    assert [str(passings[bib][1].time) for bib in "ABC"] == ["2:01", "2:03", "3:05"]
