"""Pages of results while a race is on: what is new, corrected, gone, or on another page altogether."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from feeds.bridges.bridge import BridgeSettings, Outcome
from feeds.bridges.poll.poll_bridge import Poll
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from race.messages import Gun, Message, Split, StartList, Status
from tests.feeds.bridges.poll.results_host import HEADS, RESULTS, TIMES, page, rows
from tests.feeds.bridges.reads_of_a_race import in_force, start_list

EVENT = {"event": "1500"}

NAMED = {"300": "300 m", "700": "700 m", "1100": "1100 m"}


def poll(race: StartList | None = None, table: Mapping[str, object] | None = None, only: str = "") -> Poll:
    """A bridge for the race of three, or for what a page says."""
    zone, day = ZoneInfo("Europe/Berlin"), date(2026, 5, 2)
    return Poll(BridgeSettings(start_list=race, zone=zone, date=day, only=only, table=table or {}))


def looked(bridge: Poll, *pages: str | bytes | None) -> list[Outcome]:
    """What a bridge makes of pages; None is a look at which the page was as it had been."""
    made: list[Outcome] = []
    for shown in pages:
        data = shown.encode() if isinstance(shown, str) else shown or b""
        made += bridge.take(Piece(0, "results.example/live", "data" if shown is None else "file", data))
    return made


def splits(made: Iterable[Outcome]) -> set[tuple[str, str, str]]:
    """Bib, checkpoint and time of the splits in force."""
    found = [message for message in in_force(made) if isinstance(message, Split)]
    return {(m.bib, m.checkpoint.removesuffix("-m"), str(m.time)) for m in found}


def of_type(made: Iterable[Outcome], kind: type[Message]) -> list[Message]:
    """The messages in force of a type."""
    return [message for message in in_force(made) if isinstance(message, kind)]


CHECKPOINTS = ("300", "700", "1100", "finish")

KNOWN = [(bib, CHECKPOINTS[n - 1], RESULTS[bib][n].removeprefix("0:")) for n, bib in TIMES]
"""In the order in which they come."""


def test_a_race_is_followed_from_page_to_page() -> None:
    """Each time is a split when it appears, and is said once; the start list is that of the page."""
    bridge, made = poll(), list[Outcome]()
    for count in range(len(TIMES) + 1):
        made += looked(bridge, page(rows(count)), page(rows(count)), None)
        assert splits(made) == set(KNOWN[:count])

    (race,) = of_type(made, StartList)
    assert isinstance(race, StartList)
    assert [(c.id, c.distance_m) for c in race.checkpoints] == [
        ("300-m", 300), ("700-m", 700), ("1100-m", 1100), ("finish", 1500)
    ]  # fmt: skip
    assert [(e.bib, e.name) for e in race.entrants] == [(bib, name) for bib, (name, *_) in RESULTS.items()]
    assert (race.sex, race.zone, race.date) == ("women", "Europe/Berlin", "2026-05-02")
    assert len(of_type(made, Gun)) == 1
    ranks = {m.bib: m.rank for m in in_force(made) if isinstance(m, Split) and m.checkpoint == "finish"}
    assert ranks == {"1": 1, "2": 2, "3": 3}
    assert {(m.evidence, m.source, m.by) for m in in_force(made) if isinstance(m, Split)} == {
        ("published", "results.example", "poll")
    }


def test_with_a_start_list_the_checkpoints_are_those_of_the_race() -> None:
    """Found by distance, by name, by what the operator says, or by their order; runners by bib or name."""
    race = start_list()
    ways: list[tuple[Sequence[str], Mapping[str, object]]] = [
        (HEADS, {}),
        (("Pl", "Bib", "Name", "0.3 km", "0.7 km", "1.1 km", "Zeit"), {}),
        (("Pl", "Bib", "Name", "Aid 1", "Aid 2", "Aid 3", "Time"), {}),
        (
            ("Pl", "Bib", "Name", "Aid 1", "Aid 2", "Aid 3", "Time"),
            {"checkpoints": {"Aid 1": "300", "Aid 2": "700", "Aid 3": "1100"}},
        ),
    ]
    for heads, table in ways:
        made = looked(poll(race, table), page(rows(12), heads))
        assert splits(made) == set(KNOWN), heads
        assert not of_type(made, StartList)

    named = replace(race, entrants=tuple(replace(e, name=RESULTS[e.bib][0].upper()) for e in race.entrants))
    without = [[pl, *row] for pl, _, *row in rows(12)]
    made = looked(poll(named), page(without, [head for head in HEADS if head != "Bib"]))
    assert splits(made) == set(KNOWN)


def test_a_point_that_is_no_checkpoint_is_named() -> None:
    """And its times are left out."""
    made = looked(
        poll(start_list()), page(rows(12), ("Pl", "Bib", "Name", "300 m", "650 m", "1100 m", "Time"))
    )

    assert splits(made) == {split for split in KNOWN if split[1] != "700"}
    assert "'650 m' is no checkpoint of the race" in made[0].news


def test_corrections_and_statuses() -> None:
    """A time that is another, a runner who is out, and one who was not after all."""
    bridge = poll()
    made = looked(bridge, page(rows(9)), page(rows(9)).replace("1:58.5", "1:58.6"))
    assert ("2", "700", "1:58.6") in splits(made)
    assert len(splits(made)) == 9

    made += looked(bridge, page(rows(11, _3="DNF")))
    assert [(m.bib, m.status) for m in in_force(made) if isinstance(m, Status)] == [("3", "dnf")]
    made += looked(bridge, *[page(rows(12))] * 3)
    assert not of_type(made, Status)
    assert ("3", "finish", "4:22.0") in splits(made)


def test_what_is_gone_is_withdrawn_at_the_third_look() -> None:
    """A page that lacks something for a moment takes nothing back."""
    bridge = poll()
    without = page([row for row in rows(9) if row[1] != "3"])
    made = looked(bridge, page(rows(9)), without, None, page(rows(9)), without, None)
    assert len(splits(made)) == 9

    made += looked(bridge, None)
    assert splits(made) == {split for split in KNOWN[:9] if split[0] != "3"}
    made += looked(bridge, page(rows(9)))
    assert splits(made) == set(KNOWN[:9])


@pytest.mark.parametrize(
    "other",
    [
        page([]),
        page(rows(0)),
        page(rows(9)[:1]),
        "<html><body><h1>502 Bad Gateway</h1></body></html>",
        "<html><body>We are sorry.<table><tr><td>1</td></tr></table></body></html>",
        page(rows(9))[: page(rows(9)).index("Cem")],
        "",
        "{}",
        "[]",
        page([[name, *times] for name, *times in RESULTS.values()], ("A", "B", "C", "D", "E")),
    ],
    ids=["empty", "no times", "few", "error", "no results", "half", "nothing", "{}", "[]", "other heads"],
)
def test_another_page_takes_nothing_back(other: str) -> None:
    """However often it comes: a maintenance page, half a page, another layout."""
    bridge = poll()
    made = looked(bridge, page(rows(9)), *[other] * 5, None, None, None)
    assert splits(made) == set(KNOWN[:9])

    made += looked(bridge, page(rows(10)))
    (race,) = of_type(made, StartList)
    assert isinstance(race, StartList)
    assert splits(made) == set(KNOWN[:10])
    assert {entrant.bib for entrant in race.entrants} == set(RESULTS)


def test_a_page_whose_layout_changes_is_read_on() -> None:
    """Columns in another order, other words for them, a further column of no interest."""
    bridge = poll()
    order = [2, 1, 6, 5, 4, 3, 0]
    heads = ["Naam", "Startnr", "Zeit", "1100 m", "700 m", "300 m", "Platz"]
    body = [[row[i] for i in order] + ["Club"] for row in rows(12)]
    made = looked(bridge, page(rows(9)), page(body, [*heads, "Verein"]))

    assert splits(made) == set(KNOWN)


def test_a_time_so_far_is_no_result() -> None:
    """In the column of the result stands the last time on the way until the runner is there."""
    body = [["", bib, name, *times[:2], "", times[1]] for bib, (name, *times) in RESULTS.items()]
    made = looked(poll(), page(body))

    assert splits(made) == set(KNOWN[:6])
    assert not of_type(made, Status), "who has no result yet is running"


def test_a_time_so_far_is_known_by_a_second_column_of_results() -> None:
    """Even where the last time on the way is missing: who has finished has both."""
    heads = (*HEADS[:-1], "Gun time", "Chip time")
    body = [[*row, row[-1]] for row in rows(12)]
    body[2][4:] = ["", "", "3:58.0", ""]
    made = looked(poll(), page(body, heads))

    assert {(bib, at) for bib, at, _ in splits(made) if bib == "3"} == {("3", "300")}
    assert len(splits(made)) == 9


def test_columns_that_come_as_the_race_goes_on() -> None:
    """The last column is not the finish, and further ones make the race longer."""
    bridge, made = poll(), list[Outcome]()
    times = {"5 km": "16:02", "10 km": "32:12", "15 km": "48:30", "20 km": "1:05:20", "30 km": "1:39:00"}
    for count in range(1, 6):
        heads = ("Bib", "Name", *list(times)[:count])
        made += looked(bridge, page([["7", "Ada Ash", *list(times.values())[:count]]], heads, "Run"))
        assert {(bib, time) for bib, _, time in splits(made)} == {
            ("7", t) for t in list(times.values())[:count]
        }
    (race,) = of_type(made, StartList)

    assert isinstance(race, StartList)
    assert [c.distance_m for c in race.checkpoints] == [5000, 10_000, 15_000, 20_000, 30_000, 42_195]
    assert "finish" not in {at for _, at, _ in splits(made)}


def test_runners_without_a_bib_keep_the_one_that_they_got() -> None:
    """However the page sorts them, and whoever comes before them later."""
    heads = [head for head in HEADS if head != "Bib"]
    body = [[pl, *row] for pl, _, *row in rows(6)]
    bridge = poll()
    made = looked(bridge, page(body, heads), page([["", "Adam Ashby", "", "", "", ""], *body[::-1]], heads))

    assert len(splits(made)) == 6
    assert {bib for bib, _, _ in splits(made)} == {"ASH", "BIR", "CED"}


def test_one_race_of_several() -> None:
    """The first, or the one that is named; others are told of."""
    women = page(rows(12), title="1500 m Women").replace("</body></html>", "")
    men = [[pl, f"4{bib}", f"X {name}", *times] for pl, bib, name, *times in rows(6)]
    both = women + page(men, title="1500 m Men").partition("<body>")[2]
    first = looked(poll(), both)
    second = looked(poll(only="1500 m Men"), both)

    assert splits(first) == set(KNOWN)
    assert "choose one with --only NAME" in first[0].news
    assert {bib for bib, _, _ in splits(second)} == {"41", "42", "43"}
    assert looked(poll(only="Mile"), both)[0].is_bad


JSON = {
    "a list of objects": [
        dict(zip(("place", "bib", "name", *NAMED.values(), "time"), row, strict=True)) for row in rows(12)
    ],
    "splits within": {
        "event": {"name": "Club 1500 m"},
        "results": [
            {
                "rank": int(row[0]), "bib": int(row[1]), "athlete": {"name": row[2]},
                "splits": [{"name": n, "time": t} for n, t in zip(NAMED.values(), row[3:6], strict=True)],
                "result": row[6],
            }
            for row in rows(12)
        ],
    },
    "splits by name": {"data": {"items": [
        {"bib": bib, "name": name, "splits": dict(zip(NAMED.values(), laps, strict=True)), "finish": end}
        for _, bib, name, *laps, end in rows(12)
    ]}},
    "heads and rows": {"columns": [{"title": head} for head in HEADS], "data": rows(12)},
}  # fmt: skip


@pytest.mark.parametrize("name", JSON)
def test_lists_in_json(name: str) -> None:
    """Of any program: objects, objects within, heads and rows."""
    assert splits(looked(poll(table=EVENT), json.dumps(JSON[name]))) == set(KNOWN)


def test_tables_as_text() -> None:
    """A CSV that is published is a page too."""
    csv = "\n".join(";".join(row) for row in [HEADS, *rows(12)])
    assert splits(looked(poll(table=EVENT), csv)) == set(KNOWN)


def test_a_page_that_comes_in_parts() -> None:
    """From stdin, or over a connection: it is read at its end."""
    bridge, data = poll(), page(rows(12)).encode()
    pieces = [Piece(0, "stdin", "data", data[at : at + 100]) for at in range(0, len(data), 100)]
    made = [outcome for piece in pieces for outcome in bridge.take(piece)]

    assert not made
    assert splits(bridge.take(Piece(0, "stdin", "closed"))) == set(KNOWN)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"colums": {}}, "unknown key 'colums'"),
        ({"columns": {"X": "nonsense"}}, "is not understood"),
        ({"checkpoints": {"Aid 1": 9}}, r"\[checkpoints\] must hold lines"),
        ({"event": True}, "event must be a text"),
    ],
)
def test_a_mapping_file_that_cannot_be_meant_is_refused(table: dict[str, object], sentence: str) -> None:
    """With what may be written."""
    with pytest.raises(UserError, match=sentence):
        poll(table=table)


@pytest.mark.parametrize(
    ("heads", "times", "title"),
    [
        (("Aid 1", "Aid 2", "Aid 3"), ("9:02", "18:12", "27:20"), "10 km"),
        (("5 km", "10 km", "20 km"), ("16:02", "32:12", "1:05:20"), "half marathon"),
        (("5 km", "10 km", "Half"), ("16:02", "32:12", "1:08:20"), "marathon"),
        (("300 m", "700 m", "1100 m"), ("50.1", "1:58.0", "3:06.1"), "1500 m"),
    ],
)
def test_how_far_the_race_is_is_assumed_where_no_one_says_it(
    heads: Sequence[str], times: Sequence[str], title: str
) -> None:
    """A usual distance beyond all that is named; what was assumed is said, and stays."""
    bridge = poll()
    pages = [
        page([["", bib, name, *times[:count], *[""] * (4 - count)] for bib, (name, *_) in RESULTS.items()],
             ("Pl", "Bib", "Name", *heads, "Time"), "Run")
        for count in range(4)
    ]  # fmt: skip
    made = looked(bridge, *pages)
    (race,) = of_type(made, StartList)

    assert isinstance(race, StartList)
    assert made[0].news.startswith(f"assumed: {title} (event in the mapping file)")
    assert ("evenly spaced" in made[0].news) == ("Aid 1" in heads)
    assert race.distance_m == {"10 km": 10_000, "1500 m": 1500}.get(title, race.distance_m)
    assert not any(outcome.news for outcome in made[1:])
    assert len(splits(made)) == 9


@pytest.mark.parametrize("seed", range(3))
def test_a_bridge_that_was_killed_makes_the_same_of_its_recording(seed: int) -> None:
    """What it says follows from the pages alone."""
    pages: Sequence[str | None] = [page(rows(n)) if (n + seed) % 3 else None for n in range(13)]
    bridge, again = poll(), poll()
    first = looked(bridge, *pages[:7])

    assert looked(again, *pages) == first + looked(bridge, *pages[7:])


WHOLE = page(rows(8)).encode()
PARTS = [WHOLE[i : i + 40] for i in range(0, len(WHOLE), 23)] + [
    b"<",
    b"<table>",
    b"<td colspan=999 rowspan=9999>",
]
JSONS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["bib", "name", "time", "data", "columns", "splits", "5 km", "place"]),
            inner,
            max_size=6,
        ),
    ),
    max_leaves=14,
)
PAGES = st.one_of(
    st.binary(max_size=120),
    st.lists(st.sampled_from(PARTS), max_size=40).map(b"".join),
    st.integers(0, len(WHOLE)).map(lambda cut: WHOLE[:cut]),
    JSONS.map(json.dumps).map(str.encode),
)


@few(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(PAGES, st.sampled_from(["file", "data", "closed", "gone"])), max_size=5), st.booleans()
)
def test_no_page_breaks_it(pages: list[tuple[bytes, str]], is_listed: bool) -> None:
    """Whatever comes, each message is one that can be published, and replaces one that is in force."""
    bridge = poll(start_list()) if is_listed else poll(table=EVENT)
    made = looked(bridge, page(rows(5)))
    made += [o for data, kind in pages for o in bridge.take(Piece(0, "x", kind, data))]  # type: ignore[arg-type]

    made += looked(bridge, page(rows(12)))

    assert splits(made) >= set(KNOWN)
