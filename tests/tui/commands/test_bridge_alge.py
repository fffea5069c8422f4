"""`lapbell bridge alge`, as typed."""

from __future__ import annotations

from pathlib import Path

from tests.feeds.bridges.alge.timy import race_lines, sent
from tests.feeds.bridges.reads.test_reads_engine import RACE
from tests.tui.run_lapbell import lapbell_here


def test_a_recorded_line_is_tried_with_nothing(tmp_path: Path) -> None:
    """No race, zone, date or hub: it says what it assumed, and what it makes of each line."""
    (tmp_path / "timy.txt").write_bytes(
        b"\xef\xbb\xbf" + sent(race_lines(RACE)).replace(b"\r", b"\r\n") + b"rubbish\r\n"
    )
    shown = lapbell_here("bridge", "alge", tmp_path / "timy.txt", "--try")

    assert shown.returncode == 0
    assert "assumed: the times are UTC; the day is 2" in shown.stderr
    assert "the start of the race" in shown.stderr
    assert shown.stderr.endswith("14 records, 1 not understood, 13 messages\n")
    assert '"bib":"1","checkpoint":"C1"' in shown.stdout


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    """In a sentence, with exit code 2."""
    (tmp_path / "map.toml").write_text('numbers = "chips"\n')
    (tmp_path / "timy.txt").write_text("")
    words = ("bridge", "alge", tmp_path / "timy.txt", "--try", "--map", tmp_path / "map.toml")
    missing = lapbell_here("bridge", "alge", tmp_path / "none.txt", "--try")
    speed = lapbell_here("bridge", "alge", "serial:COM3@1", "--try")

    assert [refused.returncode for refused in (lapbell_here(*words), missing, speed)] == [2, 2, 2]
    assert 'numbers must be "bibs" or "count"' in lapbell_here(*words).stderr
    assert "none.txt does not exist" in missing.stderr
    assert "1 is not the speed of a serial line" in speed.stderr
