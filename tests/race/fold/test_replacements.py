"""Messages that withdraw or replace others."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.board_json import board_json
from race.fold import history as history_module
from race.fold.history import History
from race.fold.replacements import VOIDS_IN_A_ROW, Families, Replacements
from race.messages import Message, Note, Official, Order, Split, StartList, Status, Void
from race.times import Time
from tests.examples import examples
from tests.race.messages_by_hand import (
    GUN,
    bibs,
    board,
    gun,
    moments,
    places,
    row_of,
    split,
    start_list,
    status,
    void,
)
from tests.race.random_races import Maker, picture, tidy_races, wild_logs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

EXAMPLES = examples(75)


@pytest.fixture(autouse=True)
def short_strides(monkeypatch: pytest.MonkeyPatch) -> None:
    """Snapshots are taken at every other message, so that small races need them."""
    monkeypatch.setattr(history_module, "SHORTEST_STRIDE", 2)


def result(log: Sequence[Message], random: Random | None = None) -> object:
    """The board in the end; with `random` the log grows and is looked at on the way."""
    if random is None:
        return picture(History(log))
    history = History()
    for message in log:
        history.extend([message])
        history.at(random.randrange(-1, 300_000))
    return picture(history)


def scattered(log: Sequence[Message], more: Sequence[Message], random: Random) -> list[Message]:
    """A log with more messages anywhere in it, in any order."""
    found = list(log)
    for message in more:
        found.insert(random.randrange(len(found) + 1), message)
    return found


@EXAMPLES
@given(tidy_races(), st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_a_voided_message_leaves_no_trace(log: list[Message], seed: int, random: Random) -> None:
    """Whatever it was, wherever it stood and whichever came first, the result is that without both."""
    extra = Maker(seed, 4, waves=True, ranks=True).anything()
    if isinstance(extra, Void):
        extra = Note(text="Wind")
    extra = replace(extra, id="extra")

    corrected = scattered(log, [extra, void("extra")], random)

    assert result(corrected, random) == result(log)


@EXAMPLES
@given(tidy_races(), st.integers(1, 6), st.randoms(use_true_random=False))
def test_a_void_of_a_void_restores(log: list[Message], depth: int, random: Random) -> None:
    """Of a chain of voids every second one lets its target hold, in any order of arrival."""
    position = random.randrange(len(log))
    named = [replace(m, id="0") if i == position else m for i, m in enumerate(log)]
    voids = [void(str(number), id_=str(number + 1)) for number in range(depth)]

    voided = scattered(named, voids, random)

    expected = log[:position] + log[position + 1 :] if depth % 2 else log
    assert result(voided, random) == result(expected)


@EXAMPLES
@given(tidy_races(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_a_correction_of_a_correction_stands_in_for_both(
    log: list[Message], depth: int, random: Random
) -> None:
    """Of a chain of corrections only the last holds, in any order of arrival."""
    position = random.randrange(len(log))
    last = log[position]
    assert isinstance(log[0], StartList)
    first = log[0].checkpoints[0].id
    wrong = [split("0", first, f"{number}", rank=number + 1) for number in range(depth)]
    chain = [
        replace(message, id=str(number), replaces=str(number - 1) if number else None)
        for number, message in enumerate([*wrong, last])
    ]
    others = log[:position] + log[position + 1 :]

    corrected = scattered([*others, chain[-1]], chain[:-1], random)

    assert result(corrected, random) == result([*others, last])


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_withdrawing_a_correction_restores_what_it_stood_in_for(log: list[Message], random: Random) -> None:
    """A correction that is voided is as if it had never been."""
    target = next((message for message in log if message.id is not None), None)
    wrong = replace(
        split("0", 400, "9:59", id_="wrong"), replaces=target.id if target else "nothing of this log"
    )

    corrected = [*log, wrong, void("wrong")]

    assert result(corrected, random) == result(log)


def test_a_correction_replaces_time_and_rank() -> None:
    """What the new message says holds, and nothing of the old one."""
    log: list[Message] = [
        start_list("AB"),
        GUN,
        split("A", 1600, "4:00.00", rank=1, id_="a"),
        split("B", 1600, "4:00.10", rank=2),
    ]

    shown = board(*log, split("A", 1600, "4:00.20", rank=3, id_="b", replaces="a"))

    assert bibs(shown) == "BA"
    row = row_of(shown, "A")
    assert row.passing
    assert (row.passing.time, row.passing.official_place) == (Time(240_200, 2), 3)


def test_a_correction_reorders_the_past_from_its_time_on() -> None:
    """Until the corrected time comes the first figure holds; then it gives way."""
    log: list[Message] = [
        start_list("A"),
        GUN,
        split("A", 400, "1:00", id_="a"),
        split("A", 400, "1:05", replaces="a"),
    ]

    assert row_of(board(*log, at="1:02"), "A").runner.time_at(0) == Time(60_000, 0)
    assert row_of(board(*log, at="1:05"), "A").runner.time_at(0) == Time(65_000, 0)


def test_a_correction_to_another_bib() -> None:
    """A split of the wrong entrant goes to the right one."""
    log: list[Message] = [start_list("AB"), GUN, split("A", 400, "1:00", id_="a")]

    shown = board(*log, split("B", 400, "1:00", replaces="a"))

    assert row_of(shown, "A").passing is None
    assert row_of(shown, "B").place == 1


def test_a_void_before_its_split() -> None:
    """What comes later than its withdrawal never holds."""
    shown = board(start_list("A"), GUN, void("a"), split("A", 400, "1:00", id_="a"))

    assert row_of(shown, "A").passing is None


def test_a_void_of_nothing() -> None:
    """A void that names no message has no effect."""
    log = [start_list("A"), GUN, split("A", 400, "1:00", id_="a")]

    assert board_json(board(*log, void("b"))) == board_json(board(*log))


def test_a_split_in_place_of_a_void() -> None:
    """What the void withdrew stays withdrawn."""
    log: list[Message] = [
        start_list("AB"),
        GUN,
        split("A", 400, "1:00", id_="a"),
        void("a", id_="v"),
        split("B", 400, "1:01", replaces="v"),
    ]

    shown = board(*log)

    assert row_of(shown, "A").passing is None
    assert row_of(shown, "B").passing is not None


@pytest.mark.parametrize(
    "message",
    [
        status("A", "dnf", id_="x"),
        Order(id="x", checkpoint="400", places={"A": 1, "unlisted": 2}),
        Official(id="x"),
        Note(id="x", text="Rain", when=Time(1)),
        start_list("ABC", id_="x"),
        start_list("A", checkpoints_m=(800, 1600), id_="x"),
        gun("2026-07-28T12:00:01Z", id_="x"),
        split("unlisted", 400, "1:00", id_="x"),
        Status(id="x", bib="unlisted", status="dnf"),
    ],
    ids=lambda message: type(message).__name__,
)
def test_every_kind_of_message_can_be_withdrawn(message: Message) -> None:
    """It has an effect, and its void takes all of it back."""
    log: list[Message] = [
        start_list("AB"),
        gun("2026-07-28T12:00:00Z"),
        split("A", 400, "1:00"),
        split("B", 800, "2026-07-28T12:02:00Z"),
    ]
    plain = result(log)

    with_it, withdrawn = result([*log, message]), result([*log, message, void("x")])

    assert with_it != plain
    assert withdrawn == plain


def test_what_comes_back_comes_back_to_its_place() -> None:
    """A restored status does not count as newer than one that was given after it."""
    log: list[Message] = [
        start_list("A"),
        GUN,
        status("A", "dnf", id_="first"),
        status("A", "dq"),
        void("first", id_="v"),
        void("v"),
    ]

    assert row_of(board(*log), "A").status == "dq"


def test_a_restored_claim_does_not_win_by_coming_back() -> None:
    """Of the times of one source the newest counts, and a restored one is as old as it was."""
    log: list[Message] = [
        start_list("A"),
        GUN,
        split("A", 400, "1:00", id_="a", evidence="official"),
        split("A", 400, "1:01", evidence="official"),
        void("a", id_="v"),
        void("v"),
    ]

    assert row_of(board(*log), "A").runner.time_at(0) == Time(61_000, 0)


def test_a_message_that_replaces_itself_holds() -> None:
    """It replaces nothing, and can be voided like any other."""
    log: list[Message] = [start_list("A"), GUN, split("A", 400, "1:00", id_="a", replaces="a")]

    assert row_of(board(*log), "A").place == 1
    assert row_of(board(*log, void("a")), "A").place is None


def test_messages_that_replace_each_other() -> None:
    """The one that closes the ring replaces nothing, so the other one holds."""
    log: list[Message] = [
        start_list("AB"),
        GUN,
        split("A", 400, "1:00", id_="a", replaces="b"),
        split("B", 400, "1:01", id_="b", replaces="a"),
    ]

    assert places(board(*log)) == {"A": 1, "B": None}


def test_a_ring_of_voids() -> None:
    """Three voids that withdraw each other end, and what the first of them names is as it would be."""
    ring: list[Message] = [
        Void(id="x", replaces="y"),
        Void(id="y", replaces="z"),
        Void(id="z", replaces="x"),
    ]
    log: list[Message] = [start_list("A"), GUN, *ring, split("A", 400, "1:00", id_="a"), void("a", id_="v")]

    assert row_of(board(*log), "A").place is None
    assert row_of(board(*log, Void(replaces="v")), "A").place == 1


def test_a_withdrawn_disqualification_brings_the_runner_back() -> None:
    """To the place held before, and so for the others."""
    log: list[Message] = [
        start_list("AB"),
        GUN,
        split("A", 1600, "4:00"),
        split("B", 1600, "4:01"),
        status("A", "dq", id_="dq"),
    ]

    assert places(board(*log)) == {"B": 1, "A": None}
    assert places(board(*log, void("dq"))) == {"A": 1, "B": 2}


def test_a_withdrawn_lead_is_no_moment() -> None:
    """A runner who never led is not announced to have."""
    log: list[Message] = [start_list("AB"), GUN, split("A", 400, "1:00", id_="a"), split("B", 400, "1:01")]

    def leads(*messages: Message) -> list[str | None]:
        state = History(messages).at(10**9)
        return [moment.bib for moment in moments(state, 10**9) if moment.kind == "lead"]

    assert leads(*log) == ["A"]
    assert leads(*log, void("a")) == ["B"]


def test_a_correction_keeps_out_what_it_replaced_when_the_message_between_is_voided() -> None:
    """The first split stays replaced, by the correction of its correction."""
    log = [
        start_list("A"),
        GUN,
        split("A", 400, "1:00", evidence="official", id_="first"),
        split("A", 400, "1:01", id_="second", replaces="first"),
        split("A", 400, "1:02", id_="third", replaces="second"),
        void("second"),
    ]
    passing = row_of(board(*log), "A").passing

    assert passing is not None
    assert [str(claim.time) for claim in passing.claims if isinstance(claim, Split)] == ["1:02"]


def test_ids_in_one_family_are_found_through_any_chain() -> None:
    """And two families stay apart until they are united."""
    families = Families()
    for chain in ("abcd", "pqrs"):
        assert all(families.unite(*pair) for pair in pairwise(chain))
        assert not any(families.unite(chain[0], chain[-1]) for _ in range(3))

    assert families.unite("a", "s")
    assert not families.unite("d", "p")


@pytest.mark.parametrize("is_reversed", [False, True])
def test_voids_of_voids_are_bounded(is_reversed: bool) -> None:
    """In whatever order they come; what is too much replaces nothing. One message may have many voids."""
    row = [void(f"v{number}", id_=f"v{number + 1}") for number in range(VOIDS_IN_A_ROW)]
    replacements = Replacements()

    assert all(replacements.admit(message) for message in (row[::-1] if is_reversed else row))
    assert not replacements.admit(void("v0", id_=f"v{VOIDS_IN_A_ROW}"))
    assert not replacements.admit(void(f"v{VOIDS_IN_A_ROW}", id_="one more"))
    assert not replacements.admit(void("before", id_="v0"))
    assert all(replacements.admit(void("v0", id_=f"other {number}")) for number in range(200))


def test_a_claim_withdrawn_before_its_checkpoint_is_known_does_not_return() -> None:
    """A later start list has the checkpoint, and the split is still withdrawn."""
    log = [start_list("A", (400, 800)), GUN, split("A", 600, "1:30", id_="x"), void("x")]

    assert row_of(board(*log, start_list("A", (400, 600, 800))), "A").passing is None
