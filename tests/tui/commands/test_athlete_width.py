"""Lines of races in a file are whole; on a terminal they are as wide as that."""

from __future__ import annotations

import pytest

from tests.tui.run_lapbell import lapbell


@pytest.mark.parametrize("words", [("athlete", "josh-kerr-1997"), ("head-to-head", "Kerr", "Nuguse")])
def test_no_name_of_a_race_is_cut_in_a_file(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless `COLUMNS` says how wide a line is."""
    monkeypatch.delenv("COLUMNS", raising=False)
    code = "import os; os.environ.pop('COLUMNS', None); from tui.cli import main; raise SystemExit(main())"
    whole = lapbell(*words, code=code).stdout
    assert "…" not in whole
    assert "Budapest 23, 1500 m (men), final" in whole
    assert "…" in lapbell(*words, COLUMNS="80").stdout
