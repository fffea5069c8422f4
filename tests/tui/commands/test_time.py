"""`lapbell time` before its screen: what is timed, and what to do where that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import UserError
from tui.commands import time
from tui.commands.command import parse_options


def refusal(*words: str) -> str:
    """Why nothing is timed."""
    with pytest.raises(UserError) as caught:
        time.run(parse_options(time, "time", "time", words))
    return str(caught.value)


def test_a_start_list_that_is_broken_names_the_timing_that_began_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file goes on by itself: a race does not wait until a table is mended."""
    monkeypatch.chdir(tmp_path)
    Path("start.csv").write_text("\0\0\0")
    words = "start.csv", "--event", "1500 m"
    assert "goes on with" not in refusal(*words)
    Path("club 1500.jsonl.clock").touch()

    assert refusal(*words).endswith("; a timing that has begun goes on with `lapbell time 'club 1500.jsonl'`")
