"""The story of a race in the sentences of its commentary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.moment import BIG, CHATTER, ON_TIMELINE
from tui.report.page_parts import Section, StoryLine
from tui.text.formatting import moment_time
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from tui.views.scene import Scene

MOST_LINES = 150
"""Of the story; of more the most important ones are kept."""

MOST_HEADLINES = 6


def story_lines(scene: Scene) -> tuple[list[StoryLine], list[StoryLine]]:
    """The story in the order in which it happened, and the headlines among its lines."""
    course = scene.course
    told = [moment for moment in scene.snapshot.moments if moment.priority >= CHATTER]
    by_weight = sorted(range(len(told)), key=lambda number: -told[number].priority)
    kept = sorted(by_weight[:MOST_LINES])
    first = {number for number in by_weight[:MOST_HEADLINES] if told[number].priority >= ON_TIMELINE}
    lines = {
        number: StoryLine(
            f"moment-{number + 1}",
            moment_time(told[number], course.digits if course else 2),
            clean(told[number].text),
            told[number].priority >= BIG,
        )
        for number in kept
    }
    return [*lines.values()], [line for number, line in lines.items() if number in first]


def story_section(lines: list[StoryLine]) -> Section | None:
    """The whole story; None before anything has happened."""
    return Section("story", "The story", lines=lines) if lines else None
