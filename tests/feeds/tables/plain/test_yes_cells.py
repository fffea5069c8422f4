"""Columns that are headed by a word for some runners, and say yes or no."""

from __future__ import annotations

import pytest

from tests.feeds.tables.typed_tables import race_in


@pytest.mark.parametrize(
    ("head", "yes", "no"),
    [("femmina", "true", "false"), ("Women", "x", "-"), ("Femme", "oui", "non"), ("is_female", "1", "0")],
)
def test_a_column_headed_as_women(head: str, yes: str, no: str) -> None:
    """A yes is a woman, and a no a man; a dash says nothing."""
    race = race_in(f"bib,name,finish,{head}\n1,Ann,31:00,{yes}\n2,Bob,32:00,{no}\n", "10 km")
    assert [runner.sex for runner in race.runners] == ["F", "" if no == "-" else "M"]


def test_a_column_headed_as_men() -> None:
    """The other way round."""
    race = race_in("bib;name;finish;Männlich\n1;Ann;31:00;nein\n2;Bob;32:00;ja\n", "10 km")
    assert [runner.sex for runner in race.runners] == ["F", "M"]


@pytest.mark.parametrize("yes", ["True", "1", "x", "ja", "oui"])
def test_statuses_in_columns_of_their_own(yes: str) -> None:
    """Each is headed by the status; a no, or nothing, says none."""
    race = race_in(
        f"bib;name;finish;abandon;DNS;Disqualified\n1;Ann;31:00;False;;no\n2;Bea;;{yes};;\n"
        f"3;Cid;;;{yes};\n4;Don;33:00;;;{yes}\n",
        "10 km",
    )
    assert [runner.status for runner in race.runners] == [None, "dnf", "dns", "dq"]
