"""What `lapbell doctor` says of this computer."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from tests.tui.commands.test_doctor import line_of
from tests.tui.run_lapbell import lapbell_here
from tui.commands import measured_cells
from tui.commands.doctor_laptop import SIGNS, Terminal, folder_findings, terminal_findings
from tui.commands.measured_cells import cells_of

WELL = Terminal(
    is_terminal=True,
    name="xterm-256color",
    columns=120,
    lines=40,
    colours="truecolor",
    encoding="utf-8",
    wide="",
)


@pytest.mark.parametrize(
    ("changes", "check", "state", "text"),
    [
        ({}, "terminal", "ok", "a terminal, xterm-256color"),
        ({}, "size", "ok", "120 columns by 40 lines"),
        ({}, "colours", "ok", "16 million colours"),
        ({}, "signs", "ok", "each sign takes one cell"),
        (
            {"columns": 79},
            "size",
            "trouble",
            "79 columns by 40 lines, too small for a board with its columns",
        ),
        ({"lines": 20}, "size", "trouble", "120 columns by 20 lines, too small"),
        ({"columns": 80, "lines": 24}, "size", "ok", "80 columns by 24 lines; on 120 by 40 the screens"),
        ({"colours": "standard"}, "colours", "note", "16 colours, so those of the themes"),
        ({"colours": None}, "colours", "note", "no colours, as NO_COLOR or TERM says"),
        (
            {"encoding": "iso8859-1"},
            "signs",
            "trouble",
            "the terminal is written to in iso8859-1, not in UTF-8",
        ),
        ({"wide": "●"}, "signs", "trouble", "● do not take one cell each, so columns do not line up"),
        ({"wide": None}, "signs", "note", "the terminal does not say how wide it draws the signs"),
        ({"is_terminal": False}, "terminal", "note", "there is no terminal here"),
        ({"name": "dumb"}, "terminal", "note", "there is no terminal here"),
    ],
)
def test_each_finding_of_a_terminal(changes: dict[str, object], check: str, state: str, text: str) -> None:
    """With what to do where it is trouble."""
    found = list(terminal_findings(WELL._replace(**changes)))  # type: ignore[arg-type]

    assert [f.state for name, f in found if name == check and f.text.startswith(text)] == [state]
    assert all(finding.remedy for _, finding in found if finding.state == "trouble")


def test_the_signs_are_shown_to_be_looked_at() -> None:
    """No program knows what a font draws."""
    shown = [finding for _, finding in terminal_findings(WELL) if SIGNS in finding.text]

    assert [(finding.state, "another font" in finding.remedy) for finding in shown] == [("note", True)]


def test_the_folder_of_data_is_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a write, which leaves nothing; or it cannot be made."""
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path / "data"))
    [(name, well)] = folder_findings()
    assert (name, well.state) == ("folder", "ok")
    assert well.text.startswith(f"{tmp_path / 'data'} takes a write in ")
    assert list((tmp_path / "data").iterdir()) == []

    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path / "file" / "data"))
    [(_, bad)] = folder_findings()
    assert (bad.state, "LAPBELL_DATA" in bad.remedy) == ("trouble", True)

    monkeypatch.setattr("tui.commands.doctor_laptop.LEAST_FREE", 10**30)
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path / "data"))
    [(_, full)] = folder_findings()
    assert (full.state, full.text.endswith(" MB left")) == ("trouble", True)


@contextmanager
def answering_terminal(*columns: int) -> Iterator[TextIO]:
    """A pseudo-terminal that is stdin, and that answers where its cursor is: a column for each question."""
    ours, theirs = pytest.importorskip("pty").openpty()

    def answer() -> None:
        asked = b""
        for column in columns:
            while b"\x1b[6n" not in asked:
                asked += os.read(ours, 100)
            asked = asked.partition(b"\x1b[6n")[2]
            os.write(ours, b"x\x1b[1;%dR" % column)

    answering = threading.Thread(target=answer)
    answering.start()
    with os.fdopen(theirs, "w", encoding="utf-8") as output, pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", output)
        yield output
        answering.join()
    os.close(ours)


def test_signs_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """By where the cursor is behind each of them; keys that are pressed meanwhile do not matter."""
    monkeypatch.setattr(measured_cells, "PATIENCE_S", 30)
    with answering_terminal(2, 3, 12) as output:
        assert cells_of("⣿●≠", output) == [1, 2, 11]


def test_a_terminal_that_does_not_answer_is_not_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is a file."""
    monkeypatch.setattr(measured_cells, "PATIENCE_S", 0.05)
    with answering_terminal() as output:
        assert cells_of(SIGNS, output) is None
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        monkeypatch.setattr("sys.stdin", nowhere)
        assert cells_of(SIGNS, nowhere) is None


def test_what_has_no_terminal_is_no_trouble() -> None:
    """A script asks too."""
    done = lapbell_here("doctor", "127.0.0.1:9")

    assert line_of(done.stdout, "terminal").startswith("note ")
    assert line_of(done.stdout, "folder").startswith("ok ")
