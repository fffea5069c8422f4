"""Short names: no two runners in a race have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race.corrections.corrections import corrections
from race.fold.history import History
from race.messages import Entrant, Message
from race.people.short_names import short_names
from tests.race.messages_by_hand import AFTER_ALL_MS, GUN, moments, split, start_list, status, void

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD = {"J": "Jakob Ingebrigtsen", "F": "Filip Ingebrigtsen", "K": "Josh Kerr"}


def entrants(names: Sequence[str], family: str = "") -> list[Entrant]:
    """Entrants of these names, numbered from 1."""
    return [Entrant(bib=str(number), name=name, family=family) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["Josh Kerr", "Yared Nuguse"], ["Kerr", "Nuguse"]),
        (["Robin Poplar", "Avis Poplar", "Josh Kerr"], ["R. Poplar", "A. Poplar", "Kerr"]),
        (["Kevin Borlée", "Kylian Borlée"], ["Ke. Borlée", "Ky. Borlée"]),
        (["Marie Oak", "Marta Oak", "Max Oak"], ["Marie Oak", "Marta Oak", "Max Oak"]),
        (["Marie Oak", "Marion Oak"], ["Marie Oak", "Marion Oak"]),
        (
            ["Ann Lee", "Al Lee", "Bo Lee", "Cy Lee"],
            ["Ann Lee", "Al Lee", "B. Lee", "C. Lee"],
        ),
        (["Poplar", "Robin Poplar"], ["Poplar", "R. Poplar"]),
        (["Élodie Rousseau", "Marc Rousseau"], ["É. Rousseau", "M. Rousseau"]),
        (["Jo Oak", "Jo Oak"], ["Oak (1)", "Oak (2)"]),
        (["Jo Oak", "Jo  OAK", "Al Oak"], ["Oak (1)", "OAK (2)", "A. Oak"]),
        (["José Gil", "Jose Gil\u200f"], ["Gil (1)", "Gil\u200f (2)"]),
        (["山田 太郎", "山田 花子", "王 霞"], ["山田 太郎", "山田 花子", "王"]),
        (["محمد علي", "خالد علي"], ["محمد علي", "خالد علي"]),
        (["", "", "Jo Oak"], ["", "", "Oak"]),
        (["J. Oak Oak", "Oak", "Jim Oak"], ["J. Oak Oak", "Oak", "Jim Oak"]),
        ([], []),
    ],
)
def test_shared_family_names(names: list[str], called: list[str]) -> None:
    """Letters of the given name distinguish them, else the whole name, else the bib."""
    assert short_names(entrants(names)) == called


def test_family_name_of_several_words() -> None:
    """The initial is the given name's, wherever that is in the name."""
    assert short_names(entrants(["Zora El Kaam", "El Kaam Mia"], "El Kaam")) == ["Z. El Kaam", "M. El Kaam"]


@given(st.lists(st.text("AB b.é金김\u200f", min_size=1, max_size=6).filter(str.strip)))
def test_short_names_are_unique(names: list[str]) -> None:
    """Of all who have a name, whatever its script, and also where several have the same."""
    called = short_names(entrants(names))

    assert len(set(called)) == len(called)


def race(*more: Message) -> list[Message]:
    """A race of the field, with more messages."""
    field = [Entrant(bib=bib, name=name) for bib, name in FIELD.items()]
    return [start_list(field, id_="start"), GUN, *more]


def called(messages: list[Message]) -> dict[str, str]:
    """The short names at the end of a log, by bib."""
    return {b: runner.short_name for b, runner in History(messages).at(AFTER_ALL_MS).runners.items()}


def test_names_follow_the_start_list_in_force() -> None:
    """With a brother fewer the other has the family name alone; both return once that is withdrawn."""
    passings = [split("J", 400, "58.0"), split("X", 400, "59.0")]
    alone = start_list([Entrant(bib="J", name=FIELD["J"])], id_="alone", replaces="start")

    both = {"J": "J. Ingebrigtsen", "F": "F. Ingebrigtsen", "K": "Kerr", "X": "X"}
    assert called(race(*passings)) == both
    assert called(race(*passings, alone)) == {"J": "Ingebrigtsen", "X": "X"}
    assert called(race(*passings, alone, void("alone"))) == both


def test_corrections_say_the_whole_name() -> None:
    """As the other sentences do."""
    wrong, right = split("F", 400, "58.0", id_="a"), split("F", 400, "58.4", replaces="a")

    [announced] = corrections(History(race(wrong, right)))

    assert announced.text == "Filip Ingebrigtsen at 400 m: 58.4 instead of 58.0"


def test_two_of_one_name_are_told_apart_by_bib() -> None:
    """In the names of the board and of sentences; a third of the family name has an initial."""
    field = [
        Entrant(bib=bib, name=name) for bib, name in {"7": "Jo Oak", "8": "Jo Oak", "9": "Al Oak"}.items()
    ]
    log = [start_list(field), GUN, split("7", 400, "58.0"), split("8", 400, "58.5")]
    state = History(log).at(AFTER_ALL_MS)

    assert [runner.full_name for runner in state.runners.values()] == ["Jo Oak (7)", "Jo Oak (8)", "Al Oak"]
    assert any("Jo Oak (7)" in moment.text for moment in moments(state, AFTER_ALL_MS))


def test_sentences_say_the_whole_name() -> None:
    """Where the family name is another's too."""
    log = race(split("F", 400, "58.0"), split("K", 400, "58.5"), status("F", "dnf", "1:30"))
    announced = [moment.text for moment in moments(History(log).at(AFTER_ALL_MS), AFTER_ALL_MS)]

    assert any("Filip Ingebrigtsen" in text for text in announced)
    assert not any("F. Ingebrigtsen" in text for text in announced)
