"""Snapshots of a race, with what changes in them, become what holds of it and nothing else."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.bridges.snapshot_differ import SnapshotDiffer
from race.fold.history import History
from race.messages import Gun, Message, Split, Status, Void
from race.times import Time
from tests.race.messages_by_hand import split, start_list
from tests.race.random_races import picture

FIRST = [start_list(["1", "2"]), Gun(), split("1", "400", "1:00.0"), split("2", "400", "1:01.0")]


def test_the_same_again_is_no_news() -> None:
    """Also in another order and from another raw record."""
    differ = SnapshotDiffer("lynx")
    sent = differ.whole(FIRST, 1)

    assert sent == [
        replace(m, id=name, by="lynx", record=1)
        for m, name in zip(FIRST, ("1", "1.2", "1.3", "1.4"), strict=True)
    ]
    assert differ.whole(list(reversed(FIRST)), 2) == []


def test_what_is_different_replaces_what_was_said() -> None:
    """By its id, as often as it is different."""
    differ = SnapshotDiffer("lynx")
    differ.whole(FIRST, 1)
    sent = [
        message
        for record, time in ((2, "59.9"), (3, "59.8"))
        for message in differ.whole([*FIRST[:2], split("1", "400", time), FIRST[3]], record)
    ]

    assert sent == [
        replace(split("1", "400", "59.9"), id="2", by="lynx", record=2, replaces="1.3"),
        replace(split("1", "400", "59.8"), id="3", by="lynx", record=3, replaces="2"),
    ]


def test_what_is_gone_is_withdrawn_with_all_that_it_had_replaced() -> None:
    """Else the time before the correction would hold again. It says from which raw record that is known."""
    differ = SnapshotDiffer("lynx")
    sent = differ.whole(FIRST, 1)
    sent += differ.whole([*FIRST[:2], split("1", "400", "59.9"), FIRST[3]], 2)

    gone = differ.whole(FIRST[:2], 3)

    assert gone == [
        Void(id=name, by="lynx", replaces=target, record=3)
        for name, target in (("3", "2"), ("3.2", "1.3"), ("3.3", "1.4"))
    ]
    assert _shown([*sent, *gone]) == _shown(FIRST[:2])
    back = differ.whole(FIRST, 4)
    assert _shown([*sent, *gone, *back]) == _shown(FIRST)


def test_news_of_some_things_leave_the_others_alone() -> None:
    """From a system that says only what is new; what it takes back is withdrawn by what it is about."""
    differ = SnapshotDiffer("lynx")
    sent = differ.whole(FIRST, 1)

    sent += differ.part([split("1", "finish", "2:00.0"), split("1", "400", "1:00.1")], 2)
    sent += differ.without([split("2", "400", "0.0")], 3)

    assert _shown(sent) == _shown([*FIRST[:2], split("1", "400", "1:00.1"), split("1", "finish", "2:00.0")])


def test_what_a_race_cannot_have_is_left_out() -> None:
    """It is named once; what was known of the thing stays, and can be corrected later."""
    differ = SnapshotDiffer("lynx")
    sent = differ.whole(FIRST, 1)
    wrong = replace(split("1", "400", "59.9"), rank=200_000)

    assert differ.whole([*FIRST[:2], wrong, FIRST[3]], 2) == []
    assert differ.faults() == ["split.rank: must be less than or equal to 100000"]
    assert differ.faults() == []
    sent += differ.whole([*FIRST[:2], split("1", "400", "59.9"), FIRST[3]], 3)
    assert sent[-1].replaces == "1.3"


@settings(max_examples=30)
@given(st.integers(0, 10**6))
def test_what_holds_is_the_newest_snapshot(seed: int) -> None:
    """After any snapshots; no two messages have the same id."""
    chance = Random(seed)
    sent: list[Message] = []
    differ = SnapshotDiffer("lynx")
    for record in range(1, 9):
        snapshot = _snapshot(chance)
        sent += differ.whole(snapshot, record)
        assert differ.whole(snapshot, record) == []
        assert _shown(sent) == _shown(snapshot)
    assert len({message.id for message in sent}) == len(sent)


def _shown(messages: list[Message]) -> object:
    """The board and all that is said of a race."""
    named = [message if message.id else replace(message, id=f"s{n}") for n, message in enumerate(messages)]
    return picture(History(named))


def _snapshot(chance: Random) -> list[Message]:
    times: list[Split] = []
    for bib in "123":
        ms = int(bib)
        for checkpoint in ("400", "finish"):
            ms += chance.choice((60_000, 60_100, 60_200))
            if chance.random() < 0.7:
                times.append(replace(split(bib, checkpoint, "1:00"), time=Time(ms)))
    times.sort(key=lambda one: one.time or Time(0))
    out = [
        Status(bib=bib, status="dnf", when=Time(300_000 + int(bib))) for bib in "123" if chance.random() < 0.2
    ]
    return [start_list(["1", "2", "3"]), Gun(), *times, *out]
