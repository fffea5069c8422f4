"""Result lists of Hy-Tek's Meet Manager: what is printed becomes a race, and what is not a race is named."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.errors import FeedError
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from feeds.tables.table_formats import recognise
from tests.feeds.tables.converted_text import Made, made_of, one_of

HEAD = """\
                    Invented Timing - Contractor License
                                        HY-TEK's Meet Manager 4/1/2026 10:28 AM
                      Anytown Invitational - 3/29/2026
                           Anytown Stadium
                                    Results

"""

RULE = "=" * 80

SEEDED = f"""\
Event 9  Girls 1600 Meter Run
{RULE}
        MEET: R 5:01.20  2011        Old Champion, North High
    Name                    Year School                  Seed     Finals  Points
{RULE}
  1 Ada Ash                   12 North High           5:50.00    5:40.76   10
  2 Bea Birk                  10 South High           5:45.00    5:43.14    4.50
  2 Bo Beech                   9 East High                       5:43.14    4.50
  4 Cam Ceder                  9 Hillview                        6:04.89
 -- Dee Dorn                  12 Riverside            6:06.00         DQ
 -- Eve Elm                   FR Riverside            6:06.00        DNF
 -- Fay Fir                   SO Riverside                 NT        SCR
 -- Gia Gum                                           6:06.00         FS
 -- Hal Holly                 11 Riverside                        x6:01.11
"""

HEATS = f"""\
Event 5  Girls 100 Meter Dash
{RULE}
    Name                    Year School                 Prelims  Wind H#
{RULE}
Preliminaries
  1 Ash, Ada                  10 Lexington                13.67Q  1.2  1
  2 Birk, Bea                 10 Galion                   13.72Q -0.4  2
  3 Ceder, Cam                11 Col. Crawfor             13.60q  1.2  1
 -- Dorn, Dee                  9 River Valley                NT   NWI  2

Event 5  Girls 100 Meter Dash
{RULE}
    Name                    Year School                  Finals  Points
{RULE}
Finals  Wind: +2.3
  1 Ash, Ada                  10 Lexington                13.50   10    13.495
  2 Birk, Bea                 10 Galion                   13.50    8    13.499
"""

RELAY = f"""\
Event 1  Girls 4x400 Meter Relay
{RULE}
    School                                               Seed     Finals  H# Points
{RULE}
  1 Logan  'A'                                        4:30.00    4:28.89R  2  10
     1) Lakin Tarlton 10                2) Ella Parks - Cuzzalinni 11
     3) Abby Sullivan 12                4) Danielle Fleurima 9
     1:05.11 (1:05.11)    2:12.31 (1:07.20)    3:20.40 (1:08.09)   4:28.89 (1:08.49)
  2 Logan  'B'                                                   4:36.40   1   8
     1:06.11 (1:06.11)    2:14.31 (1:08.20)    3:25.40 (1:11.09)   4:36.40 (1:11.00)
 -- Hillview                                          4:20.00         DQ   2
       Passed outside the zone
"""

COLLEGE = f"""\
Women 3200 Meter Run
{RULE}
    Name                    Year Team            Finals  H# Points
{RULE}
Finals
  1 Ash, Ada                  SR BYU          10:12.33   1  10
     1:15.1 (1:15.1)   2:31.9 (1:16.8)   3:49.0 (1:17.1)   5:06.2 (1:17.2)
     6:23.9 (1:17.7)   7:41.0 (1:17.1)   8:58.2 (1:17.2)  10:12.33 (1:14.13)
  2 Birk, Bea                 JR LSU          10:13.05   1   8
     1:15.3 (1:15.3)   2:32.1 (1:16.8)   3:49.2 (1:17.1)   5:06.4 (1:17.2)
     6:24.1 (1:17.7)   7:41.2 (1:17.1)   8:58.4 (1:17.2)
  3 Ceder, Cam                FR USC          10:19.90   1   6
     1:15.5 (1:15.5)   2:33.1 (1:17.6)   5:09.4 (2:36.3)
     6:28.1 (1:18.7)   7:46.2 (1:18.1)   9:04.4 (1:18.2)
 -- Elm, Eva                  FR LSU              DNF   2
     1:15.9 (1:15.9)   2:36.9 (1:21.0)
"""

FIELD = f"""\
Event 27  Girls Discus Throw
{RULE}
        MEET: R 130-01  4/5/2008    Old Champion, North High
    Name                    Year School                  Finals  Points
{RULE}
  1 Ada Ash                    9 Crestview               115-07   10
      110-01  FOUL  115-07  100-00  FOUL  FOUL
 -- Bea Birk                  10 Crestview                   NH
"""

SCORES = f"""
                      Women - Team Rankings - 21 Events Scored
{RULE}
    1) Crestview                   100        2) Galion                       88.50
    3) Logan                        12
"""


def test_a_list_with_seeds(tmp_path: Path) -> None:
    """Places, results, schools and school years; the seed is not taken for the result."""
    made = one_of(tmp_path, HEAD + SEEDED)

    start_list = made.start_list
    assert (start_list.name, start_list.meet, start_list.venue) == (
        "Girls 1600 Meter Run",
        "Anytown Invitational",
        "Anytown Stadium",
    )
    assert (start_list.event, start_list.distance_m, start_list.sex, start_list.date) == (
        "1600",
        1600,
        "girls",
        "2026-03-29",
    )
    assert list(made.results().items()) == [
        ("Hal Holly", "6:01.11"),
        ("Ada Ash", "5:40.76"),
        ("Bea Birk", "5:43.14"),
        ("Bo Beech", "5:43.14"),
        ("Cam Ceder", "6:04.89"),
    ]
    assert [made.finish(name).rank for name in ("Ada Ash", "Bea Birk", "Bo Beech", "Cam Ceder")] == [
        1,
        2,
        2,
        4,
    ]
    ash = made.entrant("Ada Ash")
    assert (ash.club, ash.nation, ash.note) == ("North High", "", "Year 12. Seed 5:50.00.")
    assert made.entrant("Bo Beech").note == "Year 9."
    assert [(mark.label, str(mark.time), mark.date) for mark in start_list.marks] == [
        ("MEET", "5:01.20", "2011")
    ]


def test_who_has_no_result(tmp_path: Path) -> None:
    """Each status with its reason; an exhibition has a time and no place."""
    made = one_of(tmp_path, HEAD + SEEDED)

    assert [made.status(name) for name in ("Dee Dorn", "Eve Elm", "Fay Fir", "Gia Gum", "Hal Holly")] == [
        ("dq", ""),
        ("dnf", ""),
        ("dns", "Scratched"),
        ("dq", "False start"),
        None,
    ]
    assert (made.finish("Hal Holly").rank, made.finish("Hal Holly").notes) == (None, ("exhibition",))
    assert made.entrant("Gia Gum").club == ""


def test_a_college_is_a_club_and_splits_are_placed_by_their_times(tmp_path: Path) -> None:
    """All laps of 400 m; where one is missing the field shows which, and a remark says what was inferred."""
    made = one_of(tmp_path, HEAD + COLLEGE)

    assert {entrant.nation for entrant in made.start_list.entrants} == {""}
    assert [entrant.club for entrant in made.start_list.entrants] == ["BYU", "LSU", "USC", "LSU"]
    assert [checkpoint.id for checkpoint in made.start_list.checkpoints] == [
        *("400", "800", "1200", "1600", "2000", "2400", "2800"),
        "finish",
    ]
    assert [str(split.time) for split in made.splits("Ada Ash").values()] == [
        *("1:15.1", "2:31.9", "3:49.0", "5:06.2", "6:23.9", "7:41.0", "8:58.2"),
        "10:12.33",
    ]
    assert list(made.splits("Cam Ceder")) == ["400", "800", "1600", "2000", "2400", "2800", "finish"]
    assert list(made.splits("Eva Elm")) == ["400", "800"]
    assert any("inferred" in remark or "not printed" in remark for remark in made.start_list.remarks)
    assert made.entrant("Eva Elm").wave == "Heat 2"


def test_heats_of_the_first_round_are_races_and_so_is_the_final(tmp_path: Path) -> None:
    """Places over all heats are no places in a heat; wind, Q, q and thousandths stay."""
    first, second, final = made_of(tmp_path, HEAD + HEATS)

    assert [(made.start_list.round, made.start_list.heat) for made in (first, second, final)] == [
        ("heats", "1"),
        ("heats", "2"),
        ("final", ""),
    ]
    assert list(first.results()) == ["Cam Ceder", "Ada Ash"]
    ash = first.finish("Ada Ash")
    assert (ash.rank, ash.notes, ash.wind) == (None, ("Q",), 1.2)
    assert "Place over all heats 3" in first.entrant("Cam Ceder").note
    assert second.finish("Bea Birk").wind == -0.4
    assert second.status("Dee Dorn") == ("unknown", "No time")
    assert (final.finish("Bea Birk").rank, final.finish("Bea Birk").notes) == (2, (".499",))
    assert final.finish("Ada Ash").wind == 2.3
    assert final.entrant("Ada Ash").family == ""


def test_a_relay_is_teams_with_legs(tmp_path: Path) -> None:
    """Never a race over one leg: the teams, who ran which leg, and the time at each exchange."""
    made = one_of(tmp_path, HEAD + RELAY)

    assert (made.start_list.event, made.start_list.distance_m) == ("4x400", 1600)
    assert made.results() == {"Logan A": "4:28.89", "Logan B": "4:36.40"}
    assert [(s.checkpoint, str(s.time), s.leg) for s in made.splits("Logan B").values()] == [
        ("400", "1:06.11", 1),
        ("800", "2:14.31", 2),
        ("1200", "3:25.40", 3),
        ("finish", "4:36.40", 4),
    ]
    assert made.entrant("Logan A").members == (
        "Lakin Tarlton",
        "Ella Parks - Cuzzalinni",
        "Abby Sullivan",
        "Danielle Fleurima",
    )
    assert made.entrant("Logan A").note == "Seed 4:30.00. Years 10, 11, 12, 9."
    assert made.finish("Logan A").notes == ("R",)
    assert made.status("Hillview") == ("dq", "Passed outside the zone")


def test_what_is_no_race_is_named(tmp_path: Path) -> None:
    """Field events are left out by name, team scores without a word; alone they are refused."""
    made = one_of(tmp_path, HEAD + FIELD + "\n" + SEEDED + SCORES)

    assert "Girls Discus Throw" in made.notes
    assert "Crestview" not in made.notes
    with pytest.raises(FeedError, match="Girls Discus Throw"):
        made_of(tmp_path, HEAD + FIELD)


@pytest.mark.parametrize(
    "title", ["Girls 200 Yard Freestyle", "Women 200 SC Meter IM", "Girls 100 Yard Butterfly"]
)
def test_swimmers_are_no_runners(tmp_path: Path, title: str) -> None:
    """The same program prints swimming meets."""
    with pytest.raises(FeedError, match=title):
        made_of(tmp_path, HEAD + SEEDED.replace("Girls 1600 Meter Run", title))


def test_one_event_of_many(tmp_path: Path) -> None:
    """Chosen by its title; a title that is not there is named with those that are."""
    text = HEAD + SEEDED + "\n" + RELAY
    [relay] = made_of(tmp_path, text, hints=Hints(only=("Girls 4x400 Meter Relay",)))

    assert relay.start_list.event == "4x400"
    with pytest.raises(FeedError, match="Girls 1600 Meter Run"):
        made_of(tmp_path, text, hints=Hints(only=("Girls 800 Meter Run",)))


def test_cross_country(tmp_path: Path) -> None:
    """The pace is no result, and the team scores below are no runners."""
    text = f"""\
Event 2  Boys 5k Run CC Class 1
{RULE}
    Name                    Year School                Avg Mile     Finals  Points
{RULE}
  1 Ada Ash                   12 North High              5:09.6   16:00.33    1
  2 Bo Beech                   9 East High               5:20.0   16:32.50    2

                                  Team Scores
{RULE}
Rank Team                      Total    1    2    3    4    5   *6   *7
{RULE}
   1 North High                   26    1    4    5    7    9
"""
    made = one_of(tmp_path, HEAD + text)

    assert made.results() == {"Ada Ash": "16:00.33", "Bo Beech": "16:32.50"}
    assert made.start_list.distance_m == 5000
    assert "North High" not in made.notes


def test_pages_are_put_together(tmp_path: Path) -> None:
    """A table goes on below the head of the next page, with its own heads or without."""
    rows = SEEDED.splitlines()
    heads = "\n".join(["(Event 9  Girls 1600 Meter Run)", RULE, rows[3], RULE])
    page = HEAD.replace("10:28 AM", "10:28 AM  Page 2")
    whole = one_of(tmp_path, HEAD + SEEDED)
    for more in (heads, "Finals ... (Event 9  Girls 1600 Meter Run)"):
        text = "\n".join([*rows[:7], "", page, more, *rows[7:], ""])
        again = one_of(tmp_path, HEAD + text)
        assert again.results() == whole.results()
        assert again.notes == whole.notes


def test_two_columns_on_a_page(tmp_path: Path) -> None:
    """The left column is read to its end before the right one."""
    left, right = SEEDED.splitlines(), HEATS.splitlines()[9:]
    rows = [
        f"{left[i] if i < len(left) else '':<82}{right[i] if i < len(right) else ''}".rstrip()
        for i in range(max(len(left), len(right)))
    ]
    seeded, final = made_of(tmp_path, HEAD + "\n".join(rows))

    assert seeded.results() == one_of(tmp_path, HEAD + SEEDED).results()
    assert final.results() == {"Ada Ash": "13.50", "Bea Birk": "13.50"}


def test_text_whose_spaces_were_lost(tmp_path: Path) -> None:
    """As out of a PDF or a web page: the school year parts the name from the school."""
    lines = [" ".join(line.split()) for line in (HEAD + SEEDED).splitlines()]
    made = one_of(tmp_path, "\n".join(lines))

    whole = one_of(tmp_path, HEAD + SEEDED)
    assert made.results() == whole.results()
    assert made.entrant("Bea Birk") == whole.entrant("Bea Birk")
    assert "Gia Gum" in made.notes


def test_a_web_page(tmp_path: Path) -> None:
    """The preformatted part of it, without its markup."""
    text = (HEAD + SEEDED).replace("Ada Ash", "<b>Ada Ash</b>")
    page = f"<html><body><h1>x</h1><pre>{text}</pre></body></html>"

    assert one_of(tmp_path, page).results() == one_of(tmp_path, HEAD + SEEDED).results()


@pytest.mark.parametrize(
    ("printed", "days", "day", "said"),
    [
        ("4/1/2026", "3/29/2026", "2026-03-29", ""),
        ("1/4/2026", "29/3/2026", "2026-03-29", ""),
        ("4/1/2026", "3/4/2026", "2026-03-04", "read as month/day/year"),
        ("4/1/2026", "3/3/2026", "2026-03-03", ""),
        ("5/8/2026", "5/7/2026 to 5/9/2026", "", "the day of the race is not printed"),
    ],
)
def test_the_day(tmp_path: Path, printed: str, days: str, day: str, said: str) -> None:
    """Of several days none is chosen; where day and month could be either, it is said how they were read."""
    made = one_of(tmp_path, HEAD.replace("4/1/2026", printed).replace("3/29/2026", days) + SEEDED)

    assert made.start_list.date == day
    assert any(said in remark for remark in made.start_list.remarks) == bool(said)


def test_a_place_that_does_not_follow_the_times(tmp_path: Path) -> None:
    """A slip of the pen: the result is kept as suspect, and its row is named."""
    made = one_of(tmp_path, HEAD + SEEDED.replace("6:04.89", "5:14.89"))

    assert [name for name in made.results() if made.finish(name).suspect] == ["Cam Ceder"]
    assert "line 15, Cam Ceder: place 4 in 5:14.89 does not fit" in made.notes


def test_places_of_several_heats_that_are_not_printed(tmp_path: Path) -> None:
    """The first of each heat are ahead, whatever their times: the places are left out, and that is said."""
    rows = [
        f"  {n} Runner {'ABCDEFGH'[n - 1]}                  12 North High                     "
        for n in range(1, 9)
    ]
    times = ("5:40.00", "5:50.00", "6:00.00", "6:10.00", "5:42.00", "5:43.00", "5:44.00", "5:45.00")
    head = "\n".join(SEEDED.splitlines()[:5])
    made = one_of(
        tmp_path, HEAD + head + "\n" + "\n".join(map("".join, zip(rows, times, strict=True))) + "\n"
    )

    assert {made.finish(name).rank for name in made.results()} == {None}
    assert len(made.results()) == 8
    assert any("do not follow the times" in remark for remark in made.start_list.remarks)


def test_the_list_is_known_by_its_content() -> None:
    """Not by its name, and nothing else is taken for one."""
    known = recognise(SourceFile("anything.dat", (HEAD + SEEDED).encode()))

    assert known is not None
    assert known.key == "hytek"
    for other in (
        b"Place,Name,School,Finals\n1,Ada,North,5:40.76\n",
        b"=" * 90,
        b"Place\tName\tTeam\tTime\n",
    ):
        found = recognise(SourceFile("x.txt", other))
        assert found is None or found.key != "hytek"


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damage_is_never_silent(tmp_path: Path, data: st.DataObject) -> None:
    """A lost character or line: every figure is a printed one of that runner, or a note names the row."""
    text = HEAD + SEEDED + "\n" + RELAY
    at = data.draw(st.integers(len(HEAD), len(text) - 2))
    if data.draw(st.booleans()):
        end = text.find("\n", at) + 1
        damaged = (
            text[:at] + text[end:]
            if data.draw(st.booleans())
            else text[: text.rfind("\n", 0, at) + 1] + text[end:]
        )
    else:
        damaged = text[:at] + text[at + 1 :]
    try:
        races = made_of(tmp_path, damaged)
    except FeedError:
        return
    assert_nothing_is_invented(races, damaged)


def assert_nothing_is_invented(races: list[Made], text: str) -> None:
    """Each result stands in a line with all words of the runner's name."""
    lines = [line.split() for line in text.splitlines()]
    for made in races:
        for entrant in made.start_list.entrants:
            finish = made.splits(entrant.name).get("finish")
            if finish is None:
                continue
            words = {word.strip("'\",") for word in entrant.name.split()}
            own = [line for line in lines if words <= {word.strip("'\",") for word in line}]
            assert any(str(finish.time) in word for line in own for word in line)
        ordered = sorted(
            (m.rank, m.time.ms)
            for m in map(made.finish, made.results())
            if m.rank is not None and m.time is not None
        )
        assert all(ms <= later for (_, ms), (_, later) in pairwise(ordered))


@pytest.mark.parametrize(
    ("printed", "reason"), [("DQ   54.7.5", "54.7.5"), ("DQ   Lane violation", "Lane violation"), ("DNF", "")]
)
def test_a_rule_may_stand_behind_a_status(tmp_path: Path, printed: str, reason: str) -> None:
    """It is the reason, and the row is no less read."""
    text = (
        f"{HEAD}Women 3000 Meter Race Walk\n{RULE}\n"
        f"    Name                    Year Team                   Finals\n{RULE}\n"
        "  1 Ada Ash                   SR LSU                14:02.01\n"
        f" -- Cam Ceder                 FR BYU                      {printed}\n"
    )
    made = one_of(tmp_path, text)
    assert made.status("Cam Ceder") == (printed.split()[0].lower(), reason)
    assert made.entrant("Cam Ceder").club == "BYU"


def test_a_medley_on_the_track_is_no_swimming(tmp_path: Path) -> None:
    """Also where its title does not call it a relay, and without the program's own line above it."""
    text = (
        f"Girls 1600 Sprint Medley\n{RULE}\n"
        f"    School                                              Finals  Points\n{RULE}\n"
        "  1 North High  'A'                                   4:15.22   10\n"
    )
    assert one_of(tmp_path, text).start_list.event == "SMR"
