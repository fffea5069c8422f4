"""Whatever happens to a document, it is converted or refused in words, and what comes out is good."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from feeds.consistency import contradictions_in
from feeds.errors import FeedError
from tests.examples import examples
from tests.feeds.documents import printed_pages
from tests.feeds.documents.invented_results import converted, made_races

if TYPE_CHECKING:
    from tests.feeds.documents.printed_pages import InventedRace


PRINTERS: dict[str, Callable[[InventedRace], list[str]]] = {
    "omega results": printed_pages.omega_results,
    "omega analysis": printed_pages.omega_analysis,
    "games": printed_pages.games_analysis,
    "world athletics": lambda made: printed_pages.world_athletics(made, laps_above=True),
    "flashresults": printed_pages.flashresults,
    "by hand": lambda made: printed_pages.by_hand(made, with_nations=False, with_laps=True),
}


@pytest.mark.parametrize("printer", PRINTERS.values(), ids=PRINTERS.keys())
@examples(30, suppress_health_check=[HealthCheck.too_slow])
@given(made=made_races(), data=st.data())
def test_a_damaged_document(
    printer: Callable[[InventedRace], list[str]], made: InventedRace, data: st.DataObject
) -> None:
    """Rows lost, doubled or swapped, words lost, letters and digits changed."""
    lines = printer(made)
    for _ in range(data.draw(st.integers(1, 4))):
        _damage(lines, data)

    try:
        race = converted(lines, keep_conflicts=True)
    except FeedError as error:
        refusal = str(error)
        problems = []
    else:
        refusal = ""
        problems = [each for each in contradictions_in(list(enumerate(race.messages))) if each.fatal]

    assert "\n" not in refusal
    assert problems == []


def _damage(lines: list[str], data: st.DataObject) -> None:
    i, j = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    match data.draw(st.sampled_from(["lose", "double", "swap", "word", "letter"])):
        case "lose" if len(lines) > 1:
            del lines[i]
        case "double":
            lines.insert(j, lines[i])
        case "swap":
            lines[i], lines[j] = lines[j], lines[i]
        case "word":
            words = lines[i].split()
            lost = data.draw(st.integers(0, len(words)))
            lines[i] = " ".join(words[:lost] + words[lost + 1 :])
        case "letter" if lines[i]:
            at = data.draw(st.integers(0, len(lines[i]) - 1))
            letter = data.draw(st.sampled_from("0123456789:.()[]-= AaDFNÅ"))
            lines[i] = lines[i][:at] + letter + lines[i][at + 1 :]
