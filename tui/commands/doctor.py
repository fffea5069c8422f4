"""`lapbell doctor`: what is wrong with this computer, a hub or the way to it, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.hub_address import Address
from race.json_version import VERSION
from race.lazy_dataclass import dataclass
from replays.hubs.hub_checks import Finding, findings
from replays.hubs.hub_examination import examine
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.doctor_bridge import bridge_findings
from tui.commands.doctor_laptop import folder_findings, terminal_findings, this_terminal
from tui.commands.hub import LISTEN
from tui.commands.token_option import TOKEN, watch_with_token
from tui.commands.write_output import print_json
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from replays.hubs.hub_examination import Examination
    from tui.commands.doctor_json import DoctorJson

EPILOG = f"""\
Before a meet, on the laptop that will be used there:

  lapbell doctor wss://hub.example --token-file token --bridge finishlynx /mnt/lynx

The token that is checked is that in the environment variable {TOKEN},
or in the file of --token-file. The exit code is 0 if nothing is wrong,
and 1 if something is."""

TROUBLE = 1

INDENT = 22
"""Columns before what a check says."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell doctor`."""

    hub: str = argument(
        metavar="HUB", nargs="?", default=LISTEN, help=f"the address of the hub (default {LISTEN})"
    )
    token_file: Path | None = argument(
        "--token-file", **option_types.FILE, help=f"read the token from this file instead of {TOKEN}"
    )
    bridge: list[str] | None = argument(
        "--bridge",
        nargs=2,
        metavar=("NAME", "SOURCE"),
        help="listen for some seconds to what a timing system sends, as `lapbell bridge NAME SOURCE` would",
    )
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> int:
    """Check this computer and the hub; the exit code says whether anything is wrong."""
    address = Address.parse(options.hub)
    watch_with_token(address, options.token_file)
    found: list[tuple[str, Finding]] = []
    for name, finding in _found(address, options.bridge):
        found.append((name, finding))
        if not options.json:
            _print(f"{finding.state:<8} {name:<12} ", finding.text)
            if finding.remedy:
                _print(f"{'':{INDENT}}-> ", finding.remedy)
    is_ok = all(finding.state != "trouble" for _, finding in found)
    if options.json:
        output: DoctorJson = {
            "version": VERSION,
            "hub": address.base,
            "ok": is_ok,
            "findings": [
                {"check": name, "state": f.state, "text": f.text, "remedy": f.remedy or None}
                for name, f in found
            ],
        }
        print_json(output)
    return 0 if is_ok else TROUBLE


def _print(head: str, text: str) -> None:
    """Print a sentence behind a head; on a terminal in lines that it can hold."""
    line = head + clean(text)
    if sys.stdout.isatty():
        width = max(get_terminal_size().columns, 2 * INDENT)
        line = "\n".join(wrap(line, width, subsequent_indent=" " * len(head)))
    print(line, flush=True)


def _found(address: Address, bridge: list[str] | None) -> Iterator[tuple[str, Finding]]:
    yield from terminal_findings(this_terminal())
    yield from folder_findings()
    if bridge is not None:
        yield from (("bridge", finding) for finding in bridge_findings(*bridge))
    try:
        seen: Examination | FeedError = examine(address)
    except FeedError as error:
        seen = error
    yield from findings(seen)
