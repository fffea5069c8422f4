"""`lapbell doctor`: what is wrong with a hub, or with the way to it, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.hub_address import Address
from race.json_version import VERSION
from replays.hubs.hub_checks import findings
from replays.hubs.hub_examination import examine
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.hub import LISTEN
from tui.commands.token_option import TOKEN, watch_with_token
from tui.commands.write_output import print_json
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from replays.hubs.hub_examination import Examination
    from tui.commands.doctor_json import DoctorJson

EPILOG = f"""\
The token that is checked is that in the environment variable {TOKEN},
or in the file of --token-file. The exit code is 0 if nothing is wrong,
and 1 if something is."""

TROUBLE = 1


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell doctor`."""

    hub: str = argument(
        metavar="HUB", nargs="?", default=LISTEN, help=f"the address of the hub (default {LISTEN})"
    )
    token_file: Path | None = argument(
        "--token-file", **option_types.FILE, help=f"read the token from this file instead of {TOKEN}"
    )
    json: bool = argument("--json", **option_types.JSON)


def run(options: Options) -> int:
    """Check the hub; the exit code says whether anything is wrong."""
    address = Address.parse(options.hub)
    watch_with_token(address, options.token_file)
    try:
        seen: Examination | FeedError = examine(address)
    except FeedError as error:
        seen = error
    found = list(findings(seen))
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
    else:
        for name, finding in found:
            print(f"{finding.state:<8} {name:<12} {clean(finding.text)}")
            if finding.remedy:
                print(f"{'':22}-> {clean(finding.remedy)}")
    return 0 if is_ok else TROUBLE
