"""Messages that were made here are checked as if each one were read back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from pydantic_core import ValidationError

from feeds import codec
from feeds.check_messages import check
from race.messages import Checkpoint, Entrant, Gun, Message, Split, StartList
from race.times import LONGEST_MS, Time, TimeOfDay

START_LIST = StartList(
    name="A race",
    distance_m=1000,
    checkpoints=(Checkpoint(id="500", distance_m=500), Checkpoint(id="finish", distance_m=1000)),
    entrants=tuple(Entrant(bib=str(n), name=f"Runner {n}") for n in range(1, 51)),
)

SPLITS = tuple(
    Split(
        bib=str(n), checkpoint=checkpoint, time=Time(n * 1000 + add, digits), rank=rank, evidence="official"
    )
    for checkpoint, add, rank_at in (("500", 0, False), ("finish", 200_000, True))
    for n in range(1, 51)
    for rank, digits in [(n if rank_at else None, n % 2)]
)

FAULTS: tuple[Callable[[Split], Split], ...] = (
    lambda split: replace(split, rank=100_001),
    lambda split: replace(split, rank=0),
    lambda split: replace(split, time=Time(-1000, 0)),
    lambda split: replace(split, time=Time(LONGEST_MS * 2, 0)),
    lambda split: replace(split, bib=""),
    lambda split: replace(split, bib="longer-than-a-bib"),
    lambda split: replace(split, checkpoint="longer-than-an-id"),
    lambda split: replace(split, notes=("x" * 33,)),
    lambda split: replace(split, leg=0),
    lambda split: replace(split, wind=20.5),
    lambda split: replace(split, source="x" * 1001),
    lambda split: replace(split, time=None, clock=TimeOfDay(253_383_379_200_000)),
)


def _first_fault(messages: tuple[Message, ...]) -> list[str]:
    for message in messages:
        try:
            codec.decode(codec.encode(message))
        except ValidationError as error:
            return codec.explain(error, with_type=True)
    return []


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_a_fault_in_any_split_is_found(number: int) -> None:
    """The same fault, of the first message that has one, as when every message is read back."""
    for at in (0, 24, 49, 50, 77, 99):
        for later in ((), (99,)):
            splits = list(SPLITS)
            for i in (at, *later):
                splits[i] = FAULTS[number](splits[i])
            messages = (START_LIST, Gun(), *splits)
            assert (expected := _first_fault(messages))
            with pytest.raises(ValidationError) as caught:
                check(messages)
            assert codec.explain(caught.value, with_type=True) == expected


def test_a_fault_in_another_message_is_found() -> None:
    """Whatever is no split is always read back."""
    with pytest.raises(ValidationError):
        check((START_LIST, *SPLITS, Gun(wave="x" * 33)))


def test_few_of_many_splits_are_read_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are alike, of entrants who are listed, are not read back one by one."""
    read: list[bytes | str] = []
    decode = codec.decode

    def counted(text: bytes | str) -> Message:
        read.append(text)
        return decode(text)

    monkeypatch.setattr(codec, "decode", counted)
    check((START_LIST, Gun(), *SPLITS))
    assert len(read) <= 2 + 4 * 4
