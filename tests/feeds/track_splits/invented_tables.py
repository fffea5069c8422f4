"""Made-up tables in the shape of the track-splits project: no one ran these races."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

Table = list[dict[str, Any]]


def made_tables() -> dict[str, Table]:
    """An 800 m with a second document, a flag and three athletes without a time; a half marathon; hurdles."""
    tables: dict[str, Table] = {
        "competitions": [
            {
                "id": "mm-2031-nowhere",
                "name": "Made-up Meeting",
                "setting": "outdoor",
                "venue": "No Stadium",
                "city": "Nowhere",
                "country": "XXX",
            }
        ],
        "disciplines": [
            {"id": "800m", "name": "800 Metres", "kind": "flat", "distance_m": "800"},
            {"id": "half", "name": "Half Marathon", "kind": "flat", "distance_m": "21097.5"},
            {"id": "400mh", "name": "400 Metres Hurdles", "kind": "hurdles", "distance_m": "400"},
        ],
        "races": [
            _race("800m-women/final", "800m", "outdoor", "20:15"),
            _race("half-women/final", "half", "road", ""),
            _race("400mh-women/heat-2", "400mh", "outdoor", "18:00"),
        ],
        "athletes": [
            {
                "id": "mia-van-der-zee",
                "given_name": "Mia",
                "family_name": "van der Zee",
                "birth_date": "2001-02-03",
            }
        ],
        "documents": [
            {"id": "doc-1", "url": "https://nowhere.example/analysis.pdf"},
            {"id": "doc-2", "url": "https://nowhere.example/other.pdf"},
        ],
        "performances": [],
        "annotations": [],
        "splits": [],
        "flags": [{"check_id": "c1", "subject": "s-4", "message": "odd", "suspect": "true"}],
    }
    final = "mm-2031-nowhere/800m-women/final"
    _perform(tables, final, "mia-van-der-zee", "1", "finished", "125.5", [("200", "29.8"), ("400", "61.2")])
    _perform(tables, final, "anna-berg", "2", "finished", "126.75", [("200", "30"), ("400", "61.9")])
    _perform(tables, final, "jo-hare", "", "dnf", "", [("200", "29.5")])
    _perform(tables, final, "li-xu", "", "dns", "", [])
    _perform(tables, final, "ida-moen", "", "dq", "", [("200", "30.4")])
    tables["splits"].append({**tables["splits"][1], "id": "s-99", "document": "doc-2", "time_s": "61.17"})
    tables["annotations"] += [
        {"performance": f"{final}/mia-van-der-zee", "kind": "record", "value": "NR"},
        {"performance": f"{final}/ida-moen", "kind": "remark", "value": "TR17.3.1"},
    ]
    road = "mm-2031-nowhere/half-women/final"
    _perform(tables, road, "anna-berg", "1", "finished", "4200", [("5000", "1000"), ("10000", "1995")])
    hurdles = "mm-2031-nowhere/400mh-women/heat-2"
    _perform(tables, hurdles, "li-xu", "1", "finished", "55.5", [("45", "6.4"), ("80", "10.6")])
    return tables


def _race(name: str, discipline: str, setting: str, start: str) -> dict[str, Any]:
    kind, _, heat = name.partition("/")[2].partition("-")
    return {
        "id": f"mm-2031-nowhere/{name}",
        "competition": "mm-2031-nowhere",
        "discipline": discipline,
        "sex": "women",
        "round": kind,
        "heat": heat,
        "setting": setting,
        "title": "",
        "date": "2031-07-03",
        "start_time": start,
    }


def _perform(
    tables: dict[str, Table],
    race: str,
    athlete: str,
    place: str,
    status: str,
    time_s: str,
    splits: list[tuple[str, str]],
) -> None:
    performance = f"{race}/{athlete}"
    tables["performances"].append(
        {
            "id": performance,
            "race": race,
            "athlete": athlete,
            "name": "" if athlete == "mia-van-der-zee" else athlete.replace("-", " ").title(),
            "country": "XXX",
            "bib": "",
            "lane": "3",
            "place": place,
            "status": status,
            "time_s": time_s,
            "precise_time_s": "",
            "qualification": "q" if place == "1" else "",
        }
    )
    tables["splits"] += [
        {
            "id": f"s-{len(tables['splits']) + number}",
            "performance": performance,
            "document": "doc-1",
            "point": f"{metres}m",
            "point_kind": "distance",
            "distance_m": metres,
            "time_s": time,
            "rank": "",
        }
        for number, (metres, time) in enumerate(splits, 1)
    ]


def write_csv(tables: dict[str, Table], folder: Path) -> Path:
    """A CSV file for each table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder
