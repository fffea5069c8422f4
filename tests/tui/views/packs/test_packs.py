"""The packs: those at the newest checkpoint with names, and below them how they formed."""

from __future__ import annotations

from dataclasses import replace

from race.messages import Entrant, Gun
from tests.race import messages_by_hand as by_hand
from tests.race.messages_by_hand import estimate
from tests.tui.app_on_stage import LONDON
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import bib_of, library, made, texts
from tests.tui.views.scenes import scene_of_log
from tui.text.formatting import FOLLOWED
from tui.text.styled_line import plain_text
from tui.views.packs.pack_history import LEVELS
from tui.views.packs.packs import lines
from tui.views.scene import Scene
from tui.views.who_is_drawn import style_of

BANDS = ((400, "55.5", "57.3"), (800, "1:52.5", "1:54.6"))
"""Metres, and from when to when a pack was there."""

NAMES = ("Ann One", "Bea Two", "Cy Three", "Di Four")


def race(*rounds: tuple[str, ...], chosen: str | None = None) -> Scene:
    """The times of four athletes at 400, 800 and 1200 m."""
    splits = [
        split(str(bib), f"{400 * lap}", time)
        for lap, times in enumerate(rounds, start=1)
        for bib, time in enumerate(times, start=1)
        if time
    ]
    return made(start_list(1600, (400, 800, 1200), runners(*NAMES)), Gun(), *splits, chosen=chosen)


def shown(scene: Scene, width: int = 100, height: int = 40) -> list[str]:
    """The view as text."""
    return texts(lines(scene, width, height)).splitlines()


def test_a_pack_has_a_size_a_gap_and_names() -> None:
    """A runner alone has one line with the name on it."""
    view = shown(race(("60.00", "60.40", "62.00", "62.30")))

    assert view[0].startswith("2 packs at 400 m   4 of 4 through")
    assert view[1:5] == [
        "   2 together   1:00.00   within 0.40 s",
        "     One, Two",
        "   2 together   +1.60   within 0.30 s",
        "     Three, Four",
    ]


def test_the_followed_have_their_colour_among_the_names_and_in_the_history() -> None:
    """Each in the colour of the board; the others in that of text."""
    scene = race(("60.00", "60.40", "62.00", "62.30"), ("2:00.00", "2:00.40", "2:03.00", "2:04.30"))
    scene = replace(scene, followed=frozenset({"2"}))
    own = style_of(scene, scene.board.state.runners["2"])
    view = lines(scene, 100, 40)

    assert own not in ("text", "strong", "dim")
    [names] = [line for line in view if "One, " in plain_text(line)]
    assert (f"{FOLLOWED}Two", own) in [(piece.strip(), style) for piece, style in names]
    assert [style for piece, style in names if "One" in piece] == ["text"]
    packs = [piece for line in view[-2:] for piece in line if FOLLOWED in piece[0]]
    assert [style for _, style in packs] == [own, own]


def test_the_scale_of_a_race_of_days_is_in_minutes_and_hours() -> None:
    """Its figures are times, and none is cut at the edge, however narrow the pane."""
    field = start_list(160_000, (40_000, 80_000), runners(*NAMES), lap_m=None, setting="trail")
    times = {"40000": ("4:00:00", "5:00:00", "9:00:00"), "80000": ("9:00:00", "12:00:00", "23:24:00")}
    splits = [split(f"{bib}", at, time) for at in times for bib, time in enumerate(times[at], start=1)]
    scene = made(field, Gun(), *splits)

    scales = [line for width in range(60, 201) for line in shown(scene, width) if "behind 0" in line]

    assert scales
    for scale in scales:
        assert "seconds" not in scale
        assert {figure[-3:] for figure in scale.split()[2:]} == {":00"}, scale


def test_a_pack_that_was_caught_is_named() -> None:
    """A runner who joined has a plus, and the line names the packs they came from."""
    view = shown(race(("60.00", "60.40", "60.80", "63.00"), ("2:00.00", "2:00.40", "2:00.80", "2:01.00")))

    assert "   4 together   2:00.00   within 1.00 s   merged from the 1st and 2nd packs" in view
    assert "     One, Two, Three, +Four" in view


def test_a_pack_that_fell_apart_is_named() -> None:
    """The foremost part names the runners it lost."""
    view = shown(race(("60.00", "60.40", "60.80", "61.00"), ("2:00.00", "2:00.40", "2:04.00", "2:04.10")))

    assert "   2 together   2:00.00   within 0.40 s   split from the 1st pack   lost Three, Four" in view


def test_the_history_has_a_line_a_checkpoint_with_the_newest_on_top() -> None:
    """Sizes stand where the packs are, with a line as long as they are."""
    view = shown(library(LONDON, "3:00", chosen=bib_of(library(LONDON, "3:00"), 1)), 120)
    history = [line for line in view if "━" in line]

    assert [line.split()[0] for line in history[:3]] == ["1200", "1100", "1000"]
    for text in ("›3━", "+2.5", "9━"):
        assert text in history[0]


def test_a_field_too_large_for_packs_is_drawn_by_density() -> None:
    """A hundred packs on 60 cells would stand anywhere but at their places."""
    entrants = [Entrant(bib=str(bib), name=f"Runner {bib}") for bib in range(1, 101)]
    times = [
        split(str(bib), mark, f"{base + 2 * bib}")
        for mark, base in (("400", 90), ("800", 180))
        for bib in range(1, 101)
    ]
    view = shown(made(start_list(1600, (400, 800), entrants), Gun(), *times), 80)

    assert any(set(line[20:]) <= {*LEVELS, " ", "→"} and LEVELS[-1] in line for line in view[-2:])
    assert "and 9" in texts(lines(made(start_list(1600, (400, 800), entrants), Gun(), *times), 80, 16))


def test_before_the_first_time_there_are_no_packs() -> None:
    """It is said in words."""
    assert shown(race()) == ["no times yet that would show packs"]


def test_a_pack_in_unknown_order_has_its_heading_and_its_names() -> None:
    """Its runners have come by; nothing is said of who has joined it, and no history is drawn of it."""
    together = [estimate(bib, metres, low, low, high) for metres, low, high in BANDS for bib in "DCBE"]
    known = [
        by_hand.split("A", 400, "55.00", 1),
        by_hand.split("A", 800, "1:52.00", 1),
        by_hand.order(800, "G", first=6),
    ]
    scene = scene_of_log([by_hand.start_list("ABCDEFG"), Gun(), *known, *together], "1:58", "C")

    shown = texts(lines(scene, 100, 30)).splitlines()

    assert shown == [
        "packs at 800 m   5 of 7 through   packs are 1 s or more apart",
        "     A   1:52.00",
        "›pack of 4 within about 2 s at 800, order not published",
        "     B, ›C, D, E",
        "   1 no time here: G",
        "   1 to come: F",
    ]
