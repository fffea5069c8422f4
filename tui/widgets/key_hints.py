"""What the keys do: one list, for the help and for the command palette."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen

FOREIGN = ("screen.copy_text", "app.help_quit", "app.suspend_process", "command_palette")
"""Textual's own keys that need no place of their own in our lists."""


class Key(NamedTuple):
    """Something that a key does."""

    keys: str
    """All keys that do it, as people call them: `← h`."""
    text: str
    action: str
    """With its target: `screen.pause`, so that it can be run from anywhere."""


class Hint(NamedTuple):
    """A place on the line of keys: one key, or some that belong together."""

    keys: str
    text: str
    actions: tuple[str, ...]

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.keys) + 1 + cell_len(self.text)


def hints_of(screen: Screen[Any], first: Sequence[str] = ()) -> list[Hint]:
    """The keys that a screen shows at its foot, those of a group together under the group's words.

    `first` are the words of those that come before the others, but for the last two, which stay last.
    """
    found: dict[str, Hint] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if not (enabled and binding.show) or _is_typed(screen, binding):
            continue
        text = binding.group.description if binding.group else binding.description
        keys, _, actions = found.get(text, Hint("", text, ()))
        action = _addressed(binding.action, node)
        if action not in actions:
            keys += screen.app.get_key_display(binding)
            found[text] = Hint(keys, text, (*actions, action))
    hints = [hint._replace(keys=_range(hint.keys)) for hint in found.values()]
    by_text = {hint.text: hint for hint in hints}
    early = [by_text[text] for text in first if text in by_text]
    return early + [hint for hint in hints if hint not in early]


def _range(keys: str) -> str:
    """1-6 in place of 123456."""
    return f"{keys[0]}-{keys[-1]}" if keys.isdecimal() and len(keys) > 2 else keys


def keys_of(screen: Screen[Any]) -> list[Key]:
    """Every key that works on a screen now, those that do the same together."""
    found: dict[tuple[str, str], list[Binding]] = {}
    for node, binding, enabled, _ in screen.active_bindings.values():
        if enabled and binding.description and binding.action not in FOREIGN and not binding.system:
            action = _addressed(binding.action, node)
            found.setdefault((binding.description, action), []).append(binding)
    return [
        Key(" ".join(_displays(screen.app, bindings)), text, action)
        for (text, action), bindings in found.items()
    ]


def _is_typed(screen: Screen[Any], binding: Binding) -> bool:
    """Whether the key writes into the field that the cursor is in, and does nothing else."""
    field = screen.focused
    if field is None or binding.priority:
        return False
    return field.check_consume_key(binding.key, key_to_character(binding.key))


def _addressed(action: str, node: DOMNode) -> str:
    """An action with the target that it has when its key is pressed."""
    if "." in action.split("(")[0]:
        return action
    target = "app" if isinstance(node, App) else "screen" if isinstance(node, Screen) else "focused"
    return f"{target}.{action}"


def _displays(app: App[Any], bindings: list[Binding]) -> list[str]:
    """The keys as shown; a display given for the first of several keys is not repeated."""
    displays: list[str] = []
    for binding in bindings:
        display = app.get_key_display(binding)
        if binding.key_display in displays:
            display = binding.key
        displays.append(display)
    return displays
