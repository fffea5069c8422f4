"""What changed is listed in sentences, when it was known, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race.corrections.corrections import Correction, corrections
from race.fold.history import History
from race.messages import Checkpoint, Message, Note, Official, Order, Read, Split, StartList, Status, Void
from race.times import Time, TimeOfDay
from tests.race.messages_by_hand import entrant, gun, order, split, start_list, status, void
from tests.race.random_races import tidy_races, wild_logs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from race.messages import Evidence

EXAMPLES = settings(max_examples=100)

NAMES = {"K": "Josh Kerr", "N": "Yared Nuguse", "W": "Jake Wightman"}
FIELD = start_list([replace(entrant(bib), name=name) for bib, name in NAMES.items()])
GUN_AT = "2026-07-28T14:03:22.7Z"


def listed(*log: Message) -> list[Correction]:
    """The corrections of a log that begins with the start list."""
    return corrections(History([FIELD, *log]))


def texts(*log: Message) -> list[str]:
    """The sentences, without the gun and without what the board shows."""
    return [correction.text for correction in listed(*log)]


def kerr(time: str = "2:51.70", checkpoint: float = 1200, **more: str) -> Split:
    """A split of Kerr's, named a."""
    return split("K", checkpoint, time, id_=more.get("id_", "a"), replaces=more.get("replaces"))


def test_a_split_in_place_of_another() -> None:
    """The new time and the old one, with the runner and the checkpoint."""
    right = replace(kerr("2:50.70", id_="b", replaces="a"), heard_ms=5_000)

    found = listed(gun(GUN_AT), kerr(), split("N", 1200, "2:52.00"), right)

    text = "Kerr at 1200 m: 2:50.70 instead of 2:51.70"
    assert found == [Correction(5, 5, 172_000, 5_000, text, frozenset("K"), "1200")]


@pytest.mark.parametrize(
    ("right", "text"),
    [
        (split("K", 1200, "2:51.70", replaces="a"), None),
        (split("K", 1200, "2:51.7", replaces="a"), None),
        (split("N", 1200, "2:51.70", replaces="a"), "2:51.70 at 1200 m is Nuguse's, not Kerr's"),
        (split("K", 800, "2:51.70", replaces="a"), "Kerr's 2:51.70 was at 800 m, not at 1200 m"),
        (
            split("N", 1600, "3:45.34", replaces="a"),
            "Nuguse at the finish: 3:45.34 instead of Kerr at 1200 m: 2:51.70",
        ),
        (split("K", 1200, "2:51.70", suspect=True, replaces="a"), "Kerr at 1200 m: 2:51.70 is doubtful"),
        (Void(replaces="a", reason="wrong vest"), "Kerr at 1200 m: 2:51.70 withdrawn (wrong vest)"),
        (void("a"), "Kerr at 1200 m: 2:51.70 withdrawn"),
        (
            Status(bib="K", status="dnf", replaces="a"),
            "Kerr at 1200 m: 2:51.70 withdrawn; Kerr: did not finish",
        ),
        (void("never said"), None),
        (split("K", 1200, "2:51.70", replaces="never said"), None),
    ],
)
def test_how_a_split_changed(right: Message, text: str | None) -> None:
    """Only a difference is announced."""
    assert texts(gun(GUN_AT), kerr(), right) == ([text] if text else [])


def test_a_withdrawal_that_is_withdrawn() -> None:
    """What it withdrew is in force again, and what replaces a void is announced as that."""
    voided = [kerr(), void("a", id_="v")]

    assert texts(*voided, void("v"))[1:] == ["Kerr at 1200 m: 2:51.70 stands again"]
    assert texts(*voided, kerr("2:50.70", id_="b", replaces="v"))[1:] == [
        "Kerr at 1200 m: 2:50.70 in place of what was withdrawn"
    ]


def test_a_tap_that_is_named() -> None:
    """No one had heard of it, so it is no correction; that its runner is another is one."""
    clock = TimeOfDay.parse("2026-07-28T14:06:14.4Z")
    tap = Read(chip="tap 1", checkpoint="1200", clock=clock, evidence="hand", id="t")
    named = Split(bib="K", checkpoint="1200", clock=clock, evidence="hand", id="k", replaces="t")
    log = [gun(GUN_AT), tap, named]

    assert texts(*log) == []
    assert texts(*log, void("k", id_="v")) == ["Kerr at 1200 m: 2:51.7 withdrawn"]
    assert texts(*log, void("k", id_="v"), replace(named, bib="N", id="n")) == [
        "Kerr at 1200 m: 2:51.7 withdrawn"
    ]


def test_a_correction_that_is_withdrawn() -> None:
    """The figure before it is announced again."""
    log = [kerr(), kerr("2:50.70", id_="b", replaces="a"), void("b")]

    assert texts(*log)[1:] == ["Kerr at 1200 m: 2:51.70 instead of 2:50.70"]


def test_what_is_replaced_before_it_came() -> None:
    """It is listed once it has come, at the place of the message that replaces it."""
    early = void("a")

    assert texts(early) == []
    [found] = listed(early, kerr())
    assert (found.number, found.when_ms) == (2, 171_700)
    assert found.text == "Kerr at 1200 m: 2:51.70 withdrawn"
    assert texts(void("a", id_="v"), void("v"), kerr()) == []


def test_a_status_that_changes() -> None:
    """To another one or none; a first one is a correction only after a finish."""
    out = status("W", "dnf", id_="s")

    assert texts(kerr(), out) == []
    assert texts(out, void("s")) == ["Wightman is back in the race"]
    assert texts(out, status("W", "dns")) == ["Wightman: did not start instead of did not finish"]
    assert texts(out, status("W", "dnf")) == []


def test_a_disqualification_after_the_finish() -> None:
    """A finisher is out after all, and back."""
    dq = Status(id="q", bib="K", status="dq", reason="jostling")

    assert texts(kerr("3:45.34", 1600), dq, void("q")) == [
        "Kerr: disqualified (jostling)",
        "Kerr is back in the result",
    ]
    assert texts(dq, kerr("3:45.34", 1600)) == []


def test_a_gun_that_comes_late() -> None:
    """It is announced where times of day depended on it."""
    by_clock = split("K", 400, "2026-07-28T14:04:22.7Z")

    assert texts(gun(GUN_AT), by_clock) == []
    assert texts(by_clock, gun(GUN_AT)) == ["The gun is now known: 14:03:22.7 UTC"]


@pytest.mark.parametrize(
    ("at", "text"),
    [
        ("14:03:22.4Z", "The gun was at 14:03:22.4 UTC: all times 0.3 s longer"),
        ("14:03:23Z", "The gun was at 14:03:23 UTC: all times 0.3 s shorter"),
        ("16:03:23+02:00", "The gun was at 16:03:23 UTC+2: all times 0.3 s shorter"),
        ("09:33:23.0-04:30", "The gun was at 09:33:23.0 UTC-4:30: all times 0.3 s shorter"),
        ("14:01:20.7Z", "The gun was at 14:01:20.7 UTC: all times 2:02.0 longer"),
    ],
)
def test_a_gun_that_is_changed(at: str, text: str) -> None:
    """By how much, whether or not it names the first one; and back."""
    log = [gun(GUN_AT, id_="g"), split("K", 400, "2026-07-28T14:04:22.7Z")]
    moved = f"2026-07-28T{at}"

    assert texts(*log, gun(moved)) == [text]
    assert texts(*log, gun(moved, replaces="g")) == [text]
    assert texts(*log, gun(moved, id_="h"), void("h"))[1].startswith("The gun was at 14:03:22.7 UTC: all")
    assert texts(*log, void("g")) == ["The gun was not at 14:03:22.7 UTC: its time is not known"]
    assert texts(log[0], gun(moved)) == [f"{text.partition(': ')[0]}, not 14:03:22.7 UTC"]


def test_a_second_wave_is_no_correction() -> None:
    """Its gun comes after splits of the first, and that is as it should be."""
    log = [gun(GUN_AT), split("K", 400, "2026-07-28T14:04:22.7Z")]

    assert texts(*log, gun("2026-07-28T14:05:00Z", wave="B")) == []


def test_the_result_is_provisional_again() -> None:
    """And official again."""
    log = [kerr(), Official(id="o"), void("o", id_="v")]

    assert texts(*log) == ["The result is provisional again"]
    assert texts(*log, void("v"))[1:] == texts(*log, Official())[1:] == ["The result is official again"]
    assert texts(Official(), Official()) == []


def test_a_start_list_that_comes_again() -> None:
    """In short: how many came and went, and what else is new."""
    two = replace(FIELD.entrants[0], name="Josh Carr"), FIELD.entrants[1]
    later = replace(FIELD, entrants=(*two, entrant("X"), entrant("Y")))
    longer = replace(FIELD, checkpoints=(Checkpoint(id="200", distance_m=200), *FIELD.checkpoints))

    [found] = listed(later)

    assert found.text == "Start list: 2 entrants added, 1 entrant removed, Carr's name changed"
    assert (found.bibs, found.when_ms) == (frozenset("KWXY"), 0)
    assert texts(longer) == ["Start list: checkpoints changed"]
    assert texts(FIELD) == []


def test_orders_and_notes() -> None:
    """They are withdrawn and changed like the rest."""
    first, second = replace(order(800, "K", "N", "W"), id="o"), order(800, "K", "W", "N")
    note = Note(id="n", text="Rain")

    [changed] = listed(first, replace(second, replaces="o"))

    assert (changed.text, changed.bibs) == ("Order at 800 m changed", frozenset("NW"))
    assert texts(first, void("o")) == ["Order at 800 m withdrawn"]
    assert texts(note, void("n")) == ["Note withdrawn: Rain"]
    assert texts(note, Note(text="Hail", replaces="n")) == ["Hail (not: Rain)"]


@EXAMPLES
@given(tidy_races(waves=False))
def test_a_race_without_repeats_has_no_corrections(log: list[Message]) -> None:
    """Nothing was announced before, except where a status follows a finish."""
    assert corrections(History(log)) == []


@EXAMPLES
@given(wild_logs(), st.randoms(use_true_random=False))
def test_grown_in_pieces_equals_read_at_once(log: list[Message], random: Random) -> None:
    """The list is in order, and the same however the log came."""
    history = History()
    for piece in pieces(log, random):
        history.extend(piece)
        corrections(history)

    found = corrections(history)

    assert found == corrections(History(log))
    assert [c.number for c in found] == sorted(c.number for c in found)
    assert all(0 <= c.when_ms <= history.end_ms and c.text for c in found)


def pieces(log: Sequence[Message], random: Random) -> list[Sequence[Message]]:
    """A log cut anywhere."""
    cuts = sorted(random.randrange(len(log) + 1) for _ in range(random.randrange(5)))
    return [log[start:end] for start, end in zip([0, *cuts], [*cuts, len(log)], strict=True)]


def test_when_a_message_was_accepted_is_not_its_content() -> None:
    """Sent again and accepted later it is the same message, and takes effect once."""
    first = replace(kerr(), heard_ms=1_000)
    history = History([FIELD, first, void("a"), replace(first, heard_ms=9_000)])

    assert history.at(10**9).runners["K"].last is None
    assert [c.text for c in corrections(history)] == ["Kerr at 1200 m: 2:51.70 withdrawn"]


def test_a_long_log_without_corrections_takes_no_time() -> None:
    """Nothing is looked at but what may be one."""
    splits = [Split(bib="K", checkpoint="400", time=Time(n), evidence="device") for n in range(20_000)]
    history = History([FIELD, gun(GUN_AT), *splits])

    assert len(history.changes) == 2
    assert corrections(history) == []
    assert isinstance(history.start_list, StartList)


@pytest.mark.parametrize("evidence", ["official", "published", "hand"])
def test_a_source_that_states_another_figure_corrects_itself(evidence: Evidence) -> None:
    """Faster or slower, without naming what it replaces; the same figure again is nothing new."""
    first, *others = (
        replace(kerr(time), id=None, evidence=evidence) for time in ("2:51.70", "2:51.20", "2:52.00")
    )

    assert texts(first, *others) == [
        "Kerr at 1200 m: 2:51.20 instead of 2:51.70",
        "Kerr at 1200 m: 2:52.00 instead of 2:51.20",
    ]
    assert texts(first, first) == []
    assert texts(first, replace(others[0], source="another")) == []


def test_an_order_given_again() -> None:
    """A withdrawal of an order that is withdrawn."""
    first = Order(id="o", checkpoint="800", places={"K": 1})

    assert texts(first, void("o", id_="v"), void("v"))[1:] == ["Order at 800 m given again"]
