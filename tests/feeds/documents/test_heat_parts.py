"""A document with several heats becomes a race for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.conversion import convert_files
from race.messages import Split, StartList

if TYPE_CHECKING:
    from pathlib import Path

HEATS = """\
World Championships
800 Metres Women - Heats  13 SEP 2031  19:35
Heat 1 of 3
400m Finish
1 1021 ALFA Al KEN 10 JAN 1994 6 1:59.51 Q
58.2 (1)
Heat 1 of 3
2 1022 BRAVO Bo GBR 10 FEB 1995 7 1:59.61 Q
58.4 (2)
Heat 2 of 3
1 1031 CHARLIE Cy ETH 10 MAR 1996 8 2:00.60 Q
59.0 (1)
 1034 DELTA Di USA 10 APR 1997 9 DNF
59.1 (2)
Heat 3 of 3
1 1041 ECHO Ed ESP 10 MAR 1996 8 2:01.60 Q
59.9 (1)
"""


def test_each_heat_is_a_race(tmp_path: Path) -> None:
    """With what is printed above all of them, and with a heat that goes on on the next page."""
    path = tmp_path / "heats.txt"
    path.write_text(HEATS)
    races = convert_files([path]).races
    assert len({race.race for race in races}) == 3
    found = []
    for race in races:
        [listed] = [message for message in race.messages if isinstance(message, StartList)]
        assert (listed.meet, listed.event, listed.round, listed.date) == (
            "World Championships",
            "800",
            "heats",
            "2031-09-13",
        )
        splits = [message for message in race.messages if isinstance(message, Split)]
        found.append((listed.heat, sorted(e.bib for e in listed.entrants), len(splits)))
    assert found == [("1", ["1021", "1022"], 4), ("2", ["1031", "1034"], 3), ("3", ["1041"], 2)]


def test_the_wind_is_that_of_the_heat(tmp_path: Path) -> None:
    """Not that of the first one."""
    path = tmp_path / "hurdles.txt"
    path.write_text(
        "110 Metres Hurdles Men - Heats  21 AUG 2031\nHeat 1 of 2\nWind: +0.4 m/s\n"
        "1 5 KOVAC Jan CRO 13.05 Q\n"
        "Heat 2 of 2\nWind: -1.1 m/s\n1 6 LEE Jon USA 13.15 Q\n"
    )
    races = convert_files([path]).races
    assert [m.wind for race in races for m in race.messages if isinstance(m, Split)] == [0.4, -1.1]
