"""Every command of docs/convert.md does what the page says, on the files that the page shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.feeds.documents.printed_pages import InventedRace, Runner, omega_analysis, omega_results
from tests.feeds.tables.page_examples import PAGE
from tests.feeds.track_splits.invented_tables import made_tables, write_csv
from tests.tui.run_lapbell import lapbell_here

TEXT = PAGE.read_text(encoding="utf-8")

EXAMPLES = re.findall(r"^```\w*\n(.*?)^```$", TEXT, re.M | re.S)

COMMANDS = [line.strip() for line in re.findall(r"^    (lapbell [a-z-]+ .*)$", TEXT, re.M)]

LINKS = re.findall(r"\]\(#([^)]+)\)", TEXT)

MADE = InventedRace(
    "800m Women",
    800.0,
    (200.0, 400.0, 600.0),
    tuple(Runner(n, tuple(t + 700 * n for t in (30_000, 61_000, 93_000, 126_050))) for n in range(4)),
)


def example(start: str) -> str:
    """The example that begins so."""
    [found] = (str(text) for text in EXAMPLES if text.lstrip(" ").startswith(start))
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the page's commands name, in which they are run."""
    monkeypatch.chdir(tmp_path)
    club = example("bib,name,nation,400")
    hytek = example("HY-TEK's")
    other = hytek[hytek.index("Event 9") :].replace("Event 9  Girls", "Event 10  Boys")
    files = {
        "club.csv": club,
        "club-1500.csv": club.replace(",finish", ",1500"),
        "club.toml": example("event ="),
        "entries.csv": "bib,name,club\n1,Ada Ash,Town AC\n2,Bea Birk,\n",
        "results.csv": example("W21"),
        "meeting.txt": f"{hytek}\n{other}",
        "race-analysis.pdf": "\n".join(omega_analysis(MADE)),
        "race-analysis.txt": "\n".join(omega_analysis(MADE)),
        "results.pdf": "\n".join(omega_results(MADE)),
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    write_csv(made_tables(), tmp_path / "splits" / "data")
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_every_command_works() -> None:
    """One after the other, as someone would try them; a screen needs a terminal, and gets that far."""
    assert len(COMMANDS) >= 20
    for command in COMMANDS:
        words, _, file = command.partition(" > ")
        done = lapbell_here(
            *shlex.split(words.replace("~/", ""))[1:], *(["--force"] * may_be_repeated(words))
        )
        if file:
            Path(file).write_text(done.stdout, encoding="utf-8")
        if words.startswith("lapbell replay"):
            assert "the screen needs a terminal" in done.stderr, command
        else:
            assert (command, done.returncode, done.stderr[-300:] * bool(done.returncode)) == (command, 0, "")


def may_be_repeated(words: str) -> bool:
    """Whether a command writes a race file that one before it may have written."""
    return words.startswith("lapbell convert") and "--template" not in words


def test_every_link_leads_somewhere() -> None:
    """To a heading of the page."""
    headings = re.findall(r"^#+ (.*)$", TEXT, re.M)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}

    assert set(LINKS) <= anchors


def test_other_pages_link_to_what_is_there() -> None:
    """To a heading of this page."""
    headings = re.findall(r"^#+ (.*)$", TEXT, re.M)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    pages = [*PAGE.parent.glob("*.md"), PAGE.parents[1] / "README.md", PAGE.parents[1] / "CHANGELOG.md"]
    links = {link for page in pages for link in re.findall(r"convert\.md#([^)]+)\)", page.read_text("utf-8"))}

    assert links
    assert links <= anchors


def test_a_race_to_come_takes_the_times_of_the_page(folder: Path) -> None:
    """Its checkpoints and bibs are those of the lines that are added."""
    [new] = [command for command in COMMANDS if "-o tuesday.jsonl" in command]
    lapbell_here(*shlex.split(new)[1:])
    path = folder / "tuesday.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(example('{"type":"split"'))

    assert lapbell_here("check", path).stdout == f"{path}: good, 4 messages\n"
    assert "1:01.2" in lapbell_here("splits", path).stdout
