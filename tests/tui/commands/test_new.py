"""`lapbell new` makes a race file for a race that has not been run."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from feeds.errors import UserError
from feeds.log import read
from race.messages import Gun, Split, StartList
from tui.commands import check, new
from tui.commands.command import parse_options


class Terminal(io.StringIO):
    """Someone who types answers."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def made(path: Path, *words: str | Path) -> StartList:
    """The start list of the file that the command writes, in which `check` finds nothing."""
    new.run(parse_options(new, "new", "new", [*map(str, words), "-o", str(path)]))
    assert check.run(parse_options(check, "check", "check", [str(path)])) in (0, None)
    messages = list(read(path).messages())
    [start_list] = [message for message in messages if isinstance(message, StartList)]
    return start_list


def refusal(*words: str) -> str:
    """Why nothing is written."""
    with pytest.raises(UserError) as caught:
        new.run(parse_options(new, "new", "new", words))
    return str(caught.value)


def test_a_race_from_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With bibs, nations and clubs where they are given, and checkpoints each lap."""
    field = "11 Anna Berg GBR, Mia ZELLER (Town AC), #7 Ruth Okafor (NGR), LI Wei"

    race = made(tmp_path / "r.jsonl", "--event", "women 1500 m heat 2", "--field", field)

    assert [(e.bib, e.name, e.nation, e.club) for e in race.entrants] == [
        ("11", "Anna Berg", "GBR", ""),
        ("ZEL", "Mia Zeller", "", "Town AC"),
        ("7", "Ruth Okafor", "NGR", ""),
        ("LI", "Wei Li", "", ""),
    ]
    assert [c.id for c in race.checkpoints] == ["400", "800", "1200", "finish"]
    assert (race.event, race.sex, race.heat, race.lap_m) == ("1500", "women", "2", 400)
    assert f"lapbell replay {tmp_path / 'r.jsonl'}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("event", "checkpoints", "distances_m"),
    [
        ("mile", "", [409.344, 809.344, 1209.344, 1609.344]),
        ("mile", "440, 880, 1320", [440, 880, 1320, 1609.344]),
        ("800 m indoor", "", [200, 400, 600, 800]),
        ("half marathon", "", [5000, 10_000, 15_000, 20_000, 21_097.5]),
        ("10km", "2.5 km, 5 km, finish", [2500, 5000, 10_000]),
        ("4x400", "", [400, 800, 1200, 1600]),
        ("100 m", "", [100]),
    ],
)
def test_checkpoints(tmp_path: Path, event: str, checkpoints: str, distances_m: list[float]) -> None:
    """Those that are usual for the event, or those that are listed; the finish is always one."""
    words = ["--checkpoints", checkpoints] if checkpoints else []

    race = made(tmp_path / "r.jsonl", "--event", event, "--field", "A Bee, C Dee", *words)

    assert [checkpoint.distance_m for checkpoint in race.checkpoints] == distances_m
    assert race.checkpoints[-1].id == "finish"


def test_the_field_from_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start list of any kind, lines of a text, and lines on stdin."""
    table, lines = tmp_path / "entries.csv", tmp_path / "entries.txt"
    table.write_text("bib,name,nation,pb\n11,Anna Berg,GBR,4:02.1\n12,Mia Zeller,GER,\n")
    lines.write_text("11 Anna Berg GBR\n\n12 Mia Zeller GER\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("11 Anna Berg GBR\n12 Mia Zeller GER\n"))

    fields = [
        made(tmp_path / f"{name}.jsonl", "--event", "1500", "--field", field).entrants
        for name, field in (("table", table), ("lines", lines), ("stdin", "-"))
    ]

    assert [[(e.bib, e.name, e.nation) for e in field] for field in fields] == [
        [("11", "Anna Berg", "GBR"), ("12", "Mia Zeller", "GER")]
    ] * 3
    assert str(fields[0][0].pb) == "4:02.1"


def test_a_relay_has_teams(tmp_path: Path) -> None:
    """Each is its own team."""
    race = made(tmp_path / "r.jsonl", "--event", "4x400 men", "--field", "Botswana, United States")

    assert [(e.name, e.team) for e in race.entrants] == [("Botswana", "Botswana"), ("United States",) * 2]


def test_answers_at_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is not given is asked for, and asked again where the answer cannot be read."""
    answers = [
        "high jump",
        "1500 m women",
        "",
        "2026-6-1",
        "2026-06-01",
        "bell",
        "",
        "",
        "11 Anna Berg GBR",
        "?",
        "",
    ]
    monkeypatch.setattr("sys.stdin", Terminal("\n".join(answers) + "\n"))
    path = tmp_path / "r.jsonl"

    new.run(parse_options(new, "new", "new", ["-o", str(path), "--no-gun"]))

    start_list, *others = read(path).messages()
    assert isinstance(start_list, StartList)
    assert (start_list.event, start_list.date, start_list.name) == ("1500", "2026-06-01", "1500 m women")
    assert [entrant.name for entrant in start_list.entrants] == ["Anna Berg"]
    assert not any(isinstance(message, Gun) for message in others)
    asked = capsys.readouterr().err
    for sentence in (
        "is a field event",
        "is not a date",
        "checkpoint 'bell' is not a distance",
        "'?' names no one",
    ):
        assert sentence in asked


def test_answers_that_end_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with Ctrl-D."""
    monkeypatch.setattr("sys.stdin", Terminal("1500\nClub race\n"))

    assert "nothing was written" in refusal("-o", str(tmp_path))
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "say which race it is with --event"),
        (("--event", "high jump", "--field", "A B"), "is a field event, not a race"),
        (("--event", "spoon", "--field", "A B"), "'spoon' is not an event: write 1500"),
        (("--event", "cross country", "--field", "A B"), "add --distance METRES"),
        (("--event", "1500"), "say who runs with --field"),
        (("--event", "1500", "--field", "11, 12"), "'11' names no one"),
        (("--event", "1500", "--field", "A B", "--checkpoints", "800, 400"), "does not come after '800 m'"),
        (("--event", "1500", "--field", "A B", "--checkpoints", "2000"), "is beyond the finish, at 1500 m"),
        (("--event", "1500", "--field", "A B", "--date", "12.6.2026"), "'12.6.2026' is not a date"),
    ],
)
def test_refusals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], sentence: str
) -> None:
    """In a sentence, and nothing is written."""
    monkeypatch.setattr("sys.stdin", io.StringIO())

    assert sentence in refusal(*words, "-o", str(tmp_path))
    assert not [*tmp_path.iterdir()]


def test_a_file_that_exists_stays(tmp_path: Path) -> None:
    """Unless it is to be overwritten."""
    path = tmp_path / "r.jsonl"
    made(path, "--event", "1500", "--field", "A Bee")

    assert "--force" in refusal("--event", "800", "--field", "C Dee", "-o", str(path))
    assert made(path, "--event", "800", "--field", "C Dee", "--force").event == "800"


def test_a_time_is_typed_in_as_it_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The line that is printed can be added to the file: its evidence and source are those of the file."""
    path = tmp_path / "r.jsonl"
    made(path, "--event", "1500", "--field", "11 Anna Berg")
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("Add each time"))

    with path.open("a") as file:
        file.write(line.partition(": ")[2] + "\n")

    [split] = [message for message in read(path).messages() if isinstance(message, Split)]
    assert (split.bib, split.checkpoint, split.evidence, split.source) == ("11", "400", "hand", "file")


def test_bibs_without_names(tmp_path: Path) -> None:
    """A field of which only the numbers are known."""
    race = made(tmp_path / "r.jsonl", "--event", "3000", "--bibs", "1-3, 41")
    assert [m.wave for m in read(tmp_path / "r.jsonl").messages() if isinstance(m, Gun)] == [""]
    assert [(e.bib, e.name) for e in race.entrants] == [("1", "1"), ("2", "2"), ("3", "3"), ("41", "41")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--bibs", "30-1"], "not a range of bibs"),
        (["--bibs", "A-C"], "not a range of bibs"),
        (["--bibs", "1-99999"], "more than 10,000 bibs"),
        (["--bibs", "1-3", "--field", "Anna Berg"], "not with both"),
    ],
)
def test_bibs_that_are_none(words: list[str], said: str) -> None:
    """A range the wrong way round, letters, too many, or names as well."""
    assert said in refusal("--event", "3000", *words)


def test_waves_of_a_start_list(tmp_path: Path) -> None:
    """A column divides the field, and another gives the guns."""
    field = tmp_path / "field.csv"
    field.write_text("bib,name,wave,start\n1,Ann Ash,Elite,0\n2,Cat Cole,Open,300\n")
    race = made(tmp_path / "r.jsonl", "--event", "10km", "--field", field)
    assert [e.wave for e in race.entrants] == ["Elite", "Open"]
    guns = {m.wave: m.when and m.when.ms for m in read(tmp_path / "r.jsonl").messages() if isinstance(m, Gun)}
    assert guns == {"Elite": 0, "Open": 300_000}
