"""Who changed what."""

from __future__ import annotations

from race.edits import decisions
from race.edits.audit_trail import audit_trail
from race.edits.edit_titles import title_of
from race.messages import Note, Ruling, Split, Void
from tests.race.edits.timed_race import TimedRace, clock


def test_the_trail_names_who_did_what_and_why() -> None:
    """The newest first, with what was taken back, and how."""
    race = TimedRace(by="Ann", source="finish")
    race.gun()
    race.pass_by("11", 54)
    race.do(decisions.set_status(race.history, "11", "dq", reason="TR 17.3.1"))
    race.undo()

    trail = audit_trail(race.history)

    assert [(one.source, one.by, one.edit, one.holds) for one in trail] == [
        ("finish", "Ann", 4, True),
        ("finish", "Ann", 3, False),
        ("finish", "Ann", 2, True),
        ("finish", "Ann", 1, True),
    ]
    assert [title_of(race.history, one.messages) for one in trail] == [
        "Berg is back in the race",
        "Berg: disqualified (TR 17.3.1)",
        "Berg at 300 m: 54.0",
        "Gun at 18:00:00.12 UTC",
    ]
    assert [one.reason for one in trail] == ["Edit undone", "TR 17.3.1", "", ""]


def test_what_is_done_again_is_named() -> None:
    """Not by the message that does it: that withdraws the one that withdrew it."""
    race = TimedRace()
    race.gun()
    race.pass_by("11", 54)
    race.undo()
    race.redo()
    race.undo()

    titles = [title_of(race.history, one.messages) for one in audit_trail(race.history)]
    assert titles[:3] == [
        "Berg at 300 m: 54.0 withdrawn",
        "Berg at 300 m: 54.0 again",
        "Berg at 300 m: 54.0 withdrawn",
    ]


def test_what_was_corrected_without_an_edit_is_there_too() -> None:
    """And no read of a device, which a bridge numbers as well; its correction is."""
    race = TimedRace()
    race.send(
        [
            Split(bib="11", checkpoint="300", clock=clock(54), evidence="device", by="mat", record=7),
            Note(text="Rain"),
            Ruling(of=":2", belief="set aside", by="Referee"),
            Split(
                bib="12",
                checkpoint="300",
                clock=clock(54),
                evidence="device",
                replaces=":2",
                by="mat",
                record=8,
            ),
            Void(replaces=":5", reason="no such runner"),
        ]
    )

    trail = audit_trail(race.history)

    assert [(one.by, one.edit, one.holds) for one in trail] == [
        ("", None, True),
        ("mat", 8, True),
        ("Referee", None, True),
    ]
