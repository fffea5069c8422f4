"""A pack whose order was not published: a heading on the board, and its members below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from race.messages import Message
from tests.race.messages_by_hand import GUN, board, estimate, order, row_of, split, start_list, status
from tui.commands.board import board_text
from tui.text.board_cells import BoardLines
from tui.text.unordered_packs import beside_name, pack_headings, pack_tag

FIELD: list[Message] = [start_list("ABCDEF"), GUN]


def pack(names: str, metres: float, low: str, likely: str, high: str) -> list[Message]:
    """Runners who come to a checkpoint together."""
    return [estimate(bib, metres, low, likely, high) for bib in names]


def printed(log: Sequence[Message], width: int = 100, at: str | None = None) -> list[str]:
    """The rows of `lapbell board` without the heading of the race."""
    return board_text(board(*log, at=at), width).splitlines()[4:]


@pytest.mark.parametrize(
    ("band", "heading"),
    [
        (("55.0", "56.0", "57.0"), "pack of 5 within about 2 s at 400, order not published"),
        (("55.0", "55.1", "55.2"), "pack of 5 within about 1 s at 400, order not published"),
        (("55.0", "1:20.0", "2:35.4"), "pack of 5 within about 1:40 at 400, order not published"),
    ],
)
def test_the_heading_says_how_many_and_how_wide(band: tuple[str, str, str], heading: str) -> None:
    """The width is in whole seconds, never none."""
    shown = board(*FIELD, split("C", 400, "54.0", 1), *pack("ABDEF", 400, *band))

    [there] = shown.packs

    assert shown.state.course is not None
    assert pack_headings(shown.state.course, there)[0] == heading
    assert pack_tag(there) == "pack of 5"


def test_members_stand_below_the_heading_without_a_figure() -> None:
    """In the order of the start list; only what was published before is beside the names."""
    log = [
        *FIELD,
        split("C", 400, "54.0", 1),
        order(400, "B", first=2),
        *pack("BDF", 800, "1:50.0", "1:51.0", "1:52.0"),
        split("C", 800, "1:49.00", 1),
    ]

    rows = printed(log, at="1:53")

    assert [" ".join(row.split()) for row in rows[1:5]] == [
        "pack of 3 within about 2 s at 800, order not published",
        "B Name B was second at 400 m",
        "D Name D",
        "F Name F",
    ]


def test_a_narrow_board_shortens_the_heading() -> None:
    """By rule: first the order goes, then the width in seconds."""
    log = [*FIELD, split("C", 400, "54.0", 1), *pack("ABDEF", 400, "55.0", "56.0", "57.0")]

    headings = {
        next(line.strip() for line in printed(log, width) if "pack" in line) for width in range(20, 80)
    }

    assert headings == {
        "pack of 5 within about 2 s at 400, order not published",
        "pack of 5 within about 2 s at 400",
        "pack of 5 at 400",
    }
    assert all(len(line) <= width for width in range(20, 80) for line in printed(log, width))


def test_each_in_a_pack_takes_a_place_that_was_not_published() -> None:
    """So no line says that the places before the fourth are missing, but those behind the pack are."""
    log = [*FIELD, order(400, "D", first=4), order(400, "A", first=6)]

    shown = printed([*log, *pack("BCE", 400, "55.0", "56.0", "57.0")])

    assert [line.split()[:2] for line in shown[:6]] == [
        ["pack", "of"],
        ["B", "Name"],
        ["C", "Name"],
        ["E", "Name"],
        ["4", "D"],
        ["5", "not"],
    ]


def test_one_left_behind_is_alone() -> None:
    """No pack is made of one runner, and no place is claimed for that one."""
    log = [*FIELD, *pack("ABCDE", 400, "55.0", "56.0", "57.0"), *pack("F", 400, "59.0", "1:00.0", "1:01.0")]

    rows = printed(log)

    assert [" ".join(line.split()) for line in rows[-2:]] == [
        "E Name E",
        "F Name F likely alone at 400 m, place not published",
    ]
    assert pack_tag(board(*log).packs[1]) == "alone"


@pytest.mark.parametrize(
    ("timed", "words"),
    [
        ({"A": "55.50"}, "likely with A at 400 m, place not published"),
        ({"B": "56.10", "A": "55.50"}, "likely in a group at 400 m, place not published"),
        ({"A": "54.90"}, "likely alone at 400 m, place not published"),
        ({"A": "57.10"}, "likely alone at 400 m, place not published"),
    ],
)
def test_one_who_came_with_a_timed_runner_is_not_alone(timed: dict[str, str], words: str) -> None:
    """Those timed between the two ends of the band were there in the same seconds."""
    shown = board(
        *FIELD, *(split(b, 400, time) for b, time in timed.items()), *pack("F", 400, "55.0", "56.0", "57.0")
    )

    assert shown.state.course is not None
    assert beside_name(shown.state.course, shown.packs[0], row_of(shown, "F").runner) == words


@pytest.mark.parametrize(
    ("ends", "words"), [(("54.8", "55.1"), "likely in a group"), (("54.5", "54.9"), "likely alone")]
)
def test_who_may_have_come_with_a_pack_is_not_alone(ends: tuple[str, str], words: str) -> None:
    """A pacemaker who is known to be at its front within tenths is in it; one who was there before is not."""
    low, high = ends

    shown = board(*FIELD, *pack("F", 400, low, low, high), *pack("ABC", 400, "55.0", "56.0", "57.0"))

    assert shown.state.course is not None
    line = beside_name(shown.state.course, shown.packs[0], row_of(shown, "F").runner)
    assert line == f"{words} at 400 m, place not published"


def test_one_of_whom_nothing_more_is_known_than_of_the_pack_was_not_alone() -> None:
    """The others have been seen further on since."""
    shown = board(
        *FIELD,
        *pack("ABC", 400, "55.0", "56.0", "57.0"),
        *pack("AB", 800, "1:50.0", "1:51.0", "1:52.0"),
    )
    left = row_of(shown, "C")

    assert shown.state.course is not None
    assert left.pack is not None
    words = beside_name(shown.state.course, left.pack, left.runner)
    assert words == "likely in a group at 400 m, place not published"


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ([], ""),
        ([split("A", 400, "55.50")], "last timed at 400 m in 55.50"),
        ([order(400, "A", first=2)], "was second at 400 m"),
        ([split("A", 400, "55.50", 3)], "was third at 400 m in 55.50"),
    ],
)
def test_what_was_published_of_a_member(published: list[Message], words: str) -> None:
    """A place, a time, or both."""
    shown = board(*FIELD, *published, *pack("ABCDEF", 800, "1:50.0", "1:51.0", "1:52.0"))

    assert shown.state.course is not None
    assert beside_name(shown.state.course, shown.packs[0], row_of(shown, "A").runner) == words


def test_what_is_said_of_a_result_is_said_when_the_race_is_over() -> None:
    """Before, of those whose result was not published: where they were last seen, or that they were not."""
    unknown = [status("A", "unknown"), status("B", "unknown"), replace(status("C", "unknown"), after="400")]
    log = [*FIELD, *unknown, order(400, "A", first=2), *pack("DEF", 400, "55.0", "56.0", "57.0")]
    home = [split(bib, 1600, f"4:0{place}.00", place) for place, bib in enumerate("DEF", start=1)]

    before, after = printed([*log, *home], at="1:00"), printed([*log, *home])

    assert [" ".join(row.split()) for row in before[-3:]] == [
        "A Name A last seen at 400 m",
        "B Name B start not confirmed",
        "C Name C last seen at 400 m",
    ]
    assert [" ".join(row.split()) for row in after[-3:]] == [
        f"{bib} Name {bib} result not published" for bib in "ABC"
    ]


def test_a_narrowed_board_keeps_the_heading_of_the_whole_pack() -> None:
    """With the runners that are wanted below it; none where no one of the pack is wanted."""
    shown = board(*FIELD, split("C", 400, "54.0", 1), *pack("ABDEF", 400, "55.0", "56.0", "57.0"))

    def narrowed_to(bibs: str) -> list[str]:
        lines = BoardLines(shown, (), None, lambda entrant: entrant.bib in bibs)
        return [line.text or line.cells["bib"] for line in lines]

    assert narrowed_to("BE") == ["pack of 5 within about 2 s at 400, order not published", "B", "E"]
    assert narrowed_to("C") == ["C"]
