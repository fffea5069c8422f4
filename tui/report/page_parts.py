"""What a report consists of: sections with sentences, a chart, tables and the story."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.race_charts import Picture
    from tui.report.tables import Table


class StoryLine(NamedTuple):
    """A moment in the story."""

    anchor: str
    """Its id in the page."""
    when: str
    text: str
    is_big: bool = False


@dataclass(frozen=True)
class Section:
    """A section of a report, which has a heading of its own."""

    id: str
    title: str
    sentences: Sequence[str] = ()
    picture: Picture | None = None
    tables: Sequence[Table] = ()
    behind: Sequence[Table] = ()
    """Tables with the figures of the picture, opened by the reader."""
    lines: Sequence[StoryLine] = ()
    items: Sequence[str] = ()
    has_heat: bool = False


@dataclass(frozen=True)
class Report:
    """A report of a race at a moment."""

    title: str
    about: Sequence[str]
    """Meeting, date, venue, event."""
    state: str
    """How far the race is."""
    headlines: Sequence[StoryLine]
    """What is worth most of the story."""
    sections: Sequence[Section] = field(default_factory=list)
    made_by: str = ""
