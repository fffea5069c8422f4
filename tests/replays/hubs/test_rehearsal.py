"""A rehearsal is the race that was recorded, without anything of the day on which it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given

from feeds import codec
from feeds.log import read
from feeds.publishing.outbox import with_source
from feeds.publishing.republished import republished
from race.fold.history import History
from race.messages import Entrant, Gun, Message, Note, Ruling, Split, StartList, Unknown, Void
from race.times import Time
from replays.hubs.rehearsal import rehearsal
from replays.library import files
from tests.examples import examples
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, entrant, gun, split, start_list, status, void
from tests.race.random_races import Maker, picture, wild_logs

RACE = start_list(["1", entrant("2", wave="B")])

SPLITS_SEEN = 1_500
"""A race with more splits is compared at fewer times, as each comparison reads all of them."""


def live(messages: list[Message]) -> list[Message]:
    """Messages as a hub has them, received from an outbox."""
    lines = (with_source(codec.encode(message), "mat") for message in messages)
    return [replace(codec.decode(line), id=f"mat:{n}") for n, line in enumerate(lines, 1)]


def said(messages: list[Message]) -> list[Message]:
    """The messages of a rehearsal."""
    return [cue.message for cue in rehearsal(messages)]


def same_race(one: list[Message], *others: list[Message]) -> None:
    """Logs show the same at every time from the gun on."""
    before, *after = (History(log) for log in (one, *others))
    times = sorted({ms for history in (before, *after) for ms in history.times()})
    step = 1 + len(times) * len(one) // SPLITS_SEEN
    for clock_ms in (0, *times[::step], AFTER_ALL_MS):
        expected = picture(before, clock_ms)
        for history in after:
            assert picture(history, clock_ms) == expected


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_a_rehearsal_folds_to_its_recording(path: Path) -> None:
    """The races of the library are the same at every moment, rehearsed or republished."""
    messages = list(read(path).messages())

    same_race(messages, live(said(messages)), live(republished(messages)))


def with_one_gun_a_wave(log: Iterable[Message]) -> list[Message]:
    """A log in which no gun is corrected."""
    kept: list[Message] = []
    waves: set[str] = set()
    for message in log:
        if isinstance(message, Gun):
            if message.wave in waves:
                continue
            waves.add(message.wave)
            kept.append(replace(message, id=None, replaces=None))
        else:
            kept.append(message)
    return kept


@examples(80)
@given(wild_logs())
@example(Maker(3690, 2, waves=True, ranks=True).wild())
@example(Maker(58673, 3, waves=True, ranks=True).wild())
@example(Maker(3544, 2, waves=True, ranks=True).wild())
@example(Maker(422, 3, waves=True, ranks=True).wild())
def test_any_log_can_be_rehearsed(log: list[Message]) -> None:
    """Any log: waves, times of day, contradictions, corrections in rings, ids used twice.

    But for guns that are corrected: in a rehearsal they come when they went, and count from the start.
    """
    log = with_one_gun_a_wave(message for message in log if not isinstance(message, Unknown))

    same_race(log, live(said(log)))


@examples(80)
@given(wild_logs())
def test_any_log_can_be_republished(log: list[Message]) -> None:
    """In its own order, with other ids."""
    log = [message for message in log if not isinstance(message, Unknown)]

    same_race(log, live(republished(log)))


@examples(50)
@given(wild_logs())
def test_cues_come_in_order_and_without_ids(log: list[Message]) -> None:
    """Sorted by when they are due, start lists first; there is nothing that depends on the day."""
    cues = rehearsal(log)

    assert [cue.due_ms for cue in cues] == sorted(cue.due_ms for cue in cues)
    assert all(cue.message.id is None for cue in cues)
    assert all(cue.message.clock is None for cue in cues if isinstance(cue.message, Gun))
    assert not [cue for cue in cues if isinstance(cue.message, Unknown)]


def test_the_same_rehearsal_every_time() -> None:
    """The numbers are always the same, so that it can be resumed."""
    messages = list(read(files()[0]).messages())

    assert rehearsal(messages) == rehearsal(messages)


def test_before_the_gun_comes_what_was_known_before() -> None:
    """A start list is due before a status that was known before the gun, and that before the gun."""
    cues = rehearsal([status("1", "dns"), RACE, GUN, split("2", 400, "60.0")])

    assert [type(cue.message).__name__ for cue in cues] == ["StartList", "Status", "Gun", "Split"]
    assert cues[0].due_ms < cues[1].due_ms < cues[2].due_ms == 0
    assert cues[3].due_ms == 60_000


def test_times_of_day_become_times_from_the_gun() -> None:
    """Each from the gun of the entrant's wave; a later gun says when it went."""
    cues = rehearsal(
        [
            RACE,
            gun("2025-06-11T12:00:00.0Z"),
            gun("2025-06-11T12:01:00.0Z", wave="B"),
            split("1", 400, "2025-06-11T12:01:05.5Z"),
            split("2", 400, "2025-06-11T12:02:06.0Z"),
        ]
    )

    assert [cue.due_ms for cue in cues[1:]] == [0, 60_000, 65_500, 126_000]
    assert [cue.message for cue in cues[1:]] == [
        Gun(),
        Gun(wave="B", when=Time(60_000)),
        split("1", 400, "65.5"),
        split("2", 400, "66.0"),
    ]


def test_what_this_version_does_not_know_stays() -> None:
    """With the message that says it, whose time of day becomes one from the gun."""
    late = codec.encode(split("1", 400, "2025-06-11T12:01:05.5Z"))
    newer = codec.decode(late.replace(b'"device"', b'"photo","lane":[3]'))

    [_, _, cue] = said([RACE, gun("2025-06-11T12:00:00Z"), newer])

    assert codec.encode(cue).endswith(b'"time":"1:05.5","evidence":"photo","lane":[3]}')


def test_a_time_of_day_without_a_gun_stays() -> None:
    """A time that cannot be counted from the gun is kept as it was."""
    late = split("1", 400, "2025-06-11T12:01:05.5Z")

    assert said([RACE, GUN, late]) == [RACE, GUN, late]


def test_a_time_keeps_the_order_that_it_had() -> None:
    """A gun known only to the second does not make splits equal."""
    cues = rehearsal(
        [RACE, gun("2025-06-11T12:00:00Z"), *(split(b, 400, f"2025-06-11T12:01:00.{b}Z") for b in "12")]
    )

    times = [cue.message.time for cue in cues if isinstance(cue.message, Split)]
    assert times == [Time(60_100, 1), Time(60_200, 1)]


def test_a_correction_finds_what_it_corrects() -> None:
    """By number, also where it comes later than the correction."""
    wrong = split("1", 400, "1:10.0", id_="a")
    right = split("1", 400, "60.0", id_="b", replaces="a")
    messages = [RACE, GUN, wrong, right, void("b"), Ruling(of="a", belief="doubtful")]

    cues = said(messages)

    assert [message.replaces for message in cues] == [None, None, ":4", None, ":3", None]
    assert [m.of for m in cues if isinstance(m, Ruling)] == [":4"]
    assert [message.replaces for message in republished(messages)] == [None, None, None, ":3", ":4", None]
    assert [m.of for m in republished(messages) if isinstance(m, Ruling)] == [":3"]


def test_when_the_hub_received_it_is_left_out() -> None:
    """It belongs to the day of the recording."""
    heard = Note(text="Rain", heard_ms=1_700_000_000_000, when=Time(5000))

    for messages in (said([RACE, heard]), republished([RACE, heard])):
        assert not [message for message in messages if message.heard_ms is not None]
        assert not re.search(rb"heard_ms", b"".join(map(codec.encode, messages)))


def test_what_no_hub_accepts_is_left_out() -> None:
    """Messages of unknown types, and a void that would withdraw itself."""
    messages = [RACE, Unknown(type="weather", body={"type": "weather"}), Void(id="a", replaces="a")]

    assert said(messages) == [RACE]
    assert republished(messages) == [RACE]


def test_a_message_that_came_twice_is_sent_once() -> None:
    """And of two with the same id the second has none."""
    note, other = Note(id="n", text="Rain"), Note(id="n", text="Sun")

    assert republished([note, note, other]) == [Note(text="Rain"), Note(text="Sun")]


def test_entrants_are_as_they_were() -> None:
    """A start list is sent whole."""
    [told] = said([replace(RACE, entrants=(Entrant(bib="9", name="Nine", pb=Time(61_000, 0)),))])

    assert isinstance(told, StartList)
    assert told.entrants[0].pb == Time(61_000, 0)
