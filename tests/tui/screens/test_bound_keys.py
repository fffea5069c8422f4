"""Tests of the ids of keys: each key that does something has one, so that it can be given another key."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from tui.app import LapbellApp
from tui.screens.bound_keys import BoundKey, bound_keys, clashes
from tui.screens.timing import TimingScreen

ID = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*")

TYPED = ("FindInput", "QuestionLine")
"""Where lines are typed; arrows and escape keep what they do there."""


def _classes() -> list[type[DOMNode]]:
    modules = [
        import_module(f"tui.{folder}.{path.stem}")
        for folder in ("screens", "widgets")
        for path in (Path(tui.__file__).parent / folder).glob("[a-z]*.py")
    ]
    found = [thing for module in modules for thing in vars(module).values() if isinstance(thing, type)]
    return [
        made
        for made in dict.fromkeys([LapbellApp, *found])
        if issubclass(made, DOMNode)
        and made.__module__.startswith("tui.")
        and made is not TimingScreen  # it takes its keys by itself, in the order in which they were pressed
        and made.__name__ not in TYPED
        and made.__module__ != "tui.screens.timing_overlays"
    ]


@pytest.mark.parametrize("made", _classes(), ids=lambda made: made.__name__)
def test_each_key_has_an_id_and_those_of_one_key_have_the_same(made: type[DOMNode]) -> None:
    """Without an id a key cannot be given another; of two with one key, Textual would drop both."""
    ids: dict[str, set[str | None]] = {}
    for binding in vars(made).get("BINDINGS", ()):
        assert isinstance(binding, Binding)
        if binding.description and binding.key != "ctrl+c":
            assert binding.id is not None, f"{binding.key} of {made.__name__} needs an id"
            assert ID.fullmatch(binding.id)
        for key in binding.key.split(","):
            ids.setdefault(key, set()).add(binding.id)
    for key, names in ids.items():
        assert len(names) == 1, f"Textual takes {key} of {made.__name__} from both {names}, or from neither"


def test_all_keys_are_found_by_their_ids() -> None:
    """Those of the app, of screens and of panes."""
    keys = bound_keys(LapbellApp)
    assert keys["race.follow"] == BoundKey(("f",), "Follow this athlete")
    assert keys["race.back"].keys == ("left", "h")
    assert keys["app.help"].text == "Help"
    assert keys["window.close"].keys[0] == "escape"


def test_a_key_clashes_with_what_it_does_on_the_same_screen_and_nowhere_else() -> None:
    """Keys of another screen are free."""
    keys = {
        "race.follow": BoundKey(("f",), "Follow"),
        "race.compare": BoundKey(("c",), "Compare"),
        "library.winners": BoundKey(("w",), "Winners"),
        "app.help": BoundKey(("question_mark",), "Help"),
        "list.down": BoundKey(("down", "j"), "Down"),
    }
    assert clashes(keys, {"race.follow": ("c",)}) == {"race.follow": ["race.compare"]}
    assert clashes(keys, {"race.follow": ("?",)}) == {"race.follow": ["app.help"]}
    assert clashes(keys, {"race.follow": ("x", "j")}) == {"race.follow": ["list.down"]}
    assert not clashes(keys, {"race.follow": ("w",)}), "a key of the library"
    assert not clashes(keys, {"race.follow": ("c",), "race.compare": ("f",)}), "they are swapped"
    both = clashes(keys, {"race.follow": ("x",), "race.compare": ("x",)})
    assert both == {"race.follow": ["race.compare"]}, "each pair is named once"
