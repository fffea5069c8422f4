"""The errors that a user can do something about.

UserError
 └── FeedError
      ├── AnswerNeeded    results that do not say what only the user knows
      ├── RaceFileError   a race file that cannot be read; carries every problem, by line
      ├── Interrupted     a connection that broke off or could not be made; trying again may help
      │    ├── SourceTaken  a hub that has a publisher of the source already
      │    └── RaceEnded    a hub whose desk has ended the race
      └── Refused         a hub that will not serve this; trying again does not help
           ├── Untrusted      its certificate is not one to be trusted for this address
           ├── OtherHistory   it has other messages of this source than the publisher
           └── NewLog         it has a new log, to which the messages that it had before may not belong
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.legal_text import legal
from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


OUT_OF_MEMORY = 71
"""Exit code, as `EX_OSERR` of sysexits. A service manager starts again what ends with it."""


class Problem(NamedTuple):
    """Something wrong with a race file, or worth knowing about it."""

    line: int
    """Counted from 1; 0 for the file as a whole."""
    text: str
    fatal: bool = True
    """Whether the file is refused for it."""
    message: str = ""
    """The id of the message in this line, if it has one."""

    def __str__(self) -> str:
        name = f" ({self.message})" if self.message else ""
        where = f"line {self.line}{name}: " if self.line else ""
        return f"{where}{self.text}" if self.fatal else f"{where}note: {self.text}"


class UserError(Exception):
    """A mistake that the user can put right: a sentence to be printed in one line, with exit code 2.

    It may repeat what was typed, and what another program said; as text it is legal.
    """

    def __str__(self) -> str:
        return legal(super().__str__())


class FeedError(UserError):
    """What is wrong with a race file or a feed, as a sentence for the user."""


class RaceFileError(FeedError):
    """A race file that cannot be used."""

    def __init__(self, name: str, problems: list[Problem]) -> None:
        self.problems = problems
        fatal = [problem for problem in problems if problem.fatal]
        more = f" (and {len(fatal) - 1} more)" if len(fatal) > 1 else ""
        super().__init__(f"{name}: {fatal[0]}{more}")


class AnswerNeeded(FeedError):
    """What results do not say and only the user knows; the sentence ends with the option that says it."""

    def __init__(self, reason: str, example: str) -> None:
        self.example = example
        """The option with a value, as one would give it."""
        super().__init__(reason)


class Interrupted(FeedError):
    """The connection broke off, or could not be made; trying again may help."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        self.wait_s = wait_s
        """Seconds that the hub asks to wait before the next attempt."""
        super().__init__(reason)


class SourceTaken(Interrupted):
    """The hub has a publisher of this source that answers; it may leave."""


class RaceEnded(Interrupted):
    """The hub takes nothing more for the race; it may be reopened."""


class Refused(FeedError):
    """The hub answered and will not serve this; trying again does not help."""


class Untrusted(Refused):
    """The certificate of a hub has ended, is for another name, or was signed by someone unknown."""


class OtherHistory(Refused):
    """The hub has other messages of this source than the publisher."""

    @classmethod
    def longer(cls, source: str, there: int, here: int) -> OtherHistory:
        """The hub has more messages than the publisher."""
        return cls(f"the hub has {there} messages of {source}, and there are only {here} here")


class NewLog(Refused):
    """The hub has a new log of the race, without the messages that it had before."""


def did_you_mean(names: Sequence[str]) -> str:
    """The end of a sentence about a name that was not found: some names like it, if there are any."""
    return f"; did you mean {' or '.join(names)}?" if names else ""
