"""What is published of an edited file makes the hub's race that of the file, and no more than that."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import codec
from feeds.publishing.history_diff import history_diff
from feeds.publishing.outbox import REFUSED, with_source
from race.fold.history import History
from race.messages import Gun, Message, Note, Ruling, Split, Void
from race.times import Time
from tests.race.messages_by_hand import split, start_list
from tests.race.random_races import Maker, picture

RACE: list[Message] = [
    start_list(["1", "2"]),
    Gun(),
    split("1", "400", "1:00.0"),
    split("2", "400", "1:01.0"),
    Note(text="Rain"),
]


def encoded(messages: list[Message]) -> list[bytes]:
    """Messages as an outbox keeps them."""
    return [codec.encode(message) for message in messages]


def shown(messages: list[Message]) -> object:
    """The board and all that is said of a race that a hub has."""
    lines = [with_source(line, "mat") for line in encoded(messages)]
    history = History([replace(codec.decode(line), id=f"mat:{n}") for n, line in enumerate(lines, 1)])
    return picture(history)


def corrected(at_hub: list[Message], in_file: list[Message]) -> list[Message]:
    """The hub's messages after the changes, which are all that there is to change."""
    after = [*at_hub, *(change.message for change in history_diff(encoded(at_hub), in_file).changes)]
    assert history_diff(encoded(after), in_file).changes == []
    return after


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_the_hub_shows_what_the_file_does(seed: int) -> None:
    """Edited several times over, with corrections and rulings of its own, each time published."""
    chance = Random(seed)
    in_file = Maker(seed, 5, waves=False, ranks=False).tidy()
    at_hub: list[Message] = []
    for _ in range(4):
        at_hub = corrected(at_hub, in_file)
        assert shown(at_hub) == shown(in_file)
        in_file = edited(in_file, chance)


def edited(messages: list[Message], chance: Random) -> list[Message]:
    """A file with a few lines changed, taken out, and added at its end."""
    after = list(messages)
    splits = [number for number, message in enumerate(messages) if isinstance(message, Split)]
    for number in chance.sample(splits, min(2, len(splits))):
        old = messages[number]
        assert isinstance(old, Split)
        match chance.randrange(4):
            case 0 if old.time:
                after[number] = replace(old, time=Time(old.time.ms + 100, old.time.digits))
            case 1:
                after[number] = Note(text=f"Nothing was seen {chance.random()}")
            case 2 if not any(m.replaces == f":{number + 1}" for m in after):
                after.append(Void(replaces=f":{number + 1}"))
            case _:
                after.append(Ruling(of=f":{number + 1}", belief=chance.choice(("doubtful", "set aside"))))
    return after


@pytest.mark.parametrize(
    ("in_file", "said"),
    [
        (RACE, []),
        ([*RACE, Note(text="Sun")], [(Note(text="Sun"), None)]),
        (
            [*RACE[:2], split("1", "400", "59.0"), *RACE[3:]],
            [(replace(split("1", "400", "59.0"), replaces=":3"), 3)],
        ),
        ([*RACE[:2], *RACE[3:]], [(Void(replaces=":3"), 3)]),
        (
            [*RACE[:2], split("3", "400", "1:00.0"), *RACE[3:]],
            [(replace(split("3", "400", "1:00.0"), replaces=":3"), 3)],
        ),
        ([RACE[0], Note(text="Late"), *RACE[1:]], [(Note(text="Late"), None)]),
        ([*RACE, Ruling(of=":3", belief="doubtful")], [(Ruling(of=":3", belief="doubtful"), None)]),
        (
            [*RACE[:2], split("1", "400", "59.0"), *RACE[3:], Ruling(of=":3", belief="doubtful")],
            [
                (replace(split("1", "400", "59.0"), replaces=":3"), 3),
                (Ruling(of=":6", belief="doubtful"), None),
            ],
        ),
        (
            [*RACE, replace(split("1", "400", "59.0"), replaces=":3")],
            [(replace(split("1", "400", "59.0"), replaces=":3"), 3)],
        ),
    ],
    ids=[
        "same",
        "grown",
        "changed",
        "gone",
        "another bib",
        "inserted",
        "ruling",
        "ruling of a changed one",
        "own",
    ],
)
def test_no_more_is_published_than_has_changed(
    in_file: list[Message], said: list[tuple[Message, int | None]]
) -> None:
    """A changed line replaces, one that is gone is void, a new one is added."""
    diff = history_diff(encoded(RACE), in_file)

    assert [(change.message, change.number) for change in diff.changes] == said
    assert corrected(RACE, in_file) == [*RACE, *(message for message, _ in said)]
    assert diff.is_growth is (in_file[: len(RACE)] == RACE and all(number is None for _, number in said))


def test_a_withdrawn_correction_does_not_come_back() -> None:
    """Of a line that was corrected and is gone, neither form holds; refused numbers are passed over."""
    corrected_once = corrected(RACE, [*RACE[:2], split("1", "400", "59.0"), *RACE[3:]])
    at_hub = [*encoded(corrected_once), REFUSED]
    diff = history_diff(at_hub, [*RACE[:2], *RACE[3:]])

    assert [change.message for change in diff.changes] == [Void(replaces=":6"), Void(replaces=":3")]
    assert (diff.changed, diff.gone, diff.new) == (0, 1, 0)
