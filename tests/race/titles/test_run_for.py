"""How a race is run, from the names of its meeting and its round."""

from __future__ import annotations

import pytest

from race.messages import RaceKind
from race.titles.run_for import kind_of_race


@pytest.mark.parametrize(
    ("meet", "round_", "kind"),
    [
        ("Monaco Diamond League 2024 (Herculis)", "", "paced"),
        ("Olympic Games Paris 2024", "semi-final", "heat"),
        ("Olympic Games Paris 2024", "final", "championship"),
        ("World Athletics Championships Budapest 2023", "Heats", "heat"),
        ("European Championships 2024", "", "championship"),
        ("World Athletics Indoor Championships", "Final", "championship"),
        ("Club Championships", "final", None),
        ("Wednesday evening", "heat", None),
    ],
)
def test_great_meetings_say_how_their_races_are_run(meet: str, round_: str, kind: RaceKind | None) -> None:
    """Others call their races as they like."""
    assert kind_of_race(meet, round_) == kind
