"""Many files are read in processes of their own: with the same outcome, and none is left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from math import inf
from multiprocessing.connection import wait
from pathlib import Path

import pytest

from replays.catalogue import file_readers, library_index
from replays.catalogue.catalogue import races
from replays.catalogue.file_readers import FileReaders
from replays.catalogue.library_index import IndexEntry
from replays.catalogue.read_entry import read_entry
from replays.library import RACES
from tests.patience import wait_until

BOWERMAN = RACES / "2024-bowerman-mile.jsonl"


@pytest.fixture
def helpers() -> Callable[[], set[str]]:
    """The processes that were started here since and still run; a test before may have left one."""
    before = _children()
    return lambda: _children() - before


def _children() -> set[str]:
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {pid for of_thread in listed for pid in of_thread.read_text().split()}


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Ten races and two files that hold no race: enough for the processes to be started."""
    monkeypatch.setattr(file_readers, "MANY", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    paths = [tmp_path / f"{number:02}.jsonl" for number in range(12)]
    for path in paths:
        shutil.copy(BOWERMAN, path)
    paths[3].write_text("no race")
    paths[7].unlink()
    return paths


class PatientReaders(FileReaders):
    """Reads little in this process, so that the others have something to read."""

    def _read_here(self, path: Path) -> IndexEntry:
        wait([reader.pipe for reader in self._readers])
        return super()._read_here(path)


def by_path(entries: list[IndexEntry]) -> list[IndexEntry]:
    """Entries in the order of their files."""
    return sorted(entries, key=lambda entry: entry.path)


def test_other_processes_read_what_this_one_would(many: list[Path], helpers: Callable[[], set[str]]) -> None:
    """Summaries, files that are no races and files that are not there; in two processes, which end."""
    with PatientReaders(many) as readers:
        entries = readers.read(inf)
        assert len(helpers()) == 2
        assert readers.is_done

    assert by_path(entries) == [read_entry(path) for path in many]
    assert not helpers()


def test_few_files_start_no_process(many: list[Path], helpers: Callable[[], set[str]]) -> None:
    """Which takes longer than to read them."""
    with FileReaders(many[:1]) as readers:
        assert readers.read(inf) == [read_entry(many[0])]
        assert not helpers()


def test_a_process_that_is_killed_takes_one_file_with_it(many: list[Path]) -> None:
    """The file is named, to be read again the next time; all others are listed."""
    with PatientReaders(many) as readers:
        entries = readers.read(0)
        while not any(reader.is_ready and reader.given for reader in readers._readers):  # noqa: SLF001
            entries += readers.read(0)
        victim = next(reader for reader in readers._readers if reader.is_ready and reader.given)  # noqa: SLF001
        victim.process.kill()
        entries += readers.read(inf)

    wrong = [entry for entry in by_path(entries) if entry != read_entry(entry.path)]
    assert sorted({entry.path for entry in entries}) == many
    assert len(entries) == len(many)
    for entry in wrong:
        assert not entry.is_lasting
        assert "the process that read it was ended" in str(entry.content)
    assert len(wrong) <= 1


def test_where_no_process_can_be_started_this_one_reads(
    many: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as where a program may not run itself again."""
    for executable in ("/bin/false", "/nowhere/python", ""):
        monkeypatch.setattr(sys, "executable", executable)

        with FileReaders(many) as readers:
            assert by_path(readers.read(inf)) == [read_entry(path) for path in many]


def test_closed_at_once_it_leaves_nothing(many: list[Path], helpers: Callable[[], set[str]]) -> None:
    """Nothing is read any more, and no process is started."""
    readers = FileReaders(many)
    readers.read(0)
    readers.close()

    assert not helpers()
    assert readers.read(inf) == []
    assert not helpers()


def test_progress_is_reported(many: list[Path], data_folder: Path) -> None:
    """Up to all files, never back; and the index has them."""
    reported: list[tuple[int, int]] = []

    listed, troubles = races(many[0].parent, lambda done, of: reported.append((done, of)))

    assert reported[-1] == (11, 11)
    assert reported == sorted(reported)
    assert (len(listed), len(troubles)) == (10, 1)
    assert (data_folder / library_index.NAME).exists()


READING = """
import sys, time
from pathlib import Path
from replays.catalogue.file_readers import FileReaders
if __name__ == "__main__":
    readers = FileReaders([Path(sys.argv[1])] * 100_000)
    while not readers.read(0):
        pass
    print(*(reader.process.pid for reader in readers._readers), flush=True)
    while True:
        readers.read(1)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_of_a_program_that_ends(tmp_path: Path, how: signal.Signals) -> None:
    """Killed or interrupted from the keyboard, which all its processes get: the other ones say nothing."""
    script = tmp_path / "reading.py"
    script.write_text(READING)
    program = subprocess.Popen(
        [sys.executable, script, BOWERMAN],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert program.stdout is not None
    pids = [int(pid) for pid in program.stdout.readline().split()]
    if how == signal.SIGINT:
        os.killpg(program.pid, how)
    else:
        program.kill()
    _, errors = program.communicate()

    assert pids
    wait_until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in pids))
    assert errors.count(b"Traceback") == (how == signal.SIGINT)
