"""Figures that contradict each other stop the conversion with their line, or are kept and marked."""

from __future__ import annotations

import pytest

from feeds.consistency import contradictions_in
from feeds.documents.convert_documents import ContradictedDocuments
from feeds.errors import FeedError
from race.messages import Split
from tests.feeds.documents.invented_results import converted, splits_by_name, start_list

ANALYSIS = """\
Made-up 1500m Women  20:15  3 JUL 2031
400m  800m  1000m  1200m  Finish
1  BERG Anna  GER  4:10.05
1:06.0 (1)  2:13.5 (2)  2:47.4 (2)  3:21.0 (1)  4:10.05 (1)
1:07.5  33.9  33.6  49.0
2  OKAFOR Ruth  NGR  4:10.31  0.26
1:06.2 (3)  2:13.3 (1)  2:47.2 (1)  3:21.3 (2)  4:10.31 (2)
1:07.1  33.9  34.1  49.0
3  XU Li  CHN  4:12.90  2.86  PB
1:06.1 (2)  2:13.9 (3)  2:48.0 (3)  3:22.1 (3)  4:12.90 (3)
1:07.8  34.1  34.1  50.8
4  MOEN Ida  NOR  4:15.00  4.95
1:06.4 (4)  2:14.4 (4)  2:48.8 (4)  3:23.0 (4)  4:15.00 (4)
1:08.0  34.4  34.2  52.0
"""

RESULTS = """\
Made-up 1500m Women  20:15  3 JUL 2031
1 BERG Anna GER 1 FEB 2001 4 4:10.05
2 OKAFOR Ruth NGR 2 FEB 2001 3 4:10.31
3 XU Li CHN 3 FEB 2001 2 4:12.90 PB
4 MOEN Ida NOR 4 FEB 2001 1 4:15.00
"""


def changed(*changes: tuple[str, str], document: str = ANALYSIS) -> list[str]:
    """The lines of a document in which some figures are others."""
    for old, new in changes:
        assert document.count(old) == 1, old
        document = document.replace(old, new)
    return document.splitlines()


def test_as_printed_nothing_contradicts_itself() -> None:
    """The document that the others are made from is good, also beside its result list."""
    assert converted(ANALYSIS.splitlines()).kept == ()
    assert converted(ANALYSIS.splitlines(), RESULTS.splitlines()).kept == ()


@pytest.mark.parametrize(
    ("changes", "line", "words", "suspects"),
    [
        (
            [("2:47.2 (1)", "2:13.1 (1)"), ("33.9  34.1  49.0", "1:08.2  49.0")],
            7,
            "cannot be at 1000 m in 2:13.1, given 800 m in 2:13.3",
            {("Ruth Okafor", "1000")},
        ),
        (
            [("2:47.2 (1)", "3:12.2 (4)"), ("33.9  34.1  49.0", "58.9  9.1  49.0")],
            7,
            "cannot be at 1000 m in 3:12.2",
            {("Ruth Okafor", "1000")},
        ),
        (
            [("34.1  34.1", "34.1  33.1")],
            11,
            "lap from 1000 m to 1200 m is printed as 33.1, the splits give 34.1",
            {("Li Xu", "1200")},
        ),
        (
            [("34.1  34.1", "34.1  34.1  34.1  34.1")],
            11,
            "Xu's laps do not match the splits",
            set(),
        ),
        (
            [("2:48.0 (3)", "2:48.3 (3)")],
            11,
            "lap from 800 m to 1000 m is printed as 34.1, the splits give 34.4",
            {("Li Xu", "1000")},
        ),
        (
            [("2:48.8 (4)", "2:48.8 (1)"), ("2:47.2 (1)", "2:47.2 (4)")],
            7,
            "is ranked 4 at 1000 m in 2:47.2",
            {("Ruth Okafor", "1000"), ("Ida Moen", "1000")},
        ),
        (
            [("4  MOEN Ida  NOR  4:15.00  4.95", "4  MOEN Ida  NOR  4:11.00  0.95")],
            12,
            "has place 4 in 4:11.00, which does not fit",
            {("Li Xu", "finish"), ("Ida Moen", "finish")},
        ),
        (
            [("0.26", "1.26")],
            6,
            "is 1.26 behind, but the results give 0.26",
            {("Ruth Okafor", "finish")},
        ),
        (
            [("4:15.00 (4)", "4:15.10 (4)")],
            13,
            "the finish column has Moen in 4:15.10, but the result is 4:15.00",
            {("Ida Moen", "finish")},
        ),
        (
            [("4:15.00 (4)", "4:15.00 (5)")],
            13,
            "the finish column ranks Moen 5, but the place is 4",
            {("Ida Moen", "finish")},
        ),
        (
            [("1:06.1 (2)", "1:O6.1 (2)")],
            10,
            "not understood: 1:O6.1 (2) 2:13.9 (3)",
            set(),
        ),
        (
            [("2:48.0 (3)  3:22.1 (3)", "3:05.0 (3)"), ("34.1  34.1  50.8", "51.1  1:07.9")],
            10,
            "Xu has fewer figures than there are column heads; 400 m, 800 m, 1000 m fit best, but",
            {("Li Xu", "1000")},
        ),
        (
            [("1:06.1 (2)  ", "1:06.1 (2)  1:20.0 (2)  ")],
            10,
            "Xu has more figures than there are column heads",
            set(),
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_contradiction_stops_or_is_kept(
    changes: list[tuple[str, str]], line: int, words: str, suspects: set[tuple[str, str]]
) -> None:
    """It is named with its line; kept, every figure that may be wrong is suspect, and a remark says why."""
    lines = changed(*changes)

    with pytest.raises(ContradictedDocuments) as stopped:
        converted(lines)
    reported = [str(each) for each in stopped.value.contradictions]
    assert any(text.startswith(f"1.txt: line {line}: ") and words in text for text in reported), reported
    assert str(stopped.value).startswith(reported[0])

    kept = converted(lines, keep_conflicts=True)
    assert [str(each) for each in kept.kept] == reported
    assert all(any(text in remark for remark in start_list(kept).remarks) for text in reported)
    found = {
        (name, checkpoint)
        for name, own in splits_by_name(kept).items()
        for checkpoint, split in own.items()
        if split.suspect
    }
    assert suspects <= found
    assert [p for p in contradictions_in(list(enumerate(kept.messages))) if p.fatal] == []


def test_wrong_column_heads() -> None:
    """Times under an impossible column head are suspect for all, and reported once."""
    lines = changed(("1000m  1200m", "1000m  1400m"))

    with pytest.raises(
        ContradictedDocuments, match=r"line 2: the times under 1400 m cannot be times at 1400 m"
    ):
        converted(lines)
    kept = converted(lines, keep_conflicts=True)
    assert len(kept.kept) == 1
    assert {m.checkpoint for m in kept.messages if isinstance(m, Split) and m.suspect} == {"1400"}


def test_marks_of_another_reading() -> None:
    """Too slow, too fast, then falling, the negative lap left blank: those three are suspect, no other."""
    runners = [("BERG Anna", 0), ("OKAFOR Ruth", 1), ("XU Li", 2), ("MOEN Ida", 3)]
    lines = ["3000m Women  3 JUL 2031", "1000m  1400m  1800m  2200m  2600m  Finish"]
    for place, (name, late) in enumerate(runners, 1):
        seconds = [180 + late, 252 + late, 324 + late, 396 + late, 468 + late]
        shown = [f"{s // 60}:{s % 60:02}.0 ({place})" for s in seconds]
        laps = "1:12.0  1:12.0  1:12.0  1:12.0  1:12.0"
        if place == 4:
            shown[1:4] = ["6:22.0 (9)", "6:31.7 (9)", "7:52.0 (9)"]
            laps = "3:19.0  9.7  1:20.3  1:12.0"
        lines += [f"{place}  {name}  GER  9:0{late}.00", "  ".join([*shown, f"9:0{late}.00 ({place})"]), laps]

    kept = converted(lines, keep_conflicts=True)

    suspects = {(m.bib, m.checkpoint) for m in kept.messages if isinstance(m, Split) and m.suspect}
    assert suspects == {("MOE", "1400"), ("MOE", "1800"), ("MOE", "2200")}


def test_figures_with_a_gap_are_put_where_they_fit() -> None:
    """Where the other runners leave no doubt there is a note, no contradiction, and laps must agree."""
    lines = changed(("1:06.1 (2)  2:13.9 (3)  ", "2:13.9 (3)  "), ("1:07.8  34.1  34.1", "34.1  34.1"))

    race = converted(lines)

    [note] = race.notes
    assert note == (
        "1.txt: line 10: Xu has fewer figures than there are column heads; 800 m, 1000 m, 1200 m fit best."
    )
    assert note in start_list(race).remarks
    times = {checkpoint: str(split.time) for checkpoint, split in splits_by_name(race)["Li Xu"].items()}
    assert times == {"800": "2:13.9", "1000": "2:48.0", "1200": "3:22.1", "finish": "4:12.90"}


def test_who_steps_off_may_jog_to_one_more_mark() -> None:
    """A slow last time of a runner who did not finish contradicts nothing."""
    lines = [*ANALYSIS.splitlines(), "HARE Jo  GBR  DNF", "1:05.9 (1)  2:59.0 (5)", "1:53.1"]
    lines = [line.replace("1:06.0 (1)", "1:06.0 (2)").replace("1:06.1 (2)", "1:06.1 (3)") for line in lines]
    lines = [line.replace("1:06.2 (3)", "1:06.2 (4)").replace("1:06.4 (4)", "1:06.4 (5)") for line in lines]

    assert converted(lines).kept == ()


def test_a_tie_at_a_mark_is_decided_before_rounding() -> None:
    """Shared ranks may show times 0.3 s apart, with or without an equals sign; equal times other ranks."""
    lines = changed(("2:13.5 (2)", "2:13.5 (=1)"), ("2:13.3 (1)", "2:13.3 (=1)"))

    race = converted(lines)

    assert race.kept == ()
    assert {own["800"].rank for own in splits_by_name(race).values()} == {1, 3, 4}


def test_documents_that_disagree() -> None:
    """The result list's word is taken for a result, and only where that is asked for."""
    lines = changed(("4 4:10.05", "4 4:10.06"), document=RESULTS)

    with pytest.raises(
        ContradictedDocuments, match=r"2\.txt: line 3: result of Berg is 4:10.05, but 4:10.06 in 1\.txt"
    ):
        converted(lines, ANALYSIS.splitlines())
    kept = converted(lines, ANALYSIS.splitlines(), keep_conflicts=True)
    finish = splits_by_name(kept)["Anna Berg"]["finish"]
    assert (str(finish.time), finish.suspect) == ("4:10.06", True)


def test_an_athletes_row_that_is_not_understood() -> None:
    """Its figures go to no other athlete, and every row of it is named."""
    lines = changed(("3  XU Li  CHN", "3  XU Li  China"))

    with pytest.raises(ContradictedDocuments) as stopped:
        converted(lines)
    assert [(each.line, each.text[:14]) for each in stopped.value.contradictions] == [
        (9, "not understood"),
        (10, "figures below "),
        (11, "figures below "),
    ]
    kept = converted(lines, keep_conflicts=True)
    assert set(splits_by_name(kept)) == {"Anna Berg", "Ruth Okafor", "Ida Moen"}
    assert "Not printed: place 3." in start_list(kept).remarks


def test_thousandths_must_round_up_to_the_hundredth() -> None:
    """4:10.05 with .052 is a slip of the pen."""
    lines = changed(("4 4:10.05", "4 4:10.05 (.052)"), document=RESULTS)

    with pytest.raises(ContradictedDocuments, match=r"Berg's 4:10.05 is not .052 rounded up"):
        converted(lines)


def test_a_second_race_in_one_document_is_refused() -> None:
    """Heats come one at a time."""
    lines = [*ANALYSIS.splitlines(), "Made-up 1500m Women  Heat 2  20:25  3 JUL 2031"]

    with pytest.raises(FeedError, match="line 15: another race begins"):
        converted(lines)
