"""Who is followed in the next race: the same person, as far as the start lists tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from race.messages import Entrant
from replays.watching.followed import FollowedAthlete, followed_among, followed_elsewhere

JO = Entrant(bib="4", name="Jo Oak")
NAMESAKE = Entrant(bib="9", name="Jo Oak")
ANN = Entrant(bib="1", name="Ann Ash")


def test_of_two_with_one_name_the_one_with_the_bib_is_followed() -> None:
    """In the race in which that one was followed; in another nothing tells them apart."""
    followed = [FollowedAthlete.of(NAMESAKE, "mile")]

    assert followed_among([ANN, JO, NAMESAKE], "mile", followed) == {"9"}
    assert followed_among([ANN, JO, NAMESAKE], "5000", followed) == {"4", "9"}
    assert followed_among([ANN, JO], "mile", followed) == {"4"}


@pytest.mark.parametrize(
    "traits",
    [
        ({"born": "1997-10-08"}, {"born": "1998"}),
        ({"athlete": "wa:1"}, {"athlete": "wa:2"}),
        ({"nation": "NZL"}, {"nation": "AUS"}),
        ({"born": "1997"}, {"born": "1998", "nation": "NZL"}),
    ],
)
def test_what_is_known_tells_namesakes_apart(traits: tuple[dict[str, Any], dict[str, Any]]) -> None:
    """The birth, the id or the nation, in any race."""
    first, second = replace(JO, **traits[0]), replace(NAMESAKE, **traits[1])
    followed = [FollowedAthlete.of(replace(first, bib="77"), "5000")]

    assert followed_among([first, second], "mile", followed) == {"4"}
    assert followed_among([second], "mile", followed) == set()
    assert followed_elsewhere([second], "mile", followed) == followed
    assert followed_elsewhere([first, second], "mile", followed) == []


def test_what_does_not_contradict_is_the_same_person() -> None:
    """A year and a day of it, ids of two issuers, Scotland and Great Britain, or nothing known at all."""
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"born": "1997"}, {"born": "1997-10-08"}),
        ({"athlete": "wa:1"}, {"athlete": "uka:2"}),
        ({"nation": "SCO"}, {"nation": "GBR"}),
        ({"athlete": "wa:1", "nation": "NZL"}, {"athlete": "wa:1", "nation": "AUS"}),
        ({}, {"nation": "NZL", "born": "1990"}),
    ]
    for remembered, entered in pairs:
        followed = [FollowedAthlete.of(replace(JO, **remembered), "5000")]
        assert followed_among([replace(NAMESAKE, **entered)], "mile", followed) == {"9"}
    assert followed_among([JO, ANN], "mile", [FollowedAthlete("OAK Jo")]) == {"4"}
