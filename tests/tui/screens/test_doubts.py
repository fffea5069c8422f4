"""What needs review: the operator's pane, the count and the list of other viewers, the board's sign."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.tui.app_on_stage import BOWERMAN, Stage, on_stage
from tui.screens.doubts import DoubtsScreen
from tui.screens.race import RaceScreen
from tui.screens.split_claims import SplitClaimsScreen
from tui.widgets.doubts import DoubtsPane

SEMIFINAL = "2024-paris-olympics-1500m-semifinal-2"
NORDAS = "Nordås at 1300 m in 3:02.9: published with a doubt of its own"


@pytest.fixture
async def operator() -> AsyncIterator[Stage]:
    """The operator's screen after three doubtful readings."""
    async with on_stage(SEMIFINAL, "3:03.6", operator=True) as stage:
        yield stage


async def test_the_operator_sees_what_needs_review(operator: Stage) -> None:
    """The newest first, in sentences with what would make them count, at each size."""
    for size in ((80, 24), (120, 40), (200, 60)):
        await operator.resize(*size)

        first = next(n for n, line in enumerate(operator.lines) if line.strip() == "3 to review")
        below = [line.strip(" ▁▂▃▄▅▆▇█") for line in operator.lines[first + 1 : first + 4]]
        assert below[:2] == [NORDAS, "doubtful; counts once it is published without the doubt"]
        assert below[2].startswith("Tefera at 500 m in 1:11.5")


async def test_the_operator_goes_from_claim_to_claim(operator: Stage) -> None:
    """Enter shows all claims about the split; escape leads back."""
    await operator.press("tab")
    assert isinstance(operator.focused, DoubtsPane)
    assert NORDAS in operator.cursor_line

    await operator.press("down", "down", "down")
    assert "Cheruiyot at 500 m" in operator.cursor_line
    assert "counts once it is published" in operator.lines[operator.lines.index(line_of(operator)) + 1]

    await operator.press("enter")
    assert isinstance(operator.app.screen, SplitClaimsScreen)
    assert "Timothy Cheruiyot at 500 m" in operator.text
    assert "1:11.3 official  published with a doubt of its own" in operator.text
    await operator.press("escape")
    assert isinstance(operator.app.screen, RaceScreen)


def line_of(stage: Stage) -> str:
    """The line with the cursor, as wide as the screen."""
    return next(line for line in stage.lines if line.startswith("›"))


async def test_the_cursor_stays_with_its_claim(operator: Stage) -> None:
    """While newer claims come above it."""
    await operator.press(
        "g", "shift+right", "shift+right", "shift+right", "shift+right", "shift+right", "tab"
    )
    assert "2 to review" in operator.text
    await operator.press("down")
    before = operator.cursor_line.rstrip(" ▁▂▃▄▅▆▇█")
    assert "Cheruiyot" in before

    operator.watch.playhead.seek(183_600)
    operator.race.repaint()
    await operator.until("3 to review")
    await operator.settle()

    assert operator.cursor_line.rstrip(" ▁▂▃▄▅▆▇█") == before


async def test_other_viewers_see_how_many() -> None:
    """In the status, only when there are any; a key lists them, at the playhead."""
    async with on_stage(SEMIFINAL, "1:00.0") as stage:
        assert "to review" not in stage.text

        await stage.press("d")
        assert isinstance(stage.app.screen, DoubtsScreen)
        assert "nothing to review" in stage.text
        stage.watch.playhead.seek(183_600)
        stage.race.repaint()
        await stage.until("3 to review")
        assert NORDAS in stage.text

        await stage.press("d")
        assert isinstance(stage.app.screen, RaceScreen)
        assert stage.lines[0].rstrip().endswith("paused 1x, 3 to review")


async def test_without_doubts_the_operator_has_an_empty_pane() -> None:
    """In a low window the moments stand in its place until there is something to review."""
    async with on_stage(BOWERMAN, "2:50.70", size=(120, 40), operator=True) as stage:
        assert "nothing to review" in stage.text
        await stage.press("tab", "down", "up", "enter")
        assert isinstance(stage.app.screen, RaceScreen)

        await stage.resize(80, 24)
        assert "to review" not in stage.text
        assert "Kerr moves from fifth" in "".join(stage.lines[-8:-3])


async def test_the_board_stays_as_it_is_when_the_first_doubt_comes() -> None:
    """Moments make room for the pane, line by line."""
    async with on_stage(SEMIFINAL, "1:11.2", operator=True) as stage:
        before = stage.race.board.region
        assert "▲ Nuguse leads" in stage.text

        await stage.press("shift+right")

        assert stage.text.count("to review") == 2
        assert "▲ Nuguse leads" not in stage.text
        assert stage.race.board.region == before
        assert "Nuguse leads" in stage.lines[0]  # the news take two lines


async def test_a_doubt_is_news_and_a_moment() -> None:
    """Shortly after it was claimed in the line of news; then among the moments."""
    async with on_stage(SEMIFINAL, "3:03.6") as stage:
        head = " ".join(line[20:].strip() for line in stage.lines[:3])
        assert f"? {NORDAS}" in head
        assert f"¿ {NORDAS}" in stage.text

        await stage.press(*["right"] * 2)

        assert NORDAS not in "".join(stage.lines[:3])
        assert f"¿ {NORDAS}" in stage.text


@pytest.mark.parametrize("width", [30, 40, 60, 80, 100, 120, 149])
async def test_a_doubtful_time_further_on_shows_at_every_width(width: int) -> None:
    """Behind the checkpoint or the name, and no column moves for it."""
    async with on_stage(SEMIFINAL, "3:02.8", size=(width, 40)) as stage:
        before = next(line for line in stage.lines if "Nord" in line)

        stage.watch.playhead.seek(182_900)
        stage.race.repaint()
        await stage.settle()

        after = next(line for line in stage.lines if "Nord" in line and "at 1300 m in" not in line)
        signs = [n for n, character in enumerate(after) if character == "?"]
        assert before[signs[0]] == " "
        assert after[signs[0] - 1] != " " or "1200" not in after
        assert after[: signs[0]] == before[: signs[0]]
        assert "?" not in next(line for line in stage.lines if "Cheruiyot" in line)
