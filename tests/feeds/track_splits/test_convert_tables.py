"""The published tables become races, with what they say of each figure."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from feeds.consistency import contradictions_in
from feeds.documents.convert_documents import ContradictedDocuments, ConvertedRace
from feeds.errors import FeedError
from feeds.track_splits.convert_tables import convert_tables, race_ids
from feeds.track_splits.split_files import is_tables, open_tables
from feeds.track_splits.split_tables import SplitTables
from race.messages import Split, Status
from tests.feeds.documents.invented_results import splits_by_name, start_list
from tests.feeds.track_splits.invented_tables import Table, made_tables, write_csv

FINAL = "mm-2031-nowhere-800m-women-final"


def results(path: Path, **options: Any) -> dict[str, ConvertedRace | FeedError]:
    """What comes of each race of some tables."""
    shelf = SplitTables(path)
    return dict(zip(race_ids(shelf), convert_tables(shelf, **options), strict=True))


def converted(path: Path, race: str = FINAL, **options: Any) -> ConvertedRace:
    """A race of some tables."""
    found = results(path, **options)[race]
    assert isinstance(found, ConvertedRace), found
    return found


def test_every_race_is_good(tmp_path: Path) -> None:
    """Each by its id, each without a contradiction but for what the tables themselves call suspect."""
    found = results(write_csv(made_tables(), tmp_path))

    assert set(found) == {
        FINAL,
        "mm-2031-nowhere-half-women-final",
        "mm-2031-nowhere-400mh-women-heat-2",
    }
    for race in found.values():
        assert isinstance(race, ConvertedRace)
        problems = contradictions_in(list(enumerate(race.messages)))
        assert [
            problem for problem in problems if "published with a doubt of its own" not in problem.text
        ] == []


def test_what_a_race_is(tmp_path: Path) -> None:
    """Meeting, place, day, distance; a road has no laps, hurdles are no flat race."""
    path = write_csv(made_tables(), tmp_path)
    final, road = start_list(converted(path)), start_list(converted(path, "mm-2031-nowhere-half-women-final"))
    hurdles = start_list(converted(path, "mm-2031-nowhere-400mh-women-heat-2"))

    assert (final.meet, final.venue, final.date) == (
        "Made-up Meeting",
        "No Stadium, Nowhere, XXX",
        "2031-07-03",
    )
    assert (final.name, final.event, final.sex, final.lap_m) == (
        "800 Metres women final",
        "800",
        "women",
        400,
    )
    assert (road.event, road.setting, road.lap_m) == ("HM", "road", None)
    assert (hurdles.event, [c.id for c in hurdles.checkpoints]) == ("400H", ["45", "80", "finish"])
    assert "Start printed for 20:15 local time." in final.remarks


def test_who_ran_and_how_it_ended(tmp_path: Path) -> None:
    """Names of the athletes table where the performance has none; reasons, records, qualifiers."""
    race = converted(write_csv(made_tables(), tmp_path))

    entrants = {entrant.name: entrant for entrant in start_list(race).entrants}
    mia = entrants["Mia van der Zee"]
    assert (mia.family, mia.born, mia.nation, mia.bib) == ("van der Zee", "2001-02-03", "XXX", "VAN")
    names = {entrant.bib: entrant.name for entrant in start_list(race).entrants}
    statuses = {names[m.bib]: (m.status, m.after, m.reason) for m in race.messages if isinstance(m, Status)}
    assert statuses == {
        "Jo Hare": ("dnf", "200", ""),
        "Li Xu": ("dns", None, ""),
        "Ida Moen": ("dq", None, "TR17.3.1"),
    }
    finish = splits_by_name(race)["Mia van der Zee"]["finish"]
    assert (str(finish.time), finish.rank, finish.notes) == ("2:05.50", 1, ("q", "NR"))


def test_one_reading_for_each_point(tmp_path: Path) -> None:
    """The finer of two documents, the other in the remarks; as many decimals as a document needs."""
    race = converted(write_csv(made_tables(), tmp_path))
    own = splits_by_name(race)

    at_400 = own["Mia van der Zee"]["400"]
    assert (str(at_400.time), start_list(race).sources[at_400.source]) == (
        "1:01.17",
        "https://nowhere.example/other.pdf",
    )
    assert any("mia-van-der-zee at 400 m 61.2" in remark for remark in start_list(race).remarks)
    assert str(own["Anna Berg"]["200"].time) == "30.0"


def test_flagged_splits_are_suspect(tmp_path: Path) -> None:
    """What the project flagged stays, is marked, and stops nothing."""
    race = converted(write_csv(made_tables(), tmp_path))

    suspects = [(m.bib, m.checkpoint) for m in race.messages if isinstance(m, Split) and m.suspect]
    assert suspects == [("BER", "400")]
    assert race.kept == ()


def test_a_race_that_contradicts_itself(tmp_path: Path) -> None:
    """It is named with its line in the table; the others are converted all the same; or it is kept."""
    tables = made_tables()
    tables["splits"][2]["time_s"] = "70"
    path = write_csv(tables, tmp_path)

    found = results(path)
    error = found.pop(FINAL)
    assert isinstance(error, ContradictedDocuments)
    assert str(error).startswith("splits.csv: line 4: Berg cannot be at 200 m in 1:10.0")
    assert all(isinstance(race, ConvertedRace) for race in found.values())
    kept = splits_by_name(converted(path, keep_conflicts=True))
    assert kept["Anna Berg"]["200"].suspect


@pytest.mark.parametrize(
    ("table", "field", "value", "reason"),
    [
        ("performances", "time_s", "2 min", "not a time: '2 min'"),
        ("performances", "place", "first", "invalid literal"),
        ("races", "discipline", "mystery", "discipline 'mystery' has no distance"),
    ],
)
def test_a_figure_that_is_none(tmp_path: Path, table: str, field: str, value: str, reason: str) -> None:
    """Only its race is lost, and it is named."""
    tables = made_tables()
    tables[table][0][field] = value

    found = results(write_csv(tables, tmp_path))

    assert isinstance(found[FINAL], FeedError)
    assert reason in str(found[FINAL])
    assert sum(isinstance(race, ConvertedRace) for race in found.values()) == 2


def test_json_and_gzip_hold_the_same(tmp_path: Path) -> None:
    """One JSON file with all tables, with numbers as numbers; a JSON file a table; gzipped CSV."""
    tables = made_tables()
    wanted = converted(write_csv(tables, tmp_path / "csv")).messages

    whole = tmp_path / "tables.json"
    whole.write_text(json.dumps({name: _numbers(rows) for name, rows in tables.items()}), encoding="utf-8")
    mixed = write_csv(tables, tmp_path / "mixed")
    (mixed / "races.json").write_text(json.dumps(tables["races"]), encoding="utf-8")
    (mixed / "races.csv").unlink()
    splits = mixed / "splits.csv"
    (mixed / "splits.csv.gz").write_bytes(gzip.compress(splits.read_bytes()))
    splits.unlink()

    assert converted(whole).messages == wanted
    assert converted(mixed).messages == wanted
    assert converted(mixed / "performances.csv").messages == wanted


def _numbers(rows: Table) -> Table:
    """Times and distances as JSON numbers, nothing as null."""
    return [
        {k: None if v == "" else float(v) if k in ("time_s", "distance_m") else v for k, v in row.items()}
        for row in rows
    ]


def test_what_are_no_tables(tmp_path: Path) -> None:
    """A missing table, a missing column, a torn row: one sentence with the file."""
    with pytest.raises(FeedError, match="no table 'races'"):
        open_tables(tmp_path)
    path = write_csv(made_tables(), tmp_path)
    (path / "splits.csv").write_text("id,performance\ns-1,x\n", encoding="utf-8")
    with pytest.raises(FeedError, match=r"splits\.csv: line 2: no column 'time_s'"):
        SplitTables(path)
    (path / "splits.csv").write_text("id,performance,time_s\ns-1,x\n", encoding="utf-8")
    with pytest.raises(FeedError, match=r"splits\.csv: line 2: not as many fields"):
        SplitTables(path)
    assert not is_tables(tmp_path / "results.txt")
    assert is_tables(path / "races.csv")
