"""The guns that hold at a hub, as a bridge hears them."""

from __future__ import annotations

import pytest

from feeds.bridges.guns_in_force import GunsInForce, read_guns, written
from race.messages import Gun, Message, Note, Split, Void
from race.times import Time, TimeOfDay

FIRST, SECOND = TimeOfDay(1_777_743_600_000, 1, 120), TimeOfDay(1_777_743_602_500, 1, 120)

OWN = "mat-a"


def heard(*messages: Message) -> dict[str, TimeOfDay | None]:
    """The guns that hold after some messages, each by its name."""
    guns = GunsInForce()
    guns.take(messages)
    return guns.of_others(OWN)


def gun(name: str, clock: TimeOfDay | None, wave: str = "", replaces: str | None = None) -> Gun:
    """A gun at the hub."""
    return Gun(id=name, clock=clock, wave=wave, replaces=replaces)


def test_the_newest_gun_of_each_wave_is_heard() -> None:
    """Whoever has published it; other messages are of no matter."""
    assert heard(
        gun("desk:1", FIRST),
        Split(id="desk:2", bib="1", checkpoint="x", time=Time(1000, 0), evidence="hand"),
        gun("ann:1", FIRST, "B"),
        gun("ann:2", SECOND),
    ) == {"": SECOND, "B": FIRST}


def test_a_gun_that_was_corrected_counts_as_corrected() -> None:
    """And as before when the correction is taken back."""
    corrected = [gun("desk:1", FIRST), gun("desk:2", SECOND, replaces="desk:1")]

    assert heard(*corrected) == {"": SECOND}
    assert heard(*corrected, Void(id="desk:3", replaces="desk:2")) == {"": FIRST}


def test_a_false_start_leaves_none() -> None:
    """Also of the source's own gun, which the desk has taken back."""
    assert heard(gun("desk:1", FIRST), Void(id="desk:2", replaces="desk:1")) == {"": None}
    assert heard(gun("mat-a:1", FIRST), Void(id="desk:1", replaces="mat-a:1")) == {"": None}


def test_own_guns_and_those_without_a_time_are_left_out() -> None:
    """A bridge knows its own; but one that the desk has corrected is the desk's."""
    assert heard(gun("mat-a:1", FIRST), gun("ann:1", None, "B")) == {}
    assert heard(gun("desk:1", FIRST), gun("mat-a:1", SECOND)) == {}
    assert heard(gun("mat-a:1", FIRST), gun("desk:1", SECOND, replaces="mat-a:1")) == {"": SECOND}
    assert heard(gun("mat-ab:1", FIRST)) == {"": FIRST}


def test_only_what_is_about_guns_is_news() -> None:
    """So that nothing is worked out for each split."""
    guns = GunsInForce()

    assert guns.take([gun("desk:1", FIRST)])
    assert not guns.take([Note(id="desk:2", text="rain"), Void(id="desk:3", replaces="desk:2")])
    assert guns.take([Void(id="desk:4", replaces="desk:1")])


def test_guns_are_written_and_read() -> None:
    """By their waves, with the decimals that are known."""
    guns = {"": FIRST, "B": None}

    assert written(guns) == b'{"":"2026-05-02T17:40:00.0Z","B":null}'
    assert read_guns(written(guns)) == {"": FIRST._replace(offset_min=0), "B": None}


@pytest.mark.parametrize("data", [b"", b"[]", b'{"":5}', b'{"":"noon"}', b"\xff"])
def test_what_is_no_guns_is_refused(data: bytes) -> None:
    """A recording may be anything."""
    with pytest.raises(ValueError, match=r"."):
        read_guns(data)
