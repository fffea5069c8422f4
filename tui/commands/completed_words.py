"""The words that a shell completes: races, athletes, hubs and more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from replays.hubs import known_hubs
from replays.library import all_files, name_of
from tui.commands.completion_scripts import Shell

WordKind = Literal["races", "athletes", "hubs", "views", "bridges", "shells"]
KINDS: tuple[WordKind, ...] = get_args(WordKind)

BARE = re.compile(r"[\w.:/@+~-]+")
"""A word that stands in a command line as it is. Names come from files: no other reaches a shell."""


def completed_words(kind: WordKind, prefix: str) -> list[str]:
    """The words of a kind that begin with some letters, in their order. Raises OSError for the library."""
    folded = prefix.casefold()
    words = dict.fromkeys(word for word in _words(kind) if word.casefold().startswith(folded))
    return sorted(filter(BARE.fullmatch, words))


def _words(kind: WordKind) -> Iterable[str]:
    if kind == "races":
        return map(name_of, all_files()[0])
    if kind == "athletes":
        return _names_of_athletes()
    if kind == "hubs":
        return (hub.host for hub in known_hubs.remembered())
    if kind == "shells":
        return get_args(Shell)
    # Loaded here, not at the top: the others need no view and no bridge.
    if kind == "views":
        from tui.commands.picture import VIEWS

        return VIEWS
    from feeds.bridges.find_bridge import bridge_names
    from tui.commands.bridge import REPLAY

    return (*bridge_names(), REPLAY)


def _names_of_athletes() -> Iterator[str]:
    """The words that the names of the library consist of: any of them, in any order, finds the athlete."""
    from replays.people.people_index import library_people  # takes longest to load

    for person in library_people()[0].persons:
        yield from person.name.split()
