"""`lapbell hub tokens`: the tokens of a hub, without the tokens themselves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.serving.token_command import IN_WORDS
from feeds.serving.tokens import Tokens, wall_ms
from race.lazy_dataclass import dataclass
from tui.commands.command import argument
from tui.commands.hub import DATA, existing_folder
from tui.text.safe_text import clean
from tui.text.text_table import Column, text_table

if TYPE_CHECKING:
    from feeds.serving.grants import Grant

EPILOG = """\
`lapbell hub token RACE SOURCE` makes a token, and with --revoke revokes it."""

COLUMNS = [Column(title, align="left") for title in ("race", "source", "for", "name", "made", "until")]


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub tokens`."""

    data: Path | None = argument("--data", **DATA)


def run(options: Options) -> None:
    """Print a line for each token."""
    path = existing_folder(options.data)
    tokens = Tokens(path)
    grants = tokens.grants()
    if tokens.trouble is not None:
        raise UserError(tokens.trouble)
    if not grants:
        print(f"There is no token in {path}.")
        return
    print(text_table(COLUMNS, [_row(grant) for grant in grants]))


def _row(grant: Grant) -> list[str]:
    if grant.until_ms is None:
        until = "revoked"
    else:
        until = _time(grant.until_ms) + (" (ended)" if grant.has_ended(wall_ms()) else "")
    made = _time(grant.made_ms) if grant.made_ms is not None else ""
    return [grant.race, grant.source, IN_WORDS[grant.use], clean(grant.name), made, until]


def _time(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms / 1000):%Y-%m-%d %H:%M}"
