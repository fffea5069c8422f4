"""The commands print what they should."""

from __future__ import annotations

import dataclasses
import gzip
import json
import shlex
from pathlib import Path

import pytest

from feeds.codec import TYPES
from replays.library import files, name_of
from tests.tui.run_lapbell import BOWERMAN, lapbell, lapbell_here, printed
from tests.tui.test_import_hygiene import MODULES
from tui.cli import main
from tui.commands import races
from tui.commands.command import parse_options
from tui.commands.command_list import COMMANDS, GROUPS, command_module

LONDON = "2026-london-dl-mile"


def test_races_lists_the_library() -> None:
    """A line for each race, newest first, without the winner."""
    done = lapbell("races")

    assert done.returncode == 0
    listed = [line.split() for line in done.stdout.splitlines()]
    assert {name for name, *_ in listed} == {name_of(path) for path in files()}
    assert [day for _, day, *_ in listed] == sorted((day for _, day, *_ in listed), reverse=True)
    assert "Kerr" not in done.stdout


def test_races_as_json() -> None:
    """An object for each race, with the documented fields and nothing of the result."""
    listed = printed("races", "--json")

    assert listed["version"] == 2
    fields = {
        "race": str,
        "path": str,
        "name": str,
        "meet": str | None,
        "venue": str | None,
        "date": str | None,
        "event": str | None,
        "sex": str | None,
        "distance_m": float,
        "runners": int,
        "pacemakers": int,
        "entrants": list,
        "results": int,
        "results_missing": int,
        "splits": int,
        "splits_possible": int,
        "splits_estimated": int,
        "splits_per_athlete": float,
        "estimated_share": float | None,
        "result_only": bool,
        "sources": list,
    }
    assert len(listed["races"]) == len(files())
    for race in listed["races"]:
        assert set(fields) <= set(race)
        assert all(isinstance(race[name], kind) for name, kind in fields.items())
        assert all(set(entrant) == {"name", "nation", "role"} for entrant in race.pop("entrants"))
        assert "Kerr" not in json.dumps(race)


def test_races_are_found_by_words() -> None:
    """In any order and case; the text names the athletes found, and stderr says if no race matches."""
    done = lapbell_here("races", "kerr", "BOWERMAN", "2024")
    [line] = done.stdout.splitlines()
    assert line.startswith(BOWERMAN)
    assert ", with Kerr  (9 of 15 results" in line

    assert [race["race"] for race in printed("races", "mile london 2026", "--json")["races"]] == [LONDON]
    assert printed("races", "zatopek", "--json")["races"] == []
    done = lapbell_here("races", "zatopek", "\x1b[2Jbold")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "lapbell: no race in the library matches zatopek and \ufffd[2Jbold\n"


def test_board_at_a_time_as_json() -> None:
    """At 2:50.70 Kerr leads at 1200 m in 170700 ms, published; unknown is null."""
    board = printed("board", BOWERMAN, "--at", "2:50.70", "--json")

    assert {name: board[name] for name in ("version", "race", "name", "state", "clock_ms", "checkpoint")} == {
        "version": 2,
        "race": BOWERMAN,
        "name": "Bowerman Mile",
        "state": "running",
        "clock_ms": 170_700,
        "checkpoint": {"id": "1200", "distance_m": 1200.0},
    }
    leader = board["rows"][0]
    expected = {
        "place": 1,
        "name": "Josh Kerr",
        "nation": "GBR",
        "role": "runner",
        "status": "running",
        "checkpoint": "1200",
        "time_ms": 170_700,
        "evidence": "published",
        "laps_down": 0,
        "interval_ms": None,
    }
    assert {name: leader[name] for name in expected} == expected
    assert all(set(row) == set(leader) for row in board["rows"])
    for row in board["rows"]:
        if row["status"] == "unknown":
            assert (row["place"], row["gap_ms"], row["projected_ms"]) == (None, None, None)


def test_board_at_the_end_as_json() -> None:
    """Without a time it is the result: places as published, and no number for what was not published."""
    board = printed("board", BOWERMAN, "--json")

    assert board["state"] == "finished"
    assert [(row["place"], row["time_ms"]) for row in board["rows"] if row["place"]] == [
        (1, 225_340),
        (2, 225_600),
        (3, 226_220),
        (4, 227_740),
        (5, 227_830),
        (6, 228_590),
        (9, 229_110),
        (10, 230_140),
        (11, 230_150),
    ]


def test_board_as_text() -> None:
    """The same as lines."""
    done = lapbell("board", BOWERMAN, "--at", "2:50.70")

    lines = done.stdout.splitlines()
    assert lines[0] == "Bowerman Mile, Prefontaine Classic, Diamond League"
    assert lines[1] == "2:50.70  running"
    assert lines[4].split()[:3] == ["1", "KER", "Josh"]
    assert all(len(line) <= 100 for line in lines)


def test_board_of_published_figures_alone() -> None:
    """Without estimates no figure is estimated, in text or in JSON."""
    text = lapbell_here("board", BOWERMAN, "--at", "2:50.70", "--published").stdout
    board = printed("board", BOWERMAN, "--at", "2:50.70", "--published", "--json")

    assert "Kerr" in text
    assert "~" not in text
    assert {row["evidence"] for row in board["rows"]} <= {"published", None}


def test_board_of_a_file_from_anywhere(good: Path) -> None:
    """A race of the library by name and a file by path, from any folder."""
    from_library = lapbell("board", BOWERMAN, cwd=good.parent)
    from_file = lapbell("board", good.name, cwd=good.parent)

    assert from_library.returncode == 0
    assert from_library.stdout == from_file.stdout


def test_check_of_good_files(good: Path) -> None:
    """A good file is reported as good, gzipped or not."""
    packed = good.with_name("packed.jsonl.gz")
    packed.write_bytes(gzip.compress(good.read_bytes()))

    done = lapbell("check", good, packed)

    assert done.returncode == 0
    assert [line.split(": ")[1] for line in done.stdout.splitlines()] == [
        done.stdout.split(": ")[1].split("\n")[0]
    ] * 2
    assert done.stdout.startswith(f"{good}: good, ")


def test_check_of_a_bad_file(bad: Path) -> None:
    """All problems are reported, each with its line, and the exit code is 2."""
    count = len(bad.read_text(encoding="utf-8").splitlines())

    done = lapbell("check", bad)

    assert done.returncode == 2
    assert f"{bad}: line {count - 1}: bib 'NOBODY' is not on the start list\n" in done.stdout
    assert f"{bad}: line {count}: not JSON" in done.stdout
    assert "good" not in done.stdout.replace(str(bad), "")


def test_check_of_an_unknown_type(good: Path) -> None:
    """A message of an unknown type is reported; the file is good."""
    with good.open("a", encoding="utf-8") as file:
        file.write('{"type":"weather","wind":"1.3"}\n')

    done = lapbell_here("check", good)

    assert done.returncode == 0
    assert "note: 'weather' is not a message type of this version" in done.stdout
    assert "good, " in done.stdout


def test_a_newer_race_is_shown(good: Path) -> None:
    """What this version does not know is named on stderr, and the rest printed; by hand it is a mistake."""
    plain = lapbell_here("board", good)
    text = good.read_text(encoding="utf-8").replace('"type":"split",', '"type":"split","lane":"3",')
    good.write_text(text, encoding="utf-8")

    newer, followed, checked = (
        lapbell_here("board", good),
        lapbell_here("follow", good),
        lapbell_here("check", good),
    )

    assert (newer.returncode, newer.stdout) == (0, plain.stdout)
    assert newer.stderr.startswith("lapbell: note: message ")
    assert newer.stderr.endswith(": 'lane' is not a field that this version knows; kept unread\n")
    assert (followed.returncode, followed.stderr) == (0, newer.stderr)
    assert checked.returncode == 2
    assert checked.stdout.count("lane: no such field\n") == text.count('"lane"')


def test_check_of_several_files(good: Path, bad: Path) -> None:
    """One bad file makes the exit code 2, and the others are still checked."""
    done = lapbell_here("check", bad, good, good.with_name("missing.jsonl"))

    assert done.returncode == 2
    assert f"{good}: good, " in done.stdout
    assert f"{bad}: line" in done.stdout
    assert "missing.jsonl: cannot be read: No such file or directory" in done.stdout
    assert "Traceback" not in done.stderr


def test_schema_names_every_message_type() -> None:
    """It is a JSON Schema with a definition for each type of message and frame."""
    schema = printed("schema")

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    kinds = {
        body["properties"]["type"]["const"]
        for body in schema["$defs"].values()
        if "const" in body.get("properties", {}).get("type", {})
    }
    assert kinds > TYPES
    text = json.dumps(schema)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "')[1:]}:
        assert reference.removeprefix("#/$defs/") in schema["$defs"]


def test_version() -> None:
    """The name and the number."""
    done = lapbell("--version")

    assert done.returncode == 0
    assert done.stdout.split()[0] == "lapbell"
    assert done.stdout.split()[1][0].isdigit()


def test_help_lists_every_command_and_loads_none() -> None:
    """Its modules are imported when a command is typed."""
    done = lapbell(
        "--help", code=MODULES.replace("main(sys.argv[1:])", "try: main(sys.argv[1:])\nexcept SystemExit: 0")
    )
    modules = set(done.stderr.split())

    assert [name for name in COMMANDS if f"\n  {name} " not in done.stdout] == []
    assert [use for use in GROUPS if f"\n{use}:\n" not in done.stdout] == []
    assert done.stdout.count("\n  for example: lapbell ") == len(GROUPS)
    assert {name for name in modules if name.startswith("tui.")} == {
        "tui.cli",
        "tui.commands",
        "tui.commands.command",
        "tui.commands.command_list",
        "tui.commands.write_output",
        "tui.text",
        "tui.text.safe_stream",
        "tui.text.safe_text",
    }
    assert not {name.split(".")[0] for name in modules} & {
        "textual",
        "websockets",
        "asyncio",
        "pydantic",
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_frozen_and_explained(name: str) -> None:
    """A command's options are a frozen dataclass, with a help text for each."""
    options = command_module(name).Options

    fields = dataclasses.fields(options)
    assert [field.name for field in fields if not field.metadata["settings"]["help"]] == []
    read = options(*[None for _ in fields])
    for field in fields:
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(read, field.name, None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    """Every argument has a help text, and what is printed fits a terminal."""
    done = lapbell_here(*name.split(), "--help", COLUMNS="80")

    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: lapbell {name} ")
    assert f"For example: lapbell {name} {COMMANDS[name].example}\n" in done.stdout
    assert all(len(line) <= 88 for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_understood(name: str) -> None:
    """By the options of its command."""
    summary, example = COMMANDS[name]
    parse_options(command_module(name), name, summary, shlex.split(example))


def test_an_alias_is_the_command() -> None:
    """`duel` prints what `head-to-head` does."""
    assert lapbell_here("duel", "Kerr", "Coe").stdout == lapbell_here("head-to-head", "Kerr", "Coe").stdout


def test_a_command_out_of_memory_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a line, with an exit code after which a service manager starts it again."""

    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(races, "run", fails)

    assert main(["races"]) == 71
    assert capsys.readouterr().err == "lapbell: out of memory\n"
