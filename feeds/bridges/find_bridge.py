"""The bridges that are installed, by their names: our own, and those that others have added."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points

from feeds.bridges.bridge import Bridge
from feeds.errors import UserError, did_you_mean

GROUP = "lapbell.bridges"


def bridge_names() -> list[str]:
    """The names of all bridges that are installed."""
    return sorted(_found())


def find_bridge(name: str) -> type[Bridge]:
    """The bridge with a name. Raises UserError if it does not exist or cannot be loaded."""
    found = _found()
    if name not in found:
        near = did_you_mean(get_close_matches(name, found, n=1)) or f"; there are {', '.join(sorted(found))}"
        raise UserError(f"there is no bridge {name!r}{near}")
    try:
        bridge = found[name].load()
    except (ImportError, AttributeError) as error:
        raise UserError(f"the bridge {name} cannot be loaded: {error}") from error
    if not (isinstance(bridge, type) and issubclass(bridge, Bridge)):
        raise UserError(f"the bridge {name} is no class that is derived from feeds.bridges.bridge.Bridge")
    return bridge


def _found() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}
