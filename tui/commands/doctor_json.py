"""What `lapbell doctor` prints with `--json`."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from typing import Literal

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12


class FindingJson(TypedDict):
    """One thing that was found."""

    check: str
    state: Literal["ok", "note", "trouble"]
    text: str
    remedy: str | None


class DoctorJson(TypedDict):
    """What `lapbell doctor --json` prints."""

    version: int
    hub: str
    ok: bool
    findings: list[FindingJson]
