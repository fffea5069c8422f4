"""`lapbell convert`: documents and tables become race files that check and replay, or nothing is written."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from feeds.log import read
from race.messages import Split
from tests.feeds.documents.printed_pages import InventedRace, Runner, omega_analysis, omega_results
from tests.feeds.track_splits.invented_tables import made_tables, write_csv
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import ROOT, RUN, lapbell_here, without_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RACE = "2031-07-03-800m-women"

MADE = InventedRace(
    "800m Women",
    800.0,
    (200.0, 400.0, 600.0),
    tuple(Runner(n, tuple(t + 700 * n for t in (30_000, 61_000, 93_000, 126_050))) for n in range(4)),
)


@pytest.fixture
def documents(tmp_path: Path) -> list[Path]:
    """A race analysis and a result list, made up."""
    paths = [tmp_path / "analysis.txt", tmp_path / "results.txt"]
    for path, lines in zip(paths, (omega_analysis(MADE), omega_results(MADE)), strict=True):
        path.write_text("\n".join(lines), encoding="utf-8")
    return paths


@pytest.fixture
def contradicted(documents: list[Path]) -> Path:
    """The analysis with a lap that is not the difference of its splits."""
    path = documents[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("32.0", "31.0", 1), encoding="utf-8")
    return path


def refused(*arguments: str | Path, cwd: Path) -> str:
    """The one line on stderr of a conversion that is refused."""
    done = lapbell_here("convert", *arguments, cwd=cwd)
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    return without_page(line)


def test_documents_become_one_race_file(tmp_path: Path, documents: list[Path]) -> None:
    """It is written to the working folder and reported; it is valid, and its board shows the result."""
    done = lapbell_here("convert", *documents, cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{RACE}.jsonl: 800m Women, 4 entrants, 16 times\n"
    checked = lapbell_here("check", f"{RACE}.jsonl", cwd=tmp_path)
    assert checked.stdout == f"{RACE}.jsonl: good, 19 messages\n"
    board = json.loads(lapbell_here("board", f"{RACE}.jsonl", "--json", cwd=tmp_path).stdout)
    assert [(row["place"], row["name"], row["time_ms"]) for row in board["rows"]][:2] == [
        (1, "Anna Berg", 126_050),
        (2, "Mia Van Der Zee", 126_750),
    ]


def test_out_names_a_file_or_a_folder(tmp_path: Path, documents: list[Path]) -> None:
    """The file's name becomes the race's id; a folder is made."""
    lapbell_here("convert", *documents, "-o", "club-800.jsonl.gz", cwd=tmp_path)
    lapbell_here("convert", *documents, "--out", "new/races", cwd=tmp_path)

    assert read(tmp_path / "club-800.jsonl.gz").race == "club-800"
    assert read(tmp_path / "new" / "races" / f"{RACE}.jsonl").race == RACE


def test_a_name_that_is_no_race_id_does_not_become_one(tmp_path: Path, documents: list[Path]) -> None:
    """The line end after an id is not part of one."""
    path = tmp_path / "club\n.jsonl"
    lapbell_here("convert", *documents, "-o", str(path))

    assert read(path).race == RACE


def test_nothing_is_overwritten_unless_forced(tmp_path: Path, documents: list[Path]) -> None:
    """An existing race file stays as it is."""
    path = tmp_path / f"{RACE}.jsonl"
    path.write_text("mine", encoding="utf-8")

    line = refused(*documents, cwd=tmp_path)
    assert line == f"lapbell: {RACE}.jsonl exists already; --force overwrites it"
    assert path.read_text(encoding="utf-8") == "mine"
    assert lapbell_here("convert", *documents, "--force", cwd=tmp_path).returncode == 0
    assert read(path).race == RACE


def test_contradictions_stop_or_are_kept(tmp_path: Path, contradicted: Path) -> None:
    """Nothing is written, unless they are to be kept: then each is reported and marked as suspect."""
    before = set(tmp_path.iterdir())
    line = refused(contradicted, cwd=tmp_path)

    assert line.startswith(
        "lapbell: analysis.txt: line 10: Berg's lap from 400 m to 600 m is printed as 31.0,"
    )
    assert "--keep-conflicts" in line
    assert set(tmp_path.iterdir()) == before

    done = lapbell_here("convert", contradicted, "--keep-conflicts", cwd=tmp_path)
    assert done.returncode == 0
    [note] = done.stderr.splitlines()
    assert note.startswith("lapbell: note: analysis.txt: line 10: ")
    messages = read(tmp_path / f"{RACE}.jsonl").messages()
    assert [m.checkpoint for m in messages if isinstance(m, Split) and m.suspect] == ["600"]


def test_rows_left_out_are_reported(tmp_path: Path, documents: list[Path]) -> None:
    """A row that is not understood is reported with its line, and does no harm."""
    path = documents[1]
    path.write_text(path.read_text(encoding="utf-8") + "\nThe jury will meet at noon\n", encoding="utf-8")

    done = lapbell_here("convert", path, cwd=tmp_path)

    assert done.returncode == 0
    assert done.stderr == (
        "lapbell: note: results.txt: line 8: not understood, left out: The jury will meet at noon\n"
    )


def test_what_cannot_be_converted(tmp_path: Path, documents: list[Path]) -> None:
    """One line each, with what would help."""
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "letter.txt").write_text("Dear reader", encoding="utf-8")

    assert refused("missing.txt", cwd=tmp_path).endswith(
        "missing.txt: cannot be read: No such file or directory"
    )
    assert refused("empty.txt", cwd=tmp_path) == "lapbell: empty.txt: there is no text in it"
    assert "no row looks like an athlete's" in refused("letter.txt", cwd=tmp_path)
    assert "no row looks like an athlete's" in refused(documents[0], "--as", "flashresults", cwd=tmp_path)
    assert "invalid choice" in refused(documents[0], "--as", "fax", cwd=tmp_path)
    other = tmp_path / "other.txt"
    text = documents[1].read_text(encoding="utf-8").replace("3 JUL", "4 JUL")
    other.write_text(text, encoding="utf-8")
    assert "there are 2 races: --output must be a folder" in refused(
        documents[1], other, "-o", "x.jsonl", cwd=tmp_path
    )


def test_tables_become_a_folder_of_races(tmp_path: Path) -> None:
    """A file for every race, named by its id; all are valid."""
    tables = write_csv(made_tables(), tmp_path / "tables")

    done = lapbell_here("convert", tables, "--output", "races", cwd=tmp_path)

    assert (done.returncode, done.stderr, done.stdout) == (0, "", "races: 3 races\n")
    files = sorted((tmp_path / "races").iterdir())
    assert [path.name for path in files] == [
        "mm-2031-nowhere-400mh-women-heat-2.jsonl",
        "mm-2031-nowhere-800m-women-final.jsonl",
        "mm-2031-nowhere-half-women-final.jsonl",
    ]
    assert lapbell_here("check", *files).returncode == 0


def test_a_race_that_is_left_out_is_named(tmp_path: Path) -> None:
    """The others are still written, and the exit code is 2."""
    tables = made_tables()
    tables["splits"][2]["time_s"] = "70"
    folder = write_csv(tables, tmp_path / "tables")

    done = lapbell_here("convert", folder / "races.csv", "--output", "races", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "races: 2 races, 1 left out\n")
    [line] = done.stderr.splitlines()
    assert line.startswith("lapbell: mm-2031-nowhere-800m-women-final: splits.csv: line 4: Berg cannot be")
    assert len(list((tmp_path / "races").iterdir())) == 2


def test_tables_need_a_folder(tmp_path: Path) -> None:
    """Thousands of files are not written to the working folder."""
    folder = write_csv(made_tables(), tmp_path / "tables")

    assert refused(folder, cwd=tmp_path).endswith("name a folder for them with --output DIR")
    assert refused(tmp_path, "--output", "races", cwd=tmp_path).startswith(
        f"lapbell: {tmp_path}: no table 'races'"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path) -> None:
    """A progress bar on stderr if that is a terminal; stdout stays plain."""
    folder = write_csv(made_tables(), tmp_path / "tables")

    code, out, shown = with_a_terminal("convert", folder, "--output", "races", cwd=tmp_path)

    assert (code, out) == (0, b"races: 3 races\n")
    assert "100%" in shown


def test_a_large_file_is_shown_to_be_read(tmp_path: Path) -> None:
    """It may take seconds, also where it is read in place of a race file; a small one has nothing to show."""
    heads, row = "name,club,800\n", f"Anna Berg,{'A' * 150},2:05.0\n"
    (tmp_path / "large.csv").write_text(heads + row + "," * 2**20, encoding="utf-8")
    (tmp_path / "small.csv").write_text(heads + row, encoding="utf-8")

    large = with_a_terminal("board", "large.csv", cwd=tmp_path)[2]
    small = with_a_terminal("board", "small.csv", cwd=tmp_path)[2]

    assert "Reading 1 MiB" in large
    assert "Reading" not in small


def with_a_terminal(*words: str | Path, cwd: Path) -> tuple[int, bytes, str]:
    """A command with a terminal for its stderr: its exit code, its stdout, and what is on the terminal."""
    ours, theirs = pty.openpty()
    pieces: list[bytes] = []
    reading = threading.Thread(target=lambda: pieces.extend(until_closed(ours)))
    reading.start()
    with subprocess.Popen(
        [sys.executable, "-X", "utf8", "-c", RUN, *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        out, _ = process.communicate(timeout=PATIENCE_S)
    reading.join(PATIENCE_S)
    os.close(ours)
    return process.returncode, out, b"".join(pieces).decode()


def until_closed(terminal: int) -> Iterator[bytes]:
    """What is written on a terminal as long as a program has it open, piece by piece as it can be read."""
    with suppress(OSError):  # of Linux, once no one has
        while piece := os.read(terminal, 65_536):
            yield piece


CLASSES = "A, 1\nAda,Ash,C,10:00,05:00,06:00\n\nB, 1\nBea,Birk,C,10:00,05:00,07:00\n"


def test_one_race_of_a_file_with_several(tmp_path: Path) -> None:
    """The distance is said for it; for several at once it cannot be."""
    (tmp_path / "two.csv").write_text(CLASSES)
    said = ("--distance", "3000", "-o", str(tmp_path / "b.jsonl"))

    made = lapbell_here("convert", str(tmp_path / "two.csv"), "--only", "B", *said)
    refused = lapbell_here("convert", str(tmp_path / "two.csv"), *said)

    assert "b.jsonl: B, 1 entrants, 2 times" in made.stdout
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "convert them one by one with --only ('A', 'B')" in refused.stderr


def test_an_unknown_file_is_refused_by_its_content(tmp_path: Path) -> None:
    """Whatever it is called: one sentence."""
    (tmp_path / "p.json").write_text('{"a": 1}')

    refused = lapbell_here("convert", str(tmp_path / "p.json"), "-o", str(tmp_path))

    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("lapbell: p.json: this JSON is not from a program that Lapbell knows")
    assert refused.stderr.count("\n") == 1


def test_an_address_is_no_file() -> None:
    """The sentence says how to download it."""
    refused = lapbell_here("convert", "https://example.org/results.json")

    assert refused.returncode == 2
    assert "download it first (curl -O https://example.org/results.json)" in refused.stderr


CLUB = """\
x,name,400,800,result
1,Anna Berg,1:01.2,2:04.0,3:52.40
2,Mia Zeller,1:01.4,2:0l.3,3:54.10
"""


def test_a_table_becomes_a_race_file(tmp_path: Path) -> None:
    """What is understood is said first, and what is doubtful; the file is good."""
    (tmp_path / "club.csv").write_text(CLUB, encoding="utf-8")
    (tmp_path / "club.toml").write_text('event = "1500"\n[columns]\nx = "bib"\n', encoding="utf-8")

    done = lapbell_here("convert", "club.csv", "--map", "club.toml", "-o", "club.jsonl", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "club.jsonl: club, 2 entrants, 5 times\n")
    assert done.stderr.splitlines() == [
        "lapbell: note: 5 columns: bib, name, 400, 800, finish",
        "lapbell: note: D3: '2:0l.3' is not a time: left out",
    ]
    assert lapbell_here("check", "club.jsonl", cwd=tmp_path).returncode == 0


def test_a_table_whose_event_is_not_said_is_refused(tmp_path: Path) -> None:
    """The sentence says what to give."""
    (tmp_path / "club.csv").write_text(CLUB, encoding="utf-8")
    assert "give --distance METRES or --event EVENT" in refused("club.csv", cwd=tmp_path)
    assert not list(tmp_path.glob("*.jsonl"))


def test_an_empty_table_can_be_filled_in(tmp_path: Path) -> None:
    """Its title and its columns are read again."""
    done = lapbell_here("convert", "--template", "--event", "1500", cwd=tmp_path)
    assert done.stdout == "1500\nbib,name,nation,club,born,400 m,800 m,1200 m,result,status\n"
    filled = f"{done.stdout}1,Anna Berg,GBR,,2001,1:01.2,2:04.0,3:06.1,3:52.40,\n"
    (tmp_path / "club.csv").write_text(filled, encoding="utf-8")
    assert lapbell_here("convert", "club.csv", cwd=tmp_path).returncode == 0
    assert "takes no FILE" in refused("--event", "1500", "--template=csv", "club.csv", cwd=tmp_path)
    assert "give the files to convert" in refused(cwd=tmp_path)
