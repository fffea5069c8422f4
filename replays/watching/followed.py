"""The athletes a viewer follows, in one race and in the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError, did_you_mean
from race.areas import member_of
from race.lazy_dataclass import dataclass
from race.people.name_matching import words

if TYPE_CHECKING:
    from race.messages import Entrant, StartList


@dataclass(frozen=True, slots=True)
class FollowedAthlete:
    """Someone who was followed in a race; empty is unknown."""

    name: str
    athlete: str = ""
    """The person's id in all races."""
    born: str = ""
    nation: str = ""
    race: str = ""
    """The id of the race."""
    bib: str = ""
    """The bib worn there."""

    @classmethod
    def of(cls, entrant: Entrant, race: str) -> FollowedAthlete:
        """An entrant of a race."""
        return cls(entrant.name, entrant.athlete, entrant.born, entrant.nation, race, entrant.bib)

    def may_be(self, entrant: Entrant) -> bool:
        """Whether an entrant has the same name, and nothing that is known says that it is someone else."""
        # Loaded here, not at the top: only those who follow someone need it.
        from replays.people.known_people import births_agree, issuer

        if words(self.name) != words(entrant.name) or not births_agree(self.born, entrant.born):
            return False
        ids, nations = (self.athlete, entrant.athlete), {member_of(self.nation), member_of(entrant.nation)}
        if all(ids) and issuer(ids[0]) == issuer(ids[1]):
            return ids[0] == ids[1]
        return len(nations - {""}) < 2


def followed_among(entrants: Iterable[Entrant], race: str, followed: Iterable[FollowedAthlete]) -> set[str]:
    """The bibs of the entrants of a race who were followed in it or in others.

    Of two with one name in the race where one was followed, it is the one with that bib. Where nothing tells
    them apart, both are followed.
    """
    entrants, found = list(entrants), set[str]()
    for athlete in followed:
        same = [entrant.bib for entrant in entrants if athlete.may_be(entrant)]
        is_known_here = athlete.race == race and athlete.bib in same
        found.update([athlete.bib] if is_known_here else same)
    return found


def followed_elsewhere(
    entrants: Iterable[Entrant], race: str, followed: Iterable[FollowedAthlete]
) -> list[FollowedAthlete]:
    """Those of the followed who are not among the entrants of a race."""
    entrants = list(entrants)
    return [athlete for athlete in followed if not followed_among(entrants, race, [athlete])]


def followed_bibs(start_list: StartList | None, texts: Iterable[str]) -> frozenset[str]:
    """The bibs of the athletes named by a bib or by some words of their names.

    Raises FeedError where a text names no one on the start list.
    """
    entrants = start_list.entrants if start_list else ()
    return frozenset[str]().union(*(_bibs(entrants, text) for text in texts))


def _bibs(entrants: Sequence[Entrant], text: str) -> set[str]:
    # Loaded here, not at the top: only where athletes to follow are named.
    from race.people.entrant_lookup import entrants_called, similar_names

    called = entrants_called(entrants, text)
    if not called:
        hint = did_you_mean(similar_names(entrants, text))
        raise FeedError(f"no one on the start list is called {text[:40]!r}{hint}")
    return {entrant.bib for entrant in called}
