"""What the keys of a screen do: for the footer, the help and the command palette."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual.app import App
from textual.binding import Binding
from textual.keys import key_to_character
from textual.screen import Screen

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from textual.binding import ActiveBinding
    from textual.dom import DOMNode

FOREIGN = ("screen.copy_text", "app.help_quit", "command_palette")
"""Actions of Textual's own keys that are left out of our lists."""


class Key(NamedTuple):
    """Something that a key does."""

    keys: str
    """All keys that do it, as they are displayed: `← h`."""
    text: str
    action: str
    """With its target: `screen.library`."""


class Hint(NamedTuple):
    """An entry of the footer: one key, or several that belong together."""

    keys: str
    text: str
    actions: tuple[str, ...]

    @property
    def width(self) -> int:
        """Cells that it takes."""
        return cell_len(self.keys) + 1 + cell_len(self.text)


def hints_of(
    screen: Screen[Any],
    first: Sequence[str] = (),
    also: Mapping[str, str] | None = None,
    apart: Mapping[str, str] | None = None,
) -> list[Hint]:
    """The keys in the footer of a screen, those of a group together under the text of the group.

    Hints with a text in `first` come before the others. `also` has the actions, with their texts, of further
    keys that are shown; `apart` those of keys that are named by themselves too, beside their group.
    """
    also, apart = also or {}, apart or {}
    by_text: dict[str, Hint] = {}
    for node, binding, enabled, _ in _in_order(screen):
        action = _addressed(binding.action, node)
        if not (enabled and (binding.show or action in also)) or _is_typed(screen, binding):
            continue
        text = also.get(action) or (binding.group.description if binding.group else binding.description)
        keys, _, actions = by_text.get(text, Hint("", text, ()))
        if action not in actions:
            keys += screen.app.get_key_display(binding)
            by_text[text] = Hint(keys, text, (*actions, action))
            if action in apart:
                by_text[apart[action]] = Hint(screen.app.get_key_display(binding), apart[action], (action,))
    texts = dict.fromkeys((*(text for text in first if text in by_text), *by_text))
    return [by_text[text]._replace(keys=_range(by_text[text].keys)) for text in texts]


def _range(keys: str) -> str:
    """1-6 for 123456."""
    return f"{keys[0]}-{keys[-1]}" if keys.isdecimal() and len(keys) > 2 else keys


def keys_of(screen: Screen[Any]) -> list[Key]:
    """Every key that works on a screen now; keys that do the same are together."""
    by_action: dict[tuple[str, str], list[Binding]] = {}
    for node, binding, enabled, _ in _in_order(screen):
        if enabled and binding.description and binding.action not in FOREIGN and not binding.system:
            action = _addressed(binding.action, node)
            by_action.setdefault((binding.description, action), []).append(binding)
    return [
        Key(" ".join(_displays(screen.app, bindings)), text, action)
        for (text, action), bindings in by_action.items()
    ]


def _in_order(screen: Screen[Any]) -> list[ActiveBinding]:
    """What the keys do that work now, in the order in which the screen declares it.

    Textual puts what has been given another key last.
    """
    active = list(screen.active_bindings.values())
    return active if all(map(_is_as_declared, active)) else sorted(active, key=_place)


def _place(entry: ActiveBinding) -> tuple[int, int]:
    """Panes before the screen, and this before the app; of each, as it declares them."""
    node, actions = entry.node, [bound.action for bound in _declared(type(entry.node)).values()]
    action = entry.binding.action
    place = actions.index(action) if action in actions else -1
    return isinstance(node, Screen) + 2 * isinstance(node, App), place


def _is_as_declared(entry: ActiveBinding) -> bool:
    """Whether a key has not been given to something by the viewer."""
    binding = entry.binding
    return binding.id is None or (binding.id, binding.key) in _declared(type(entry.node))


@cache
def _declared(kind: type[DOMNode]) -> dict[tuple[str | None, str], Binding]:
    """What the keys of a class do, and of those it extends, by id and key."""
    return {
        (bound.id, bound.key): bound
        for made in reversed(kind.__mro__)
        for bound in Binding.make_bindings(vars(made).get("BINDINGS", ()))
    }


def _is_typed(screen: Screen[Any], binding: Binding) -> bool:
    """Whether the key types a character into the focused field, and does nothing else."""
    field = screen.focused
    if field is None or binding.priority:
        return False
    return field.check_consume_key(binding.key, key_to_character(binding.key))


def _addressed(action: str, node: DOMNode) -> str:
    """An action with its target, so that it can be run from anywhere."""
    if "." in action.split("(")[0]:
        return action
    target = "app" if isinstance(node, App) else "screen" if isinstance(node, Screen) else "focused"
    return f"{target}.{action}"


def _displays(app: App[Any], bindings: list[Binding]) -> list[str]:
    """The keys as displayed; a display given for the first of several keys is not repeated."""
    displays: list[str] = []
    for binding in bindings:
        display = app.get_key_display(binding)
        if binding.key_display in displays:
            display = binding.key
        displays.append(display)
    return displays
