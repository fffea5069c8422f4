"""The heads of columns are understood in eight languages, or named."""

from __future__ import annotations

import re

import pytest

from feeds.tables.plain.column_heads import PointHead, read_head
from feeds.tables.plain.column_map import NO_MAP
from feeds.tables.plain.table_columns import PERSON, describe, read_columns
from tests.feeds.tables.further_heads import FURTHER
from tests.feeds.tables.later_heads import LATER
from tests.feeds.tables.looked_up_heads import LOOKED_UP
from tests.feeds.tables.usual_heads import HEADS


def tables_in(languages: dict[str, str]) -> list[tuple[str, ...]]:
    """The heads of each table, and what is understood of them."""
    texts = languages.values()
    return [tuple(table.splitlines()) for text in texts for table in re.findall(r".+\n= .+", text)]


FOUND, FOUND_LATER, FOUND_FURTHER = map(tables_in, (LOOKED_UP, LATER, FURTHER))


@pytest.mark.parametrize(("heads", "understood"), tables_in(HEADS))
def test_forty_usual_tables(heads: str, understood: str) -> None:
    """What is understood is right, and what is not is named; a runner and a result are always found."""
    cells = heads.split(";" if ";" in heads else ",")
    columns = read_columns(cells, NO_MAP)
    assert describe(columns) == f"{len(cells)} columns: {understood.removeprefix('= ')}"
    assert PERSON & columns.roles.keys()
    assert columns.result is not None


@pytest.mark.parametrize(("heads", "understood"), [*FOUND, *FOUND_LATER, *FOUND_FURTHER])
def test_tables_that_were_looked_up(heads: str, understood: str) -> None:
    """What is understood is right, and what is not is named; a runner is always found."""
    cells = heads.split(";" if ";" in heads else ",")
    columns = read_columns(cells, NO_MAP)
    assert describe(columns) == f"{len(cells)} columns: {understood.removeprefix('= ')}"
    assert PERSON & columns.roles.keys()


@pytest.mark.parametrize(("tables", "of_ten"), [(FOUND, 9), (FOUND_LATER, 7), (FOUND_FURTHER, 8)])
def test_most_of_them_are_understood_whole(tables: list[tuple[str, ...]], of_ten: int) -> None:
    """Nine of ten that the words were made from, fewer of the later; the others name what is left."""
    whole = sum("not understood" not in understood for _, understood in tables)
    assert 10 * whole >= of_ten * len(tables) > 0


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("gunStart", "start"),
        ("DateNaissance", "born"),
        ("Place_x", "place"),
        ("# Sex", "other place"),
        ("Div/Total", "other place"),
        ("Pl.(M/W)", "other place"),
        ("Pos en Categoría", "other place"),
        ("Altersklassenplatz", "other place"),
        ("nombre_corredor", "name"),
        ("tiempo_acumulado_segundos", "result"),
        ("Finished Elapsed Time", "result"),
        ("distancia_metros", "metres"),
        ("country_code", "nation"),
        ("id_evento", "ignored"),
        ("Runners 2", "ignored"),
        ("genderdiv", "other place"),
        ("Mannschaftsplatz", "other place"),
        ("Pos. Real", "other place"),
        ("Rang brut", "place"),
        ("Chipnr2", "ignored"),
        ("CatéA", "category"),
        ("Comment 2", "note"),
        ("Gap to winner", "gap"),
        ("Rückstand auf Vordermann", "gap"),
        ("Écart au 1er", "gap"),
        ("Dif. con el anterior", "gap"),
        ("Distacco dal precedente", "gap"),
        ("Achterstand op vorige", "gap"),
        ("Tid efter ledaren", "gap"),
        ("+/-", "gap"),
        ("Average speed (km/h)", "pace"),
        ("Tempo medio", "pace"),
        ("Team score", "points"),
        ("Age Graded %", "points"),
        ("Penalty points", "penalty"),
        ("Strafzeit", "penalty"),
        ("Tidstillegg", "penalty"),
        ("Penalty 3", "penalty"),
        ("D+", "climb"),
        ("Höhenmeter gesamt", "climb"),
        ("Elevation gain (m)", "climb"),
        ("Tendance", "trend"),
        ("Kval 1", "attempt"),
        ("Manche 2 (tps)", "attempt"),
        ("ToFinish", "part"),
        ("Vuelta rápida", "part"),
        ("Looptijd (Raw)", "raw"),
        ("femmina", "sex"),
        ("is_female", "sex"),
        ("Frauen", "sex"),
        ("abandon", "status"),
        ("Nicht angetreten", "status"),
        ("Kvalificerad", "note"),
        ("Startblokk", "wave"),
        ("BIBNumber", "bib"),
        ("Code_coureur", "ignored"),
        ("Athlete code", "ignored"),
        ("agegroupplacing", "other place"),
        ("Sträckplacering", "other place"),
        ("PltsZwem", "other place"),
        ("Tiempo Base (s)", "raw"),
        ("AngestrebteGesamtzeit", "seed"),
        ("KmNummer", "kilometres"),
        ("Distance (km)", "kilometres"),
        ("distance_km", "kilometres"),
        ("distance_m", "metres"),
        ("Athlete Last Name", "family"),
        ("Runner First Name", "given"),
        ("Teilnehmer Jahrgang", "born"),
        ("Net Cat Pos", "other place"),
        ("Net Gender Pos", "other place"),
        ("Second Cat", "category"),
        ("category_slug", "category"),
        ("age_percentage", "points"),
        ("Last lap duration (s)", "part"),
        ("Latest Checkpoint", "ignored"),
        ("meet_name", "race"),
        ("Pista", "lane"),
        ("Prestatie", "result"),
        ("OVERALLGUNRANK", "place"),
        ("OVERALLCHIPRANK", "other place"),
        ("総合順位", "place"),
        ("男女別順位", "other place"),
        ("平均配速", "pace"),
        ("枪声成绩", "gun"),
        ("넷타임", "net"),
        ("Czas netto", "net"),
        ("TpsGun", "gun"),
        ("chip_elapsed_time", "net"),
        ("chip_start", "start"),
        ("PLACE_IN_CAT", "other place"),
        ("Wave Place", "other place"),
        ("section_rank", "other place"),
        ("rankclass", "other place"),
        ("M-ce w kat.", "other place"),
        ("Pos. Esc.", "other place"),
        ("finish_rank", "place"),
        ("race num", "bib"),
        ("div tot", "other place"),
        ("pace_medio", "pace"),
        ("detail_url", "ignored"),
        ("Half 2", "part"),
    ],
)
def test_roles_by_rule(text: str, role: str) -> None:
    """Heads of several words, or of words that are joined."""
    assert read_head(text).role == role


@pytest.mark.parametrize(
    "text", ["Split time", "Lap time", "Type de compétition", "Year 2 band", "Gap band", "Average age"]
)
def test_other_words_are_no_result(text: str) -> None:
    """A word for the result beside one that says something else."""
    assert read_head(text).role is None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("400", PointHead(metres=400)),
        ("400 m", PointHead(metres=400)),
        ("1 km", PointHead(metres=1000)),
        ("1,5 km", PointHead(metres=1500)),
        ("5K", PointHead(metres=5000)),
        ("10.000 m", PointHead(metres=10_000)),
        ("10,000m", PointHead(metres=10_000)),
        ("km 5", PointHead(metres=5000)),
        ("10 miles", PointHead(metres=16_093.44)),
        ("21.1km", PointHead(metres=21_097.5)),
        ("Halbmarathon", PointHead(metres=21_097.5)),
        ("Half", PointHead(is_half=True)),
        ("Split 3", PointHead(number=3)),
        ("Cumulative 2", PointHead(number=2, measured="times")),
        ("Lap 2", PointHead(number=2, measured="laps")),
        ("Lap 400", PointHead(metres=400, measured="laps")),
        ("Runde 1 (400m)", PointHead(number=1, metres=400, measured="laps")),
        ("400-800", PointHead(metres=800, from_metres=400, measured="laps")),
        ("Start - 5km", PointHead(metres=5000, from_metres=0, measured="laps")),
        ("5 km Platz", PointHead("place", metres=5000)),
        ("25K Pace", PointHead("pace", metres=25_000)),
        ("5 km netto", PointHead(metres=5000, clock="net")),
        ("Mellantid 5 km", PointHead(metres=5000)),
        ("5kmsplit", PointHead(metres=5000)),
        ("Tps1", PointHead(number=1)),
        ("Clt1", PointHead("place", number=1)),
        ("1.kolo", PointHead(number=1, measured="laps")),
        ("2nd lap", PointHead(number=2, measured="laps")),
        ("半程", PointHead(metres=21_097.5)),
        ("中間点", PointHead(is_half=True)),
        ("HALF1", PointHead(is_half=True)),
        ("5公里", PointHead(metres=5000)),
        ("5km通過", PointHead(metres=5000)),
        ("5 km Miejsce Open", PointHead("place", metres=5000)),
        ("10K Division Place", PointHead("other place", metres=10_000)),
    ],
)
def test_checkpoints(text: str, point: PointHead) -> None:
    """With their distance, or their number."""
    assert read_head(text).point == point


@pytest.mark.parametrize(
    "text", ["split-278311", "2026", "成绩(ms)", "Band", "5", "Age 10 km", "400 or 800", "", "1st 400 shirt"]
)
def test_what_is_no_checkpoint(text: str) -> None:
    """A program's number, a year, one that may be kilometres or laps, a distance with other words."""
    head = read_head(text)
    assert (head.role, head.point) == (None, None)
