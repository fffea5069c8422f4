"""The hubs that were watched lately, remembered from one day to the next.

Of a hub that was watched with a token from a file, the file is remembered; never the token. A hub that has
never answered, as one that was mistyped, is remembered until the program is next started.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feeds.errors import Refused
from replays.storage.json_store import load_json, save_json

if TYPE_CHECKING:
    from feeds.hub_address import Address

NAME = "hubs.json"

MOST = 8

SILENT = "silent"
"""The name of the list of hubs that have never answered."""


def remembered() -> list[Address]:
    """The hubs, the last one watched first; none where the file is missing or unreadable."""
    return _listed("hubs")


def token_files() -> dict[Address, Path]:
    """The files with the tokens of those that were watched with one."""
    written = _load().get("token_files")
    if not isinstance(written, dict) or not written:
        return {}
    files: dict[str, Any] = written
    return {hub: Path(text) for hub in remembered() if isinstance(text := files.get(hub.base), str)}


def remember(address: Address, token_file: Path | None = None, *, has_answered: bool = True) -> None:
    """Put a hub first; of more than 8 the last is dropped. A file that cannot be written is ignored.

    Without a token file, the one that is known of the hub stays. Other hubs that have never answered go.
    """
    forget_silent()
    hub, known, files = _without_race(address), remembered(), token_files()
    if token_file is not None:
        files[hub] = token_file.absolute()
    silent = () if has_answered or hub in known else (hub,)
    _write([hub, *(other for other in known if other != hub)], files, silent)


def note_answer(address: Address) -> None:
    """Remember a hub for good."""
    if _without_race(address) in _listed(SILENT):
        _write(remembered(), token_files())


def forget_silent() -> None:
    """Remove hubs that have never answered."""
    silent = _listed(SILENT)
    if silent:
        _write([hub for hub in remembered() if hub not in silent], token_files())


def forget(address: Address) -> None:
    """Remove a hub. A file that cannot be written is ignored."""
    hub = _without_race(address)
    silent = [known for known in _listed(SILENT) if known != hub]
    _write([known for known in remembered() if known != hub], token_files(), silent)


def _listed(name: str) -> list[Address]:
    """The hubs of a list in the file, each once."""
    texts = _load().get(name)
    hubs: dict[Address, None] = {}
    for text in texts if isinstance(texts, list) else ():
        with suppress(Refused):
            hubs.setdefault(_parsed(str(text)))
    return list(hubs)[:MOST]


def _load() -> dict[str, Any]:
    written = load_json(NAME)
    return written if isinstance(written, dict) else {}


def _without_race(address: Address) -> Address:
    return replace(address, race=None)


def _parsed(text: str) -> Address:
    # The home screen starts without the codec, which the address brings: some 20 ms less to the first paint.
    from feeds.hub_address import Address

    return _without_race(Address.parse(text))


def _write(hubs: Iterable[Address], files: Mapping[Address, Path], silent: Iterable[Address] = ()) -> None:
    kept = list(hubs)[:MOST]
    body: dict[str, Any] = {"version": 1, "hubs": [hub.base for hub in kept]}
    with_file = {hub.base: str(files[hub]) for hub in kept if hub in files}
    unanswered = [hub.base for hub in silent]
    body |= {"token_files": with_file} if with_file else {}
    save_json(NAME, body | ({SILENT: unanswered} if unanswered else {}))
