"""The words for runners without a result are known in eight languages."""

from __future__ import annotations

import pytest

from feeds.tables.status_words import StatusWord, read_status

WORDS = {
    "dnf": [
        "DNF",
        "d.n.f.",
        "Retired",
        "aufg.",
        "Abandon",
        "AB",
        "Retirado",
        "Rit.",
        "Uitgevallen",
        "Utgått",
        "Brøt",
    ],
    "dns": [
        "DNS",
        "D N S",
        "nicht angetreten",
        "Non partant",
        "No presentado",
        "NP",
        "Niet gestart",
        "Ej start",
        "Ikke startet",
    ],
    "dq": ["DQ", "DSQ", "disq.", "Disqualifiziert", "Disqualifié", "Descalificado", "Squalificata", "Diskad"],
    None: ["FIN", "Finished", "OK", "klassiert", "Arrivé", "I mål"],
}


@pytest.mark.parametrize(
    ("status", "word"), [(status, word) for status, words in WORDS.items() for word in words]
)
def test_words_of_a_status(status: str | None, word: str) -> None:
    """Capitals, points and accents make no difference."""
    read = read_status(word)
    assert read is not None
    assert read.status == status


def test_those_outside_the_time_limit_did_not_finish_in_time() -> None:
    """The reason is kept beside the status."""
    read = read_status("Hors délai")
    assert read is not None
    assert (read.status, read.reason) == ("dnf", "outside the time limit")


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [("DQ TR17.2.3", "dq", "TR17.2.3"), ("DNF (injured)", "dnf", "injured"), ("dsq - 163.3", "dq", "163.3")],
)
def test_a_reason_behind_the_word(text: str, status: str, reason: str) -> None:
    """A rule, or what happened."""
    read = read_status(text)
    assert read is not None
    assert (read.status, read.reason) == (status, reason)


@pytest.mark.parametrize("text", ["", "3:52.40", "Anna Berg", "-", "Q"])
def test_anything_else_is_no_status(text: str) -> None:
    """A time, a name, a qualifier."""
    assert read_status(text) is None


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("DQ TR17.2.3", "dq", "TR17.2.3"),
        ("DNF (calf)", "dnf", "calf"),
        ("DNS - ill", "dns", "ill"),
        ("Dropped at Aid 5", "dnf", "at Aid 5"),
        ("Retirada", "dnf", ""),
        ("Did not start: travel", "dns", "travel"),
    ],
)
def test_what_follows_the_status_is_its_reason(text: str, status: str, reason: str) -> None:
    """In the cell of a status or of a time, as it is printed."""
    read = read_status(text)
    assert read is not None
    assert (read.status, read.reason) == (status, reason)


@pytest.mark.parametrize("text", ["DNF/DNS", "DNF or DQ", "OK later", "Anna Berg", "3:52.40"])
def test_a_cell_that_says_two_things_says_nothing(text: str) -> None:
    """Nor does one that begins with another word."""
    assert read_status(text) is None


def test_a_false_start_is_a_disqualification() -> None:
    """As FinishLynx prints it in place of the place."""
    assert read_status("FS") == StatusWord("dq", "false start")
